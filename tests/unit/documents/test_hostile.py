"""Files that are broken, locked, mislabelled or made to harm: a named problem, soon, and the next one is read."""

import io
import os
import signal
import struct
import threading
import time
import zipfile
from collections.abc import Iterator

import pytest
from fpdf import FPDF

from app.documents.extracted import DocumentError
from app.documents.frames import Limits
from app.documents.pool import DocumentPool
from app.documents.read import read_document
from tests import documents as make

DOCX_NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def problem(data: bytes, media_type: str = "", filename: str | None = None) -> str:
    with pytest.raises(DocumentError) as caught:
        read_document(data, media_type, filename)
    return caught.value.kind


def encrypted_pdf() -> bytes:
    made = FPDF()
    made.set_encryption(owner_password="a", user_password="b")
    made.add_page()
    return bytes(made.output())


def encrypted_zip() -> bytes:
    data = bytearray(make.docx_file("tekst"))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def bomb() -> bytes:
    return make.package({"word/document.xml": b"<a>" + b" " * 60_000_000 + b"</a>"})


def lying_bomb() -> bytes:
    """A zip whose directory says that its part is small."""
    data = bytearray(bomb())
    at = data.find(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 1_000)
    return bytes(data)


def nested_html() -> bytes:
    return b"<html>" + b"<div>" * 100_000 + b"x"


def nested_mail() -> bytes:
    data = b"From: a\nTo: b\nSubject: c\n\nd"
    for level in range(12):
        head = f'From: a\nTo: b\nSubject: c\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b{level}"\n\n'
        data = (
            head.encode() + f"--b{level}\nContent-Type: message/rfc822\n\n".encode() + data + f"\n--b{level}--".encode()
        )
    return data


def nested_docx() -> bytes:
    inner = "<w:sdt><w:sdtContent>" * 5_000 + "</w:sdtContent></w:sdt>" * 5_000
    return make.package({"word/document.xml": f"<w:document {DOCX_NAMES}><w:body>{inner}</w:body></w:document>"})


def entities() -> bytes:
    part = (
        '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
        f"<w:document {DOCX_NAMES}><w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>"
    )
    return make.package({"word/document.xml": part})


PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 50
LEGACY = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
WITH_MACROS = make.package({"word/document.xml": "", "word/vbaProject.bin": ""})
LOCKED = LEGACY + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "media_type", "kind"),
    [
        pytest.param(b"", make.TEXT, "without-text", id="nothing"),
        pytest.param(b"  \n ", make.TEXT, "without-text", id="white space"),
        pytest.param(b"", make.PDF, "without-text", id="empty pdf"),
        pytest.param(encrypted_pdf(), make.PDF, "encrypted", id="encrypted pdf"),
        pytest.param(make.fpdf_pdf("tekst")[:300], make.PDF, "corrupt", id="truncated pdf"),
        pytest.param(b"%PDF-1.7 niets", make.PDF, "corrupt", id="no pdf"),
        pytest.param(make.fpdf_pdf(""), make.PDF, "without-text", id="pdf without text"),
        pytest.param(make.docx_file("tekst")[:500], make.DOCX, "corrupt", id="truncated docx"),
        pytest.param(make.package({"word/document.xml": "<a"}), make.DOCX, "corrupt", id="broken xml"),
        pytest.param(make.package({"word/document.xml": "<a/>"}), make.DOCX, "corrupt", id="other xml"),
        pytest.param(
            make.package({"word/document.xml": "", "word/vbaProject.bin": ""}), make.DOCX, "macros", id="macros"
        ),
        pytest.param(make.package({"a.txt": "a"}), make.DOCX, "unsupported", id="other zip"),
        pytest.param(encrypted_zip(), make.DOCX, "encrypted", id="encrypted zip"),
        pytest.param(LOCKED, make.DOCX, "encrypted", id="encrypted word"),
        pytest.param(LEGACY, make.DOCX, "unsupported", id="word from before 2007"),
        pytest.param(bomb(), make.DOCX, "too-complex", id="zip bomb"),
        pytest.param(nested_html(), make.HTML, "too-complex", id="deep html"),
        pytest.param(nested_docx(), make.DOCX, "corrupt", id="deep docx"),
        pytest.param(entities(), make.DOCX, "too-complex", id="entities"),
        pytest.param(make.docx_file("a"), make.PDF, "mismatch", id="docx as pdf"),
        pytest.param(b"gewone tekst", make.PDF, "mismatch", id="text as pdf"),
        pytest.param(make.fpdf_pdf("a"), make.TEXT, "mismatch", id="pdf as text"),
        pytest.param(PNG, "", "unsupported", id="picture"),
        pytest.param(PNG, "image/png", "unsupported", id="picture, said so"),
        pytest.param(b"\xff\xfe\x00", "text/plain; charset=utf-8", "charset", id="not utf-8"),
        pytest.param(b"a", "text/plain; charset=klingon", "charset", id="unknown charset"),
        pytest.param(make.odt_of(""), make.ODT, "corrupt", id="odt without body"),
    ],
)
def test_what_cannot_be_read_has_a_name(data: bytes, media_type: str, kind: str) -> None:
    assert problem(data, media_type) == kind


def test_a_zip_that_lies_about_its_size_is_not_unpacked_whole() -> None:
    assert problem(lying_bomb(), make.DOCX) in ("too-complex", "corrupt")


def test_mails_within_mails_are_read_to_a_depth() -> None:
    assert ("attachment_not_read", "message/rfc822") in read_document(nested_mail(), make.EML).remarks


def test_too_many_pages_are_too_complex() -> None:
    made = FPDF()
    for _ in range(201):
        made.add_page()
    assert problem(bytes(made.output()), make.PDF) == "too-complex"


@pytest.mark.parametrize(
    ("data", "media_type", "filename"),
    [
        (make.fpdf_pdf("tekst"), "application/octet-stream", None),
        (make.docx_file("tekst"), "", None),
        (make.html_page("tekst"), "text/plain", None),
        (b"<p>tekst</p>", "", "pagina.html"),
        (make.mail("tekst", html=False), "", None),
        (make.rtf_file("tekst"), "text/rtf", None),
        (b"tekst", "application/octet-stream", "opdracht.txt"),
    ],
)
def test_a_document_is_known_by_what_it_holds(data: bytes, media_type: str, filename: str | None) -> None:
    assert "tekst" in read_document(data, media_type, filename).text


@pytest.fixture(scope="module")
def pool() -> Iterator[DocumentPool]:
    with DocumentPool(2, Limits(seconds=2, memory_bytes=600_000_000)) as opened:
        yield opened


def endless() -> bytes:
    """A page that takes far more than two seconds to read."""
    return b"<html><body>" + b"<table><tr><td>" * 240 + b"a <b>b</b> " * 600_000


def test_a_document_that_takes_too_long_is_given_up(pool: DocumentPool) -> None:
    began = time.monotonic()
    with pytest.raises(DocumentError, match="too-complex"):
        pool.read(endless() * 2, make.HTML, None)
    assert time.monotonic() - began < 60


def test_a_document_that_takes_too_much_memory_is_given_up() -> None:
    with DocumentPool(1, Limits(seconds=20, memory_bytes=200_000_000)) as small:
        with pytest.raises(DocumentError, match="too-complex"):
            small.read(b"<html><body>" + b"<p>a</p>" * 2_000_000, make.HTML, None)
        assert small.read(b"tekst", make.TEXT, None).text == "tekst"


def test_the_next_document_is_read_after_a_bad_one(pool: DocumentPool) -> None:
    for data in (bomb(), nested_html(), b"%PDF-1.7"):
        with pytest.raises(DocumentError):
            pool.read(data, "", None)
    assert pool.read(make.fpdf_pdf("tekst"), make.PDF, None).text == "tekst"


def test_a_worker_that_was_killed_is_replaced(pool: DocumentPool) -> None:
    pool.read(b"tekst", make.TEXT, None)
    for worker in pool._idle:
        worker._process.kill()
        worker._process.wait()
    assert pool.read(b"tekst", make.TEXT, None).text == "tekst"


def stop_all(pool: DocumentPool) -> list[int]:
    """Halt every idle worker; their process ids."""
    pool.read(b"tekst", make.TEXT, None)
    halted = [worker._process.pid for worker in pool._idle]
    for process_id in halted:
        os.kill(process_id, signal.SIGSTOP)
    return halted


def kill_all(process_ids: list[int]) -> None:
    for process_id in process_ids:
        os.kill(process_id, signal.SIGKILL)


def test_a_worker_that_ends_while_it_is_asked_is_asked_no_more_and_another_is(pool: DocumentPool) -> None:
    halted = stop_all(pool)
    killer = threading.Timer(0.3, kill_all, [halted])
    killer.start()
    assert pool.read(b"een andere tekst", make.TEXT, None).text == "een andere tekst"
    killer.join()


def test_a_worker_that_stands_still_is_given_up_however_much_it_was_sent(pool: DocumentPool) -> None:
    halted = stop_all(pool)
    with pytest.raises(DocumentError, match="too-complex"):
        pool.read(b"tekst " * 1_000_000, make.TEXT, None)
    assert {worker._process.pid for worker in pool._idle} < set(halted)
    kill_all([worker._process.pid for worker in pool._idle])


def test_documents_are_read_side_by_side(pool: DocumentPool) -> None:
    texts = [f"tekst {number}" for number in range(12)]
    found: dict[int, str] = {}

    def read(number: int) -> None:
        found[number] = pool.read(make.fpdf_pdf(texts[number]), make.PDF, None).text

    threads = [threading.Thread(target=read, args=(number,)) for number in range(len(texts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[number] for number in range(len(texts))] == texts


def test_words_and_remarks_pass_from_the_worker(pool: DocumentPool) -> None:
    made = FPDF()
    made.add_page()
    made.set_font("Helvetica", size=10)
    made.cell(0, 5, "één woord")
    made.add_page()
    data = bytes(made.output())
    here, there = read_document(data, make.PDF), pool.read(data, make.PDF, None)
    assert (there.text, there.remarks, [word.start for word in there.words]) == (
        here.text, here.remarks, [word.start for word in here.words],
    )  # fmt: skip
    assert there.words[0].box == pytest.approx(here.words[0].box, abs=0.01)


def test_a_closed_pool_leaves_no_process() -> None:
    opened = DocumentPool(1, Limits(seconds=2, memory_bytes=600_000_000))
    opened.warm()
    process = opened._idle[0]._process
    opened.close()
    assert process.poll() is not None


def document_xml() -> bytes:
    with zipfile.ZipFile(io.BytesIO(make.docx_file("tekst"))) as file:
        return file.read("word/document.xml")


@pytest.mark.parametrize(
    "data",
    [document_xml(), b"PK\x03\x04", b"{\\rtf1", b"{\\rtf1 " + b"{" * 5_000, b"From: a\n", b"\0" * 100, b"<" * 5_000],
)
def test_bytes_of_any_kind_end_in_a_text_or_a_problem(data: bytes) -> None:
    try:
        found = read_document(data).text
    except DocumentError as error:
        found = error.kind
    assert found
