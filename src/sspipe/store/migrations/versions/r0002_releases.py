"""Step 0002: releases, what they were made from, who sees them, and signatures."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
MOMENT = sa.DateTime(timezone=True)
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _create_release()
    _create_current_release()
    _create_release_input()
    _create_sign_off()
    _create_build()
    _create_publish_lock()


def _create_release() -> None:
    op.create_table(
        "release",
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("release_number", ROW_NUMBER, nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("code_version", sa.Text(), nullable=False),
        sa.Column("supersedes", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('provisional', 'part_signed', 'signed', 'outdated', 'restated', 'withdrawn')",
            name=op.f("ck_release_state"),
        ),
        sa.PrimaryKeyConstraint("release_id", name="pk_release"),
        sa.UniqueConstraint("site", "period", "release_number", name="uq_release_number"),
    )


def _create_current_release() -> None:
    op.create_table(
        "current_release",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["release.release_id"], name="fk_current_release_release_id"),
        sa.PrimaryKeyConstraint("site", "period", name="pk_current_release"),
    )


def _create_release_input() -> None:
    op.create_table(
        "release_input",
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source_file", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("known_from", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('feed', 'site', 'rate')", name=op.f("ck_release_input_kind")),
        sa.ForeignKeyConstraint(["release_id"], ["release.release_id"], name="fk_release_input_release_id"),
        sa.PrimaryKeyConstraint("release_id", "name", "source_file", name="pk_release_input"),
    )


def _create_sign_off() -> None:
    op.create_table(
        "sign_off",
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("signed_at", MOMENT, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["release.release_id"], name="fk_sign_off_release_id"),
        sa.PrimaryKeyConstraint("release_id", "council", name="pk_sign_off"),
    )


def _create_build() -> None:
    op.create_table(
        "build",
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("release_id", name="pk_build"),
    )


def _create_publish_lock() -> None:
    op.create_table(
        "publish_lock",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("site", "period", name="pk_publish_lock"),
    )
