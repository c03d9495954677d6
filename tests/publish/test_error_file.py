"""The error file holds a row as it was sent, says what is wrong, and no text of it acts as a formula."""

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import openpyxl  # type: ignore[import-untyped] # it ships no types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sspipe.publish.error_file import BEYOND, MOST_COLUMNS, ErrorFile, RowToMend, error_csv, error_workbook

MADE = datetime(2022, 10, 12, 9, 30, tzinfo=UTC)
OWN = ["File", "Row in the file", "What is wrong", "What was expected", "What to do", "Rule"]
ACTING = ["=1+1", "+1", "-12.50", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0"]


def a_row(*cells: str, **changes: Any) -> RowToMend:
    made: dict[str, Any] = {
        "source_row": 17,
        "cells": cells,
        "wrong": "13 letters where an amount belongs (under Amount)",
        "expected": "an amount in pounds such as 1,234.56",
        "action": "Correct the row and send the file again.",
        "rule": "unreadable_amount_pence",
    }
    return RowToMend(**{**made, **changes})


def a_file(*rows: RowToMend, **changes: Any) -> ErrorFile:
    made: dict[str, Any] = {
        "sender": "Tameside Council",
        "feed": "tameside/ledger",
        "file_name": "their.csv",
        "source_file": "ab" * 32,
        "known_from": date(2022, 10, 6),
        "period": "2022-23 P06",
        "rows_read": 2620,
        "rows_aside": len(rows),
        "by_rule": {"unreadable_amount_pence": len(rows)},
        "pounds": (341207, 0),
        "unread": 0,
        "by_when": "By 14 November 2022, when 2022-23 P07 is closed.",
        "headings": ["Document", "Amount"],
        "rows": rows,
    }
    return ErrorFile(**{**made, **changes})


def opened(file: ErrorFile) -> Any:
    return openpyxl.load_workbook(io.BytesIO(error_workbook(file, MADE)))


def sheet_rows(file: ErrorFile) -> list[list[Any]]:
    _, _, *rows = opened(file)["Rows to mend"].iter_rows(values_only=True)
    return [list(row) for row in rows]


def csv_rows(file: ErrorFile) -> list[list[str]]:
    text = error_csv(file).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def said(file: ErrorFile) -> dict[str, str]:
    _, _, _, *rows = opened(file)["About this file"].iter_rows(values_only=True)
    return {str(about): str(says) for about, says in rows}


def test_a_row_stands_under_the_files_own_headings_with_what_is_wrong() -> None:
    file = a_file(a_row("5100000001", "ThreeThousand"))
    heads, row = sheet_rows(file)
    assert heads == [*OWN, "Document", "Amount"]
    assert row == [
        "their.csv",
        "17",
        "13 letters where an amount belongs (under Amount)",
        "an amount in pounds such as 1,234.56",
        "Correct the row and send the file again.",
        "unreadable_amount_pence",
        "5100000001",
        "ThreeThousand",
    ]
    assert csv_rows(file) == [heads, row]


def test_the_first_sheet_says_what_this_is_how_many_rows_what_pounds_and_by_when() -> None:
    file = a_file(a_row("1", "x"), a_row("2", "x"), by_rule={"unreadable_fte": 1, "other_period": 1})
    assert opened(file).sheetnames == ["About this file", "Rows to mend"]
    told = said(file)
    assert told["Who may read it"].startswith("Tameside Council alone")
    assert told["Your file"].startswith(
        "their.csv of 6 October 2022 (tameside/ledger, for 2022-23 P06; SHA-256 abababab"
    )
    assert told["How many rows"] == "2 of 2,620: 1 other_period; 1 unreadable_fte"
    assert told["What pounds"] == "£3,412.07 of debits and £0.00 of credits are outside the report."
    assert told["By when"] == "By 14 November 2022, when 2022-23 P07 is closed."
    assert "What is missing" not in told


@pytest.mark.parametrize(
    ("unread", "words"),
    [
        (1, "1 amount that could not be read is not in it."),
        (3, "3 amounts that could not be read are not in it."),
    ],
)
def test_an_amount_that_could_not_be_read_is_not_taken_for_nil(unread: int, words: str) -> None:
    assert said(a_file(a_row("1", "x"), unread=unread))["What pounds"].endswith(words)


def test_a_feed_without_amounts_has_no_pounds() -> None:
    assert "What pounds" not in said(a_file(a_row("1", "x"), pounds=None))


def test_rows_that_do_not_go_in_are_counted() -> None:
    told = said(a_file(a_row("1", "x"), rows_aside=60_000))
    assert told["What is missing"] == "Only the first 1 of 60,000 rows stand here."


@pytest.mark.parametrize("words", ACTING)
def test_no_text_acts_as_a_formula(words: str) -> None:
    file = a_file(a_row(words, words), headings=[words, "Amount"])
    for sheet in opened(file):
        for row in sheet.iter_rows():
            assert not [cell for cell in row if cell.data_type not in {"s", "n"} or cell.data_type == "f"]
            assert not [cell.value for cell in row if cell.data_type == "n" and cell.value is not None]
    assert [cell.quotePrefix for cell in opened(file)["Rows to mend"][4][len(OWN) :]] == [True, True]
    for line in csv_rows(file):
        assert not [cell for cell in line if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@given(st.lists(st.text(max_size=30), min_size=1, max_size=5), st.lists(st.text(max_size=30), max_size=5))
def test_whatever_was_sent_is_a_workbook_that_opens_and_a_csv_without_formulas(
    cells: list[str], headings: list[str]
) -> None:
    file = a_file(a_row(*cells), headings=headings)
    heads, row = sheet_rows(file)
    assert all(isinstance(cell, str) for cell in heads)
    assert len({head.casefold() for head in heads}) == len(heads)
    assert len(row) == len(heads)
    for line in csv_rows(file):
        assert not [cell for cell in line if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_headings_that_are_blank_or_stand_twice_are_told_apart() -> None:
    heads = sheet_rows(a_file(a_row("1", "2", "3", "4"), headings=["Rule", "", "Amount", "amount"]))[0]
    assert heads == [*OWN, "Rule (2)", "Column 2", "Amount", "amount (2)"]


def test_cells_beyond_the_headings_are_not_lost() -> None:
    file = a_file(a_row("1", "x", "=beyond", "more"), a_row("2"))
    heads, long, short = sheet_rows(file)
    assert heads[-1] == BEYOND
    assert long[6:] == ["1", "x", "=beyond | more"]
    assert short[6:] == ["2", None, None]
    wide = a_file(a_row(*map(str, range(MOST_COLUMNS + 3))), headings=[f"h{at}" for at in range(MOST_COLUMNS + 3)])
    heads, row = sheet_rows(wide)
    assert len(heads) == len(OWN) + MOST_COLUMNS + 1
    assert row[-1] == " | ".join(map(str, range(MOST_COLUMNS, MOST_COLUMNS + 3)))


def test_a_cell_that_no_spreadsheet_holds_is_cut_and_says_so() -> None:
    cell = sheet_rows(a_file(a_row("x" * 40_000)))[1][6]
    assert len(cell) == 32_000
    assert cell.endswith("(cut; the rest stands in your file)")


def test_the_same_rows_give_the_same_bytes() -> None:
    assert error_workbook(a_file(a_row("1")), MADE) == error_workbook(a_file(a_row("1")), MADE)
