"""CSV as spreadsheets write it: UTF-8, one line of column names, commas, semicolons or tabs between the cells."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence

from server.process_folder.entry import Entry
from server.process_folder.problems import Problems

_DELIMITERS = ",;\t"


def read_rows(file: str, data: bytes, columns: Sequence[str], needed: Sequence[str], found: Problems) -> list[Entry]:
    """Return the rows of a CSV file that are not blank.

    `columns` are those it may have, `name.*` for a name in any language; `needed` those that it must have.
    """
    text = decode(file, data, found)
    if text is None:
        return []
    delimiter = _find_delimiter(text, columns)
    lines = _read_lines(file, text, delimiter, found)
    start, head = next(lines, (1, []))
    while head and not head[-1]:
        head.pop()
    if not _check_head(file, start, head, columns, needed, found):
        return []
    return [_entry(file, line, head, cells, found) for line, cells in lines if any(cells)]


def decode(file: str, data: bytes, found: Problems) -> str | None:
    """Return the text of a file, without a byte order mark and with composed characters."""
    try:
        return unicodedata.normalize("NFC", data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        found.add(file, data[: error.start].count(b"\n") + 1, "not_utf8")
        return None


def _find_delimiter(text: str, columns: Sequence[str]) -> str:
    head = text.partition("\n")[0]
    return max(_DELIMITERS, key=lambda sign: sum(_is_column(cell.strip(' "\r'), columns) for cell in head.split(sign)))


def _is_column(name: str, columns: Sequence[str]) -> bool:
    return name in columns or re.sub(r"\.[^.]+$", ".*", name) in columns


def _read_lines(file: str, text: str, delimiter: str, found: Problems) -> Iterator[tuple[int, list[str]]]:
    """Yield rows with the line on which they begin: a cell in quotes may hold line breaks."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, [cell.strip() for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        found.add(file, line, "csv_unreadable", problem=str(error))


def _check_head(
    file: str, line: int, head: Sequence[str], columns: Sequence[str], needed: Sequence[str], found: Problems
) -> bool:
    """Note what is wrong with the names of the columns. True if nothing is."""
    twice = {name for place, name in enumerate(head) if name in head[:place]}
    unknown = [name for name in dict.fromkeys(head) if not _is_column(name, columns)]
    missing = [name for name in needed if name not in head]
    for code, names in (("column_twice", sorted(twice)), ("column_unknown", unknown), ("column_missing", missing)):
        for name in names:
            found.add(file, line, code, column=name, among=list(columns))
    return not (twice or unknown or missing)


def _entry(file: str, line: int, head: Sequence[str], cells: Sequence[str], found: Problems) -> Entry:
    if any(cells[len(head) :]):
        found.add(file, line, "cells_many", columns=len(head), cells=len(cells))
    values = {name: cell for name, cell in zip(head, cells, strict=False) if cell}
    return Entry(file, line, values, found)
