"""Step 0012: the agreed terms are published, and of each bill the last day on which the partner may book it."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TERMS = ("approval", "billing", "days_shared", "levy", "overhead", "pension", "share", "time_to_bill", "time_to_book")


def upgrade() -> None:
    """Make the table of terms and the new column; releases made before have neither."""
    op.create_table(
        "out_terms",
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("row_number", ROW_NUMBER, nullable=False, autoincrement=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("agreement", "councils", "version", "term")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("post", "council", "value")),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("is_illustrative", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("release_id", "row_number", name="pk_out_terms"),
        sa.CheckConstraint(f"term IN ({', '.join(repr(term) for term in TERMS)})", name=op.f("ck_out_terms_term")),
    )
    op.add_column("out_recharge_lines", sa.Column("book_by_date", sa.Date(), nullable=True))
