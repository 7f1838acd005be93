"""Every JSON message that a clause document's socket carries beside the CRDT frames.

They travel in stateless frames on `/collab` and under type 100 on the plain door. `schema/messages.json` and the
client's types are generated from here; `schema/PROTOCOL.md` tells when each is sent.
"""

from typing import Any, Literal

import msgspec

PROTOCOL = 1
"""Raised when a client that speaks an older one could misread or lose something."""

Status = Literal["open", "paused", "translating", "locked"]


class Message(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type"):
    """What all messages share: `type` says which one it is."""


class Hello(Message, frozen=True, kw_only=True, tag="hello"):
    """First message of a document: its lineage, its state, and what this person may do with it now."""

    protocol: int
    schema: int
    epoch: int
    head: int
    status: Status
    may_write: bool
    reason: str


class Saved(Message, frozen=True, kw_only=True, tag="saved"):
    """The first `received` frames with edits of this session are on disk; `seq` is the text's head, `at` Unix ms."""

    received: int
    seq: int
    at: int


class Standing(Message, frozen=True, kw_only=True, tag="standing"):
    """The clause's status or this person's right has changed; `reason` says why writing is not allowed, or is empty."""

    status: Status
    may_write: bool
    reason: str


class Refused(Message, frozen=True, kw_only=True, tag="refused"):
    """An edit was not taken and CLOSE follows: keep the unsent words, open the document anew, offer them."""

    code: str
    detail: str = ""


class Resync(Message, frozen=True, kw_only=True, tag="resync"):
    """The client's history does not join ours after three rounds; CLOSE follows: start the document anew."""


class DocumentClaim(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What our own client puts into the Auth frame's token: the lineage and the schema that it holds."""

    epoch: int
    schema: int


ServerMessage = Hello | Saved | Standing | Refused | Resync

_encoder = msgspec.json.Encoder()


def encode(message: ServerMessage) -> str:
    """Return the message as JSON text."""
    return _encoder.encode(message).decode()


def describe() -> dict[str, Any]:
    """Return the JSON Schema of all messages, the content of `schema/messages.json`."""
    (_,), definitions = msgspec.json.schema_components([ServerMessage], ref_template="#/$defs/{name}")
    _, claim_definitions = msgspec.json.schema_components([DocumentClaim], ref_template="#/$defs/{name}")
    names = sorted(definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "AdrefMessages",
        "protocol": PROTOCOL,
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in names],
        "$defs": {**definitions, **claim_definitions},
    }
