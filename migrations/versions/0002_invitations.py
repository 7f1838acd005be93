"""Invitations, and consultations that a process folder can name.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the invitations, and a name for each consultation."""
    op.create_table(
        "invitations",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("person", sa.String(36), sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("process", sa.String(36), sa.ForeignKey("processes.id"), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("invited_by", sa.String(36), sa.ForeignKey("persons.id")),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("used_at", sa.BigInteger),
        sa.Column("revoked_at", sa.BigInteger),
    )
    op.create_index("ix_invitations_person", "invitations", ["person"])
    op.add_column("consultations", sa.Column("slug", sa.String(60)))


def downgrade() -> None:
    """Take both back; links that were sent lead nowhere from then on."""
    op.drop_column("consultations", "slug")
    op.drop_table("invitations")
