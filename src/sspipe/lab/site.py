"""A site's own facts, as far as the lab needs them, read from its YAML files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from sspipe.lab.days import CouncilDays, DayRule
from sspipe.lab.months import MONTHS_A_YEAR, Month, Period
from sspipe.lab.rates import Dated

FIRST = Month(2022, 4)
LAST = Month(2023, 6)
YEAR_END = date(2023, 3, 31)
LAST_OF_YEAR = Month(2023, 3)
MONTHS = tuple(FIRST.through(LAST))
PERIODS = tuple(sorted([*(month.period for month in MONTHS), Period(FIRST.start_year, MONTHS_A_YEAR + 1)]))
Yaml = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Council:
    """One council: its calendar, its accounts by component, and what it calls the others."""

    code: str
    short_code: str
    la_code: str
    days: CouncilDays
    accounts: Mapping[str, str]
    partners: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One joint post, by each council's reference and cost centre."""

    code: str
    titles: Mapping[str, str]
    refs: Mapping[str, str]
    cost_centres: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Councils, posts, and when a period closes."""

    councils: Mapping[str, Council]
    posts: Mapping[str, Post]
    other_posts: Mapping[str, tuple[str, str]]
    lgps: Mapping[str, Dated]
    close_rules: Mapping[str, tuple[int, DayRule]]

    def close_day(self, period: Period) -> date:
        """The day on which a period closes: its knowledge date."""
        months_after, rule = self.close_rules["P13" if period.number > MONTHS_A_YEAR else "ordinary"]
        closures = frozenset[date]().union(*(each.days.closures for each in self.councils.values()))
        days = CouncilDays(pay_rule=rule, cut_off_rule=rule, closures=closures)
        return days.cut_off(period.month.plus(months_after))

    def days(self, council: str) -> CouncilDays:
        """A council's calendar."""
        return self.councils[council].days


def read_yaml(path: Path) -> Yaml:
    """One YAML file as it stands."""
    loaded: Yaml = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def read_site(folder: Path) -> Site:
    """The site that a folder's files describe."""
    councils = read_yaml(folder / "councils.yaml")["councils"]
    posts = read_yaml(folder / "posts.yaml")
    closing = read_yaml(folder / "site.yaml")["close_day"]
    lgps = read_yaml(folder / "rates" / "lgps_employer_rate.yaml")["keyed"]
    return Site(
        councils={each["council"]: _council(each) for each in councils},
        posts={each["post"]: _post(each) for each in posts["posts"]},
        other_posts={each["council"]: (each["post_ref"], each["title"]) for each in posts["not_joint"]},
        lgps={
            council: {start: Fraction(rate["value"]) for start, rate in dated.items()}
            for council, dated in lgps.items()
        },
        close_rules={name: (rule["months_after"], _day_rule(rule)) for name, rule in closing.items()},
    )


def _day_rule(rule: Yaml) -> DayRule:
    return DayRule(rule["day"], rule["roll"])


def _council(given: Yaml) -> Council:
    days = CouncilDays(
        pay_rule=_day_rule(given["pay_date"]),
        cut_off_rule=_day_rule(given["payroll_cut_off"]),
        closures=frozenset(given["closure_days"]),
    )
    return Council(
        code=given["council"],
        short_code=given["short_code"],
        la_code=given["la_code"],
        days=days,
        accounts={meaning["component"]: account for account, meaning in given["accounts"].items()},
        partners={partner: names[0] for partner, names in given["counterparties"].items()},
    )


def _post(given: Yaml) -> Post:
    return Post(
        code=given["code"],
        titles={council: titles[0] for council, titles in given["titles"].items()},
        refs=given["refs"],
        cost_centres=given["cost_centres"],
    )
