"""A revision in, bytes out: the reading page and the printed text of one language. Deterministic, no I/O of its own."""

from dataclasses import dataclass

from server.domain.errors import Unusable
from server.domain.revision import RevisionText

FORMS = ("html", "pdf")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A file. `pages` is None for a form that has none."""

    data: bytes
    pages: int | None


def render(text: RevisionText, form: str) -> Rendered:
    """Return a text in one of `FORMS`; the same bytes for the same text.

    PDF is set by libraries that take memory and time in proportion to the text, so a server asks `server.jobs`, which
    calls this in a process that it may kill.

    Raises:
        Unusable: `form_unknown`, or for PDF `glyphs_missing` with the `characters` that no bundled font has, and the
            `clauses` in which they stand.
    """
    match form:
        case "html":
            from exports.html import render_html

            return Rendered(render_html(text), None)
        case "pdf":
            from exports.pdf import render_pdf

            return Rendered(*render_pdf(text))
        case _:
            raise Unusable("form_unknown", form=form)
