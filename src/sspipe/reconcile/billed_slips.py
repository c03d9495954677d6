"""The host's invoice holds what is due with a slip of the keys in it, or rounded otherwise than agreed."""

from collections.abc import Callable, Iterator
from fractions import Fraction

from sspipe.model.dues import DueItem
from sspipe.model.money import in_pounds, rounded_pence
from sspipe.reconcile.books import evidence_of
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis
from sspipe.reconcile.other_shares import overhead_of, part_at, shared_components
from sspipe.reconcile.recharge_months import RechargeMonth
from sspipe.reconcile.shares import Split
from sspipe.reconcile.slips import A_POUND, SLIPS
from sspipe.reconcile.spoken import amount_said
from sspipe.reconcile.supposing import as_billed, put_right, share_of, supposed


def billed_with_a_slip(month: RechargeMonth) -> Iterator[Hypothesis]:
    """What is due, in another unit, with the other sign or with two digits changed: exactly, in one line."""
    items = month.billable
    amounts = {item.due_pence for item in items} | ({sum(item.due_pence for item in items)} if items else set())
    for due in sorted(amounts):
        for code, (slip, said) in SLIPS.items():
            for billed in slip(due):
                lines = month.billed_at(billed)
                if lines and billed != due:
                    yield Hypothesis(
                        code=code,
                        cause_class=CauseClass.SLIP,
                        parts={None: billed - due},
                        what=f"{in_pounds(due)} billed {said}",
                        sentence=f"{month.host} billed {amount_said(billed)} for {month.label}; {amount_said(due)} "
                        f"is due. It is the amount due {said}.{put_right(month, billed - due)}",
                        decides=f"the invoice, from {month.host_officer}",
                        evidence=evidence_of(*lines),
                        has_own_rows=True,
                    )


def billed_rounded(month: RechargeMonth) -> Iterator[Hypothesis]:
    """Due with another rounding of a closed list, where that gives exactly this figure and less than a pound."""
    agreed = month.split
    for said, amount in _roundings(month, agreed) if agreed else ():
        for each in supposed(month, amount):
            if abs(each.shift_pence) < A_POUND:
                yield as_billed(
                    month,
                    "ROUNDING",
                    CauseClass.RATE,
                    each,
                    what=f"the agreed {share_of(each)} {said}",
                    why=f"the agreed {share_of(each)} {said}",
                    decides=f"the working of the invoice, from {month.host_officer}",
                )


def _roundings(month: RechargeMonth, agreed: Split) -> Iterator[tuple[str, Callable[[DueItem], int | None]]]:
    yield "with a halfpenny rounded up", lambda item: rounded_pence(exact_part(agreed, item))
    yield "rounded up to the penny", lambda item: -(-exact_part(agreed, item) // 1)
    yield "rounded down to the penny", lambda item: exact_part(agreed, item) // 1
    yield "in whole pounds", lambda item: rounded_pence(exact_part(agreed, item) / A_POUND) * A_POUND
    yield "rounded component by component", lambda item: _by_component(month, agreed, item)


def exact_part(agreed: Split, item: DueItem) -> Fraction:
    """The partner's part before it is rounded, by the days and shares behind it."""
    share = sum((days.part_of_month * days.share for days in item.days), Fraction())
    return item.shared_pence * share * (1 + overhead_of(agreed, item))


def _by_component(month: RechargeMonth, agreed: Split, item: DueItem) -> int | None:
    shared = shared_components(item)
    return None if shared is None else sum(part_at(month, item, agreed, pence) for pence in shared.values())
