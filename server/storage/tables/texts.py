"""Agendas, drafts, clauses, placements, language versions and all that is written in them."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
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

from server.storage.tables.columns import key, metadata, ref, time

agendas = Table(
    "agendas",
    metadata,
    key(),
    ref("process", "processes"),
    Column("titles", JSON, nullable=False),
    Column("symbol_base", String(60)),
    Column("state", String(20), nullable=False),
    time("created_at"),
    CheckConstraint("state IN ('staging', 'live', 'withdrawn')", name="state"),
)

drafts = Table(
    "drafts",
    metadata,
    key(),
    ref("agenda", "agendas"),
    Column("kind", String(20), nullable=False),
    Column("names", JSON, nullable=False),
    Column("parent_revision", String(36), ForeignKey("revisions.id", use_alter=True)),
    Column("consultation", String(36), ForeignKey("consultations.id")),
    Column("languages", JSON, nullable=False),
    Column("original_language", String(12), nullable=False),
    Column("mode", String(20), nullable=False),
    Column("readers", JSON, nullable=False),
    Column("typists", JSON, nullable=False),
    Column("name_policy", String(20), nullable=False),
    time("opens_at", null=True),
    time("closes_at", null=True),
    CheckConstraint("kind IN ('main', 'consultation', 'chair', 'private', 'proposal', 'correction')", name="kind"),
    CheckConstraint("mode IN ('typing', 'proposals', 'closed')", name="mode"),
    Index("ix_drafts_agenda", "agenda"),
)

clauses = Table(
    "clauses",
    metadata,
    key(),
    ref("agenda", "agendas"),
    Column("kind", String(20), nullable=False),
    time("created_at"),
    Index("ix_clauses_agenda", "agenda"),
)

placements = Table(
    "placements",
    metadata,
    Column("draft", String(36), ForeignKey("drafts.id"), nullable=False),
    Column("clause", String(36), ForeignKey("clauses.id"), nullable=False),
    Column("parent", String(36), ForeignKey("clauses.id")),
    Column("rank", String(200), nullable=False),
    Column("label", String(60), nullable=False, default=""),
    Column("titles", JSON, nullable=False),
    time("withdrawn_at", null=True),
    PrimaryKeyConstraint("draft", "clause"),
    Index("ix_placements_draft_parent_rank", "draft", "parent", "rank"),
)

structure_log = Table(
    "structure_log",
    metadata,
    key(),
    ref("draft", "drafts"),
    ref("clause", "clauses"),
    Column("commit", BigInteger, nullable=False),
    Column("decision", String(36), ForeignKey("decisions.id"), nullable=False),
    Column("act", String(20), nullable=False),
    Column("before", JSON),
    Column("after", JSON),
    Index("ix_structure_log_draft_commit", "draft", "commit"),
)

lineage = Table(
    "lineage",
    metadata,
    key(),
    ref("clause", "clauses"),
    Column("from_clause", String(36), ForeignKey("clauses.id")),
    Column("from_draft", String(36), ForeignKey("drafts.id")),
    Column("from_source", String(36), ForeignKey("sources.id")),
    Column("relation", String(20), nullable=False),
    Column("locator", JSON, nullable=False),
    time("at"),
    Index("ix_lineage_clause", "clause"),
)

language_versions = Table(
    "language_versions",
    metadata,
    key(),
    ref("clause", "clauses"),
    ref("draft", "drafts"),
    Column("language", String(12), nullable=False),
    Column("original", Boolean, nullable=False),
    Column("translation_of", String(36), ForeignKey("versions.id", use_alter=True)),
    Column("head_seq", BigInteger, nullable=False, default=0),
    Column("epoch", Integer, nullable=False, default=1),
    Column("status", String(20), nullable=False, default="open"),
    Column("lock_epoch", Integer, nullable=False, default=0),
    Column("checkpoint_seq", BigInteger, nullable=False, default=0),
    UniqueConstraint("clause", "draft", "language"),
    CheckConstraint("status IN ('open', 'paused', 'translating', 'locked')", name="status"),
    Index("ix_language_versions_draft", "draft"),
)

updates = Table(
    "updates",
    metadata,
    Column("language_version", String(36), ForeignKey("language_versions.id"), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("commit", BigInteger, nullable=False),
    time("at"),
    Column("person", String(36), ForeignKey("persons.id"), nullable=False),
    Column("seat", String(36), ForeignKey("seats.id")),
    Column("delegation", String(36), ForeignKey("delegations.id")),
    Column("via", String(20), nullable=False),
    Column("source", String(36), ForeignKey("sources.id")),
    Column("consultation", String(36), ForeignKey("consultations.id")),
    Column("payload", LargeBinary),
    Column("inserted", LargeBinary, nullable=False),
    Column("deleted", LargeBinary, nullable=False),
    Column("implied", LargeBinary, nullable=False),
    Column("orphans", LargeBinary),
    PrimaryKeyConstraint("language_version", "seq"),
    CheckConstraint("via IN ('typed', 'import', 'proposal', 'merge', 'restore', 'correction')", name="via"),
    Index("ix_updates_language_version_commit", "language_version", "commit"),
)

client_ids = Table(
    "client_ids",
    metadata,
    Column("language_version", String(36), ForeignKey("language_versions.id"), nullable=False),
    Column("client", BigInteger, nullable=False),
    Column("person", String(36), ForeignKey("persons.id"), nullable=False),
    Column("next_clock", BigInteger, nullable=False),
    PrimaryKeyConstraint("language_version", "client"),
)

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("language_version", String(36), ForeignKey("language_versions.id"), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("ledger", LargeBinary, nullable=False),
    time("at"),
    PrimaryKeyConstraint("language_version", "epoch", "seq"),
)

texts = Table(
    "texts",
    metadata,
    Column("language_version", String(36), ForeignKey("language_versions.id"), primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("json", Text, nullable=False),
    Column("hash", String(64), nullable=False),
)

versions = Table(
    "versions",
    metadata,
    key(),
    ref("language_version", "language_versions"),
    Column("epoch", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("commit", BigInteger, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("json", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("label", String(200), nullable=False, default=""),
    Column("cause", String(30), nullable=False),
    Column("person", String(36), ForeignKey("persons.id")),
    Column("seat", String(36), ForeignKey("seats.id")),
    Column("decision", String(36), ForeignKey("decisions.id")),
    time("at"),
    Index("ix_versions_language_version_seq", "language_version", "seq"),
)
