"""Step 0006: draft lines hold invoices and credit notes beside accruals, each under the reference to quote."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
_TABLE = "out_draft_lines"


def upgrade() -> None:
    """Give accruals their reference and sign, and let the other kinds in."""
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
