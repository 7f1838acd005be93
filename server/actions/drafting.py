"""A draft's settings: when and by whom it is read and typed, and how names are shown. Rules A-21, D-3 and D-4."""

from typing import Any

from server.actions.house import Caller, House, Place, open_agenda
from server.actions.motions import Motion
from server.domain.dates import check_moment
from server.domain.errors import Conflict, Unusable
from server.domain.facts import EVERYONE, DraftFacts
from server.domain.identity import fresh_id
from server.domain.rights import may_set_draft, takes_typing
from server.domain.terms import DraftMode, NamePolicy, Role
from server.process_folder.shapes import CATEGORIES
from server.storage.database import Reading, Writing
from server.storage.decisions import insert_items
from server.storage.drafts import list_parties, update_draft

Record = dict[str, Any]
SETTINGS = ("mode", "typists", "readers", "name_policy", "opens_at", "closes_at", "consultation")


def describe_draft(draft: Record, facts: DraftFacts, now_ms: int) -> Record:
    """Return a draft as clients see it: its settings, whether it takes typing now, and if not, why."""
    ruling = takes_typing(facts, now_ms)
    return {
        **{key: draft[key] for key in ("id", "mode", "languages", "original_language", "name_policy")},
        "typists": sorted(facts.typists),
        "readers": sorted(facts.readers),
        **{key: draft[key] for key in ("opens_at", "closes_at", "consultation")},
        "open": ruling.allowed,
        "reason": ruling.reason,
    }


async def set_draft(house: House, caller: Caller, agenda: str, changes: Record) -> Record:
    """Change some of a text's settings, each as it is named in `SETTINGS`.

    Raises:
        Unknown: `no_such_agenda`. Denied: `not_office`. Conflict: `nothing_changed`.
        Unusable: `mode_unknown`, `policy_unknown`, `party_unknown`, `time_unusable`, `times_crossed`.
    """
    lists: Record = {key: sorted(set(changes[key])) for key in ("typists", "readers") if key in changes}
    return await change_draft(house, caller, agenda, {**changes, **lists}, "draft_settings")


async def change_draft(house: House, caller: Caller, agenda: str, changes: Record, act: str) -> Record:
    """Do what `set_draft` does, under the name of an act. What was accepted before is written first (D-4)."""
    await house.rooms.settle()

    def write(writing: Writing) -> tuple[str, Record]:
        place = open_agenda(writing, caller, agenda)
        place.require(may_set_draft)
        check_settings(writing, place, changes)
        decision = _decide(writing, caller, place, changes, act)
        now = open_agenda(writing, caller, agenda)
        return decision, describe_draft(now.draft, now.facts, writing.now_ms)

    decision, draft = await house.database.write(write)
    return {"decision": decision, "draft": draft}


def _decide(writing: Writing, caller: Caller, place: Place, changes: Record, act: str) -> str:
    """Write the settings with one decision that keeps what was and what is (D-3)."""
    before = {key: place.draft[key] for key in SETTINGS}
    after = {**before, **changes}
    if after == before:
        raise Conflict("nothing_changed")
    motion = Motion(caller, place, {}, fresh_id())
    motion.decide(writing, act, consultation=after["consultation"] or before["consultation"])
    detail = {"before": _pick(before, after), "after": _pick(after, before)}
    insert_items(writing, [{"id": fresh_id(), "decision": motion.decision, "detail": detail}])
    update_draft(writing, place.draft, _pick(after, before))
    return motion.decision


def _pick(settings: Record, other: Record) -> Record:
    return {key: value for key, value in settings.items() if value != other[key]}


def check_settings(reading: Reading, place: Place, changes: Record) -> None:
    """Refuse settings that mean nothing."""
    if changes.get("mode", DraftMode.TYPING) not in list(DraftMode):
        raise Unusable("mode_unknown", modes=[mode.value for mode in DraftMode])
    if changes.get("name_policy", NamePolicy.ROLE) not in list(NamePolicy):
        raise Unusable("policy_unknown", policies=[policy.value for policy in NamePolicy])
    _check_times({**place.draft, **changes})
    named = {*changes.get("typists", ()), *changes.get("readers", ())}
    strange = named - _known_parties(reading, place.agenda["process"])
    if strange:
        raise Unusable("party_unknown", parties=sorted(strange))


def _check_times(settings: Record) -> None:
    opens, closes = settings["opens_at"], settings["closes_at"]
    for time in (opens, closes):
        check_moment(time)
    if opens is not None and closes is not None and opens >= closes:
        raise Unusable("times_crossed", opens_at=opens, closes_at=closes)


def _known_parties(reading: Reading, process: str) -> set[str]:
    """Return what a list of typists or readers may name in this process."""
    roles = {role.value for role in Role}
    return {EVERYONE, *roles, *CATEGORIES, *list_parties(reading, process)}
