"""Step 0020: breaks say since when they are open and what people decided; decisions and movements are published."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS = "'matched_by_hand', 'accepted_once', 'accepted_until', 'disputed', 'drift_confirmed'"
STANDINGS = "'in_force', 'replaced', 'lapsed', 'expired', 'spent', 'refused'"
MOVEMENTS = "'opening', 'new', 'reopened', 'lapsed', 'changed', 'cleared', 'accepted', 'closing'"
NUMBERS = ("origin_age_periods", "origin_age_working_days", "accepted_pence", "before_pence")
TEXTS = ("open_since", "decision", "decided_by", "decided_role")


def upgrade() -> None:
    """Widen the table of breaks and make the two tables; what was published before opened when it was first seen."""
    _widen_out_breaks()
    op.execute("UPDATE out_breaks SET open_since = first_seen")
    _create_out_decisions()
    _create_out_break_movements()


def _widen_out_breaks() -> None:
    with op.batch_alter_table("out_breaks") as table:
        for name in TEXTS:
            table.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        for name in NUMBERS:
            kind = sa.BigInteger() if name.endswith("_pence") else ROW_NUMBER
            table.add_column(sa.Column(name, kind, nullable=False, server_default="0"))
        table.add_column(sa.Column("decided_until", sa.Date(), nullable=True))
        table.add_column(sa.Column("before_state", sa.Text(), nullable=True))
    with op.batch_alter_table("out_breaks") as table:
        for name in TEXTS:
            table.alter_column(name, existing_type=sa.Text(), existing_nullable=False, server_default=None)
        for name in NUMBERS:
            kind = sa.BigInteger() if name.endswith("_pence") else ROW_NUMBER
            table.alter_column(name, existing_type=kind, existing_nullable=False, server_default=None)
        if op.get_bind().dialect.name != "sqlite":  # SQLite's copy leaves the check behind
            table.drop_constraint(op.f("ck_out_breaks_state"), type_="check")
        table.create_check_constraint(op.f("ck_out_breaks_state"), "state IN ('open', 'accepted', 'cleared')")


def _create_out_decisions() -> None:
    op.create_table(
        "out_decisions",
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("row_number", ROW_NUMBER, nullable=False, autoincrement=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("break_id", "cause")),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("kind", "council", "role", "second_role")),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("decided_on", "known_from")),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("release_id", "row_number", name="pk_out_decisions"),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_out_decisions_kind")),
        sa.CheckConstraint(f"standing IN ({STANDINGS})", name=op.f("ck_out_decisions_standing")),
    )


def _create_out_break_movements() -> None:
    op.create_table(
        "out_break_movements",
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("row_number", ROW_NUMBER, nullable=False, autoincrement=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("council", "stock", "movement")),
        sa.Column("breaks", ROW_NUMBER, nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("release_id", "row_number", name="pk_out_break_movements"),
        sa.UniqueConstraint("release_id", "council", "stock", "movement", name="uq_out_break_movements_movement"),
        sa.CheckConstraint("stock IN ('open', 'accepted')", name=op.f("ck_out_break_movements_stock")),
        sa.CheckConstraint(f"movement IN ({MOVEMENTS})", name=op.f("ck_out_break_movements_movement")),
    )
