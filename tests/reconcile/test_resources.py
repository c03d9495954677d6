"""Every worked case of a resources report gives the thousands that stand in it; the form stands above the cases."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from sspipe.model.forecast import Role
from sspipe.model.money import from_pounds, in_pounds
from sspipe.model.periods import FinancialYear, Period
from sspipe.model.programme import Programme
from sspipe.model.resources import EarlierResource, Figures, LineKind, ResourceRow, Section
from sspipe.reconcile.facts import Facts
from sspipe.reconcile.resource_sums import Line, figures_of, section_rows
from sspipe.reconcile.resources import NO_REPORTS, report_resources
from tests.builders import POSTS, REPORTS, a_site, a_version, an_agreement, the_rates
from tests.publish.statements import a_forecast_row, a_saving, stated
from tests.worked import read_yaml

CASES = {case["name"]: case for case in read_yaml(Path(__file__).parent / "resources.yaml")}
Given = dict[str, Any]


@pytest.mark.parametrize("name", CASES)
def test_case(name: str) -> None:
    given, expect = CASES[name]["given"], CASES[name]["expect"]
    found, notes = report_resources(facts_of(given), [forecast_row(line) for line in given.get("lines", ())])
    rows = {name_of(row): row for row in found}

    assert expect.get("all", list(rows)) == list(rows)
    shown = {key: named(rows[key], facts) for key, facts in expect.get("rows", {}).items()}
    assert shown == expect.get("rows", {})
    assert expect.get("notes", list(notes)) == list(notes)
    assert len(rows) == len(found)


@pytest.mark.parametrize("name", CASES)
def test_lines_and_what_rounding_leaves_are_the_total_in_every_column(name: str) -> None:
    given = CASES[name]["given"]
    found, _ = report_resources(facts_of(given), [forecast_row(line) for line in given.get("lines", ())])
    totals = [row for row in found if row.line_kind is LineKind.TOTAL]
    for total in totals:
        above = [
            columns(row)
            for row in found
            if (row.council, row.section) == (total.council, total.section) and row is not total
        ]
        for column, amount in columns(total).items():
            known = [row[column] for row in above if row[column] is not None]
            assert amount is None or sum(known) == amount, column


def columns(row: ResourceRow) -> dict[str, Any]:
    """Every figure of a row: exact, in thousands, and what rounding leaves across."""
    parts = {"exact": asdict(row.exact), "thousands": asdict(row.thousands), "residuals": asdict(row.residuals)}
    return {f"{part} {name}": amount for part, held in parts.items() for name, amount in held.items()}


def facts_of(given: Given) -> Facts:
    period = Period.parse(given["period"])
    site = a_site(
        the_rates({}, {}, ()),
        tuple(
            an_agreement(dict.fromkeys(said["posts"], "stockport"), (a_version({}),), **said["named"])
            for said in given.get("agreements", ())
        ),
        reports=tuple(REPORTS[name] for name in given.get("reports", ["pprr"])),
        programme=Programme(savings=tuple(saving(said) for said in given.get("savings", ()))),
    )
    return Facts(
        site=site,
        period=period,
        known_on=given.get("known_on", site.close_day_of(period)),
        snapshots=(),
        lines=(),
        cleared={},
        earlier={},
        resources_before=tuple(before(given)),
    )


def forecast_row(said: Given) -> Any:
    assert said["post"] in POSTS
    return a_forecast_row(
        post=said["post"],
        council=said.get("council", "stockport"),
        role=Role(said.get("role", "host")),
        fund=said.get("fund", "GF"),
        budget_pence=from_pounds(said.get("budget", "£0.00")),
        budget_is_missing="budget" not in said,
        actual_to_date_pence=from_pounds(said.get("spent", "£0.00")),
        forecast_pence=from_pounds(said.get("forecast", "£0.00")),
        is_incomplete=said.get("incomplete", False),
    )


def saving(said: Given) -> Any:
    amounts = {f"{name}_pence": pence(said.get(name)) for name in ("target", "forecast", "delivered")}
    return a_saving(
        saving=said["saving"],
        owner=said.get("owner", "tameside"),
        title=said["saving"],
        year=FinancialYear.parse(said.get("year", "2022-23")),
        is_one_sided=said.get("one_sided", True),
        stated=stated(stated_on=said.get("stated_on", date(2022, 2, 9))),
        **amounts,
    )


def before(given: Given) -> Iterator[EarlierResource]:
    for period, lines in given.get("before", {}).items():
        for said in lines:
            yield EarlierResource(
                period=Period.parse(period),
                report=said.get("report", given.get("reports", ["pprr"])[0]),
                council=said.get("council", "stockport"),
                section=Section(said.get("section", "cash_limit")),
                service=said["line"],
                service_line=said["line"],
                budget_pence=pence(said.get("budget")),
                variance_pence=pence(said.get("variance")),
            )


def pence(pounds: str | None) -> int | None:
    return None if pounds is None else from_pounds(pounds)


def name_of(row: ResourceRow) -> str:
    """As the cases name it: `stockport cash_limit ey-head`, `together savings total`."""
    return f"{row.council or 'together'} {row.section} {row.service or row.line_kind}"


def named(row: ResourceRow, names: Given) -> Given:
    """The row's facts by the names that the case uses; `exact` and `left` hold several."""
    plain: Given = {"line": row.service_line, "label": row.period_label, "quarter": row.quarter and str(row.quarter)}
    plain |= {"outturn": row.is_outturn, "incomplete": row.is_incomplete, "short": row.is_short, "unit": str(row.unit)}
    plain |= asdict(row.thousands)
    nested: dict[str, Given] = {
        "exact": {name: None if amount is None else in_pounds(amount) for name, amount in asdict(row.exact).items()},
        "left": asdict(row.residuals),
    }
    return {
        name: {inner: nested[name][inner] for inner in wanted} if name in nested else plain[name]
        for name, wanted in names.items()
    }


AMOUNTS = st.one_of(st.none(), st.integers(-10_000_000, 10_000_000))
DRAWN = st.builds(Figures, budget_before=AMOUNTS, budget_now=AMOUNTS, forecast=AMOUNTS)
LINES = st.lists(DRAWN, min_size=1, max_size=8)


@drawn(LINES, st.sampled_from([Section.CASH_LIMIT, Section.SAVINGS]))
def test_rounding_leaves_no_more_than_it_can(drawn_lines: list[Figures], section: Section) -> None:
    """A figure is out by half a thousand at most: three of them by one, n lines and their total by half of n + 1."""
    lines = [Line(exact=figures_of(section, known)) for known in drawn_lines]
    *above, left, total = section_rows(section, lines)
    for row in (*above, total):
        assert {amount for amount in asdict(row.residuals).values() if amount is not None} <= {-1, 0, 1}
    for name, amount in asdict(left.thousands).items():
        known = [shown for row in above if (shown := getattr(row.thousands, name)) is not None]
        assert (amount is None) == (not known)
        assert amount is None or abs(amount) <= (len(known) + 1) / 2
        assert amount is None or sum(known) + amount == getattr(total.thousands, name)


@drawn(LINES)
def test_a_minus_mirrors_every_figure(drawn_lines: list[Figures]) -> None:
    mirrored = [Figures(**{name: _minus(amount) for name, amount in asdict(known).items()}) for known in drawn_lines]
    shown, other = (
        [row.thousands for row in section_rows(Section.DSG, [Line(exact=figures_of(Section.DSG, one)) for one in each])]
        for each in (drawn_lines, mirrored)
    )
    assert [{name: _minus(amount) for name, amount in asdict(row).items()} for row in shown] == list(map(asdict, other))


def _minus(amount: int | None) -> int | None:
    return None if amount is None else -amount


def test_a_site_without_reports_has_no_rows_and_says_so() -> None:
    facts = facts_of({"period": "2022-23-P06", "reports": []})
    assert report_resources(facts, (a_forecast_row(),)) == ((), (NO_REPORTS,))
