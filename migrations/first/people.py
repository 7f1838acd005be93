"""Streams, people, bodies and processes, as the first migration makes them."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)

from migrations.first.columns import id_column, metadata, moment, reference

Table(
    "server_facts",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("value", JSON, nullable=False),
)

Table(
    "streams",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("head", BigInteger, nullable=False, default=0),
)

Table(
    "events",
    metadata,
    Column("stream", String(60), ForeignKey("streams.id"), nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("kind", String(60), nullable=False),
    Column("payload", JSON, nullable=False),
    moment("at"),
    PrimaryKeyConstraint("stream", "number", "ordinal"),
)

Table(
    "persons",
    metadata,
    id_column(),
    Column("email", String(254), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("password_hash", String(200)),
    Column("languages", JSON, nullable=False),
    Column("demonstration", Boolean, nullable=False, default=False),
    moment("suspended_at", null=True),
    moment("created_at"),
)

Table(
    "sessions",
    metadata,
    id_column(),
    Column("secret_hash", String(64), nullable=False, unique=True),
    reference("person", "persons"),
    Column("kind", String(20), nullable=False),
    Column("label", String(200), nullable=False, default=""),
    moment("created_at"),
    moment("expires_at"),
    moment("ended_at", null=True),
    CheckConstraint("kind IN ('browser', 'token')", name="kind"),
    Index("ix_sessions_person", "person"),
)

Table(
    "seat_choices",
    metadata,
    Column("session", String(36), ForeignKey("sessions.id"), nullable=False),
    Column("process", String(36), ForeignKey("processes.id"), nullable=False),
    Column("seat", String(36), ForeignKey("seats.id"), nullable=False),
    PrimaryKeyConstraint("session", "process"),
)

Table(
    "bodies",
    metadata,
    id_column(),
    Column("kind", String(30), nullable=False),
    Column("code", String(20)),
    Column("names", JSON, nullable=False),
    Column("short_names", JSON, nullable=False),
    UniqueConstraint("kind", "code"),
)

Table(
    "body_memberships",
    metadata,
    id_column(),
    reference("body", "bodies"),
    reference("group", "bodies"),
    Column("since", String(10)),
    Column("until", String(10)),
)

Table(
    "processes",
    metadata,
    id_column(),
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

Table(
    "mandates",
    metadata,
    id_column(),
    reference("process", "processes"),
    reference("body", "bodies"),
    Column("office", String(30), nullable=False),
    Column("since", String(10)),
    Column("until", String(10)),
)

Table(
    "delegations",
    metadata,
    id_column(),
    reference("process", "processes"),
    reference("body", "bodies"),
    Column("category", String(30), nullable=False),
    Column("region", String(60)),
    Column("perspectives", JSON, nullable=False),
    UniqueConstraint("process", "body"),
)

Table(
    "seats",
    metadata,
    id_column(),
    reference("process", "processes"),
    reference("person", "persons"),
    reference("delegation", "delegations", null=True),
    Column("role", String(20), nullable=False),
    Column("capacity", String(60), nullable=False, default=""),
    Column("title", JSON, nullable=False),
    Column("scope", JSON, nullable=False),
    Column("languages", JSON, nullable=False),
    Column("speaks_for", JSON, nullable=False),
    moment("from_at"),
    moment("until_at", null=True),
    Index("ix_seats_process_person", "process", "person"),
)

Table(
    "consultations",
    metadata,
    id_column(),
    reference("process", "processes"),
    Column("names", JSON, nullable=False),
    Column("kind", String(30), nullable=False),
    Column("level", String(30), nullable=False),
    Column("places", JSON, nullable=False),
    Column("since", String(10)),
    Column("until", String(10)),
    moment("opens_at", null=True),
    moment("closes_at", null=True),
)

Table(
    "consultation_participants",
    metadata,
    Column("consultation", String(36), ForeignKey("consultations.id"), nullable=False),
    Column("seat", String(36), ForeignKey("seats.id"), nullable=False),
    Column("capacity", String(60), nullable=False, default=""),
    PrimaryKeyConstraint("consultation", "seat"),
)

Table(
    "sources",
    metadata,
    id_column(),
    reference("process", "processes"),
    Column("name", String(300), nullable=False),
    Column("kind", String(30), nullable=False),
    Column("body", String(36), ForeignKey("bodies.id")),
    Column("dated", String(10)),
    Column("content_hash", String(64)),
)
