"""Lines into passages: headings and paragraphs, each with its label. Rules: IMPORT.md 14, 20."""

import re
from dataclasses import dataclass, field

from server.domain.errors import TooLarge
from server.domain.labels import Form, Marker, follows, opens_list, read_marker
from server.domain.sourcelines import SourceLines
from server.domain.wording import is_caption, plain_heading

CAPTION_LEVEL = 7
TAB = 4
MOST_PASSAGES = 20_000
"""Far above any negotiated text; more would hold the server up for nothing."""
_HEADING = re.compile(r"^ {0,3}(#{1,6})(?:[ \t\u00a0]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r"^ {0,3}(?:(={3,})|-{3,})[ \t]*$")
_NOTE = re.compile(r"^ {0,3}\[\^[^\s\[\]]{1,60}\]:")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or a heading with its `level` (0 is none). `marker` is the label that opens it."""

    line: int
    indent: int
    text: str
    level: int
    marker: Marker | None


@dataclass(slots=True)
class _Reader:
    source: SourceLines
    markdown: bool
    passages: list[Passage] = field(default_factory=list)
    running: list[str] = field(default_factory=list)
    begun: int = 0
    marker: Marker | None = None
    last_labels: dict[tuple[int, Form], str] = field(default_factory=dict)

    def read(self) -> list[Passage]:
        for number, line in enumerate(self.source.lines, 1):
            if not line.strip():
                self._underline(number)
                self.close()
            elif level := self._heading_level(number, line):
                self.close()
                match = _HEADING.match(line) if self.markdown else None
                self._add(number, indent_of(line), (match[2] or "") if match else line.strip(), level)
            else:
                if self.running and self._begins_anew(line):
                    self.close()
                self._run(number, line)
        self.close()
        return self.passages

    def _run(self, number: int, line: str) -> None:
        if not self.running:
            self.begun = number
            self.marker = read_marker(line.strip(), markdown=self.markdown)
            if self.marker:
                self.last_labels[indent_of(line), self.marker.form] = self.marker.label
        self.running.append(line)

    def _heading_level(self, number: int, line: str) -> int:
        if self.markdown:
            match = _HEADING.match(line)
            return len(match[1]) if match else 0
        before = self.source.lines[number - 2] if number > 1 else ""
        after = self.source.lines[number] if number < len(self.source.lines) else ""
        alone = not before.strip() and not after.strip()
        return plain_heading(line, alone=alone) if not before.strip() else 0

    def _underline(self, number: int) -> None:
        """A row of = or - under one line makes that line a heading."""
        match = _UNDERLINE.match(self.source.left_out.get(number, ""))
        if match and len(self.running) == 1 and self.marker is None:
            line = self.running.pop()
            self._add(self.begun, indent_of(line), line.strip(), 1 if match[1] else 2)

    def _begins_anew(self, line: str) -> bool:
        """Whether a line opens a passage of its own without a blank line before it."""
        if _NOTE.match(line) or _NOTE.match(self.running[0]):
            return bool(_NOTE.match(line))
        marker = read_marker(line.strip(), markdown=self.markdown)
        if marker is None:
            return False
        match marker.form:
            case Form.OPTION:
                return True
            case Form.BULLET:
                in_list = self.marker is not None and self.marker.form is Form.BULLET
                return in_list or self.running[-1].rstrip().endswith((":", ";", ",", "،", "؛"))
            case _:
                at = indent_of(line)
                earlier = [label for (column, _), label in self.last_labels.items() if column == at]
                return opens_list(marker) or any(follows(label, marker.label) for label in earlier)

    def close(self) -> None:
        if self.running:
            text = " ".join(line.strip() for line in self.running)
            indent = indent_of(self.running[0])
            level = CAPTION_LEVEL if self.markdown and indent < TAB and is_caption(text) else 0
            self._add(self.begun, indent, text, level)
            self.running, self.marker = [], None

    def _add(self, line: int, indent: int, text: str, level: int) -> None:
        if len(self.passages) == MOST_PASSAGES:
            raise TooLarge("too_many_clauses", line=line, most=MOST_PASSAGES)
        marker = None if level else read_marker(text, markdown=self.markdown)
        if level and level != CAPTION_LEVEL:
            self.last_labels = {}
        self.passages.append(Passage(line, indent, text, level, marker))


def indent_of(line: str) -> int:
    """Return the columns before the first word, a tab reaching to the next multiple of four."""
    expanded = line.expandtabs(TAB)
    return len(expanded) - len(expanded.lstrip())


def read_passages(source: SourceLines, *, markdown: bool) -> list[Passage]:
    """Read the passages of a source in the order of their words. Raises TooLarge `too_many_clauses` (line)."""
    return _Reader(source, markdown).read()
