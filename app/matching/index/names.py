"""Answers of pure functions about texts that many share, kept by what was asked and found once for each text."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from app.matching.fields import AskedField
from app.matching.index.columns import Mask
from app.matching.profile import PreparedProfile, PreparedStudy

AskedT = TypeVar("AskedT")
HeldT = TypeVar("HeldT")
_KEPT = 512


class Names:
    """Which contents of studies bear a name, and which denials deny one."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, ...], Mask] = OrderedDict()

    def shown(
        self,
        asked: AskedField,
        contents: Sequence[PreparedStudy],
        judge: Callable[[AskedField, PreparedStudy], bool],
    ) -> Mask:
        """`judge` of each content; what was answered before is not asked again."""
        return self._answers(("field", asked.lexicon, asked.text), asked, contents, judge)

    def denied(
        self, name: str, profiles: Sequence[PreparedProfile], judge: Callable[[str, PreparedProfile], bool]
    ) -> Mask:
        """`judge` of each denial."""
        return self._answers(("denial", name), name, profiles, judge)

    def mentioned(self, squashed: str, profiles: Sequence[PreparedProfile]) -> Mask:
        """Is this squashed name in what each denial says?"""
        return self._answers(("mention", squashed), squashed, profiles, lambda name, one: name in one.denied_texts)

    def _answers(
        self, key: tuple[str, ...], asked: AskedT, held: Sequence[HeldT], judge: Callable[[AskedT, HeldT], bool]
    ) -> Mask:
        known = self._kept.pop(key, np.empty(0, np.bool_))
        if len(known) < len(held):
            known = np.concatenate([known, np.array([judge(asked, one) for one in held[len(known) :]], np.bool_)])
        self._kept[key] = known
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return known
