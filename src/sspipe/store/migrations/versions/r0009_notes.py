"""Step 0009: what a release rests on is published beside its figures."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table of notes; releases made before have none."""
    op.create_table(
        "out_notes",
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("row_number", ROW_NUMBER, nullable=False, autoincrement=False),
        sa.Column("note_number", ROW_NUMBER, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("release_id", "row_number", name="pk_out_notes"),
    )
