"""Headings: declared wordings, in any order and letter case, or a refusal that says where to look."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sspipe.conform.files import Conformed
from sspipe.conform.limits import MOST_COLUMNS
from sspipe.errors import SiteFileWrong
from sspipe.model.findings import Severity
from tests.conform.making import FORMS, HEADINGS, ROWS, conformed_kind, delimited, layout, made, rows_of, told

PLAIN = rows_of(conformed_kind("csv", made("csv")))
ALIASES = {"Amount": ["Net Value", "Amount (GBP)"], "Partner": ["Customer or Supplier"]}
KINDS = ["csv", "json_lines", "xlsx", "ods"]


def _headed(headings: Sequence[str], kind: str = "csv", **more: Any) -> Conformed:
    return conformed_kind(kind, made(kind, headings=headings), **more)


def _with(**changed: str) -> list[str]:
    return [changed.get(heading, heading) for heading in HEADINGS]


def _refusal(result: Conformed) -> str:
    (finding,) = result.findings
    assert (finding.severity, result.table) == (Severity.CRITICAL, None)
    return finding.message


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("wording", ["Amount", *ALIASES["Amount"]])
def test_every_declared_wording_of_a_heading_is_known(wording: str, kind: str) -> None:
    result = _headed(_with(Amount=wording), kind, aliases=ALIASES)
    assert rows_of(result) == PLAIN
    assert "heading_case" not in [rule for rule, _ in told(result)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "written", ["  Net  Value ", "Net\u00a0Value", "\ufeffNet Value", "Net\u2003Value\u200b", "Net\tValue"]
)
def test_odd_spaces_and_marks_in_a_heading_change_nothing(written: str, kind: str) -> None:
    assert rows_of(_headed(_with(Amount=written), kind, aliases=ALIASES)) == PLAIN


def test_a_line_break_within_a_quoted_heading_is_a_space() -> None:
    for broken in ("Net\nValue", "Net\r\nValue"):
        assert rows_of(_headed(_with(Amount=broken), aliases=ALIASES)) == PLAIN


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(len(HEADINGS))), st.sampled_from(KINDS))
def test_columns_in_another_order_give_the_same_rows(order: Sequence[int], kind: str) -> None:
    rows = [[row[at] for at in order] for row in ROWS]
    assert rows_of(conformed_kind(kind, made(kind, rows, [HEADINGS[at] for at in order]))) == PLAIN


def test_an_alias_is_matched_as_a_whole() -> None:
    message = _refusal(_headed(_with(Amount="Net Value 2"), aliases=ALIASES))
    assert "no column headed 'Amount'" in message
    assert "column 4 of the file is headed with something near 'Amount'" in message


# Letter case.


@pytest.mark.parametrize("written", ["amount", "AMOUNT", "net VALUE"])
def test_a_heading_in_other_letter_case_is_taken_and_noted(written: str) -> None:
    result = _headed(_with(Amount=written), aliases=ALIASES)
    assert rows_of(result) == PLAIN
    (note,) = [finding for finding in result.findings if finding.rule == "heading_case"]
    assert (note.severity, note.found) == (Severity.INFO, "headings in other letter case: 'Amount' (column 4)")


def test_letter_case_counts_where_the_layout_tells_two_headings_apart_by_it() -> None:
    constants = {"AMOUNT": "x"}
    rows = [(*row, "x") for row in ROWS]
    data = made("csv", rows, [*HEADINGS, "AMOUNT"])
    assert len(rows_of(conformed_kind("csv", data, constants=constants, exclude=[]))) == 4
    unclear = made("csv", rows, [*_with(Amount="amount"), "AMOUNT"])
    assert "no column headed 'Amount'" in _refusal(conformed_kind("csv", unclear, constants=constants))


# Two columns for one heading.


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        *(("Amount", kind) for kind in ("csv", "xlsx")),  # in JSON one key twice is a fault of its rows
        *product(("amount", " Amount", "Net Value", "NET VALUE"), ("csv", "xlsx", "json_lines", "json")),
    ],
)
def test_two_columns_that_stand_for_one_heading_are_refused(other: str, kind: str) -> None:
    message = _refusal(_headed(_with(Text=other), kind, aliases=ALIASES))
    assert "more than one column headed 'Amount': 4, 5" in message


@pytest.mark.parametrize(
    ("aliases", "words"),
    [
        ({"Amont": ["x"]}, "aliases of what is no heading"),
        ({"Amount": ["Partner"]}, "stand for two headings"),
        ({"Amount": ["Net", " Net "]}, "stand for two headings"),
        ({"Amount": ["Net"], "Partner": ["Net"]}, "stand for two headings"),
        ({"Amount": ["Amount"]}, "stand for two headings"),
    ],
)
def test_aliases_that_lead_nowhere_or_to_two_headings_are_refused(aliases: dict[str, list[str]], words: str) -> None:
    with pytest.raises(SiteFileWrong, match=words):
        layout(FORMS["csv"], aliases=aliases)


def test_a_heading_that_is_found_by_a_pattern_has_no_alias() -> None:
    with pytest.raises(SiteFileWrong, match="aliases of what is no heading"):
        layout(FORMS["csv"], headings={"Amount": "Amount.*"}, aliases={"Amount": ["x"]})


# What is missing.


def test_a_renamed_heading_is_named_with_the_place_where_it_may_stand_now() -> None:
    message = _refusal(_headed(_with(Amount="Amout £", Partner="Trading body")))
    assert "no column headed 'Partner', 'Amount'" in message
    assert "counted from the left: 3, 4, 5" in message
    assert "column 4 of the file is headed with something near 'Amount'" in message
    assert "column 3 of the file is headed" not in message


@pytest.mark.parametrize("heading", ["Zzfake Amounts", "amount of ZZFAKE Person 0007", "12345678 ZZFAKE"])
def test_a_refusal_never_says_what_stands_in_the_file(heading: str) -> None:
    message = _refusal(_headed(_with(Amount=heading, Text=heading + " 2")))
    assert "zzfake" not in message.lower()
    assert "0007" not in message


def test_a_note_never_says_what_stands_in_the_file() -> None:
    result = _headed(_with(Text="ZZFAKE Person", Amount="aMOUNT"))
    assert not [f for f in result.findings if "zzfake" in f.message.lower() or "aMOUNT" in f.message]


def test_many_unknown_places_are_shown_up_to_a_limit() -> None:
    headings = [*_with(Amount="Amounts"), *(f"x{at}" for at in range(500))]
    message = _refusal(conformed_kind("csv", delimited([headings, ["1"] * len(headings)]).encode()))
    assert "and 482 more" in message
    assert "column 4 of the file" in message
    assert len(message) < 1000


def test_more_columns_than_any_spreadsheet_has_are_refused() -> None:
    headings = [*HEADINGS, *(f"x{at}" for at in range(MOST_COLUMNS))]
    assert f"at most {MOST_COLUMNS}" in _refusal(conformed_kind("csv", (",".join(headings) + "\n").encode()))
    line = "{" + ", ".join(f'"{heading}": 1' for heading in headings) + "}\n"
    assert "different keys" in _refusal(conformed_kind("json_lines", line.encode()))


def test_as_many_columns_as_a_spreadsheet_has_are_read() -> None:
    more = MOST_COLUMNS - len(HEADINGS)
    data = delimited([[*HEADINGS, *[""] * more], *([*row, *[""] * more] for row in ROWS[:2])]).encode()
    assert rows_of(conformed_kind("csv", data)) == PLAIN[:2]
