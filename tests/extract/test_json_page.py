"""A page of JSON, cut into its records as they were written; whatever else comes is refused in words."""

import json
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sspipe.extract.json_amounts import atoms_of, pence_of, stated_count, stated_pence
from sspipe.extract.json_page import read_page

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
RECORDS = st.lists(st.dictionaries(st.text(), VALUES, max_size=4), max_size=5)
LAYOUTS = st.sampled_from([{}, {"indent": 2}, {"separators": (",", ":")}, {"ensure_ascii": False}, {"indent": "\t"}])


def as_text(content: Any, layout: dict[str, Any]) -> str:
    return json.dumps(content, **layout).replace("\n", "\r\n")


@given(records=RECORDS, meta=VALUES, layout=LAYOUTS)
def test_every_record_comes_out_as_it_was_on_a_line_of_its_own(
    records: list[Any], meta: Any, layout: dict[str, Any]
) -> None:
    text = as_text({"before": meta, "a": {"rows": records, "x": meta}, "after": meta}, layout)
    page = read_page(f"\n{text} ", "a.rows", "")
    lines = page.lines.decode().split("\n")
    assert lines.pop() == ""
    assert [json.loads(line) for line in lines] == records
    assert page.rows == len(records)


@given(records=RECORDS)
def test_a_page_may_be_the_list_itself(records: list[Any]) -> None:
    page = read_page(json.dumps(records), "", "")
    assert [json.loads(line) for line in page.lines.splitlines()] == records


@given(records=RECORDS, at=st.integers(0, 200), layout=LAYOUTS)
def test_a_page_cut_anywhere_is_refused(records: list[Any], at: int, layout: dict[str, Any]) -> None:
    text = as_text({"rows": records}, layout)
    with pytest.raises(ValueError, match=r"no JSON|no list of records"):
        read_page(text[: min(at, len(text) - 1)], "rows", "")


@given(text=st.text(alphabet='{}[]",:0 ra\\\n'), at=st.sampled_from(["", "r", "r.a"]))
def test_whatever_comes_is_a_page_or_refused(text: str, at: str) -> None:
    with suppress(ValueError):
        read_page(text, at, "a")


@pytest.mark.parametrize(
    "text",
    [
        '{"rows": [{"a": 1},]}',
        '{"rows": [{"a": 1} {"a": 2}]}',
        '{"rows": [{"a": 1}], }',
        '{"rows": [{"a": 1}] "next": 1}',
        '{rows: [{"a": 1}]}',
        '{1: 2, "rows": []}',
        '{"rows": [{"a": 1}], "rows": [{"a": 2}]}',
        '{"rows": [{"a": Infinity}]}',
        '{"rows": [{"a": "b\nc"}]}',
        '{"rows": null}',
        '["rows"]',
        "",
    ],
)
def test_what_is_not_one_list_of_records_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"JSON|list of records"):
        read_page(text, "rows", "")


def test_amounts_are_taken_as_they_were_written() -> None:
    page = read_page('[{"x": {"a": 0.10}}, {"x": {"a": "1,234.50"}}, {"x": 1}]', "", "x.a")
    assert page.amounts == ("0.10", "1,234.50", None)


@given(amounts=st.lists(st.decimals(-(10**9), 10**9, places=6, allow_nan=False), max_size=20))
def test_a_sum_is_exact_and_rounded_once(amounts: list[Decimal]) -> None:
    atoms = [atoms_of(f"{amount:f}") for amount in amounts]
    assert None not in atoms
    exact = sum(amounts, Decimal(0)) * 100
    assert abs(pence_of(sum(atom for atom in atoms if atom is not None)) - exact) <= Decimal("0.5")


@pytest.mark.parametrize(
    ("stated", "pence"),
    [("949329.19", 94_932_919), ("0.1", 10), ("-1,000.00", -100_000), ("£5", 500), ("12.345", 1235), ("1e3", None)],
)
def test_a_stated_amount_is_read_in_pounds(stated: str, pence: int | None) -> None:
    assert stated_pence(stated) == pence


@pytest.mark.parametrize(("stated", "count"), [("16215", 16215), ("0", 0), ("1.0", None), ("-1", None), (True, None)])
def test_a_stated_count_is_whole(stated: object, count: int | None) -> None:
    assert stated_count(stated) == count
