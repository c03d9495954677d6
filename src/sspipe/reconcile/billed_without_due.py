"""The host billed where nothing is due: the post is not shared, or the agreement was not yet approved."""

from collections.abc import Iterator

from sspipe.model.money import in_pounds
from sspipe.reconcile.billed_arrears import arrears_before_sharing
from sspipe.reconcile.books import evidence_of
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis
from sspipe.reconcile.recharge_months import RechargeMonth


def unshared_post_billed(month: RechargeMonth) -> Iterator[Hypothesis]:
    """The billed amount of a post that the agreed version does not share, or of a month after the last shared day."""
    if _is_nothing_due(month) and not _is_shared(month):
        yield _billed_amount(
            month,
            "UNSHARED_POST_BILLED",
            f"a charge for a post that is not shared in {month.label}",
            "by the agreement on record the post is not shared in that month, and nothing is due",
        )


def not_yet_approved(month: RechargeMonth) -> Iterator[Hypothesis]:
    """The billed amount of a month before both councils had approved, or before the first day that they share."""
    if _is_nothing_due(month) and _is_shared(month) and not _is_approved(month) and not _are_arrears(month):
        yield _billed_amount(
            month,
            "NOT_YET_APPROVED",
            f"a charge for {month.label}, which both councils' approvals do not reach",
            "the approvals of both councils on record do not reach that month, and nothing is due",
        )


def _is_nothing_due(month: RechargeMonth) -> bool:
    return bool(month.lines.billed) and not any(item.due_pence for item in month.lines.due)


def _is_shared(month: RechargeMonth) -> bool:
    """Whether the agreement's record shares the post in the month, approved or not; it may where none is agreed."""
    agreement, post = month.books.agreements[month.flow.agreement], month.flow.post
    agreed = agreement.agreed_versions(month.books.workings.facts.known_on)
    has_ended = agreement.ends is not None and agreement.ends < month.month.first_day
    splits = [version.shares[post] for version in agreed if post in version.shares]
    bears_some = any((dated.value or {}).get(month.flow.partner) for shares in splits for dated in shares.values)
    return not has_ended and (not agreed or bears_some)


def _is_approved(month: RechargeMonth) -> bool:
    """Whether some day of the month is shared by what both councils have approved."""
    agreed, seen_on = month.split, month.flow.approved_on
    if agreed is None or seen_on is None or seen_on > month.books.moment.as_of:
        return False
    return agreed.due_from <= month.month.last_day


def _are_arrears(month: RechargeMonth) -> bool:
    """Whether it bills, after both approvals, just the arrears that the month earned before the post was shared."""
    seen_on = month.flow.approved_on
    arrears = {each.amount_pence for each in arrears_before_sharing(month)}
    is_after = seen_on is not None and all(line.posted_on >= seen_on for line in month.lines.billed)
    return is_after and month.billed_pence in arrears


def _billed_amount(month: RechargeMonth, code: str, what: str, why: str) -> Hypothesis:
    return Hypothesis(
        code=code,
        cause_class=CauseClass.RECORDED,
        parts={None: month.billed_pence},
        what=what,
        sentence=f"{month.host} billed {in_pounds(month.billed_pence)} for {month.label}; {why}.",
        decides="the agreement and the councils' approvals",
        evidence=evidence_of(*month.lines.billed),
        has_own_rows=True,
    )
