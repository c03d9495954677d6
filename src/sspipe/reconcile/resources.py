"""The rows of every report of resources that the site names, as each would stand on the knowledge date (R15).

Posts of one agreement are one service line; a post that no agreement names is one by itself. What changed since is
taken against the lines that the last report of the year published, and only those.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sspipe.model.forecast import ForecastRow
from sspipe.model.posts import JointPost
from sspipe.model.programme import Saving, over_sides
from sspipe.model.resources import EarlierResource, Figures, Report, ResourceRow, Section, Shows
from sspipe.reconcile.facts import Facts
from sspipe.reconcile.resource_sums import Line, Rounded, figures_of, section_rows

NO_REPORTS = "The site names no report of resources (reports.yaml): none is worked out."
TOGETHER = ""
"""In the place of a council: all of them."""
Place = tuple[str, Section, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Now:
    """What is known of one service line this time, in pence."""

    service_line: str
    budget_pence: int | None
    spent_pence: int | None
    forecast_pence: int | None
    is_incomplete: bool = False
    is_short: bool = False


def report_resources(facts: Facts, forecast: Iterable[ForecastRow]) -> tuple[tuple[ResourceRow, ...], tuple[str, ...]]:
    """Every report's rows, and what the reader must be told of them.

    Raises:
        NoTermInForce: when a report has no label in force.
    """
    rows = tuple(forecast)
    reports = [_Made(facts, report, rows) for report in facts.site.reports]
    found = tuple(row for made in reports for row in made.rows())
    if not reports:
        return (), (NO_REPORTS,)
    return found, tuple(made.nothing_before() for made in reports if not made.before)


class _Made:
    """One report in one period."""

    def __init__(self, facts: Facts, report: Report, forecast: Sequence[ForecastRow]) -> None:
        self._facts = facts
        self._report = report
        councils: Iterable[str] = facts.site.councils if report.shows is Shows.ALL_COUNCILS else (report.council,)
        self._councils = frozenset(councils)
        self._forecast = forecast
        last = report.last_before(facts.period)
        self.before: Mapping[Place, EarlierResource] = {
            (line.council, line.section, line.service): line
            for line in facts.resources_before
            if line.report == report.report and line.period == last
        }

    def nothing_before(self) -> str:
        """Why the report tells no change."""
        return f"{self._report.title}: no earlier report of this year is on file, so no changes are shown."

    def rows(self) -> Iterator[ResourceRow]:
        """The rows council by council and section by section."""
        sections: dict[tuple[str, Section], list[Line]] = defaultdict(list)
        now = {**self._posts(), **self._savings()}
        for place in sorted({*now, *self._gone(now)}):
            council, section, service = place
            sections[council, section].append(_line(section, service, now.get(place), self.before.get(place)))
        for (council, section), lines in sections.items():
            for rounded in section_rows(section, lines):
                yield self._row(council, section, rounded)

    def _gone(self, now: Mapping[Place, _Now]) -> Iterator[Place]:
        """Lines that the last report had figures of and this one has not."""
        for place, line in self.before.items():
            has_figures = line.budget_pence is not None or line.variance_pence is not None
            if place not in now and has_figures:
                yield place

    def _posts(self) -> dict[Place, _Now]:
        posts = {post.post: post for post in self._facts.site.posts}
        found: dict[Place, dict[str, list[ForecastRow]]] = defaultdict(lambda: defaultdict(list))
        titles: dict[Place, str] = {}
        for row in self._forecast:
            if row.council in self._councils:
                service, title = self._service(posts[row.post], row.council)
                place = (row.council, self._report.sections.get(row.fund, Section.NOT_STATED), service)
                found[place][row.post].append(row)
                titles[place] = title
        return {place: _of_posts(titles[place], list(by_post.values())) for place, by_post in found.items()}

    def _service(self, post: JointPost, council: str) -> tuple[str, str]:
        """The agreement that names the post, the one begun last where several do; else the post itself."""
        last_day = self._facts.period.last_day
        naming = [agreement for agreement in self._facts.site.agreements if post.post in agreement.hosts]
        if not naming:
            return post.post, (post.titles.get(council) or next(iter(post.titles.values())))[0]
        begun = [each for each in naming if each.shared_from <= last_day] or naming
        found = max(begun, key=lambda each: (each.shared_from, each.agreement))
        return found.agreement, found.title

    def _savings(self) -> dict[Place, _Now]:
        """Savings of the year on papers that were out: each owner's, and over the councils together."""
        facts = self._facts
        known = [
            saving
            for saving in facts.site.programme.savings
            if saving.year == facts.period.year and saving.stated.is_known(facts.known_on)
        ]
        own = {(saving.owner, saving.saving): [saving] for saving in known if saving.owner in self._councils}
        together: dict[tuple[str, str], list[Saving]] = defaultdict(list)
        if self._report.shows is Shows.ALL_COUNCILS:
            for saving in known:
                together[TOGETHER, saving.saving].append(saving)
        return {
            (council, Section.SAVINGS, code): self._of_sides(sides, is_whole=council == TOGETHER)
            for (council, code), sides in {**own, **together}.items()
        }

    def _of_sides(self, sides: Sequence[Saving], *, is_whole: bool) -> _Now:
        """A saving of one council as it stands, or over its sides; in an outturn what is delivered comes first."""

        def pence(figure: str) -> int | None:
            if is_whole:
                return over_sides(sides, figure)
            found: int | None = getattr(sides[0], f"{figure}_pence")
            return found

        first, second = pence("forecast"), pence("delivered")
        if self._report.is_outturn(self._facts.period):
            first, second = second, first
        return _Now(
            service_line=sides[0].title,
            budget_pence=pence("target"),
            spent_pence=None,
            forecast_pence=second if first is None else first,
        )

    def _row(self, council: str, section: Section, rounded: Rounded) -> ResourceRow:
        report, period = self._report, self._facts.period
        return ResourceRow(
            report=report.report,
            report_council=report.council,
            report_title=report.title,
            period_label=report.label_of(period),
            quarter=report.quarter_of(period),
            unit=report.unit,
            council=council,
            section=section,
            line_kind=rounded.kind,
            service=rounded.line.service,
            service_line=rounded.line.service_line,
            exact=rounded.line.exact,
            thousands=rounded.thousands,
            residuals=rounded.residuals,
            is_outturn=report.is_outturn(period),
            is_incomplete=rounded.line.is_incomplete,
            is_short=rounded.line.is_short,
        )


def _of_posts(title: str, posts: Sequence[Sequence[ForecastRow]]) -> _Now:
    """One line over its posts; each comes with its rows by role, and has a budget where one of them has."""
    budgets = [[row.budget_pence for row in rows if not row.budget_is_missing] for rows in posts]
    known = [sum(found) for found in budgets if found]
    rows = [row for rows in posts for row in rows]
    return _Now(
        service_line=title,
        budget_pence=sum(known) if known else None,
        spent_pence=sum(row.actual_to_date_pence for row in rows),
        forecast_pence=sum(row.forecast_pence for row in rows),
        is_incomplete=any(row.is_incomplete for row in rows),
        is_short=bool(known) and len(known) < len(posts),
    )


def _line(section: Section, service: str, now: _Now | None, before: EarlierResource | None) -> Line:
    """What is known now beside what the last report said; either may be missing, not both."""
    known = Figures(
        budget_before=before.budget_pence if before else None,
        budget_now=now.budget_pence if now else None,
        spent_to_date=now.spent_pence if now else None,
        forecast=now.forecast_pence if now else None,
        variance_before=before.variance_pence if before else None,
    )
    return Line(
        service=service,
        service_line=next(said.service_line for said in (now, before) if said),
        exact=figures_of(section, known),
        is_incomplete=now is not None and now.is_incomplete,
        is_short=now is not None and now.is_short,
    )
