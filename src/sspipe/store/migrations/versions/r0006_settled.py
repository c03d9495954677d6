"""Step 0006: drafts to be billed, cash, the net, prices, and the file rows behind costs, ledger and recharges."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
_TABLE = "out_draft_lines"
_COMPONENTS = "component IN ('basic', 'elements', 'ni', 'pension', 'levy')"
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Change the draft lines, add what was paid and the rows behind figures, and make the tables of net and prices."""
    _widen_draft_lines()
    _add_paid()
    _add_trace()
    _create_out_net()
    _create_out_prices()


def _widen_draft_lines() -> None:
    """Accruals keep their id as the reference to quote."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table(_TABLE) as table:
        if not is_sqlite:  # SQLite's copy leaves the checks behind
            table.drop_constraint(op.f("ck_out_draft_lines_kind"), type_="check")
        table.drop_constraint("uq_out_draft_lines_accrual_id", type_="unique")
        table.alter_column("scheduled_pence", new_column_name="amount_pence")
        table.add_column(sa.Column("reference", sa.Text()))
        table.add_column(sa.Column("counterparty", sa.Text()))
        table.add_column(sa.Column("billable_on", sa.Date()))
    op.execute(sa.text("UPDATE out_draft_lines SET reference = accrual_id, counterparty = ''"))
    with op.batch_alter_table(_TABLE) as table:
        table.alter_column("reference", nullable=False)
        table.alter_column("counterparty", nullable=False)
        table.create_check_constraint(op.f("ck_out_draft_lines_kind"), "kind IN ('accrual', 'invoice', 'credit_note')")
        table.create_unique_constraint("uq_out_draft_lines_reference", ["release_id", "reference"])


def _add_paid() -> None:
    """Releases made before say nothing of cash."""
    op.add_column("out_recharges", sa.Column("paid_pence", sa.BigInteger()))
    op.add_column("out_settlement", sa.Column("paid_pence", sa.BigInteger()))
    op.add_column("out_settlement", sa.Column("owed_pence", sa.BigInteger()))


def _add_trace() -> None:
    """The rows that figures are made of; releases made before name none for the expected cost."""
    with op.batch_alter_table("out_post_costs") as table:
        table.add_column(sa.Column("source_file", sa.Text()))
        table.add_column(sa.Column("source_row", ROW_NUMBER))
    op.execute(sa.text("UPDATE out_post_costs SET source_file = '', source_row = 0"))
    _require_trace()
    _create_out_post_ledger()
    _create_out_recharge_lines()


def _require_trace() -> None:
    with op.batch_alter_table("out_post_costs") as table:
        if op.get_bind().dialect.name != "sqlite":
            table.drop_constraint(op.f("ck_out_post_costs_tranche"), type_="check")
            table.drop_constraint(op.f("ck_out_post_costs_component"), type_="check")
        table.alter_column("source_file", nullable=False)
        table.alter_column("source_row", nullable=False)
        table.create_check_constraint(
            op.f("ck_out_post_costs_tranche"), "tranche IN ('current', 'correction', 'arrears')"
        )
        table.create_check_constraint(op.f("ck_out_post_costs_component"), _COMPONENTS)


def _create_out_post_ledger() -> None:
    op.create_table(
        "out_post_ledger",
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("row_number", ROW_NUMBER, nullable=False, autoincrement=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("component", sa.Text(), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("is_allocated", sa.Boolean(), nullable=False),
        sa.Column("source_file", sa.Text(), nullable=False),
        sa.Column("source_row", ROW_NUMBER, nullable=False),
        sa.CheckConstraint(_COMPONENTS, name=op.f("ck_out_post_ledger_component")),
        sa.PrimaryKeyConstraint("release_id", "row_number", name="pk_out_post_ledger"),
    )


def _create_out_recharge_lines() -> None:
    op.create_table(
        "out_recharge_lines",
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("row_number", ROW_NUMBER, nullable=False, autoincrement=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("counterparty", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("posted_in", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("accrual_id", sa.Text(), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("is_assumed", sa.Boolean(), nullable=False),
        sa.Column("is_allocated", sa.Boolean(), nullable=False),
        sa.Column("source_file", sa.Text(), nullable=False),
        sa.Column("source_row", ROW_NUMBER, nullable=False),
        sa.CheckConstraint("kind IN ('billed', 'booked')", name=op.f("ck_out_recharge_lines_kind")),
        sa.PrimaryKeyConstraint("release_id", "row_number", name="pk_out_recharge_lines"),
    )


def _create_out_net() -> None:
    op.create_table(
        "out_net",
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("row_number", ROW_NUMBER, nullable=False, autoincrement=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("counterparty", sa.Text(), nullable=False),
        sa.Column("charged_pence", sa.BigInteger(), nullable=False),
        sa.Column("charged_by_pence", sa.BigInteger(), nullable=False),
        sa.Column("net_pence", sa.BigInteger(), nullable=False),
        sa.Column("closing_pence", sa.BigInteger(), nullable=False),
        sa.Column("owed_pence", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("scope IN ('period', 'year_to_date')", name=op.f("ck_out_net_scope")),
        sa.PrimaryKeyConstraint("release_id", "row_number", name="pk_out_net"),
    )


def _create_out_prices() -> None:
    op.create_table(
        "out_prices",
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("row_number", ROW_NUMBER, nullable=False, autoincrement=False),
        sa.Column("agreement", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("shared_pence", sa.BigInteger(), nullable=False),
        sa.Column("part_pence", sa.BigInteger(), nullable=False),
        sa.Column("due_pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("status IN ('agreed', 'proposed', 'disputed')", name=op.f("ck_out_prices_status")),
        sa.PrimaryKeyConstraint("release_id", "row_number", name="pk_out_prices"),
    )
