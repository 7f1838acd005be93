"""What of a running server is well and what needs its operator, in words: what happened, what it means, what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from server.api.look import Look
from server.rooms.tally import quantile

LEAST_FREE = 1 << 30
"""Octets on the disk below which the operator is told. A meeting of a week writes some 100 MB."""
BACKUP_HOURS = 24
SLOW_SECONDS = 0.25
FEW_COMMITS = 20
"""Fewer commits than these say nothing about the disk."""
LONG_QUEUE = 50
HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Need:
    """Something that needs the operator. `urgent` if people are kept from working, or soon will be."""

    says: str
    means: str
    urgent: bool = False


_TROUBLES = {
    "storage_full": ("The disk of the database is full.", "Make room on it."),
    "storage_read_only": ("The database may only be read.", "Give the server's user the right to write it."),
    "storage_busy": ("Another program holds the database.", "End that program."),
    "storage_failing": ("The disk of the database reports faults.", "Take a backup, and look at the disk."),
    "storage_damaged": ("The database is damaged.", "Stop the server, and restore the last backup."),
    "storage_silent": ("The database does not answer in time.", "Look at the machine and the disk that it runs on."),
    "storage_away": ("The database does not answer.", "Start it, or look at the way to it."),
}
_KEPT = "Pages say “Not saved” and keep the words that people type. Nothing that was called saved is lost."


def find_needs(look: Look) -> list[Need]:
    """Return what needs the operator, the urgent first."""
    found = [need for judge in _JUDGES for need in judge(look)]
    return sorted(found, key=lambda need: not need.urgent)


def _storage(look: Look) -> Iterator[Need]:
    if look.trouble is not None:
        says, does = _TROUBLES.get(look.trouble, _TROUBLES["storage_away"])
        yield Need(says, f"{_KEPT} {does}", urgent=True)
    dropped = look.census.rooms.get("dropped", 0)
    if dropped:
        means = f"{_KEPT} They open by themselves once the database takes writes."
        yield Need(f"{count(dropped, 'text waits', 'texts wait')} for the database.", means, urgent=True)


def _space(look: Look) -> Iterator[Need]:
    free = look.condition.free if look.condition is not None else None
    if free is not None and free < LEAST_FREE:
        says = f"The disk of the database has {size(free)} left."
        yield Need(says, "When it is full, nothing more is saved. Make room on it.", urgent=True)


def _backup(look: Look) -> Iterator[Need]:
    does = "Take one with adref backup FILE, and have one taken every hour of a meeting."
    if look.backup is None:
        yield Need("No backup is known.", f"If this machine breaks, the text is gone. {does}")
    elif look.at_ms - look.backup.at_ms > BACKUP_HOURS * HOUR_MS:
        hours = (look.at_ms - look.backup.at_ms) // HOUR_MS
        yield Need(f"The last backup is {count(hours, 'hour', 'hours')} old.", does)


def _pace(look: Look) -> Iterator[Need]:
    slow = quantile(look.commits, 0.99)
    if slow is not None and len(look.commits) >= FEW_COMMITS and slow > SLOW_SECONDS:
        means = "People see “Sending” for that long. See what else uses this machine and its disk."
        yield Need(f"Saving is slow: 1 time in 100 it took {milliseconds(slow)} or more.", means)
    if look.waiting > LONG_QUEUE:
        means = "Saving takes longer. See what else uses this machine and its disk."
        yield Need(f"{look.waiting} writes wait for the database.", means)


def _files(look: Look) -> Iterator[Need]:
    files = look.condition.files if look.condition is not None else {}
    failed, queued = files.get("failed", 0), files.get("queued", 0)
    if failed:
        means = "The publications stand. Whoever issued them can have the files made again."
        yield Need(f"{count(failed, 'file', 'files')} could not be made.", means)
    if queued > LONG_QUEUE:
        yield Need(f"{queued} files wait to be made.", "They are made one after the other; nothing is lost.")


def _offences(look: Look) -> Iterator[Need]:
    dishonest = sum(look.tally.offences[kind] for kind in ("malformed", "forged", "too_large"))
    if dishonest:
        says = f"{count(dishonest, 'socket', 'sockets')} sent what no honest program sends."
        yield Need(says, "They were closed, and nothing of it was taken. The log names the sign-ins: “socket closed”.")


_JUDGES: tuple[Callable[[Look], Iterator[Need]], ...] = (_storage, _space, _backup, _pace, _files, _offences)


def find_comforts(look: Look) -> list[str]:
    """Return what is well, a sentence each."""
    said = []
    if look.trouble is None:
        said.append("The database takes writes.")
    if look.condition is not None and (look.condition.free or 0) >= LEAST_FREE:
        said.append(f"Its disk has {size(look.condition.free or 0)} left.")
    if look.backup is not None and look.at_ms - look.backup.at_ms <= BACKUP_HOURS * HOUR_MS:
        hours = (look.at_ms - look.backup.at_ms) // HOUR_MS
        age = f"{count(hours, 'hour', 'hours')} ago" if hours else "less than an hour ago"
        said.append(f"The last backup was taken {age}.")
    usual, slow = quantile(look.commits, 0.5), quantile(look.commits, 0.99)
    if usual is not None and slow is not None and slow <= SLOW_SECONDS:
        said.append(
            f"Edits are on disk {milliseconds(usual)} after they are gathered; 99 in 100 within {milliseconds(slow)}."
        )
    if look.condition is not None and not look.condition.files.get("failed", 0):
        said.append("Every file that was asked for is made or on its way.")
    return said


def count(number: int, one: str, many: str) -> str:
    """Return a number with its noun."""
    return f"{number:,} {one if number == 1 else many}"


def size(octets: int) -> str:
    """Return a size as people say it."""
    for unit, step in (("GB", 1 << 30), ("MB", 1 << 20), ("kB", 1 << 10)):
        if octets >= step:
            return f"{octets / step:.1f} {unit}"
    return f"{octets} bytes"


def milliseconds(seconds: float) -> str:
    """Return a duration in milliseconds."""
    return f"{seconds * 1000:,.1f} ms" if seconds < 0.1 else f"{seconds * 1000:,.0f} ms"
