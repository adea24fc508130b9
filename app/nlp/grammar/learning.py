"""Education, training, certificate and knowledge clauses."""

import re

from app.criteria.requirements import Certificate, Education, Knowledge, SubjectExamples, Training
from app.criteria.scales import EducationLevel, TermsMatch
from app.nlp.grammar.examples import attach
from app.nlp.grammar.notes import Bracket, bare_examples, split_examples
from app.nlp.grammar.terms import split_terms
from app.nlp.grammar.terms_of_engagement import find_things
from app.nlp.values.education import find_levels
from app.nlp.values.windows import find_windows

_FIELD = re.compile(
    r"\b(?:op (?:het )?gebied van|in de richting(?: van)?|(?:in een |studie)?richting(?: van)?|in het vakgebied(?: van)?|vakgebied|"
    r"op het (?:vlak|terrein) van|(?:binnen|in) het domein(?: van)?|met als specialisatie|specialisatie|in)\b:?(?!\s(?:de afgelopen|het bezit|bezit|combinatie))\s*",
    re.IGNORECASE,
)
_NOUN = re.compile(r"\b(?P<compound>[a-zà-ÿ-]{0,40})(?:opleiding(?:en)?|studie|diploma|degree)\b", re.IGNORECASE)
_STOP = re.compile(
    r",?\s(?:of|en/of|dan wel)\s(?:een\s)?(?:soortgelijk|vergelijkba|gelijkwaardig|aantoonbaar vergelijk)\w*.*$|\s(?:met diploma|behaald|afgerond)\b.*$"
    r"|\sop (?:minimaal |ten minste )?(?:mbo|hbo|wo)\b.*$",
    re.IGNORECASE,
)
_NO_FIELD = frozenset(
    [
        "een",
        "de",
        "het",
        "afgeronde",
        "afgerond",
        "aantoonbare",
        "aantoonbaar",
        "relevante",
        "relevant",
        "erkende",
        "volwaardige",
        "voltooide",
        "minimaal",
        "minimale",
        "ten",
        "minste",
        "tenminste",
        "minstens",
        "op",
        "niveau",
        "hbo",
        "wo",
        "mbo",
        "bachelor",
        "master",
        "over",
        "heeft",
        "je",
        "beschikt",
        "beschikken",
        "u",
        "kandidaat",
        "in",
        "bezit",
        "van",
        "werk",
        "en",
        "denkniveau",
        "passende",
        "gerichte",
        "hogere",
        "geschikte",
        "je",
        "bent",
        "hebt",
        "met",
        "behulp",
        "vereist",
        "is",
        "genoten",
        "vakinhoudelijke",
        "universitaire",
        "academische",
        "voor",
        "dient",
        "te",
        "bezitten",
        "bij",
        "voorkeur",
        "of",
        "heb",
        "succesvol",
        "afgeronden",
    ]
)
_COMPLETED = re.compile(r"\b(?:afgerond\w*|voltooi\w*|diploma|behaald\w*|completed)\b", re.IGNORECASE)
_COMPOUND_FIELD = re.compile(r"^(?!vak|basis|beroeps|voor|vervolg|hbo|mbo|wo|hoge|eind)[a-zà-ÿ-]{4,}$", re.IGNORECASE)


def read_education(text: str, brackets: tuple[Bracket, ...]) -> Education:
    """The education that a clause asks: its lowest level, fields (any of), and whether "werk- en denkniveau" will do."""
    levels = find_levels(text)
    level = levels[0].value if levels else None
    fields, examples = _fields(text, [(f.start, f.end) for f in levels], brackets)
    return Education(
        min_level=level.level if level else None,
        fields=fields,
        examples=examples,
        completed=bool(_COMPLETED.search(text)) or not (level and level.equivalent),
        equivalent_accepted=any(found.value.equivalent for found in levels),
    )


_DANGLING = re.compile(
    r"\s(?:op|op minimaal|op ten minste|op minstens|op tenminste|minimaal|met|van)\s*$", re.IGNORECASE
)


def _fields(
    text: str, levels: list[tuple[int, int]], brackets: tuple[Bracket, ...]
) -> tuple[tuple[str, ...], tuple[SubjectExamples, ...]]:
    for start, end in levels:
        text = text[:start] + " " * (end - start) + text[end:]
    noun = _NOUN.search(text)
    cue = _FIELD.search(text, noun.end() if noun else 0) or _FIELD.search(text)
    if cue:
        printed = _STOP.sub("", text[cue.end() :])
    elif noun and text[noun.end() :].strip()[:1].isupper():
        printed = _STOP.sub("", text[noun.end() :])
    else:
        before = text[: noun.start()].split() if noun else []
        words = [word for word in before if word.strip(".,;:").lower() not in _NO_FIELD and len(word) > 3]
        compound = noun["compound"].strip("-") if noun else ""
        printed = words[-1] if words else compound if _COMPOUND_FIELD.match(compound) else ""
    general, after = split_examples(_DANGLING.sub("", printed))
    named = tuple(term for term in split_terms(general).terms if term.lower() not in _NO_FIELD)
    if named:
        return named, attach(general, text.find(general), named, brackets, after)
    inside = ([after] if after else []) + [bare_examples(b.text) for b in brackets]
    return tuple(dict.fromkeys(term for printed_terms in inside for term in split_terms(printed_terms).terms)), ()


_SUBJECT = re.compile(r"\b(?:op (?:het )?gebied van|gericht op|op het (?:vlak|terrein) van|over|inzake|rondom|in de)\b")
_COURSE = re.compile(
    r"\b[a-zà-ÿ-]{0,40}(?:training(?:en)?|cursus(?:sen)?|leergang(?:en)?|bijscholing|workshops?)\b", re.IGNORECASE
)


def read_training(text: str) -> Training:
    """The courses that a clause asks: subjects behind "op het gebied van", else behind the last word for a course."""
    windows = find_windows(text)
    for found in windows:
        text = text[: found.start] + " " * (found.end - found.start) + text[found.end :]
    courses = list(_COURSE.finditer(text))
    start = courses[-1].end() if courses else 0
    cue = _SUBJECT.search(text, courses[0].end() if courses else 0)
    terms = split_terms(text[cue.end() if cue else start :])
    return Training(
        subjects=terms.terms,
        subjects_match=terms.match,
        completed=True,
        window_months=windows[0].value if windows else None,
    )


_CERTIFICATE = re.compile(
    r"^.*?\b(?:(?:in )?(?:het )?bezit (?:van|zijn van)|certifica(?:at|ten|tie|ties)|certificering(?:en)?|gecertificeerde?|"
    r"certified|geregistreerd|ingeschreven|register)\b(?:\s(?:een|de|het|geldige?|van|voor|als|in|op|minimaal|certificaat|certificaten|certificering|bij)\b|:)*\s*",
    re.IGNORECASE,
)


_REGISTER = re.compile(r"^.*\bregister\b\s(?:van|bij)\s(?:het\s|de\s)?", re.IGNORECASE)
_CERTIFICATE_WORD = re.compile(
    r"\b(?:geldige?|certificaat|certificering|hebben|zijn|heeft|beschikt over)\b", re.IGNORECASE
)


def read_certificate(text: str, brackets: tuple[Bracket, ...]) -> Certificate:
    """The certificates, registrations and licences that a clause asks."""
    general, after = split_examples(text)
    named = after or _CERTIFICATE.sub("", general, count=1) or general
    register = _REGISTER.search(named)
    named = named[register.end() :] if register else named
    terms = split_terms(_CERTIFICATE_WORD.sub(" ", named))
    names = [term for term in terms.terms if not find_things(term, "equipment")]
    names = names or [term for b in brackets for term in split_terms(b.text).terms]
    return Certificate(names=tuple(names), match=terms.match if len(names) > 1 else TermsMatch.ANY)


_KNOWLEDGE = re.compile(
    r"\b(?:[a-z]{0,20}kennis|bekend(?:heid)?|inzicht|knowledge|vertrouwd|thuis)\b(?:\s(?:van|over|op het gebied van|met|in|of|omtrent|inzake|en)\b)*\s*(?:(?:de|het|een)\s)?",
    re.IGNORECASE,
)


def read_knowledge(text: str, brackets: tuple[Bracket, ...]) -> Knowledge:
    """What a clause asks to know; "kennis van of ervaring met" asks no more than knowledge."""
    found = _KNOWLEDGE.search(text)
    rest = text[found.end() :] if found else text
    rest = re.sub(
        r"^(?:en/of |of |/)?\s?(?:aantoonbare |relevante )*(?:werk)?ervaring\s(?:met|in|van)\s",
        "",
        rest,
        flags=re.IGNORECASE,
    )
    general, after = split_examples(rest)
    terms = split_terms(general)
    examples = attach(general, text.find(general), terms.terms, brackets, after)
    return Knowledge(subjects=terms.terms, subjects_match=terms.match, examples=examples)


def imprecise(level: EducationLevel | None) -> bool:
    """Whether a level is one of the scale's imprecise ones."""
    return level in (EducationLevel.MBO, EducationLevel.HBO, EducationLevel.WO)
