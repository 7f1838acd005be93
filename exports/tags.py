"""What WeasyPrint 70.0 leaves out of tagged PDF, put in by replacing three of its functions.

Without this a text in several languages names only one of them to a screen reader, heads and feet of pages are
read out as text, footnotes are not known as notes, and what crosses a page falls in two. `pdf.py` refuses any other
version: the functions replaced are not part of WeasyPrint's public interface.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pydyf  # type: ignore[import-untyped]
import weasyprint  # type: ignore[import-untyped]
from weasyprint.formatting_structure import boxes  # type: ignore[import-untyped]
from weasyprint.layout.absolute import AbsolutePlaceholder  # type: ignore[import-untyped]
from weasyprint.pdf import stream, tags  # type: ignore[import-untyped]

Element = Any
_ROLES = {
    "span::footnote-call": "Reference",
    "span::footnote-marker": "Lbl",
    "bdi": "Span",
    "em": "Span",
    "strong": "Span",
    "b": "Span",
    "i": "Span",
    "sup": "Span",
    "cite": "Span",
    "header": "Sect",
    "nav": "Sect",
    "a::after": "Span",
}
_ONE_PER_PAGE = frozenset({"/Link", "/Figure"})
"""A link has an annotation on each page; it stays in parts."""

_stock_role = tags._get_pdf_tag
_stock_build = tags._build_box_tree
_stock_marked = stream.Stream.marked


def _role(tag: str | None) -> str:
    return _ROLES.get(tag or "") or str(_stock_role(tag))


def _build(box: Any, parent: Element, pdf: Any, page: int, *rest: Any) -> Iterator[Element]:
    """Yield the structure elements of a box; the stock function calls this again for each child."""
    shown = box._box if isinstance(box, AbsolutePlaceholder) else box
    if getattr(shown, "is_artifact", False):
        return
    for element in _stock_build(box, parent, pdf, page, *rest):
        if _add_facts(element, shown, pdf, page):
            yield element


def _add_facts(element: Element, box: Any, pdf: Any, page: int) -> bool:
    """Add language and note to an element. False if it goes on from an earlier page and was joined to its start."""
    source = box.element
    if source is None or box.element_tag != source.tag or source.tag in ("html", "body"):
        return True
    if language := source.get("lang"):
        element["Lang"] = pydyf.String(language)
    if source.get("class") == "fn":
        element["S"] = "/Note"
        element["ID"] = pydyf.String(f"note-{element.number}")
    return not _joined(element, source, pdf, page)


def _joined(element: Element, source: Any, pdf: Any, page: int) -> bool:
    if element["S"] in _ONE_PER_PAGE:
        return False
    started = vars(pdf).setdefault("started_elements", {})
    first_page, first = started.get((source, element["S"]), (page, None))
    if first_page == page:
        started[source, element["S"]] = (page, element)
        return False
    for kid in element["K"]:
        pdf.objects[int(kid.split()[0])]["P"] = first.reference
    first["K"].extend(element["K"])
    element.clear()
    return True


@contextmanager
def _marked(self: Any, box: Any, tag: str) -> Iterator[None]:
    if self._tags is None or not getattr(box, "is_artifact", False):
        with _stock_marked(self, box, tag):
            yield
        return
    pydyf.Stream.begin_marked_content(self, "Artifact", pydyf.Dictionary({"Type": "/Pagination"}))
    try:
        yield
    finally:
        pydyf.Stream.end_marked_content(self)


def prepare(document: weasyprint.Document) -> None:
    """Tell heads and feet from the text, and keep one annotation for each link on each line; before the PDF is written.

    WeasyPrint gives every box inside a link an annotation of its own, most of them outside a Link element.
    """
    for page in document.pages:
        page.links[:] = _outermost(page.links)
        for margin in page._page_box.children:
            if isinstance(margin, boxes.MarginBox):
                for box in margin.descendants():
                    box.is_artifact = True


def _outermost(links: list[Any]) -> list[Any]:
    parents = [box for *_, box in links if isinstance(box, boxes.ParentBox)]
    inner = {id(child) for box in parents for child in box.descendants() if child is not box}
    return [link for link in links if id(link[3]) not in inner]


def make_finisher(packet: bytes, anchors: Mapping[str, str]) -> Callable[[Any, Any], None]:
    """Return what WeasyPrint calls before it writes the file: own metadata, and links with names.

    `anchors` says in words where a link inside the text leads.
    """

    def finish(_: weasyprint.Document, pdf: Any) -> None:
        for item in pdf.objects:
            if isinstance(item, pydyf.Stream) and item.extra.get("Type") == "/Metadata":
                item.stream, item.compress = [packet], False
            elif isinstance(item, dict) and item.get("Subtype") == "/Link" and "Dest" in item:
                target = item["Dest"].string
                item["Contents"] = pydyf.String(anchors.get(target) or target)

    return finish


def patch() -> None:
    """Replace the three functions, for this process."""
    tags._get_pdf_tag = _role
    tags._build_box_tree = _build
    stream.Stream.marked = _marked
