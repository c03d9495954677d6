from dataclasses import replace
from datetime import date

from sqlalchemy import Engine

from sspipe.model.decisions import Decision, DecisionKind, Reason, Role
from sspipe.model.periods import Period
from sspipe.model.resources import EarlierResource, Figures, Section
from sspipe.model.statement import BreakState
from sspipe.store.decisions import keep_decisions
from sspipe.store.history import earlier
from sspipe.store.releases import publish
from tests.publish.statements import (
    P06,
    P07,
    P08,
    SITE,
    a_break,
    a_cause,
    a_cost,
    a_monitored_section,
    a_resource_row,
    a_section,
    a_settlement_row,
    a_statement,
)
from tests.store.drafts import a_draft

P13 = Period.parse("2022-23-P13")
NEXT_YEAR = Period.parse("2023-24-P01")


def a_decision(**changes: object) -> Decision:
    made = Decision(
        break_id="b1",
        cause="LATE_STARTER",
        amount_pence=-22500,
        kind=DecisionKind.ACCEPTED_UNTIL,
        council="tameside",
        role=Role.FINANCE_OFFICER,
        second_role=None,
        decided_on=date(2022, 10, 14),
        expires_on=date(2022, 12, 31),
        reason=Reason.RECORD_CORRECTED,
    )
    return replace(made, **changes)  # type: ignore[arg-type] # a test's own words


def test_nothing_stands_before_the_first_period(database: Engine) -> None:
    found = earlier(database, SITE, P06)
    assert (found.period, found.release_id, found.breaks, found.settlement, found.decisions) == (None, "", (), (), ())
    assert (found.current_release_id, found.current_hash) == ("", "")


def test_open_breaks_come_back_with_first_seen_and_causes(database: Engine) -> None:
    both = (a_cause(code="A", cause_class="1", amount_pence=60), a_cause(code="B", cause_class="2", amount_pence=40))
    old = a_break(break_id="old", first_seen=Period.parse("2022-23-P03"), amount_pence=100, causes=both)
    cleared = a_break(break_id="gone", state=BreakState.CLEARED, amount_pence=0)
    publish(database, a_draft(a_statement(breaks=(old, cleared))))
    found = earlier(database, SITE, P07)
    assert (found.period, found.release_id) == (P06, f"{SITE}-2022-23-P06-1")
    left, gone = sorted(found.breaks, key=lambda item: item.break_id, reverse=True)
    assert (left.break_id, left.first_seen, left.open_since) == ("old", Period.parse("2022-23-P03"), P06)
    assert (left.state, left.amount_pence, left.causes) == (BreakState.OPEN, 100, ("A", "B"))
    assert (gone.break_id, gone.stands) == ("gone", False)


def test_a_break_comes_back_as_the_last_release_that_showed_it_left_it(database: Engine) -> None:
    both = (a_break(break_id="kept"), a_break(break_id="left", first_seen=Period.parse("2022-23-P02")))
    publish(database, a_draft(a_statement(breaks=both, decisions=())))
    accepted = a_break(
        break_id="kept", state=BreakState.ACCEPTED, before_state=BreakState.OPEN, before_pence=-22500, decided_by="x"
    )
    cleared = a_break(
        break_id="left", amount_pence=0, state=BreakState.CLEARED, before_state=BreakState.OPEN, before_pence=-22500
    )
    carried = f"{SITE}-2022-23-P06-1"
    second = a_statement(period=P07, breaks=(accepted, cleared), decisions=(), carried_release=carried)
    publish(database, a_draft(second, carried_release=carried))
    publish(database, a_draft(a_statement(period=P08, breaks=(), decisions=())))
    states = {item.break_id: item.state for item in earlier(database, SITE, P08).breaks}
    assert states == {"kept": BreakState.ACCEPTED, "left": BreakState.CLEARED}
    long_gone = {item.break_id: (item.state, item.causes) for item in earlier(database, SITE, P13).breaks}
    assert long_gone == {"kept": (BreakState.CLEARED, ()), "left": (BreakState.CLEARED, ())}


def test_the_settlement_comes_back_as_it_was_stated(database: Engine) -> None:
    stated = a_statement()
    publish(database, a_draft(stated))
    assert sorted(earlier(database, SITE, P07).settlement, key=str) == sorted(stated.settlement, key=str)


def test_the_reports_lines_come_back_with_what_they_said_and_of_which_period(database: Engine) -> None:
    publish(database, a_draft(a_statement(resources=a_section())))
    line, other = earlier(database, SITE, P07).resources
    assert line == EarlierResource(
        period=P06,
        report="pprr",
        council="stockport",
        section=Section.DSG,
        service="ey-leadership",
        service_line="Early years leadership",
        budget_pence=5440000,
        variance_pence=120000,
    )
    assert (other.service, other.budget_pence, other.variance_pence) == ("hub-lead", None, None)


def test_reports_are_held_against_every_earlier_period_of_their_own_year_and_no_later_one(database: Engine) -> None:
    p03, last_year = Period.parse("2022-23-P03"), Period.parse("2021-22-P12")
    for period, budget_pence in ((last_year, 1), (p03, 3), (P06, 6), (P07, 7), (P13, 13)):
        line = a_resource_row(exact=Figures(budget_now=budget_pence))
        publish(database, a_draft(a_statement(period=period, resources=(line,))))
    publish(database, a_draft(a_statement(site="elsewhere", resources=a_monitored_section())))
    found = earlier(database, SITE, P07).resources
    assert [(line.period, line.budget_pence) for line in found] == [(p03, 3), (P06, 6)]
    assert [line.period for line in earlier(database, SITE, P13).resources] == [p03, P06, P07]
    assert earlier(database, SITE, p03).resources == ()
    assert [line.period for line in earlier(database, SITE, NEXT_YEAR).resources] == []


def test_a_report_is_held_against_what_stands_now_of_a_period_published_twice(database: Engine) -> None:
    for budget_pence in (1, 2):
        line = a_resource_row(exact=Figures(budget_now=budget_pence))
        publish(database, a_draft(a_statement(resources=(line,))))
    assert [line.budget_pence for line in earlier(database, SITE, P07).resources] == [2]


def test_the_newest_release_of_the_period_before_is_carried(database: Engine) -> None:
    publish(database, a_draft())
    publish(database, a_draft(a_statement(settlement=(a_settlement_row(closing_pence=1),))))
    assert [row.closing_pence for row in earlier(database, SITE, P07).settlement] == [1]


def test_the_period_itself_and_later_ones_are_not_carried(database: Engine) -> None:
    publish(database, a_draft())
    publish(database, a_draft(a_statement(period=P07)))
    assert earlier(database, SITE, P06).period is None


def test_year_end_periods_come_between_march_and_april(database: Engine) -> None:
    for period in (P06, P13, NEXT_YEAR):
        publish(database, a_draft(a_statement(period=period)))
    assert earlier(database, SITE, NEXT_YEAR).period == P13
    assert earlier(database, SITE, P13).period == P06


def test_another_site_is_not_carried(database: Engine) -> None:
    publish(database, a_draft(a_statement(site="elsewhere")))
    assert earlier(database, SITE, P07).period is None


def test_what_readers_see_of_the_period_now_is_told(database: Engine) -> None:
    publish(database, a_draft())
    second = publish(database, a_draft(a_statement(costs=(a_cost(amount_pence=1),))))
    found = earlier(database, SITE, P06)
    assert (found.current_release_id, found.current_hash) == (second.release_id, second.content_hash)


def test_decisions_come_back_once_each_in_order(database: Engine) -> None:
    first, second = a_decision(), a_decision(kind=DecisionKind.DISPUTED, decided_on=date(2022, 11, 1), expires_on=None)
    keep_decisions(database, SITE, [second, first], "run-1")
    keep_decisions(database, SITE, [first], "run-2")
    keep_decisions(database, "elsewhere", [a_decision(break_id="b9")], "run-2")
    assert earlier(database, SITE, P07).decisions == (first, second)
