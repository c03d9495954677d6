"""Values that change with a date, each with its source, and a loud refusal when none is in force."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from sspipe.errors import NoTermInForce

Value = TypeVar("Value")
Other = TypeVar("Other")


@dataclass(frozen=True, slots=True)
class Dated(Generic[Value]):
    """One value from the day it starts. `value` None means it is known to exist and not known: unset."""

    starts: date
    value: Value | None
    source: str
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Effective(Generic[Value]):
    """Values by legal start date: each holds until the next starts.

    `confirmed_to` is the last day for which somebody has checked that nothing newer applies (R3).

    >>> rate = Effective("rate", (Dated(date(2022, 4, 6), "a", "Act"),), date(2023, 4, 5))
    >>> rate.on(date(2022, 5, 1))
    'a'
    """

    name: str
    values: tuple[Dated[Value], ...]
    confirmed_to: date | None = None

    def __post_init__(self) -> None:
        """Refuse values out of order or starting twice on a day."""
        starts = [dated.starts for dated in self.values]
        if starts != sorted(set(starts)):
            message = f"{self.name}: values must start on different days, the earliest first"
            raise ValueError(message)

    def dated_on(self, day: date) -> Dated[Value]:
        """The value in force on a day, with its start and source.

        Raises:
            NoTermInForce: before the first value, after `confirmed_to`, or where the value is unset.
        """
        at = bisect_right([dated.starts for dated in self.values], day)
        if at == 0:
            raise self._nothing(day, "no value in force", "Add the earlier value with its source.")
        if self.confirmed_to is not None and day > self.confirmed_to:
            raise self._nothing(
                day, f"values confirmed only to {self.confirmed_to}", "Check it, and move confirmed_to with its source."
            )
        if self.values[at - 1].value is None:
            raise self._nothing(day, "a value marked unset", "Fill it in with its source.")
        return self.values[at - 1]

    def on(self, day: date) -> Value:
        """The value in force on a day.

        Raises:
            NoTermInForce: as `dated_on`.
        """
        value = self.dated_on(day).value
        if value is None:  # pragma: no cover - dated_on has refused it
            raise self._nothing(day, "a value marked unset", "Fill it in with its source.")
        return value

    def starts_between(self, first: date, last: date) -> Iterator[date]:
        """Days after the first and up to the last on which a value starts."""
        return (dated.starts for dated in self.values if first < dated.starts <= last)

    def map(self, change: Callable[[Value], Other]) -> "Effective[Other]":
        """The same dates and sources with every value changed."""
        return Effective(
            self.name,
            tuple(
                Dated(
                    dated.starts, None if dated.value is None else change(dated.value), dated.source, dated.illustrative
                )
                for dated in self.values
            ),
            self.confirmed_to,
        )

    def _nothing(self, day: date, found: str, action: str) -> NoTermInForce:
        earliest = self.values[0].starts if self.values else "no day"
        return NoTermInForce(
            f"{self.name} on {day}", found, f"a value in force that day (the earliest starts {earliest})", action
        )
