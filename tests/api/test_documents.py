"""Documents over HTTP: as the body, in a form, stored and read back, and refused with a clear problem."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from tests import documents as make

TEXT = (
    "Planoloog\nAanvraagnummer 31452\nDuur: 6 maanden\n\nEisen\n"
    "1. Minimaal 3 jaar ervaring als planoloog bij een gemeente;\n2. Rijbewijs B.\n"
)


def send(client: TestClient, data: bytes, media_type: str, path: str = "/v1/parse", **headers: str) -> Response:
    return client.post(path, content=data, headers={"Content-Type": media_type, **headers})


def problem(response: Response) -> str:
    assert response.headers["content-type"] == "application/problem+json"
    return str(response.json()["type"]).rpartition(":")[2]


@pytest.mark.parametrize("kind", make.MAKERS)
def test_a_document_as_the_body_is_read(client: TestClient, kind: str) -> None:
    maker, media_type = make.MAKERS[kind]
    answer = send(client, maker(TEXT), media_type).json()

    assert (answer["title"], answer["reference"], answer["period"]["durationMonths"]) == ("Planoloog", "31452", 6)
    assert [one["id"] for one in answer["criteria"]] == ["ko-1", "ko-2"]
    assert answer["source"]["mediaType"] == media_type


@pytest.mark.parametrize("kind", make.MAKERS)
def test_a_document_in_a_form_is_read(client: TestClient, kind: str) -> None:
    maker, media_type = make.MAKERS[kind]
    answer = client.post(
        "/v1/parse",
        files={"file": ("opdracht.bin", maker(TEXT), media_type)},
        data={"url": "https://example.org/opdracht"},
    ).json()

    assert answer["reference"] == "31452"
    assert (answer["source"]["filename"], answer["source"]["url"]) == ("opdracht.bin", "https://example.org/opdracht")


def test_a_form_may_hold_a_text_and_a_filename(client: TestClient) -> None:
    answer = client.post("/v1/parse", data={"text": TEXT, "filename": "a.txt"}, files={}).status_code
    form = client.post("/v1/parse", files={"text": (None, TEXT), "filename": (None, "a.txt")}).json()

    assert answer == 415
    assert (form["reference"], form["source"]["filename"]) == ("31452", "a.txt")


def test_the_name_of_a_file_is_its_last_part(client: TestClient) -> None:
    files = {"file": ("C:\\map\\..\\opdracht.txt", TEXT.encode(), make.TEXT)}
    assert client.post("/v1/parse", files=files).json()["source"]["filename"] == "opdracht.txt"


def test_the_name_of_a_body_is_in_its_header(client: TestClient) -> None:
    answer = send(
        client, TEXT.encode(), make.TEXT, **{"Content-Disposition": "attachment; filename=opdracht.txt"}
    ).json()
    assert answer["source"]["filename"] == "opdracht.txt"


def test_a_stored_document_keeps_its_text_and_type(client: TestClient) -> None:
    created = send(client, make.fpdf_pdf(TEXT), make.PDF, "/v1/postings").json()
    stored = client.get(f"/v1/postings/{created['id']}").json()
    text = client.get(f"/v1/postings/{created['id']}/source-text").json()["text"]

    assert stored == created
    assert stored["source"]["mediaType"] == make.PDF
    assert all(" ".join(text[p["start"] : p["end"]].split()) == p["quote"] for p in stored["provenance"])


def test_places_in_a_pdf_have_a_page_and_a_box(client: TestClient) -> None:
    answer = send(client, make.fpdf_pdf(TEXT), make.PDF).json()
    places: list[dict[str, Any]] = [*answer["provenance"], *(one["span"] for one in answer["criteria"])]

    assert all(place["regions"] for place in places)
    region = answer["criteria"][0]["span"]["regions"][0]
    assert region["page"] == 1
    assert 0 < region["left"] < region["right"] < 596
    assert 0 < region["bottom"] < region["top"] < 843


def test_a_place_over_two_lines_has_two_boxes(client: TestClient) -> None:
    text = "Eisen\n1. Minimaal 3 jaar ervaring als planoloog bij een gemeente" + " met veel inwoners en dorpen" * 4
    answer = send(client, make.fpdf_pdf(text), make.PDF).json()

    assert len(answer["criteria"][0]["span"]["regions"]) == 2


def test_places_in_other_documents_have_none(client: TestClient) -> None:
    answer = send(client, make.docx_file(TEXT), make.DOCX).json()
    assert {tuple(place["regions"]) for place in answer["provenance"]} == {()}


def test_what_was_not_read_is_a_finding(client: TestClient) -> None:
    data = make.mail(TEXT, html=False, attach=(b"PK\x03\x04", make.DOCX, "bijlage.docx"))
    answer = send(client, data, make.EML).json()

    assert "attachment_not_read" in {finding["code"] for finding in answer["findings"]}


@pytest.mark.parametrize(
    ("data", "media_type", "status", "kind"),
    [
        (b"%PDF-1.7 niets", make.PDF, 400, "document-corrupt"),
        (make.fpdf_pdf(""), make.PDF, 400, "document-without-text"),
        (b"tekst", make.PDF, 415, "document-mismatch"),
        (make.package({"a": "b"}), make.DOCX, 415, "document-unsupported"),
        (b"\xff", "text/plain; charset=utf-8", 400, "document-charset"),
        (b"tekst", "image/png", 415, "unsupported-media-type"),
        (b"tekst", "application/xml", 415, "unsupported-media-type"),
        (b"", make.TEXT, 400, "document-without-text"),
        (b"a" * 1_000_001, make.TEXT, 413, "text-too-large"),
        (b"a" * 10_000_001, make.TEXT, 413, "content-too-large"),
        (b"x", "multipart/form-data; boundary=a", 400, "malformed-multipart"),
        (b"x", "multipart/form-data", 400, "malformed-multipart"),
    ],
)
def test_what_cannot_be_read_is_a_problem(
    client: TestClient, data: bytes, media_type: str, status: int, kind: str
) -> None:
    response = send(client, data, media_type)

    assert (response.status_code, problem(response)) == (status, kind)


def test_an_encoded_body_is_refused(client: TestClient) -> None:
    response = send(client, b"x", make.TEXT, **{"Content-Encoding": "gzip"})
    assert (response.status_code, make.PDF in response.headers["accept"]) == (415, True)


@pytest.mark.parametrize(
    ("files", "pointer", "code"),
    [
        ({"bestand": ("a.txt", b"x", make.TEXT)}, "/bestand", "extra_forbidden"),
        ({"url": (None, "https://example.org")}, "/file", "file_missing"),
        ({"file": (None, "tekst")}, "/file", "file_missing"),
        ({"file": ("a.txt", b"x", make.TEXT), "text": (None, "y")}, "/text", "file_and_text"),
        ({"file": ("a.txt", b"x", make.TEXT), "url": (None, "geen adres")}, "/url", "string_pattern_mismatch"),
        ({"file": ("a.txt", b"x", make.TEXT), "url": ("b.txt", b"x", make.TEXT)}, "/url", "string_type"),
    ],
)
def test_a_form_is_checked(client: TestClient, files: Any, pointer: str, code: str) -> None:  # noqa: ANN401 - httpx's own
    response = client.post("/v1/parse", files=files)

    assert response.status_code == 400
    assert (pointer, code) in {(error["pointer"], error["code"]) for error in response.json()["errors"]}


def test_no_other_route_takes_documents(client: TestClient) -> None:
    assert send(client, b"x", make.TEXT, "/v1/candidates").status_code == 415


def test_the_document_lists_what_is_taken(client: TestClient) -> None:
    operations = client.get("/v1/openapi.json").json()["paths"]
    taken = operations["/parse"]["post"]["requestBody"]["content"]

    kinds = {kind for _, kind in make.MAKERS.values()}
    assert set(taken) == {"application/json", "multipart/form-data", "application/octet-stream", *kinds}
    assert operations["/postings"]["post"]["requestBody"]["content"] == taken
