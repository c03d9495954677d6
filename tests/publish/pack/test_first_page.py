from typing import Any

import pytest

from sspipe.model.periods import Period
from sspipe.model.settlement import Scope
from sspipe.model.statement import BreakState, Pair
from sspipe.model.working import Tranche
from tests.publish.pack.releases import (
    STOCKPORT,
    TAMESIDE,
    a_release,
    head_row,
    opened,
    own_break,
    packed,
    recorded_break,
    table,
    words_above,
)
from tests.publish.statements import (
    P08,
    a_break,
    a_cause,
    a_draft_invoice,
    a_due_part,
    a_net_row,
    a_recharge,
    a_settlement_row,
    an_accrual,
)

AMOUNT = "Amount, £ (the part's first row says of what)"
PARTS = [
    "What to invoice",
    "What to credit",
    "What to book",
    "What to dispute",
    "What to chase",
    "What to accrue: income",
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
    head, invoice = part(page("stockport"), "What to invoice")
    credit_head, credit_note = part(page("stockport"), "What to credit")
    # 2,635.04 to charge, 10.05 to give back: each without a sign
    assert (head[AMOUNT], credit_head[AMOUNT], credit_note[AMOUNT]) == (2635.04, 10.05, 10.05)
    assert (invoice[AMOUNT], invoice["Reference to quote"]) == (2635.04, "SSP-2223-P06-EYHEAD-TA-2223P06")
    assert str(invoice["From"].date()) == "2022-10-10"
    assert invoice["In words"] == f"Invoice {TAMESIDE} for September 2022."
    assert credit_note["In words"] == (
        f"Send {TAMESIDE} a credit note for September 2022. Nothing is due of what was billed for that month."
    )


def test_a_late_addition_to_a_month_says_which_pay_month_added_it_and_why() -> None:
    late = a_release(
        drafts=(a_draft_invoice(paid=P08),),
        due=(a_due_part(), a_due_part(paid=P08, tranche=Tranche.ARREARS)),
    )
    _, line = part(page("stockport", late), "What to invoice")
    assert line["In words"] == (
        f"Invoice {TAMESIDE} for September 2022. The payroll of November 2022 adds to that month: arrears of a pay"
        " award."
    )


def billed_too_much() -> Any:
    return a_break(
        break_id="b4",
        agreement="ey-leadership",
        counterparty="tameside",
        pair=Pair.BILLED_DUE,
        amount_pence=1234,
        owner_side="must credit",
        causes=(a_cause(code="DUPLICATE_INVOICE", amount_pence=1234, sentence="Billed twice."),),
    )


def test_what_to_dispute_is_a_bill_of_the_other_council_for_more_than_is_due() -> None:
    rows = a_release(breaks=(billed_too_much(),))
    _, line = part(page("tameside", rows), "What to dispute")
    assert line["In words"].startswith("Billed twice.")
    assert (line[AMOUNT], line["Which way"], line["Reference to quote"]) == (12.34, "too much", "break b4")
    (none,) = part(page("stockport", rows), "What to dispute")
    assert none["In words"] == f"Nothing to dispute: no bill to {STOCKPORT} comes to more than is due."


def test_what_to_book_is_what_is_overdue_and_then_what_is_in_its_time() -> None:
    _, late, in_time = part(page("tameside"), "What to book")
    assert late["In words"].startswith(
        "Overdue. Book invoice SMBC-2200107 (document 1800000007, posted 20 October 2022)"
    )
    assert (late[AMOUNT], late["Reference to quote"]) == (2635.04, "SMBC-2200107")
    assert in_time["In words"].startswith("Book invoice SMBC-2200107")
    assert (in_time[AMOUNT], f"{in_time['By']:%d.%m.%Y}") == (2635.04, "17.11.2022")
    (none,) = part(page("stockport"), "What to book")
    assert none["In words"] == f"Nothing is left to book: every bill to {STOCKPORT} is in its ledger."


def test_a_bill_that_is_not_simply_missing_is_not_to_be_booked_again() -> None:
    elsewhere = a_release(breaks=(not_booked("UNEXPLAINED", -263504), not_booked("NOT_BOOKED", -100)))
    lines = [
        row for row in part(page("tameside", elsewhere), "What to book") if "break" in str(row["Reference to quote"])
    ]
    assert [row[AMOUNT] for row in lines] == [2635.04, 1.0]
    less = "Overdue. Less is booked for September 2022 than was billed; Breaks by pounds says what is wrong"
    assert {row["In words"] for row in lines} == {f"{less} and what to do."}


def not_booked(code: str, amount_pence: int) -> Any:
    return a_break(
        break_id=f"b-{code}", agreement="ey-leadership", council="tameside", counterparty="stockport",
        pair=Pair.BOOKED_BILLED, amount_pence=amount_pence, owner_council="tameside", owner_side="must book",
        causes=(a_cause(code=code, amount_pence=amount_pence),),
    )  # fmt: skip


def test_what_to_chase_is_what_the_other_council_must_put_right_and_never_the_readers_own() -> None:
    _, line = part(page("stockport"), "What to chase")
    assert line["In words"].startswith("Invoice 5 over £2,635.04 stands in no line")
    assert (line[AMOUNT], line["Which way"]) == (2635.04, "too little")
    assert (line["Council that must act"], line["Reference to quote"]) == (TAMESIDE, "SMBC-2200107")
    assert [row["In words"] for row in part(page("tameside"), "What to chase")] == [
        (
            f"Nothing to chase: no other council is late towards {TAMESIDE}."
            f" 1 bill or booking is for {TAMESIDE} itself to put right: see Breaks by pounds."
        )
    ]


def test_what_to_accrue_is_the_councils_own_side() -> None:
    for council, reference, way in (
        ("stockport", "A2223-EYH-P06-U-SMBC", "income"),
        ("tameside", "A-TA", "expenditure"),
    ):
        head, line = part(page(council), f"What to accrue: {way}")
        assert (line["Reference to quote"], line[AMOUNT], line["Which way"]) == (reference, 2635.04, way)
        assert head[AMOUNT] == 2635.04


def test_what_waits_names_who_must_act() -> None:
    waits = {(row["Council that must act"], row[AMOUNT]) for row in part(page("stockport"), "What waits for whom")}
    # not yet billable by Tameside 12.34; to be booked by each 2,635.04; breaks by owner: 225.00 and 2,635.04 too little
    expected = {(TAMESIDE, 12.34), (TAMESIDE, 2635.04), (STOCKPORT, 2635.04), (STOCKPORT, 225.0)}
    assert waits - {(None, None)} == expected


def test_the_settlement_stands_in_words_seen_from_the_reader() -> None:
    lines = part(page("stockport"), "Settlement")
    assert lines[1]["In words"] == (
        f"For 2022-23 P06 £2,635.04 fell due from {TAMESIDE} to {STOCKPORT}, and nothing fell due from {STOCKPORT} to "
        f"{TAMESIDE}; set off, £2,635.04 in favour of {STOCKPORT}. "
        "No payments are on file, so what has been paid is not known here."
    )
    assert lines[1][AMOUNT] == 2635.04


def test_the_settlement_is_told_once_and_says_in_whose_favour() -> None:
    year = {"scope": Scope.YEAR_TO_DATE, "charged_pence": 5000, "net_pence": 5000, "closing_pence": 70}
    theirs = {"charged_pence": 0, "charged_by_pence": 5000, "net_pence": -5000, "closing_pence": -70}
    both = (a_net_row(**year), a_net_row(**{**year, **theirs, "council": "tameside", "counterparty": "stockport"}))
    for council in ("stockport", "tameside"):
        told = [(row[AMOUNT], row["Which way"]) for row in part(page(council, a_release(net=both)), "Settlement")[1:]]
        assert told == [(50.0, f"in favour of {STOCKPORT}"), (0.70, f"in favour of {STOCKPORT}")]


@pytest.mark.parametrize(
    ("back_pence", "net_pence", "said", "favoured"),
    [
        (5000, 258504, f"due from {STOCKPORT} to {TAMESIDE}.", TAMESIDE),
        (-5000, 268504, f"due back from {TAMESIDE} to {STOCKPORT}, by credit note.", STOCKPORT),
    ],
)
def test_what_is_not_booked_is_told_each_way_and_taken_together(
    back_pence: int, net_pence: int, said: str, favoured: str
) -> None:
    year = {"scope": Scope.YEAR_TO_DATE, "closing_pence": net_pence}
    back = a_settlement_row(
        scope=Scope.YEAR_TO_DATE, host="tameside", partner="stockport", post="data-lead", closing_pence=back_pence
    )
    rows = a_release(net=(a_net_row(**year),), settlement=(a_settlement_row(scope=Scope.YEAR_TO_DATE), back))
    *_, due, back_told, together = part(page("stockport", rows), "Settlement")
    told = [(row["In words"], row[AMOUNT], row["Which way"]) for row in (due, back_told, together)]
    not_booked, invoiced = (
        "Not booked yet, of this year and earlier",
        f"£2,635.04 invoiced and not booked by {TAMESIDE}",
    )
    assert told == [
        (f"{not_booked}, due from {TAMESIDE} to {STOCKPORT}: {invoiced}.", 2635.04, f"in favour of {STOCKPORT}"),
        (f"{not_booked}, {said}", 50.0, f"in favour of {favoured}"),
        (
            "What is due and not booked yet, both directions taken together.",
            net_pence / 100,
            f"in favour of {STOCKPORT}",
        ),
    ]


@pytest.mark.parametrize(
    ("stages", "said"),
    [
        ({"unbooked_pence": -5000}, f"£50.00 credited and not booked by {TAMESIDE}"),
        ({"unbilled_pence": -5000}, "£50.00 to be credited by now and not credited"),
        (
            {"unbilled_pence": -2000, "not_yet_billable_pence": -3000},
            "£20.00 to be credited by now and not credited, £30.00 not to be credited yet",
        ),
    ],
)
def test_a_credit_is_called_sent_only_where_it_is(stages: dict[str, int], said: str) -> None:
    whole = {"unbooked_pence": 0, "unbilled_pence": 0, "not_yet_billable_pence": 0, **stages}
    year = {"scope": Scope.YEAR_TO_DATE, "closing_pence": -5000}
    owed_back = a_settlement_row(scope=Scope.YEAR_TO_DATE, closing_pence=-5000)
    rows = a_release(net=(a_net_row(**year),), settlement=(owed_back,), recharges=(a_recharge(**whole),))
    *_, line = part(page("stockport", rows), "Settlement")
    assert line["In words"].endswith(f"due back from {STOCKPORT} to {TAMESIDE}, by credit note: {said}.")


def test_what_the_other_council_will_bill_is_told_with_reference_and_day() -> None:
    lines = [row for row in part(page("stockport"), "What waits for whom") if "expect" in str(row["In words"])]
    assert [(row["Reference to quote"], row[AMOUNT], str(row["From"].date())) for row in lines] == [
        ("SSP-TA", 2635.04, "2022-10-10")
    ]
    assert not [row for row in part(page("tameside"), "What waits for whom") if "expect" in str(row["In words"])]


def test_breaks_go_by_pounds_whatever_their_sign() -> None:
    told = [(row[AMOUNT], row["Which way"]) for row in part(page("tameside"), "Breaks by pounds")[1:]]
    assert told == [(2635.04, "too little"), (225.0, "too little"), (3.10, "too much")]


def test_pounds_too_many_and_too_few_are_told_apart() -> None:
    opening, *_ = part(page("tameside"), "Breaks by pounds")
    # 3.10; 2,635.04 + 225.00
    assert opening["In words"] == (
        "A break is a difference between two figures that should agree, once the time that the agreement allows to "
        "bill and to book is over."
        " 3 breaks are open, the largest first. Too much, together: £3.10; too little, together: £2,860.04."
    )


def test_a_break_at_the_threshold_is_listed_and_one_below_it_is_added_up() -> None:
    at = part(page("tameside", threshold_pence=310), "Breaks by pounds")
    assert [row[AMOUNT] for row in at] == [None, 2635.04, 225.0, 3.10]
    assert at[-1]["Reference to quote"] == "break b3"
    below = part(page("tameside", threshold_pence=311), "Breaks by pounds")
    assert [row[AMOUNT] for row in below] == [None, 2635.04, 225.0, 3.10]
    assert below[-1]["In words"] == "1 open break below £3.11 each, too much; see the sheet Breaks."
    all_small = part(page("tameside", threshold_pence=1_000_000), "Breaks by pounds")
    assert [row[AMOUNT] for row in all_small] == [None, 3.10, 2860.04]


def test_a_break_that_cleared_says_so_once_and_by_what() -> None:
    why = a_cause(code="BOOKED_NEXT_PERIOD", amount_pence=0, sentence="Booked on 17 October 2022.")
    cleared = {"break_id": "b9", "amount_pence": 0, "state": BreakState.CLEARED, "causes": (why,)}
    gone = a_break(**cleared, before_state=BreakState.OPEN, before_pence=-500)
    rows = a_release(breaks=(gone, own_break()))
    _, stands, told = part(page("tameside", rows), "Breaks by pounds")
    assert (stands[AMOUNT], told[AMOUNT]) == (3.10, None)
    assert told["In words"].startswith("Cleared since the close before, when it stood at £5.00: ")
    long_gone = a_release(breaks=(a_break(**cleared), own_break()))
    assert len(part(page("tameside", long_gone), "Breaks by pounds")) == 2


def test_what_it_rests_on_is_said() -> None:
    said = " ".join(row["In words"] for row in part(page("stockport"), "What this rests on"))
    assert "The figures are provisional: at least one council has not signed them" in said
    assert "made up for illustration; the sheet Notes tells of them, in 1 note." in said
    too_low = (
        "The forecast of these posts is too low, because it holds nothing for a pay award that is to run from a day"
    )
    assert too_low in said
    assert too_low in words_above(opened(packed(a_release(), "stockport"))["PPRR resources"])


@pytest.mark.parametrize(
    ("notes", "is_warned"), [((), False), (("Illustrative: pay date is made up (x.yaml).",), True)]
)
def test_where_values_are_made_up_the_first_line_says_not_to_post(notes: tuple[str, ...], *, is_warned: bool) -> None:
    rows = a_release(notes=notes)
    first_line = opened(packed(rows, "stockport"))["First page"]["A2"].value
    assert first_line.startswith("Figures as known on ")
    assert ("are made up: do not send or post these figures" in first_line) is is_warned


def test_a_signed_release_is_not_called_provisional() -> None:
    said = " ".join(row["In words"] for row in part(page("stockport", state="signed"), "What this rests on"))
    assert "at least one council has not signed" not in said


@pytest.mark.parametrize(
    ("raised", "reversed_", "said"),
    [
        (0, 0, "To be posted"),
        (-263504, 0, "In the ledger already; reverse it in April (P01)"),
        (-263505, 0, "In the ledger at £2,635.05 and not at this amount; correct it"),
        (-263504, 263504, "Posted and reversed, nothing more to do"),
        (-263504, 263503, "In the ledger already; reverse it in April (P01)"),
    ],
)
def test_an_accrual_says_how_far_it_is(raised: int, reversed_: int, said: str) -> None:
    rows = a_release(accruals=(an_accrual(raised_pence=raised, reversed_pence=reversed_),))
    (line,) = (row for row in page("stockport", rows) if row["Reference to quote"] == "A2223-EYH-P06-U-SMBC")
    assert line["In words"] == (
        f"{said}: what is due from {TAMESIDE} for September 2022 and was not billed by 31 March."
    )


@pytest.mark.parametrize(
    ("reversed_", "said"),
    [
        (0, "The accrual is to be reversed in April (P01), whether or not this is sent."),
        (263503, "The accrual is to be reversed in April (P01), whether or not this is sent."),
        (263504, "The accrual is reversed already."),
    ],
)
def test_an_invoice_for_accrued_service_says_whether_the_accrual_is_still_to_be_reversed(
    reversed_: int, said: str
) -> None:
    accrual = an_accrual(raised_pence=-263504, reversed_pence=reversed_)
    drafts = (a_draft_invoice(accrual_id=accrual.accrual_id), a_draft_invoice(service=P08))
    told = part(page("stockport", a_release(accruals=(accrual,), drafts=drafts)), "What to invoice")[1:]
    quoting, other = sorted(told, key=lambda line: "September" not in line["In words"].split(".")[0])
    quote = f"It belongs to the year-end accrual {accrual.accrual_id}: quote that in your own ledger too."
    assert quoting["In words"].endswith(f" {quote} {said}")
    assert "accrual" not in other["In words"]


def test_a_year_end_is_not_called_march() -> None:
    for period, said in (("2022-23-P12", "(March 2023)"), ("2022-23-P13", "(year end 2022-23)")):
        book = opened(packed(a_release(), "stockport", period=Period.parse(period)))
        assert book["First page"]["A1"].value.endswith(said)


def test_the_sum_of_causes_is_the_break() -> None:
    causes = (a_cause(code="ROUNDING", amount_pence=-7, sentence="One."), a_cause(code="ROUNDING", sentence="Two."))
    _, line = part(page("stockport", a_release(breaks=(recorded_break(*causes),))), "Breaks by pounds")
    assert line[AMOUNT] == 225.07
    assert line["In words"].startswith(("One. Two.", "Two. One."))


def test_sums_are_live_over_the_lines_and_the_sheets_they_name() -> None:
    book = opened(packed(a_release(), "stockport"), values=False)
    sheet, first = book["First page"], head_row(book["Breaks"]) + 1
    owner, side, state, amount = (f"'Breaks'!${column}${first}:${column}${first + 1}" for column in "CDQB")
    formulas = {row[1].value: row[2].value for row in sheet.iter_rows(min_row=4)}
    assert sheet["C4"].value == "=ROUND(SUM($C$5),2)"
    assert formulas[
        f"To put right: {TAMESIDE} must book. 1 open break, where a figure is too low: see Breaks by pounds."
    ] == (
        f'=ROUND(SUMPRODUCT(-1*1*({state}="open")*({owner}="Tameside Council")*({side}="must book")'
        f"*({amount}<0),{amount}),2)"
    )


def test_pay_too_much_of_another_council_is_none_of_the_readers_to_bear() -> None:
    pay = recorded_break(a_cause(code="NI_RATE_STALE", amount_pence=500, sentence="Too much."))
    for council in ("stockport", "tameside"):
        _, line = part(page(council, a_release(breaks=(pay,))), "Breaks by pounds")
        assert (
            f"No part of it is due from {TAMESIDE}, and {STOCKPORT} is not to bill it: it stays {STOCKPORT}'s cost"
            in line["In words"]
        )
