"""Web pages: blocks, lists and tables to lines; navigation, forms, scripts, notices and hidden parts left out."""

import re
from collections.abc import Iterator

from lxml import etree, html

from app.documents.extracted import DocumentError, Extracted, lines_to_text
from app.documents.media_types import HTML
from app.documents.plain import decode

_SKIPPED = frozenset(
    {"script", "style", "noscript", "template", "svg", "math", "head", "nav", "footer", "aside", "button", "input"}
    | {"select", "textarea", "option", "iframe", "object", "embed", "audio", "video", "canvas", "dialog", "menu", "map"}
)
_BLOCKS = frozenset(
    {"address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset"}
    | {"figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li"}
    | {"main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_APART = _HEADINGS | {"p", "ul", "ol", "table", "section", "article", "dl", "blockquote", "hr"}
"""Blocks that browsers set apart by room above."""
_NOTICE = re.compile(
    r"cookie|consent|gdpr|breadcrumb|share-|social|newsletter|nieuwsbrief|skip-link|sidebar|related", re.I
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.I)
_WHITE = re.compile(r"[\s\xa0]+")
_SPACES = re.compile(r" {2,}")
LEAST_MAIN = 0.3
"""Share of a page's characters from which its `main` part is taken for the whole."""
SMALL = 10_000
"""Characters of a page that no limit of memory is too small for."""
MAX_DEPTH = 250
"""Elements within elements; pages have about thirty."""


def read_html(data: bytes, charset: str | None = None) -> Extracted:
    """The text of a page; `charset` as declared with it. Raises DocumentError."""
    declared = charset or (found[1].decode("ascii") if (found := _CHARSET.search(data[:2048])) else None)
    try:
        text = decode(data, declared)
    except DocumentError:
        text = decode(data)
    return Extracted(page_text(text), HTML)


def page_text(markup: str) -> str:
    """The printed text of HTML."""
    if not markup.strip():
        return ""
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    bare = re.sub(r"^\s*<\?xml[^>]*\?>", "", markup.replace("\0", ""))
    try:
        root = html.document_fromstring(bare, parser=parser, ensure_head_body=True)
    except (etree.LxmlError, ValueError, AssertionError):
        # The parser takes any markup there is: what stops it in a page of some size is memory.
        raise DocumentError("too-complex" if len(bare) > SMALL else "corrupt") from None
    whole = _lines(root)
    for main in root.xpath("//main | //*[@role='main'] | //article"):
        lines = _lines(main)
        if sum(map(len, lines)) >= LEAST_MAIN * sum(map(len, whole)):
            return lines_to_text(lines)
    return lines_to_text(whole)


def _lines(root: etree._Element) -> list[str]:
    """The lines of a tree."""
    lines: list[str] = [""]
    for kind, value in _events(root):
        written = bool(lines[-1].strip())
        if kind == "text":
            lines[-1] = lines[-1] + value if written else value.lstrip()
        elif kind == "cell":
            lines[-1] = lines[-1].rstrip() + ("\t" if written else "")
        elif kind == "break" or written:
            lines.append("")
        if kind == "apart" and len(lines) > 1 and lines[-2].strip():
            lines.append("")
    return [_SPACES.sub(" ", line).strip() for line in lines]


def _events(root: etree._Element) -> Iterator[tuple[str, str]]:
    stack: list[tuple[etree._Element, str]] = [(root, "open")]
    depth = 0
    while stack:
        element, state = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if state == "close":
            depth -= 1
            if tag in _BLOCKS and tag not in ("td", "th"):
                yield "line", ""
            if element is not root:
                yield "text", _collapsed(element.tail)
            continue
        if not tag or (element is not root and _is_left_out(element, tag)):
            if element is not root:
                yield "text", _collapsed(element.tail)
            continue
        depth += 1
        if depth > MAX_DEPTH:
            raise DocumentError("too-complex")
        yield from _opening(element, tag)
        yield "text", _collapsed(element.text)
        stack.append((element, "close"))
        stack.extend((child, "open") for child in reversed(element))


def _opening(element: etree._Element, tag: str) -> Iterator[tuple[str, str]]:
    if tag == "br":
        yield "break", ""
    elif tag in ("td", "th"):
        yield "cell", ""
    elif tag in _APART:
        yield "apart", ""
    elif tag in _BLOCKS:
        yield "line", ""
    if tag == "li":
        yield "text", _marker(element)


def _marker(element: etree._Element) -> str:
    parent = element.getparent()
    if parent is None or parent.tag != "ol":
        return "• "
    return f"{1 + sum(1 for one in element.itersiblings('li', preceding=True))}. "


def _is_left_out(element: etree._Element, tag: str) -> bool:
    if tag in _SKIPPED or "hidden" in element.attrib or element.get("aria-hidden") == "true":
        return True
    if _HIDDEN.search(element.get("style") or ""):
        return True
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    return tag not in ("body", "html", "main", "article") and len(named) < 500 and _NOTICE.search(named) is not None


def _collapsed(text: str | None) -> str:
    return _WHITE.sub(" ", text) if text else ""
