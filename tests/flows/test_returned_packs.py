"""A pack that a council fills in and returns: its decisions are kept in that council's name (R10, R20)."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from sspipe.model.findings import Severity
from tests.flows.inbox import return_pack
from tests.flows.small_sites import P01, P02, SmallSite

FILLED: Mapping[str, object] = {
    "Break": "0123456789abcdef",
    "Cause": "NOT_BILLED",
    "Amount, £ (as on the sheet Breaks)": 1234.5,
    "Decision": "accepted_until",
    "Role that decides (never a name)": "finance_officer",
    "Date": date(2022, 5, 12),
    "Reason": "timing",
    "Expires on": date(2022, 7, 31),
}
KEPT = "select council, break_id, cause, amount_pence, kind, role, second_role, reason, expires_on from decision"
EXPECTED = (
    *("stockport", "0123456789abcdef", "NOT_BILLED", 123450, "accepted_until", "finance_officer"),
    *("", "timing", "2022-07-31"),
)
RETURNED = "returned_2022-23-P01_20220512.xlsx"


def _return(small: SmallSite, *rows: Mapping[str, object], name: str = RETURNED) -> Path:
    """Fill in Stockport's own pack of April and put it into its inbox."""
    return return_pack(small, P01, name, *rows)


def test_what_a_council_decided_on_its_returned_pack_is_kept_in_its_name(two_months: SmallSite) -> None:
    _return(two_months, FILLED)

    closed = two_months.close(P02)

    assert closed.published, [finding.message for finding in closed.findings]
    assert two_months.rows(KEPT) == [EXPECTED]
    counted = "select rows, rule from out_conservation where feed = 'stockport/decisions'"
    assert (1, "") in two_months.rows(counted)


def test_a_decision_that_names_no_listed_role_is_set_aside_and_the_others_kept(two_months: SmallSite) -> None:
    stranger = {**FILLED, "Break": "fedcba9876543210", "Role that decides (never a name)": "ZZFAKE Person"}
    _return(two_months, FILLED, stranger)

    closed = two_months.close(P02)

    assert two_months.rows(KEPT) == [EXPECTED]
    told, unknown = (each for each in closed.findings if each.where.feed == "stockport/decisions")
    assert unknown.rule == "DECISION_UNKNOWN_BREAK"
    assert (told.severity, told.rule) == (Severity.REJECT, "unreadable_role")
    assert "ZZFAKE" not in told.message


def test_a_pack_returned_again_takes_the_place_of_the_one_before(two_months: SmallSite) -> None:
    _return(two_months, {**FILLED, "Decision": "disputed"})
    _return(two_months, FILLED, name="returned_2022-23-P01_20220516.xlsx")

    two_months.close(P02)

    assert two_months.rows(KEPT) == [EXPECTED]


def test_an_empty_returned_sheet_decides_nothing_and_is_no_fault(two_months: SmallSite) -> None:
    _return(two_months)

    closed = two_months.close(P02)

    assert closed.published, [finding.message for finding in closed.findings]
    assert two_months.rows(KEPT) == []
    assert [each.message for each in closed.findings if each.where.feed == "stockport/decisions"] == []


def test_a_file_that_is_no_returned_pack_is_named_and_left_alone(two_months: SmallSite) -> None:
    (two_months.site / "inbox" / "stockport" / "notes.docx").write_bytes(b"words")

    closed = two_months.close(P02)

    told = [each.rule for each in closed.findings if each.where.feed == "stockport/decisions"]
    assert (closed.is_refused, told) == (False, ["file_name_unknown"])
