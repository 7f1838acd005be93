"""Import: a Markdown or plain text into clauses, without losing a word. Rules: IMPORT.md."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from server.domain.errors import TooLarge, Unusable
from server.domain.identity import fresh_id
from server.domain.labels import Form, Marker, as_letter, follows, read_marker
from server.domain.markup import Node, document, read_inline, read_plain, title_of
from server.domain.objects import Known, find_objects
from server.domain.outline import Cut, CutClause, Difference, WordCheck
from server.domain.passages import Passage, read_passages
from server.domain.sourcelines import read_lines, read_source
from server.domain.terms import HEADING_KINDS, ClauseKind
from server.domain.wordcheck import check_words, compare_words
from server.domain.wording import (
    closes_preamble,
    holds_what_follows,
    introduces,
    is_formula,
    is_no_text,
    is_preamble_title,
    is_preambular,
    opening_title,
    split_heading,
)

__all__ = [
    "Cut",
    "CutClause",
    "Difference",
    "WordCheck",
    "check_words",
    "compare_words",
    "cut",
    "read_source",
]

DEEPEST = 12
"""Levels of clauses; what is indented further stands at the last one."""
LONGEST_CLAUSE = 250_000
"""Bytes of one paragraph in UTF-8, and of the update that a clause begins with: half of what a ledger takes."""
CHAPEAU_RANK = 1


@dataclass(slots=True)
class _Clause:
    """A clause while it is read: its paragraphs are still source text."""

    kind: ClauseKind
    label: str
    parent: int | None
    line: int
    paragraphs: list[str]
    depth: int


@dataclass(slots=True)
class _Open:
    """A clause that may still take others. It stands at the columns `indent` to `reach`.

    These differ when its label shares a line with another's. A `holder` takes what stands at its own column.
    """

    index: int
    indent: int
    reach: int
    form: Form | None
    rank: int
    holder: bool = False
    taken_rank: int | None = None


@dataclass(slots=True)
class _Tree:
    markdown: bool
    clauses: list[_Clause] = field(default_factory=list)
    headings: list[tuple[int, int]] = field(default_factory=list)
    opened: list[_Open] = field(default_factory=list)
    in_preamble: bool = False
    operative: bool = False

    def add(self, passage: Passage) -> None:
        if (size := len(passage.text.encode())) > LONGEST_CLAUSE:
            raise TooLarge("clause_too_long", line=passage.line, bytes=size, largest=LONGEST_CLAUSE)
        if passage.level:
            self._add_heading(passage)
        elif passage.marker:
            self._add_labelled(passage, passage.marker, passage.indent)
        else:
            self._add_paragraph(passage)

    def _new(self, kind: ClauseKind, label: str, parent: int | None, line: int, text: str) -> int:
        if parent is None:
            parent = self.headings[-1][1] if self.headings else None
        while parent is not None and self.clauses[parent].depth >= DEEPEST - 1:
            parent = self.clauses[parent].parent
        depth = 0 if parent is None else self.clauses[parent].depth + 1
        self.clauses.append(_Clause(kind, label, parent, line, [text] if text else [], depth))
        return len(self.clauses) - 1

    def _add_heading(self, passage: Passage) -> None:
        while self.headings and self.headings[-1][0] >= passage.level:
            self.headings.pop()
        self.opened = []
        kind, label, rest = split_heading(passage.text, passage.level)
        index = self._new(kind, label, None, passage.line, rest)
        self.headings.append((passage.level, index))
        self.in_preamble, self.operative = is_preamble_title(rest), False

    def _add_labelled(self, passage: Passage, marker: Marker, indent: int, reach: int | None = None) -> None:
        marker = self._settle(marker, indent)
        if reach is None:
            self._close_to(marker, indent)
        above = self.opened[-1] if self.opened else None
        index = self._new(self._kind_of(marker), marker.label, above.index if above else None, passage.line, "")
        if above and above.form is None:
            above.taken_rank = marker.rank if above.taken_rank is None else above.taken_rank
            if self.clauses[above.index].kind is ClauseKind.NARRATIVE:
                self.clauses[above.index].kind = ClauseKind.CHAPEAU
        reach = indent if reach is None else reach
        holder = marker.form is Form.OPTION and holds_what_follows(marker.rest)
        self.opened.append(_Open(index, indent, reach, marker.form, marker.rank, holder))
        inner = read_marker(marker.rest, markdown=self.markdown) if marker.form is not Form.BULLET else None
        if marker.width and inner and (inner.form is Form.OPTION or inner.rank > marker.rank > 0):
            self._add_labelled(passage, inner, indent, indent + marker.width + 2)
        elif marker.rest:
            self.clauses[index].paragraphs.append(marker.rest)

    def _settle(self, marker: Marker, indent: int) -> Marker:
        """Tell (i) the letter from (i) the number by what stands before it."""
        if marker.form is not Form.ROMAN:
            return marker
        for open_ in reversed(self.opened):
            if open_.form in {Form.LETTER, Form.ROMAN} and _at(open_, indent):
                letter = open_.form is Form.LETTER and follows(self.clauses[open_.index].label, marker.label)
                return as_letter(marker) if letter else marker
        return marker

    def _close_to(self, marker: Marker, indent: int) -> None:
        """Close what cannot take a clause with this label at this column."""
        while self.opened:
            last = self.opened[-1]
            if last.reach + 1 < indent:
                return
            if last.indent <= indent + 1 and _takes(last, marker) and not self._equals_numbered(marker, indent):
                return
            self.opened.pop()
            if last.indent <= indent + 1 and last.form is marker.form and last.rank == marker.rank:
                return

    def _numbered_above(self, indent: int) -> _Open | None:
        """Return the numbered paragraph round the innermost option, when both stand at this column."""
        if len(self.opened) < 2 or self.opened[-1].form is not Form.OPTION:
            return None
        above = self.opened[-2]
        return above if above.form is Form.DECIMAL and _at(above, indent) else None

    def _equals_numbered(self, marker: Marker, indent: int) -> bool:
        above = self._numbered_above(indent)
        return above is not None and marker.rank <= above.rank

    def _kind_of(self, marker: Marker) -> ClauseKind:
        if marker.form is Form.OPTION:
            return ClauseKind.OPTION
        inside = any(self.clauses[o.index].kind is not ClauseKind.OPTION for o in self.opened)
        if marker.form is not Form.DECIMAL or inside:
            return ClauseKind.ITEM
        self.operative = True
        return ClauseKind.OPERATIVE

    def _add_paragraph(self, passage: Passage) -> None:
        while self.opened and not self._continues(self.opened[-1], passage.indent):
            self.opened.pop()
        above = self.opened[-1] if self.opened else None
        if above and above.form is not None and above.index == len(self.clauses) - 1 and self._joins(above, passage):
            self.clauses[above.index].paragraphs.append(passage.text)
            return
        if is_no_text(passage.text):
            self._new(ClauseKind.OPTION, "", above.index if above else None, passage.line, passage.text)
            return
        kind = ClauseKind.NARRATIVE if above else self._kind_of_words(passage.text)
        index = self._new(kind, "", above.index if above else None, passage.line, passage.text)
        if kind is ClauseKind.NARRATIVE and introduces(passage.text):
            self.opened.append(_Open(index, passage.indent, passage.indent, None, CHAPEAU_RANK))

    def _continues(self, last: _Open, indent: int) -> bool:
        """Whether a paragraph without a label is this clause's: it is indented further, or an option's."""
        if last.form is None or last.reach + 1 < indent:
            return last.form is not None
        if last.form is not Form.OPTION or not _at(last, indent):
            return False
        free = last.holder and self._numbered_above(indent) is None
        return free or indent > 1 or not self.clauses[last.index].paragraphs

    def _joins(self, above: _Open, passage: Passage) -> bool:
        return passage.indent > above.reach + 1 or not self.clauses[above.index].paragraphs or not above.holder

    def _kind_of_words(self, text: str) -> ClauseKind:
        if closes_preamble(text):
            self.in_preamble, self.operative = False, True
            return ClauseKind.FORMULA
        if is_formula(text) and not self.operative:
            return ClauseKind.FORMULA
        if not self.operative and is_preambular(text, in_preamble=self.in_preamble):
            return ClauseKind.PREAMBULAR
        return ClauseKind.NARRATIVE


def _at(open_: _Open, indent: int) -> bool:
    return open_.indent - 1 <= indent <= open_.reach + 1


def _takes(last: _Open, marker: Marker) -> bool:
    """Whether a clause takes one with this label at its own column (IMPORT 19)."""
    if last.form is None:
        return last.taken_rank is None or marker.rank >= last.taken_rank
    if marker.form is Form.OPTION and last.form is not Form.OPTION:
        return False
    return last.rank < marker.rank and (last.holder or last.form is not Form.OPTION)


@dataclass(frozen=True, slots=True)
class Terms:
    """What an import knows beside its source.

    `codes` are the delegations that brackets may name; `new_id` makes ids. `standing`, where it is given, are the ids
    of clauses that stand already, by their places in the source: then no reference goes to any other (IMPORT 46).
    """

    codes: Collection[str] = ()
    standing: Mapping[int, str] | None = None
    new_id: Callable[[], str] = fresh_id


ALONE = Terms()
"""For a source that is cut without a process round it."""


def cut(source: str, *, markdown: bool, terms: Terms = ALONE) -> Cut:
    """Cut a source into clauses in the order of its words; the caller proves the result with `check_words`.

    Raises Unusable `empty` when nothing but markup is found, TooLarge `clause_too_long` and `too_many_clauses`
    (with the line), and `file_too_large` when footnotes that are named again and again swell the text.
    """
    lines = read_lines(source, markdown=markdown)
    passages = read_passages(lines, markdown=markdown)
    left_out = tuple(sorted(lines.left_out.items()))
    return assemble(passages, lines.notes, Cut(lines.title, (), left_out, markdown), terms)


def assemble(passages: Sequence[Passage], notes: Mapping[str, str], frame: Cut, terms: Terms) -> Cut:
    """Build the clauses of passages, and find the objects in them. `frame` is the result but for its clauses.

    Raises as `cut`.
    """
    tree = _Tree(frame.markdown)
    for passage in passages:
        tree.add(passage)
    if not tree.clauses:
        raise Unusable("empty", line=1)
    clauses = [_finish(clause, notes, markdown=frame.markdown) for clause in tree.clauses]
    standing = terms.standing or {}
    clauses = [replace(clause, id=standing.get(at) or terms.new_id()) for at, clause in enumerate(clauses)]
    first = clauses[0]
    names_all = first.kind in HEADING_KINDS and not first.label and not is_preamble_title(first.title or "")
    title = frame.title or (first.title if names_all else None)
    targets = frozenset(range(len(clauses)) if terms.standing is None else terms.standing)
    known = Known(frozenset(terms.codes), targets, terms.new_id)
    dressed, objects = find_objects(clauses, known, markdown=frame.markdown)
    return replace(frame, title=title, clauses=dressed, objects=objects)


def _finish(clause: _Clause, notes: Mapping[str, str], *, markdown: bool) -> CutClause:
    paragraphs: list[list[Node]] = [
        read_inline(text, notes) if markdown else read_plain(text) for text in clause.paragraphs
    ]
    content = document(paragraphs)
    title = opening_title(clause.paragraphs[0]) if markdown and clause.paragraphs else None
    if clause.kind in HEADING_KINDS:
        title = " ".join(title_of(content).split()) or None
    return CutClause(clause.kind, clause.label, title, clause.parent, content, clause.line, "")
