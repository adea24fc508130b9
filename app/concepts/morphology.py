"""One Dutch word to the stem that its inflected and derived forms share, and to the parts of a compound."""

from functools import cache, lru_cache

import simplemma

from app.concepts.lexicon import load_table, load_terms, load_words
from app.concepts.normalise import fold, tokenise

_DERIVED = (
    "ationele", "ationeel", "atieve", "atief", "isering", "iseren", "ieele", "atie", "aties", "ering", "eerder", "eren",
    "eer", "ele", "eel", "ator", "eur", "ist", "ing", "baar",
)  # fmt: skip
_VOWELS = frozenset("aeiouy")
_LINKS = ("", "s", "en", "e", "n")
_MIN_STEM = 4
_MIN_COMPOUND = 9
"""Letters; a shorter word falls apart by accident ("kantoren")."""
_BOTH_KNOWN = 400
"""The score from which both parts of a split are words of the lexicons."""
_LONGEST = 45
"""A longer run of letters is no Dutch word: it is compared as it stands, so that reading stays linear."""


def collapse(word: str) -> str:
    """Doubled letters once, v as f and z as s at the end: "beheren", "beheer" and "geven", "geef" meet."""
    out = [char for i, char in enumerate(word) if i == 0 or char != word[i - 1]]
    if len(out) > 2 and out[-1] in "vz":
        out[-1] = "f" if out[-1] == "v" else "s"
    return "".join(out)


@cache
def _families() -> dict[str, str]:
    """Irregular and derived forms to the head of their family."""
    return {fold(form): row["head"] for row in load_table("families") for form in row["forms"].split("|")}


@cache
def _lemma(word: str) -> str:
    return simplemma.lemmatize(word, lang="nl").replace("_", "").lower()


def _derive(lemma: str) -> str:
    if lemma in load_words("underived"):
        return lemma
    if lemma.endswith("en") and len(lemma) > 4 and not (lemma.endswith("eren") and len(lemma) >= 4 + _MIN_STEM):
        lemma = lemma[:-2]
    for ending in _DERIVED:
        if lemma.endswith(ending) and len(lemma) - len(ending) >= _MIN_STEM:
            return lemma[: -len(ending)]
    if lemma.endswith("e") and len(lemma) > 4:
        return lemma[:-1]
    return lemma


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of a folded word; "notuleren", "notuleert", "notulen" and "notulist" share one. Never empty."""
    families = _families()
    if word in load_words("stopwords"):
        return word
    if word in families:
        return collapse(families[word])
    if len(word) <= 3 or len(word) > _LONGEST or any(char.isdigit() for char in word):
        return word
    lemma = _strip_accents(_lemma(word))
    if lemma in families:
        return collapse(families[lemma])
    return collapse(_derive(lemma)) or word


def _strip_accents(word: str) -> str:
    tokens = tokenise(word)
    return tokens[0].norm if len(tokens) == 1 else word


@cache
def _known_parts() -> frozenset[str]:
    """Words that compounds are split into: single words of the lexicons and the list of common parts."""
    words = set(load_words("compound_parts"))
    for name in ("subjects", "activities", "roles", "fields", "organisations"):
        for entry in load_terms(name):
            for term in entry.terms:
                tokens = tokenise(term)
                if len(tokens) == 1 and len(tokens[0].norm) >= 4 and term == term.lower():
                    words.add(tokens[0].norm)
    stems = {stem(word) for word in words if " " not in word}
    return frozenset(words | {s for s in stems if len(s) >= 4})


def _is_known(word: str) -> bool:
    return len(word) >= 3 and (word in _known_parts() or (len(word) >= 4 and stem(word) in _known_parts()))


@cache
def _opaque_stems() -> frozenset[str]:
    return load_words("opaque") | {stem(word) for word in load_words("opaque")}


@lru_cache(maxsize=100_000)
def compound_parts(word: str) -> tuple[str, ...]:
    """The words that a compound is made of, outermost first; empty when it is no compound that the lexicon can read.

    "cliëntadministratie": client, administratie. Parts may be compounds themselves; each is given once.
    """
    if not 7 <= len(word) <= _LONGEST or word in load_words("opaque") or stem(word) in _opaque_stems():
        return ()
    best: tuple[int, str, str] | None = None
    for cut in range(3, len(word) - 2):
        tail = word[cut:]
        if not _is_known(tail):
            continue
        for link in _LINKS:
            head = word[: cut - len(link)] if link else word[:cut]
            if link and not word[:cut].endswith(link):
                continue
            known = _is_known(head) or bool(len(head) >= 7 and compound_parts(head))
            open_head = len(tail) >= 6 and len(head) >= 4 and any(char in _VOWELS for char in head)
            score = (4 if known else 1 if open_head else 0) * 100 + min(len(tail), 20) - len(link)
            score += 2 if link == "s" and known else 0
            if (known or open_head) and (best is None or score > best[0]):
                best = (score, head, tail)
    if best is None or best[0] < _BOTH_KNOWN:
        best = _by_dictionary(word) or best
    if best is None:
        return _open_tail(word)
    _, head, tail = best
    return tuple(dict.fromkeys((head, tail, *compound_parts(head), *compound_parts(tail))))


def _in_dictionary(part: str) -> bool:
    return _is_known(part) or (len(part) >= _MIN_STEM and simplemma.is_known(part, lang="nl"))


def _by_dictionary(word: str) -> tuple[int, str, str] | None:
    """The split into two dictionary words whose shorter part is longest: "vuurwerkopslag" has vuurwerk and opslag."""
    if len(word) < _MIN_COMPOUND:
        return None
    best: tuple[int, str, str] | None = None
    for cut in range(_MIN_STEM, len(word) - _MIN_STEM + 1):
        tail = word[cut:]
        if tail in load_words("no_parts") or not _in_dictionary(tail):
            continue
        for link in _LINKS:
            head = word[: cut - len(link)] if link else word[:cut]
            if (link and not word[:cut].endswith(link)) or len(head) < _MIN_STEM or head in load_words("no_parts"):
                continue
            score = min(len(head), len(tail)) * 10 - len(link)
            if _in_dictionary(head) and (best is None or score > best[0]):
                best = (score, head, tail)
    return best


def _open_tail(word: str) -> tuple[str, ...]:
    """A known first part with an unknown rest, where the first part is long enough to be no accident."""
    for cut in range(len(word) - 4, 5, -1):
        head = word[:cut]
        for link in _LINKS:
            bare = head[: len(head) - len(link)] if link else head
            if (not link or head.endswith(link)) and len(bare) >= 6 and bare in _known_parts() and len(word) - cut >= 4:
                return (bare,)
    return ()
