"""What a sign-in may do with one language version, and how the others see the person."""

from dataclasses import dataclass

from server.domain.edits import Actor


@dataclass(frozen=True, slots=True)
class Identity:
    """How the others see a person here, already passed through the draft's name policy."""

    name: str
    delegation: str
    role: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What a sign-in may do with one language version at this moment.

    `may_read` False means that the caller may not even know of it. When `may_write` is False, `reason` is a stable
    code: `locked`, `paused`, `closed`, `observer`, `not_translator`, `seat_ended`, `signed_out`, `suspended`, ...
    (`server.domain.rights` has them all).
    """

    may_read: bool
    may_write: bool
    reason: str
    actor: Actor
    identity: Identity
