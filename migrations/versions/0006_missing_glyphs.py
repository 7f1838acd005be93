"""What explains why a file could not be made: which characters have no glyph, and where they stand.

Revision ID: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the explanation; of files that failed before nothing more is known than the code."""
    op.add_column("exports", sa.Column("detail", sa.JSON()))


def downgrade() -> None:
    """Forget it: the code stays."""
    op.drop_column("exports", "detail")
