"""A criterion's text to typed requirements in groups: any group with all its requirements meets the criterion."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.concepts import TermClass, classify_term
from app.criteria.criterion import RequirementGroup, Understanding
from app.criteria.requirements import Certificate, Education, Experience, OtherRequirement, Requirement
from app.criteria.scales import SelfEmployed
from app.nlp.grammar.clauses import Clause, split_clauses
from app.nlp.grammar.education import read_education
from app.nlp.grammar.experience import read_experience
from app.nlp.grammar.learning import read_certificate, read_knowledge, read_training
from app.nlp.grammar.notes import Bracket, Cleaned, clean
from app.nlp.grammar.terms import split_terms
from app.nlp.grammar.terms_of_engagement import (
    read_availability,
    read_contract_form,
    read_documents,
    read_equipment,
    read_languages,
    read_location,
    read_rate,
    read_statements,
)
from app.nlp.lexicons import any_word
from app.nlp.values.windows import find_windows

MAX_CRITERION = 2_000
"""Characters; the longest real criteria have about 900. It keeps the time of reading linear in the text."""
_HANDED_IN = re.compile(
    rf"\b(?:overleg\w*|{any_word('handed_in')})\b",
    re.IGNORECASE,
)
_STATEMENT_CUE = re.compile(
    r"\b(?:overleg\w*|bereid|aanleveren|verstrekken|in (?:het )?bezit|verklaring|vog|ondertekenen|screening)\b",
    re.IGNORECASE,
)


_EITHER = re.compile(r"\b(?:of|or)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """The groups that a criterion's text was read into, and how much of it they express."""

    groups: tuple[RequirementGroup, ...]
    understanding: Understanding


def read_requirements(text: str, execution: SelfEmployed) -> Reading:
    """Read one criterion (white space collapsed). Never empty: what no grammar fits is one `other` requirement.

    Of a text longer than `MAX_CRITERION` only the beginning is read, and it is never understood in full.
    """
    if len(text) > MAX_CRITERION:
        beginning = read_requirements(text[:MAX_CRITERION], execution)
        full = beginning.understanding is Understanding.FULL
        return replace(beginning, understanding=Understanding.PARTIAL) if full else beginning
    cleaned = clean(text)
    if whole := _whole(text, cleaned, execution):
        return Reading((RequirementGroup(requirements=whole),), Understanding.FULL)
    groups: list[list[Requirement]] = []
    complete = True
    for clause in split_clauses(cleaned.text):
        found = _read_clause(cleaned, clause)
        complete = complete and (bool(found) or clause.kind == "availability")
        if not found:
            continue
        if clause.kind == "language" and len(found) > 1 and _EITHER.search(cleaned.text, clause.start, clause.end):
            groups = [[*group, one] for group in groups or [[]] for one in found]
        elif clause.either or not groups:
            groups.append(list(found))
        else:
            groups[-1] += _inherit(groups[-1], found, cleaned.text[clause.start : clause.end])
    groups = _windowed(groups, cleaned.text)
    if not any(isinstance(one, Experience | Education) for group in groups for one in group) and (
        brought := read_equipment(cleaned.text)
    ):
        groups = [[*group, brought] for group in groups] or [[brought]]
    if not groups and (named := _named_certificates(cleaned.text)):
        groups = [[named]]
    if not groups:
        other = OtherRequirement(text=text)
        return Reading((RequirementGroup(requirements=(other,)),), Understanding.TEXT_ONLY)
    understood = complete and not cleaned.preferred and all(_is_specific(one) for group in groups for one in group)
    return Reading(
        tuple(RequirementGroup(requirements=tuple(group)) for group in groups),
        Understanding.FULL if understood else Understanding.PARTIAL,
    )


def _whole(text: str, cleaned: Cleaned, execution: SelfEmployed) -> tuple[Requirement, ...]:
    """Demands that are recognised by the whole sentence rather than by a clause."""
    if contract := read_contract_form(text, execution):
        return (contract,)
    documents = read_documents(text) if _HANDED_IN.search(text) else ()
    if any(document.name == "diploma" for document in documents):
        return documents
    kinds = {clause.kind for clause in split_clauses(cleaned.text)}
    if not kinds & {"experience", "education", "knowledge", "training"}:
        if _STATEMENT_CUE.search(text) and (statements := read_statements(text)):
            return statements
        return documents
    return ()


def _read_clause(cleaned: Cleaned, clause: Clause) -> tuple[Requirement, ...]:
    text = cleaned.text[clause.start : clause.end]
    brackets = tuple(
        replace(b, before=b.before - clause.start) for b in cleaned.brackets if clause.start < b.before <= clause.end
    )
    readers: dict[str, Callable[[], Requirement | tuple[Requirement, ...] | None]] = {
        "experience": lambda: read_experience(text, brackets),
        "education": lambda: _education(text, brackets),
        "training": lambda: read_training(text),
        "certificate": lambda: read_certificate(text, brackets),
        "knowledge": lambda: read_knowledge(text, brackets),
        "availability": lambda: read_availability(text),
        "location": lambda: read_location(text),
        "rate": lambda: read_rate(text),
        "language": lambda: read_languages(text, brackets),
    }
    found = readers[clause.kind]()
    if found is None:
        return ()
    return found if isinstance(found, tuple) else (found,)


def _education(text: str, brackets: tuple[Bracket, ...]) -> Education | None:
    read = read_education(text, brackets)
    return read if read.min_level or read.fields else None


def _inherit(above: list[Requirement], found: tuple[Requirement, ...], text: str) -> list[Requirement]:
    """Complete "..., waarvan 2 jaar bij een gemeente": it speaks of the experience before it."""
    earlier = next((one for one in above if isinstance(one, Experience)), None)
    if earlier is None:
        return list(found)
    return [
        one.model_copy(
            update={
                "roles": earlier.roles,
                "subjects": one.subjects or earlier.subjects,
                "tools": one.tools or earlier.tools,
            }
        )
        if isinstance(one, Experience) and not one.roles and not one.subjects and not one.tools
        else one
        for one in found
    ]


def _windowed(groups: list[list[Requirement]], text: str) -> list[list[Requirement]]:
    """Give all experience the window of a last sentence that is about nothing else ("Opgedaan in de ... 7 jaar.")."""
    last = _LAST_SENTENCE.search(text)
    windows = find_windows(text[last.end() :]) if last else ()
    if last is None or not windows or split_clauses(text[last.end() :]):
        return groups
    return [
        [
            one.model_copy(update={"window_months": windows[0].value})
            if isinstance(one, Experience) and one.window_months is None and one.since is None
            else one
            for one in group
        ]
        for group in groups
    ]


def _named_certificates(text: str) -> Certificate | None:
    """The certificates of a criterion that only names them ("PRINCE2 Practitioner", "CISSP of CISM")."""
    terms = split_terms(_POSSESSES.sub("", text))
    known = all(classify_term(term) is TermClass.CERTIFICATE for term in terms.terms)
    return Certificate(names=terms.terms, match=terms.match) if terms.terms and known else None


_POSSESSES = re.compile(
    r"^(?:(?:je|jij|u|hij|zij|de|kandidaat|professional)\s)*(?:beschikt over|hebt|heeft|bezit)\s"
    r"(?:(?:minimaal|minstens|ten minste|tenminste|een|het|de|geldige?)\s)*",
    re.IGNORECASE,
)
_LAST_SENTENCE = re.compile(r"[.;]\s+(?=[A-ZÀ-Ý][^.;]*\W*$)")


def _is_specific(requirement: Requirement) -> bool:
    """Whether a requirement says what is asked; experience of nothing in particular does not."""
    if isinstance(requirement, Experience):
        facets = (requirement.roles, requirement.organisations, requirement.subjects, requirement.tools)
        return any(facets)
    return True
