"""What is said once for many: the terms of engagement, judged by the pure functions for each wording that occurs."""

import datetime as dt
from collections import OrderedDict
from collections.abc import Hashable

import numpy as np

from app.criteria.profile import Cv, Engagement
from app.criteria.requirements import (
    Availability,
    ContractFormRequirement,
    Equipment,
    Language,
    Location,
    Rate,
    Requirement,
    Statement,
)
from app.matching.index.columns import Column, Mask, Verdicts
from app.matching.index.shared import Shared
from app.matching.judgement import WORTH
from app.matching.profile import PreparedProfile
from app.matching.score import judge_asked

_PARTS: dict[type[Requirement], tuple[str, ...]] = {
    ContractFormRequirement: ("contract_form",),
    Rate: ("hourly_rate",),
    Availability: ("available_from", "hours_per_week", "workdays"),
    Location: ("places", "max_on_site_percent"),
    Language: ("languages", "denial"),
    Equipment: ("equipment", "denial"),
    Statement: ("statements", "denial"),
}
"""What the verdict on each kind of requirement depends on."""
_KEPT = 256
"""Requirements whose verdicts are kept for the next match."""
_ANY_DAY = dt.date(2000, 1, 1)
"""No verdict on these requirements depends on the reference date."""


_NOTHING_SAID = PreparedProfile((), (), (), "", "", "", (), (), Engagement(), Cv())


class _Facet:
    """The distinct values of some parts of a profile, each as a profile that holds nothing else."""

    def __init__(self, parts: tuple[str, ...]) -> None:
        self._parts = parts
        self._denies = "denial" in parts
        self._held = Shared(_NOTHING_SAID)
        self.of_candidate = Column(np.int32)
        self._verdicts: OrderedDict[str, Verdicts] = OrderedDict()

    def key(self, profile: PreparedProfile) -> Hashable:
        """What makes profiles the same here."""
        said = tuple(getattr(profile.engagement, name) for name in self._parts if name in Engagement.model_fields)
        languages = tuple((a, b) for a, b, _ in profile.languages) if "languages" in self._parts else ()
        return said, languages, (profile.denied, profile.denied_texts, profile.denials) if self._denies else ()

    def add(self, profile: PreparedProfile) -> None:
        row, _ = self._held.take(self.key(profile), lambda: self._bare(profile))
        self.of_candidate.append(row)

    def _bare(self, profile: PreparedProfile) -> PreparedProfile:
        names = [name for name in self._parts if name in Engagement.model_fields]
        return _NOTHING_SAID._replace(
            denied=profile.denied if self._denies else "",
            denied_texts=profile.denied_texts if self._denies else "",
            denials=profile.denials if self._denies else (),
            languages=profile.languages if "languages" in self._parts else (),
            engagement=Engagement(**{name: getattr(profile.engagement, name) for name in names}),
        )

    def release(self, candidate: int) -> None:
        self._held.give_back(int(self.of_candidate.values[candidate]))

    def verdicts(self, requirement: Requirement) -> Verdicts:
        key = requirement.model_dump_json()
        known = self._verdicts.pop(key, np.empty(0, np.int8))
        more = [WORTH[judge_asked(requirement, one, _ANY_DAY).verdict] for one in self._held.values[len(known) :]]
        self._verdicts[key] = known = np.concatenate([known, np.array(more, np.int8)]) if more else known
        while len(self._verdicts) > _KEPT:
            self._verdicts.popitem(last=False)
        return known[self.of_candidate.values]


class Facets:
    """The facets of all candidates, by kind of requirement."""

    def __init__(self) -> None:
        self._facets = {kind: _Facet(parts) for kind, parts in _PARTS.items()}

    def by_name(self) -> dict[str, "_Facet"]:
        """The facets by the name of their requirement."""
        return {kind.__name__: facet for kind, facet in self._facets.items()}

    def add(self, profile: PreparedProfile) -> None:
        """Take in the next candidate."""
        for facet in self._facets.values():
            facet.add(profile)

    def keep(self, candidates: Mask) -> None:
        """Let go of all other candidates."""
        for facet in self._facets.values():
            facet.of_candidate.keep(candidates)

    def release(self, candidate: int) -> None:
        """Let go of what only this candidate said."""
        for facet in self._facets.values():
            facet.release(candidate)

    def verdicts(self, requirement: Requirement) -> Verdicts | None:
        """The verdict on a requirement for each candidate; null where it is no matter of the engagement."""
        facet = self._facets.get(type(requirement))
        return None if facet is None else facet.verdicts(requirement)
