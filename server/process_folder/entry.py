"""One entry of a file, whatever its form: keys with their words, read with complaints instead of exceptions."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from server.domain.characters import find_strange
from server.process_folder.problems import Problems
from server.process_folder.states import knows_language
from server.process_folder.times import is_date, read_moment

_BETWEEN_CODES = re.compile(r"[\s;,|]+")
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a CSV file or a table of TOML: `values` by column or dotted key, empty ones left out."""

    file: str
    line: int
    values: Mapping[str, str]
    problems: Problems
    find_line: Callable[[str], int] | None = None

    def __post_init__(self) -> None:
        for key, value in self.values.items():
            if strange := find_strange(value):
                self.complain("character_unusable", key, character=f"U+{ord(strange[0]):04X}")

    def complain(self, code: str, key: str = "", **detail: object) -> None:
        """Note a problem on the line of this entry, or of one key of it."""
        line = self.find_line(key) if self.find_line and key else self.line
        self.problems.add(self.file, line, code, **({"column": key} if key else {}), **detail)

    def text(self, key: str, *, most: int, needed: bool = False) -> str:
        """Return the words under a key, at most `most` characters."""
        value = self.values.get(key, "")
        if needed and not value:
            self.complain("missing", key)
        if len(value) > most:
            self.complain("too_long", key, most=most)
        return value

    def choice(self, key: str, among: Iterable[str], default: str = "") -> str:
        """Return one of a few fixed words; the default stands where there is nothing."""
        value = self.values.get(key, default)
        if value not in among:
            self.complain("not_among" if value else "missing", key, value=value, among=list(among))
        return value

    def codes(self, key: str, among: Iterable[str] = ()) -> tuple[str, ...]:
        """Return a list of codes, in their order. They stand between spaces, commas or semicolons."""
        found = tuple(dict.fromkeys(filter(None, _BETWEEN_CODES.split(self.values.get(key, "")))))
        for code in found:
            if among and code not in among:
                self.complain("not_among", key, value=code, among=list(among))
        return found

    def languages(self, key: str, among: Iterable[str] = ()) -> tuple[str, ...]:
        """Return a list of languages; with `among`, of those of the process."""
        found = self.codes(key, among)
        for code in found:
            if not among and not knows_language(code):
                self.complain("language_unknown", key, value=code)
        return found

    def words(self, key: str, *, needed: bool = False) -> dict[str, str]:
        """Return the words under a key by language: `name.en`, `name.fr`."""
        start = f"{key}."
        found = {name.removeprefix(start): value for name, value in self.values.items() if name.startswith(start)}
        for language in found:
            if not knows_language(language):
                self.complain("language_unknown", start + language, value=language)
        if needed and not found:
            self.complain("name_missing", key)
        return found

    def date(self, key: str) -> str | None:
        """Return a date as exact as it is known."""
        value = self.values.get(key)
        if value is not None and not is_date(value):
            self.complain("date_unusable", key, value=value)
            return None
        return value

    def moment(self, key: str, zone: ZoneInfo, *, end: bool = False) -> int | None:
        """Return a day or time in Unix ms."""
        value = self.values.get(key)
        moment = None if value is None else read_moment(value, zone, end=end)
        if value is not None and moment is None:
            self.complain("time_unusable", key, value=value)
        return moment

    def email(self, key: str) -> str:
        """Return an e-mail address, in lower case."""
        value = self.text(key, most=254, needed=True).lower()
        if value and _EMAIL.fullmatch(value) is None:
            self.complain("email_unusable", key, value=value)
        return value
