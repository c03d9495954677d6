"""What looks turned, in another unit, or with day and month swapped is held until a person confirms it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sspipe.model.decisions import Decision, DecisionKind, Reason, Role
from sspipe.model.findings import Severity
from sspipe.validate.completeness import completeness_of
from sspipe.validate.drift import drift_of, held_or_confirmed, hold_id
from tests.validate.arrivals import a_ledger, a_shape, rows

READ = rows(300, 10_000_000, 10_000_000)


def looks(**changes: Any) -> list[str]:
    return [each.rule for each in drift_of(a_ledger(READ, before=a_shape(), shape=a_shape(**changes)))]


def test_a_month_like_the_one_before_looks_like_nothing() -> None:
    assert looks() == []
    assert looks(rows=250, debit_pence=29_000_000, typical_pence=17_000, rows_near=200) == []


def test_lines_of_pay_that_became_credits_look_like_signs_turned() -> None:
    assert looks(pay_debit_rows=5, pay_credit_rows=95) == ["LOOKS_SIGNS_TURNED"]
    assert looks(pay_debit_rows=1, pay_credit_rows=9) == ["LOOKS_SIGNS_TURNED"]


def test_a_month_in_which_much_pay_is_taken_back_has_no_turned_signs() -> None:
    assert looks(pay_debit_rows=2, pay_credit_rows=9) == []
    assert looks(pay_debit_rows=0, pay_credit_rows=4) == []


def test_figures_that_all_fell_below_nil_look_like_signs_turned() -> None:
    def held(debit_pence: int, credit_pence: int) -> list[str]:
        before = a_shape(pay_debit_rows=0, pay_credit_rows=0, credit_pence=0)
        shape = replace(before, debit_pence=debit_pence, credit_pence=credit_pence)
        return [each.rule for each in drift_of(a_ledger(READ, before=before, shape=shape))]

    assert held(0, 9_000_000) == ["LOOKS_SIGNS_TURNED"]
    assert held(1, 9_000_000) == held(9_000_000, 0) == []


def test_signs_that_were_mixed_before_say_nothing() -> None:
    before = a_shape(pay_debit_rows=50, pay_credit_rows=50)
    shape = a_shape(pay_debit_rows=0, pay_credit_rows=100)
    assert drift_of(a_ledger(READ, before=before, shape=shape)) == ()


@pytest.mark.parametrize(
    ("by", "rule"), [(0.001, "LOOKS_THOUSANDS"), (0.002, "LOOKS_THOUSANDS"), (100, "LOOKS_PENCE"), (250, "LOOKS_PENCE")]
)
def test_another_unit_is_told_by_the_whole_and_by_the_middle_line(by: float, rule: str) -> None:
    whole, middle = int(10_000_000 * by), int(50_000 * by)
    assert looks(debit_pence=whole, credit_pence=whole, typical_pence=middle) == [rule]


def test_one_large_line_makes_no_other_unit() -> None:
    assert looks(debit_pence=1_000_000_000, credit_pence=1_000_000_000) == []


def test_lines_dated_far_from_their_month_look_like_day_and_month_swapped() -> None:
    assert looks(rows_near=147) == ["LOOKS_DAY_MONTH_SWAPPED"]
    assert looks(rows_near=148) == []


def started(day: date, post: str = "SP4101") -> tuple[tuple[str, date], ...]:
    return ((post, day), ("SP4102", date(2020, 9, 1)))


def test_a_first_day_that_became_its_own_mirror_looks_like_day_and_month_swapped() -> None:
    before = a_shape(starts=started(date(2022, 4, 1)))

    def held(day: date, post: str = "SP4101") -> list[str]:
        shape = a_shape(starts=started(day, post))
        return [each.rule for each in drift_of(a_ledger(READ, before=before, shape=shape))]

    assert held(date(2022, 1, 4)) == ["LOOKS_DAY_MONTH_SWAPPED"]
    assert held(date(2022, 4, 1)) == held(date(2022, 1, 5)) == held(date(2022, 4, 25)) == []
    assert held(date(2022, 1, 4), "SP4109") == []


def test_a_new_holder_from_a_mirrored_day_beside_the_old_one_is_no_swap() -> None:
    before = a_shape(starts=started(date(2022, 4, 1)))
    both = a_shape(starts=(*started(date(2022, 4, 1)), ("SP4101", date(2022, 1, 4))))
    assert drift_of(a_ledger(READ, before=before, shape=both)) == ()


def test_without_a_month_before_nothing_is_said() -> None:
    assert drift_of(a_ledger(READ, shape=a_shape(rows_near=0))) == ()
    assert drift_of(a_ledger(READ, before=a_shape())) == ()


TURNED = a_ledger(READ, before=a_shape(), shape=a_shape(pay_debit_rows=0, pay_credit_rows=100))
CONFIRMED = Decision(
    break_id=hold_id("tameside/ledger", "2022-23-P07", "LOOKS_SIGNS_TURNED"),
    cause="LOOKS_SIGNS_TURNED",
    amount_pence=10_000_000,
    kind=DecisionKind.DRIFT_CONFIRMED,
    council="tameside",
    role=Role.FINANCE_MANAGER,
    second_role=None,
    decided_on=date(2022, 11, 10),
    expires_on=None,
    reason=Reason.LAYOUT_CONFIRMED,
)


def severities(*decisions: Decision, period: str = "2022-23-P07") -> list[Severity]:
    return [each.severity for each in held_or_confirmed(drift_of(TURNED), TURNED, period, decisions)]


def test_what_looks_wrong_is_held_and_says_how_it_is_confirmed() -> None:
    (finding,) = held_or_confirmed(drift_of(TURNED), TURNED, "2022-23-P07", ())
    assert finding.severity is Severity.CRITICAL
    for words in ("looks like signs turned", CONFIRMED.break_id, 'amount: "£100,000.00"', "kind: drift_confirmed"):
        assert words in finding.message


def test_what_a_person_confirmed_is_used_and_told() -> None:
    assert severities(CONFIRMED) == [Severity.WARN]


def test_a_confirmation_holds_for_its_period_rule_and_amount_alone() -> None:
    held = [Severity.CRITICAL]
    assert severities(replace(CONFIRMED, amount_pence=10_000_001)) == held
    assert severities(replace(CONFIRMED, cause="LOOKS_PENCE")) == held
    assert severities(replace(CONFIRMED, kind=DecisionKind.ACCEPTED_ONCE)) == held
    assert severities(CONFIRMED, period="2022-23-P08") == held


def test_a_round_number_of_rows_may_be_confirmed_and_a_broken_total_may_not() -> None:
    even = a_ledger(rows(9_000, 1), balances=False)
    hold = hold_id("tameside/ledger", "2022-23-P07", "ROUND_ROW_COUNT")
    confirmed = replace(CONFIRMED, break_id=hold, cause="ROUND_ROW_COUNT", amount_pence=1)
    told = held_or_confirmed(completeness_of(even)[1], even, "2022-23-P07", [confirmed])
    assert [each.severity for each in told] == [Severity.WARN]
    broken = a_ledger(rows(40, 2, 1))
    hold = hold_id("tameside/ledger", "2022-23-P07", "does_not_balance")
    confirmed = replace(CONFIRMED, break_id=hold, cause="does_not_balance", amount_pence=2)
    told = held_or_confirmed(completeness_of(broken)[1], broken, "2022-23-P07", [confirmed])
    assert [each.severity for each in told] == [Severity.CRITICAL]
