"""The working paper: the text of this minute, for whoever may read it and asks. Rules P-6 to P-8."""

from typing import Any

from server.actions.freezing import Frozen, Issue, freeze
from server.actions.house import Caller, House, Place, open_agenda
from server.actions.issuing import describe_languages, order_files, stage
from server.domain.errors import Conflict, Unknown
from server.domain.identity import fresh_id
from server.domain.terms import RevisionKind
from server.storage.agendas import stream_head
from server.storage.database import Reading, Writing, events_since
from server.storage.revisions import (
    agenda_of,
    drop_revisions,
    fetch_file,
    find_paper,
    issue_languages,
    issue_revision,
    list_files,
    old_papers,
    requeue_files,
)

Record = dict[str, Any]
SHARED_MS = 60_000
"""How long others share a paper whose files are still being made: the text of this minute."""
KEPT_MS = 7 * 24 * 3_600_000
"""How long a paper is kept."""


async def make_paper(house: House, caller: Caller, agenda: str) -> Record:
    """Freeze the text as it is now, without a symbol, in every language that has words; the files follow.

    Where nothing was written since the last paper, or its files are being made this very minute, it is that one, unless
    names are to be shown otherwise since.

    Raises:
        Unknown: `no_such_agenda`. Unusable: `nothing_to_publish`. Unavailable: `text_unsettled`.
    """
    paper = await house.database.write(lambda writing: _reuse(writing, caller, agenda))
    if paper is None:
        issue = Issue(fresh_id(), RevisionKind.WORKING)
        frozen = await freeze(house, agenda, issue)
        await stage(house.database, agenda, issue, frozen)
        paper = await house.database.write(lambda writing: _keep(writing, caller, agenda, issue, frozen))
    house.exporting.wake()
    return await show_paper(house, caller, paper)


def _reuse(writing: Writing, caller: Caller, agenda: str) -> str | None:
    open_agenda(writing, caller, agenda)
    paper = find_paper(writing, agenda)
    if paper is None:
        return None
    unchanged = paper["commit"] == stream_head(writing, agenda)
    unfinished = any(file["state"] in ("queued", "running") for file in list_files(writing, paper["id"]))
    is_recent = unfinished and writing.now_ms - paper["at"] < SHARED_MS
    if not unchanged and (not is_recent or _is_set_otherwise(writing, agenda, paper["commit"])):
        return None
    requeue_files(writing, paper["id"])
    return str(paper["id"])


def _is_set_otherwise(reading: Reading, agenda: str, commit: int) -> bool:
    """True if the draft's settings have changed since: a paper shows names as they were to be shown then."""
    return any(event.kind == "draft_changed" for event in events_since(reading, agenda, commit))


def _keep(writing: Writing, caller: Caller, agenda: str, issue: Issue, frozen: Frozen) -> str:
    """Make the frozen text a paper, unless another at the same commit was first, and remove old ones (P-8)."""
    open_agenda(writing, caller, agenda)
    earlier = find_paper(writing, agenda)
    if earlier is not None and earlier["commit"] == frozen.commit:
        drop_revisions(writing, [issue.revision])
        return str(earlier["id"])
    issue_revision(writing, issue.revision, None)
    issue_languages(writing, issue.revision, frozen.languages)
    order_files(writing, issue.revision, frozen.languages)
    drop_revisions(writing, old_papers(writing, agenda, writing.now_ms - KEPT_MS))
    return issue.revision


def _open_paper(reading: Reading, caller: Caller, paper: str) -> tuple[Place, Record]:
    agenda = agenda_of(reading, paper)
    row = find_paper(reading, agenda, paper) if agenda else None
    if agenda is None or row is None:
        raise Unknown("no_such_paper")
    try:
        return open_agenda(reading, caller, agenda), row
    except Unknown:
        raise Unknown("no_such_paper") from None


async def show_paper(house: House, caller: Caller, paper: str) -> Record:
    """Return a working paper with the state of its files.

    Raises:
        Unknown: `no_such_paper`, also to who may not read the draft.
    """

    def read(reading: Reading) -> Record:
        place, row = _open_paper(reading, caller, paper)
        order = place.draft["languages"]
        return {
            **{key: row[key] for key in ("id", "agenda", "symbol", "kind", "at", "hash", "commit")},
            "title": place.agenda["titles"],
            "by": "",
            "draft": True,
            "languages": describe_languages(
                reading, paper, order, lambda language, form: f"/api/v1/working-papers/{paper}/{language}.{form}"
            ),
            "not_issued": [],
            "outcome": None,
        }

    return await house.database.read(read)


async def fetch_paper(house: House, caller: Caller, paper: str, language: str, form: str) -> Record:
    """Return one file of a working paper with its bytes.

    Raises:
        Unknown: `no_such_paper`, `no_such_file`. Conflict: `file_not_ready` with its state.
    """

    def read(reading: Reading) -> Record:
        _open_paper(reading, caller, paper)
        return made_file(reading, paper, language, form)

    return await house.database.read(read)


def made_file(reading: Reading, revision: str, language: str, form: str) -> Record:
    """Return a file of a revision that is made, or refuse (404 `no_such_file`, 409 `file_not_ready`)."""
    file = fetch_file(reading, revision, language, form)
    if file is None:
        raise Unknown("no_such_file", language=language, form=form)
    if file["bytes"] is None:
        raise Conflict("file_not_ready", state=file["state"], error=file["error"], **(file["detail"] or {}))
    return file
