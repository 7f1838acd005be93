"""Canonical document JSON into HTML: one writer for the reading page and for paper."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from markupsafe import Markup

from exports.brackets import Edge, Frame, Node, Part, find_edges, find_frame, find_parts, leaves
from exports.labels import print_label
from exports.pieces import (
    NOTHING,
    Piece,
    plain,
    read_text,
    set_apart,
    split_unseen,
    write_bdi,
    write_label,
    write_linked,
)
from exports.runs import SET_APART, Direction, direction, opposite_runs
from exports.wording import captions
from server.domain.revision import RevisionBracket, RevisionClause, RevisionText
from server.domain.terms import ClauseStatus

_STRONG_LETTER = {"ltr": "a", "rtl": "\u05d0"}


@dataclass(slots=True)
class Scribe:
    """Writes the clauses of one text, in order: footnotes are numbered as they come."""

    text: RevisionText
    paper: bool
    notes: list[tuple[str, Markup]] = field(default_factory=list)
    """Footnotes since the caller last emptied it, on the reading page; paper sets them itself."""
    count: int = 0
    base: Direction = field(init=False)
    labels: dict[str, str] = field(init=False)
    """By clause, as the language prints them."""
    names: dict[str, str] = field(init=False)
    parts: dict[str, dict[str, Part]] = field(init=False)
    """By clause: the brackets that stand round several clauses, and what this one is to each."""

    def __post_init__(self) -> None:
        self.base = direction(self.text.language)
        self.labels = {clause.id: print_label(clause.label, self.text.language) for clause in self.text.clauses}
        self.names = {clause.id: self.labels[clause.id] or plain(clause.text) for clause in self.text.clauses}
        self.parts = _find_parts(self.text)

    def frame(self, clause: RevisionClause) -> Frame:
        """Return the brackets of a clause. Where there is no label, none stands before it."""
        frame = find_frame(list(leaves(clause.text)), self.parts.get(clause.id, {}))
        if clause.label or not frame.edges:
            return frame
        first = frame.edges[0]
        return Frame((), [Edge((*frame.opens, *first.opens), first.closes), *frame.edges[1:]])

    def write(self, doc: Node, frame: Frame, lead: Markup = NOTHING) -> Markup:
        """Return the blocks of a document; `lead` goes into its first line."""
        edges = iter(frame.edges)
        return self._blocks(doc.get("content", []), edges, lead)

    def write_line(self, doc: Node, frame: Frame) -> Markup:
        """Return a document as one line, for headings."""
        edges = iter(frame.edges)
        lines = [self._line(block.get("content", []), edges) for block in doc.get("content", [])]
        return Markup(" ").join(lines)

    def write_opening(self, frame: Frame) -> Markup:
        """Return the brackets that open before the label of a clause, with who asks for each."""
        pieces: list[Piece] = []
        for bracket in frame.opens:
            pieces += [Piece("[", "[", glyph=True), *self._tag(bracket)]
        return self._set(pieces)

    def write_closing(self, frame: Frame) -> Markup:
        """Return the brackets that close behind a clause of which no words are printed."""
        return self._set([Piece("]", "]", glyph=True)] * sum(edge.closes for edge in frame.edges))

    def _blocks(self, blocks: Iterable[Node], edges: Iterator[Edge], lead: Markup) -> Markup:
        written = []
        for block in blocks:
            match block["type"]:
                case "paragraph":
                    line = self._line(block.get("content", []), edges)
                    written.append(write_paragraph(lead, line))
                case "ordered_list" | "bullet_list":
                    written.append(write_paragraph(lead, NOTHING) + self._list(block, edges))
            lead = Markup()
        return Markup("\n").join(part for part in written if part)

    def _list(self, block: Node, edges: Iterator[Edge]) -> Markup:
        attrs = block.get("attrs", {})
        ordered = block["type"] == "ordered_list"
        items = []
        for number, item in enumerate(block.get("content", []), start=int(attrs.get("start", 1))):
            own = item.get("attrs", {}).get("label")
            style = attrs.get("style", "decimal") if ordered else "bullet"
            lead = write_label(own or captions(self.text.language).marker(style, number), "lb", self.base)
            items.append(Markup("<li>{}</li>\n").format(self._blocks(item.get("content", []), edges, lead)))
        tag = Markup("ol" if ordered else "ul")
        return Markup("<{0}>\n{1}</{0}>").format(tag, Markup().join(items))

    def _line(self, nodes: Iterable[Node], edges: Iterator[Edge]) -> Markup:
        pieces: list[Piece] = []
        for node, edge in zip(nodes, edges, strict=False):
            for bracket in edge.opens:
                pieces += [Piece("[", "[", glyph=True), *self._tag(bracket)]
            pieces += self._pieces(node)
            pieces += [Piece("]", "]", glyph=True)] * edge.closes
        return self._set(pieces)

    def _tag(self, bracket: str) -> list[Piece]:
        """Return who asks for a bracket, and what they ask if it is not simply to stay."""
        asked = self.text.brackets.get(bracket, RevisionBracket())
        words = captions(self.text.language)
        names = self.text.delegations
        codes = [write_bdi(code, self.base, names.get(code, "")) for code in asked.delegations]
        parts = [Markup(words.comma).join(codes)] if codes else []
        if kind := words.bracket_kinds.get(asked.kind, ""):
            parts.append(Markup("<i>{}</i>").format(kind))
        inner = Markup('<sup class="tag">{}\u00a0</sup>').format(Markup(" ").join(parts))
        return [Piece(SET_APART, inner=inner)] if parts else []

    def _pieces(self, node: Node) -> list[Piece]:
        attrs = node.get("attrs", {})
        match node["type"]:
            case "text":
                return split_unseen(read_text(node))
            case "hard_break":
                return [Piece(SET_APART, " ", Markup("<br>"))]
            case "footnote":
                return [Piece(SET_APART, inner=self._note(node))]
            case "blank":
                return [set_apart("[" + attrs.get("text", "x") + "]", "span", "blank", self.base)]
            case "reference":
                return [self._reference(attrs.get("clause"))]
            case "citation":
                words = ", ".join(filter(None, (attrs.get("instrument", ""), attrs.get("locator"))))
                return [set_apart(words, "cite", "", self.base)]
            case unknown:
                raise ValueError(f"a text holds a node that paper does not know: {unknown}")

    def _reference(self, clause: str | None) -> Piece:
        if clause is None or clause not in self.names:
            return set_apart(captions(self.text.language).elsewhere, "span", "lost", self.base)
        name = self.names[clause]
        inner = Markup('<a class="ref" href="#c-{}">{}</a>').format(clause, write_bdi(name, self.base))
        return Piece(SET_APART, name, inner)

    def _note(self, node: Node) -> Markup:
        self.count += 1
        number = self.count
        nodes = node.get("content", [])
        words = self._line(nodes, iter(find_edges(nodes)))
        if self.paper:
            return Markup('<span class="fn">{}</span>').format(words)
        shown = captions(self.text.language).number(number)
        self.notes.append((str(number), words))
        return Markup('<sup class="call"><a id="r{0}" href="#n{0}">{1}</a></sup>').format(number, shown)

    def _set(self, pieces: list[Piece]) -> Markup:
        """Put pieces in a line: runs against it outermost, then links, then languages, then emphasis."""
        written = Markup()
        against: Direction = "ltr" if self.base == "rtl" else "rtl"
        for run, parts in groupby(self._cut(pieces), key=lambda part: part[0]):
            linked = groupby((piece for _, piece in parts), key=lambda piece: piece.href)
            line = Markup().join(write_linked(href, inner) for href, inner in linked)
            written += Markup('<bdi dir="{}">{}</bdi>').format(against, line) if run else line
        return written

    def _cut(self, pieces: list[Piece]) -> list[tuple[int, Piece]]:
        """Split pieces where runs against the line begin and end; each with its run's number, 0 for none."""
        shown = "".join(self._as_read(piece) for piece in pieces)
        starts = [0]
        for piece in pieces:
            starts.append(starts[-1] + len(piece.text))
        runs = opposite_runs(shown, self.base, frozenset(starts))
        cut = []
        for piece, start in zip(pieces, starts, strict=False):
            for number, a, b in _windows(runs, start, start + len(piece.text)):
                cut.append((number, replace(piece, text=piece.text[a - start : b - start])))
        return cut

    def _as_read(self, piece: Piece) -> str:
        """Words marked as being in a language have its direction throughout, their punctuation too."""
        if piece.lang and direction(piece.lang) != self.base:
            return _STRONG_LETTER[direction(piece.lang)] * len(piece.text)
        return piece.text


def _find_parts(text: RevisionText) -> dict[str, dict[str, Part]]:
    standing = ((clause.id, clause.text) for clause in text.clauses if clause.status != ClauseStatus.WITHDRAWN)
    return find_parts(standing, {bracket: asked.over for bracket, asked in text.brackets.items()})


def write_paragraph(lead: Markup, line: Markup) -> Markup:
    """Return a line as a paragraph, with what leads it."""
    if lead:
        return Markup('<p class="led">{}{}</p>').format(lead, line)
    return Markup("<p>{}</p>").format(line) if line else NOTHING


def _windows(runs: list[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int, int]]:
    at = start
    for number, (a, b) in enumerate(runs, start=1):
        if b <= at or a >= end:
            continue
        if at < a:
            yield 0, at, a
        yield number, max(a, at), min(b, end)
        at = min(b, end)
    if at < end:
        yield 0, at, end
