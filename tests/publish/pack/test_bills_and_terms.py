"""Bills beside their bookings, what is still to be booked and by when, and the terms behind what is due."""

from datetime import date
from typing import Any

from sspipe.model.agreed_terms import TermKind
from tests.publish.pack.releases import STOCKPORT, TAMESIDE, Rows, a_release, opened, packed, table
from tests.publish.statements import FILE, a_conservation, a_posted_line, a_recharge, a_term

BILL = a_posted_line()
BOOKING = a_posted_line(council="tameside", counterparty="stockport", book_by_date=None, posted_on=date(2022, 11, 2))
WAITS = a_recharge(booked_pence=0, unbooked_pence=263504, unbooked_in_transit_pence=263504)
AMOUNT = "Amount, £ (the part's first row says of what)"


def lines(rows: Rows, sheet: str, council: str = "tameside") -> list[dict[str, Any]]:
    return table(opened(packed(rows, council)), sheet)


def waiting(rows: Rows) -> list[dict[str, Any]]:
    return [row for row in lines(rows, "First page") if row["Part"] == "What waits for whom"]


def test_a_bill_and_its_booking_stand_below_each_other_with_file_and_row() -> None:
    rows = a_release(billed=(BILL,), booked=(BOOKING,))
    bill, booking, *_ = lines(rows, "Bills and bookings")
    assert (bill["Council that bills"], bill["Council that is billed"]) == (STOCKPORT, TAMESIDE)
    assert (booking["Council that bills"], booking["Council that is billed"]) == (STOCKPORT, TAMESIDE)
    assert (bill["Billed, net of VAT, £ (minus: a credit)"], bill["Booked, net of VAT, £ (minus: a credit)"]) == (
        2635.04,
        "a bill",
    )
    assert booking["Booked, net of VAT, £ (minus: a credit)"] == 2635.04
    assert bill["To be booked by"].date() == date(2022, 11, 17)
    assert booking["To be booked by"] == "a booking"
    assert (bill["Posted on"].date(), bill["Row of the file"]) == (date(2022, 10, 20), 88)
    assert bill["Reference of the bill"] == booking["Reference of the bill"] == "SMBC-2200107"


def test_a_line_names_its_file_as_it_was_offered() -> None:
    files = {row["source_file"]: row["file_name"] for row in a_release()["out_conservation"] if row["kind"] == "file"}
    assert FILE in files, "the release of these tests knows the file"
    bill, *_ = lines(a_release(billed=(BILL,), booked=()), "Bills and bookings")
    assert bill["File"] == files[FILE] == a_conservation().file_name


def test_what_is_to_be_booked_is_told_by_reference_with_its_last_day() -> None:
    _, total, line, *_ = waiting(a_release(recharges=(WAITS,), billed=(BILL,), booked=()))
    assert total["In words"].startswith(f"{TAMESIDE} has still to book invoices that {STOCKPORT} sent")
    assert line["In words"].startswith("Of these invoices: SMBC-2200107 (document 1800000007, posted ")
    assert line["In words"].endswith("), for September 2022.")
    assert (total[AMOUNT], line[AMOUNT], line["By"].date()) == (2635.04, 2635.04, date(2022, 11, 17))
    assert (line["Reference to quote"], line["Month"]) == ("SMBC-2200107", "2022-23 P06")


def test_what_is_booked_is_not_told_again() -> None:
    other = a_posted_line(reference="SMBC-2200108", document="1800000008", source_row=90)
    told = waiting(a_release(recharges=(WAITS,), billed=(BILL, other), booked=(BOOKING,)))
    assert [row["Reference to quote"] for row in told if row["Reference to quote"]] == ["SMBC-2200108"]


def test_what_no_time_allows_any_more_is_no_waiting_bill() -> None:
    late = a_recharge(booked_pence=0, unbooked_pence=263504, unbooked_in_transit_pence=0)
    told = waiting(a_release(recharges=(late,), billed=(BILL,), booked=()))
    assert not [row for row in told if row["Reference to quote"]]


def test_a_share_is_read_in_per_cent_from_its_day_on() -> None:
    rows = a_release(terms=(a_term(), a_term(value="3/5", starts=date(2022, 10, 12)), a_term(value="1/3", council="x")))
    told = [(row["What is agreed"], row["Council that bears it"]) for row in lines(rows, "Terms")]
    assert told == [("50%", TAMESIDE), ("60%", TAMESIDE), ("1/3 (about 33.33%)", "x")]
    assert lines(rows, "Terms")[1]["From"].date() == date(2022, 10, 12)


def test_a_term_of_the_whole_agreement_is_read_in_words() -> None:
    said = {"post": "", "council": "", "value": "20 working days after the host posts", "starts": None}
    (row,) = lines(a_release(terms=(a_term(term=TermKind.TIME_TO_BOOK, **said),)), "Terms")
    assert (row["Term"], row["What is agreed"]) == ("Time to book", "20 working days after the host posts")
    assert (row["Post (empty: every post)"], row["From"]) == (None, "when the agreement begins")


def test_terms_between_other_councils_are_not_shown() -> None:
    rows = a_release(terms=(a_term(councils=("stockport", "bury")),))
    assert [row["Agreement"] for row in lines(rows, "Terms")] == ["No agreement is agreed on; nothing is due."]
    assert lines(rows, "Terms", "stockport")[0]["What is agreed"] == "50%"
