"""Committed states of many language versions, read from the log without opening them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from server.crdt.tree import merge_state, read_state
from server.domain.canonical import canonical_json, text_hash
from server.storage.database import Reading
from server.storage.tables import checkpoints, language_versions, texts, updates


@dataclass(frozen=True, slots=True)
class LoggedState:
    """One language version as the log has it: number, lineage, text and hash, and the state of its document."""

    language_version: str
    seq: int
    epoch: int
    json: str
    hash: str
    state: bytes


def read_states(reading: Reading, ids: Sequence[str]) -> list[LoggedState]:
    """Return the states of language versions as of one moment; a few hundred at a time are read best."""
    heads = reading.connection.execute(
        select(language_versions.c.id, language_versions.c.head_seq, language_versions.c.epoch)
        .where(language_versions.c.id.in_(ids))
    ).all()  # fmt: skip
    history, stored = _read_history(reading, ids), _read_texts(reading, ids)
    return [_make(row.id, row.head_seq, row.epoch, history[row.id], stored) for row in heads]


def _make(
    key: str, seq: int, epoch: int, history: Sequence[bytes], stored: dict[tuple[str, int, int], tuple[str, str]]
) -> LoggedState:
    text = stored.get((key, epoch, seq))
    if text is None:
        content = read_state(*history)
        text = canonical_json(content), text_hash(content)
    return LoggedState(key, seq, epoch, *text, merge_state(*history))


def _read_history(reading: Reading, ids: Sequence[str]) -> defaultdict[str, list[bytes]]:
    """Return the newest checkpoint of each language version and the updates after it, in order."""
    found: defaultdict[str, list[bytes]] = defaultdict(list)
    mine = language_versions.c.id.in_(ids)
    kept = (
        select(checkpoints.c.language_version, checkpoints.c.state)
        .join(language_versions, language_versions.c.id == checkpoints.c.language_version)
        .where(mine, checkpoints.c.epoch == language_versions.c.epoch)
        .where(checkpoints.c.seq == language_versions.c.checkpoint_seq)
    )
    later = (
        select(updates.c.language_version, updates.c.payload)
        .join(language_versions, language_versions.c.id == updates.c.language_version)
        .where(mine, updates.c.epoch == language_versions.c.epoch, updates.c.seq > language_versions.c.checkpoint_seq)
        .order_by(updates.c.language_version, updates.c.seq)
    )
    for query in (kept, later):
        for key, update in reading.connection.execute(query):
            found[key].append(update)
    return found


def _read_texts(reading: Reading, ids: Sequence[str]) -> dict[tuple[str, int, int], tuple[str, str]]:
    rows = reading.connection.execute(select(texts).where(texts.c.language_version.in_(ids)))
    return {(row.language_version, row.epoch, row.seq): (row.json, row.hash) for row in rows}
