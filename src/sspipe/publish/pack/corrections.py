"""Why a payroll put an earlier month right: what the council's own record of the post says now and said before.

Only of posts that the reader employs: of another council's posts an edition holds no working (R20).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sspipe.model.working import Side, Step, Tranche
from sspipe.publish.pack.published import Rows, month_said, words
from sspipe.publish.plain import Row


@dataclass(frozen=True, slots=True)
class Corrections:
    """The steps of basic pay by which months were put right."""

    rows: Rows

    def why(self, post: str, earned: str, paid: str) -> str:
        """What HR recorded after a month's payroll was closed, as far as the working on file shows it."""
        found = [row for row in self.rows.get("out_post_workings", ()) if _is_of(row, post, earned, paid)]
        before = [row for row in found if row["side"] == Side.BEFORE]
        now = [row for row in found if row["side"] != Side.BEFORE]
        month = month_said({"earned": earned}, "earned")
        return f"{_changed(now, before)}, which HR recorded after the payroll of {month} was closed"


def _is_of(row: Row, post: str, earned: str, paid: str) -> bool:
    spot = (row["post"], row["earned"], row["paid"])
    is_step = row["tranche"] == Tranche.CORRECTION and row["step"] == Step.BASIC_SEGMENT
    return is_step and spot == (post, earned, paid)


def _changed(now: Sequence[Row], before: Sequence[Row]) -> str:
    if not now and not before:
        return "a change to that month"
    if not before:
        return f"in that month the post was held from {_day(now, 'first_date')} to {_day(now, 'last_date')}"
    if not now:
        return "nobody held the post in that month"
    if _day(now, "last_date") != _day(before, "last_date"):
        return f"the post was held to {_day(now, 'last_date')} only, not to {_day(before, 'last_date')}"
    if _day(now, "first_date") != _day(before, "first_date"):
        return f"the post was held from {_day(now, 'first_date')}, not from {_day(before, 'first_date')}"
    return _other_terms(now, before)


def _other_terms(now: Sequence[Row], before: Sequence[Row]) -> str:
    """Other hours or another pay point from the first day on which they differ."""
    for key, called in (("fte", "a change of hours"), ("pay_point", "a change of pay point")):
        old = {words(row, key) for row in before}
        new = [row for row in now if words(row, key) not in old]
        if new:
            return f"{called} from {_day(new, 'first_date')}"
    return "a change to the pay of that month"


def _day(found: Sequence[Row], key: str) -> str:
    """The first or the last day of stretches of a month, in words."""
    days = [day for row in found if isinstance(day := row[key], date)]
    day = min(days) if key == "first_date" else max(days)
    return f"{day:%-d %B %Y}"
