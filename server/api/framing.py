"""The public reading page: the issued web page of one language in the house's frame. No script, no request but a style.

What is inside is the file that was issued, letter for letter, with the address of each clause under it. Around it stand
the languages, the files with their hashes, and what is still to be issued.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale
from markupsafe import Markup

Record = Mapping[str, Any]
RTL = frozenset({"ar", "fa", "he", "ur"})
INDIC = str.maketrans("0123456789", "\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669")
REFRESH_SECONDS = 2

_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">\n?')
_DIGEST = re.compile(r"sha256-[A-Za-z0-9+/]+=*")
_PROCESS = re.compile(r'<meta name="author" content="([^"]*)">')
_CLAUSE = re.compile(r'(<section class="[^"]*" id="(c-[^"]+)">.*?)(</section>)', re.DOTALL)
_BODY = re.compile(r"<body[^>]*>")


@dataclass(frozen=True, slots=True)
class Page:
    """What the frame tells: the publication as clients see it, in which language, and where it stands.

    `styles` are the `<link>` tags of the frame's style sheet; `room` is where the text is negotiated, if the reader may
    go there.
    """

    publication: Record
    language: str
    address: str
    styles: str
    room: str | None = None

    @property
    def words(self) -> Mapping[str, Any]:
        """The frame's words in the language of the text, else in English."""
        return _all_words().get(self.language, _all_words()["en"])

    @property
    def spoken(self) -> str:
        """The language of the frame's words."""
        return self.language if self.language in _all_words() else "en"

    def link(self, language: str) -> str:
        """Return the address of another language of the publication."""
        return f"/publications/{self.publication['id']}/{language}"


@cache
def _all_words() -> Mapping[str, Mapping[str, Any]]:
    words: dict[str, dict[str, Any]] = json.loads(files("server.api").joinpath("framing.json").read_text("utf-8"))
    return words


def frame(document: str, page: Page) -> str:
    """Return the issued page with the frame around it."""
    process = Markup(found[1]) if (found := _PROCESS.search(document)) else Markup("")
    document = _POLICY.sub("", document)
    document = _CLAUSE.sub(lambda found: f"{found[1]}{_address(page, found[2])}{found[3]}", document)
    document = document.replace("</head>", f"{page.styles}\n</head>", 1)
    document = _BODY.sub(lambda found: f'{found[0]}\n{_bar(page, process)}\n<div class="sheet">', document, count=1)
    before, closing, after = document.rpartition("</footer>")
    return f"{before}{_take(page)}{closing}\n</div>{after}"


def policy(document: str) -> str:
    """Return the Content-Security-Policy of a framed page: the issued page's own style, and the frame's."""
    found = _POLICY.search(document)
    digest = _DIGEST.search(found[1].replace("&#39;", "'")) if found else None
    own = f" '{digest[0]}'" if digest else ""
    return (
        f"default-src 'none'; style-src 'self'{own}; font-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def wait(page: Page) -> str:
    """Return the page that stands there until the issued page is made; it asks again by itself."""
    publication, words = page.publication, page.words
    title = publication["title"].get(page.language) or next(iter(publication["title"].values()), "")
    made = [file for entry in publication["languages"] for file in entry["files"]]
    ready = sum(file["state"] == "done" for file in made)
    failed = _state(page, "html") == "failed"
    again = "" if failed else Markup('<meta http-equiv="refresh" content="{}">').format(REFRESH_SECONDS)
    making = words["making"].format(ready=_digits(page, ready), all=_digits(page, len(made)))
    return Markup(_WAITING).format(
        language=page.language,
        direction=direction(page.language),
        again=again,
        title=title,
        symbol=publication["symbol"] or "",
        styles=Markup(page.styles),
        bar=_bar(page, Markup("")),
        said=words["failed"] if failed else making,
        take=_take(page),
        label=words["progress"],
        ready=ready,
        all=len(made),
        hidden=Markup(" hidden") if failed else "",
    )


_WAITING = """<!doctype html>
<html lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8">
{again}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
{styles}
</head>
<body class="waits">
{bar}
<div class="sheet"><main><p class="symbol"><bdi dir="ltr">{symbol}</bdi></p>
<h1>{title}</h1>
<p class="inst" role="status">{said}</p>
<progress max="{all}" value="{ready}" aria-label="{label}"{hidden}></progress></main>
<footer class="proof">{take}</footer></div>
</body>
</html>
"""


def direction(language: str) -> str:
    """Return `rtl` or `ltr`."""
    return "rtl" if language in RTL else "ltr"


def own_name(language: str) -> str:
    """Return the name of a language in that language, with a capital."""
    name = Locale.parse(language).get_display_name() or language
    return name[:1].upper() + name[1:]


def _state(page: Page, form: str) -> str:
    entries = [entry for entry in page.publication["languages"] if entry["language"] == page.language]
    return next((str(file["state"]) for entry in entries for file in entry["files"] if file["form"] == form), "")


def _digits(page: Page, number: int) -> str:
    return str(number).translate(INDIC) if page.spoken == "ar" else str(number)


def _bar(page: Page, process: Markup) -> Markup:
    links = Markup("").join(_language_link(page, entry["language"]) for entry in page.publication["languages"])
    room = Markup('<a class="room" href="{}">{}</a>').format(page.room, page.words["room"]) if page.room else ""
    brand = process or Markup('<span lang="en" dir="ltr">Adref</span>')
    bar = Markup(
        '<header class="house"><p class="brand">{}</p>{}<nav class="langs" aria-label="{}"><ul>{}</ul></nav></header>'
    )
    return bar.format(brand, room, page.words["languages"], links)


def _language_link(page: Page, language: str) -> Markup:
    current = Markup(' aria-current="true"') if language == page.language else ""
    link = '<li><a href="{}" lang="{}" dir="{}" hreflang="{}"{}>{}</a></li>'
    return Markup(link).format(
        page.link(language), language, direction(language), language, current, own_name(language)
    )


def _address(page: Page, clause: str) -> Markup:
    said = '<p class="addr"><span class="hide">{} </span><bdi dir="ltr">{}{}#{}</bdi></p>'
    return Markup(said).format(page.words["address"], page.address, page.link(page.language), clause)


def _take(page: Page) -> Markup:
    """Return the files of this language to be taken away, and the languages that are to come."""
    entries = [entry for entry in page.publication["languages"] if entry["language"] == page.language]
    made = sorted((file for entry in entries for file in entry["files"]), key=lambda file: file["form"] != "pdf")
    rows = Markup("").join(_file(page, file) for file in made)
    later = page.publication["not_issued"]
    return Markup('\n<div class="take"><h2>{}</h2>\n<ul>{}</ul>{}{}</section>').format(
        page.words["take"],
        rows,
        Markup("<p>{}</p>").format(page.words["check"]),
        _still(page, later) if later else "",
    )


def _file(page: Page, file: Record) -> Markup:
    name = page.words["forms"][file["form"]]
    if file["state"] != "done":
        return Markup("<li>{} <span>{}</span></li>\n").format(name, page.words["states"][file["state"]])
    pages = Markup(" <span>{}</span>").format(_pages(page, file["pages"])) if file["pages"] else ""
    short = " ".join(re.findall(".{8}", file["hash"])[:2])
    row = '<li><a href="{}">{}</a>{}<br><bdi class="mono" dir="ltr" title="{}">{}</bdi></li>\n'
    return Markup(row).format(file["url"], name, pages, file["hash"], short)


def _pages(page: Page, count: int) -> str:
    forms: Mapping[str, str] = page.words["pages"]
    form = forms.get(Locale.parse(page.spoken).plural_form(count)) or forms["other"]
    return form.format(count=_digits(page, count))


def _still(page: Page, languages: Sequence[str]) -> Markup:
    names = [
        Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(language, direction(language), own_name(language))
        for language in languages
    ]
    return Markup("<p>{} {}</p>").format(page.words["later"], Markup(page.words["comma"]).join(names))
