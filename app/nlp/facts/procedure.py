"""Selection and CV rules: shortlist, tie-break, price and quality, stages; pages, language, references, format."""

import re
from collections.abc import Iterator

from app.nlp.components.sections import CRITERIA_KINDS, Section
from app.nlp.facts.book import FactBook
from app.nlp.lexicons import any_word
from app.nlp.list_noise import opens_with
from app.nlp.values.numerals import read_number

_N = rf"(\d{{1,3}}|{any_word('count')})"
_PEOPLE = rf"(?:cv\W?s?|{any_word('applicant')})"
_SHORTLIST = re.compile(
    rf"\bselectie\s(?:van\s)?(?:de\s)?(?:beste\s)?{_N}\s{_PEOPLE}\b"
    rf"|\b(?<!minimaal\s)(?<!tenminste\s)(?<!minste\s)(?<!minstens\s){_N}\s(?:(?:best|hoogst)\w*\s(?:[a-zà-ÿ]+de\s)?)?"
    rf"(?:{_PEOPLE}\b(?!\sper\s)|(?=gaan\sdoor))(?=[^.\n]{{0,90}}?\b(?:best\w*|hoogst\w*|meeste\spunten|voorgelegd|geselecteerd|gaan\sdoor|"
    r"gaan\snaar|doorgestuurd|voor\saan|uitgenodigd|scor\w+))",
    re.IGNORECASE,
)
_STAGE = re.compile(r"^(?:stap|fase|ronde)\s\d{1,2}\s?[:.–-]\s?(.+)$", re.IGNORECASE)
_NO_TAX = r"(?!\s?(?:btw|vat)\b)"
_WORD = {"priceWeightPercent": r"\b(?:prijs|tarief|uurtarief)\b", "qualityWeightPercent": r"\bkwaliteit\b"}
_WEIGHTS = {
    name: (
        re.compile(rf"\b(\d{{1,3}})\s?%\s(?:op\s|voor\s)?(?:de\s)?{word}", re.IGNORECASE),
        re.compile(rf"{word}[^%\n]{{0,30}}?\b(\d{{1,3}})\s?%{_NO_TAX}", re.IGNORECASE),
        re.compile(rf"\b(\d{{1,3}})\s?%{_NO_TAX}[^%\n]{{0,10}}?{word}", re.IGNORECASE),
    )
    for name, word in _WORD.items()
}
"""A percentage right before its word ("60% kwaliteit"), else the word before its percentage, else the reverse apart."""
_WHOLE = 100
_PRICE_QUALITY = re.compile(
    r"\bprijs\s?[-/–]\s?kwaliteits?\w*\b[^\d\n]{0,20}(\d{1,3})\s?%?\s?[-/–:]\s?(\d{1,3})\b", re.IGNORECASE
)
_PAGES = re.compile(
    rf"\b(?:max\w*\.?|uit maximaal|niet meer dan|ten hoogste|hoogstens|meer dan)\s"
    rf"(?:van\s)?(?:\d\s(?:a|à|tot)\s)?{_N}\s?(?:a4|pagina|page|pgn|blz|bladzijde|kantjes)",
    re.IGNORECASE,
)
_REFERENCES = re.compile(
    rf"\b(?:minimaal|ten minste|tenminste|minstens|met|van)?\s?{_N}\s"
    r"(?:recente\s|relevante\s|zakelijke\s)?referen(?:ties?|ten|t)\b",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(
    r"\b(?:(?:in het|in de)\s(nederlands|engels)e?\b|(nederlands|engels)talige?\b"
    r"|(nederlands|engels|dutch|english)e?\s(?:cv|curriculum|resume)|\bin\s(dutch|english)\b|\bcvs?\s?\(?(dutch|english)\b)",
    re.IGNORECASE,
)
_FORMAT = re.compile(r"\b(pdf|word)\b(?!\s?(?:t|en)\b)", re.IGNORECASE)
_ANONYMOUS = re.compile(r"\b(?:geanonimiseerd|anoniem)\w*\b", re.IGNORECASE)
_DESCRIPTIVE = frozenset({"organisation", "department", "assignment", "tasks", "execution"})
_DENIED = re.compile(r"\b(?:niet|geen)\b[^.\n]{0,20}$", re.IGNORECASE)
_CV_LINE = re.compile(r"\bcv(?:'?s)?\b|\bcurriculum\b|\bresumes?\b", re.IGNORECASE)
_OF_A_LETTER = re.compile(r"\b(?:motivatie\w*|brief|aanpak|toelichting|letter)\b(?!.*\bcv\b)[^.]{0,30}$", re.IGNORECASE)
"""Before a number of pages that is not the CV's."""
_LANGUAGES = {"nederlands": "nl", "engels": "en", "dutch": "nl", "english": "en"}


def read_selection(book: FactBook, sections: tuple[Section, ...]) -> None:
    """Note the printed selection procedure."""
    for section in sections:
        if section.kind in _DESCRIPTIVE:
            continue
        piece = book.text[section.start : section.end]
        if not book.has("/selection/shortlistSize") and (found := _SHORTLIST.search(piece)):
            size = read_number(found[1] or found[2])
            if size:
                book.add(
                    "/selection/shortlistSize",
                    int(size),
                    section.start + found.start(),
                    section.start + found.end(),
                    "selection:shortlist",
                )
    for name, patterns in _WEIGHTS.items() if "%" in book.text else ():
        if found := next((hit for pattern in patterns if (hit := pattern.search(book.text))), None):
            book.add(f"/selection/{name}", found[1], found.start(), found.end(), "selection:weight")
    if both := _PRICE_QUALITY.search(book.text):
        for name, share in (("priceWeightPercent", both[1]), ("qualityWeightPercent", both[2])):
            if not book.has(f"/selection/{name}") and int(both[1]) + int(both[2]) == _WHOLE:
                book.add(f"/selection/{name}", share, both.start(), both.end(), "selection:price_quality")
    stages = [
        (stage[1], line.start, line.end)
        for section in sections
        if section.kind == "procedure"
        for line in section.lines
        if (stage := _STAGE.match(book.text[line.start : line.end]))
    ]
    for index, (stage_text, start, end) in enumerate(stages):
        book.add(f"/selection/stages/{index}", stage_text, start, end, "selection:stage")


def read_cv_rules(book: FactBook, sections: tuple[Section, ...]) -> None:
    """Note what the CV must look like, from the section on it or else from lines that speak of the CV."""
    for start, end, kind in _cv_pieces(book, sections):
        piece, dedicated = book.text[start:end], kind == "cv"
        form = kind not in CRITERIA_KINDS or opens_with(piece.lstrip("-•* "), "closing")
        for name, pattern in (("maxPages", _PAGES), ("minReferences", _REFERENCES)):
            for found in pattern.finditer(piece):
                value = read_number(found[1])
                if value and not _OF_A_LETTER.search(piece, 0, found.start()):
                    book.add(
                        f"/cvRequirements/{name}", int(value), start + found.start(), start + found.end(), f"cv:{name}"
                    )
        if not form:
            continue
        if not book.has("/cvRequirements/language") and (language := _LANGUAGE.search(piece)):
            name = next(group for group in language.groups() if group).lower()
            place = (start + language.start(), start + language.end())
            book.add("/cvRequirements/language", _LANGUAGES[name], *place, "cv:language")
        formats = {found[1].lower(): found for found in _FORMAT.finditer(piece)}
        if not book.has("/cvRequirements/format") and len(formats) == 1:
            name, found = next(iter(formats.items()))
            book.add("/cvRequirements/format", name, start + found.start(1), start + found.end(1), "cv:format")
        if dedicated and (anonymous := _ANONYMOUS.search(piece)):
            before = piece[max(0, anonymous.start() - 25) : anonymous.start()]
            place = (start + anonymous.start(), start + anonymous.end())
            book.add("/cvRequirements/anonymous", _DENIED.search(before) is None, *place, "cv:anonymous")


def _cv_pieces(book: FactBook, sections: tuple[Section, ...]) -> Iterator[tuple[int, int, str]]:
    for section in sections:
        if section.kind == "cv":
            yield section.heading_end, section.end, "cv"
    for section in sections:
        if section.kind in ("cv", "organisation"):
            continue
        for line in section.lines:
            if _CV_LINE.search(book.text, line.start, line.end):
                yield line.start, line.end, section.kind
