"""Stored texts lag a second behind those who type; before a text is judged or frozen it is brought up to the log."""

from server.actions.house import House
from server.domain.edits import Text
from server.domain.errors import Unknown
from server.domain.identity import TextName
from server.storage.agendas import fetch_agenda, list_texts, main_draft
from server.storage.database import Reading


def find_stale(reading: Reading, agenda: str, clause: str | None = None) -> list[TextName]:
    """Return the texts of an agenda's main draft, or of one clause in it, whose stored form is behind the log.

    Raises:
        Unknown: `no_such_agenda`.
    """
    if fetch_agenda(reading, agenda) is None:
        raise Unknown("no_such_agenda", agenda=agenda)
    draft = main_draft(reading, agenda)
    return [
        TextName(text["clause"], text["language"])
        for text in list_texts(reading, draft["id"], clause)
        if text["text_seq"] != text["head_seq"]
    ]


async def freshen(house: House, names: list[TextName]) -> None:
    """Store these texts as they are on disk now."""
    for name in names:
        text = await house.rooms.read(name)
        await house.log.keep_text(text.language_version, text.epoch, text.seq, Text(text.json, text.hash))
