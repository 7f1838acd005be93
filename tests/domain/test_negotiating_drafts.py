"""Import of two real drafts with a thousand brackets each, held to a list made from their numbering alone."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from server.domain.cutting import Cut, check_words, cut, read_source
from server.domain.terms import HEADING_KINDS, ClauseKind

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "paris-agreement"
OCTOBER, DECEMBER = "03_2015-10-23_adp-draft.md", "04_2015-12-04_adp-compilation.md"
DRAFTS = [
    pytest.param(name, marks=pytest.mark.skipif(not (FOLDER / name).exists(), reason=f"{name} is not on this machine"))
    for name in (OCTOBER, DECEMBER)
]

SUFFIX = r"(?:\.?(?:bis|ter|quater|alt))?"
OPTION = re.compile(r"\*{0,2}\[*\*{0,2}(Option ?(?:\d+|[IVX]+|\([a-z]\)))(?![\w)])")
NUMBER = re.compile(rf"\*{{0,2}}\[*(\[\d+\]|\d+(?:\.\d+)?{SUFFIX}|\([a-z]+\)|[a-z]\))([.:)]?)\*{{0,2}}(?= )")


@cache
def read(name: str) -> tuple[list[str], Cut]:
    source = read_source((FOLDER / name).read_bytes())
    result = cut(source, markdown=True)
    check_words(source, result)
    return source.splitlines(), result


def body(lines: list[str]) -> Iterator[str]:
    """Yield the lines behind the front matter that are not footnotes."""
    in_note = blank = False
    for line in lines[lines.index("---", 1) + 1 :]:
        opens_note = re.match(r"\[\^\w+\]:", line) is not None
        in_note = opens_note or (in_note and (line.startswith(" ") or not line.strip() or not blank))
        blank = not line.strip()
        if not in_note:
            yield line


def printed_labels(lines: list[str]) -> Iterator[str]:
    """Yield the labels that stand at the beginnings of lines, as a reader with a pencil would tick them."""
    for line in body(lines):
        rest = line.strip()
        if rest.startswith("#"):
            division = re.match(r"#+ (\[?Article \w+(?: bis)?\]?)", rest)
            yield from [division[1]] if division else []
            continue
        while number := NUMBER.match(rest):
            if number[1].isdigit() and not number[2]:
                break
            yield number[1] + (")" if number[2] == ")" else "")
            rest = rest[number.end() :].strip()
        option = OPTION.match(rest)
        if option and (rest[0] in "*[" or rest.startswith(f"{option[1]}:")):
            yield option[1]


@pytest.mark.parametrize("name", DRAFTS)
def test_the_labels_are_those_of_the_source_in_order(name: str) -> None:
    """IMPORT 9-13."""
    lines, result = read(name)
    assert [clause.label for clause in result.clauses if clause.label] == list(printed_labels(lines))


@pytest.mark.parametrize("name", DRAFTS)
def test_headings_bullets_and_preamble_are_as_many_as_in_the_source(name: str) -> None:
    """IMPORT 14-16."""
    lines, result = read(name)
    own = list(body(lines))
    assert sum(c.kind in HEADING_KINDS for c in result.clauses) == sum(line.startswith("#") for line in own)
    bullets = sum(re.match(r"\s*[-*] (?!TOC)", line) is not None for line in own)
    assert sum(c.kind is ClauseKind.ITEM and not c.label for c in result.clauses) == bullets
    start, end = (next(n for n, line in enumerate(own) if word in line) for word in ("Preamble", "## Article 1"))
    paragraphs = [line for line in own[start + 1 : end] if line.strip()]
    heading = next(index for index, c in enumerate(result.clauses) if c.title == "Preamble")
    assert sum(c.parent == heading for c in result.clauses) == len(paragraphs)


@pytest.mark.parametrize(
    ("name", "clauses", "brackets", "over", "left", "options", "blanks", "references"),
    [
        pytest.param(*DRAFTS[0].values, 555, 992, 9, 31, 153, 23, 50, marks=DRAFTS[0].marks),
        pytest.param(*DRAFTS[1].values, 424, 989, 6, 27, 113, 17, 49, marks=DRAFTS[1].marks),
    ],
)
def test_what_becomes_an_object_and_what_does_not(
    name: str, clauses: int, brackets: int, over: int, left: int, options: int, blanks: int, references: int
) -> None:
    """IMPORT 31-40."""
    _, result = read(name)
    objects = result.objects
    assert (len(result.clauses), len(objects.brackets), len(objects.left)) == (clauses, brackets, left)
    assert sum(len(bracket.clauses) > 1 for bracket in objects.brackets) == over
    assert sum(clause.kind is ClauseKind.OPTION for clause in result.clauses) == options
    assert (objects.blanks, objects.references) == (blanks, references)
