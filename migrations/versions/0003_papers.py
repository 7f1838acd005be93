"""Files belong to a revision, so that a working paper has them without being published.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEPT = "id, language, form, state, attempts, error, hash, pages, bytes, queued_at, done_at"


def upgrade() -> None:
    """Let each file name its revision in the place of its publication."""
    op.execute(
        "CREATE TABLE papers AS SELECT exports.*, publications.revision AS revision FROM exports"
        " JOIN publications ON publications.id = exports.publication"
    )
    op.drop_table("exports")
    _make("revision", "revisions", last=True)
    op.execute(f"INSERT INTO exports ({KEPT}, revision) SELECT {KEPT}, revision FROM papers")
    op.drop_table("papers")


def downgrade() -> None:
    """Let each file name its publication again; the files of working papers go."""
    op.execute(
        "CREATE TABLE papers AS SELECT exports.*, publications.id AS publication FROM exports"
        " JOIN publications ON publications.revision = exports.revision"
    )
    op.drop_table("exports")
    _make("publication", "publications", last=False)
    op.execute(f"INSERT INTO exports ({KEPT}, publication) SELECT {KEPT}, publication FROM papers")
    op.drop_table("papers")


def _make(owner: str, table: str, *, last: bool) -> None:
    owning = [sa.Column(owner, sa.String(36), sa.ForeignKey(f"{table}.id"), nullable=False)]
    op.create_table(
        "exports",
        sa.Column("id", sa.String(36), primary_key=True),
        *([] if last else owning),
        sa.Column("language", sa.String(12), nullable=False),
        sa.Column("form", sa.String(10), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("error", sa.String(300), nullable=False),
        sa.Column("hash", sa.String(64)),
        sa.Column("pages", sa.Integer),
        sa.Column("bytes", sa.LargeBinary),
        sa.Column("queued_at", sa.BigInteger, nullable=False),
        sa.Column("done_at", sa.BigInteger),
        *(owning if last else []),
        sa.UniqueConstraint(owner, "language", "form"),
        sa.CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name="state"),
    )
    op.create_index("ix_exports_state", "exports", ["state"])
