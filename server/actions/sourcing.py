"""A source before its words are in the text: cut and proved, kept as their author, and what is told of it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from server.actions.house import Caller, Place, open_agenda
from server.domain.cutting import Cut, Terms, WordCheck, check_words, cut, read_source
from server.domain.edits import Actor
from server.domain.errors import Unknown
from server.domain.identity import fresh_id
from server.domain.rights import may_import
from server.domain.terms import ClauseKind
from server.domain.units import cut_units
from server.storage.database import Reading, Writing
from server.storage.processes import insert_source
from server.storage.sources import delegations_by_code

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it was given: its name says what it is (`.md`, `.json`, anything else is plain text)."""

    name: str
    language: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Importer:
    """Who imports where, and the delegations that brackets may name, by code."""

    place: Place
    delegations: dict[str, str]

    def actor(self, caller: Caller, source: str) -> Actor:
        """Return on whose account the words are written: the person acts, the source is their author."""
        return Actor(caller.person, self.place.part.seat.id, None, via="import", source=source)


def begin_import(reading: Reading, caller: Caller, agenda: str, language: str) -> Importer:
    """Make sure that the caller may import into this language of an agenda.

    Raises:
        Unknown: `no_such_agenda`, `no_such_language`. Denied: `not_secretariat`.
    """
    place = open_agenda(reading, caller, agenda)
    place.require(may_import)
    languages = place.draft["languages"]
    if language not in languages:
        raise Unknown("no_such_language", language=language, languages=languages)
    return Importer(place, delegations_by_code(reading, place.agenda["process"]))


def cut_source(file: SourceFile, terms: Terms) -> tuple[Cut, WordCheck]:
    """Cut a source into clauses and prove that every word arrived. It takes processor time: call it in a thread.

    Raises:
        Unusable: `not_utf8`, `binary`, `empty`, `words_lost`; for JSON `not_json`, `shape_unknown`,
            `language_not_in_source`. TooLarge: `file_too_large`, `clause_too_long`, `too_many_clauses`.
    """
    text = read_source(file.data)
    name = file.name.lower()
    if name.endswith(".json"):
        text, found = cut_units(text, file.language, terms)
    else:
        found = cut(text, markdown=name.endswith((".md", ".markdown")), terms=terms)
    return found, check_words(text, found)


def keep_source(writing: Writing, process: str, file: SourceFile) -> str:
    """Keep a file by its name and hash as the author of words; return its id."""
    row = {
        "id": fresh_id(),
        "process": process,
        "name": file.name[:300],
        "kind": "file",
        "content_hash": hashlib.sha256(file.data).hexdigest(),
    }
    insert_source(writing, row)
    return str(row["id"])


def list_brackets_of(found: Cut, agenda: str, clauses: Sequence[str], delegations: dict[str, str]) -> list[Record]:
    """Return the rows of a source's brackets; `clauses` are the ids of its clauses in order, empty for one left out."""
    return [
        {
            "id": bracket.id,
            "agenda": agenda,
            "kind": "",
            "delegations": [delegations[code] for code in bracket.codes],
            "clauses": [clauses[index] for index in bracket.clauses if clauses[index]],
        }
        for bracket in found.objects.brackets
        if any(clauses[index] for index in bracket.clauses)
    ]


def describe_cut(found: Cut, checked: WordCheck) -> Record:
    """Return what was found in a source: counts, and each bracket that stayed a character."""
    objects = found.objects
    left = [
        {
            "line": found.clauses[sign.clause].line,
            "label": found.clauses[sign.clause].label,
            "sign": sign.sign,
            "words": sign.words,
        }
        for sign in objects.left
    ]
    over = sum(len(bracket.clauses) > 1 for bracket in objects.brackets)
    return {
        "clauses": len(found.clauses),
        "words": {"source": checked.source_words, "clauses": checked.clause_words},
        "left_out": len(found.left_out),
        "brackets": {"objects": len(objects.brackets), "over_clauses": over, "left": left},
        "options": sum(clause.kind is ClauseKind.OPTION for clause in found.clauses),
        "blanks": objects.blanks,
        "references": {"resolved": objects.references, "words": objects.unresolved},
    }
