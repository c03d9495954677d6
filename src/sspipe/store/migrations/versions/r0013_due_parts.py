"""Step 0013: the parts of what is due are published with their days and shares, and of each draft the pay month."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TRANCHES = ("arrears", "correction", "current")


def upgrade() -> None:
    """Make the table and the column; releases made before have neither."""
    op.create_table(
        "out_due_parts",
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("row_number", ROW_NUMBER, nullable=False, autoincrement=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("agreement", "version", "post", "host", "partner")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("service", "paid", "tranche")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("shared_pence", "part_pence", "due_pence")),
        sa.Column("billable_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("release_id", "row_number", name="pk_out_due_parts"),
        sa.CheckConstraint(
            f"tranche IN ({', '.join(repr(each) for each in TRANCHES)})", name=op.f("ck_out_due_parts_tranche")
        ),
    )
    op.add_column("out_draft_lines", sa.Column("paid", sa.Text(), nullable=True))
