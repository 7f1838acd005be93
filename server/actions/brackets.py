"""Brackets as objects: the mark in the text carries an id, and the record says who asks for it, and what. Rule B-1."""

import re
from typing import Any

from server.actions.acts import begin_act
from server.actions.house import Caller, House
from server.domain.errors import Conflict, Unusable
from server.domain.naming import veil_delegations
from server.domain.rights import may_propose
from server.storage.database import Reading, Writing
from server.storage.decisions import bracket_exists, insert_brackets, list_brackets

Record = dict[str, Any]
KINDS = ("", "delete", "replace", "reserve", "retain")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


async def open_bracket(house: House, caller: Caller, clause: str, bracket: str, kind: str) -> Record:
    """Record that the caller's delegation asks for a bracket in a clause, under the id that marks its words.

    Raises:
        Unknown: `no_such_clause`. Denied: by rule A-13. Conflict: `bracket_exists`.
        Unusable: `id_unusable` (a UUIDv7 in lower case is wanted), `kind_unknown`.
    """
    if not _ID.fullmatch(bracket):
        raise Unusable("id_unusable", id=bracket)
    if kind not in KINDS:
        raise Unusable("kind_unknown", kinds=list(KINDS))

    def write(writing: Writing) -> Record:
        act = begin_act(writing, caller, clause, may_propose)
        if bracket_exists(writing, bracket):
            raise Conflict("bracket_exists", id=bracket)
        act.decide(writing, "open_bracket")
        delegation = act.place.part.spoken_for
        row = {
            "id": bracket,
            "agenda": act.clause["agenda"],
            "kind": kind,
            "delegations": [delegation] if delegation else [],
            "clauses": [clause],
            "opened_by": act.decision,
        }
        insert_brackets(writing, [row])
        writing.publish(act.clause["agenda"], "bracket", clause=clause, bracket=bracket)
        shown = show_brackets(writing, act.draft)[bracket]
        return {key: shown[key] for key in ("id", "kind", "delegations")}

    return await house.database.write(write)


def show_brackets(reading: Reading, draft: Record) -> dict[str, Record]:
    """Return the brackets in a draft by id, with those who ask for them as the draft's policy lets be seen (D-7)."""
    policy = draft["name_policy"]
    return {
        key: {**row, "delegations": veil_delegations(row["delegations"], policy)}
        for key, row in list_brackets(reading, draft["agenda"]).items()
    }
