"""On which line of a TOML file a key stands: the standard parser does not say."""

import re
from collections import Counter

_HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+)\]\]?\s*(#.*)?")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_LONG = re.compile(r'"""|\'\'\'')


def find_lines(text: str) -> dict[str, int]:
    """Return the line of each table and key by its dotted path; entries of arrays of tables are numbered from 0."""
    lines: dict[str, int] = {}
    places: Counter[str] = Counter()
    prefix, inside = "", False
    for number, line in enumerate(text.splitlines(), 1):
        opens = len(_LONG.findall(line)) % 2 == 1
        if not inside and (header := _HEADER.fullmatch(line)):
            prefix = _plain(header[2])
            if header[1] == "[[":
                places[prefix] += 1
                prefix = f"{prefix}.{places[prefix] - 1}"
            lines.setdefault(prefix, number)
        elif not inside and (key := _KEY.match(line)):
            lines.setdefault(f"{prefix}.{_plain(key[1])}" if prefix else _plain(key[1]), number)
        inside = inside != opens
    return lines


def line_of(lines: dict[str, int], path: str) -> int:
    """Return the line of a path, or of the nearest table or key around it."""
    while path and path not in lines:
        path = path.rpartition(".")[0]
    return lines.get(path, 1)


def _plain(dotted: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in dotted.split("."))
