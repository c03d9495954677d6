"""A run's state says what happened, in counts and feeds, never with a value that was found."""

from typing import Any

import pytest

from flows.closing import Closed
from flows.naming import describe_all, describe_closed, describe_periods, describe_refusal
from sspipe.model.findings import Finding, Severity, Where
from sspipe.model.periods import Period
from sspipe.store.drafts import Published
from tests.publish.statements import P06, P07, a_break, a_statement


def found(feed: str, rule: str, severity: Severity = Severity.CRITICAL) -> Finding:
    where = Where(council=feed.partition("/")[0], feed=feed)
    return Finding(severity=severity, rule=rule, where=where, found="4,321.00", expected="b", action="c")


MISSING = found("tameside/ledger", "feed_file_missing")
NEW = Published("r-1", is_new=True, content_hash="")
SAME = Published("r-1", is_new=False, content_hash="")


def closed(period: Period = P06, **changes: Any) -> Closed:
    statement = a_statement(period=period, breaks=(a_break(), a_break(break_id="other")))
    return Closed(**{"period": period, "statement": statement, "published": NEW, **changes})


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (closed(), "Published, 2 breaks"),
        (closed(statement=a_statement(breaks=(a_break(),))), "Published, 1 break"),
        (closed(published=SAME), "Nothing changed"),
        (closed(published=None), "Dry run"),
        (closed(statement=None, published=None, findings=(MISSING,)), "Refused: ledger tameside missing"),
    ],
)
def test_one_period_is_told_by_what_happened(item: Closed, said: str) -> None:
    assert describe_closed(item) == said


@pytest.mark.parametrize(
    ("findings", "said"),
    [
        ([MISSING, MISSING], "ledger tameside missing"),
        ([found("tameside/ledger", "file_refused")], "ledger tameside unreadable"),
        ([found("stockport/posts", "REJECT_LIMIT")], "posts stockport too many bad rows"),
        ([found("", "no_term_in_force")], "no term in force"),
        ([MISSING, found("stockport/posts", "feed_file_missing")], "ledger tameside missing and 1 more reason"),
        ([found("stockport/posts", "rival_versions", Severity.WARN), MISSING], "ledger tameside missing"),
    ],
)
def test_a_refusal_names_feed_and_rule_and_no_value(findings: list[Finding], said: str) -> None:
    assert describe_refusal(findings) == said


REFUSED = closed(P07, statement=None, published=None, findings=(MISSING,))


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([], "Nothing due"),
        ([closed()], "Published, 2 breaks"),
        ([closed(), closed(P07)], "Published 2 periods, 4 breaks"),
        ([closed(published=SAME), closed(P07)], "Published 1 period, 2 breaks"),
        ([closed(published=SAME), closed(P07, published=SAME)], "Nothing changed"),
        ([closed(published=None), closed(P07, published=None)], "Dry run of 2 periods"),
        ([closed(), REFUSED], "Refused 2022-23 P07: ledger tameside missing"),
    ],
)
def test_several_periods_are_told_together(items: list[Closed], said: str) -> None:
    assert describe_all(items) == said


def test_periods_are_told_by_first_and_last() -> None:
    assert describe_periods([]) == "no period"
    assert describe_periods([P06]) == "2022-23 P06"
    assert describe_periods([P06, P07]) == "2022-23 P06 to 2022-23 P07"
