"""What a sign-in may do with one language version or one agenda, and how the others see the person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b

import msgspec

from server.domain.edits import Actor


@dataclass(frozen=True, slots=True)
class Identity:
    """How the others see a person here, already passed through the draft's name policy.

    `delegation` is its name in the draft's original language, `delegation_names` those in all that it has.
    """

    name: str
    delegation: str
    role: str
    delegation_names: Mapping[str, str] = field(default_factory=dict)


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


@dataclass(frozen=True, slots=True)
class Access:
    """What a sign-in may know of an agenda at this moment, by its main draft.

    `rights` is all that decides what the person may do there, as a short code: it changes when that does.
    """

    may_read: bool
    process: str
    draft: str
    rights: str
    person: str
    identity: Identity


def seal(*facts: object) -> str:
    """Return a short code of these facts: the same facts have the same code, on any server."""
    return blake2b(msgspec.json.encode(facts, order="deterministic"), digest_size=8).hexdigest()


seal_rights = lru_cache(4096)(seal)
"""`seal`, for what is asked for again and again."""
