"""Everything that a site's files say, read once for a run."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sspipe.model.agreements import Agreement
from sspipe.model.calendars import DayRule, WorkingCalendar
from sspipe.model.councils import Council
from sspipe.model.decisions import FiledDecision
from sspipe.model.feeds import Feed
from sspipe.model.measures import Measure
from sspipe.model.periods import MONTHS_OF_A_QUARTER, Period
from sspipe.model.posts import JointPost, OtherPost
from sspipe.model.programme import Programme
from sspipe.model.rates import Rates
from sspipe.model.resources import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One site. `calendar` is England's bank holidays without any council's closures; it rolls the close days.

    Breaks below `pack_threshold_pence` stand in one line of a pack's first page. `rests_on` lists in words every value
    in use that is illustrative, each with its file. A site may name no `reports` of resources. A decision on a break of
    more than `second_role_limit_pence` needs a second role.
    """

    site: str
    title: str
    first_period: Period
    close_day: DayRule
    year_end_close_day: DayRule
    unexplained_limit_pence: int
    pack_threshold_pence: int
    second_role_limit_pence: int
    calendar: WorkingCalendar
    councils: Mapping[str, Council]
    posts: tuple[JointPost, ...]
    not_joint: tuple[OtherPost, ...]
    agreements: tuple[Agreement, ...]
    rates: Rates
    feeds: tuple[Feed, ...]
    measures: tuple[Measure, ...]
    programme: Programme
    reports: tuple[Report, ...]
    decisions: tuple[FiledDecision, ...]
    rests_on: tuple[str, ...]

    def close_day_of(self, period: Period) -> date:
        """The period's close day: its knowledge date once it is closed (R18)."""
        rule = self.year_end_close_day if period.is_year_end else self.close_day
        return rule.of(period, self.calendar)

    def close_of_quarter_before(self, period: Period) -> date:
        """The close day of the last month of the quarter before a period's; year-end periods stand in the fourth."""
        months_since = (period.month.number - 1) % MONTHS_OF_A_QUARTER + 1
        return self.close_day_of(period.month_after(-months_since))

    def post_of_ref(self) -> dict[tuple[str, str], JointPost]:
        """Joint posts by council and that council's reference."""
        return {(council, ref): post for post in self.posts for council, ref in post.refs.items()}

    def post_of_cost_centre(self) -> dict[tuple[str, str], JointPost]:
        """Joint posts by council and cost centre, where the cost centre holds one joint post only."""
        found: dict[tuple[str, str], list[JointPost]] = {}
        for post in self.posts:
            for council, centre in post.cost_centres.items():
                found.setdefault((council, centre), []).append(post)
        return {key: posts[0] for key, posts in found.items() if len(posts) == 1}
