"""Experience clauses: how long, how recent, in what role, where, with what and about what."""

import re
from dataclasses import dataclass, field

from app.concepts import TermClass, classify_term, names_role
from app.criteria.requirements import Experience, SubjectExamples
from app.criteria.scales import TermsMatch
from app.nlp.grammar.examples import attach
from app.nlp.grammar.notes import Bracket, split_examples
from app.nlp.grammar.phrases import Phrase, organisation_words, phrases
from app.nlp.grammar.terms import Terms, split_terms, tidy
from app.nlp.lexicons import any_word, fold, words
from app.nlp.values.durations import find_durations
from app.nlp.values.windows import find_since, find_windows

_HEAD = re.compile(
    r"\bkennis(?: van| over)?,?(?: en|/| &|, )\s?(?:aantoonbare |ruime |relevante |werk-?)*ervaring\b"
    r"|\b(?P<compound>[a-zà-ÿ-]{0,40})ervaring(?:en)?\b"
    r"|\bwaarvan\b|\bgewerkt\b|\bwerkzaam\b(?: geweest)?|\bexperience\b|\bervaren\b",
    re.IGNORECASE,
)
_PLAIN_COMPOUND = frozenset(words("plain_experience")) | {""}
_ROLE_PART = re.compile(rf"{any_word('role_ending')}s?\b", re.IGNORECASE)
_OR = re.compile(r"\s*(?:/|,)\s*(?:of\s+|en/of\s+)?|\s+(?:en/of|of|or|dan wel|danwel)\s+")
_GENERIC_ROLE = re.compile(rf"^(?:een |de )?{any_word('same_role')}\w*\b(?: functie| rol)?$", re.IGNORECASE)
_ASIDE = re.compile(
    rf"\s(?:op|van)\s(?:minimaal\s|ten minste\s)?(?:mbo|hbo|wo)[- ]?(?:\d\s?)?(?:werk- en denk)?niveau\b"
    rf"|\sin\s(?:een\s|de\s)?{any_word('same_role')}\s(?:functie|rol|positie)\b"
    r"|\svoorafgaande?\saan\s(?:de|het)\s\w+|\sin\sde\speriode(?=\s(?:vanaf|sinds|van)\b|\s{2}|\W*$)",
    re.IGNORECASE,
)
"""Says nothing about what the experience is in: "op hbo-niveau", "in een soortgelijke functie"."""
_GAINED = re.compile(r"[.,;]?\s(?:opgedaan|verkregen|verworven|gained|acquired|obtained)\b", re.IGNORECASE)
_AGAIN = re.compile(r"[\s.,:;–-]*\b(?:aantoonbare |relevante )?(?:werk)?ervaring[\s.]*$", re.IGNORECASE)
"""At the end of a clause that has its head already ("ervaring met Java - min. 4 jr. ervaring")."""
_ANNOUNCES = re.compile(r"\b(?:de |het )?(?:volgende|onderstaande|genoemde)\b", re.IGNORECASE)
"""Announces a list and says nothing of its own."""
_LAST_PREPOSITION = re.compile(r"\s(?:op|in|met|van|aan|binnen|over|voor|zoals|te weten|namelijk)\s*$", re.IGNORECASE)
"""Says nothing of its own before "bij een gemeente" or a window."""
_SECTOR = re.compile(rf"{any_word('any_organisation')}\s(?:in|binnen)\s(?:de\s|het\s)?(\S.*)", re.IGNORECASE)
"""An organisation of any kind in a sector ("een organisatie in de publieke sector"): the sector says which."""
_FILLER = re.compile(rf"\b{any_word('filler')}\b|(?<!\w)-|-(?!\w)|[^\w\s-]", re.IGNORECASE)


@dataclass(slots=True)
class _Facets:
    roles: list[str] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)
    tools: list[str] = field(default_factory=list)
    tools_match: TermsMatch = TermsMatch.ANY
    subjects: list[Terms] = field(default_factory=list)
    examples: list[SubjectExamples] = field(default_factory=list)
    head: str | None = None
    """The subject that a later "op het gebied van ..." narrows: examples behind that illustrate this one."""


def read_experience(text: str, brackets: tuple[Bracket, ...]) -> Experience:
    """The experience that a clause asks. Brackets of the clause come with offsets into `text`."""
    windows, since = find_windows(text), find_since(text)
    within = [window for bracket in brackets for window in find_windows(bracket.text)]
    durations = [d for d in find_durations(text) if d.value.qualifier != "max"]
    remarks = [d for bracket in brackets for d in find_durations(bracket.text) if d.value.qualifier != "max"]
    months = next((d.value.months for d in (*durations, *remarks) if d.value.months), None)
    brackets = tuple(bracket for bracket in brackets if not find_durations(bracket.text))
    ranges = (
        [(f.start, f.end) for f in windows] + [(f.start, f.end) for f in since] + [(f.start, f.end) for f in durations]
    )
    bare = _blank(
        text, ranges + [(f.start(), f.end()) for pattern in (_GAINED, _ASIDE) for f in pattern.finditer(text)]
    )
    head = _HEAD.search(bare)
    if head and (again := _AGAIN.search(bare, head.end())):
        bare = _blank(bare, [(again.start(), again.end())])
    facets = _Facets()
    parts = phrases(bare, head.end() if head else 0)
    for part in parts:
        inside = [b for b in brackets if part.start < b.before <= part.end]
        _take(facets, part, inside)
        if part.kind not in ("field", "within"):
            facets.head = facets.subjects[-1].terms[-1] if facets.subjects else None
    if head is not None:
        _before_head(facets, bare[: head.start()], head["compound"] or "")
    subjects, match = _join(facets.subjects)
    return Experience(
        min_months=months,
        window_months=next((window.value for window in (*windows, *within)), None),
        since=since[0].value if since and not (windows or within) else None,
        roles=tuple(dict.fromkeys(facets.roles)),
        organisations=tuple(dict.fromkeys(facets.organisations)),
        subjects=subjects,
        subjects_match=match,
        examples=tuple(facets.examples),
        tools=tuple(dict.fromkeys(facets.tools)),
        tools_match=facets.tools_match,
    )


def _blank(text: str, ranges: list[tuple[int, int]]) -> str:
    for start, end in ranges:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _take(facets: _Facets, part: Phrase, brackets: list[Bracket]) -> None:
    text, start = " ".join(part.text.split()), part.start + len(part.text) - len(part.text.lstrip())
    if part.kind == "organisation":
        facets.organisations += _organisations(text)
    elif part.kind == "role":
        facets.roles += read_roles(text, brackets)
    elif part.kind in ("at",):
        name = tidy(text)
        sector = _SECTOR.fullmatch(name)
        if sector and re.fullmatch(organisation_words(), fold(sector[1])):
            facets.organisations.append(sector[1])
        elif fold(name) in words("any_organisation"):
            return
        elif name[:1].isupper():
            facets.organisations += split_terms(name).terms
        else:
            _take_terms(facets, text, brackets, start)
    elif part.kind == "in" and re.fullmatch(organisation_words(), fold(tidy(text))):
        facets.organisations.append(tidy(text))
    elif part.kind == "head":
        if _FILLER.sub("", text).strip():
            _take_terms(
                facets, _FILLER.sub("", text) if text.lower().startswith(("opgedaan", "met")) else text, brackets
            )
    else:
        _take_terms(facets, text, brackets, start)


def _take_terms(facets: _Facets, text: str, brackets: list[Bracket], start: int = 0) -> None:
    announced, colon, listed = text.partition(":")
    if colon and "," in listed:
        if not _ANNOUNCES.search(announced):
            _take_terms(facets, _LAST_PREPOSITION.sub("", announced), [])
        text = listed
    general, after = split_examples(text)
    terms = split_terms(general)
    tools = [term for term in terms.terms if classify_term(term) is TermClass.TOOL]
    if 0 < len(tools) < len(terms.terms) and terms.match is TermsMatch.ANY and not terms.mixed:
        named = all(term[:1].isupper() for term in terms.terms)
        tools = list(terms.terms) if named else []
    subjects = tuple(term for term in terms.terms if term not in tools)
    if tools:
        facets.tools += tools
        facets.tools_match = terms.match
    if subjects:
        facets.subjects.append(Terms(subjects, terms.match if len(subjects) > 1 else TermsMatch.ANY, terms.mixed))
    facets.examples += attach(general, start, terms.terms, brackets, after, facets.head)


def _organisations(text: str) -> list[str]:
    if re.search(r"\binwoners\b", text):
        return [tidy(text)]
    return [term for term in split_terms(text).terms if _FILLER.sub("", term).strip()]


def read_roles(text: str, brackets: list[Bracket]) -> list[str]:
    """The roles of "als X of Y": a part that is no role by itself belongs to the role before it."""
    bare = tidy(text)
    if _GENERIC_ROLE.match(bare) or not bare:
        return []
    roles: list[str] = []
    position = 0
    for found in [*_OR.finditer(bare), None]:
        part = tidy(bare[position : found.start() if found else len(bare)])
        if roles and _GENERIC_ROLE.match(part):
            position = found.end() if found else position
            continue
        if roles and (_serves(roles[-1]) or not (_ROLE_PART.search(part) or names_role(part))):
            roles[-1] = bare[bare.find(roles[-1]) : found.start() if found else len(bare)].strip()
        elif part:
            roles.append(part)
        position = found.end() if found else position
    roles = _share_field(roles)
    if brackets and roles and len(brackets[0].text.split()) == 1:
        roles[-1] = f"{roles[-1]} ({brackets[0].text})"
    return roles


_SERVED = re.compile(r"\s(?:van|voor)\s(?:een\s|de\s)?(\S+)$")


def _serves(role: str) -> bool:
    """Is it a role that serves another ("woordvoerder van een wethouder"): an alternative behind it is served too."""
    served = _SERVED.search(role)
    return served is not None and names_role(served[1])


def _share_field(roles: list[str]) -> list[str]:
    """The roles of "beleidsmedewerker of beleidsadviseur jeugd": the last one's field holds for bare ones before it."""
    last = roles[-1].split() if len(roles) > 1 else []
    if len(last) < 2 or not _ROLE_PART.search(last[0]) or any(len(role.split()) > 1 for role in roles[:-1]):
        return roles
    field_words = " ".join(last[1:])
    return [f"{role} {field_words}" for role in roles[:-1]] + roles[-1:]


def _before_head(facets: _Facets, before: str, compound: str) -> None:
    compound = compound.strip("-").lower()
    rest = _FILLER.sub(" ", before).split()
    if rest and re.fullmatch(rf"(?:{organisation_words()})(?:lijke)?", fold(rest[-1])):
        facets.organisations.append(rest[-1])
    elif compound and re.fullmatch(organisation_words(), compound):
        facets.organisations.append(compound)
    elif rest and not (facets.roles or facets.subjects or facets.tools):
        _take_terms(facets, " ".join(rest), [])
    if compound not in _PLAIN_COMPOUND and not (
        facets.roles or facets.subjects or facets.tools or facets.organisations
    ):
        facets.subjects.append(Terms((compound,), TermsMatch.ANY))


_BOTH = re.compile(r"^(?!.*\s(?:of|en/of)\s).*\s(?:en|&)\s")
"""An activity kept whole that asks several things: "opstellen van beleid en plannen"."""


def _join(groups: list[Terms]) -> tuple[tuple[str, ...], TermsMatch]:
    """One list with one match: alternatives beside other demands stay together as printed ("zorg of welzijn")."""
    if len(groups) == 1 and not groups[0].mixed:
        only = groups[0]
        whole = len(only.terms) == 1 and _BOTH.search(only.terms[0]) is not None
        return only.terms, TermsMatch.ALL if whole else only.match
    joined: list[str] = []
    for group in groups:
        alternative = group.match is TermsMatch.ANY and len(group.terms) > 1
        joined += [" of ".join(group.terms)] if alternative else group.terms
    return tuple(dict.fromkeys(joined)), TermsMatch.ALL if len(joined) > 1 else TermsMatch.ANY
