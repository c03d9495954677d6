"""What asking a source came to: something was fetched, it is unchanged, or there is nothing for it yet."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from sspipe.model.sources import Mark
from sspipe.model.stated import Stated

Written = TypeVar("Written")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched(Generic[Written]):
    """A whole answer, kept. `url` is without its query; `rows` is counted for pages alone.

    `is_length_proved`: the sender said how long its answer is, or where it ends, so that none of it can be missing.
    """

    written: Written
    mark: Mark
    stated: Stated
    url: str
    rows: int | None
    is_length_proved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The sender says that the content is the one that bears the mark."""

    mark: Mark
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotThere:
    """The sender answers, and has nothing at this address (yet): no file, or no row."""

    found: str
    url: str
