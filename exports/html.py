"""The reading page: one file that needs nothing else, no script and no fetch. Paper has the same template."""

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from exports.pieces import visible
from exports.sheet import Sheet, lay_out
from server.domain.revision import RevisionText


def render_html(text: RevisionText) -> bytes:
    """Return the reading page of a text as UTF-8."""
    return write_page(lay_out(text, paper=False), _screen_style()).encode()


def content_policy() -> str:
    """Return the Content-Security-Policy that every reading page keeps to: its own style and nothing else."""
    digest = base64.b64encode(hashlib.sha256(_screen_style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def write_page(sheet: Sheet, style: str) -> str:
    """Return a sheet as HTML with this style sheet inside it."""
    template = _environment().from_string(_read("templates", "revision.html"))
    policy = "" if sheet.paper else content_policy()
    return template.render(sheet=sheet, text=sheet.text, words=sheet.words, style=Markup(style), policy=policy)


def read_style(*names: str) -> str:
    """Return these files of `styles/`, one after the other."""
    return "".join(_read("styles", name) for name in names)


@cache
def _screen_style() -> str:
    return read_style("text.css", "screen.css")


@cache
def _environment() -> Environment:
    return Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_show_unseen
    )


def _show_unseen(value: object) -> object:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _read(folder: str, name: str) -> str:
    return files("exports").joinpath(folder, name).read_text("utf-8")
