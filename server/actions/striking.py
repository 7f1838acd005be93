"""One fall of the gavel on many clauses: texts compared with what was seen, decision and versions written at once."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server.actions.acts import Rule
from server.actions.gathering import Statuses, hold_living, let_go, name_texts, read_logged, show_moved
from server.actions.house import Caller, House
from server.actions.motions import Choice, Motion, begin_motion
from server.domain.canonical import plain_text
from server.domain.errors import Conflict
from server.domain.identity import fresh_id
from server.storage.database import Reading, Writing
from server.storage.decisions import insert_versions
from server.storage.pens import list_heads, lock_heads
from server.storage.states import LoggedState

Record = dict[str, Any]
TRIES = 3
"""How often an act starts again because a text that was not held was written meanwhile."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The text that the chair had before the eyes: its sequence number, its hash, or both. None yet has no hash."""

    seq: int | None = None
    hash: str | None = None


@dataclass(frozen=True, slots=True)
class Stroke:
    """One fall of the gavel: which clauses, in which languages (None: all), and what the chair saw of them."""

    caller: Caller
    agenda: str
    choice: Choice
    languages: Sequence[str] | None = None
    seen: Mapping[str, Mapping[str, Seen]] | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a stroke falls on: `heads` are all languages of the clauses concerned, `chosen` those that it acts on."""

    motion: Motion
    heads: Sequence[Record]
    chosen: Sequence[Record]

    @property
    def clauses(self) -> list[str]:
        """The clauses concerned."""
        return list(dict.fromkeys(head["clause"] for head in self.heads))


States = Mapping[str, LoggedState]


@dataclass(frozen=True, slots=True)
class Verb:
    """What a stroke does: who may, what of each clause it acts on, and what it writes."""

    act: str
    cause: str
    may: Rule
    choose: Callable[[Stroke, Sequence[Record]], list[Record]]
    idle: str
    write: Callable[[Writing, Ground, States], Statuses]


class _Unsettled(Exception):
    """A text moved between the reading and the transaction."""


async def strike(house: House, stroke: Stroke, verb: Verb) -> Record:
    """Do the act on all clauses chosen or on none; return its decision, and the clauses as they are now.

    Raises:
        Denied, Unknown: as the verb's rule and the choice say. Conflict: the verb's own code; `clause_withdrawn`;
            `text_moved` with the text as it is now, by clause and language, for all that moved.
        Unavailable: `not_settled`; nothing was done.
    """
    for _ in range(TRIES):
        ground = await house.database.read(lambda reading: _survey(reading, stroke, verb, list_heads))
        try:
            decision = await _try(house, stroke, verb, ground)
        except _Unsettled:
            continue
        return await show_moved(house, stroke.caller, stroke.agenda, decision, ground.clauses)
    raise Conflict("text_moved", clauses={})


async def _try(house: House, stroke: Stroke, verb: Verb, ground: Ground) -> str:
    """Read the texts from the log, again those that were written until the rooms are held, and do the act (L-2)."""
    names = name_texts(ground.heads)
    states = await read_logged(house, [head["id"] for head in ground.chosen])
    async with hold_living(house, names) as held:
        heads = await house.database.read(lambda r: list_heads(r, ground.motion.draft, ground.clauses))
        states |= await read_logged(house, [h["id"] for h in heads if h["id"] in states and _moved(h, states)])
        _compare_seen(ground.chosen, states, stroke.seen or {})
        decision, statuses = await house.database.write(lambda writing: _write(writing, stroke, verb, states))
        await let_go(house, held, names, statuses)
    return decision


def _survey(reading: Reading, stroke: Stroke, verb: Verb, look: Callable[..., list[Record]]) -> Ground:
    """Find the clauses, and in them what the act is done on.

    Raises:
        Conflict: none is left to be acted on, or one that was named is not.
    """
    motion = begin_motion(reading, stroke.caller, stroke.agenda, stroke.choice, verb.may)
    families: dict[str, list[Record]] = {}
    for head in look(reading, motion.draft, motion.clauses):
        families.setdefault(head["clause"], []).append(head)
    chosen = {clause: verb.choose(stroke, family) for clause, family in families.items()}
    idle = [clause for clause in motion.clauses if not chosen.get(clause)]
    if idle and (stroke.choice.clauses or len(idle) == len(motion.clauses)):
        raise Conflict(verb.idle, clauses=idle)
    busy = [clause for clause in motion.clauses if chosen.get(clause)]
    return Ground(motion, [h for key in busy for h in families[key]], [h for key in busy for h in chosen[key]])


def _moved(head: Record, states: States) -> bool:
    state = states[head["id"]]
    return bool((head["head_seq"], head["epoch"]) != (state.seq, state.epoch))


def _compare_seen(chosen: Sequence[Record], states: States, seen: Mapping[str, Mapping[str, Seen]]) -> None:
    """Refuse if a text is no longer what the chair saw, or was not among what the chair says to have seen (L-3)."""
    moved: dict[str, Record] = {}
    for head in chosen if seen else ():
        was, now = seen.get(head["clause"], {}).get(head["language"]), states[head["id"]]
        words = plain_text(json.loads(now.json))
        if not _is_same(was, now, words):
            text = {"seq": now.seq, "hash": now.hash, "text": words}
            moved.setdefault(head["clause"], {})[head["language"]] = text
    if moved:
        raise Conflict("text_moved", clauses=moved)


def _is_same(was: Seen | None, now: LoggedState, words: str) -> bool:
    """True if the text is what was seen of it; where nothing is said of it, if there is nothing to be seen."""
    if was is None or (was.hash, was.seq) == (None, None):
        return not words
    return now.hash == was.hash if was.hash else was.seq == now.seq


def _write(writing: Writing, stroke: Stroke, verb: Verb, states: States) -> tuple[str, Statuses]:
    writing.number(stroke.agenda)
    ground = _survey(writing, stroke, verb, lock_heads)
    if {head["id"] for head in ground.chosen} != states.keys() or any(_moved(h, states) for h in ground.chosen):
        raise _Unsettled
    motion = ground.motion
    commit = motion.decide(writing, verb.act, stroke.reason)
    kept = {head["id"] for head in ground.chosen if head["text_seq"] == head["head_seq"]}
    for head in ground.chosen:
        head |= {"version": fresh_id(), "text_seq": head["head_seq"], "hash": states[head["id"]].hash}
    rows = [_version_row(motion, head, states, commit, verb.cause) for head in ground.chosen]
    insert_versions(writing, rows, kept=kept)
    motion.enter(writing, ground.chosen)
    statuses = verb.write(writing, ground, states)
    motion.publish(writing, ground.clauses)
    return motion.decision, statuses


def _version_row(motion: Motion, head: Record, states: States, commit: int, cause: str) -> Record:
    state = states[head["id"]]
    return {
        "id": head["version"],
        "language_version": head["id"],
        "epoch": state.epoch,
        "seq": state.seq,
        "commit": commit,
        "state": state.state,
        "json": state.json,
        "hash": state.hash,
        "label": "",
        "cause": cause,
        "person": motion.caller.person,
        "seat": motion.place.part.seat.id,
        "decision": motion.decision,
    }
