"""A file is whole by its own totals or its sender's, cut off where they contradict it, else not proved (R17)."""

from datetime import date

import pytest

from sspipe.model.arrivals import Counted
from sspipe.model.findings import Severity
from sspipe.model.stated import Stated
from sspipe.validate.completeness import completeness_of
from tests.validate.arrivals import a_ledger, a_shape, conserved, rows

BALANCED = rows(40, 500_00, 500_00)


def judged(counted: Counted) -> tuple[bool, list[tuple[str, Severity]]]:
    is_proved, findings = completeness_of(counted)
    return is_proved, [(each.rule, each.severity) for each in findings]


def refused(rule: str) -> tuple[bool, list[tuple[str, Severity]]]:
    return False, [(rule, Severity.CRITICAL)]


def test_a_ledger_whose_debits_equal_its_credits_is_proved() -> None:
    assert judged(a_ledger(BALANCED)) == (True, [])


def test_the_known_extract_of_9000_rows_instead_of_16215_is_refused() -> None:
    cut = a_ledger(rows(9_000, 5_000_000_00, 5_000_000_00 - 949_329_19), last_good="september.csv")
    is_proved, (finding,) = completeness_of(cut)
    assert (is_proved, finding.rule, finding.severity) == (False, "does_not_balance", Severity.CRITICAL)
    for words in ("£5,000,000.00", "£4,050,670.81", "9,000 rows", "the last good one is september.csv", "october.csv"):
        assert words in finding.message


def test_the_same_extract_is_refused_by_the_stated_rows_and_the_stated_total_as_well() -> None:
    cut = a_ledger(rows(9_000, 949_329_19, 0), balances=False, stated=Stated(rows=16_215, total_pence=0))
    assert judged(cut) == (False, [("STATED_ROWS", Severity.CRITICAL), ("STATED_TOTAL", Severity.CRITICAL)])


def test_the_same_extract_without_any_total_is_held_for_its_round_number_of_rows() -> None:
    assert judged(a_ledger(rows(9_000, 949_329_19, 0), balances=False)) == refused("ROUND_ROW_COUNT")
    assert judged(a_ledger(rows(9_001, 949_329_19, 0), balances=False)) == (False, [])


def test_a_round_number_of_rows_that_a_total_proves_is_no_matter() -> None:
    assert judged(a_ledger(rows(9_000, 500_00, 500_00))) == (True, [])


def test_debits_and_credits_are_held_apart_from_the_rows() -> None:
    assert judged(a_ledger(rows(40, 500_00, 499_99))) == refused("does_not_balance")


def test_an_amount_that_cannot_be_read_may_explain_what_is_lacking() -> None:
    lacking = a_ledger(rows(40, 500_00, 480_00), ("unreadable_amount_pence", rows(1)))
    assert judged(lacking) == (False, [("does_not_balance", Severity.WARN)])


def test_but_not_where_it_is_the_last_row_of_the_file() -> None:
    cut = a_ledger(rows(40, 500_00, 480_00), ("wrong_number_of_cells", rows(1)), ends_aside=True)
    assert judged(cut) == refused("does_not_balance")


def test_a_row_set_aside_for_another_reason_explains_nothing() -> None:
    assert judged(a_ledger(rows(40, 500_00, 480_00), ("unreadable_period", rows(1, 20_00)))) == refused(
        "does_not_balance"
    )


def test_lines_that_stand_there_twice_count_once() -> None:
    assert judged(a_ledger(rows(41, 520_00, 500_00), ("LEDGER_LINE_REPEATED", rows(1, 20_00)))) == (True, [])


@pytest.mark.parametrize("stated", [40, 43])
def test_a_sender_may_count_the_rows_that_a_rule_leaves_out_or_not(stated: int) -> None:
    counted = a_ledger(
        rows(43, 500_00, 500_00),
        conservation=conserved(rows(43, 500_00, 500_00), excluded=(("blank_rows", rows(3)),)),
        stated=Stated(rows=stated, total_pence=0),
        balances=False,
    )
    assert judged(counted) == (True, [])


def test_more_rows_than_the_sender_states_are_refused_as_well() -> None:
    assert judged(a_ledger(rows(43, 100), balances=False, stated=Stated(rows=40))) == refused("STATED_ROWS")


def test_opening_and_movement_make_the_closing_balance() -> None:
    stated = Stated(rows=40, total_pence=100, opening_pence=900, closing_pence=1000)
    assert judged(a_ledger(rows(40, 100), balances=False, stated=stated)) == (True, [])
    wrong = Stated(rows=40, total_pence=100, opening_pence=900, closing_pence=1001)
    assert judged(a_ledger(rows(40, 100), balances=False, stated=wrong)) == refused("OPENING_CLOSING")


def test_stated_rows_without_a_total_do_not_prove_pounds() -> None:
    assert judged(a_ledger(rows(40, 100), balances=False, stated=Stated(rows=40))) == (False, [])
    assert judged(a_ledger(rows(7), balances=False, stated=Stated(rows=7))) == (True, [])


def test_far_fewer_rows_than_the_month_before_are_held_where_nothing_proves_them() -> None:
    before = a_shape(rows=100)
    assert judged(a_ledger(rows(49, 1), balances=False, before=before)) == refused("MUCH_SMALLER")
    assert judged(a_ledger(rows(50, 1), balances=False, before=before)) == (False, [])
    assert judged(a_ledger(rows(34, 1, 1), before=before)) == (True, [])
    assert judged(a_ledger(rows(33, 1, 1), before=before)) == (True, [("MUCH_SMALLER", Severity.CRITICAL)])


def test_a_file_that_stops_inside_a_row_is_cut_whatever_the_other_rows_add_up_to() -> None:
    assert judged(a_ledger(BALANCED, ends_short=True)) == refused("ENDS_INSIDE_A_ROW")
    assert judged(a_ledger(rows(7), balances=False, ends_short=True)) == refused("ENDS_INSIDE_A_ROW")


def test_a_publication_may_hold_far_less_than_the_one_before() -> None:
    publication = a_ledger(rows(4, 1), balances=False, before=a_shape(rows=100), is_monthly=False)
    assert judged(publication) == (False, [])


def test_a_short_file_may_lose_a_few_rows() -> None:
    assert judged(a_ledger(rows(3), balances=False, before=a_shape(rows=12))) == (False, [])
    assert judged(a_ledger(rows(3), balances=False, before=a_shape(rows=13))) == refused("MUCH_SMALLER")


def test_an_establishment_that_lost_most_of_its_few_posts_is_held() -> None:
    before = a_shape(rows=3, starts=(("SP4101", date(2022, 4, 1)),))
    assert judged(a_ledger(rows(1), balances=False, before=before)) == refused("MUCH_SMALLER")
    assert judged(a_ledger(rows(2), balances=False, before=before)) == (False, [])


def test_a_ledger_without_rows_is_left_to_the_guards() -> None:
    assert judged(a_ledger(rows(0))) == (False, [("does_not_balance", Severity.WARN)])
