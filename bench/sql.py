"""What a database does with windows: only the months of eight criteria, of rows that already say what they show."""

import sqlite3
import time
from random import Random

from bench.report import row

_CRITERIA = 8
_SHARE = 0.08
"""Of the jobs that show what a criterion asks."""
_QUERY = """
with marked as (
    select criterion, candidate, begin, finish,
        max(finish) over (
            partition by criterion, candidate order by begin rows between unbounded preceding and 1 preceding
        ) as reached
    from job
), counted as (
    select criterion, candidate, sum(max(0, finish - max(begin, coalesce(reached, begin)))) as months
    from marked group by criterion, candidate
)
select candidate, sum(months >= 24) as met from counted group by candidate order by met desc, candidate limit 10
"""


def bench_sql(count: int) -> None:
    """The union of intervals per candidate and criterion, by a window query of SQLite in memory."""
    chance = Random(3)
    base = sqlite3.connect(":memory:")
    base.execute("create table job (criterion int, candidate int, begin real, finish real)")
    base.executemany(
        "insert into job values (?, ?, ?, ?)",
        (
            (criterion, candidate, begin := chance.randint(0, 240), begin + chance.randint(6, 60))
            for candidate in range(count)
            for _ in range(5)
            for criterion in range(_CRITERIA)
            if chance.random() < _SHARE
        ),
    )
    began = time.perf_counter()
    base.execute(_QUERY).fetchall()
    row("beside it: a window query, months only", f"{(time.perf_counter() - began) * 1000:,.0f} ms")
    base.close()
