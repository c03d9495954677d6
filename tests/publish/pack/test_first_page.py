from typing import Any

import pytest

from sspipe.model.periods import Period
from sspipe.model.settlement import Scope
from sspipe.model.statement import BreakState
from sspipe.model.working import Tranche
from tests.publish.pack.releases import STOCKPORT, TAMESIDE, a_release, opened, own_break, packed, recorded_break, table
from tests.publish.statements import P08, a_break, a_cause, a_draft_invoice, a_due_part, a_net_row, an_accrual

AMOUNT = "Amount, £ (the part's first row says of what)"
PARTS = [
    "What to invoice",
    "What to dispute",
    "What to accrue",
    "What waits for whom",
    "Settlement",
    "Breaks by pounds",
    "Disputed and accepted",
    "What this rests on",
]


def page(council: str, rows: Any = None, **changes: Any) -> list[dict[str, Any]]:
    return table(opened(packed(rows or a_release(), council, **changes)), "First page")


def part(shown: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [row for row in shown if row["Part"] == name]


def test_the_parts_stand_in_the_order_in_which_finance_asks() -> None:
    assert list(dict.fromkeys(row["Part"] for row in page("stockport"))) == PARTS


def test_what_to_invoice_names_reference_and_day_of_own_lines() -> None:
    head, credit_note, invoice = part(page("stockport"), "What to invoice")
    # 2,635.04 to charge, 10.05 to give back
    assert head[AMOUNT] == 2624.99
    assert (invoice[AMOUNT], invoice["Reference to quote"]) == (2635.04, "SSP-2223-P06-EYHEAD-TA-2223P06")
    assert str(invoice["From"].date()) == "2022-10-10"
    assert invoice["In words"] == f"Invoice {TAMESIDE} for 2022-23 P06."
    assert credit_note["In words"] == (
        f"Send {TAMESIDE} a credit note for 2022-23 P06; nothing is due of what was billed."
    )


def test_a_late_addition_to_a_month_says_which_pay_month_added_it_and_why() -> None:
    late = a_release(
        drafts=(a_draft_invoice(paid=P08),),
        due=(a_due_part(), a_due_part(paid=P08, tranche=Tranche.ARREARS)),
    )
    _, line = part(page("stockport", late), "What to invoice")
    assert line["In words"] == (
        f"Invoice {TAMESIDE} for 2022-23 P06, a late addition to that month (arrears of an award, of 2022-23 P08)."
    )


def test_what_to_dispute_is_what_the_other_council_must_mend() -> None:
    _, line = part(page("stockport"), "What to dispute")
    assert line["In words"].startswith("Invoice 5 over £2,635.04 stands in no line")
    assert (line[AMOUNT], line["Council that must act"], line["Reference to quote"]) == (-2635.04, TAMESIDE, "break b2")
    assert [row["In words"] for row in part(page("tameside"), "What to dispute")] == [
        (
            "Nothing to dispute: no open break between the councils is the other one's."
            " 1 is the reader's own to mend: see Breaks by pounds."
        )
    ]


def test_what_to_accrue_is_the_councils_own_side() -> None:
    for council, reference, amount in (("stockport", "A2223-EYH-P06-U-SMBC", -2635.04), ("tameside", "A-TA", 2635.04)):
        _, line = part(page(council), "What to accrue")
        assert (line["Reference to quote"], line[AMOUNT]) == (reference, amount)


def test_what_waits_names_who_must_act() -> None:
    waits = {(row["Council that must act"], row[AMOUNT]) for row in part(page("stockport"), "What waits for whom")}
    # not yet billable by Tameside 12.34; to be booked by each 2,635.04; breaks by owner: -225.00 and -2,635.04
    expected = {(TAMESIDE, 12.34), (TAMESIDE, 2635.04), (STOCKPORT, 2635.04), (STOCKPORT, -225.0), (TAMESIDE, -2635.04)}
    assert waits - {(None, None)} == expected


def test_the_settlement_stands_in_words_seen_from_the_reader() -> None:
    lines = part(page("stockport"), "Settlement")
    assert lines[1]["In words"] == (
        f"For 2022-23 P06 £2,635.04 fell due from {TAMESIDE} to {STOCKPORT} and £0.00 from {STOCKPORT} to {TAMESIDE}; "
        f"net £2,635.04 to {STOCKPORT}. Due and not yet booked at its end: net £2,635.04 to {STOCKPORT}. "
        "Payment is not evidenced."
    )
    assert lines[1][AMOUNT] == 2635.04


def test_the_settlement_is_told_once_with_the_readers_sign() -> None:
    year = {"scope": Scope.YEAR_TO_DATE, "charged_pence": 5000, "net_pence": 5000, "closing_pence": 70}
    theirs = {"charged_pence": 0, "charged_by_pence": 5000, "net_pence": -5000, "closing_pence": -70}
    both = (a_net_row(**year), a_net_row(**{**year, **theirs, "council": "tameside", "counterparty": "stockport"}))
    for council, sign in (("stockport", 1), ("tameside", -1)):
        amounts = [row[AMOUNT] for row in part(page(council, a_release(net=both)), "Settlement")]
        assert amounts == [None, sign * 50.0, sign * 0.70]


def test_what_the_other_council_will_bill_is_told_with_reference_and_day() -> None:
    lines = [row for row in part(page("stockport"), "What waits for whom") if "expect" in str(row["In words"])]
    assert [(row["Reference to quote"], row[AMOUNT], str(row["From"].date())) for row in lines] == [
        ("SSP-TA", 2635.04, "2022-10-10")
    ]
    assert not [row for row in part(page("tameside"), "What waits for whom") if "expect" in str(row["In words"])]


def test_breaks_go_by_pounds_whatever_their_sign() -> None:
    amounts = [row[AMOUNT] for row in part(page("tameside"), "Breaks by pounds")]
    assert amounts == [None, -2635.04, -225.0, 3.10]


def test_pounds_too_many_and_too_few_are_told_apart() -> None:
    opening, *_ = part(page("tameside"), "Breaks by pounds")
    # 3.10; 2,635.04 + 225.00
    assert opening["In words"] == (
        "3 open breaks, the most pounds first: £3.10 more than it should be (plus), £2,860.04 less (minus)."
    )


def test_a_break_at_the_threshold_is_listed_and_one_below_it_is_added_up() -> None:
    at = part(page("tameside", threshold_pence=310), "Breaks by pounds")
    assert [row[AMOUNT] for row in at] == [None, -2635.04, -225.0, 3.10]
    assert at[-1]["Reference to quote"] == "break b3"
    below = part(page("tameside", threshold_pence=311), "Breaks by pounds")
    assert [row[AMOUNT] for row in below] == [None, -2635.04, -225.0, 3.10]
    assert below[-1]["In words"] == "1 break below £3.11 each; see the sheet Breaks."
    all_small = part(page("tameside", threshold_pence=1_000_000), "Breaks by pounds")
    assert [row[AMOUNT] for row in all_small] == [None, -2856.94]


def test_a_break_that_cleared_is_on_no_list_of_the_first_page() -> None:
    cleared = a_break(break_id="b9", amount_pence=0, state=BreakState.CLEARED, causes=())
    rows = a_release(breaks=(cleared, own_break()))
    assert [row[AMOUNT] for row in part(page("tameside", rows), "Breaks by pounds")] == [None, 3.10]


def test_what_it_rests_on_is_said() -> None:
    said = " ".join(row["In words"] for row in part(page("stockport"), "What this rests on"))
    assert "The release is provisional: not both councils have signed it." in said
    assert "Illustrative: 1 entry, listed on the sheet Notes; by file of the site: councils.yaml (1)." in said
    assert "The forecast lacks a pay award that has begun, is not settled, and has no value on file: " in said


def test_a_signed_release_is_not_called_provisional() -> None:
    said = " ".join(row["In words"] for row in part(page("stockport", state="signed"), "What this rests on"))
    assert "not both councils have signed it" not in said


@pytest.mark.parametrize(
    ("raised", "reversed_", "said"),
    [
        (0, 0, "To be raised:"),
        (-263504, 0, "Raised, to be reversed in P01:"),
        (-263505, 0, "Raised at -£2,635.05, which is not what the schedule says:"),
        (-263504, 263504, "Raised and reversed:"),
        (-263504, 263503, "Raised, to be reversed in P01:"),
    ],
)
def test_an_accrual_says_how_far_it_is(raised: int, reversed_: int, said: str) -> None:
    rows = a_release(accruals=(an_accrual(raised_pence=raised, reversed_pence=reversed_),))
    _, line = part(page("stockport", rows), "What to accrue")
    assert line["In words"] == f"{said} Early years leadership."


def test_a_year_end_is_not_called_march() -> None:
    for period, said in (("2022-23-P12", "(March 2023)"), ("2022-23-P13", "(year end 2022-23)")):
        book = opened(packed(a_release(), "stockport", period=Period.parse(period)))
        assert book["First page"]["A1"].value.endswith(said)


def test_the_sum_of_causes_is_the_break() -> None:
    causes = (a_cause(code="ROUNDING", amount_pence=-7, sentence="One."), a_cause(code="ROUNDING", sentence="Two."))
    _, line = part(page("stockport", a_release(breaks=(recorded_break(*causes),))), "Breaks by pounds")
    assert line[AMOUNT] == -225.07
    assert line["In words"].startswith(("One. Two.", "Two. One."))


def test_sums_are_live_over_the_lines_and_the_sheets_they_name() -> None:
    sheet = opened(packed(a_release(), "stockport"), values=False)["First page"]
    formulas = {row[1].value: row[2].value for row in sheet.iter_rows(min_row=4)}
    assert sheet["C4"].value == "=ROUND(SUM($C$5:$C$6),2)"
    assert formulas[f"{TAMESIDE} must book: open breaks, each under Breaks by pounds."] == (
        "=ROUND(SUMPRODUCT(1*('Breaks'!$Q$4:$Q$5=\"open\")*('Breaks'!$C$4:$C$5=\"Tameside Council\")"
        "*('Breaks'!$D$4:$D$5=\"must book\"),'Breaks'!$B$4:$B$5),2)"
    )
