"""Persons, sign-ins, bodies, processes and seats."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)

from server.storage.tables.columns import key, metadata, ref, time

persons = Table(
    "persons",
    metadata,
    key(),
    Column("email", String(254), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("password_hash", String(200)),
    Column("languages", JSON, nullable=False),
    Column("demonstration", Boolean, nullable=False, default=False),
    time("suspended_at", null=True),
    time("created_at"),
)

sessions = Table(
    "sessions",
    metadata,
    key(),
    Column("secret_hash", String(64), nullable=False, unique=True),
    ref("person", "persons"),
    Column("kind", String(20), nullable=False),
    Column("label", String(200), nullable=False, default=""),
    time("created_at"),
    time("expires_at"),
    time("ended_at", null=True),
    CheckConstraint("kind IN ('browser', 'token')", name="kind"),
    Index("ix_sessions_person", "person"),
)

invitations = Table(
    "invitations",
    metadata,
    key(),
    ref("person", "persons"),
    ref("process", "processes"),
    Column("secret_hash", String(64), nullable=False, unique=True),
    Column("invited_by", String(36), ForeignKey("persons.id")),
    time("created_at"),
    time("expires_at"),
    time("used_at", null=True),
    time("revoked_at", null=True),
    Index("ix_invitations_person", "person"),
)

seat_choices = Table(
    "seat_choices",
    metadata,
    Column("session", String(36), ForeignKey("sessions.id"), nullable=False),
    Column("process", String(36), ForeignKey("processes.id"), nullable=False),
    Column("seat", String(36), ForeignKey("seats.id"), nullable=False),
    Column("delegation", String(36), ForeignKey("delegations.id")),
    PrimaryKeyConstraint("session", "process"),
)

bodies = Table(
    "bodies",
    metadata,
    key(),
    Column("kind", String(30), nullable=False),
    Column("code", String(20)),
    Column("names", JSON, nullable=False),
    Column("short_names", JSON, nullable=False),
    UniqueConstraint("kind", "code"),
)

body_memberships = Table(
    "body_memberships",
    metadata,
    key(),
    ref("body", "bodies"),
    ref("group", "bodies"),
    Column("since", String(10)),
    Column("until", String(10)),
)

processes = Table(
    "processes",
    metadata,
    key(),
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
    key(),
    ref("process", "processes"),
    ref("body", "bodies"),
    Column("office", String(30), nullable=False),
    Column("since", String(10)),
    Column("until", String(10)),
)

delegations = Table(
    "delegations",
    metadata,
    key(),
    ref("process", "processes"),
    ref("body", "bodies"),
    Column("category", String(30), nullable=False),
    Column("region", String(60)),
    Column("perspectives", JSON, nullable=False),
    UniqueConstraint("process", "body"),
)

seats = Table(
    "seats",
    metadata,
    key(),
    ref("process", "processes"),
    ref("person", "persons"),
    ref("delegation", "delegations", null=True),
    Column("role", String(20), nullable=False),
    Column("capacity", String(60), nullable=False, default=""),
    Column("title", JSON, nullable=False),
    Column("scope", JSON, nullable=False),
    Column("languages", JSON, nullable=False),
    Column("speaks_for", JSON, nullable=False),
    time("from_at"),
    time("until_at", null=True),
    Index("ix_seats_process_person", "process", "person"),
)

consultations = Table(
    "consultations",
    metadata,
    key(),
    ref("process", "processes"),
    Column("names", JSON, nullable=False),
    Column("kind", String(30), nullable=False),
    Column("level", String(30), nullable=False),
    Column("places", JSON, nullable=False),
    Column("since", String(10)),
    Column("until", String(10)),
    time("opens_at", null=True),
    time("closes_at", null=True),
    Column("slug", String(60)),
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
    key(),
    ref("process", "processes"),
    Column("name", String(300), nullable=False),
    Column("kind", String(30), nullable=False),
    Column("body", String(36), ForeignKey("bodies.id")),
    Column("dated", String(10)),
    Column("content_hash", String(64)),
)
