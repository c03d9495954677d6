"""What no cause made stays unexplained, whatever stands on file, and causes hang on no order of rows."""

import random
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from sspipe.model.ledger import LedgerLine
from sspipe.model.statement import Break, Pair
from sspipe.reconcile.facts import Facts
from sspipe.reconcile.joint_posts import reconcile_joint_posts
from sspipe.reconcile.slips import transposed
from tests.worked import completed, facts_of

FROM = date(2022, 7, 6)
DUE = 256_126
"""48.6% of £5,270.08."""
DRAWS = 12


def version(name: str, share: str, overhead: str) -> dict[str, Any]:
    shares = {"ey-head": {FROM: {"stockport": str(1 - Fraction(share)), "tameside": share}}}
    return {
        "version": name,
        "status": "proposed",
        "shares_from": FROM,
        "shares": shares,
        "terms": {"overhead": overhead},
    }


@cache
def a_month_with_rivals() -> Facts:
    """August billed and booked at just what is due, with rival versions, an estimate and overheads on file."""
    line = {"period": "2022-23-P06", "service": "2022-23-P05", "post": "ey-head", "reference": "X1"}
    given = {
        "like": "the usual post",
        "pay_lines": "as expected",
        "recharged": ["2022-23-P04", "2022-23-P06"],
        "close": "2022-23-P07",
        "agreement": {
            "shares": {"ey-head": {FROM: {"stockport": "0.514", "tameside": "0.486"}}},
            "terms": {"estimates": {"ey-head": {"2022-23": "£60,000.00"}}},
            "rivals": [version("ratios", "0.47", "0.1"), version("sixty", "0.6", "0.05")],
        },
        "ledger": [
            {**line, "council": "stockport", "posted": date(2022, 9, 20), "use": "recharge_income",
             "counterparty": "tameside", "amount": "-£2,561.26"},
            {**line, "council": "tameside", "posted": date(2022, 9, 27), "use": "recharge_expenditure",
             "counterparty": "stockport", "amount": "£2,561.26"},
        ],
    }  # fmt: skip
    return facts_of({"given": completed(given)})


def with_august(facts: Facts, billed_pence: int, booked_pence: int) -> Facts:
    def changed(line: LedgerLine) -> LedgerLine:
        if line.reference != "X1":
            return line
        return replace(line, amount_pence=-billed_pence if line.council == "stockport" else booked_pence)

    return replace(facts, lines=tuple(changed(line) for line in facts.lines))


def breaks_of(facts: Facts) -> list[Break]:
    return [item for item in reconcile_joint_posts(facts).breaks if item.pair in (Pair.BILLED_DUE, Pair.BOOKED_BILLED)]


def test_a_month_billed_and_booked_as_due_is_no_break() -> None:
    assert breaks_of(a_month_with_rivals()) == []


@pytest.mark.parametrize("draw", range(DRAWS))
def test_pence_that_no_cause_made_are_unexplained_on_both_sides(draw: int) -> None:
    rng = random.Random(draw)
    over, more = (rng.choice((-1, 1)) * rng.randint(100, 200_000) for _ in range(2))

    found = breaks_of(with_august(a_month_with_rivals(), DUE + over, DUE + over + more))

    assert {item.pair: item.amount_pence for item in found} == {Pair.BILLED_DUE: over, Pair.BOOKED_BILLED: more}
    assert [cause.code for item in found for cause in item.causes] == ["UNEXPLAINED", "UNEXPLAINED"]


def test_causes_hang_on_no_order_of_rows(day_seed: int) -> None:
    facts = with_august(a_month_with_rivals(), 247_694, 274_694)
    shuffled = list(facts.lines)
    random.Random(day_seed).shuffle(shuffled)

    found = breaks_of(facts)

    assert [cause.code for item in found for cause in item.causes] == ["RIVAL_VERSION_USED", "TRANSPOSED_DIGITS"]
    assert breaks_of(replace(facts, lines=tuple(shuffled))) == found


def test_digits_change_over_with_their_neighbours_only() -> None:
    assert sorted(transposed(1230)) == [1203, 1320, 2130]
    assert list(transposed(-110)) == [-101]
