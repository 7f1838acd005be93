"""A source before it is cut: its lines, what of them is markup, and the footnotes. Rules: IMPORT.md 1-8."""

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from server.domain.errors import TooLarge, Unusable
from server.domain.labels import NOTE_CLOSES, NOTE_OPENS
from server.domain.markup import ADDRESS

LARGEST_FILE = 5_000_000
"""Bytes of one source, and of its footnotes' words when each stands wherever it is named."""

_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_COMMENT = re.compile(r"<!--[\W_]*?-->")
_TAG = re.compile(r"</?(?:span|sup|sub|u|b|i|em|strong|br|a|div|p|small|center)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_QUOTE = re.compile(r"^([ \t]*)(?:>[ \t]?)+")
_LINK = re.compile(rf"^ {{0,3}}\[([^\s\[\]^][^\s\[\]]*)\]:[ \t]*<?({ADDRESS})>?[ \t]*$")
_LINK_USE = re.compile(r"(?<!\\)\]\[([^\s\[\]^][^\s\[\]]*)\]")
_NOTE = re.compile(r"^ {0,3}\[\^([^\s\[\]]{1,60})\]:[ \t]*(.*)$")
_NOTE_USE = re.compile(r"(?<!\\)\[\^([^\s\[\]]{1,60})\]")
_ATTRIBUTES = re.compile(r"^[ \t]*\{:[^{}]*\}[ \t]*$")
_CONTENTS = re.compile(r"^[ \t]*[-*+\d][.)]?[ \t]+TOC[ \t]*$", re.IGNORECASE)
_RULE = re.compile(r"^[ \t]*(?:=[= \t]{2,}|-[- \t]{2,}|\*[* \t]{2,}|_[_ \t]{2,})$")
_PLAIN_RULE = re.compile(r"^[ \t]*(?:={3,}|-{3,}|\*{3,})[ \t]*$")
_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class SourceLines:
    """The lines that hold words, blank where a line was moved or left out; line 1 is index 0."""

    title: str | None
    lines: tuple[str, ...]
    notes: Mapping[str, str]
    left_out: Mapping[int, str]


def read_source(data: bytes) -> str:
    """Return the text of a file as it is, but for a leading byte order mark (IMPORT 1, 2).

    Raises TooLarge `file_too_large`, and Unusable `empty`, `binary` or `not_utf8` with the first bad line.
    """
    if len(data) > LARGEST_FILE:
        raise TooLarge("file_too_large", bytes=len(data), most=LARGEST_FILE)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unusable("not_utf8", line=1)
    check_controls(data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unusable("not_utf8", line=_line_of(data, error.start)) from None
    if not text.strip():
        raise Unusable("empty", line=1)
    return text


def check_controls(data: bytes) -> None:
    """Refuse what is no text (IMPORT 1): Unusable `binary`, with the first bad line."""
    if control := _CONTROL.search(data):
        raise Unusable("binary", line=_line_of(data, control.start()))


def _line_of(data: bytes, at: int) -> int:
    return len(split_lines(data[:at].decode("utf-8", "replace")))


def split_lines(source: str) -> list[str]:
    """Split at CRLF, CR and LF alone: no other character ends a line of a source."""
    return re.split(r"\r\n?|\n", source)


def read_lines(source: str, *, markdown: bool) -> SourceLines:
    """Set apart what is not running text: front matter, addresses, footnotes, lines of markup only."""
    raw = split_lines(source)
    left_out: dict[int, str] = {}
    if not markdown:
        left_out |= {n: line for n, line in enumerate(raw, 1) if _PLAIN_RULE.match(line)}
        return SourceLines(None, tuple("" if n in left_out else s for n, s in enumerate(raw, 1)), {}, left_out)
    lines, title = list(raw), None
    if end := front_matter_end(raw):
        title = _front_title(raw[:end])
        left_out |= {n: raw[n - 1] for n in range(1, end + 1)}
        lines[:end] = [""] * end
    lines = [strip_html(line) for line in lines]
    left_out |= {n: raw[n - 1] for n, line in enumerate(lines, 1) if raw[n - 1].strip() and _only_markup(lines, n)}
    addresses = find_addresses(left_out[n] for n in sorted(left_out) if not end or n > end)
    lines = ["" if n in left_out else name_links(line, addresses) for n, line in enumerate(lines, 1)]
    lines, notes = move_notes(lines)
    return SourceLines(title, tuple(lines), notes, left_out)


def front_matter_end(raw: Sequence[str]) -> int:
    """Return the number of the line that closes the front matter, or 0 when there is none."""
    if raw[0].rstrip() != "---":
        return 0
    for number, line in enumerate(raw[1:], 2):
        if line.rstrip() in {"---", "..."}:
            return number
        if line.strip() and not re.match(r"^(?:[A-Za-z_][\w-]*:|\s+\S|- |#)", line):
            return 0
    return 0


def _front_title(block: Sequence[str]) -> str | None:
    for line in block:
        if match := re.match(r"title:\s*(.+)", line):
            return match[1].strip().strip("\"'") or None
    return None


def strip_html(line: str) -> str:
    """Drop wordless comments, the tags of words and quotation marks of a block; read character references."""
    bare = _TAG.sub(lambda m: " " if m[0][1:3].lower() == "br" else "", _COMMENT.sub("", line))
    return html.unescape(_QUOTE.sub(r"\1", bare))


def _only_markup(lines: Sequence[str], number: int) -> bool:
    line = lines[number - 1]
    if not line.strip() or _RULE.match(line) or _ATTRIBUTES.match(line) or _LINK.match(line):
        return True
    return bool(_CONTENTS.match(line)) and any(re.match(r"^\s*\{:toc\}", after) for after in lines[number : number + 1])


def may_be_left_out(line: str, *, in_front_matter: bool) -> bool:
    """Whether a line is of a kind that may be left out: without words, or of the kinds IMPORT 5 names."""
    bare = strip_html(line)
    kinds = (_ATTRIBUTES, _LINK, _CONTENTS)
    return in_front_matter or not _WORD.search(bare) or any(kind.match(bare) for kind in kinds)


def find_addresses(lines: Iterable[str]) -> dict[str, str]:
    """Collect `[name]: address` lines; the first of a name counts."""
    found: dict[str, str] = {}
    for line in lines:
        if match := _LINK.match(strip_html(line)):
            found.setdefault(match[1].casefold(), match[2])
    return found


def name_links(line: str, addresses: Mapping[str, str]) -> str:
    """Write `[words][name]` as `[words](address)` where the name has an address (IMPORT 22)."""

    def address(match: re.Match[str]) -> str:
        found = addresses.get(match[1].casefold())
        return f"]({found})" if found else match[0]

    return _LINK_USE.sub(address, line) if addresses else line


def move_notes(lines: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Take out the footnotes that are named somewhere, and mark the places. Others stay where they are."""
    blocks = _note_blocks(lines)
    inside = {n for start, end, _ in blocks.values() for n in range(start, end)}
    used = {
        match[1]
        for n, line in enumerate(lines)
        if n not in inside
        for match in _NOTE_USE.finditer(line)
        if not _NOTE.match(line)
    }
    notes = {name: words for name, (_, _, words) in blocks.items() if name in used}
    moved = {n for name in notes for n in range(blocks[name][0], blocks[name][1])}

    def mark(match: re.Match[str]) -> str:
        return NOTE_OPENS + match[1] + NOTE_CLOSES if match[1] in notes else match[0]

    kept = [
        "" if n in moved else line if _NOTE.match(line) else _NOTE_USE.sub(mark, line) for n, line in enumerate(lines)
    ]
    _refuse_expansion(kept, notes)
    return kept, notes


def _note_blocks(lines: Sequence[str]) -> dict[str, tuple[int, int, str]]:
    """Return each footnote's first definition: where it starts and ends (indices), and its words."""
    blocks: dict[str, tuple[int, int, str]] = {}
    index = 0
    while index < len(lines):
        match, start = _NOTE.match(lines[index]), index
        index += 1
        if match is None:
            continue
        while index < len(lines) and _continues_note(lines, index):
            index += 1
        words = " ".join([match[2], *(line.strip() for line in lines[start + 1 : index])])
        if words.strip():
            blocks.setdefault(match[1], (start, index, words))
    return blocks


def _continues_note(lines: Sequence[str], index: int) -> bool:
    line = lines[index]
    if _NOTE.match(line) or re.match(r"^ {0,3}#{1,6}[ \t]", line):
        return False
    if line.strip():
        return bool(lines[index - 1].strip()) or line.startswith(("  ", "\t"))
    following = next((after for after in lines[index + 1 : index + 4] if after.strip()), "")
    return following.startswith(("  ", "\t")) and not _NOTE.match(following)


def _refuse_expansion(lines: Sequence[str], notes: Mapping[str, str]) -> None:
    marks = re.compile(f"{NOTE_OPENS}([^{NOTE_OPENS}{NOTE_CLOSES}]*){NOTE_CLOSES}")
    size = sum(len(notes.get(match[1], "")) for line in lines for match in marks.finditer(line))
    if size > LARGEST_FILE:
        raise TooLarge("file_too_large", characters=size, most=LARGEST_FILE)
