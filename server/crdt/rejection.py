"""Why an update is not taken."""

from typing import Literal

Code = Literal["malformed", "gap", "foreign", "split", "too_large", "forged"]


class Rejection(Exception):
    """An update that changes nothing. `detail` is for logs; it holds nothing of what was written.

    malformed: no update, or content of a kind that no language version has.
    gap: it builds on what is not known here; the sender has more to send.
    foreign: new structs under a client id that belongs to somebody else.
    split: it would cut a surrogate pair in two, which Yjs and yrs repair differently.
    too_large: more in one update, or in one document, than is taken.
    forged: well-formed, but what no honest client writes: unknown roots, nodes, marks, attributes, or places that
        contradict each other.
    """

    def __init__(self, code: Code, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail
