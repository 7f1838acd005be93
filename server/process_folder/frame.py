"""process.toml: the process with its languages, rules and regions, and the offices that bodies hold in it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from server.process_folder.entry import Entry
from server.process_folder.problems import Problems
from server.process_folder.shapes import OFFICES, STATES, FolderMandate, FolderProcess, Words
from server.process_folder.spreadsheet import decode
from server.process_folder.states import body_code
from server.process_folder.times import ends_before, find_zone
from server.process_folder.toml_lines import find_lines, line_of

FILE = "process.toml"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PROCESS_KEYS = ("slug", "languages", "state", "time_zone", "since", "until")
_MANDATE_KEYS = ("body", "office", "since", "until")


def read_frame(data: bytes, found: Problems) -> tuple[FolderProcess, list[FolderMandate]]:
    """Return the process and its mandates; what cannot be read is left blank and noted."""
    text = decode(FILE, data, found)
    try:
        told = tomllib.loads(text or "")
    except tomllib.TOMLDecodeError as error:
        found.add(FILE, _line_in(str(error)), "toml_unreadable", problem=str(error))
        return FolderProcess(), []
    lines = find_lines(text or "")
    for key in sorted({*told} - {"process", "mandates"}):
        found.add(FILE, line_of(lines, key), "key_unknown", column=key)
    process = _read_process(_table(told, "process", lines, found), lines, found)
    return process, [_read_mandate(entry) for entry in _mandates(told.get("mandates", []), lines, found)]


def _line_in(message: str) -> int:
    match = re.search(r"line (\d+)", message)
    return int(match[1]) if match else 1


def _table(told: Mapping[str, Any], key: str, lines: dict[str, int], found: Problems) -> Mapping[str, Any]:
    table = told.get(key)
    if not isinstance(table, dict):
        found.add(FILE, line_of(lines, key), "missing", column=f"[{key}]")
        return {}
    return table


def _read_process(table: Mapping[str, Any], lines: dict[str, int], found: Problems) -> FolderProcess:
    entry = _entry({key: value for key, value in table.items() if key != "rules"}, "process", lines, found)
    for key in entry.values:
        if key not in _PROCESS_KEYS and not key.startswith(("names.", "instrument_status.", "regions.")):
            entry.complain("key_unknown", key)
    since, until = _dates(entry)
    slug = entry.text("slug", most=60, needed=True)
    if slug and SLUG.fullmatch(slug) is None:
        entry.complain("slug_unusable", "slug", value=slug)
    languages = entry.languages("languages")
    if not languages:
        entry.complain("missing", "languages")
    zone = entry.values.get("time_zone", "UTC")
    if find_zone(zone) is None:
        entry.complain("zone_unknown", "time_zone", value=zone)
    return FolderProcess(
        slug=slug,
        names=entry.words("names", needed=True),
        instrument_status=entry.words("instrument_status"),
        rules=_read_rules(table.get("rules", {}), lines, found),
        regions=_read_regions(entry),
        languages=languages,
        state=entry.choice("state", STATES, "active"),
        time_zone=zone,
        since=since,
        until=until,
        line=entry.line,
    )


def _dates(entry: Entry) -> tuple[str | None, str | None]:
    since, until = entry.date("since"), entry.date("until")
    if ends_before(since, until):
        entry.complain("ends_before_it_begins", "until", value=until, since=since)
    return since, until


def _read_regions(entry: Entry) -> dict[str, Words]:
    keys = dict.fromkeys(name.split(".")[1] for name in entry.values if name.startswith("regions."))
    return {key: entry.words(f"regions.{key}", needed=True) for key in keys}


def _read_rules(rules: Any, lines: dict[str, int], found: Problems) -> Mapping[str, Any]:
    """Take the rules as they are: what they mean is up to those who read them. Only the verbs have a known shape."""
    path = "process.rules"
    if not isinstance(rules, dict) or not _is_plain(rules):
        found.add(FILE, line_of(lines, path), "value_unusable", column="rules")
        return {}
    verbs = rules.get("verbs", {})
    entry = _entry({"verbs": verbs}, path, lines, found)
    for verb in verbs if isinstance(verbs, dict) else ():
        entry.words(f"verbs.{verb}", needed=True)
    return rules


def _is_plain(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_is_plain, value.values()))
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return isinstance(value, str | int | float | bool)


def _mandates(told: Any, lines: dict[str, int], found: Problems) -> Iterator[Entry]:
    if not isinstance(told, list):
        found.add(FILE, line_of(lines, "mandates"), "value_unusable", column="mandates")
        return
    for place, table in enumerate(told):
        yield _entry(table, f"mandates.{place}", lines, found)


def _read_mandate(entry: Entry) -> FolderMandate:
    for key in entry.values:
        if key not in _MANDATE_KEYS:
            entry.complain("key_unknown", key)
    since, until = _dates(entry)
    return FolderMandate(
        body=body_code(entry.text("body", most=20, needed=True)),
        office=entry.choice("office", OFFICES),
        since=since,
        until=until,
        line=entry.line,
    )


def _entry(table: Any, path: str, lines: dict[str, int], found: Problems) -> Entry:
    """Return a table as an entry with dotted keys; lists of words become lists of codes."""
    values: dict[str, str] = {}
    for key, value in _flatten(table):
        if value is None:
            found.add(FILE, line_of(lines, f"{path}.{key}"), "value_unusable", column=key)
        elif value:
            values[key] = value
    return Entry(FILE, line_of(lines, path), values, found, lambda key: line_of(lines, f"{path}.{key}"))


def _flatten(value: Any, path: str = "") -> Iterator[tuple[str, str | None]]:
    match value:
        case dict():
            for key, inner in value.items():
                yield from _flatten(inner, f"{path}.{key}" if path else key)
        case str():
            yield path, value.strip()
        case date():
            yield path, value.isoformat()
        case list() if all(isinstance(part, str) for part in value):
            yield path, ";".join(value)
        case _:
            yield path, None
