"""bodies.csv, memberships.csv and delegations.csv: who there is, who belongs to what, and who takes part."""

from collections.abc import Iterable, Mapping

from server.process_folder.entry import Entry
from server.process_folder.shapes import (
    BODY_KINDS,
    CATEGORIES,
    PERSPECTIVES,
    FolderBody,
    FolderDelegation,
    FolderMembership,
    FolderProcess,
)
from server.process_folder.states import body_code, state_code, state_names
from server.process_folder.times import ends_before

BODY_COLUMNS = ("code", "kind", "name.*", "short.*")
MEMBERSHIP_COLUMNS = ("group", "member", "since", "until")
DELEGATION_COLUMNS = ("code", "category", "region", "perspectives")

Codes = Mapping[str, FolderBody]


def read_bodies(rows: Iterable[Entry], process: FolderProcess) -> dict[str, FolderBody]:
    """Return the folder's own bodies by code. A State may stand here to be given other names than the usual ones."""
    bodies: dict[str, FolderBody] = {}
    for row in rows:
        body = _read_body(row, process)
        if body.code in bodies:
            row.complain("code_twice", "code", value=body.code, first=bodies[body.code].line)
        bodies.setdefault(body.code, body)
    return bodies


def _read_body(row: Entry, process: FolderProcess) -> FolderBody:
    code = row.text("code", most=20, needed=True)
    kind = row.choice("kind", BODY_KINDS)
    state = state_code(code)
    if state is not None and kind in BODY_KINDS and kind != "state":
        row.complain("code_of_a_state", "code", value=code)
    usual = state_names(state, process.languages) if state and kind == "state" else {}
    names = {**usual, **row.words("name", needed=not usual)}
    short = row.words("short")
    return FolderBody(
        code=body_code(code), kind=kind, names=names, short_names=short or names, given=True, line=row.line
    )


def name_body(code: str, bodies: Codes, process: FolderProcess) -> FolderBody | None:
    """Return the body that a code stands for: the folder's own, else a State by ISO 3166; None if neither has it."""
    if body_code(code) in bodies:
        return bodies[body_code(code)]
    state = state_code(code)
    if state is None:
        return None
    names = state_names(state, process.languages)
    return FolderBody(code=state, kind="state", names=names, short_names=names, given=False)


def read_memberships(rows: Iterable[Entry]) -> list[FolderMembership]:
    """Return who belongs to which group, and how long."""
    return [_read_membership(row) for row in rows]


def _read_membership(row: Entry) -> FolderMembership:
    since, until = row.date("since"), row.date("until")
    if ends_before(since, until):
        row.complain("ends_before_it_begins", "until", value=until, since=since)
    group, member = (body_code(row.text(key, most=20, needed=True)) for key in ("group", "member"))
    return FolderMembership(group=group, member=member, since=since, until=until, line=row.line)


def read_delegations(rows: Iterable[Entry], bodies: Codes, process: FolderProcess) -> list[FolderDelegation]:
    """Return who takes part, by the code of the body."""
    found: dict[str, FolderDelegation] = {}
    for row in rows:
        delegation = _read_delegation(row, bodies, process)
        if delegation.body in found:
            row.complain("delegation_twice", "code", value=delegation.body, first=found[delegation.body].line)
        found.setdefault(delegation.body, delegation)
    return list(found.values())


def _read_delegation(row: Entry, bodies: Codes, process: FolderProcess) -> FolderDelegation:
    code = row.text("code", most=20, needed=True)
    body = name_body(code, bodies, process)
    usual = "state" if body is not None and body.kind == "state" else ""
    region = row.values.get("region")
    if region is not None and process.slug and region not in process.regions:
        row.complain("region_unknown", "region", value=region, among=list(process.regions))
    return FolderDelegation(
        body=body_code(code),
        category=row.choice("category", CATEGORIES, usual),
        region=region,
        perspectives=row.codes("perspectives", PERSPECTIVES),
        line=row.line,
    )
