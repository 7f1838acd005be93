"""For which delegation a sign-in speaks, beside the seat in which it acts.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the delegation; nobody had chosen one."""
    op.add_column("seat_choices", sa.Column("delegation", sa.String(36)))
    with op.batch_alter_table("seat_choices") as table:
        table.create_foreign_key("fk_seat_choices_delegation", "delegations", ["delegation"], ["id"])


def downgrade() -> None:
    """Forget it: everyone speaks for their own delegation again."""
    with op.batch_alter_table("seat_choices") as table:
        table.drop_constraint("fk_seat_choices_delegation", type_="foreignkey")
        table.drop_column("delegation")
