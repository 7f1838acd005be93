"""The proof of an import: the clauses, joined, are their source but for markup. Rules: IMPORT.md 27-30."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from server.domain.errors import Unusable
from server.domain.labels import NOTE_CLOSES, NOTE_OPENS
from server.domain.markup import Node
from server.domain.outline import Cut, Difference, WordCheck
from server.domain.sourcelines import (
    find_addresses,
    front_matter_end,
    may_be_left_out,
    move_notes,
    name_links,
    split_lines,
    strip_html,
)

NUMBERING = frozenset("#.:)-–—+•·*")
"""Signs that may stand round a label or before a paragraph without being its words."""
BOUNDARY = ""
SHOWN = 12

_COMBINING = r"\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u093a-\u094f"
_TOKEN = re.compile(rf"[^\W]+(?:[{_COMBINING}]+\w*)*|[^\w\s]")
_MARKUP = str.maketrans("", "", "*_\\")
_NOTE = re.compile(f"{NOTE_OPENS}([^{NOTE_OPENS}{NOTE_CLOSES}]*){NOTE_CLOSES}")


def check_words(source: str, cut: Cut) -> WordCheck:
    """Return the words on both sides, or raise Unusable `words_lost` with the first difference."""
    check = compare_words(source, cut)
    if check.differences:
        first = check.differences[0]
        raise Unusable("words_lost", line=first.line, source=first.source, clauses=first.clauses)
    return check


def compare_words(source: str, cut: Cut) -> WordCheck:
    """Compare a source with what was cut from it, sign by sign, up to the first difference."""
    expected = _source_tokens(source, cut)
    found, starts = _clause_tokens(cut)
    at, index = _meet(expected, found)
    differences: tuple[Difference, ...] = ()
    if at < len(expected) or index < len(found):
        line = cut.clauses[bisect_right(starts, index) - 1].line
        shown = [token for token in found[index : index + SHOWN] if token != BOUNDARY]
        differences = (Difference(line, " ".join(expected[at : at + SHOWN]), " ".join(shown)),)
    return WordCheck(_count(expected), _count(found), differences)


def _count(tokens: Sequence[str]) -> int:
    return sum(1 for token in tokens if token[:1].isalnum())


def _tokens(text: str, *, markdown: bool) -> list[str]:
    return _TOKEN.findall(text.translate(_MARKUP) if markdown else text)


def _source_tokens(source: str, cut: Cut) -> list[str]:
    lines = split_lines(source)
    end = front_matter_end(lines) if cut.markdown else 0
    for number, text in cut.left_out:
        if lines[number - 1] != text or not may_be_left_out(text, in_front_matter=number <= end):
            raise Unusable("words_lost", line=number, source=text, clauses="")
        lines[number - 1] = ""
    if cut.markdown:
        lines = _join_notes(lines, find_addresses(text for number, text in cut.left_out if number > end))
    return _tokens("\n".join(lines), markdown=cut.markdown)


def _join_notes(lines: list[str], addresses: dict[str, str]) -> list[str]:
    """Put the words of each footnote where it is named."""
    kept, notes = move_notes([name_links(strip_html(line), addresses) for line in lines])

    def words(match: re.Match[str]) -> str:
        return f" [^ {notes[match[1]]} ^] " if match[1] in notes else match[0]

    return [_NOTE.sub(words, line) for line in kept]


def _clause_tokens(cut: Cut) -> tuple[list[str], list[int]]:
    """Return the tokens of all clauses, and where each clause begins among them."""
    tokens: list[str] = []
    starts: list[int] = []
    for clause in cut.clauses:
        starts.append(len(tokens))
        tokens += [BOUNDARY, *_tokens(clause.label, markdown=cut.markdown)]
        for paragraph in clause.content["content"]:
            text = "".join(_written(paragraph.get("content", [])))
            tokens += [BOUNDARY, *_tokens(text, markdown=cut.markdown)]
    return [*tokens, BOUNDARY], starts


def _written(nodes: Sequence[Node]) -> Iterator[str]:
    """Yield the words of inline nodes; a link in its round brackets, a footnote in its own."""
    address: str | None = None
    for node in nodes:
        href = next((m["attrs"]["href"] for m in node.get("marks", []) if m["type"] == "link"), None)
        if href != address:
            yield f"]({address})" if address else ""
            yield "[" if href else ""
            address = href
        if node["type"] == "footnote":
            yield f" [^ {''.join(_written(node.get('content', [])))} ^] "
        else:
            yield node["text"]
    if address:
        yield f"]({address})"


def _meet(expected: Sequence[str], found: Sequence[str]) -> tuple[int, int]:
    """Walk both sides together and return how far each was walked: to their ends when nothing is lost."""
    at = index = 0
    while index < len(found):
        if found[index] == BOUNDARY:
            mine, then = _signs(found, index, {BOUNDARY})
            theirs, after = _signs(expected, at, set())
            if not _within(mine, theirs):
                break
            at, index = after, then
        elif at < len(expected) and expected[at] == found[index]:
            at, index = at + 1, index + 1
        else:
            break
    return at, index


def _signs(tokens: Sequence[str], start: int, also: set[str]) -> tuple[list[str], int]:
    """Return the signs of numbering that stand at `start`, and where they end."""
    end = start
    while end < len(tokens) and (tokens[end] in NUMBERING or tokens[end] in also):
        end += 1
    return [token for token in tokens[start:end] if token not in also], end


def _within(few: Sequence[str], many: Sequence[str]) -> bool:
    """Whether `few` can be had from `many` by leaving some out."""
    rest = iter(many)
    return all(sign in rest for sign in few)
