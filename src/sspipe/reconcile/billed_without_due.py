"""The host billed where nothing is due: the post is not shared, or the agreement was not yet approved."""

from collections.abc import Iterator

from sspipe.model.money import in_pounds
from sspipe.reconcile.books import evidence_of
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis
from sspipe.reconcile.recharge_months import RechargeMonth
from sspipe.reconcile.supposing import put_right


def unshared_post_billed(month: RechargeMonth) -> Iterator[Hypothesis]:
    """The billed amount of a post that the agreed version does not share, or of a month outside its shared days."""
    if _is_nothing_due(month) and not _is_shared(month):
        yield _billed_amount(
            month,
            "UNSHARED_POST_BILLED",
            f"a charge for a post that is not shared in {month.label}",
            "by the agreement on record the post is not shared in that month, and nothing is due",
        )


def not_yet_approved(month: RechargeMonth) -> Iterator[Hypothesis]:
    """The billed amount of a month that ended before both councils had approved.

    Where the post was not shared in that month either, both records forbid the charge, and both are offered (R9 e).
    """
    if _is_nothing_due(month) and not _is_approved(month):
        yield _billed_amount(
            month,
            "NOT_YET_APPROVED",
            f"a charge for {month.label}, before both councils had approved",
            "both councils had not yet approved the agreement in that month, and nothing is due",
        )


def _is_nothing_due(month: RechargeMonth) -> bool:
    return bool(month.lines.billed) and not any(item.due_pence for item in month.lines.due)


def _is_shared(month: RechargeMonth) -> bool:
    """Whether the agreement's record shares the post in the month, approved or not; it may where none is agreed."""
    agreement, post = month.books.agreements[month.flow.agreement], month.flow.post
    agreed = agreement.agreed_versions(month.books.workings.facts.known_on)
    has_ended = agreement.ends is not None and agreement.ends < month.month.first_day
    is_before = month.month.last_day < agreement.shared_from
    splits = [version.shares[post] for version in agreed if post in version.shares]
    bears_some = any((dated.value or {}).get(month.flow.partner) for shares in splits for dated in shares.values)
    return not has_ended and not is_before and (not agreed or bears_some)


def _is_approved(month: RechargeMonth) -> bool:
    """Whether both councils had approved on some day of the month, as was known at the moment."""
    seen_on = month.flow.approved_on
    if seen_on is None or seen_on > month.books.moment.as_of:
        return False
    return seen_on <= month.month.last_day


def _billed_amount(month: RechargeMonth, code: str, what: str, why: str) -> Hypothesis:
    return Hypothesis(
        code=code,
        cause_class=CauseClass.RECORDED,
        parts={None: month.billed_pence},
        what=what,
        sentence=(
            f"{month.host} billed {in_pounds(month.billed_pence)} for {month.label}; {why}."
            f"{put_right(month, month.billed_pence)}"
        ),
        decides="the agreement and its approvals, from the keeper of agreements in either council",
        evidence=evidence_of(*month.lines.billed),
        has_own_rows=True,
    )
