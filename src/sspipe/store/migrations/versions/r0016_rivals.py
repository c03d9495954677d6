"""Step 0016: a cause that may be one of several says which."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add the column; causes published before name no rival."""
    with op.batch_alter_table("out_causes") as table:
        table.add_column(sa.Column("rivals", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("out_causes") as table:
        table.alter_column("rivals", existing_type=sa.Text(), existing_nullable=False, server_default=None)
