"""Brackets, blanks and references of an import: characters of the words become objects. Rules: IMPORT.md 31-40."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from server.domain.bracketing import Place, Sign, pair_signs
from server.domain.canonical import normalise
from server.domain.markup import Node
from server.domain.outline import CutBracket, CutClause, LeftSign, Objects
from server.domain.pieces import BLANK_WORDS, Kind, Piece, is_linked, read_paragraph, write_blocks
from server.domain.references import Named, Numbered, Register
from server.domain.settling import find_wordless, keep_edges, read_codes, take_tags
from server.domain.terms import HEADING_KINDS

CONTEXT = 40
"""Characters shown of the words on either side of a sign that was left as text."""


@dataclass(frozen=True, slots=True)
class Known:
    """What may be named: delegations by their codes in brackets (`[JPN: words]`), clauses by their places."""

    codes: frozenset[str]
    targets: frozenset[int]
    new_id: Callable[[], str]


def find_objects(
    clauses: Sequence[CutClause], known: Known, *, markdown: bool
) -> tuple[tuple[CutClause, ...], Objects]:
    """Return the clauses with their brackets, blanks and references as objects, and an account of them."""
    finder = _Finder(clauses, known, markdown)
    return finder.run(), finder.account()


@dataclass(slots=True)
class _Finder:
    clauses: Sequence[CutClause]
    known: Known
    markdown: bool
    brackets: list[CutBracket] = field(default_factory=list)
    left: list[LeftSign] = field(default_factory=list)
    blanks: int = 0
    references: int = 0
    named: int = 0

    def account(self) -> Objects:
        left = tuple(sorted(self.left, key=lambda sign: sign.clause))
        return Objects(tuple(self.brackets), left, self.blanks, self.references, self.named - self.references)

    def run(self) -> tuple[CutClause, ...]:
        places = [Place(clause.parent, clause.kind in HEADING_KINDS) for clause in self.clauses]
        pieces = [piece for index in range(len(self.clauses)) for piece in self._read(index)]
        self._pair(pieces, places)
        pieces = self._settle(self._find_references(list(self._find_blanks(pieces))))
        self.blanks = sum(piece.kind is Kind.BLANK for piece in pieces)
        self.references = sum(piece.kind is Kind.REFERENCE for piece in pieces)
        return tuple(self._write(pieces))

    def _read(self, index: int) -> Iterator[Piece]:
        for block, paragraph in enumerate(self.clauses[index].content["content"]):
            yield from read_paragraph(paragraph.get("content", []), index, block, markdown=self.markdown)

    def _pair(self, pieces: Iterable[Piece], places: Sequence[Place], *, note: bool = False) -> None:
        """Give both signs of a bracket its id; a sign without a partner becomes text again."""
        signs: list[Piece] = []
        seen: list[Sign] = []
        wordy = -1
        for piece in pieces:
            if piece.kind in (Kind.OPEN, Kind.CLOSE) and is_linked(piece):
                self._leave(piece)
            if piece.kind in (Kind.OPEN, Kind.CLOSE):
                signs.append(piece)
                clause = 0 if note else piece.clause
                seen.append(Sign(clause, piece.kind is Kind.OPEN, piece.edge, bare=wordy != piece.clause))
            elif piece.kind is not Kind.NOTE:
                wordy = piece.clause
        for sign, partner in zip(signs, pair_signs(seen, places), strict=True):
            if partner is None:
                self._leave(sign)
            elif sign.kind is Kind.OPEN:
                sign.bracket = signs[partner].bracket = self.known.new_id()

    def _leave(self, sign: Piece) -> None:
        sign.kind = Kind.TEXT
        words = sign.within[max(0, sign.at - CONTEXT) : sign.at + CONTEXT]
        self.left.append(LeftSign(sign.clause, sign.text, words))

    def _is_plain(self, piece: Piece) -> bool:
        """Whether blanks and references may stand here: not in headings, whose words are repeated, nor in links."""
        return not is_linked(piece) and self.clauses[piece.clause].kind not in HEADING_KINDS

    def _find_blanks(self, pieces: Sequence[Piece]) -> Iterator[Piece]:
        """Make one blank of `[x]`, of `____` and of an X that stands alone."""
        at = 0
        while at < len(pieces):
            piece = pieces[at]
            inner = self._blank_words(pieces, at) if piece.kind is Kind.OPEN else None
            if inner is not None:
                words = "".join(part.text for part in inner)
                words = words.replace("_", "") if self.markdown else words
                yield replace(piece, kind=Kind.BLANK, text=words, shut=True)
                at += len(inner) + 2
                continue
            if piece.kind is Kind.BLANK and not self._is_plain(piece):
                piece.kind = Kind.TEXT
            yield piece
            at += 1

    def _blank_words(self, pieces: Sequence[Piece], at: int) -> Sequence[Piece] | None:
        """Return what stands in this bracket if that is to be filled in, else None."""
        start = pieces[at]
        for end in range(at + 1, min(at + 3, len(pieces))):
            if pieces[end].kind is not Kind.CLOSE or pieces[end].bracket != start.bracket:
                continue
            inner = pieces[at + 1 : end]
            here = (start.clause, start.block) == (pieces[end].clause, pieces[end].block)
            fits = all(part.kind in (Kind.TEXT, Kind.BLANK) and BLANK_WORDS.fullmatch(part.text) for part in inner)
            return inner if here and fits and all(map(self._is_plain, [start, *inner])) else None
        return None

    def _find_references(self, pieces: Sequence[Piece]) -> list[Piece]:
        register = Register([Numbered(clause.label, clause.kind, clause.parent) for clause in self.clauses])
        found: list[Piece] = []
        for (clause, _), group in groupby(pieces, key=lambda piece: (piece.clause, piece.block)):
            paragraph = list(group)
            if self.clauses[clause].kind in HEADING_KINDS:
                found += paragraph
                continue
            named = list(register.read(paragraph[0].within, clause))
            self.named += len(named)
            for piece in paragraph:
                found += self._cut_out(piece, named) if piece.kind is Kind.TEXT and not is_linked(piece) else [piece]
        return found

    def _cut_out(self, piece: Piece, named: Sequence[Named]) -> Iterator[Piece]:
        """Cut a piece round the words in it that name a clause for certain."""
        at, end = piece.at, piece.at + len(piece.text)
        for name in named:
            if name.clause not in self.known.targets or name.start < at or name.end > end:
                continue
            node = {"type": "reference", "attrs": {"clause": self.clauses[name.clause].id}}
            yield replace(piece, text=piece.within[at : name.start], at=at)
            words = piece.within[name.start : name.end]
            yield replace(piece, kind=Kind.REFERENCE, text=words, at=name.start, node=node)
            at = name.end
        yield replace(piece, text=piece.within[at:end], at=at)

    def _settle(self, pieces: list[Piece]) -> list[Piece]:
        take_tags(pieces, self.known.codes)
        settled = keep_edges(pieces, self.known.new_id)
        for sign in find_wordless(settled):
            self._leave(sign)
        self._list_brackets(settled)
        return settled

    def _list_brackets(self, pieces: Iterable[Piece]) -> None:
        """Note over which clauses each bracket stands: from its first word to its last."""
        opened: list[Piece] = []
        spans: dict[str, tuple[int, int]] = {}
        waiting: list[str] = []
        last = 0
        for piece in pieces:
            if piece.kind is Kind.OPEN:
                opened.append(piece)
                waiting.append(piece.bracket)
            elif piece.kind is Kind.TEXT and piece.text:
                spans |= dict.fromkeys(waiting, (piece.clause, piece.clause))
                waiting, last = [], piece.clause
            elif piece.kind is Kind.CLOSE:
                spans[piece.bracket] = (spans[piece.bracket][0], last)
        for piece in opened:
            first, end = spans[piece.bracket]
            codes = read_codes(piece.tag)
            self.brackets.append(CutBracket(piece.bracket, tuple(range(first, end + 1)), piece.tag, codes))

    def _write(self, pieces: Sequence[Piece]) -> Iterator[CutClause]:
        own = {clause: list(group) for clause, group in groupby(pieces, key=lambda piece: piece.clause)}
        active: list[str] = []
        for index, clause in enumerate(self.clauses):
            for piece in own.get(index, []):
                if piece.kind is Kind.NOTE and piece.node:
                    piece.node = self._write_note(piece.node, index)
            blocks = write_blocks(own.get(index, []), len(clause.content["content"]), active)
            content = [{"type": "paragraph", "content": nodes} for nodes in blocks]
            yield replace(clause, content=normalise({"type": "doc", "content": content}))

    def _write_note(self, node: Node, clause: int) -> Node:
        """Find the brackets of a footnote: they open and close within it, and nothing else becomes an object there."""
        pieces = read_paragraph(node.get("content", []), clause, 0, markdown=self.markdown)
        for piece in pieces:
            if piece.kind is Kind.BLANK:
                piece.kind = Kind.TEXT
        self._pair(pieces, [Place(None, False)], note=True)
        nodes = write_blocks(self._settle(pieces), 1, [])[0]
        return {"type": "footnote", "content": nodes} if nodes else {"type": "footnote"}
