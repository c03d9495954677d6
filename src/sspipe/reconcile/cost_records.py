"""Causes that rest on who held the post, and how, by HR's record: vacancies, leavers, starters, changes (R9)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from sspipe.model.councils import Component
from sspipe.model.posts import Occupancy
from sspipe.model.rates import NO_SCHEME
from sspipe.reconcile.cost_words import (
    ask_hr,
    ask_payroll,
    host_of,
    month_name,
    more_or_less,
    pounds_of,
    predicted,
    row_of,
)
from sspipe.reconcile.held import overlaps
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis, Parts
from sspipe.reconcile.post_months import PostMonth
from sspipe.reconcile.vacant_months import cost_of_vacant_month

DAY = "%-d %B %Y"
HOLD_AGAINST_RECORD = "hold the payslip against HR's record and correct the one that is wrong"


def vacant_post_paid(of: PostMonth) -> Iterator[Hypothesis]:
    """A month without holder paid as R3 gives it at the last one's terms, without arrears; no line names that one."""
    last = _last_holder(of)
    if last is None:
        return
    cost = cost_of_vacant_month(of.recosting.base, of.recosting.post_ref, of.month)
    if cost is None:
        return
    parts: Parts = {part: pence for part, pence in cost.items()}  # noqa: C416 - a mapping of other keys
    if _is_named(of, last) and parts == of.recosting.under_records(_held_to(last, of.month.last_day)):
        return
    yield predicted(
        of,
        "VACANT_POST_PAID",
        CauseClass.RECORDED,
        parts,
        what="pay of the month in which nobody held the post",
        sentence=(
            f"Nobody held the post in {month_name(of.month)} by HR's record, and {host_of(of)} paid "
            f"{pounds_of(parts)} for it with on-costs, just what the last holder would have cost."
            f"{ask_payroll(of, 'check with HR that nobody held it, and if so to stop the pay and recover it')}"
        ),
        rows=[row_of(last)],
    )


def leaver_still_paid(of: PostMonth) -> Iterator[Hypothesis]:
    """R3 to the month's end less R3 to the last day held; a vacant month only where a line names who left."""
    last = _last_holder(of)
    after = [last] if last is not None and _is_named(of, last) else []
    for leaver in (*_leavers(of), *after):
        parts = of.recosting.under_records(_held_to(leaver, of.month.last_day))
        yield predicted(
            of,
            "LEAVER_STILL_PAID",
            CauseClass.RECORDED,
            parts,
            what=f"pay after the last day held, {leaver.valid_to:{DAY}}",
            sentence=(
                f"The post's holder left on {leaver.valid_to:{DAY}}, and {host_of(of)} paid to the end of "
                f"{month_name(of.month)}: {pounds_of(parts)} too much.{ask_payroll(of, 'take it back')}"
            ),
            rows=[row_of(leaver)],
        )


def fte_differs(of: PostMonth) -> Iterator[Hypothesis]:
    """R3 at another recorded FTE of this post."""
    rows = of.recosting.recorded
    values = {row.established_fte: row for row in rows if row.established_fte} | {
        row.fte: row for row in rows if row.fte
    }
    for holder in _holders(of):
        for fte, row in sorted(values.items()):
            parts = of.recosting.under_records(_as_if(of, holder, fte=fte))
            yield predicted(
                of,
                "FTE_DIFFERS",
                CauseClass.RECORDED,
                parts,
                what="pay for other hours that HR has on record for the post",
                sentence=(
                    f"{host_of(of)} paid {month_name(of.month)} for other hours than HR's record has for that month: "
                    f"for those that it has from {row.valid_from:{DAY}}. That is {more_or_less(parts)} than it "
                    f"should be.{ask_payroll(of, HOLD_AGAINST_RECORD)}"
                ),
                rows=[row_of(row)],
            )


def point_differs(of: PostMonth) -> Iterator[Hypothesis]:
    """R3 at another recorded point of this post."""
    points = {(row.pay_scale, row.pay_point): row for row in of.recosting.recorded if row.pay_point}
    for holder in _holders(of):
        for (scale, point), row in sorted(points.items()):
            parts = of.recosting.under_records(_as_if(of, holder, pay_scale=scale, pay_point=point))
            yield predicted(
                of,
                "POINT_DIFFERS",
                CauseClass.RECORDED,
                parts,
                what="pay at another pay point that HR has on record for the post",
                sentence=(
                    f"{host_of(of)} paid {month_name(of.month)} at another pay point than HR's record has for that "
                    f"month: at the one that it has from {row.valid_from:{DAY}}. That is {more_or_less(parts)} than it "
                    f"should be.{ask_payroll(of, HOLD_AGAINST_RECORD)}"
                ),
                rows=[row_of(row)],
            )


def ni_category(of: PostMonth) -> Iterator[Hypothesis]:
    """NI at the threshold of another recorded category.

    One by which none is due weighs no more than NI that is missing altogether: nothing on file parts the two.
    """
    letters = {row.ni_category: row for row in of.recosting.recorded if row.ni_category}
    for holder in _holders(of):
        for letter, row in sorted(letters.items()):
            parts = of.recosting.under_records(_as_if(of, holder, ni_category=letter))
            category = predicted(
                of,
                "NI_CATEGORY",
                CauseClass.RECORDED,
                parts,
                what="National Insurance by another category that HR has on record",
                sentence=(
                    f"{host_of(of)} worked out the National Insurance of {month_name(of.month)} by another category "
                    f"than HR's record has for that month: by the one that it has from {row.valid_from:{DAY}}. That is "
                    f"{more_or_less(parts)} than it should be.{ask_payroll(of, HOLD_AGAINST_RECORD)}"
                ),
                rows=[row_of(row)],
            )
            is_nil = of.expected.get(Component.NI, 0) + parts.get(Component.NI, 0) == 0
            yield replace(category, weighs_as=CauseClass.RATE) if is_nil else category


def opted_out(of: PostMonth) -> Iterator[Hypothesis]:
    """No employer pension, by a record that came after the cut-off."""
    for row in _left_late(of):
        pension = of.recosting.by_person.get(row.occupant_ref, {}).get(Component.PENSION, 0)
        parts: Parts = {Component.PENSION: -pension}
        yield predicted(
            of,
            "OPTED_OUT",
            CauseClass.RECORDED,
            parts,
            what="a pension scheme left by a record that came after the cut-off",
            sentence=(
                f"{host_of(of)} paid no pension contribution for {month_name(of.month)}, where {pounds_of(parts)} was "
                f"expected: HR recorded on {row.recorded_on:{DAY}} only, after the payroll's cut-off, that the scheme "
                f"was left.{ask_hr(of, 'confirm the record')}"
            ),
            rows=[row_of(row)],
        )


def _left_late(of: PostMonth) -> Iterator[Occupancy]:
    """Records without a scheme that came after the cut-off, of the month or of months that it puts right."""
    corrected = {(ref, month) for ref, person in of.recosting.persons.items() for _, month in person.corrections}
    for row in of.recosting.recorded_late_of(of.month, *(month for _, month in corrected)):
        is_put_right = any(ref == row.occupant_ref and overlaps(row, month) for ref, month in corrected)
        is_told = overlaps(row, of.month) or is_put_right
        if is_told and (row.pension_scheme or NO_SCHEME) == NO_SCHEME:
            yield row


def overlap_handover(of: PostMonth) -> Iterator[Hypothesis]:
    """Two holders over the established FTE, the second by a record that came after the cut-off."""
    for row in of.recosting.recorded_late:
        others = [held for held in of.recosting.held if held.occupant_ref != row.occupant_ref]
        hours = sum((held.fte or 0) for held in (*others, row))
        if not others or not row.established_fte or hours <= row.established_fte:
            continue
        parts = of.recosting.under_records(_without(row), also=(row,))
        if not parts.get(Component.BASIC):
            continue
        yield predicted(
            of,
            "OVERLAP_HANDOVER",
            CauseClass.RECORDED,
            parts,
            what="pay of a second holder during a handover",
            sentence=(
                f"{host_of(of)} paid two people for {month_name(of.month)}, more than the post's established hours: "
                f"HR recorded the handover on {row.recorded_on:{DAY}} only, after the payroll's cut-off, so that "
                f"{pounds_of(parts)} was not expected.{ask_hr(of, 'confirm the record')}"
            ),
            rows=[row_of(row)],
        )


def _holders(of: PostMonth) -> Iterable[str]:
    """Who holds the post in the month."""
    return sorted({row.occupant_ref for row in of.recosting.held})


def _last_holder(of: PostMonth) -> Occupancy | None:
    """Who left the post last, where nobody holds it on any day of the month."""
    left = [row for row in of.recosting.known if row.valid_to is not None and row.valid_to < of.month.first_day]
    if of.recosting.held or not left:
        return None
    return max(left, key=lambda row: (row.valid_to or row.valid_from, row.valid_from))


def _leavers(of: PostMonth) -> Iterator[Occupancy]:
    """The last record of each holder who left in the month before its end."""
    for holder in _holders(of):
        last = max((row for row in of.recosting.known if row.occupant_ref == holder), key=lambda row: row.valid_from)
        if last.valid_to is not None and of.month.first_day <= last.valid_to < of.month.last_day:
            yield last


def _is_named(of: PostMonth, row: Occupancy) -> bool:
    return any(shown.line.occupant_ref == row.occupant_ref for shown in of.shown)


def _is_same(row: Occupancy, other: Occupancy) -> bool:
    return (row.post_ref, row.recorded_as) == (other.post_ref, other.recorded_as)


def _held_to(row: Occupancy, day: date) -> Callable[[Occupancy], Occupancy]:
    """The record as if its holder had stayed to a day."""
    return lambda held: replace(held, valid_to=day) if _is_same(held, row) else held


def _as_if(of: PostMonth, holder: str, **facts: object) -> Callable[[Occupancy], Occupancy]:
    """A holder's records of the post with other facts; his records of other posts as they are."""
    whose = (holder, of.post_ref)
    return lambda held: replace(held, **facts) if (held.occupant_ref, held.post_ref) == whose else held  # type: ignore[arg-type]


def _without(row: Occupancy) -> Callable[[Occupancy], Occupancy | None]:
    return lambda held: None if _is_same(held, row) else held
