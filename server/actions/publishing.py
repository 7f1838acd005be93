"""Publishing: what was frozen or endorsed gets its symbol, and its languages one by one. Rules P-1 to P-5, P-10."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from server.actions.freezing import Frozen, Issue, freeze
from server.actions.house import Caller, House, Place, open_agenda
from server.actions.issuing import describe_languages, dress_content, order_files, require_free, stage
from server.actions.meetings import describe_outcome
from server.actions.working import made_file
from server.domain.errors import Conflict, Unknown, Unusable
from server.domain.identity import fresh_id
from server.domain.naming import veil_person
from server.domain.rights import may_publish
from server.domain.terms import RevisionKind
from server.storage.agendas import fetch_agenda, main_draft
from server.storage.database import Reading, Writing
from server.storage.decisions import insert_decision, insert_items
from server.storage.outcomes import fetch_outcome, outcome_of
from server.storage.people import list_seats
from server.storage.revisions import (
    fetch_publication,
    give_symbol,
    insert_publication,
    issue_languages,
    issue_revision,
    list_languages,
    read_content,
    replace_content,
    requeue_files,
)

Record = dict[str, Any]
SYMBOL = re.compile(r"[A-Z0-9][A-Za-z0-9./()-]{1,59}")
DRAFTS = (RevisionKind.REV, RevisionKind.ZERO, RevisionKind.COMPILATION, RevisionKind.CHAIRS, RevisionKind.WORKING)
"""What may be published without a meeting's act; the first of them is what a symbol makes of a text."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be published: the text as it is now, or an outcome; in all its languages, or in these."""

    symbol: str | None = None
    outcome: str | None = None
    languages: Sequence[str] | None = None
    kind: str | None = None


async def publish_agenda(house: House, caller: Caller, agenda: str, wish: Wish) -> Record:
    """Publish the main draft as it is now, or a text that a meeting endorsed; the files follow.

    What was frozen never changes afterwards; a file that cannot be made does not undo the publication.

    Raises:
        Denied: `not_secretariat`. Unknown: `no_such_agenda`, `no_such_language`, `no_such_outcome`.
        Unusable: `symbol_unusable`, `symbol_missing`, `kind_unknown`, `nothing_to_publish`.
        Conflict: `symbol_taken` with the `next` free one; `already_published` with the publication.
    """
    symbol = (wish.symbol or "").strip() or None
    if symbol is not None and not SYMBOL.fullmatch(symbol):
        raise Unusable("symbol_unusable", symbol=symbol)
    await house.database.read(lambda reading: _require_publisher(reading, caller, agenda, symbol))
    if wish.outcome is not None:
        publication = await _publish_outcome(house, caller, agenda, wish.outcome, symbol, wish.languages)
    else:
        publication = await _publish_draft(house, caller, agenda, Issue(fresh_id(), _kind(wish, symbol), symbol), wish)
    house.exporting.wake()
    return await show_publication(house, caller, publication)


def _kind(wish: Wish, symbol: str | None) -> RevisionKind:
    if wish.kind is None:
        return RevisionKind.REV if symbol else RevisionKind.WORKING
    if wish.kind not in DRAFTS:
        raise Unusable("kind_unknown", kinds=[kind.value for kind in DRAFTS])
    return RevisionKind(wish.kind)


def _require_publisher(reading: Reading, caller: Caller, agenda: str, symbol: str | None) -> Place:
    place = open_agenda(reading, caller, agenda)
    place.require(may_publish)
    if symbol is not None:
        require_free(reading, agenda, symbol)
    return place


def _choose(wanted: Sequence[str] | None, there: Sequence[str]) -> list[str]:
    for language in wanted or ():
        if language not in there:
            raise Unknown("no_such_language", language=language, languages=list(there))
    return [language for language in there if not wanted or language in wanted]


async def _publish_draft(house: House, caller: Caller, agenda: str, issue: Issue, wish: Wish) -> str:
    frozen = await freeze(house, agenda, issue)
    languages = _choose(wish.languages, frozen.languages) if frozen.texts else []
    await stage(house.database, agenda, issue, frozen)
    return await house.database.write(lambda writing: _issue(writing, caller, agenda, issue, frozen, languages))


def _issue(
    writing: Writing, caller: Caller, agenda: str, issue: Issue, frozen: Frozen, languages: Sequence[str]
) -> str:
    place = _require_publisher(writing, caller, agenda, issue.symbol)
    hashes = {text.language: text.hash for text in frozen.texts if text.language in languages}
    issue_revision(writing, issue.revision, _decide(writing, caller, place, "publish", hashes))
    return _publish(writing, caller, place, issue.revision, issue.symbol, languages)


def _decide(writing: Writing, caller: Caller, place: Place, act: str, hashes: dict[str, str]) -> str:
    """Write the decision with an item for each language that is issued."""
    decision = fresh_id()
    row = {"id": decision, "agenda": place.agenda["id"], "draft": place.draft["id"], "act": act}
    insert_decision(writing, {**row, "person": caller.person, "seat": place.part.seat.id})
    items = [
        {"id": fresh_id(), "decision": decision, "hash": digest, "detail": {"language": language}}
        for language, digest in hashes.items()
    ]
    insert_items(writing, items)
    return decision


def _publish(
    writing: Writing, caller: Caller, place: Place, revision: str, symbol: str | None, languages: Sequence[str]
) -> str:
    publication, agenda = fresh_id(), place.agenda["id"]
    row = {"id": publication, "revision": revision, "person": caller.person, "seat": place.part.seat.id}
    insert_publication(writing, row)
    issue_languages(writing, revision, languages)
    order_files(writing, revision, languages)
    writing.publish(agenda, "published", publication=publication, symbol=symbol)
    return publication


async def _publish_outcome(
    house: House, caller: Caller, agenda: str, outcome: str, symbol: str | None, wanted: Sequence[str] | None
) -> str:
    if symbol is None:
        raise Unusable("symbol_missing")

    def prepare(reading: Reading) -> tuple[str, dict[str, str], dict[str, bytes]]:
        revision = _unpublished(reading, agenda, outcome)
        hashes = {row["language"]: row["hash"] for row in list_languages(reading, revision)}
        order = main_draft(reading, agenda)["languages"]
        chosen = _choose(wanted, [language for language in order if language in hashes])
        contents = {key: dress_content(read_content(reading, revision, key), symbol, reading.now_ms) for key in hashes}
        return revision, {key: hashes[key] for key in chosen}, contents

    def write(writing: Writing) -> str:
        place = _require_publisher(writing, caller, agenda, symbol)
        _unpublished(writing, agenda, outcome)
        _decide(writing, caller, place, "publish", hashes)
        give_symbol(writing, revision, symbol)
        for language, content in contents.items():
            replace_content(writing, revision, language, content)
        return _publish(writing, caller, place, revision, symbol, list(hashes))

    revision, hashes, contents = await house.database.read(prepare)
    return await house.database.write(write)


def _unpublished(reading: Reading, agenda: str, outcome: str) -> str:
    row = fetch_outcome(reading, outcome)
    if row is None or row["agenda"] != agenda:
        raise Unknown("no_such_outcome")
    if row["publication"] is not None:
        raise Conflict("already_published", publication=row["publication"], symbol=row["symbol"])
    return str(row["revision"])


def read_publication(reading: Reading, caller: Caller | None, publication: str) -> tuple[Record, Record, Record | None]:
    """Return a publication, its agenda and its outcome, if the caller may know of it: 404 `no_such_publication`.

    What a meeting endorsed is public (P-10): `caller` may be None. All else is for who has a seat in the process.
    """
    row = fetch_publication(reading, publication)
    agenda = fetch_agenda(reading, row["agenda"]) if row else None
    if row is None or agenda is None:
        raise Unknown("no_such_publication")
    outcome = outcome_of(reading, row["revision"])
    sits = caller is not None and bool(list_seats(reading, caller.person, agenda["process"]))
    if not sits and (caller is not None or outcome is None):
        raise Unknown("no_such_publication")
    return row, agenda, outcome


async def show_publication(house: House, caller: Caller | None, publication: str) -> Record:
    """Return a publication with the state of its files. To the public (`caller` None) it does not say who published.

    Raises:
        Unknown: `no_such_publication`.
    """

    def read(reading: Reading) -> Record:
        row, agenda, outcome = read_publication(reading, caller, publication)
        draft = main_draft(reading, row["agenda"])
        order = draft["languages"]
        folder = f"/api/v1/{'' if caller else 'public/'}publications/{publication}"
        languages = describe_languages(
            reading, row["revision"], order, lambda language, form: f"{folder}/{language}.{form}"
        )
        issued = {language["language"] for language in languages}
        known = order if outcome else [entry["language"] for entry in list_languages(reading, row["revision"])]
        return {
            **{key: row[key] for key in ("id", "agenda", "symbol", "kind", "at", "hash", "commit")},
            "by": veil_person(row["by"], draft["name_policy"]) if caller else "",
            "title": agenda["titles"],
            "draft": row["kind"] != RevisionKind.FINAL,
            "languages": languages,
            "not_issued": [language for language in order if language in known and language not in issued],
            "outcome": _say_outcome(reading, outcome, agenda["process"], named=caller is not None),
        }

    return await house.database.read(read)


def _say_outcome(reading: Reading, outcome: Record | None, process: str, *, named: bool) -> Record | None:
    if outcome is None:
        return None
    shown = describe_outcome(reading, outcome, process)
    return shown if named else {**shown, "by": ""}


async def fetch_published(house: House, caller: Caller | None, publication: str, language: str, form: str) -> Record:
    """Return one file with its bytes.

    Raises:
        Unknown: `no_such_publication`, `no_such_file`. Conflict: `file_not_ready` with its state.
    """

    def read(reading: Reading) -> Record:
        row, _, _ = read_publication(reading, caller, publication)
        return made_file(reading, row["revision"], language, form)

    return await house.database.read(read)


async def retry_file(house: House, caller: Caller, publication: str, language: str, form: str) -> None:
    """Queue a failed file again.

    Raises:
        Denied: `not_secretariat`. Unknown: `no_such_publication`. Conflict: `file_not_failed`.
    """

    def write(writing: Writing) -> None:
        row, _, _ = read_publication(writing, caller, publication)
        open_agenda(writing, caller, row["agenda"]).require(may_publish)
        if not requeue_files(writing, row["revision"], language, form):
            raise Conflict("file_not_failed")

    await house.database.write(write)
    house.exporting.wake()
