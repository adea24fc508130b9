"""Who somebody is changes nothing: golden and made-up candidates, with their traits swapped, byte for byte."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.criteria.posting import PostingReading
from app.criteria.profile import Profile
from app.matching import assess, prepare_posting, prepare_profile
from app.nlp.extractor import Extractor
from tests.unit.matching.builders import posting
from tests.unit.matching.index.made_up import REFERENCE, make_criterion, make_profile

GOLDEN = Path(__file__).parents[2] / "golden"
SOMEBODY_ELSE: tuple[dict[str, Any], ...] = (
    {"name": "Fatima el Amrani", "gender": "v", "birthDate": "1961-02-03", "nationality": "Marokkaanse"},
    {"name": "Jan-Willem de Vries MSc", "gender": "m", "birthDate": "2001-12-31", "image": "https://example.org/p.png"},
    {"name": "Nguyễn Thị Minh", "email": "minh@example.vn", "phone": "+84 1", "placeOfBirth": "Hanoi"},
    {"name": "Gemeente Wmo-consulent", "label": "Senior adviseur", "url": "https://example.org/wmo", "age": 58},
    {"name": "", "location": {"city": "Utrecht", "countryCode": "NL"}, "maritalStatus": "gehuwd", "religion": "geen"},
)


def swapped(profile: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The profile as that of other people: their traits, none of its own."""
    basics = profile["resume"].get("basics") or {}
    for traits in SOMEBODY_ELSE:
        kept = {name: value for name, value in basics.items() if name == "summary"}
        yield profile | {"resume": profile["resume"] | {"basics": traits | kept}}


def verdict_bytes(reading: PostingReading, profile: dict[str, Any]) -> bytes:
    prepared = prepare_profile(Profile.model_validate(profile))
    return assess(prepare_posting(reading), prepared, REFERENCE).model_dump_json().encode()


@pytest.mark.parametrize("path", sorted(GOLDEN.rglob("*.match.json")), ids=lambda path: path.stem)
def test_golden_candidates_keep_every_verdict(path: Path, reader: Extractor) -> None:
    text = path.with_name(path.name.removesuffix(".match.json") + ".txt").read_text(encoding="utf-8")
    reading = reader.read(text)
    for candidate in json.loads(path.read_text(encoding="utf-8"))["candidates"]:
        profile = {name: value for name, value in candidate["profile"].items() if name != "externalId"}
        own = verdict_bytes(reading, profile)
        assert [verdict_bytes(reading, other) == own for other in swapped(profile)] == [True] * len(SOMEBODY_ELSE)


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 2**32))
def test_made_up_candidates_keep_every_verdict(seed: int) -> None:
    chance = Random(seed)
    reading = posting(*(make_criterion(chance, n) for n in range(3)))
    for _ in range(5):
        profile = make_profile(chance).model_dump(mode="json", by_alias=True, exclude_none=True)
        own = verdict_bytes(reading, profile)
        assert all(verdict_bytes(reading, other) == own for other in swapped(profile))
