"""Paper: complete, marked on every page, accessible, archivable, and the same whenever it is made."""

import hashlib
import io
import os
import re
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import msgspec
import page as validation
import pydyf  # type: ignore[import-untyped]
import pypdf
import pytest
import weasyprint  # type: ignore[import-untyped]

import exports.pdf
from exports import Rendered, render
from exports.html import write_page
from exports.sheet import lay_out
from exports.wording import captions
from server.domain.errors import Unusable
from server.domain.revision import RevisionText, dump_revision
from tests.exports import samples, translated
from tests.exports.reading import Page, letters, pages, stands_in_order
from tests.exports.samples import clause, doc, note, paragraph, words

TEXTS = {"en": samples.english(), "ar": translated.arabic(), "fr": translated.french()}


@pytest.fixture(scope="module")
def printed() -> dict[str, Rendered]:
    return {language: render(text, "pdf") for language, text in TEXTS.items()}


def root(language: str, printed: dict[str, Rendered]) -> Any:
    return pypdf.PdfReader(io.BytesIO(printed[language].data)).trailer["/Root"]


def margins(text: RevisionText, count: int) -> str:
    """What the heads and feet of all pages say together."""
    sheet = lay_out(text, paper=True)
    foot = "".join(sheet.page) + sheet.hash + sheet.draft_line
    return foot * count + ("".join(sheet.symbol) or text.process) * (count - 1) + sheet.running_title * (count - 1)


@pytest.mark.parametrize("language", TEXTS)
def test_paper_holds_the_letters_of_the_page_and_of_heads_and_feet_and_no_others(
    language: str, printed: dict[str, Rendered]
) -> None:
    text, found = TEXTS[language], pages(printed[language].data)
    said = Page(write_page(lay_out(text, paper=True), "").encode()).words
    assert letters(" ".join(found)) == letters(said + margins(text, len(found)))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_words_stand_on_paper_in_the_order_of_the_text(language: str, printed: dict[str, Rendered]) -> None:
    flow = Page(re.sub(r'<span class="fn">.*?</span>', "", _flow(TEXTS[language])).encode()).words
    assert stands_in_order(flow.split(), " ".join(pages(printed[language].data))) == ""


def _html(text: RevisionText) -> str:
    return write_page(lay_out(text, paper=True), "")


def _flow(text: RevisionText) -> str:
    """The text without masthead, contents and marks in the margin; and without lines in two directions, whose order
    on paper is for each reader to work out."""
    html = re.sub(r'<section[^>]*>(?:(?!</section>).)*dir="rtl".*?</section>', "", _html(text), flags=re.DOTALL)
    return re.sub(r'<div class="status">.*?</div>', "", html[html.index('<div class="flow">') : html.index("</main>")])


@pytest.mark.parametrize("language", TEXTS)
def test_every_page_carries_its_number_the_hash_and_what_text_it_is(
    language: str, printed: dict[str, Rendered]
) -> None:
    text, found = TEXTS[language], pages(printed[language].data)
    assert printed[language].pages == len(found) >= 2
    grouped = " ".join(re.findall(".{8}", text.hash))
    for number, said in enumerate(found, start=1):
        assert grouped in said
        assert (text.symbol or text.process) in said
        assert (captions(language).draft in said) is text.draft
        if language != "ar":
            assert captions(language).page.format(page=number, pages=len(found)) in said
            assert captions(language).day_and_time(text.frozen_at) in said


def test_the_contents_name_the_pages(printed: dict[str, Rendered]) -> None:
    first = pages(printed["fr"].data)[0]
    lines = re.findall(r"(A États et mobilité|B Personnes) ?(?:\. ?){9,}(\d)", first)
    assert lines == [("A États et mobilité", "1"), ("B Personnes", "3")]


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_one_file_keeps_to_pdf_ua_1_and_pdf_a_3a(language: str, profile: str, printed: dict[str, Rendered]) -> None:
    result = validation.validate_pdf_bytes(printed[language].data, profile=profile)
    assert result.is_compliant, [failure.message for failure in result.failures]


def test_languages_notes_and_links_are_known_to_a_screen_reader(printed: dict[str, Rendered]) -> None:
    reader = pypdf.PdfReader(io.BytesIO(printed["en"].data))
    tags = [item.get_object() for item in root("en", printed)["/StructTreeRoot"]["/K"]]
    found = []
    while tags:
        tag = tags.pop(0)
        if isinstance(tag, dict) and "/S" in tag:
            found.append(tag)
            tags = [kid.get_object() for kid in tag["/K"]] + tags
    assert {tag["/Lang"] for tag in found if "/Lang" in tag} == {"fr", "ar"}
    assert [tag["/S"] for tag in found].count("/Note") == [tag["/S"] for tag in found].count("/Reference") == 2
    assert sum(tag["/S"] == "/Part" for tag in found) == 1, "what crosses a page stays one element"
    annotations: list[Any] = [a.get_object() for page in reader.pages for a in page.annotations or ()]
    named = {annotation["/Contents"] for annotation in annotations}
    assert named == {
        "I Common understandings",
        "A States and movement",
        "II Effective practices",
        "3 Entry and stay",
        "(a) Visas",
        "12 bis",
        "https://example.org/guide?a=1&b=2",
    }


@pytest.mark.parametrize("language", TEXTS)
def test_the_file_says_what_it_is(language: str, printed: dict[str, Rendered]) -> None:
    text = TEXTS[language]
    reader = pypdf.PdfReader(io.BytesIO(printed[language].data))
    assert root(language, printed)["/Lang"] == language
    assert reader.metadata is not None and str(reader.metadata.title).startswith(text.title)
    assert reader.metadata.author == text.process
    assert reader.metadata.creation_date == reader.metadata.modification_date
    packet = reader.xmp_metadata
    assert packet is not None and packet.dc_identifier == f"sha256:{text.hash}"
    assert packet.dc_language == [language]
    assert f"{packet.xmp_create_date:%Y-%m-%dT%H:%M:%SZ}" == text.frozen_at


def test_the_same_text_gives_the_same_bytes_in_any_process(tmp_path: Path, printed: dict[str, Rendered]) -> None:
    program = (
        "import hashlib, pathlib, sys; from exports import render; from server.domain.revision import load_revision\n"
        "for name in sys.argv[1:]:\n"
        "    text = load_revision(pathlib.Path(name).read_bytes())\n"
        "    print(*(hashlib.sha256(render(text, form).data).hexdigest() for form in ('html', 'pdf')))"
    )
    for language, text in TEXTS.items():
        (tmp_path / language).write_bytes(dump_revision(text))
    here = [
        " ".join(hashlib.sha256(data).hexdigest() for data in (render(text, "html").data, printed[language].data))
        for language, text in TEXTS.items()
    ]
    for seed, zone in (("1", "Asia/Kathmandu"), ("2", "America/Caracas")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C", "PYTHONPATH": os.getcwd()}
        command = [sys.executable, "-c", program, *TEXTS]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True, text=True)
        assert done.stdout.splitlines() == here


def test_every_fifth_line_of_a_draft_has_its_number_and_an_endorsed_text_has_none() -> None:
    clauses = [clause(n, "operative", chr(64 + n), " ".join(["words"] * 40)) for n in range(1, 5)]
    draft = samples.revision("en", [clause(9, "part", "Z", "Heading"), *clauses])
    numbers = re.findall(r"(?<!\S)\d+(?!\S)", pages(render(draft, "pdf").data)[0].split("Page")[-1])
    lines = len(re.findall(r"words$", pdf_lines(draft), re.M))
    assert numbers[2:] == [str(n) for n in range(5, lines + 1, 5)] and lines > 10
    final = msgspec.structs.replace(draft, draft=False, kind="final", issued_at="2026-12-20T08:00:00Z")
    page = pages(render(final, "pdf").data)[0]
    assert re.findall(r"(?<!\S)\d+(?!\S)", page.split("Page")[-1]) == ["1", "1"]
    assert "20 December 2026" in page and "15 November 2026" not in page


def pdf_lines(text: RevisionText) -> str:
    return pypdf.PdfReader(io.BytesIO(render(text, "pdf").data)).pages[0].extract_text()


def test_a_character_without_a_glyph_fails_the_export_and_is_named() -> None:
    clauses = [clause(1, "operative", "1", "移民 and 🙂"), clause(2, "operative", "2", "Plain.")]
    text = samples.revision(
        "en", [*clauses, clause(3, "chapeau", "", "And 移."), clause(4, "operative", "4", "A 🙂" + " long" * 20)]
    )
    with pytest.raises(Unusable) as refused:
        render(text, "pdf")
    assert refused.value.code == "glyphs_missing"
    assert refused.value.detail["characters"] == ["U+1F642", "U+6C11", "U+79FB"]
    where = [(named["label"], named["words"]) for named in refused.value.detail["clauses"]]
    assert where == [("1", "移民 and 🙂"), ("", "And 移"), ("4", "A 🙂" + " long" * 9 + "…")]


def test_a_character_without_a_glyph_in_the_title_stands_in_no_clause() -> None:
    with pytest.raises(Unusable) as refused:
        render(samples.revision("en", [clause(1, "operative", "1", "Plain.")], title="Agreed \u2713"), "pdf")
    assert refused.value.detail == {"characters": ["U+2713"], "clauses": []}


def test_hostile_words_reach_paper_as_words() -> None:
    evil = "<img src='file:///etc/hosts'> <a rel=attachment href='file:///etc/hosts'> \u202e\x00\u2067 </style>"
    text = samples.revision("en", [clause(1, "operative", evil, doc(paragraph(evil, note(words(evil)))))], title=evil)
    rendered = render(text, "pdf")
    assert not pypdf.PdfReader(io.BytesIO(rendered.data)).attachments
    assert "".join(pages(rendered.data)).count("U+202E") >= 4
    assert validation.validate_pdf_bytes(rendered.data, profile="ua1").is_compliant


def test_paper_fetches_nothing() -> None:
    with pytest.raises(weasyprint.urls.FatalURLFetchingError):
        exports.pdf._NoFetcher().fetch("https://example.org/style.css")


def test_only_the_bundled_fonts_are_embedded(printed: dict[str, Rendered]) -> None:
    page: Any = pypdf.PdfReader(io.BytesIO(printed["ar"].data)).pages[0]
    fonts = {str(font.get_object()["/BaseFont"]).split("+")[1] for font in page["/Resources"]["/Font"].values()}
    assert fonts and all(re.match("Noto-Serif|Noto-Sans-Mono|Amiri", font) for font in fonts), fonts
    folder = exports.pdf.FONTS
    assert sum(file.stat().st_size for file in folder.iterdir()) <= 4_000_000
    assert {file.name for file in folder.glob("*.txt")} == {"OFL-Amiri.txt", "OFL-Noto.txt"}


def test_a_stream_that_ends_with_a_carriage_return_is_read_whole() -> None:
    content = b"\x86\x86"
    assert zlib.compress(content, 9).endswith(b"\r")
    stream = pydyf.Stream([content], compress=True)
    assert stream.data.endswith(content + b"\nendstream")


def test_a_stretch_that_fits_but_for_its_last_space_stays_on_its_line() -> None:
    html = "<p>keep data on travellers <b>[</b>, and let them see it <b>[</b>and correct it<b>]</b></p>"
    counts = []
    for width in range(240, 420, 2):
        style = f"<style>@page {{ size: {width}px 400px; margin: 0 }} p {{ margin: 0; font: 14px Noto Serif }}</style>"
        lines = weasyprint.HTML(string=style + html).render().pages[0]._page_box
        first = next(box for box in lines.descendants() if type(box).__name__ == "LineBox")
        counts.append(sum(len(box.text) for box in first.descendants() if hasattr(box, "text")))
    assert counts == sorted(counts), "a wider page never holds less on its first line"
