"""A text as PDF: WeasyPrint sets the page that `html.py` writes. One file keeps to PDF/UA-1 and PDF/A-3a.

The same text gives the same bytes on the same libraries: no clock, no random identifier, fonts of our own only.
Importing this module points fontconfig at `fonts/` for the whole process, so it belongs in a worker.
"""

import logging
import os
import tempfile
import warnings
from atexit import register
from itertools import islice
from pathlib import Path
from shutil import rmtree
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

import msgspec
import weasyprint  # type: ignore[import-untyped]

from exports import mends, tags
from exports.html import read_style, write_page
from exports.lines import number_lines
from exports.pieces import plain, visible
from exports.sheet import Sheet, lay_out
from exports.xmp import Facts, write_packet
from server.domain.errors import Unusable
from server.domain.revision import RevisionText

FONTS = Path(__file__).parent / "fonts"
WRITTEN_FOR = "70.0"
"""The functions that `mends` and `tags` replace are those of this version of WeasyPrint."""

_VARIANT = "pdf/a-3a"
_NAMED_AT_MOST = 20
"""Missing characters, and clauses with them, that an error names: a text in a script without a font misses hundreds."""
_NAME_LENGTH = 48
"""Characters of its words by which a clause without a label is named."""


def _point_at_fonts() -> None:
    """Let fontconfig see the bundled fonts and no others: what a machine has installed must not change a page."""
    cache = tempfile.mkdtemp(prefix="adref-fonts-")
    register(rmtree, cache, ignore_errors=True)
    settings = Path(cache, "fonts.conf")
    settings.write_text(
        f"<?xml version='1.0'?><fontconfig><dir>{escape(str(FONTS))}</dir>"
        f"<cachedir>{escape(cache)}</cachedir></fontconfig>",
        "utf-8",
    )
    os.environ["FONTCONFIG_FILE"] = str(settings)


if weasyprint.__version__ != WRITTEN_FOR:
    raise ImportError(f"paper is written for WeasyPrint {WRITTEN_FOR}, not {weasyprint.__version__}")
_point_at_fonts()
mends.patch()
tags.patch()


def render_pdf(text: RevisionText) -> tuple[bytes, int]:
    """Return the PDF of a text and how many pages it has.

    Raises:
        Unusable: `glyphs_missing`, with the `characters` (`U+2713`) that no bundled font has, and the `clauses` in
            which they stand, each with its id, its label and how it begins. A page must not show a gap.
    """
    sheet = lay_out(text, paper=True)
    html = write_page(sheet, read_style("text.css", "paper.css") + _watermark(sheet))
    with _MissingGlyphs() as missing:
        document = weasyprint.HTML(string=html, url_fetcher=_NoFetcher()).render()
        tags.prepare(document)
        if text.draft:
            number_lines(document, sheet.direction, sheet.words.number)
        finisher = tags.make_finisher(_packet(sheet), _anchor_names(sheet))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # its colour profile is left open
            data = document.write_pdf(pdf_variant=_VARIANT, pdf_identifier=True, finisher=finisher)
    if missing.characters:
        raise Unusable("glyphs_missing", **_locate(text, missing.characters))
    return data, len(document.pages)


def _locate(text: RevisionText, characters: set[str]) -> dict[str, Any]:
    """Return what is missing and where; no clause where it stands in the title or another name."""
    wanted = {chr(int(code[2:], 16)) for code in characters}
    clauses = (
        {"id": clause.id, "label": clause.label, "words": _begin(plain(clause.text))}
        for clause in text.clauses
        if not wanted.isdisjoint(clause.label + msgspec.json.encode(clause.text).decode())
    )
    return {"characters": sorted(characters)[:_NAMED_AT_MOST], "clauses": list(islice(clauses, _NAMED_AT_MOST))}


def _begin(words: str) -> str:
    """Return how a text begins, without the sign at its end."""
    return f"{words[:_NAME_LENGTH].rstrip()}\u2026" if len(words) > _NAME_LENGTH else words.rstrip(",;:.\u060c\u061b")


class _NoFetcher(weasyprint.urls.URLFetcher):  # type: ignore[misc]
    """Refuses every address but data: nothing on a page comes from outside, and nothing may ask for it."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        if url.startswith("data:"):
            return super().fetch(url, headers)
        raise weasyprint.urls.FatalURLFetchingError(f"paper fetches nothing: {url[:80]}")


class _MissingGlyphs(logging.Handler):
    """Collects the characters that no font could draw: WeasyPrint only logs them."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.characters: set[str] = set()

    def __enter__(self) -> "_MissingGlyphs":
        logging.getLogger("weasyprint").addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger("weasyprint").removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        match record.args:
            case (str(), int() as code) if "notdef" in record.msg:
                self.characters.add(f"U+{code:04X}")


def _watermark(sheet: Sheet) -> str:
    """Return the style that lays DRAFT under each page of a draft: pale outlines, neither text nor transparency."""
    if not sheet.text.draft:
        return ""
    drawn = read_style(f"draft-{sheet.words.code}.svg")
    return f"@page {{ background: url('data:image/svg+xml,{quote(drawn)}') 0 0 / 210mm 297mm no-repeat; }}"


def _anchor_names(sheet: Sheet) -> dict[str, str]:
    """Return what a link to each clause is called by a screen reader."""
    return {
        f"c-{block.id}": " ".join(filter(None, (sheet.labels[block.id], block.words if block.level else "")))
        for block in sheet.blocks
    }


def _packet(sheet: Sheet) -> bytes:
    text = sheet.text
    symbol = f"{sheet.words.comma}{text.symbol}" if text.symbol else ""
    return write_packet(
        Facts(
            title=visible(text.title + symbol),
            author=visible(text.process),
            description=visible(text.instrument_status),
            language=text.language,
            identifier=f"sha256:{text.hash}",
            producer=f"WeasyPrint {weasyprint.VERSION}",
            moment=text.frozen_at,
        )
    )
