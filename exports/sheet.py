"""What stands on the page of one text, worked out for the template: heading levels, indents, contents, captions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from exports.brackets import Frame
from exports.pieces import NOTHING, is_empty, plain, write_label
from exports.prose import Scribe, write_paragraph
from exports.runs import Direction
from exports.wording import Captions, captions
from server.domain.revision import RevisionClause, RevisionText
from server.domain.terms import HEADING_KINDS, ClauseKind, ClauseStatus

CONTENTS_FROM = 3
"""A text with fewer headings has no table of contents."""
DEEPEST_HEADING = 6
DEEPEST_INDENT = 6
RUNNING_TITLE = 80
"""Characters of the title that the head of a page has room for."""

_LED = {ClauseKind.PREAMBULAR: "pp", ClauseKind.FORMULA: "pp", ClauseKind.PRACTICE: "bul"}
_UNNUMBERED = frozenset({ClauseKind.CHAPEAU, ClauseKind.NARRATIVE})
_SETTLED = frozenset({ClauseStatus.AD_REF, ClauseStatus.AGREED, ClauseStatus.ENDORSED})


@dataclass(frozen=True, slots=True)
class Block:
    """One clause as set. `level` is that of its heading, 0 for none; `indent` counts the clauses it stands under."""

    id: str
    css: str
    level: int
    indent: int
    label: Markup
    words: str
    body: Markup
    notes: tuple[tuple[str, Markup], ...]
    status: str


@dataclass(slots=True)
class Entry:
    """One line of the contents with those under it."""

    id: str
    label: str
    words: str
    level: int
    under: list["Entry"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the template prints."""

    text: RevisionText
    words: Captions
    direction: Direction
    paper: bool
    symbol: tuple[str, str]
    kind: str
    issued: str
    original: str
    draft_line: str
    status: str
    running_title: str
    page: tuple[str, str, str]
    hash: str
    bracketed: bool
    asked_by: tuple[tuple[str, str], ...]
    labels: dict[str, str]
    """By clause, as the language prints them."""
    blocks: tuple[Block, ...]
    contents: tuple[Entry, ...]


def lay_out(text: RevisionText, *, paper: bool) -> Sheet:
    """Return the sheet of a text, for paper or for the reading page."""
    words = captions(text.language)
    scribe = Scribe(text, paper)
    blocks = tuple(_set_blocks(scribe, words))
    moment = words.day_and_time(text.frozen_at)
    return Sheet(
        text=text,
        words=words,
        direction=scribe.base,
        paper=paper,
        symbol=split_symbol(text.symbol or ""),
        kind=words.kinds.get(text.kind, ""),
        issued=moment if text.draft else words.day(text.issued_at or text.frozen_at),
        original=words.original.format(language=words.language(text.original_language)),
        draft_line=f"{words.draft} \u2013 {moment}" if text.draft else "",
        status=_end(text.instrument_status),
        running_title=_shorten(text.title),
        page=words.page_parts(),
        hash=" ".join(re.findall(".{1,8}", text.hash)),
        bracketed=any('class="glyph"' in block.label + block.body for block in blocks),
        asked_by=_names(text, blocks),
        labels=scribe.labels,
        blocks=blocks,
        contents=_contents(blocks, scribe.labels),
    )


def split_symbol(symbol: str) -> tuple[str, str]:
    """Return what all issues of a series share, and what is this one's own: `BI/2004/` and `L.3/Rev.2`."""
    match = re.fullmatch(r"(.*/\d{4}/|.*/|)(.*)", symbol)
    return (match[1], match[2]) if match else ("", symbol)


def _set_blocks(scribe: Scribe, words: Captions) -> list[Block]:
    above: list[tuple[int, bool]] = []
    blocks = []
    for clause in scribe.text.clauses:
        while above and above[-1][0] >= clause.depth:
            above.pop()
        heading = clause.kind in HEADING_KINDS
        level = min(2 + sum(is_heading for _, is_heading in above), DEEPEST_HEADING) if heading else 0
        indent = min(sum(not is_heading for _, is_heading in above), DEEPEST_INDENT)
        above.append((clause.depth, heading))
        blocks.append(_set_block(clause, scribe, words, level, indent))
    return blocks


def _set_block(clause: RevisionClause, scribe: Scribe, words: Captions, level: int, indent: int) -> Block:
    scribe.notes.clear()
    frame = scribe.frame(clause)
    label = _set_label(clause, scribe, frame)
    settled = scribe.text.draft and clause.status in _SETTLED
    return Block(
        id=clause.id,
        css=_style(clause),
        level=level,
        indent=indent,
        label=label,
        words=plain(clause.text),
        body=_set_words(clause, scribe, words, frame, NOTHING if level else label, level),
        notes=tuple(scribe.notes),
        status=words.statuses[clause.status] if settled and not level else "",
    )


def _set_label(clause: RevisionClause, scribe: Scribe, frame: Frame) -> Markup:
    """Return the label with the brackets that open before it, which stand alone where there is none."""
    opening = scribe.write_opening(frame)
    if not clause.label:
        return opening
    return write_label(scribe.labels[clause.id], "n", scribe.base, "" if scribe.paper else f"c-{clause.id}", opening)


def _set_words(
    clause: RevisionClause, scribe: Scribe, words: Captions, frame: Frame, lead: Markup, level: int
) -> Markup:
    withdrawn = clause.status == ClauseStatus.WITHDRAWN
    if withdrawn or (is_empty(clause.text) and not (level and clause.label)):
        said = Markup("<em>{}</em>").format(words.withdrawn if withdrawn else words.no_text)
        said += scribe.write_closing(frame)
        return said if level else write_paragraph(lead, said)
    return scribe.write_line(clause.text, frame) if level else scribe.write(clause.text, frame, lead)


def _style(clause: RevisionClause) -> str:
    kind = ClauseKind(clause.kind)
    if clause.label and kind not in HEADING_KINDS:
        return "cl"
    return "nar" if kind in _UNNUMBERED else _LED.get(kind, "cl")


def _contents(blocks: tuple[Block, ...], labels: Mapping[str, str]) -> tuple[Entry, ...]:
    top = Entry("", "", "", 0)
    path = [top]
    headings = [block for block in blocks if block.level]
    for block in headings if len(headings) >= CONTENTS_FROM else ():
        while path[-1].level >= block.level:
            path.pop()
        entry = Entry(block.id, labels[block.id], block.words, block.level)
        path[-1].under.append(entry)
        path.append(entry)
    return tuple(top.under)


def _names(text: RevisionText, blocks: tuple[Block, ...]) -> tuple[tuple[str, str], ...]:
    """Return the key to the codes that stand beside brackets here, where their names are known."""
    drawn = "".join(block.label + block.body for block in blocks if 'class="tag"' in block.label + block.body)
    codes = {code for asked in text.brackets.values() for code in asked.delegations}
    shown = sorted(code for code in codes if f">{Markup.escape(code)}</bdi>" in drawn)
    return tuple((code, text.delegations[code]) for code in shown if code in text.delegations)


def _end(sentence: str) -> str:
    """Return a sentence with its full stop."""
    return sentence if not sentence or sentence[-1] in ".!?\u06d4" else sentence + "."


def _shorten(title: str) -> str:
    if len(title) <= RUNNING_TITLE:
        return title
    return title[:RUNNING_TITLE].rsplit(" ", 1)[0] + "\u2026"
