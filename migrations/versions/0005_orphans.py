"""What an update put into something that had been deleted, and with what it went.

Revision ID: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the orphans of updates; of those before nothing is known."""
    op.add_column("updates", sa.Column("orphans", sa.LargeBinary()))


def downgrade() -> None:
    """Forget them: such words count as struck by whoever wrote them."""
    op.drop_column("updates", "orphans")
