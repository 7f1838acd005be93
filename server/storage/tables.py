"""Every table. Times are Unix milliseconds; ids are UUIDv7 text; texts of the process are JSON maps by language."""

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
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id(name: str = "id") -> Column[str]:
    return Column(name, String(36), primary_key=True)


def _ref(name: str, target: str, *, null: bool = False) -> Column[str]:
    return Column(name, String(36), ForeignKey(f"{target}.id"), nullable=null)


def _time(name: str, *, null: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=null)


server_facts = Table(
    "server_facts",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("value", JSON, nullable=False),
)

# --- streams and events: one number per agenda over updates, structure, locks, agreements and decisions alike ---

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
    _time("at"),
    PrimaryKeyConstraint("stream", "number", "ordinal"),
)

# --- people, bodies, processes ---

persons = Table(
    "persons",
    metadata,
    _id(),
    Column("email", String(254), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("password_hash", String(200)),
    Column("languages", JSON, nullable=False),
    Column("demonstration", Boolean, nullable=False, default=False),
    _time("suspended_at", null=True),
    _time("created_at"),
)

sessions = Table(
    "sessions",
    metadata,
    _id(),
    Column("secret_hash", String(64), nullable=False, unique=True),
    _ref("person", "persons"),
    Column("kind", String(20), nullable=False),
    Column("label", String(200), nullable=False, default=""),
    _time("created_at"),
    _time("expires_at"),
    _time("ended_at", null=True),
    CheckConstraint("kind IN ('browser', 'token')", name="kind"),
    Index("ix_sessions_person", "person"),
)

seat_choices = Table(
    "seat_choices",
    metadata,
    Column("session", String(36), ForeignKey("sessions.id"), nullable=False),
    Column("process", String(36), ForeignKey("processes.id"), nullable=False),
    Column("seat", String(36), ForeignKey("seats.id"), nullable=False),
    PrimaryKeyConstraint("session", "process"),
)

bodies = Table(
    "bodies",
    metadata,
    _id(),
    Column("kind", String(30), nullable=False),
    Column("code", String(20)),
    Column("names", JSON, nullable=False),
    Column("short_names", JSON, nullable=False),
    UniqueConstraint("kind", "code"),
)

body_memberships = Table(
    "body_memberships",
    metadata,
    _id(),
    _ref("body", "bodies"),
    _ref("group", "bodies"),
    Column("since", String(10)),
    Column("until", String(10)),
)

processes = Table(
    "processes",
    metadata,
    _id(),
    Column("slug", String(60), nullable=False, unique=True),
    Column("names", JSON, nullable=False),
    Column("instrument_status", JSON, nullable=False),
    Column("rules", JSON, nullable=False),
    Column("regions", JSON, nullable=False),
    Column("languages", JSON, nullable=False),
    Column("state", String(20), nullable=False),
    Column("authority_epoch", BigInteger, nullable=False, default=1),
    Column("since", String(10)),
    Column("until", String(10)),
    CheckConstraint("state IN ('planned', 'active', 'dormant', 'closed')", name="state"),
)

mandates = Table(
    "mandates",
    metadata,
    _id(),
    _ref("process", "processes"),
    _ref("body", "bodies"),
    Column("office", String(30), nullable=False),
    Column("since", String(10)),
    Column("until", String(10)),
)

delegations = Table(
    "delegations",
    metadata,
    _id(),
    _ref("process", "processes"),
    _ref("body", "bodies"),
    Column("category", String(30), nullable=False),
    Column("region", String(60)),
    Column("perspectives", JSON, nullable=False),
    UniqueConstraint("process", "body"),
)

seats = Table(
    "seats",
    metadata,
    _id(),
    _ref("process", "processes"),
    _ref("person", "persons"),
    _ref("delegation", "delegations", null=True),
    Column("role", String(20), nullable=False),
    Column("capacity", String(60), nullable=False, default=""),
    Column("title", JSON, nullable=False),
    Column("scope", JSON, nullable=False),
    Column("languages", JSON, nullable=False),
    Column("speaks_for", JSON, nullable=False),
    _time("from_at"),
    _time("until_at", null=True),
    Index("ix_seats_process_person", "process", "person"),
)

consultations = Table(
    "consultations",
    metadata,
    _id(),
    _ref("process", "processes"),
    Column("names", JSON, nullable=False),
    Column("kind", String(30), nullable=False),
    Column("level", String(30), nullable=False),
    Column("places", JSON, nullable=False),
    Column("since", String(10)),
    Column("until", String(10)),
    _time("opens_at", null=True),
    _time("closes_at", null=True),
)

consultation_participants = Table(
    "consultation_participants",
    metadata,
    Column("consultation", String(36), ForeignKey("consultations.id"), nullable=False),
    Column("seat", String(36), ForeignKey("seats.id"), nullable=False),
    Column("capacity", String(60), nullable=False, default=""),
    PrimaryKeyConstraint("consultation", "seat"),
)

sources = Table(
    "sources",
    metadata,
    _id(),
    _ref("process", "processes"),
    Column("name", String(300), nullable=False),
    Column("kind", String(30), nullable=False),
    Column("body", String(36), ForeignKey("bodies.id")),
    Column("dated", String(10)),
    Column("content_hash", String(64)),
)

# --- agendas, drafts, clauses, placements ---

agendas = Table(
    "agendas",
    metadata,
    _id(),
    _ref("process", "processes"),
    Column("titles", JSON, nullable=False),
    Column("symbol_base", String(60)),
    Column("state", String(20), nullable=False),
    _time("created_at"),
    CheckConstraint("state IN ('staging', 'live', 'withdrawn')", name="state"),
)

drafts = Table(
    "drafts",
    metadata,
    _id(),
    _ref("agenda", "agendas"),
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
    _time("opens_at", null=True),
    _time("closes_at", null=True),
    CheckConstraint("kind IN ('main', 'consultation', 'chair', 'private', 'proposal', 'correction')", name="kind"),
    CheckConstraint("mode IN ('typing', 'proposals', 'closed')", name="mode"),
    Index("ix_drafts_agenda", "agenda"),
)

clauses = Table(
    "clauses",
    metadata,
    _id(),
    _ref("agenda", "agendas"),
    Column("kind", String(20), nullable=False),
    _time("created_at"),
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
    _time("withdrawn_at", null=True),
    PrimaryKeyConstraint("draft", "clause"),
    Index("ix_placements_draft_parent_rank", "draft", "parent", "rank"),
)

structure_log = Table(
    "structure_log",
    metadata,
    _id(),
    _ref("draft", "drafts"),
    _ref("clause", "clauses"),
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
    _id(),
    _ref("clause", "clauses"),
    Column("from_clause", String(36), ForeignKey("clauses.id")),
    Column("from_draft", String(36), ForeignKey("drafts.id")),
    Column("from_source", String(36), ForeignKey("sources.id")),
    Column("relation", String(20), nullable=False),
    Column("locator", JSON, nullable=False),
    _time("at"),
    Index("ix_lineage_clause", "clause"),
)

# --- language versions: the unit of writing and history ---

language_versions = Table(
    "language_versions",
    metadata,
    _id(),
    _ref("clause", "clauses"),
    _ref("draft", "drafts"),
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
    _time("at"),
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
    PrimaryKeyConstraint("language_version", "seq"),
    CheckConstraint(
        "via IN ('typed', 'import', 'proposal', 'merge', 'restore', 'correction')", name="via"
    ),
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
    _time("at"),
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
    _id(),
    _ref("language_version", "language_versions"),
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
    _time("at"),
    Index("ix_versions_language_version_seq", "language_version", "seq"),
)

# --- decisions, locks, agreements, brackets ---

decisions = Table(
    "decisions",
    metadata,
    _id(),
    _ref("agenda", "agendas"),
    Column("draft", String(36), ForeignKey("drafts.id")),
    Column("commit", BigInteger, nullable=False),
    Column("act", String(40), nullable=False),
    Column("person", String(36), ForeignKey("persons.id"), nullable=False),
    Column("seat", String(36), ForeignKey("seats.id")),
    Column("delegation", String(36), ForeignKey("delegations.id")),
    Column("consultation", String(36), ForeignKey("consultations.id")),
    Column("reason", Text, nullable=False, default=""),
    Column("undoes", String(36), ForeignKey("decisions.id")),
    _time("at"),
    Index("ix_decisions_agenda_commit", "agenda", "commit"),
)

decision_items = Table(
    "decision_items",
    metadata,
    _id(),
    _ref("decision", "decisions"),
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
    _id(),
    _ref("decision", "decisions"),
    _ref("seat", "seats"),
    Column("delegation", String(36), ForeignKey("delegations.id")),
    Column("kind", String(20), nullable=False),
    Column("words", Text, nullable=False, default=""),
    _time("at"),
    CheckConstraint("kind IN ('assent', 'objection', 'reservation', 'statement')", name="kind"),
    Index("ix_assents_decision", "decision"),
)

locks = Table(
    "locks",
    metadata,
    _id(),
    _ref("language_version", "language_versions"),
    Column("reason", String(20), nullable=False),
    Column("status", String(20), nullable=False),
    Column("decision", String(36), ForeignKey("decisions.id"), nullable=False),
    Column("released_by", String(36), ForeignKey("decisions.id")),
    _time("at"),
    _time("released_at", null=True),
    Index("ix_locks_language_version", "language_version"),
)

agreements = Table(
    "agreements",
    metadata,
    _id(),
    _ref("clause", "clauses"),
    _ref("draft", "drafts"),
    Column("level", String(30), nullable=False),
    Column("verb", JSON, nullable=False),
    Column("hashes", JSON, nullable=False),
    _time("until_at", null=True),
    Column("pending", JSON, nullable=False),
    Column("decision", String(36), ForeignKey("decisions.id"), nullable=False),
    Column("fell_by", String(36), ForeignKey("decisions.id")),
    _time("at"),
    _time("fell_at", null=True),
    Index("ix_agreements_clause", "clause"),
)

brackets = Table(
    "brackets",
    metadata,
    _id(),
    _ref("agenda", "agendas"),
    Column("kind", String(20), nullable=False),
    Column("delegations", JSON, nullable=False),
    Column("clauses", JSON, nullable=False),
    Column("opened_by", String(36), ForeignKey("decisions.id"), nullable=False),
    Column("lifted_by", String(36), ForeignKey("decisions.id")),
)

# --- revisions, publications, exports ---

revisions = Table(
    "revisions",
    metadata,
    _id(),
    _ref("agenda", "agendas"),
    _ref("draft", "drafts"),
    Column("kind", String(20), nullable=False),
    Column("symbol", String(60)),
    Column("base", String(36), ForeignKey("revisions.id")),
    Column("consultation", String(36), ForeignKey("consultations.id")),
    Column("decision", String(36), ForeignKey("decisions.id")),
    Column("commit", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("state", String(20), nullable=False),
    _time("at"),
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
    _time("issued_at", null=True),
    PrimaryKeyConstraint("revision", "language"),
)

outcomes = Table(
    "outcomes",
    metadata,
    _id(),
    _ref("revision", "revisions"),
    _ref("consultation", "consultations"),
    Column("verb", JSON, nullable=False),
    Column("decision", String(36), ForeignKey("decisions.id"), nullable=False),
    _time("at"),
)

publications = Table(
    "publications",
    metadata,
    _id(),
    _ref("revision", "revisions"),
    Column("person", String(36), ForeignKey("persons.id"), nullable=False),
    Column("seat", String(36), ForeignKey("seats.id")),
    _time("at"),
)

exports = Table(
    "exports",
    metadata,
    _id(),
    _ref("publication", "publications"),
    Column("language", String(12), nullable=False),
    Column("form", String(10), nullable=False),
    Column("state", String(20), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("error", String(300), nullable=False, default=""),
    Column("hash", String(64)),
    Column("pages", Integer),
    Column("bytes", LargeBinary),
    _time("queued_at"),
    _time("done_at", null=True),
    UniqueConstraint("publication", "language", "form"),
    CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name="state"),
    Index("ix_exports_state", "state"),
)
