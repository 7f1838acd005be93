"""The proof of an import: the clauses, written out, are their source but for markup. Rules: IMPORT.md 27-30."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from server.domain.drawing import BLANK_CLOSES, BLANK_OPENS, BOUNDARY, Written, draw_clauses, tokenise
from server.domain.errors import Unusable
from server.domain.labels import DIRECTION_MARKS, NOTE_CLOSES, NOTE_OPENS
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

NUMBERING = frozenset("#.:)-–—+•·*" + DIRECTION_MARKS)
"""Signs that may stand round a label or before a paragraph without being its words."""
SHOWN = 12
LONGEST_BLANK = 70

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
    expected, found = _write_source(source, cut), draw_clauses(cut)
    at, index = _Walk(expected.tokens, found.tokens, found.labels).meet()
    differences: tuple[Difference, ...] = ()
    if at < len(expected.tokens) or index < len(found.tokens):
        shown = [token.strip("\x00") for token in found.tokens[index : index + SHOWN] if token != BOUNDARY]
        line = cut.clauses[bisect_right(found.starts, index) - 1].line
        differences = (Difference(line, " ".join(expected.tokens[at : at + SHOWN]), " ".join(shown)),)
    elif expected.notes != found.notes:
        differences = (_compare_notes(expected, found, cut),)
    return WordCheck(expected.count(), found.count(), differences)


def _compare_notes(expected: Written, found: Written, cut: Cut) -> Difference:
    """Return the first footnote that differs in its words or its place; the line is the source's last clause."""
    pairs = zip([*expected.notes, None], [*found.notes, None], strict=False)
    mine, theirs = next((a, b) for a, b in pairs if a != b)
    source, clauses = (" ".join(note[1][:SHOWN]) if note else "" for note in (mine, theirs))
    return Difference(cut.clauses[-1].line, source, clauses)


def _write_source(source: str, cut: Cut) -> Written:
    lines = split_lines(source)
    end = front_matter_end(lines) if cut.markdown else 0
    for number, text in cut.left_out:
        if lines[number - 1] != text or not may_be_left_out(text, in_front_matter=number <= end):
            raise Unusable("words_lost", line=number, source=text, clauses="")
        lines[number - 1] = ""
    written = Written(cut.markdown)
    notes: dict[str, str] = {}
    if cut.markdown:
        addresses = find_addresses(text for number, text in cut.left_out if number > end)
        lines, notes = move_notes([name_links(strip_html(line), addresses) for line in lines])
    text, start = "\n".join(lines), 0
    for match in _NOTE.finditer(text):
        if match[1] in notes:
            written.add(text[start : match.start()])
            written.add_note(tokenise(notes[match[1]], markdown=True))
            start = match.end()
    written.add(text[start:])
    return written


@dataclass(slots=True)
class _Walk:
    """Both sides, walked together from their beginnings."""

    expected: Sequence[str]
    found: Sequence[str]
    labels: set[int]
    at: int = 0
    index: int = 0
    owed: int = 0
    """Brackets that the source has before a label; the clauses have them before the words (IMPORT 12)."""

    def meet(self) -> tuple[int, int]:
        """Return how far each side was walked: to their ends when nothing is lost."""
        while self.index < len(self.found) and self._step():
            pass
        return self.at, self.index

    def _step(self) -> bool:
        """Walk on by a token of the clauses, or by what stands for none; False where the sides part."""
        token = self.found[self.index]
        there = self.expected[self.at] if self.at < len(self.expected) else None
        if token == BOUNDARY:
            return self._pass_boundary()
        if token == BLANK_OPENS:
            return self._pass_blank()
        if there != token or (self.owed and self.index not in self.labels):
            return False
        self.at, self.index = self.at + 1, self.index + 1
        return True

    def _pass_blank(self) -> bool:
        """Pass a blank that the source has in brackets, or bare."""
        end = self.index + self.found[self.index : self.index + LONGEST_BLANK].index(BLANK_CLOSES)
        words = list(self.found[self.index + 1 : end])
        for written in ([*words, "]"],) if self.owed else (["[", *words, "]"], words):
            if self.expected[self.at : self.at + len(written)] == written:
                self.at, self.index, self.owed = self.at + len(written), end + 1, max(0, self.owed - 1)
                return True
        return False

    def _pass_boundary(self) -> bool:
        """Pass the signs of numbering on both sides. Opening brackets may have changed places with them."""
        start = self.at
        while self.at < len(self.expected) and (self.expected[self.at] in NUMBERING or self.expected[self.at] == "["):
            self.owed += self.expected[self.at] == "["
            self.at += 1
        mine: list[str] = []
        while self.index < len(self.found) and (token := self.found[self.index]) in {BOUNDARY, "[", *NUMBERING}:
            if token == "[":
                if not self.owed:
                    break
                self.owed -= 1
            elif token != BOUNDARY:
                mine.append(token)
            self.index += 1
        theirs = [token for token in self.expected[start : self.at] if token != "["]
        if self.index < len(self.found) and self.found[self.index] == BLANK_OPENS:
            while self.owed and self.expected[self.at - 1] == "[":
                self.at, self.owed = self.at - 1, self.owed - 1
        return _within(mine, theirs) and not (self.owed and self.index == len(self.found))


def _within(few: Sequence[str], many: Sequence[str]) -> bool:
    """Whether `few` can be had from `many` by leaving some out."""
    rest = iter(many)
    return all(sign in rest for sign in few)
