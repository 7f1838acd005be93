"""Streams, events, decisions, locks, agreements, brackets, and facts of the server."""

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from server.storage.tables.columns import key, metadata, ref, time

server_facts = Table(
    "server_facts",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("value", JSON, nullable=False),
)

streams = Table(
    "streams",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("head", BigInteger, nullable=False, default=0),
)

events = Table(
    "events",
    metadata,
    Column("stream", String(60), ForeignKey("streams.id"), nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("kind", String(60), nullable=False),
    Column("payload", JSON, nullable=False),
    time("at"),
    PrimaryKeyConstraint("stream", "number", "ordinal"),
)

decisions = Table(
    "decisions",
    metadata,
    key(),
    ref("agenda", "agendas"),
    Column("draft", String(36), ForeignKey("drafts.id")),
    Column("commit", BigInteger, nullable=False),
    Column("act", String(40), nullable=False),
    Column("person", String(36), ForeignKey("persons.id"), nullable=False),
    Column("seat", String(36), ForeignKey("seats.id")),
    Column("delegation", String(36), ForeignKey("delegations.id")),
    Column("consultation", String(36), ForeignKey("consultations.id")),
    Column("reason", Text, nullable=False, default=""),
    Column("undoes", String(36), ForeignKey("decisions.id")),
    time("at"),
    Index("ix_decisions_agenda_commit", "agenda", "commit"),
)

decision_items = Table(
    "decision_items",
    metadata,
    key(),
    ref("decision", "decisions"),
    Column("clause", String(36), ForeignKey("clauses.id")),
    Column("language_version", String(36), ForeignKey("language_versions.id")),
    Column("seq", BigInteger),
    Column("hash", String(64)),
    Column("version", String(36), ForeignKey("versions.id")),
    Column("detail", JSON, nullable=False),
    Index("ix_decision_items_decision", "decision"),
    Index("ix_decision_items_clause", "clause"),
)

assents = Table(
    "assents",
    metadata,
    key(),
    ref("decision", "decisions"),
    ref("seat", "seats"),
    Column("delegation", String(36), ForeignKey("delegations.id")),
    Column("kind", String(20), nullable=False),
    Column("words", Text, nullable=False, default=""),
    time("at"),
    CheckConstraint("kind IN ('assent', 'objection', 'reservation', 'statement')", name="kind"),
    Index("ix_assents_decision", "decision"),
)

locks = Table(
    "locks",
    metadata,
    key(),
    ref("language_version", "language_versions"),
    Column("reason", String(20), nullable=False),
    Column("status", String(20), nullable=False),
    Column("decision", String(36), ForeignKey("decisions.id"), nullable=False),
    Column("released_by", String(36), ForeignKey("decisions.id")),
    time("at"),
    time("released_at", null=True),
    Index("ix_locks_language_version", "language_version"),
)

agreements = Table(
    "agreements",
    metadata,
    key(),
    ref("clause", "clauses"),
    ref("draft", "drafts"),
    Column("level", String(30), nullable=False),
    Column("verb", JSON, nullable=False),
    Column("hashes", JSON, nullable=False),
    time("until_at", null=True),
    Column("pending", JSON, nullable=False),
    Column("decision", String(36), ForeignKey("decisions.id"), nullable=False),
    Column("fell_by", String(36), ForeignKey("decisions.id")),
    time("at"),
    time("fell_at", null=True),
    Index("ix_agreements_clause", "clause"),
)

brackets = Table(
    "brackets",
    metadata,
    key(),
    ref("agenda", "agendas"),
    Column("kind", String(20), nullable=False),
    Column("delegations", JSON, nullable=False),
    Column("clauses", JSON, nullable=False),
    Column("opened_by", String(36), ForeignKey("decisions.id"), nullable=False),
    Column("lifted_by", String(36), ForeignKey("decisions.id")),
)
