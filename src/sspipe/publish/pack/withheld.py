"""Which causes one council may read of another's pay, and what it reads in place of the others (R20).

The list is one of what may be told: a cause that is added to the catalogue is withheld until somebody puts it here.
"""

import re
from collections.abc import Iterable, Iterator

from sspipe.model.money import more_or_less
from sspipe.model.statement import Pair
from sspipe.publish.pack.published import pence, words
from sspipe.publish.plain import Row

RECORDED_CHANGE = "RECORDED_CHANGE"
TOLD_OF_PAY = frozenset(
    {
        "AWARD_NOT_PAID",
        "AWARD_PAID_EARLY",
        "CENTRAL_ONCOST",
        "DUPLICATE_POSTING",
        "LEVY_MISSING",
        "MANUAL_JOURNAL",
        "MISCODED_IN",
        "NI_RATE_STALE",
        "NI_THRESHOLD_STALE",
        "NON_PAY_COST",
        "PENSION_RATE_STALE",
        "POSTED_EARLY",
        "POSTED_NEXT_PERIOD",
        "PRIOR_YEAR_ITEM",
        "ROUNDING",
        "SIGN_REVERSED",
        "TRANSPOSED_DIGITS",
        "UNEXPLAINED",
        "WRONG_COST_CENTRE",
    }
)
"""Causes of ledger - expected that speak of rates, lines and journals, and of no person's record."""
TOLD_OF_RECHARGES = frozenset(
    {
        "ACCRUAL_DIFFERS",
        "ACCRUAL_NOT_RAISED",
        "ACCRUAL_NOT_REVERSED",
        "ACCRUAL_REVERSED_TWICE",
        "AMBIGUOUS",
        "ARREARS_BEFORE_SHARING",
        "AWARD_NOT_RECHARGED",
        "BELOW_PUBLICATION_THRESHOLD",
        "BILLED_NEXT_PERIOD",
        "BILLED_ON_BUDGET",
        "BOOKED_GROSS_OF_VAT",
        "BOOKED_NEXT_PERIOD",
        "BOOKED_OTHER_CODE",
        "BOOKED_TWICE",
        "CATCH_UP_BILLING",
        "CREDIT_NOTE_MISMATCHED",
        "CREDIT_NOTE_NOT_ISSUED",
        "CREDIT_NOTE_UNLINKED",
        "DUPLICATE_INVOICE",
        "ESTIMATE_NOT_TRUED_UP",
        "FUND_MISCREDITED",
        "NET_INVOICE",
        "NOT_BILLED",
        "NOT_BOOKED",
        "NOT_YET_APPROVED",
        "ONCOST_OMITTED",
        "OTHER_AGREEMENT",
        "OVERHEAD_ADDED",
        "PART_BOOKED",
        "PRIOR_YEAR_ITEM",
        "RIVAL_VERSION_USED",
        "ROUNDING",
        "SHARE_ROUNDED",
        "SIGN_REVERSED",
        "STALE_SHARE",
        "TRANSPOSED_DIGITS",
        "UNEXPLAINED",
        "UNSHARED_POST_BILLED",
        "VACANT_POST_BILLED",
        "VAT_INCLUDED",
        "VAT_NOT_CHARGED",
        "WRONG_COUNTERPARTY",
        "WRONG_UNIT",
    }
)
"""Causes of the pairs between the councils that speak of invoices, bookings, shares and tax."""


AMBIGUOUS, UNEXPLAINED = "AMBIGUOUS", "UNEXPLAINED"
_ONE_OF_SEVERAL = re.compile(r" Cause \d+ of \d+, [^:]*:")


def may_be_told(pair: str, code: str, rivals: str = "") -> bool:
    """Whether the partner may read the cause of a break of this pair; of AMBIGUOUS that of each rival."""
    told = TOLD_OF_PAY if pair == Pair.LEDGER_EXPECTED else TOLD_OF_RECHARGES
    return set(rivals.split(",")) <= told if code == AMBIGUOUS and rivals else code in told


def told_to_partner(causes: Iterable[Row], pair: str, host: str) -> Iterator[Row]:
    """A break's causes as the partner reads them: those withheld are added up under one sentence."""
    found = list(causes)
    withheld = [cause for cause in found if not may_be_told(pair, words(cause, "code"), words(cause, "rivals"))]
    yield from (_without_nearest(cause, pair, host) for cause in found if cause not in withheld)
    if withheld:
        yield _withheld(withheld, host)


def _without_nearest(cause: Row, pair: str, host: str) -> Row:
    """What nothing explains of pay, without what comes nearest: that may be a person's record.

    Of what is told it is not said how many causes there are: those withheld are added up.
    """
    if pair != Pair.LEDGER_EXPECTED:
        return cause
    if cause["code"] != UNEXPLAINED:
        return {**cause, "sentence": _ONE_OF_SEVERAL.sub("", words(cause, "sentence"))}
    differs = more_or_less(pence(cause, "amount_pence"))
    sentence = (
        f"{host}'s ledger holds {differs} of the post's cost than expected; nothing on file explains it. {host} must"
        " find out why."
    )
    return {**cause, "sentence": sentence}


def _withheld(causes: list[Row], host: str) -> Row:
    return {
        "break_id": causes[0]["break_id"],
        "cause_number": causes[0]["cause_number"],
        "code": RECORDED_CHANGE,
        "cause_class": "",
        "amount_pence": sum(pence(cause, "amount_pence") for cause in causes),
        "is_supposed": any(cause["is_supposed"] for cause in causes),
        "sentence": _recorded_change(host),
        "tried": 0,
        "rivals": "",
    }


def part_told_to_partner(part: Row, host: str) -> Row:
    """A part of due that a shared cause makes, as the partner reads it: no component tells of a person's record."""
    if may_be_told(Pair.LEDGER_EXPECTED, words(part, "cause"), words(part, "rivals")):
        return part
    return {**part, "cause": RECORDED_CHANGE, "rivals": "", "sentence": _recorded_change(host), "components": ""}


def _recorded_change(host: str) -> str:
    return f"A recorded change in this post's pay; {host} holds the record."
