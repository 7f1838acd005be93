"""Decisions, locks, revisions and exports, as the first migration makes them."""

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from migrations.first.columns import id_column, metadata, moment, reference

Table(
    "decisions",
    metadata,
    id_column(),
    reference("agenda", "agendas"),
    Column("draft", String(36), ForeignKey("drafts.id")),
    Column("commit", BigInteger, nullable=False),
    Column("act", String(40), nullable=False),
    Column("person", String(36), ForeignKey("persons.id"), nullable=False),
    Column("seat", String(36), ForeignKey("seats.id")),
    Column("delegation", String(36), ForeignKey("delegations.id")),
    Column("consultation", String(36), ForeignKey("consultations.id")),
    Column("reason", Text, nullable=False, default=""),
    Column("undoes", String(36), ForeignKey("decisions.id")),
    moment("at"),
    Index("ix_decisions_agenda_commit", "agenda", "commit"),
)

Table(
    "decision_items",
    metadata,
    id_column(),
    reference("decision", "decisions"),
    Column("clause", String(36), ForeignKey("clauses.id")),
    Column("language_version", String(36), ForeignKey("language_versions.id")),
    Column("seq", BigInteger),
    Column("hash", String(64)),
    Column("version", String(36), ForeignKey("versions.id")),
    Column("detail", JSON, nullable=False),
    Index("ix_decision_items_decision", "decision"),
    Index("ix_decision_items_clause", "clause"),
)

Table(
    "assents",
    metadata,
    id_column(),
    reference("decision", "decisions"),
    reference("seat", "seats"),
    Column("delegation", String(36), ForeignKey("delegations.id")),
    Column("kind", String(20), nullable=False),
    Column("words", Text, nullable=False, default=""),
    moment("at"),
    CheckConstraint("kind IN ('assent', 'objection', 'reservation', 'statement')", name="kind"),
    Index("ix_assents_decision", "decision"),
)

Table(
    "locks",
    metadata,
    id_column(),
    reference("language_version", "language_versions"),
    Column("reason", String(20), nullable=False),
    Column("status", String(20), nullable=False),
    Column("decision", String(36), ForeignKey("decisions.id"), nullable=False),
    Column("released_by", String(36), ForeignKey("decisions.id")),
    moment("at"),
    moment("released_at", null=True),
    Index("ix_locks_language_version", "language_version"),
)

Table(
    "agreements",
    metadata,
    id_column(),
    reference("clause", "clauses"),
    reference("draft", "drafts"),
    Column("level", String(30), nullable=False),
    Column("verb", JSON, nullable=False),
    Column("hashes", JSON, nullable=False),
    moment("until_at", null=True),
    Column("pending", JSON, nullable=False),
    Column("decision", String(36), ForeignKey("decisions.id"), nullable=False),
    Column("fell_by", String(36), ForeignKey("decisions.id")),
    moment("at"),
    moment("fell_at", null=True),
    Index("ix_agreements_clause", "clause"),
)

Table(
    "brackets",
    metadata,
    id_column(),
    reference("agenda", "agendas"),
    Column("kind", String(20), nullable=False),
    Column("delegations", JSON, nullable=False),
    Column("clauses", JSON, nullable=False),
    Column("opened_by", String(36), ForeignKey("decisions.id"), nullable=False),
    Column("lifted_by", String(36), ForeignKey("decisions.id")),
)

Table(
    "revisions",
    metadata,
    id_column(),
    reference("agenda", "agendas"),
    reference("draft", "drafts"),
    Column("kind", String(20), nullable=False),
    Column("symbol", String(60)),
    Column("base", String(36), ForeignKey("revisions.id")),
    Column("consultation", String(36), ForeignKey("consultations.id")),
    Column("decision", String(36), ForeignKey("decisions.id")),
    Column("commit", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("state", String(20), nullable=False),
    moment("at"),
    UniqueConstraint("agenda", "symbol"),
    CheckConstraint("state IN ('staging', 'issued')", name="state"),
    Index("ix_revisions_agenda", "agenda"),
)

Table(
    "revision_languages",
    metadata,
    Column("revision", String(36), ForeignKey("revisions.id"), nullable=False),
    Column("language", String(12), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
    moment("issued_at", null=True),
    PrimaryKeyConstraint("revision", "language"),
)

Table(
    "outcomes",
    metadata,
    id_column(),
    reference("revision", "revisions"),
    reference("consultation", "consultations"),
    Column("verb", JSON, nullable=False),
    Column("decision", String(36), ForeignKey("decisions.id"), nullable=False),
    moment("at"),
)

Table(
    "publications",
    metadata,
    id_column(),
    reference("revision", "revisions"),
    Column("person", String(36), ForeignKey("persons.id"), nullable=False),
    Column("seat", String(36), ForeignKey("seats.id")),
    moment("at"),
)

Table(
    "exports",
    metadata,
    id_column(),
    reference("publication", "publications"),
    Column("language", String(12), nullable=False),
    Column("form", String(10), nullable=False),
    Column("state", String(20), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("error", String(300), nullable=False, default=""),
    Column("hash", String(64)),
    Column("pages", Integer),
    Column("bytes", LargeBinary),
    moment("queued_at"),
    moment("done_at", null=True),
    UniqueConstraint("publication", "language", "form"),
    CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name="state"),
    Index("ix_exports_state", "state"),
)
