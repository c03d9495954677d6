"""Single cells: amounts, fractions, decimals, days and periods in the forms that councils write."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sspipe.conform.amounts import read_amounts
from sspipe.conform.cell_kinds import PoundsCell, SignRule
from sspipe.conform.columns import Block
from sspipe.conform.days import day_of, day_of_month, period_of, year_of_name
from sspipe.conform.decimals import decimal_of, fraction_of, sheet_number
from sspipe.conform.faults import shape_of
from sspipe.conform.names import neutral
from sspipe.conform.pounds import pence_of


def _pence(*texts: str, blank_is_nil: bool = False) -> list[int | None]:
    read = pence_of(pa.array(texts), blank_is_nil=blank_is_nil)
    return [
        value if is_read else None
        for value, is_read in zip(read.values.to_pylist(), read.is_read.to_pylist(), strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("3972.08", 397208), ("3,972.08", 397208), ("3,972.08-", -397208), ("-3,972.08", -397208), ("0.5", 50),
        ("7", 700), ("-0.00", 0), ("1,234,567.89", 123456789), ("£3,340.00", 334000), ("-£51.46", -5146),
        ("£-51.46", -5146), ("007.10", 710), ("9999999999999999.99", 999999999999999999), ("1,234", 123400),
    ],
)  # fmt: skip
def test_an_amount_is_read_to_the_penny(text: str, pence: int) -> None:
    assert _pence(text) == [pence]


@pytest.mark.parametrize(
    "text",
    [
        "", "twelve pounds", "1,23.45", "1.234,56", "12.345", "1e5", "--5", "-5-", "5.", ".5", "+5", "12 34", "1,2,3",
        "(5.00)", "5.00CR", "NaN", "99999999999999999.99", "\uff19", "1,234,56.00", "- 5",
    ],
)  # fmt: skip
def test_what_is_no_amount_is_unread_and_nil(text: str) -> None:
    read = pence_of(pa.array([text]), blank_is_nil=False)
    assert (read.values.to_pylist(), read.is_read.to_pylist()) == ([0], [False])


def test_a_blank_amount_is_nil_only_where_it_may_be() -> None:
    assert _pence("", "1.00", blank_is_nil=True) == [0, 100]
    assert _pence("", "1.00") == [None, 100]


@pytest.mark.parametrize(
    ("amounts", "amount", "side", "pence"),
    [
        ("unsigned", "5.00", "S", 500), ("unsigned", "5.00", "H", -500), ("unsigned", "5.00", "", None),
        ("unsigned", "-5.00", "S", None), ("signed", "-5.00", "H", -500), ("signed", "5.00", "S", 500),
        ("signed", "5.00", "H", None), ("signed", "0.00", "H", 0), ("signed", "x", "S", None),
    ],
)  # fmt: skip
def test_a_sign_in_a_column_of_its_own_is_obeyed_or_held_against_the_amount(
    amounts: Literal["signed", "unsigned"], amount: str, side: str, pence: int | None
) -> None:
    rule = SignRule(column="Sign", debit="S", credit="H", amounts=amounts)
    block = Block({"Amount": pa.array([amount]), "Sign": pa.array([side])}, pa.array([0]), 1)
    read = read_amounts(PoundsCell(kind="pounds", column="Amount", signs=rule), block)
    assert (read.values.to_pylist()[0] if read.is_read.to_pylist()[0] else None) == pence


@given(pence=st.integers(-(10**17), 10**17), form=st.sampled_from(["plain", "commas", "behind", "pounds"]))
def test_every_penny_comes_back_in_every_form(pence: int, form: str) -> None:
    pounds, odd = divmod(abs(pence), 100)
    sign = "-" if pence < 0 else ""
    text = {
        "plain": f"{sign}{pounds}.{odd:02d}",
        "commas": f"{sign}{pounds:,}.{odd:02d}",
        "behind": f"{pounds:,}.{odd:02d}{sign}",
        "pounds": f"{sign}£{pounds}.{odd:02d}",
    }[form]
    assert _pence(text) == ([pence] if len(text.encode()) <= 24 else [None])


@given(st.lists(st.text(alphabet="0123456789.,-£ e", max_size=8), min_size=1, max_size=12))
def test_an_amount_is_read_alike_whatever_stands_beside_it(texts: list[str]) -> None:
    assert _pence(*texts) == [_pence(text)[0] for text in texts]


@pytest.mark.parametrize(
    ("text", "fraction"),
    [("29|36.25", "4/5"), ("36.25|36.25", "1"), ("0.8", "4/5"), ("52.0", "52"), ("18.5|37", "1/2")],
)
def test_hours_are_an_exact_fraction(text: str, fraction: str) -> None:
    assert fraction_of(text) == fraction


@pytest.mark.parametrize("text", ["", "0", "29|0", "-1", "29|", "full", "1e1", "1/2"])
def test_what_is_no_fraction_above_nil_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="above nil"):
        fraction_of(text)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("67.900000000000006", "67.9"), ("69.599999999999994", "69.6"), ("0.30000000000000004", "0.3"),
        ("100.7", "100.7"), ("378984816", "378984816"), ("97.1", "97.1"), ("-1.25", "-1.25"),
    ],
)  # fmt: skip
def test_a_decimal_loses_the_tail_of_a_float_and_nothing_else(text: str, clean: str) -> None:
    assert decimal_of(text) == clean


@pytest.mark.parametrize(
    ("texts", "one"),
    [
        (("63", "63.0", "63.000", "063", "63.00000000000000000"), "63"),
        (("-0.5", "-0.50", "-00.5"), "-0.5"),
        (("0", "0.0", "-0", "-0.00", "000"), "0"),
        (("100", "100.0"), "100"),
        (("378984816.10", "378984816.1"), "378984816.1"),
        (("69.600", "69.599999999999994", "69.60000000000000"), "69.6"),
        (("0.00000000000000010", "0.0000000000000001"), "0.0000000000000001"),
    ],
)
def test_a_number_leaves_in_one_form_however_it_is_written(texts: Sequence[str], one: str) -> None:
    assert {decimal_of(text) for text in texts} == {one}


@given(st.decimals(-(10**9), 10**9, places=5).map(lambda number: f"{number:f}"), st.integers(0, 5), st.integers(0, 5))
def test_noughts_in_front_and_behind_change_no_number(text: str, before: int, behind: int) -> None:
    sign = "-" if text.startswith("-") else ""
    longer = f"{sign}{'0' * before}{text.removeprefix('-')}{'0' * behind}"
    assert decimal_of(longer) == decimal_of(text)
    assert Decimal(decimal_of(longer)) == Decimal(text)


@pytest.mark.parametrize("text", ["-", "c", "1,000", "1e5", "NaN", "", "Dont have"])
def test_what_is_no_decimal_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="decimal"):
        decimal_of(text)


@pytest.mark.parametrize(
    ("number", "text"), [(5100266159.0, "5100266159"), (501.18, "501.18"), (29.6, "29.6"), (1.0, "1")]
)
def test_a_number_of_a_sheet_is_what_its_reader_sees(number: float, text: str) -> None:
    assert sheet_number(number) == text


@pytest.mark.parametrize(
    ("text", "pattern", "period"),
    [
        ("2022|006", r"(?P<start>\d{4})\|0(?P<number>\d{2})", "2022-23-P06"),
        ("202200", r"(?P<start>\d{4})(?P<number>\d{2})", "2022-23-P00"),
        ("202216", r"(?P<start>\d{4})(?P<number>\d{2})", "2022-23-P16"),
        ("2022/23|Mar-23", r"(?P<start>\d{4})/\d\d\|(?P<month>\w{3})-\d\d", "2022-23-P12"),
        ("Jul 2014", r"(?P<month>\w{3}) (?P<calendar_year>\d{4})", "2014-15-P04"),
        ("31/01/15", r"\d\d/(?P<calendar_month>\d\d)/(?P<calendar_year>\d\d)", "2014-15-P10"),
    ],
)
def test_a_period_is_read_from_every_year_label(text: str, pattern: str, period: str) -> None:
    assert period_of(text, re.compile(pattern)) == period


@pytest.mark.parametrize("text", ["202217", "202299", "20221", "2022-1", ""])
def test_a_period_that_no_ledger_has_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="period"):
        period_of(text, re.compile(r"(?P<start>\d{4})(?P<number>\d{2})"))


def test_days_and_months_are_read_by_their_format() -> None:
    assert day_of("01/07/14", ["%Y-%m-%d", "%d/%m/%y"]) == date(2014, 7, 1)
    assert day_of_month("202302", "%Y%m", "last") == date(2023, 2, 28)
    assert day_of_month("Jul 2014", "%b %Y", "first") == date(2014, 7, 1)


@pytest.mark.parametrize(("text", "form"), [("20223", "%Y%m"), ("31/02/2022", "%d/%m/%Y"), ("2022-13-01", "%Y-%m-%d")])
def test_a_day_that_is_none_is_refused(text: str, form: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        day_of(text, [form])


def test_a_year_stands_in_the_name_of_a_file() -> None:
    assert year_of_name("grant_2022-to-2023.ods", re.compile(r"grant_(?P<start>\d{4})")) == "2022-23"
    with pytest.raises(ValueError, match="no financial year"):
        year_of_name("grant.ods", re.compile(r"grant_(?P<start>\d{4})"))


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("twelve pounds", "12 letters and a space"), ("12.5.1", "12.5.1"), ("31/02/2022", "31/02/2022"),
        ("Jul 2014", "Jul 2014"), ("", "nothing"), ("A1-", "a letter, a digit and 1 other sign"),
        ("1" * 40, "40 digits"), ("-", "1 other sign"), ("Zoë", "3 letters"),
    ],
)  # fmt: skip
def test_a_fault_quotes_digits_and_dates_and_counts_the_rest(text: str, shape: str) -> None:
    assert shape_of(text) == shape


def test_what_may_name_a_person_is_never_quoted() -> None:
    assert shape_of("9912345", is_quotable=False) == "7 digits"


@pytest.mark.parametrize("name", ["LEAD FOR EARLY-YEARS SETTINGS (P.V.I.)", " lead for early years  settings, PVI"])
def test_names_are_alike_whatever_their_case_and_punctuation(name: str) -> None:
    assert neutral(name) == neutral("Lead for Early Years Settings (PVI)")


@pytest.mark.parametrize("name", ["STOCKPORT NHS FOUNDATION TRUST", "STOCKPORT MBC CLIENT FINANCE", "STOCKPORT"])
def test_look_alikes_are_not_alike(name: str) -> None:
    assert neutral(name) != neutral("Stockport MBC")
