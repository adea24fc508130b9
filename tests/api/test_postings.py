"""Taking in postings."""

import hashlib

import pytest
from fastapi.testclient import TestClient

from tests.api.helpers import created, errors_of


def test_parse_answers_what_the_text_states(client: TestClient, posting_text: str) -> None:
    answer = client.post("/v1/parse", json={"text": posting_text}).json()

    assert answer["reference"] == "61207"
    assert [c["id"] for c in answer["criteria"] if c["kind"] == "award"] == ["aw-6", "aw-7", "aw-8", "aw-9", "aw-10"]
    assert answer["deadlines"]["submission"] == "2026-05-11T07:00:00Z"


def test_parse_stores_nothing(client: TestClient, posting_text: str) -> None:
    answer = client.post("/v1/parse", json={"text": posting_text}).json()

    assert "id" not in answer
    assert client.get("/v1/postings").json()["items"] == []


def test_source_describes_the_text(client: TestClient, posting_text: str) -> None:
    given = {"text": posting_text, "filename": "posting.txt", "url": "https://example.nl/61207"}

    source = client.post("/v1/parse", json=given).json()["source"]

    assert source == {
        "mediaType": "text/plain",
        "filename": "posting.txt",
        "url": "https://example.nl/61207",
        "sha256": hashlib.sha256(posting_text.encode()).hexdigest(),
        "language": "nl",
        "characters": len(posting_text),
    }


def test_created_posting_is_found_again_unchanged(client: TestClient, posting_text: str) -> None:
    response = client.post("/v1/postings", json={"text": posting_text})

    assert response.status_code == 201
    assert client.get(response.headers["location"]).json() == response.json()


def test_new_posting_has_an_identity(client: TestClient, posting_text: str) -> None:
    posting = created(client, "/v1/postings", {"text": posting_text})

    assert (posting["revision"], posting["createdAt"]) == (1, "2026-05-04T10:30:00.000Z")
    assert posting["updatedAt"] == posting["createdAt"]
    assert posting["parserVersion"]


@pytest.mark.parametrize("text", ["Ünïcødé ‘quotes’ €\t\r\n", "\n\n  regel\f\v\x07einde met een belletje\n", "🙂" * 10])
def test_source_text_is_kept_to_the_character(client: TestClient, text: str) -> None:
    posting = created(client, "/v1/postings", {"text": text})

    kept = client.get(f"/v1/postings/{posting['id']}/source-text").json()

    assert (kept["text"], kept["characters"]) == (text, len(text))


def test_provenance_quotes_the_kept_text(client: TestClient, posting_text: str) -> None:
    provenance = client.post("/v1/parse", json={"text": posting_text}).json()["provenance"]

    assert provenance
    assert all(" ".join(posting_text[e["start"] : e["end"]].split()) == e["quote"] for e in provenance)


def test_list_pages_through_everything_once(client: TestClient) -> None:
    ids = [created(client, "/v1/postings", {"text": f"Opdracht {n}"})["id"] for n in range(5)]
    seen: list[str] = []
    cursor = ""

    while True:
        page = client.get(f"/v1/postings?limit=2{cursor}").json()
        seen += [item["id"] for item in page["items"]]
        if page["nextCursor"] is None:
            break
        cursor = f"&cursor={page['nextCursor']}"

    assert seen == ids


def test_list_shows_what_a_posting_is_about(client: TestClient, posting_text: str) -> None:
    created(client, "/v1/postings", {"text": posting_text})

    (item,) = client.get("/v1/postings").json()["items"]

    assert item["reference"] == "61207"
    assert item["submissionDeadline"] == "2026-05-11T07:00:00.000Z"
    assert "criteria" not in item


def test_deleted_posting_is_gone_with_its_matches(client: TestClient, posting_text: str) -> None:
    posting = created(client, "/v1/postings", {"text": posting_text})
    match = created(client, f"/v1/postings/{posting['id']}/matches", {})

    assert client.delete(f"/v1/postings/{posting['id']}").status_code == 204
    assert client.get(f"/v1/postings/{posting['id']}").status_code == 404
    assert client.get(f"/v1/matches/{match['id']}").status_code == 404


def test_english_text_is_read_and_its_language_told(client: TestClient) -> None:
    text = "We are looking for a senior software engineer with at least five years of experience in the public sector."

    response = client.post("/v1/parse", json={"text": text})

    assert response.status_code == 200
    assert response.json()["source"]["language"] == "en"


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, {"/text": "missing"}),
        ({"text": 5}, {"/text": "string_type"}),
        ({"text": None}, {"/text": "string_type"}),
        ({"text": "a", "other": 1}, {"/other": "extra_forbidden"}),
        ({"text": "a", "filename": ""}, {"/filename": "string_too_short"}),
        ({"text": "a", "filename": "a\nb"}, {"/filename": "control_character"}),
        ({"text": "a", "url": "javascript:alert(1)"}, {"/url": "string_pattern_mismatch"}),
        (
            {"filename": "x" * 256, "url": "ftp://x"},
            {"/text": "missing", "/filename": "string_too_long", "/url": "string_pattern_mismatch"},
        ),
        ([], {"": "model_attributes_type"}),
        ("text", {"": "model_attributes_type"}),
        ({"text": ""}, {"/text": "text_empty"}),
        ({"text": " \n\t\f"}, {"/text": "text_empty"}),
        ({"text": "PK\x03\x04\x14\x06\x08" * 9}, {"/text": "text_binary"}),
        ({"text": "�" * 9 + "abc"}, {"/text": "text_binary"}),
        ({"text": "a\0b"}, {"/text": "json_nul"}),
    ],
)
@pytest.mark.parametrize("path", ["/v1/parse", "/v1/postings"])
def test_bad_input_is_a_400_that_names_every_place(
    client: TestClient, path: str, body: object, errors: dict[str, str]
) -> None:
    response = client.post(path, json=body)

    assert response.status_code == 400
    assert errors_of(response) == errors
