"""Every edition says which rows are outside the report; their pounds stand in their publisher's edition alone."""

from collections.abc import Sequence

import pytest

from sspipe.model.conservation import Conservation, Count
from sspipe.publish.conservation import shape_conservation
from sspipe.publish.pack.contents import pack_sheets
from sspipe.publish.pack.editions import rows_of_edition
from sspipe.publish.page.page import page_html
from tests.publish.pack.releases import STOCKPORT, TAMESIDE, Rows, a_release, all_texts, edition, opened, packed, table
from tests.publish.statements import a_conservation

PAY = 341_207
TWO = (("unreadable_cost_centre", (1, PAY, 0)), ("LEDGER_LINE_REPEATED", (1, 0, 0)))
Aside = Sequence[tuple[str, tuple[int, int, int]]]


def a_file(publisher: str, noun: str, aside: Aside, content: str = "c") -> Conservation:
    counts = tuple(
        (rule, Count(rows=rows, debit_pence=debit, credit_pence=credit)) for rule, (rows, debit, credit) in aside
    )
    return a_conservation(
        publisher=publisher, feed=f"{publisher}/{noun}", source_file=content * 64, file_name="f.csv", quarantined=counts
    )


def a_release_of(*files: Conservation) -> Rows:
    return {**a_release(), "out_conservation": shape_conservation(files, ())}


def said(council: str, *files: Conservation) -> list[str]:
    shown = table(opened(packed(a_release_of(*files), council)), "First page")
    lines = (str(row["In words"]) for row in shown if row["Part"] == "What this rests on")
    return [line for line in lines if "outside this report" in line]


def test_a_council_reads_the_pounds_of_its_own_rows() -> None:
    (line,) = said("tameside", a_file("tameside", "ledger", TWO))
    assert line == (
        f"£3,412.07 of debits and £0.00 of credits in 2 rows of {TAMESIDE}'s ledger are outside this report:"
        " 1 LEDGER_LINE_REPEATED, 1 unreadable_cost_centre."
    )


@pytest.mark.parametrize("rows", [1, 2, 40])
def test_of_another_councils_rows_no_number_makes_the_pounds_safe_to_show(rows: int) -> None:
    (line,) = said("stockport", a_file("tameside", "ledger", [("unreadable_cost_centre", (rows, PAY, PAY + 1))]))
    which = "1 row of Tameside Council's ledger is" if rows == 1 else f"{rows} rows of Tameside Council's ledger are"
    assert line == (
        f"{which} outside this report, the pounds of which {TAMESIDE}'s own pack says: {rows} unreadable_cost_centre."
    )


def everything(council: str, rows: Rows) -> str:
    own = edition(council)
    sheets = pack_sheets(rows, own)
    return page_html(rows_of_edition(rows, own), own, sheets) + "\n".join(all_texts(opened(packed(rows, council))))


def test_a_planted_pay_is_in_its_own_councils_pack_and_in_no_other() -> None:
    rows = a_release_of(a_file("tameside", "ledger", TWO))
    assert "3,412.07" in everything("tameside", rows)
    theirs = everything("stockport", rows)
    assert "3,412.07" not in theirs
    assert str(PAY) not in theirs
    assert "2 rows of Tameside Council" in theirs


@pytest.mark.parametrize("council", ["stockport", "tameside"])
def test_of_a_publisher_that_is_no_council_everybody_reads_the_pounds(council: str) -> None:
    (line,) = said(council, a_file("dfe", "grants", [("GRANTS_BLOCK_CODE", (1, 500, 0))]))
    assert (
        line
        == "£5.00 of debits and £0.00 of credits in 1 row of dfe's grants are outside this report: 1 GRANTS_BLOCK_CODE."
    )


def test_an_amount_that_could_not_be_read_is_not_taken_for_nil() -> None:
    aside: Aside = [
        ("unreadable_amount_pence", (1, 0, 0)),
        ("unreadable_fte", (1, 100, 0)),
        ("wrong_number_of_cells", (2, 0, 0)),
    ]
    (line,) = said("stockport", a_file("stockport", "ledger", aside))
    assert (
        "in 4 rows of Stockport Council's ledger are outside this report, beside 3 amounts that could not be read: "
        in line
    )


@pytest.mark.parametrize("council", ["stockport", "tameside"])
def test_of_a_feed_without_amounts_rows_are_said_alone(council: str) -> None:
    (line,) = said(council, a_file("stockport", "posts", [("POSTS_FTE_FORM", (1, 0, 0))]))
    assert line == f"1 row of {STOCKPORT}'s posts is outside this report: 1 POSTS_FTE_FORM."


def test_files_of_a_feed_are_told_together_and_the_readers_own_first() -> None:
    files = [
        a_file("stockport", "ledger", [("other_period", (1, 100, 0))], "c"),
        a_file("stockport", "ledger", [("other_period", (2, 0, 250))], "d"),
        a_file("tameside", "pay_elements", [("ELEMENTS_KIND", (1, 7, 0))], "e"),
    ]
    own, theirs = said("tameside", *files)
    assert own.startswith(f"£0.07 of debits and £0.00 of credits in 1 row of {TAMESIDE}'s pay elements are")
    assert theirs.startswith(f"3 rows of {STOCKPORT}'s ledger are")
    first, _ = said("stockport", *files)
    assert first.startswith("£1.00 of debits and £2.50 of credits in 3 rows")
    assert first.endswith(": 3 other_period.")


def test_where_every_row_is_used_nothing_is_said() -> None:
    assert said("stockport", a_file("stockport", "ledger", []), a_file("tameside", "ledger", [], "d")) == []


def test_an_edition_holds_no_pounds_of_another_councils_rows() -> None:
    seen = rows_of_edition(a_release_of(a_file("tameside", "ledger", TWO)), edition("stockport"))
    assert [(row["debit_pence"], row["credit_pence"]) for row in seen["outside"]] == [(None, None), (None, None)]
