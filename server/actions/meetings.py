"""Meetings, and what they made of the text, as clients see them."""

from typing import Any

from server.domain.naming import veil_person
from server.storage.agendas import main_draft
from server.storage.database import Reading
from server.storage.outcomes import fetch_consultation, list_outcomes
from server.storage.revisions import list_languages

Record = dict[str, Any]


def describe_consultation(row: Record | None) -> Record | None:
    """Return a meeting as clients see it; several places are named together."""
    if row is None:
        return None
    languages = {language for place in row["places"] for language in place if language != "country"}
    places = {
        language: ", ".join(place[language] for place in row["places"] if language in place) for language in languages
    }
    return {**{key: row[key] for key in ("id", "names", "since", "until")}, "places": places}


def describe_outcome(reading: Reading, outcome: Record, process: str) -> Record:
    """Return an outcome as clients see it: which meeting did what with which text, and where it was published."""
    published, draft = outcome["publication"], main_draft(reading, outcome["agenda"])
    languages = [row["language"] for row in list_languages(reading, outcome["revision"])]
    return {
        **{key: outcome[key] for key in ("id", "verb", "at", "hash", "commit")},
        "by": veil_person(outcome["by"], draft["name_policy"]),
        "consultation": describe_consultation(fetch_consultation(reading, process, outcome["consultation"])),
        "publication": {"id": published, "symbol": outcome["symbol"]} if published else None,
        "languages": sorted(languages, key=draft["languages"].index),
    }


def last_outcome(reading: Reading, agenda: str, process: str) -> Record | None:
    """Return the newest outcome of an agenda as clients see it."""
    found = list_outcomes(reading, agenda)
    return describe_outcome(reading, found[0], process) if found else None
