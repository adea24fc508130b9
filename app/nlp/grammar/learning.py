"""Training, certificate and knowledge clauses."""

import re

from app.criteria.requirements import Certificate, Knowledge, Training
from app.criteria.scales import TermsMatch
from app.nlp.grammar.examples import attach
from app.nlp.grammar.notes import Bracket, split_examples
from app.nlp.grammar.terms import split_terms
from app.nlp.grammar.terms_of_engagement import find_things
from app.nlp.lexicons import any_word
from app.nlp.values.windows import find_windows

_SUBJECT = re.compile(rf"\b{any_word('course_subject')}\b")
_COURSE = re.compile(
    r"\b[a-zà-ÿ-]{0,40}(?:training(?:en)?|cursus(?:sen)?|leergang(?:en)?|bijscholing|workshops?)\b", re.IGNORECASE
)
_CERTIFICATE = re.compile(
    r"^.*?\b(?:(?:in )?(?:het )?bezit (?:van|zijn van)|(?:beschikt|beschikken) over|heeft|hebt|hebben|"
    r"(?<!-)certifica(?:at|ten|tie|ties)|certificering(?:en)?|"
    r"gecertificeerde?|certified|geregistreerd|ingeschreven|register)\b"
    r"(?:\s(?:een|de|het|geldige?|van|voor|als|in|op|minimaal|certificaat|certificaten|certificering|bij)\b|:)*\s*",
    re.IGNORECASE,
)
_REGISTERED = re.compile(r"\b([A-Z]{2,}\w*)-(?:geregistreerd|gecertificeerd|bevoegd|registered|certified)\b")
"""The register stands in the word; what follows is the profession."""
_NAMED_BEFORE = re.compile(
    r"\s(?:certified|certificates?|certification|certificaat|certificaten|certificering|gecertificeerd)$", re.IGNORECASE
)
"""Behind the name of a certificate, and no part of it."""
_DONE = re.compile(r"\s(?:met succes |succesvol )?(?:afgerond|voltooid|gevolgd|behaald|heeft)\b.*$", re.IGNORECASE)
_REGISTER = re.compile(r"^.*\bregister\b\s(?:van|bij)\s(?:het\s|de\s)?", re.IGNORECASE)
_CERTIFICATE_WORD = re.compile(
    r"-?\b(?:geldige?|certificaat|certificering|gecertificeerde?|hebben|zijn|heeft|beschikt over)\b", re.IGNORECASE
)
_KNOWLEDGE = re.compile(
    r"\b(?:[a-z]{0,20}kennis|bekend(?:heid)?|inzicht|knowledge|vertrouwd|thuis)\b"
    r"(?:\s(?:van|over|op het gebied van|met|in|of|omtrent|inzake|en)\b)*\s*(?:(?:de|het|een)\s)?",
    re.IGNORECASE,
)
_OR_EXPERIENCE = re.compile(
    r"^(?:en/of |of |/)?\s?(?:aantoonbare |relevante )*(?:werk)?ervaring\s(?:met|in|van)\s", re.IGNORECASE
)


def read_training(text: str) -> Training:
    """The courses that a clause asks: subjects behind "op het gebied van", else behind the last word for a course."""
    windows = find_windows(text)
    for found in windows:
        text = text[: found.start] + " " * (found.end - found.start) + text[found.end :]
    courses = list(_COURSE.finditer(text))
    start = courses[-1].end() if courses else 0
    cue = _SUBJECT.search(text, courses[0].end() if courses else 0)
    terms = split_terms(_DONE.sub("", text[cue.end() if cue else start :]))
    return Training(
        subjects=terms.terms,
        subjects_match=terms.match,
        completed=True,
        window_months=windows[0].value if windows else None,
    )


def read_certificate(text: str, brackets: tuple[Bracket, ...]) -> Certificate:
    """The certificates, registrations and licences that a clause asks."""
    if registered := _REGISTERED.search(text):
        return Certificate(names=(registered[1],), match=TermsMatch.ANY)
    general, after = split_examples(text)
    named = after or _CERTIFICATE.sub("", general, count=1) or general
    register = _REGISTER.search(named)
    named = named[register.end() :] if register else named
    terms = split_terms(" ".join(_CERTIFICATE_WORD.sub(" ", named).split()))
    names = [_NAMED_BEFORE.sub("", term) for term in terms.terms if not find_things(term, "equipment")]
    names = names or [term for b in brackets for term in split_terms(b.text).terms]
    return Certificate(names=tuple(names), match=terms.match if len(names) > 1 else TermsMatch.ANY)


def read_knowledge(text: str, brackets: tuple[Bracket, ...]) -> Knowledge:
    """What a clause asks to know; "kennis van of ervaring met" asks no more than knowledge."""
    found = _KNOWLEDGE.search(text)
    rest = text[found.end() :] if found else text
    rest = _OR_EXPERIENCE.sub("", rest)
    general, after = split_examples(rest)
    terms = split_terms(general)
    examples = attach(general, text.find(general), terms.terms, brackets, after)
    return Knowledge(subjects=terms.terms, subjects_match=terms.match, examples=examples)
