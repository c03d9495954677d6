"""Step 0017: recovered statutory pay, lump sums, final pay and exit costs are kinds of pay elements."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
_TABLE = "out_post_workings"
_NAME = f"ck_{_TABLE}_element"
_KINDS = (
    *("allowance", "honorarium", "acting_up", "overtime", "one_off", "reduction", "sacrifice"),
    *("statutory_recovery", "lump_sum", "final_pay", "exit_cost"),
)


def upgrade() -> None:
    """Widen the list; workings published before stay as they are."""
    listed = ", ".join(f"'{kind}'" for kind in _KINDS)
    with op.batch_alter_table(_TABLE) as table:
        table.drop_constraint(op.f(_NAME), type_="check")
        table.create_check_constraint(op.f(_NAME), sa.text(f"element IN ({listed})"))
