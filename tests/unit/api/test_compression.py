"""Which content coding an answer gets (RFC 9110, 12.5.3)."""

import pytest

from app.compression import chosen_coding


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ([], None),
        ([""], None),
        (["identity"], None),
        (["deflate, zstd"], None),
        (["gzip"], "gzip"),
        (["GZIP"], "gzip"),
        (["gzip, deflate, br"], "br"),
        (["gzip;q=1.0, br;q=0.5"], "gzip"),
        (["gzip", "br"], "br"),
        (["*"], "br"),
        (["br;q=0, *"], "gzip"),
        (["gzip;q=0"], None),
        (["gzip;q=0, br;q=0.0"], None),
        (["identity, gzip;q=0.5"], None),
        (["gzip;q=much"], None),
        (["broken"], None),
    ],
)
def test_the_client_chooses(accepted: list[str], coding: str | None) -> None:
    assert chosen_coding(accepted) == coding
