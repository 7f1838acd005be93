"""Line numbers in the margin of an issue that is still talked about: every fifth line, counted on each page anew.

CSS has none. So the pages are laid out first, the lines of their clauses are looked up, and a second layer with the
numbers is laid over each page, as an artifact: it is neither read out nor part of the text.
"""

from collections.abc import Callable, Iterator
from typing import Any

import weasyprint  # type: ignore[import-untyped]
from weasyprint.formatting_structure import boxes  # type: ignore[import-untyped]

EVERY = 5
_STYLE = """
@page { size: 210mm 297mm; margin: 0 }
body { margin: 0; font-family: "Noto Serif", "Amiri"; font-size: 7pt; color: #545b61 }
div { position: relative; height: 297mm; overflow: hidden; break-after: page }
div:last-child { break-after: auto }
i { position: absolute; width: 7mm; font-style: normal }
"""
_PLACES = {"ltr": "left: 12mm; text-align: right", "rtl": "right: 12mm; text-align: left; font: 9pt Amiri"}


def number_lines(document: weasyprint.Document, direction: str, write: Callable[[int], str]) -> None:
    """Number the lines of all clauses on the pages of a document. `write` gives a number in the text's digits."""
    pages = [list(_lines(page._page_box)) for page in document.pages]
    layers = [_layer(lines, _PLACES[direction], write) for lines in pages]
    html = f"<html lang='en'><style>{_STYLE}</style><body>{''.join(layers)}</body></html>"
    overlay = weasyprint.HTML(string=html).render(font_config=document.font_config)
    for page, layer in zip(document.pages, overlay.pages, strict=True):
        for root in layer._page_box.children:
            for box in root.descendants(placeholders=True):
                box.is_artifact = True
            page._page_box.children = (*page._page_box.children, root)


def _layer(lines: list[Any], place: str, write: Callable[[int], str]) -> str:
    numbers = [
        f"<i style='{place}; top: {line.position_y:.2f}px; line-height: {line.height:.2f}px'>{write(count)}</i>"
        for count, line in enumerate(lines, start=1)
        if count % EVERY == 0
    ]
    return f"<div>{''.join(numbers)}</div>"


def _lines(box: Any, inside: bool = False) -> Iterator[Any]:
    """Yield the lines of clauses in a box from top to bottom: not those of headings, footnotes, heads and margins."""
    if isinstance(box, boxes.LineBox):
        if inside:
            yield box
        return
    if isinstance(box, boxes.MarginBox | boxes.FootnoteAreaBox) or not isinstance(box, boxes.ParentBox):
        return
    if box.element is not None:
        if box.element.get("class") == "status":
            return
        inside = inside or box.element.tag == "section"
    for child in box.children:
        yield from _lines(child, inside)
