"""What an operator sees holds counts and totals of councils, never the amount of one post (R20)."""

from datetime import UTC, date, datetime

from flows.packing import Pack
from flows.shown import (
    IN_THE_PACK,
    arrival_rows,
    break_rows,
    conservation_rows,
    finding_rows,
    lines_of_refusal,
    pack_rows,
    settlement_rows,
)
from sspipe.model.conservation import Count
from sspipe.model.file_calendar import Arrival
from sspipe.model.findings import Finding, Severity, Where
from sspipe.model.periods import Period
from sspipe.model.settlement import Scope
from sspipe.model.statement import Break, BreakState
from sspipe.store.runs import FeedState
from tests.publish.statements import a_break, a_cause, a_conservation, a_net_row

NAMES = {"stockport": "Stockport", "tameside": "Tameside"}


def broken(post: str, *causes: tuple[str, int], **changes: object) -> Break:
    made = tuple(a_cause(code=code, amount_pence=pence) for code, pence in causes)
    total = sum(pence for _, pence in causes)
    return a_break(break_id=f"{post}-{total}", post=post, amount_pence=total, causes=made, **changes)


def test_a_cause_on_two_posts_is_told_in_pounds() -> None:
    rows = break_rows([broken("head", ("NOT_BILLED", -10000)), broken("deputy", ("NOT_BILLED", -25050))])
    assert rows == [{"Cause": "NOT_BILLED", "Rows": "2", "Pounds": "-£350.50"}]


def test_a_cause_on_one_post_is_counted_and_its_pounds_are_in_the_pack() -> None:
    rows = break_rows([broken("head", ("POINT_DIFFERS", 41200)), broken("head", ("POINT_DIFFERS", 100))])
    assert rows == [{"Cause": "on one post each: POINT_DIFFERS", "Rows": "2", "Pounds": IN_THE_PACK}]


def test_causes_on_one_post_each_are_told_together_where_they_stand_on_two_posts() -> None:
    rows = break_rows([broken("head", ("POINT_DIFFERS", 41200)), broken("deputy", ("MISSING_PAY", -1200))])
    assert rows == [{"Cause": "on one post each: MISSING_PAY, POINT_DIFFERS", "Rows": "2", "Pounds": "£400.00"}]


def test_two_causes_of_the_same_post_stay_in_the_pack() -> None:
    rows = break_rows([broken("head", ("POINT_DIFFERS", 41200), ("MISSING_PAY", -1200))])
    assert rows[0]["Pounds"] == IN_THE_PACK


def test_cleared_breaks_are_not_shown() -> None:
    assert break_rows([broken("head", ("NOT_BILLED", -100), state=BreakState.CLEARED)]) == []


def test_the_settlement_is_told_by_pair_of_councils() -> None:
    net = [a_net_row(scope=Scope.PERIOD, charged_pence=1000000, charged_by_pence=400000, net_pence=600000)]
    (row,) = settlement_rows(net, NAMES)
    assert (row["Over"], row["Due to it"], row["Due from it"], row["Net"]) == (
        "the period",
        "£10,000.00",
        "£4,000.00",
        "£6,000.00",
    )


def test_conservation_tells_rows_and_no_pounds() -> None:
    counts = {
        "read": Count(rows=10, debit_pence=900, credit_pence=0),
        "used": Count(rows=7, debit_pence=600, credit_pence=0),
        "quarantined": (("unreadable_amount", Count(rows=1, debit_pence=100, credit_pence=0)),),
        "excluded": (("not_our_period", Count(rows=2, debit_pence=200, credit_pence=0)),),
    }
    (row,) = conservation_rows([a_conservation(feed="tameside/ledger", is_proved_complete=False, **counts)])
    assert row == {
        "Feed": "tameside/ledger",
        "Over": "all so far",
        "Files": "1",
        "Refused": "0",
        "Rows read": "10",
        "Used": "7",
        "Set aside": "1",
        "Left out": "2",
        "Row missing": "none",
        "Complete": "no control total",
    }


def test_conservation_tells_the_periods_own_file_first_and_that_a_refused_one_was_not_used() -> None:
    feed = {"feed": "tameside/ledger"}
    counted = [a_conservation(source_file="may", **feed), a_conservation(source_file="june", **feed)]
    own, so_far = conservation_rows(counted, {"june"}, {"june"})
    assert (own["Over"], own["Refused"], own["Rows read"]) == ("this period", "1", "0")
    assert (own["Row missing"], own["Complete"]) == ("none that was read", "refused")
    assert (so_far["Over"], so_far["Files"], so_far["Refused"]) == ("all so far", "2", "1")


def test_packs_are_told_by_council_the_page_and_the_workbook() -> None:
    packs = [Pack("stockport", "packs/stockport.xlsx", "packs/stockport.html", "packs/stockport-checks.html")]
    assert pack_rows(packs, NAMES) == [
        {
            "Council": "Stockport",
            "Page": "stockport.html",
            "Workbook": "stockport.xlsx",
            "Checks": "stockport-checks.html",
            "Folder": "packs",
        }
    ]


def test_arrivals_are_told_feed_by_feed() -> None:
    state = FeedState(
        site="here",
        feed="tameside/ledger",
        period=Period(2022, 6),
        status=Arrival.NOT_DUE,
        due_on=date(2022, 10, 12),
        source_file="",
        checked_at=datetime(2022, 10, 12, tzinfo=UTC),
    )
    assert arrival_rows([state], {}) == [{"Feed": "tameside/ledger", "Stands": "not due", "File": "none"}]


def a_finding(rule: str, row: int | None = None, severity: Severity = Severity.REJECT) -> Finding:
    where = Where(feed="tameside/ledger", file_name="june.csv", source_row=row)
    return Finding(severity=severity, rule=rule, where=where, found="4,321.00", expected="an amount", action="Ask.")


def test_findings_are_told_worst_first_and_of_rows_only_their_numbers() -> None:
    found = [
        *(a_finding("unreadable_amount", row) for row in (7, 5)),
        a_finding("undeclared_columns", severity=Severity.INFO),
        a_finding("file_refused", severity=Severity.CRITICAL),
    ]
    whole, rows = finding_rows(found)

    assert (whole["Weight"], whole["Where"], whole["Found"]) == ("critical", "tameside/ledger june.csv", "4,321.00")
    assert (rows["Rule"], rows["Found"]) == ("unreadable amount", "2 of its rows: 5, 7")
    assert (rows["Expected"], rows["To do"]) == ("an amount", "Ask.")


def test_of_many_rows_the_first_are_named() -> None:
    (row,) = finding_rows(a_finding("unreadable_amount", number) for number in range(1, 2001))
    assert row["Found"] == "2,000 of its rows: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and more"


def test_where_nothing_is_wrong_that_is_said() -> None:
    assert finding_rows([a_finding("undeclared_columns", severity=Severity.INFO)]) == [
        {"To do": "nothing: nothing was found"}
    ]


def test_a_refusal_is_told_line_by_line_without_what_stood_in_a_row() -> None:
    critical = Severity.CRITICAL
    told = lines_of_refusal([a_finding("REJECT_LIMIT", 7, critical), a_finding("unreadable_amount", 9)])
    assert told == ["tameside/ledger june.csv: 1 of its rows: 7; expected an amount. Ask."]
    assert lines_of_refusal([a_finding("unreadable_amount", 9)]) == []
