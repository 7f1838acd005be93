"""What a page will ask for, said in its HTML: the browser fetches it while it fetches the page's code.

Two cookies hold what this device remembers of its reader's choices: the language of the pages, and the columns.
"""

import json
import re
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import brotli  # type: ignore[import-untyped]  # it has no types
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

LANGUAGE, COLUMNS = "adref_language", "adref_columns"
SPOKEN = ("en", "fr", "es", "ar")
"""The languages of the pages, the default first."""

_ASKED = re.compile(r"([A-Za-z]+)[-\w]*\s*(?:;\s*q=([\d.]+))?")
_COLUMNS = re.compile(r"[A-Za-z0-9.-]{0,100}")
_WORDS = '<link rel="modulepreload" crossorigin href="{}">'
_AGENDA = '<link rel="preload" as="fetch" crossorigin href="{}">'
BROTLI = 5


def choose_spoken(request: Request) -> str:
    """Return the language of the pages: the remembered one, else the first that the browser asks for."""
    asked = _ASKED.findall(request.headers.get("accept-language", ""))
    weighed = sorted(((float(weight or 1), code) for code, weight in asked), key=lambda pair: -pair[0])
    wishes = (request.cookies.get(LANGUAGE, ""), *(code.lower() for _, code in weighed))
    return next((code for code in wishes if code in SPOKEN), SPOKEN[0])


def open_page(request: Request, path: Path) -> Response:
    """Return the built HTML of a page with links to the words that it speaks, and an agenda's with one to the text."""
    language = choose_spoken(request)
    links = [_WORDS.format(file) for file in _find_words(path, language)]
    if path.name == "agenda.html":
        links.append(_AGENDA.format(escape(_name_agenda(request, language))))
    html = path.read_text("utf-8").replace("</head>", "".join(links) + "</head>", 1).encode()
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding, Accept-Language, Cookie"}
    if "br" in request.headers.get("accept-encoding", ""):
        return HTMLResponse(brotli.compress(html, quality=BROTLI), headers={**headers, "Content-Encoding": "br"})
    return HTMLResponse(html, headers=headers)


def _name_agenda(request: Request, language: str) -> str:
    kept = request.cookies.get(COLUMNS, "")
    columns = kept if _COLUMNS.fullmatch(kept) else ""
    query = urlencode({"columns": columns, "own": language, "hashes": "0"})
    return f"/api/v1{request.scope['path']}?{query}"


def _find_words(path: Path, language: str) -> list[str]:
    index = path.with_name("words.json")
    if not index.is_file():
        return []
    pages: dict[str, dict[str, list[Any]]] = json.loads(index.read_text("utf-8"))
    return [str(file) for file in pages.get(path.stem, {}).get(language, []) if file]
