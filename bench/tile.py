"""A database many times its size: `python -m bench.tile FROM TO TIMES`, folders as `bench.matching` leaves them.

Everybody is there that many times under other ids, in the database and in the index's file, so that a million need not
be read one by one.
"""

import shutil
import sqlite3
import sys
from pathlib import Path
from typing import Any

import numpy as np
from pyroaring import BitMap

from app.matching.index.columns import Column, KeyTable
from app.matching.index.population import Population
from app.matching.index.snapshot import load, save

_MORE = (
    "insert into candidate "
    "(id, external_id, revision, created_at, updated_at, profile, retention_basis, retention_until) "
    "select printf('%08x', ?) || substr(id, 9), null, revision, created_at, updated_at, profile, "
    "retention_basis, retention_until from candidate where external_id is not null"
)

_OWNED = {
    "jobs": ("candidate", "begin", "finish", "unreadable_end", "most", "first_unit"),
    "studies": ("candidate", "content", "done", "end_first", "end_last", "expiry"),
    "skills": ("candidate",),
}


def main(source: Path, target: Path, times: int) -> None:
    """Make `target` from `source`."""
    target.mkdir(parents=True)
    found = load(source / "gunning.db.index")
    if found is None:
        raise SystemExit("the index is of another engine")
    population, mark = found
    shutil.copyfile(source / "gunning.db", target / "gunning.db")
    base = sqlite3.connect(target / "gunning.db")
    originals = list(population.ids)
    for n in range(1, times):
        base.execute(_MORE, (n,))
        print(f"stored {n + 1} times", flush=True)
    base.commit()
    base.close()
    _tile(population, times)
    ids = [f"{n:08x}{one[8:]}" if n else one for n in range(times) for one in originals]
    population.fill(ids, [None if rate is None else str(rate) for rate in population.rates])
    save(population, target / "gunning.db.index", mark)


def _tile(population: Population, times: int) -> None:
    people, jobs, units = len(population.ids), len(population.jobs.candidate), len(population.jobs.unit_job)
    for table, names in _OWNED.items():
        for name in names:
            step = {"candidate": people, "first_unit": units}.get(name, 0)
            _repeat(getattr(getattr(population, table), name), times, step)
    _repeat(population.jobs.unit_job, times, jobs)
    for name, held in vars(population.jobs).items():
        if isinstance(held, KeyTable):
            _shift(held, times, units if name in {"own", "dealt"} else jobs)
    for held in (population.skills.shown, population.skills.tools):
        _shift(held, times, len(population.skills.candidate) // times)
    for column in (population.present, population.rate, population.denials.of_candidate):
        _repeat(column, times, 0)
    for facet in population.facets.by_name().values():
        _repeat(facet.of_candidate, times, 0)


def _repeat(column: Column[Any], times: int, step: int) -> None:
    values = column.values
    column.fill(np.concatenate([values + n * step if step else values for n in range(times)]).astype(values.dtype))


def _shift(table: KeyTable, times: int, step: int) -> None:
    keys, rows = table.contents()
    table.fill(
        {key: BitMap.union(*(one.shift(n * step) for n in range(times))) for key, one in zip(keys, rows, strict=True)}
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
