"""Every refusal that a caller may see. A code is stable and part of the contract; sentences are the client's.

Refusal
├── Unknown (404)        nothing here that you may know of
├── NotSignedIn (401)    no valid session or token
├── Denied (403)         you may know of it, but not do this
├── Conflict (409)       the state has moved on, or forbids it
├── TooLarge (413)       more than the server takes in one piece
├── Unusable (422)       understood, but not acceptable as it is
├── TooMany (429)        slow down
└── Unavailable (503)    storage or a worker does not answer; nothing was done
"""

from collections.abc import Mapping
from typing import Any


class Refusal(Exception):
    """A request that is refused. `code` is stable; `detail` holds what a client needs to explain it."""

    status = 400

    def __init__(self, code: str, **detail: Any) -> None:
        super().__init__(code)
        self.code = code
        self.detail: Mapping[str, Any] = detail


class Unknown(Refusal):
    status = 404


class NotSignedIn(Refusal):
    status = 401


class Denied(Refusal):
    status = 403


class Conflict(Refusal):
    status = 409


class TooLarge(Refusal):
    status = 413


class Unusable(Refusal):
    status = 422


class TooMany(Refusal):
    status = 429


class Unavailable(Refusal):
    status = 503
