"""consultations.csv: meetings and rounds, with dates no more exact than they are known."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from server.process_folder.entry import Entry
from server.process_folder.frame import SLUG
from server.process_folder.shapes import FolderConsultation, Words
from server.process_folder.states import body_code, state_code
from server.process_folder.times import ends_before

COLUMNS = ("slug", "kind", "level", "since", "until", "opens", "closes", "country", "place.*", "name.*")


def read_consultations(rows: Iterable[Entry], zone: ZoneInfo) -> list[FolderConsultation]:
    """Return the consultations, each short name once."""
    found: dict[str, FolderConsultation] = {}
    for row in rows:
        consultation = _read_consultation(row, zone)
        if consultation.slug in found:
            row.complain("slug_twice", "slug", value=consultation.slug, first=found[consultation.slug].line)
        found.setdefault(consultation.slug, consultation)
    return list(found.values())


def _read_consultation(row: Entry, zone: ZoneInfo) -> FolderConsultation:
    slug = row.text("slug", most=60, needed=True)
    if slug and SLUG.fullmatch(slug) is None:
        row.complain("slug_unusable", "slug", value=slug)
    since, until = row.date("since"), row.date("until")
    if ends_before(since, until):
        row.complain("ends_before_it_begins", "until", value=until, since=since)
    opens, closes = row.moment("opens", zone), row.moment("closes", zone, end=True)
    if opens is not None and closes is not None and closes <= opens:
        row.complain("ends_before_it_begins", "closes", value=row.values["closes"], since=row.values["opens"])
    return FolderConsultation(
        slug=slug,
        names=row.words("name", needed=True),
        kind=row.text("kind", most=30, needed=True),
        level=row.text("level", most=30, needed=True),
        places=_read_places(row),
        since=since,
        until=until,
        opens_ms=opens,
        closes_ms=closes,
        line=row.line,
    )


def _read_places(row: Entry) -> tuple[Words, ...]:
    """Several places stand in one cell, in the same order in each column, between semicolons."""
    columns = {"country": row.values.get("country", ""), **row.words("place")}
    split = {key: [part.strip() for part in value.split(";")] for key, value in columns.items() if value}
    counts = {len(parts) for parts in split.values()}
    if len(counts) > 1:
        row.complain("places_uneven", "place", counts={key: len(parts) for key, parts in split.items()})
        return ()
    for written in split.get("country", []):
        if state_code(written) is None:
            row.complain("state_unknown", "country", value=written)
    split["country"] = [body_code(written) for written in split.get("country", [])]
    return tuple(
        {key: parts[place] for key, parts in split.items() if parts and parts[place]}
        for place in range(counts.pop() if counts else 0)
    )
