"""The union of intervals per candidate, in the same sums as `months.union_length`."""

import numpy as np
from numpy.typing import NDArray

from app.matching.index.columns import Mask
from app.matching.months import rounded

_NEAR = 0.01
"""Months around what is asked within which a total is rounded one by one, as the pure function does it."""


def months_by_candidate(
    owners: NDArray[np.int32],
    start: NDArray[np.float64],
    end: NDArray[np.float64],
    candidates: int,
    asked: int,
) -> Mask:
    """Which candidates have at least `asked` months in the union of their intervals.

    `owners`: the candidate number of each interval, in ascending order; `start`, `end`: positions in months.
    """
    total: NDArray[np.float64] = np.zeros(candidates)
    if len(owners):
        order = np.lexsort((end, start, owners))
        owners, start, end = owners[order], start[order], end[order]
        total = np.bincount(owners, weights=_added(owners, start, end), minlength=candidates).astype(np.float64)
    enough = total >= asked
    for candidate in np.flatnonzero(np.abs(total - asked) < _NEAR):
        enough[candidate] = rounded(float(total[candidate])) >= asked
    return enough


def _added(owner: NDArray[np.int32], first: NDArray[np.float64], last: NDArray[np.float64]) -> NDArray[np.float64]:
    """What each interval adds to those of its owner before it; sorted by owner and start."""
    # How far the earlier intervals of an owner reach, as an exact value: ranks are compared, never sums.
    ends, rank = np.unique(last, return_inverse=True)
    keys = owner.astype(np.int64) * (len(ends) + 1) + rank.astype(np.int64) + 1
    reached = np.maximum.accumulate(keys)
    before = np.concatenate(([0], reached[:-1])) - owner.astype(np.int64) * (len(ends) + 1)
    reach = np.where(before > 0, ends[np.maximum(before, 1) - 1], -np.inf)
    return np.where(last > reach, last - np.maximum(first, reach), 0.0)
