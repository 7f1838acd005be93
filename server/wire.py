"""Every JSON message that a socket carries beside the CRDT frames: those of a clause document, and the agenda's.

They travel in stateless frames on `/collab` and, a clause's, under type 100 on the plain door. `schema/messages.json`
and the client's types are generated from here; `schema/PROTOCOL.md` tells when each is sent.
"""

from typing import Annotated, Any, Literal, get_args

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
    """An edit was not taken and CLOSE follows: keep the unsent words, open the document anew, offer them.

    `seq` is the number of the text that this client was sent last, hence saw while it wrote; null if it was sent none.
    """

    code: str
    detail: str = ""
    seq: int | None = None


class Resync(Message, frozen=True, kw_only=True, tag="resync"):
    """The client's history does not join ours after three rounds; CLOSE follows: start the document anew."""


class AgendaHello(Message, frozen=True, kw_only=True, tag="agenda_hello"):
    """First message of an agenda's channel: all after `commit` follows at once, up to `head`, the newest number.

    `rights` is what `GET /agendas/{id}` says under that name while nothing changes that this person may do there.
    """

    protocol: int
    commit: int
    head: int
    rights: str


class TextNews(Message, frozen=True, kw_only=True, tag="text_news"):
    """The newest stored state of one text, at most once a second; `at` is when it was stored (Unix ms).

    Messages come in the order of their `commit`: the last one that came is the number to resume from.
    """

    commit: int
    clause: str
    language: str
    seq: int
    epoch: int
    hash: str
    json: Annotated[msgspec.Raw, msgspec.Meta(extra_json_schema={"type": "object", "additionalProperties": True})]
    at: int


class ClauseNews(Message, frozen=True, kw_only=True, tag="clause_news"):
    """A clause's status, agreement, brackets or label changed: fetch it anew."""

    commit: int
    clause: str


class StructureNews(Message, frozen=True, kw_only=True, tag="structure_news"):
    """Clauses were put in, moved, split, joined or withdrawn: fetch the agenda anew."""

    commit: int


class DraftNews(Message, frozen=True, kw_only=True, tag="draft_news"):
    """What one may do in the draft may have changed (its mode, its times, one's own seat): fetch the agenda anew."""

    commit: int


class PublicationNews(Message, frozen=True, kw_only=True, tag="publication_news"):
    """Something was published or endorsed."""

    commit: int


class Refetch(Message, frozen=True, kw_only=True, tag="refetch"):
    """Too much has happened since the client's number: fetch the agenda anew, and go on from its `commit`."""

    commit: int


class DocumentClaim(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What our own client puts into the Auth frame's token: the lineage and the schema that it holds."""

    epoch: int
    schema: int


class AgendaClaim(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What our own client puts into the token of an agenda's channel: the last commit number that it knows."""

    after: int


ServerMessage = Hello | Saved | Standing | Refused | Resync
AgendaMessage = AgendaHello | TextNews | ClauseNews | StructureNews | DraftNews | PublicationNews | Refetch

_encoder = msgspec.json.Encoder()


def encode(message: ServerMessage | AgendaMessage) -> str:
    """Return the message as JSON text."""
    return _encoder.encode(message).decode()


def describe() -> dict[str, Any]:
    """Return the JSON Schema of all messages, the content of `schema/messages.json`."""
    told, agenda, claims = (_define(kinds) for kinds in (ServerMessage, AgendaMessage, DocumentClaim | AgendaClaim))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "AdrefMessages",
        "protocol": PROTOCOL,
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in sorted(told)],
        "agenda": [{"$ref": f"#/$defs/{name}"} for name in sorted(agenda)],
        "$defs": {**told, **agenda, **claims},
    }


def _define(kinds: Any) -> dict[str, Any]:
    """Return the definitions of a union's members by name."""
    members = get_args(kinds)
    _, definitions = msgspec.json.schema_components(members, ref_template="#/$defs/{name}")
    return definitions
