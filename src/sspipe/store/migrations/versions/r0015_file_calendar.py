"""Step 0015: a feed's file may also stand as early, unexpected or out of order."""

from alembic import op

revision = "0015"
down_revision = "0014"
_NAME = "ck_feed_status_status"
_STATUS = "'not_due', 'arrived', 'late', 'early', 'missing', 'refused', 'unexpected', 'out_of_order'"


def upgrade() -> None:
    """Widen the list of states."""
    with op.batch_alter_table("feed_status") as table:
        if op.get_bind().dialect.name != "sqlite":  # SQLite's copy leaves the check behind
            table.drop_constraint(op.f(_NAME), type_="check")
        table.create_check_constraint(op.f(_NAME), f"status IN ({_STATUS})")
