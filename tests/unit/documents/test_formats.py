"""Each kind of document to text: what is printed, in reading order, and nothing else."""

import io
from collections.abc import Callable

import docx
import pytest
from docx.oxml import OxmlElement
from fpdf import FPDF

from app.documents.extracted import Extracted
from app.documents.html import page_text
from app.documents.plain import decode
from app.documents.read import read_document
from tests import documents as make


def text_of(data: bytes, media_type: str = "", filename: str | None = None) -> str:
    return read_document(data, media_type, filename).text


def word(write: Callable[[docx.document.Document], object]) -> bytes:
    document = docx.Document()
    write(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>een</p><p>twee</p>", "een\n\ntwee"),
        ("een<br>twee", "een\ntwee"),
        ("<div>een</div><div>twee</div>", "een\ntwee"),
        ("<ul><li>een</li><li>twee</li></ul>", "• een\n• twee"),
        ("<ol><li>een</li><li><p>twee</p></li></ol>", "1. een\n2.\n\ntwee"),
        ("<table><tr><td>Duur</td><td>6 maanden</td></tr><tr><td>Start</td><td>nu</td></tr></table>",
         "Duur\t6 maanden\nStart\tnu"),
        ("<p>a<b>b</b> c</p>", "ab c"),
        ("<p>a\n   b&nbsp;c</p>", "a b c"),
        ("<p>zicht\u00adbaar</p>", "zichtbaar"),
        ("<nav>menu</nav><p>tekst</p><footer>voet</footer><script>x()</script>", "tekst"),
        ("<p>tekst</p><div class='cookie-notice'>koekjes</div><p hidden>x</p><p style='display: none'>y</p>", "tekst"),
        ("<form><p>tekst</p><button>Solliciteer</button><input value='z'></form>", "tekst"),
        ("<h2>Eisen</h2><p>hbo</p>", "Eisen\n\nhbo"),
        ("<dl><dt>Duur</dt><dd>6 maanden</dd></dl>", "Duur\n6 maanden"),
        ("<p>een<p>twee", "een\n\ntwee"),
        ("<div>rest</div><main><p>" + "de opdracht " * 10 + "</p></main>", ("de opdracht " * 10).strip()),
        ("&euro; 95,-", "€ 95,-"),
        ("", ""),
    ],
)  # fmt: skip
def test_html(markup: str, text: str) -> None:
    assert page_text(markup) == text


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        ("één".encode(), None, "één"),
        ("één".encode("utf-8-sig"), None, "één"),
        ("één €".encode("cp1252"), None, "één €"),
        ("één €".encode("cp1252"), "iso-8859-1", "één €"),
        ("een tekst".encode("utf-16"), None, "een tekst"),
        ("een tekst".encode("utf-16-le"), None, "een tekst"),
        ("een tekst".encode("utf-16-be"), None, "een tekst"),
        ("een tekst".encode("utf-16-le"), "utf-16le", "een tekst"),
        (b"\x81 a", "windows-1252", "\ufffd a"),
    ],
)
def test_plain_text(data: bytes, charset: str | None, text: str) -> None:
    assert decode(data, charset) == text


def test_html_in_the_charset_of_its_meta() -> None:
    assert text_of("<html><meta charset=windows-1252><p>één</p>".encode("cp1252")) == "één"


def test_word_numbers_lists_as_it_prints_them() -> None:
    def write(document: docx.document.Document) -> None:
        document.add_paragraph("Eisen", style="Heading 1")
        for style in ("List Number", "List Number", "List Bullet"):
            document.add_paragraph("hbo", style=style)

    assert text_of(word(write)) == "Eisen\n1. hbo\n2. hbo\n• hbo"


def test_word_table_cells_stand_in_a_row() -> None:
    assert text_of(make.docx_file("Duur\t6 maanden\nStart\tnu")) == "Duur\t6 maanden\nStart\tnu"


def test_word_cells_of_several_lines_stand_under_each_other() -> None:
    def write(document: docx.document.Document) -> None:
        row = document.add_table(rows=1, cols=2).rows[0]
        row.cells[0].text, row.cells[1].text = "Eisen", "hbo"
        row.cells[1].add_paragraph("rijbewijs")

    assert text_of(word(write)) == "Eisen\nhbo\nrijbewijs"


def test_word_deleted_text_is_left_out() -> None:
    def write(document: docx.document.Document) -> None:
        paragraph = document.add_paragraph("blijft")
        deleted = OxmlElement("w:del")
        deleted.append(document.add_paragraph().add_run(" weg")._r)
        paragraph._p.append(deleted)

    assert text_of(word(write)) == "blijft"


def test_word_tabs_breaks_and_special_hyphens() -> None:
    def write(document: docx.document.Document) -> None:
        run = document.add_paragraph().add_run("a\tb\nc")
        for name in ("w:softHyphen", "w:noBreakHyphen"):
            run._r.append(OxmlElement(name))
        run.add_text("d")

    assert text_of(word(write)) == "a\tb\nc-d"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<text:h>Eisen</text:h><text:p>hbo</text:p>", "Eisen\nhbo"),
        ("<text:list><text:list-item><text:p>a</text:p></text:list-item></text:list>", "• a"),
        ("<text:p>a<text:s text:c='2'/>b<text:line-break/>c<text:tab/>d</text:p>", "a  b\nc\td"),
        ("<text:p>a <text:span>b</text:span> c</text:p>", "a b c"),
        ("<text:tracked-changes><text:p>x</text:p></text:tracked-changes><text:p>a</text:p>", "a"),
        (
            "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
            "<table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>",
            "a\tb",
        ),
    ],
)
def test_opendocument(body: str, text: str) -> None:
    assert text_of(make.odt_of(f"<office:body><office:text>{body}</office:text></office:body>")) == text


def test_opendocument_numbered_list() -> None:
    styles = (
        "<office:automatic-styles><text:list-style style:name='L'><text:list-level-style-number/></text:list-style>"
        "</office:automatic-styles>"
    )
    items = "".join(f"<text:list-item><text:p>{item}</text:p></text:list-item>" for item in "ab")
    body = f"<office:body><office:text><text:list text:style-name='L'>{items}</text:list></office:text></office:body>"

    assert text_of(make.odt_of(styles + body)) == "1. a\n2. b"


def test_rtf_with_accents_and_tabs() -> None:
    assert text_of(make.rtf_file("Café één\tb\n€ 95")) == "Café één\tb\n€ 95"


def test_mail_prefers_html_and_keeps_the_subject() -> None:
    assert text_of(make.mail("Duur\t6 maanden")) == "Onderwerp: Nieuwe aanvraag\n\nDuur\t6 maanden"


@pytest.mark.parametrize("kind", ["docx", "pdf by fpdf2", "html", "eml"])
def test_mail_attachments_are_read(kind: str) -> None:
    maker, media_type = make.MAKERS[kind]
    if kind == "eml":
        inner = make.mail("Planoloog", html=False)
        outer = make.mail("Zie bijlage", html=False).decode()
        data = (
            "From: a@example.org\nTo: b@example.org\nSubject: FW\nMIME-Version: 1.0\n"
            'Content-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain\n\nZie bijlage\n'
            f"--x\nContent-Type: message/rfc822\n\n{inner.decode()}\n--x--\n"
        ).encode()
        assert outer
    else:
        data = make.mail("Zie bijlage", html=False, attach=(maker("Planoloog"), media_type, "opdracht"))
    found = text_of(data)

    assert "Zie bijlage" in found
    assert "Planoloog" in found


def test_an_attachment_that_cannot_be_read_is_told() -> None:
    data = make.mail("Zie bijlage", html=False, attach=(b"PK\x03\x04 kapot", make.DOCX, "opdracht.docx"))

    assert read_document(data, make.EML).remarks == (("attachment_not_read", make.DOCX),)


def pdf(text: str) -> Extracted:
    return read_document(make.fpdf_pdf(text), make.PDF)


def test_pdf_words_are_where_they_say() -> None:
    found = pdf("Planoloog voor zes maanden\n\nEisen")

    assert [found.text[word.start : word.end] for word in found.words] == found.text.split()
    assert {word.page for word in found.words} == {1}
    assert all(word.box[0] < word.box[2] and word.box[1] < word.box[3] for word in found.words)


def test_pdf_wrapped_lines_are_joined() -> None:
    sentence = "De gemeente zoekt een adviseur die plannen schrijft, " * 5
    assert pdf(f"Opdracht\n{sentence.strip()}\nEisen").text == f"Opdracht\n{sentence.strip()}\nEisen"


def test_pdf_cells_are_apart() -> None:
    assert pdf("Duur\t6 maanden").text == "Duur\t6 maanden"


def test_pdf_headers_and_footers_of_every_page_are_left_out() -> None:
    class Letter(FPDF):
        def header(self) -> None:
            self.set_font("Helvetica", size=8)
            self.cell(0, 5, "Inhuurdesk", new_x="LMARGIN", new_y="NEXT")

        def footer(self) -> None:
            self.set_y(-15)
            self.cell(0, 5, f"Pagina {self.page_no()} van 3")

    made = Letter()
    for page in ("een", "twee", "drie"):
        made.add_page()
        made.set_font("Helvetica", size=10)
        made.multi_cell(0, 5, f"bladzijde {page}")

    assert read_document(bytes(made.output()), make.PDF).text == "bladzijde een\nbladzijde twee\nbladzijde drie"


def test_pdf_page_without_text_is_told() -> None:
    made = FPDF()
    made.add_page()
    made.set_font("Helvetica", size=10)
    made.cell(0, 5, "tekst")
    made.add_page()

    assert read_document(bytes(made.output()), make.PDF).remarks == (("page_without_text", "2"),)
