"""Revisions, outcomes, publications and the files made from them."""

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
    UniqueConstraint,
)

from server.storage.tables.columns import key, metadata, ref, time

revisions = Table(
    "revisions",
    metadata,
    key(),
    ref("agenda", "agendas"),
    ref("draft", "drafts"),
    Column("kind", String(20), nullable=False),
    Column("symbol", String(60)),
    Column("base", String(36), ForeignKey("revisions.id")),
    Column("consultation", String(36), ForeignKey("consultations.id")),
    Column("decision", String(36), ForeignKey("decisions.id")),
    Column("commit", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("state", String(20), nullable=False),
    time("at"),
    UniqueConstraint("agenda", "symbol"),
    CheckConstraint("state IN ('staging', 'issued')", name="state"),
    Index("ix_revisions_agenda", "agenda"),
)

revision_languages = Table(
    "revision_languages",
    metadata,
    Column("revision", String(36), ForeignKey("revisions.id"), nullable=False),
    Column("language", String(12), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
    time("issued_at", null=True),
    PrimaryKeyConstraint("revision", "language"),
)

outcomes = Table(
    "outcomes",
    metadata,
    key(),
    ref("revision", "revisions"),
    ref("consultation", "consultations"),
    Column("verb", JSON, nullable=False),
    Column("decision", String(36), ForeignKey("decisions.id"), nullable=False),
    time("at"),
)

publications = Table(
    "publications",
    metadata,
    key(),
    ref("revision", "revisions"),
    Column("person", String(36), ForeignKey("persons.id"), nullable=False),
    Column("seat", String(36), ForeignKey("seats.id")),
    time("at"),
)

exports = Table(
    "exports",
    metadata,
    key(),
    Column("language", String(12), nullable=False),
    Column("form", String(10), nullable=False),
    Column("state", String(20), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("error", String(300), nullable=False, default=""),
    Column("hash", String(64)),
    Column("pages", Integer),
    Column("bytes", LargeBinary),
    time("queued_at"),
    time("done_at", null=True),
    ref("revision", "revisions"),
    Column("detail", JSON(none_as_null=True)),
    UniqueConstraint("revision", "language", "form"),
    CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name="state"),
    Index("ix_exports_state", "state"),
)
