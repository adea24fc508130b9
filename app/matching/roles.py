"""Asked roles against job titles: the same role by another name, or the same head with the same topics."""

from functools import cache, lru_cache
from typing import NamedTuple

from app.concepts.lexicon import load_table, load_words
from app.concepts.morphology import compound_parts, stem
from app.concepts.normalise import tokenise
from app.concepts.words import keys_of
from app.matching.keys import encode, shows_any
from app.matching.profile import PreparedJob
from app.matching.sizes import says_at_least, split_size
from app.matching.terms import AskedTerm, Conjunction, all_shown, compile_term, tool_unit
from app.matching.titles import head_groups, marks, modifiers, owned_roles, role_words


class RoleWay(NamedTuple):
    """One way to show a role: codes of the role or its head, and the terms that the rest of its name asks.

    `modes` (backoffice, administratief) and `topics` must be in the title, or in the text of the job where the title is
    too general to say. `fixed`: what the head itself is about ("beleid" in "beleidsmedewerker"), in the title only.
    """

    codes: str
    modes: tuple[Conjunction, ...]
    topics: tuple[Conjunction, ...]
    tools: tuple[AskedTerm, ...]
    fixed: tuple[Conjunction, ...] = ()


class AskedRole(NamedTuple):
    """A printed role, compiled."""

    text: str
    ways: tuple[RoleWay, ...]
    senior: bool
    lead: bool
    helper: bool
    siblings: tuple[tuple[str, str], ...]
    least: int | None


def _topics(words: list[str]) -> tuple[tuple[Conjunction, ...], tuple[Conjunction, ...], tuple[AskedTerm, ...]]:
    modes: list[Conjunction] = []
    rest: list[str] = []
    joined = {"back office": "backoffice", "front office": "frontoffice"}
    text = " ".join(words)
    for apart, together in joined.items():
        text = text.replace(apart, together)
    for word in text.split():
        if word in marks() or len(word) == 1:
            continue
        if word in load_words("modes") and word != "medewerker":
            modes.extend(compile_term(word).ways[:1])
        else:
            rest.append(word)
    if not rest:
        return tuple(modes), (), ()
    asked = compile_term(" ".join(rest))
    return tuple(modes), asked.ways, (asked,) if asked.tools else ()


@lru_cache(maxsize=5_000)
def compile_role(text: str) -> AskedRole:
    """What shows a printed role."""
    text, least = split_size(text)
    text = _apart(text)
    tokens = [token.norm for token in tokenise(text)]
    stems = [stem(token) for token in tokens]
    ways: list[RoleWay] = []
    best = _longest_owned(stems)
    if best:
        start, end, concepts = best
        modes, topics, tools = _topics([*tokens[:start], *tokens[end:]])
        ways.append(RoleWay(encode(concepts), modes, topics, tools))
    found = role_words(text)
    heads = found.heads or tuple(stems[-1:])
    head = _main_head(heads)
    codes = head_groups().get(head) or encode([f"head:{head}"])
    rest = [word for word in found.rest if stem(word) != head]
    own = [part for token in tokens if stem(token) in heads for part in modifiers(token)]
    modes, topics, tools = _topics([word for word in rest if word not in own])
    more_modes, fixed, more_tools = _topics(own)
    modes, tools = modes + more_modes, tools + more_tools
    if modes or topics or tools or fixed or not ways:
        ways.append(RoleWay(codes, modes, topics, tools, fixed))
    return AskedRole(
        text, tuple(ways), "senior" in found.marks, "lead" in found.marks,
        bool(found.marks & {"helper", "trainee"}), _siblings(text), least,
    )  # fmt: skip


def _apart(text: str) -> str:
    """An unlisted compound as two words ("zorgmanager" asks a manager in zorg); a listed role stays as printed."""
    out: list[str] = []
    for token in tokenise(text):
        parts = compound_parts(token.norm)[:2]
        listed = (stem(token.norm),) in owned_roles()
        split = len(parts) == 2 and not listed and (stem(parts[1]),) in owned_roles()
        split = split and parts[0] not in load_words("generic_tails")
        out.extend(parts if split else (token.norm,))
    return " ".join(out)


def _main_head(heads: tuple[str, ...]) -> str:
    """The head word that says what kind of role it is: the last one that has a group, else the last."""
    known = [head for head in heads if head in head_groups()] or [head for head in heads if (head,) in owned_roles()]
    return (known or list(heads))[-1]


def _longest_owned(stems: list[str]) -> tuple[int, int, tuple[str, ...]] | None:
    for length in range(min(6, len(stems)), 0, -1):
        for start in range(len(stems) - length + 1):
            concepts = owned_roles().get(tuple(stems[start : start + length]))
            if concepts:
                return start, start + length, concepts
    return None


def _siblings(text: str) -> tuple[tuple[str, str], ...]:
    """Codes that a title must show when it shows the excluded sibling: back office beside front office."""
    squashed = "".join(token.norm for token in tokenise(text))
    return tuple(
        (encode([f"subjects:{row['asked']}"]), encode(f"subjects:{concept}" for concept in row["excludes"].split("|")))
        for row in load_table("siblings")
        if row["asked"] in squashed
    )


def _shown(ways: tuple[Conjunction, ...], shown: str, *, every: bool) -> bool:
    if not ways:
        return True
    checks = (all_shown(way.near, shown) and all_shown(way.anywhere, shown) for way in ways)
    return all(checks) if every else any(checks)


@cache
def functions() -> str:
    """Codes of words that say how the work is done rather than what it is about; the text may add them to a title."""
    return encode(key for word in sorted(load_words("function_words")) for key in keys_of(word, tokenise(word)))


def _way_shown(way: RoleWay, job: PreparedJob) -> bool:
    title = job.title
    if not shows_any(title.roles, way.codes):
        return False
    if not _shown(way.modes, title.shown, every=True) and not (
        title.generic and _shown(way.modes, title.shown + (job.own if _office(job) else job.lead), every=True)
    ):
        return False
    if not _shown(way.fixed, title.shown, every=False):
        return False
    if way.tools:
        return any(tool_unit(tool, job.squashed, job.units) for tool in way.tools)
    said = "".join(char for char in functions() if char in job.core)
    if _shown(way.topics, title.shown + said, every=False):
        return True
    if title.bare:
        return _shown(way.topics, job.own, every=False)
    return title.wide and _shown(way.topics, title.shown + job.lead, every=False)


def _office(job: PreparedJob) -> bool:
    """Is the title too general to say what kind of work it is, or plainly a desk: then the whole text may say it."""
    return job.title.bare or shows_any(job.title.shown, encode(["subjects:backoffice"]))


def role_shows(asked: AskedRole, job: PreparedJob) -> bool:
    """Does the job's title show the asked role? Asked rank must be there; a trainee or assistant is not it."""
    title = job.title
    if not title.roles:
        return False
    if asked.least is not None and not says_at_least((unit.masked for unit in job.units), asked.least):
        return False
    if asked.senior and not title.marks & {"senior", "lead"}:
        return False
    if asked.lead and "lead" not in title.marks:
        return False
    if "trainee" in title.marks and not asked.helper:
        return False
    if "helper" in title.marks and not asked.helper and not title.generic:
        return False
    for own, excluded in asked.siblings:
        if shows_any(title.shown, excluded) and not shows_any(title.shown, own):
            return False
    return any(_way_shown(way, job) for way in asked.ways)
