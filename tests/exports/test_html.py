"""The reading page: its structure to the letter, safe with any words, complete."""

import json
import re
from pathlib import Path

import pytest

from exports import render
from exports.html import content_policy
from server.domain.errors import Unusable
from server.domain.revision import RevisionText
from tests.exports import samples, translated
from tests.exports.reading import Page, letters, stands_in_order
from tests.exports.samples import citation, clause, clause_id, doc, item, note, ordered, paragraph, reference, words

TEXTS = (samples.english(), translated.arabic(), translated.french())
GOLDEN = Path(__file__).parent / "golden"


def written(text: RevisionText) -> str:
    return render(text, "html").data.decode()


@pytest.mark.parametrize("text", [samples.english(), translated.arabic()], ids=["en", "ar"])
def test_the_page_is_the_golden_one(text: RevisionText) -> None:
    """Its style sheet and the hash of that apart. After a change that is meant, write the new page over the old one."""
    plain = re.sub(r"(?<=<style>).*?(?=</style>)|sha256-[^&]*", "", written(text), flags=re.DOTALL)
    assert plain == (GOLDEN / f"{text.language}.html").read_text("utf-8")


@pytest.mark.parametrize("text", TEXTS, ids=["en", "ar", "fr"])
def test_the_page_needs_nothing_but_itself(text: RevisionText) -> None:
    page = Page(render(text, "html").data)
    names = {name for name, _ in page.elements}
    assert not names & {"script", "link", "img", "iframe", "object", "form", "base"}
    assert not any("style" in attrs or any(key.startswith("on") for key in attrs) for _, attrs in page.elements)
    assert "url(" not in written(text) and "@import" not in written(text)
    assert page.all("meta")[1]["content"] == content_policy()


@pytest.mark.parametrize("text", TEXTS, ids=["en", "ar", "fr"])
def test_every_address_inside_the_page_leads_to_one_place(text: RevisionText) -> None:
    page = Page(render(text, "html").data)
    places = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(places) == len(set(places))
    inside = [href[1:] for attrs in page.all("a") if (href := attrs["href"] or "").startswith("#")]
    assert inside and set(inside) <= set(places)


def test_labels_are_printed_as_given() -> None:
    labels = ["2bis", "3.4", "(a)", "12 bis", "Article 7", "١٢ مكررا", "A/1", "<b>", "7."]
    text = samples.revision("en", [clause(n, "operative", label, "words") for n, label in enumerate(labels)])
    said = Page(render(text, "html").data).words
    assert stands_in_order([f"{label} words" for label in labels], said) == ""


def test_a_reference_prints_the_label_that_its_clause_has_here() -> None:
    text = samples.revision(
        "en",
        [
            clause(1, "operative", "4 ter", doc(paragraph("see ", reference(2), " and ", reference(99), "."))),
            clause(2, "heading", "", "Final matters"),
        ],
    )
    page = Page(render(text, "html").data)
    assert "see Final matters and a clause that is not in this text." in page.words
    assert {"class": "ref", "href": f"#c-{clause_id(2)}"} in page.all("a")


def test_a_heading_under_a_heading_skips_no_level_whatever_the_depths() -> None:
    text = samples.revision(
        "en",
        [
            clause(1, "part", "I", "One", depth=0),
            clause(2, "heading", "A", "Two", depth=4),
            clause(3, "operative", "1", "words", depth=5),
            clause(4, "item", "(a)", "words", depth=9),
            clause(5, "chapter", "B", "Three", depth=1),
        ],
    )
    page = Page(render(text, "html").data)
    assert [name for name, _ in page.elements if re.fullmatch("h[1-6]", name)] == ["h1", "h2", "h3", "h3"]
    assert [attrs["class"] for attrs in page.all("section")] == ["cl in0", "cl in1"]


def test_lists_carry_their_own_labels_and_count_where_they_have_none() -> None:
    listed = ordered(
        item(paragraph("one")), item(paragraph("two"), label="(b bis)"), item(paragraph("three")), style="upper-roman"
    )
    said = Page(render(samples.revision("en", [clause(1, "operative", "1", doc(listed))]), "html").data).words
    assert "1 I. one (b bis) two III. three" in said


def test_words_are_never_markup() -> None:
    evil = "<script>alert(1)</script> & \"quoted\" 'single' <img src=x onerror=alert(1)> {{ 7 * 7 }} {% raw %} </style>"
    body = doc(
        paragraph(
            evil,
            words(evil, "strong", lang="fr"),
            note(words(evil)),
            citation(evil, evil),
            words("bad", href="javascript:alert(1)"),
            words("good", href='https://example.org/"><script>'),
        )
    )
    fields = dict.fromkeys(
        ("title", "process", "symbol", "instrument_status", "meeting", "place_and_dates", "act"), evil
    )
    text = samples.revision("en", [clause(1, "operative", evil, body), clause(2, "part", evil, evil)], **fields)
    page = Page(render(text, "html").data)
    assert {"script", "img"}.isdisjoint(name for name, _ in page.elements)
    assert page.words.count("alert(1)") >= 2 * 10 and "49" not in page.words
    outside = [href for attrs in page.all("a") if not (href := attrs["href"] or "").startswith("#")]
    assert outside == ['https://example.org/"><script>']


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\u2028", "\x00", "\x1b", "\x85", "\ufffe", "\ufdd0"])
def test_a_character_that_cannot_be_seen_is_printed_as_its_code(character: str) -> None:
    body = doc(paragraph(f"agreed{character}text", note(words(f"note{character}"))))
    fields = dict.fromkeys(("title", "process", "instrument_status", "meeting"), f"x{character}y")
    text = samples.revision("en", [clause(1, "operative", f"1{character}", body)], **fields)
    page = written(text)
    assert character not in page
    assert Page(page.encode()).words.count(f"U+{ord(character):04X}") == 7


def test_a_clause_without_words_says_so_and_a_withdrawn_one_too() -> None:
    text = samples.revision(
        "fr",
        [
            clause(1, "operative", "1", doc(paragraph())),
            clause(2, "operative", "2", "old words", status="withdrawn"),
            clause(3, "part", "I", doc(paragraph())),
        ],
    )
    said = Page(render(text, "html").data).words
    assert stands_in_order(["1 Pas de texte dans cette langue.", "2 Retiré.", "I"], said) == ""
    assert "old words" not in said


def test_a_form_that_is_not_known_is_refused() -> None:
    with pytest.raises(Unusable) as refused:
        render(samples.english(), "docx")
    assert refused.value.code == "form_unknown"


def test_no_letter_of_a_clause_is_lost() -> None:
    for text in TEXTS:
        source = letters("".join(re.findall(r'"text":"((?:[^"\\]|\\.)*)"', _dumped(text))))
        assert not source - letters(Page(render(text, "html").data).words)


def _dumped(text: RevisionText) -> str:
    return json.dumps([c.text for c in text.clauses], ensure_ascii=False, separators=(",", ":"))
