"""Step 0019: what is due names the causes of the host's cost that an agreement shares, and its components."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
_PARTS, _NAME = "out_due_parts", "ck_out_due_parts_tranche"
_TRANCHES = "'current', 'correction', 'arrears', 'cause'"


def upgrade() -> None:
    """Add the columns; releases made before hold no such cause and no components."""
    for name in ("cause", "rivals", "sentence", "components"):
        _add(_PARTS, sa.Column(name, sa.Text(), nullable=False, server_default=""))
    for table in ("out_recharges", "out_settlement"):
        _add(table, sa.Column("from_causes_pence", sa.BigInteger(), nullable=False, server_default="0"))
    with op.batch_alter_table(_PARTS) as parts:
        if op.get_bind().dialect.name != "sqlite":  # SQLite's copy leaves the check behind
            parts.drop_constraint(op.f(_NAME), type_="check")
        parts.create_check_constraint(op.f(_NAME), f"tranche IN ({_TRANCHES})")


def _add(name: str, column: sa.Column[Any]) -> None:
    """Add a column that is never missing; rows made before get what it is given."""
    with op.batch_alter_table(name) as table:
        table.add_column(column)
    with op.batch_alter_table(name) as table:
        table.alter_column(column.name, existing_type=column.type, existing_nullable=False, server_default=None)
