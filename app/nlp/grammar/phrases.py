"""Phrases inside an experience clause ("als X", "bij Y", "met Z"), each with what it introduces."""

import re
from dataclasses import dataclass
from functools import cache

from app.concepts import load_terms
from app.nlp.lexicons import flat, fold


@dataclass(frozen=True, slots=True)
class Phrase:
    """`kind`: role, organisation, field, with, within, in, at or head (before any cue); `text` without its cue."""

    kind: str
    text: str
    start: int
    end: int


_SIZE = re.compile(
    r"^met (?:meer|minder|minimaal|ten minste|tenminste|minstens|circa|ca\.?|ongeveer|\d)[^,;]*\binwoners\b"
    r"|^van (?:meer|minimaal|circa)[^,;]*\binwoners\b"
)


@cache
def organisation_words() -> str:
    """A regex source for the words by which postings name kinds of organisations; sectors ("zorg") are subjects."""
    sectors = {fold(term) for entry in load_terms("subjects") for term in entry.terms}
    known = {fold(term.removeprefix("=")) for entry in load_terms("organisations") for term in entry.terms}
    terms = {term for term in known - sectors if len(term) > 2}
    return "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True))


@cache
def _cues() -> re.Pattern[str]:
    adjective = (
        r"(?:(?:\(?semi-?\)?\s?|(?:soort)?gelijk(?:soort|waard)ige |vergelijkbare "
        r"|[a-zà-ÿ0-9.+-]{3,}(?:e|se|er) |dutch |\d[\d.]*\+?[ -]{1,2}){0,2})"
    )
    organisation = rf"(?:een |de |het |an? |the |één |1 )?{adjective}(?:{organisation_words()})(?:en|s|n)?\b"
    return re.compile(
        rf"(?P<organisation>\b(?:bij|binnen|voor|van|within|at|for|namens)\s(?={organisation})"
        rf"|\b(?:in|met)\s(?=(?:een|the) {adjective}(?:{organisation_words()})\b))"
        r"|(?P<role>\bals\b(?!\s(?:gevolg|onderdeel|bijvoorbeeld|bedoeld|volgt))"
        r"|\bin (?:een|de) (?:functie|rol) (?:van|als)\b|\bas an?\b)"
        r"|(?P<field>\b(?:op|binnen) (?:het )?(?:vak)?gebied van\b|\bop het (?:vlak|terrein) van\b"
        r"|\b(?:in|binnen) het (?:vakgebied|werkveld|domein|beleidsterrein|beleidsveld)(?: van)?\b"
        r"|\brondom\b|\binzake\b|\bomtrent\b|\bbetreffende\b|\bten aanzien van\b|\bm\.b\.t\.|\bt\.a\.v\.|"
        r"\bmet betrekking tot\b)"
        r"|(?P<adjective>\bop (?:het )?[a-zà-ÿ/-]+ (?:gebied|vlak|terrein)\b)"
        r"|(?P<with>\b(?:met|with|using)\b)"
        r"|(?P<within>\b(?:binnen|within)\b)"
        r"|(?P<in>\b(?:in|van)\b)"
        r"|(?P<at>\bbij\b)",
        re.IGNORECASE,
    )


_OPENS_FREELY = frozenset({"role", "organisation", "field", "adjective", "within"})


def phrases(text: str, head_end: int) -> list[Phrase]:
    """The phrases of a clause, in order; what stands before the head of the clause is left to the caller.

    `head_end`: where the word "ervaring" ends, in characters.
    """
    folded = flat(text)
    found: list[Phrase] = []
    kind, start = "head", head_end
    for cue in _cues().finditer(folded, head_end):
        name = cue.lastgroup or ""
        if not _accepted(name, kind, folded, cue, start):
            continue
        found.append(Phrase(kind, text[start : cue.start()], start, cue.start()))
        if name == "adjective":
            found.append(Phrase("field", text[cue.start() : cue.end()].split()[-2], cue.start(), cue.end()))
            kind, start = "head", cue.end()
        else:
            kind, start = name, cue.end()
    found.append(Phrase(kind, text[start:], start, len(text)))
    return [phrase for phrase in found if phrase.text.strip(" .,;:-")]


def _accepted(name: str, current: str, folded: str, cue: re.Match[str], start: int) -> bool:
    between = folded[start : cue.start()].strip(" ,.;:")
    if current != "head" and not between and name != "organisation":
        return False
    if name == "organisation":
        genitive = cue[0].startswith("van")
        activity = current in ("with", "in") and genitive
        return not (activity and folded[start : cue.start()].strip().startswith("het ")) and not (
            genitive and current == "role"
        )
    if name in _OPENS_FREELY:
        return True
    if name == "with":
        if _SIZE.match(folded[cue.start() :]):
            return False
        return current in ("head", "role", "organisation")
    if name == "in":
        genitive = cue[0] == "van"
        return current in ("head", "organisation", "role") and not genitive
    return name == "at" and current in ("head", "role")
