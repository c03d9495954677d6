"""Step 0018: the tie-out of each post is published, for the period's month and for the year to date."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CLOSED = {
    "part": ("all", "basic", "beside_pay", "elements", "levy", "ni", "pension"),
    "scope": ("period", "year_to_date"),
}
KNOWN = ("earned", "late", "expected")
MAY_BE_MISSING = (
    *("ledger", "ledger_less_expected", "due", "billed", "billed_less_due", "may_wait_to_bill"),
    *("booked", "booked_less_billed", "may_wait_to_book"),
)


def upgrade() -> None:
    """Make the table; releases made before have none of it."""
    op.create_table(
        "out_tie_out",
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("row_number", ROW_NUMBER, nullable=False, autoincrement=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("scope", "post", "council", "part")),
        *(sa.Column(f"{name}_pence", sa.BigInteger(), nullable=False) for name in KNOWN),
        *(sa.Column(f"{name}_pence", sa.BigInteger(), nullable=True) for name in MAY_BE_MISSING),
        sa.PrimaryKeyConstraint("release_id", "row_number", name="pk_out_tie_out"),
        *(
            sa.CheckConstraint(
                f"{name} IN ({', '.join(repr(each) for each in members)})", name=op.f(f"ck_out_tie_out_{name}")
            )
            for name, members in CLOSED.items()
        ),
    )
