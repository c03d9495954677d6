"""Step 0014: a finding that tells of many rows together says how many they are."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the column; findings of runs before have it empty."""
    op.add_column("finding", sa.Column("more_rows", ROW_NUMBER, nullable=True))
