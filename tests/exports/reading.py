"""Reads rendered files back, as another program would see them."""

import io
import unicodedata
from collections import Counter
from html.parser import HTMLParser

import pypdf

_SILENT = frozenset({"style", "title"})
_VOID = frozenset({"meta", "br"})


class Page(HTMLParser):
    """An HTML file: its elements in order and the words that are seen. Fails on a tag that does not close."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []
        self.feed(data.decode())
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not _SILENT & set(self.open):
            self.said.append(data)

    @property
    def words(self) -> str:
        return " ".join("".join(self.said).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.elements if name == tag]


def pages(data: bytes) -> list[str]:
    """Return the words of each page of a PDF, white space joined."""
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def letters(text: str) -> Counter[str]:
    """Count the letters of a text, whatever their form (NFKC)."""
    return Counter(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c)[0] == "L")


def stands_in_order(words: list[str], text: str) -> str:
    """Return the first word that does not stand in the text after the one before it, or nothing."""
    at = 0
    for word in words:
        found = text.find(word, at)
        if found < 0:
            return word
        at = found + len(word)
    return ""
