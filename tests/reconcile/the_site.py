"""The site that a worked case gives: its councils, rates, agreement and versions."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from sspipe.model.agreements import Agreement, Approval, BillingDay, BillingMonth, Shares, Status, Version
from sspipe.model.calendars import DayRule, Roll, WorkingCalendar
from sspipe.model.councils import AttributionRule, Component
from sspipe.model.effective import Effective
from sspipe.model.feeds import Feed, FeedKind, Noun
from sspipe.model.money import HalfPenny, from_pounds
from sspipe.model.part_months import PartMonth
from sspipe.model.periods import Period
from sspipe.model.programme import Certainty, HeldCorporately, Programme, Stated
from sspipe.model.rates import Award, PayScale, PointValue, Rates
from sspipe.model.site import Site
from sspipe.terms.drivers import DriverForm, driven_shares
from tests.builders import (
    BANK_HOLIDAYS,
    POSTS,
    REPORTS,
    a_council,
    a_point_value,
    a_site,
    a_version,
    an_agreement,
    an_approval,
    effective,
    joint_posts,
    the_rates,
    the_terms,
)

Given = dict[str, Any]
STATED = Stated(
    status=Certainty.STATED,
    paper="p1",
    paper_title="Finance manual",
    paragraph="1.1",
    stated_on=date(2022, 3, 1),
    is_illustrative=False,
    note="",
)


def site_of(given: Given) -> Site:
    """The site of a case."""
    councils = tuple(given.get("councils", ("stockport", "tameside")))
    return a_site(
        _rates(given),
        tuple(_agreements(given, councils)),
        councils={code: a_council(code, **_council_changes(given, code)) for code in councils},
        posts=joint_posts(councils, given.get("centres")),
        reports=tuple(REPORTS[name] for name in given.get("reports", ())),
        feeds=tuple(_published(council) for council in given.get("published_payments", ())),
        first_period=Period.parse(str(given.get("pay_from", "2022-23-P01"))),
        programme=Programme(held_corporately=tuple(_held_corporately(given))),
    )


def _held_corporately(given: Given) -> Iterator[HeldCorporately]:
    for council, components in given.get("held_corporately", {}).items():
        for component, starts in components.items():
            yield HeldCorporately(component=Component(component), council=council, starts=starts, stated=STATED)


def _council_changes(given: Given, code: str) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if "cut_off_day" in given:
        changes["payroll_cut_off"] = DayRule(given["cut_off_day"], Roll.BEFORE)
    if "pay_day" in given:
        changes["pay_date"] = DayRule(given["pay_day"], Roll.BEFORE)
    if "closed_on" in given:
        changes["calendar"] = WorkingCalendar(BANK_HOLIDAYS | set(given["closed_on"]))
    if "attribution" in given:
        changes["attribution"] = tuple(AttributionRule(rule) for rule in given["attribution"])
    if "shown_in_total" in given:
        changes["shown_in_total"] = frozenset(given["shown_in_total"].get(code, ()))
    return changes


def _rates(given: Given) -> Rates:
    return the_rates(
        _scales(given),
        _lgps(given),
        tuple(_awards(given)),
        {day: HalfPenny(word) for day, word in given.get("ni_rounding", {}).items()},
        given.get("lgps_confirmed_to"),
    )


def _scales(given: Given) -> dict[str, PayScale]:
    return {
        scale: PayScale(
            scale=scale,
            confirmed_to=given.get("confirmed_to"),
            part_month=PartMonth(given.get("part_month", {}).get(scale, "calendar_days")),
            part_year=_part_year(given.get("part_year", {}).get(scale, {})),
            points={point: tuple(_values(values)) for point, values in points.items()},
        )
        for scale, points in given["scales"].items()
    }


def _part_year(given: dict[str, dict[date, str]]) -> dict[Fraction, Effective[Fraction]]:
    """The part of a year's pay by weeks and day."""
    return {
        Fraction(weeks): effective(f"{weeks} weeks", {day: Fraction(part) for day, part in days.items()})
        for weeks, days in given.items()
    }


def _values(values: dict[date, Any]) -> Iterator[PointValue]:
    """A first value without a settled date was settled long ago."""
    for at, day in enumerate(sorted(values)):
        entry = values[day]
        settled = entry.get("settled_on", day if at == 0 else None)
        yield a_point_value(day, from_pounds(entry["pounds"]), settled)
        for step, further in enumerate(entry.get("then", ()), 2):
            yield replace(a_point_value(day, from_pounds(further["pounds"]), further["settled_on"]), step=step)


def _awards(given: Given) -> Iterator[Award]:
    for scale, points in given["scales"].items():
        seen = set()
        for values in points.values():
            for day, entry in values.items():
                for council, paid in entry.get("implemented", {}).items():
                    if (day, council) not in seen:
                        seen.add((day, council))
                        yield Award(scale=scale, effective=day, council=council, implemented_on=paid)


def _lgps(given: Given) -> dict[str, dict[date, Fraction | None]]:
    return {
        council: {day: None if rate == "unset" else Fraction(rate) for day, rate in rates.items()}
        for council, rates in given.get("lgps", {}).items()
    }


def _published(council: str) -> Feed:
    return Feed(
        publisher=council,
        noun=Noun.LEDGER,
        kind=FeedKind.PUBLISHED_PAYMENTS,
        path="payments",
        name_pattern="",
        date_format="",
        layout="payments",
        required=True,
    )


def _agreements(given: Given, councils: tuple[str, ...]) -> Iterator[Agreement]:
    """The agreement, and the other one where a case has two."""
    yield _agreement(given, councils)
    if "other_agreement" in given:
        other = given["other_agreement"]
        posts = {post: host for post, host in other["hosts"].items() if post in POSTS}
        yield replace(_agreement({"hosts": posts, "agreement": other}, councils), agreement="other", title="Other")


def _agreement(given: Given, councils: tuple[str, ...]) -> Agreement:
    hosts = {post: host for post, host in given["hosts"].items() if post in POSTS}
    agreed = given.get("agreement")
    if agreed is None:
        return an_agreement(hosts, (a_version({}),), approvals=())
    versions = [_version(agreed)] if "shares" in agreed else []
    versions += [_version(rival) for rival in agreed.get("rivals", [])]
    return an_agreement(
        hosts,
        tuple(versions),
        shared_from=agreed["shared_from"],
        ends=agreed.get("ends"),
        approvals=tuple(_approval(council, said) for council, said in agreed.get("approvals", {}).items()),
        councils=councils,
    )


def _approval(council: str, said: Any) -> Approval:
    """An approval: the day it takes effect, and where it was known on another, that too."""
    if isinstance(said, date):
        return an_approval(council, said)
    return Approval(council=council, takes_effect=said["takes_effect"], known_from=said["known"], source="test")


def _version(said: dict[str, Any]) -> Version:
    shares = {
        post: {day: {council: Fraction(share) for council, share in split.items()} for day, split in days.items()}
        for post, days in said["shares"].items()
    }
    changes = {name: said[name] for name in ("version", "shares_from", "known_from") if name in said}
    terms = the_terms(**_terms(said.get("terms", {})))
    version = a_version(shares, terms=terms, status=Status(said.get("status", "agreed")), **changes)
    return replace(version, shares=_driven(said["driver"])) if "driver" in said else version


def _driven(said: dict[str, Any]) -> dict[str, Effective[Shares]]:
    """The shares of every post that a driver splits."""
    counts = {day: {"counts": counted, "source": "test"} for day, counted in said["counts"].items()}
    driver = DriverForm.model_validate({**said, "counts": counts})
    councils = list(next(iter(said["counts"].values())))
    return {post: driven_shares(f"share of {post}", driver, councils) for post in driver.posts}


def _terms(terms: dict[str, Any]) -> dict[str, Any]:
    """Every changed term as the kind of value it holds."""
    whole = the_terms()
    return {name: _term(getattr(whole, name), value) for name, value in terms.items()}


def _term(usual: Any, value: Any) -> Any:
    if isinstance(usual, BillingDay):
        return BillingDay(day=value["day"], month=BillingMonth(value["month"]))
    if isinstance(usual, dict):
        return {post: {year: from_pounds(pounds) for year, pounds in years.items()} for post, years in value.items()}
    return value if usual is None or isinstance(usual, int) else type(usual)(value)
