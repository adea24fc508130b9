"""Real documents made from a text, to test and measure with: two PDF producers, Word, OpenDocument, RTF, HTML, mail."""

import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from html import escape

import docx
from fpdf import FPDF
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
RTF = "application/rtf"
HTML = "text/html"
EML = "message/rfc822"
TEXT = "text/plain"
_ODT_NAMES = ("office", "text", "table", "style")
_WIDTH = 460


def reportlab_pdf(text: str) -> bytes:
    """A PDF by ReportLab: paragraphs that wrap, rows of tables."""
    style = getSampleStyleSheet()["Normal"]
    flow: list[object] = []
    for line in text.split("\n"):
        if "\t" in line:
            cells = [Paragraph(escape(cell), style) for cell in line.split("\t")]
            flow.append(Table([cells], colWidths=[_WIDTH / len(cells)] * len(cells)))
        else:
            flow.append(Paragraph(escape(line), style) if line.strip() else Spacer(1, 10))
    out = io.BytesIO()
    SimpleDocTemplate(out).build(flow)
    return out.getvalue()


def fpdf_pdf(text: str) -> bytes:
    """A PDF by fpdf2: the same text, broken and placed by other code."""
    pdf = FPDF()
    pdf.core_fonts_encoding = "windows-1252"
    pdf.add_page()
    pdf.set_font("Helvetica", size=10)
    for line in text.split("\n"):
        if "\t" in line:
            with pdf.table(first_row_as_headings=False) as table:
                table.row(line.split("\t"))
        elif line.strip():
            pdf.multi_cell(0, 5, line, new_x="LMARGIN", new_y="NEXT", align="L")
        else:
            pdf.ln(5)
    return bytes(pdf.output())


def docx_file(text: str) -> bytes:
    """A Word document: a paragraph for each line, a table for each row."""
    document = docx.Document()
    for line in text.split("\n"):
        if "\t" in line:
            cells = line.split("\t")
            row = document.add_table(rows=1, cols=len(cells)).rows[0]
            for cell, printed in zip(row.cells, cells, strict=True):
                cell.text = printed
        else:
            document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def odt_file(text: str) -> bytes:
    """An OpenDocument text: a paragraph for each line."""
    paragraphs = "".join(
        f"<text:p>{escape(line, quote=False).replace(chr(9), '<text:tab/>')}</text:p>" for line in text.split("\n")
    )
    return odt_of(f"<office:body><office:text>{paragraphs}</office:text></office:body>")


def odt_of(body: str) -> bytes:
    """An OpenDocument text with this content."""
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "style")
    )
    return package(
        {"mimetype": ODT, "content.xml": f"<office:document-content {names}>{body}</office:document-content>"}
    )


def package(parts: dict[str, str | bytes]) -> bytes:
    """A zip file of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return out.getvalue()


def rtf_file(text: str) -> bytes:
    """A Rich Text document."""
    marked = "".join(
        {"\n": "\\par\n", "\t": "\\tab "}.get(c) or (f"\\{c}" if c in "\\{}" else c if c.isascii() else f"\\u{ord(c)}?")
        for c in text
    )
    return f"{{\\rtf1\\ansi\\ansicpg1252 {marked}}}".encode("ascii")


def html_page(text: str) -> bytes:
    """A page with the text between what websites put around it."""
    blocks = []
    for line in text.split("\n"):
        if "\t" in line:
            cells = "".join(f"<td>{escape(cell)}</td>" for cell in line.split("\t"))
            blocks.append(f"<table><tr>{cells}</tr></table>")
        elif line.strip():
            blocks.append(f"<p>{escape(line)}</p>")
    return (
        '<!doctype html><html><head><meta charset="utf-8"><title>Opdrachten</title><script>var a = 1;</script></head>'
        f"<body><nav>Home Opdrachten Inloggen</nav><div class='content'>{''.join(blocks)}</div>"
        "<div id='cookie-banner'>Wij gebruiken cookies</div><footer>Voorwaarden</footer></body></html>"
    ).encode()


def mail(text: str, *, html: bool = True, attach: tuple[bytes, str, str] | None = None) -> bytes:
    """A mail with the text as its body, also as HTML, and with an attachment: bytes, media type, filename."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Nieuwe aanvraag"
    message.set_content(text)
    if html:
        message.add_alternative(html_page(text).decode(), subtype="html")
    if attach:
        data, media_type, filename = attach
        kind, _, subtype = media_type.partition("/")
        message.add_attachment(data, maintype=kind, subtype=subtype, filename=filename)
    return bytes(message)


MAKERS: dict[str, tuple[Callable[[str], bytes], str]] = {
    "pdf by reportlab": (reportlab_pdf, PDF),
    "pdf by fpdf2": (fpdf_pdf, PDF),
    "docx": (docx_file, DOCX),
    "odt": (odt_file, ODT),
    "rtf": (rtf_file, RTF),
    "html": (html_page, HTML),
    "eml with html": (mail, EML),
    "eml": (lambda text: mail(text, html=False), EML),
    "text": (lambda text: text.encode(), TEXT),
}
"""How each kind is made, and its media type."""
