"""The index in a file, so that a service that starts need not read every profile again.

The file holds what the index holds: codes, numbers, and what studies and denials say. It belongs beside the database,
under the same protection; whoever is erased is taken out by writing it anew.
"""

import glob
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyroaring import BitMap

from app.criteria.profile import Cv, Engagement
from app.criteria.scales import EducationLevel
from app.matching.index.columns import Column, KeyTable
from app.matching.index.parts import PartsReader, PartsWriter
from app.matching.index.population import Population
from app.matching.index.shared import Shared
from app.matching.keys import adopt, vocabulary
from app.matching.profile import PreparedProfile, PreparedStudy
from app.matching.text import Unit
from app.matching.version import ENGINE_VERSION


def save(population: Population, path: Path, mark: object) -> None:
    """Write the index; `mark`: what the reader needs to know how far it goes. The file appears whole or not at all."""
    parts = PartsWriter()
    parts.add_json("engine", ENGINE_VERSION)
    parts.add_json("mark", mark)
    parts.add_json("vocabulary", vocabulary())
    parts.add_json("ids", population.ids)
    parts.add_json("rates", [None if rate is None else str(rate) for rate in population.rates])
    parts.add_json("watched", [list(name) for name in population.watched.others])
    for name, held, _ in _held(population):
        if isinstance(held, Column):
            parts.add_array(name, held.values)
        elif isinstance(held, KeyTable):
            keys, rows = held.contents()
            parts.add_json(f"{name}/keys", keys)
            parts.add_blobs(name, [one.serialize() for one in rows])
        else:
            parts.add_json(f"{name}/values", [_written(value) for value in held.values])
            parts.add_json(f"{name}/holders", held.holders)
    waiting = path.with_name(f"{path.name}.{os.getpid()}.new")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            parts.write(file)
        waiting.replace(path)
    except OSError:
        waiting.unlink(missing_ok=True)
        raise


def remove(path: Path) -> None:
    """Remove the index in a file, and what is left of a file that somebody did not finish; none is no error."""
    for leftover in path.parent.glob(f"{glob.escape(path.name)}.*.new"):
        leftover.unlink(missing_ok=True)
    try:
        path.unlink(missing_ok=True)
    except OSError:
        # Where the folder takes no change, the file may.
        os.truncate(path, 0)


def load(path: Path) -> tuple[Population, Any] | None:
    """The index in a file and its mark; null for one of another engine or vocabulary.

    Raises OSError or ValueError for a file that cannot be read.
    """
    with PartsReader(path) as parts:
        if parts.json("engine") != ENGINE_VERSION or not adopt(parts.json("vocabulary")):
            return None
        population = Population()
        for name in parts.json("watched"):
            population.watched.others[name[0], name[1]] = None
        for name, held, holder in _held(population):
            if isinstance(held, Column):
                held.fill(parts.array(name))
            elif isinstance(held, KeyTable):
                keys = (tuple(key) if isinstance(key, list) else key for key in parts.json(f"{name}/keys"))
                held.fill(dict(zip(keys, map(BitMap.deserialize, parts.blobs(name)), strict=True)))
            else:
                values = [_read(value) for value in parts.json(f"{name}/values")]
                held.fill(values, parts.json(f"{name}/holders"), holder.key)
        population.fill(parts.json("ids"), parts.json("rates"))
        return population, parts.json("mark")


def _held(population: Population) -> Iterator[tuple[str, Any, Any]]:
    """Every column, key table and set of shared values: its name, itself and what holds it."""
    holders = {name: getattr(population, name) for name in ("jobs", "studies", "skills", "denials")}
    holders |= {f"facets/{name}": facet for name, facet in population.facets.by_name().items()}
    for name in ("present", "rate"):
        yield name, getattr(population, name), population
    for table, holder in holders.items():
        for name, held in vars(holder).items():
            if isinstance(held, Column | KeyTable | Shared):
                yield f"{table}/{name}", held, holder


def _written(value: PreparedStudy | PreparedProfile) -> list[object]:
    if isinstance(value, PreparedStudy):
        fields = value._asdict() | {"units": [list(unit) for unit in value.units]}
        return ["study", *fields.values()]
    engagement = value.engagement.model_dump(mode="json", exclude_defaults=True)
    return ["said", value.denied, value.denied_texts, value.denials, value.languages, engagement]


def _read(written: list[Any]) -> PreparedStudy | PreparedProfile:
    kind, *rest = written
    if kind == "study":
        study = PreparedStudy(*rest)
        level = None if study.level is None else EducationLevel(study.level)
        return study._replace(units=tuple(Unit(*unit) for unit in study.units), level=level)
    denied, texts, denials, languages, engagement = rest
    return PreparedProfile(
        (), (), (), "", denied, texts, tuple(denials), tuple(tuple(one) for one in languages),
        Engagement.model_validate(engagement), Cv(),
    )  # fmt: skip
