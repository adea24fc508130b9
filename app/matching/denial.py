"""Names that a profile explicitly denies: certificates, languages, statements and things to bring."""

from collections.abc import Iterable

from app.concepts.lexicon import load_terms
from app.concepts.normalise import fold, spaced
from app.concepts.words import concept_key
from app.matching.fields import named_in
from app.matching.profile import PreparedProfile


def denies_name(names: Iterable[str], profile: PreparedProfile) -> bool:
    """Does the profile deny something by one of these names, as whole words?"""
    if not profile.denials:
        return False
    wanted = [phrase for name in names if (phrase := spaced(name)).strip()]
    return any(phrase in spaced(line) for line in profile.denials for phrase in wanted)


def denies_certificate(name: str, profile: PreparedProfile) -> bool:
    """Is the certificate denied, or what it is a kind of: "geen rijbewijs" denies a "rijbewijs B", not the reverse."""
    if not profile.denials:
        return False
    asked = named_in(name, "certificates")
    return denies_name((name,), profile) or any(not asked.isdisjoint(_narrowest(line)) for line in profile.denials)


def _narrowest(line: str) -> frozenset[str]:
    """The certificates named in a text, without those that are only what another one is a kind of."""
    named = named_in(fold(line), "certificates") | named_in(line, "certificates")
    wider = {
        concept_key("certificates", parent)
        for entry in load_terms("certificates")
        if concept_key("certificates", entry.concept) in named
        for parent in entry.broader
    }
    return named - wider
