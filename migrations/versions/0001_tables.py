"""Make all tables.

Revision ID: 0001
"""

from alembic import op

from migrations.first import copy_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    copy_tables().create_all(op.get_bind(), checkfirst=False)


def downgrade() -> None:
    """Drop the tables with all that is in them."""
    copy_tables().drop_all(op.get_bind(), checkfirst=False)
