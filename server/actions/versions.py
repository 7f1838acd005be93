"""History, first form: stored versions of a language version, and any two compared with the author of each change."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from server.actions.acts import begin_act, publish_clause, version_row
from server.actions.comparing import Dated, turn_back
from server.actions.crediting import Credits
from server.actions.house import Caller, House, open_clause
from server.crdt.attribution import Attribution
from server.crdt.replay import overlay
from server.domain.characters import read_line
from server.domain.comparison import compare
from server.domain.errors import Unknown, Unusable
from server.domain.identity import TextName, fresh_id
from server.domain.naming import veil
from server.domain.rights import may_label_version
from server.storage.database import Reading, Writing
from server.storage.decisions import (
    actor_names,
    fetch_version,
    find_language_version,
    insert_versions,
    list_versions,
)
from server.storage.processes import source_names
from server.storage.structure import list_carrying, read_layout

Record = dict[str, Any]
LABEL_CHARACTERS = 200


def _open_text(reading: Reading, caller: Caller, clause: str, language: str) -> Record:
    place, row = open_clause(reading, caller, clause)
    text = find_language_version(reading, clause, row["draft"], language)
    if text is None:
        raise Unknown("no_such_language", language=language)
    return {**text, "name_policy": place.draft["name_policy"]}


def describe_version(row: Record) -> Record:
    """Return a stored version as clients see it."""
    delegation = {"code": row["delegation_code"], "names": row["delegation_names"]} if row["delegation_code"] else None
    person = {"id": row["person_id"], "name": row["person_name"]} if row["person_id"] else None
    shown = {key: row[key] for key in ("id", "seq", "commit", "label", "cause", "at", "hash")}
    return {**shown, "person": person, "delegation": delegation}


async def show_versions(house: House, caller: Caller, clause: str, language: str) -> Record:
    """Return the stored versions of a clause in a language, newest first."""

    def read(reading: Reading) -> Record:
        text = _open_text(reading, caller, clause, language)
        rows = list_versions(reading, text["id"])
        return {"versions": [veil(describe_version(row), text["name_policy"]) for row in rows]}

    return await house.database.read(read)


async def label_version(house: House, caller: Caller, clause: str, language: str, label: str) -> Record:
    """Store the text as it is now under a label.

    Raises:
        Unusable: `label_missing`, `label_too_long` (over 200 characters), `text_unusable`. Denied: by rule A-17.
    """
    label = read_line(label)
    if not label:
        raise Unusable("label_missing")
    if len(label) > LABEL_CHARACTERS:
        raise Unusable("label_too_long", most=LABEL_CHARACTERS)
    await house.database.read(lambda reading: begin_act(reading, caller, clause, may_label_version))
    await house.database.read(lambda reading: _open_text(reading, caller, clause, language))
    held = await house.rooms.read(TextName(clause, language))

    def write(writing: Writing) -> str:
        act = begin_act(writing, caller, clause, may_label_version)
        version = fresh_id()
        commit = act.decide(writing, "label_version", label)
        insert_versions(writing, [version_row(act, held, version, commit, "by_hand", label)])
        publish_clause(writing, act)
        return version

    version = await house.database.write(write)
    return await house.database.read(lambda reading: _show_version(reading, caller, clause, language, version))


def _show_version(reading: Reading, caller: Caller, clause: str, language: str, version: str) -> Record:
    policy = _open_text(reading, caller, clause, language)["name_policy"]
    return {"version": veil(describe_version(fetch_version(reading, version) or {}), policy)}


@dataclass(frozen=True, slots=True)
class Moment:
    """One side of a comparison: the state, and the sequence number up to which it goes."""

    id: str
    seq: int
    state: bytes

    @property
    def key(self) -> tuple[int, bytes]:
        """What tells it from all other moments of a text: a proposal's has the number of the text that it changes."""
        return self.seq, sha256(self.state).digest()


async def compare_versions(house: House, caller: Caller, clause: str, language: str, from_: str, to: str) -> Record:
    """Return the words inserted and deleted between two stored versions, each with who wrote or struck it and when.

    `to` may be `now`: the text as it is on disk. Words that were carried, by a split or join, by cutting and pasting or
    by undoing, are still their first writer's; what a split, join or undoing carried away was struck by nobody.

    Raises:
        Unknown: `no_such_version`, `no_such_clause`, `no_such_language`.
    """
    text = await house.database.read(lambda reading: _open_text(reading, caller, clause, language))
    first = await _find_moment(house, clause, language, text, from_)
    second = await _find_moment(house, clause, language, text, to)
    async with house.comparisons.turn(caller.person):
        return await house.database.read(lambda reading: compare_moments(reading, house, text, first, second))


async def _find_moment(house: House, clause: str, language: str, text: Record, name: str) -> Moment:
    if name == "now":
        held = await house.rooms.read(TextName(clause, language))
        return Moment("now", held.seq, held.state)
    row = await house.database.read(lambda reading: fetch_version(reading, name))
    if row is None or row["language_version"] != text["id"]:
        raise Unknown("no_such_version", version=name)
    return Moment(row["id"], row["seq"], row["state"])


def compare_moments(reading: Reading, house: House, text: Record, first: Moment, second: Moment) -> Record:
    """Return two moments of a text word by word; references print their labels in `text["draft"]`."""
    clauses = read_layout(reading, text["draft"]).clauses
    labels = {key: clause.label for key, clause in clauses.items()}

    def find() -> list[Dated]:
        earlier, later = sorted((first, second), key=lambda moment: moment.seq)
        rows = house.log.history_rows(reading, text["id"], later.seq)
        record = Attribution(rows)
        pieces = record.unite(overlay(earlier.state, later.state, lambda clause: labels.get(clause, "")))
        credits = Credits.build(record, earlier.seq, rows, list_carrying(reading, text["id"]))
        changes = compare(pieces, credits.inserted_by, credits.deleted_by)
        dated = [Dated(change, None if change.op == "equal" else record.newest(change)) for change in changes]
        return dated if earlier is first else turn_back(dated)

    key = (text["id"], first.key, second.key, frozenset(labels.items()))
    changes = house.comparisons.find(key, find)
    names = _name_authors(reading, changes)
    return {
        "from": first.id,
        "to": second.id,
        "changes": [veil(describe_change(change, names), text["name_policy"]) for change in changes],
    }


def _name_authors(reading: Reading, changes: Sequence[Dated]) -> Record:
    authors = {dated.change.author for dated in changes if dated.change.author is not None}
    persons, delegations, sources, _ = (
        zip(*(author.split("|") for author in authors), strict=True) if authors else [()] * 4
    )
    names = actor_names(reading, list({*filter(None, persons)}), list({*filter(None, delegations)}))
    names["sources"] = source_names(reading, list({*filter(None, sources)}))
    return names


def describe_change(dated: Dated, names: Record) -> Record:
    """Return one change as clients see it. Imported words carry their source, not the person who imported them.

    What an act on the structure carried names the act; nobody struck what it took away (C-3).
    """
    change = dated.change
    shown: Record = {"op": change.op, "text": change.text, "person": None, "delegation": None, "at": None}
    if change.op == "equal" or change.author is None:
        return shown
    person, delegation, source, act = change.author.split("|")
    if act:
        shown["act"] = act
    if source:
        shown["source"] = names["sources"].get(source)
    elif person:
        shown["person"] = {"id": person, "name": names["persons"].get(person, "")}
        shown["delegation"] = names["delegations"].get(delegation)
    shown["at"] = dated.at_ms
    return shown
