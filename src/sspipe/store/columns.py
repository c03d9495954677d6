"""The kinds of column that the shared database has, each said in plain words where it stands.

The words become the column's comment, and so the column dictionary. A column marked not `counted` has no part in the
content hash of a release (R18, R20): release and row numbers, keyed references of people, and hashes of files.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Date, DateTime, Dialect, Integer, MetaData, Text
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

COUNTED = "counted"
ROW_NUMBER = BigInteger().with_variant(Integer(), "sqlite")  # SQLite makes only an INTEGER key its row id
_NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "ix": "ix_%(table_name)s_%(column_0_name)s",
}
STORED = registry(metadata=MetaData(naming_convention=_NAMES))


class UtcTime(TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the library's form
        """Hand the database UTC.

        Raises:
            ValueError: when the moment has no zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a moment without a zone cannot be stored; pass UTC"
            raise ValueError(message)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the library's form
        """Hand the reader UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Stored(SQLModel, registry=STORED):
    """A row of the shared database."""


def text(
    says: str, *, key: bool = False, counted: bool = True, refers_to: str | None = None, unique: bool = False
) -> Any:
    """Words, codes and periods."""
    return Field(
        sa_type=Text,
        primary_key=key,
        foreign_key=refers_to or None,
        unique=unique,
        sa_column_kwargs=_said(says, counted=counted),
    )


def pence(says: str) -> Any:
    """Whole pence; four bytes are too few for a council's month."""
    return Field(sa_type=BigInteger, sa_column_kwargs=_said(says, counted=True))


def number(says: str, *, key: bool = False, counted: bool = True) -> Any:
    """A count, an age or a row's number."""
    kwargs = _said(says, counted=counted) | ({"autoincrement": False} if key else {})
    return Field(sa_type=ROW_NUMBER, primary_key=key, sa_column_kwargs=kwargs)


def flag(says: str) -> Any:
    """Yes or no."""
    return Field(sa_type=Boolean, sa_column_kwargs=_said(says, counted=True))


def day(says: str) -> Any:
    """A date."""
    return Field(sa_type=Date, sa_column_kwargs=_said(says, counted=True))


def moment(says: str) -> Any:
    """A moment in UTC."""
    return Field(sa_type=UtcTime, sa_column_kwargs=_said(says, counted=False))


def one_of(column: str, values: Iterable[StrEnum]) -> CheckConstraint:
    """Hold a text column to a closed list."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _said(says: str, *, counted: bool) -> dict[str, Any]:
    return {"comment": says, "info": {COUNTED: counted}}


class Published(Stored):
    """What every published row carries."""

    release_id: str = text("The release that the row belongs to.", key=True, counted=False)
    row_number: int = number("The row's number within its table and release.", key=True, counted=False)
