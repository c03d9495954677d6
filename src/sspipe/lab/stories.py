"""The lives of the joint posts in one seed: who holds them, and what HR learns when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from random import Random

from sspipe.lab.days import ONE_DAY
from sspipe.lab.hr_record import HrRecord, NoRoomError
from sspipe.lab.months import Month
from sspipe.lab.occupancies import Occupancy
from sspipe.lab.scales import NEXT_POINT
from sspipe.lab.site import FIRST, LAST, Site

OCCUPIED = ("ey-head", "ey-school", "ey-qts", "ey-pvi", "director")
GAP_POSTS = ("ey-head", "ey-school", "ey-pvi")
HOURS = {
    "stockport": ("37", ("37", "33.3", "30", "29.6", "25.9", "22.2", "18.5")),
    "tameside": ("36.25", ("36.25", "32.75", "29", "27.5", "21.75")),
}
SECOND_HOURS = ("7.25", "10.5", "14.5")
FIRST_POINTS = {"NJC": ("40", "41", "42", "43"), "SOULBURY": ("13", "15", "16", "20", "21")}
CATEGORIES = ("A", "A", "A", "A", "B", "C", "J")
SCHEMES = {"NJC": ("LGPS", "LGPS", "LGPS", "LGPS", "NONE"), "SOULBURY": ("TPS", "TPS", "TPS", "LGPS", "NONE")}
AWARD_MONTH = Month(2022, 11)


@dataclass
class Plot:
    """What a story writes to: the records of both councils, chance, and the people's numbers."""

    site: Site
    hosts: Mapping[str, str]
    rng: Random
    numbers: list[str]
    records: dict[str, HrRecord] = field(default_factory=dict)

    def record(self, post: str) -> HrRecord:
        """The record of the post's employer."""
        return self.records[self.hosts[post]]

    def next_person(self) -> str:
        """An employee number that nobody has yet."""
        return self.numbers.pop()

    def day_inside(self, month: Month) -> date:
        """A day that is neither a month's first nor its last."""
        return month.day(self.rng.randrange(2, month.days))

    def new_row(self, post: str, start: date, recorded: date, scale: str = "") -> Occupancy:
        """Somebody new in a post, on drawn terms."""
        rng = self.rng
        scale = "SOULBURY" if post == "director" else scale or rng.choice(("NJC", "NJC", "SOULBURY"))
        full_time, choices = HOURS[self.hosts[post]]
        hours = full_time if post == "director" or rng.random() < 0.5 else rng.choice(choices)
        return Occupancy(
            person=self.next_person(),
            post=post,
            hours=Fraction(hours),
            full_time_hours=Fraction(full_time),
            scale=scale,
            point="50" if post == "director" else rng.choice(FIRST_POINTS[scale]),
            ni_category=rng.choice(CATEGORIES),
            scheme=rng.choice(SCHEMES[scale]),
            start=start,
            end=None,
            recorded=recorded,
        )

    def old_hand(self, post: str, scale: str = "") -> Occupancy:
        """Somebody who was there before the span."""
        start = date(self.rng.randrange(2017, 2022), self.rng.choice((4, 9)), 1)
        row = self.new_row(post, start, date(2022, 3, self.rng.randrange(1, 29)), scale)
        self.record(post).start(row)
        return row

    def starter(self, post: str, month: Month, months_late: int) -> Occupancy:
        """Somebody who starts inside a month, known in time or so many months late."""
        record = self.record(post)
        start = self.day_inside(month)
        recorded = record.late(self.rng, month, months_late) if months_late else record.on_time(self.rng, month)
        row = self.new_row(post, start, recorded)
        record.start(row)
        return row

    def leaves(self, row: Occupancy, month: Month, months_late: int) -> None:
        """Somebody leaves inside a month."""
        record = self.record(row.post)
        recorded = record.late(self.rng, month, months_late) if months_late else record.on_time(self.rng, month)
        record.end(row.person, row.post, self.day_inside(month), recorded)

    def changes_hours(self, row: Occupancy, month: Month, months_late: int) -> None:
        """Somebody's hours change inside a month."""
        record = self.record(row.post)
        choices = [Fraction(each) for each in HOURS[self.hosts[row.post]][1]]
        now = next(each for each in reversed(record.rows) if (each.person, each.post) == (row.person, row.post))
        hours = self.rng.choice([each for each in choices if each != now.hours])
        recorded = record.late(self.rng, month, months_late) if months_late else record.on_time(self.rng, month)
        record.amend(row.person, row.post, self.day_inside(month), recorded, hours=hours)

    def rises(self, row: Occupancy, month: Month, months_late: int) -> None:
        """Somebody goes up a point at the start of a month."""
        record = self.record(row.post)
        now = next(each for each in reversed(record.rows) if (each.person, each.post) == (row.person, row.post))
        if (row.scale, now.point) not in NEXT_POINT:
            raise NoRoomError
        recorded = record.late(self.rng, month, months_late) if months_late else record.on_time(self.rng, month)
        point = NEXT_POINT[row.scale, now.point]
        record.amend(row.person, row.post, month.first, recorded, point=point)


Event = Callable[[Plot, Occupancy, Month, int], None]


def tell_all(plot: Plot) -> None:
    """Every post's story, so that each seed holds each kind of change once at least."""
    rng = plot.rng
    gap = rng.choice(GAP_POSTS)
    rest = [post for post in OCCUPIED if post != gap]
    rng.shuffle(rest)
    tell_gap(plot, gap)
    tell_on_time(plot, rest[0])
    tell_late(plot, rest[1])
    third = rng.choice((tell_job_share, tell_late_start, tell_on_time, tell_gap))
    if rest[2] == "director" and third is tell_job_share:
        third = tell_late
    third(plot, rest[2])
    rng.choice((tell_late, tell_on_time, tell_hand_over))(plot, rest[3])
    tell_second_jobs(plot)


def tell_gap(plot: Plot, post: str) -> None:
    """One leaves before the award, months pass, another begins, at times known late."""
    rng = plot.rng
    first = plot.old_hand(post, "NJC")
    left = FIRST.plus(rng.randrange(2, 6))
    if left > FIRST.plus(3) and rng.random() < 0.4:
        plot.changes_hours(first, left.plus(-2), 0)
    plot.leaves(first, left, rng.choice((0, 0, 0, 1)))
    came = left.plus(rng.randrange(4, 6))
    second = plot.starter(post, came, rng.choice((0, 1, 1, 2)))
    if rng.random() < 0.5 and came.plus(4) < LAST:
        plot.changes_hours(second, came.plus(4), rng.choice((0, 1)))


def tell_on_time(plot: Plot, post: str) -> None:
    """Hours change inside a month, known in time; an increment that is backdated."""
    rng = plot.rng
    row = plot.old_hand(post)
    plot.changes_hours(row, FIRST.plus(rng.randrange(2, 7)), 0)
    plot.rises(row, FIRST.plus(rng.randrange(5, 11)), rng.choice((1, 2, 3)))
    if rng.random() < 0.4:
        plot.leaves(row, FIRST.plus(rng.randrange(12, 14)), rng.choice((0, 1)))


def tell_late(plot: Plot, post: str) -> None:
    """Hours change inside a month and HR learns of it late, at times in the month of the award."""
    rng = plot.rng
    row = plot.old_hand(post)
    if rng.random() < 0.4:
        months_late = rng.choice((1, 2, 3))
        plot.changes_hours(row, AWARD_MONTH.plus(-months_late), months_late)
    else:
        plot.changes_hours(row, FIRST.plus(rng.randrange(1, 10)), rng.choice((1, 2)))
    if rng.random() < 0.6:
        plot.rises(row, rng.choice((Month(2022, 10), Month(2023, 1), Month(2023, 4))), 0)
    if rng.random() < 0.5:
        plot.leaves(row, FIRST.plus(rng.randrange(11, 14)), 1)


def tell_late_start(plot: Plot, post: str) -> None:
    """Vacant from the start until somebody begins, whom HR records after the cut-off."""
    rng = plot.rng
    row = plot.starter(post, FIRST.plus(rng.randrange(1, 8)), rng.choice((1, 2, 3)))
    if rng.random() < 0.5:
        plot.changes_hours(row, FIRST.plus(rng.randrange(11, 14)), rng.choice((0, 1)))


def tell_job_share(plot: Plot, post: str) -> None:
    """Two people on one post, their hours together full-time; one may change or leave."""
    rng = plot.rng
    record = plot.record(post)
    full_time = Fraction(HOURS[plot.hosts[post]][0])
    hours = Fraction(rng.choice(("14.8", "18.5", "22.2", "15.5")))
    for part in (hours, full_time - hours):
        row = replace(plot.old_hand(post), hours=part)
        record.rows[-1] = row
    if rng.random() < 0.5:
        plot.leaves(row, FIRST.plus(rng.randrange(4, 13)), rng.choice((0, 1)))


def tell_hand_over(plot: Plot, post: str) -> None:
    """One goes and another begins the next day, both recorded on one day."""
    rng = plot.rng
    record = plot.record(post)
    first = plot.old_hand(post)
    month = FIRST.plus(rng.randrange(2, 13))
    last, recorded = plot.day_inside(month), record.on_time(rng, month)
    record.end(first.person, post, last, recorded)
    record.start(plot.new_row(post, last + ONE_DAY, recorded))


def tell_second_jobs(plot: Plot) -> None:
    """One or two holders of a joint post also hold another post with the same employer."""
    rng = plot.rng
    councils = sorted(plot.records)
    for council in rng.sample(councils, rng.choice((1, 1, 2))):
        _take_second_job(plot, council)


def _take_second_job(plot: Plot, council: str) -> None:
    rng, record = plot.rng, plot.records[council]
    candidates = [row for row in record.rows if row.post != "director" and row.recorded < FIRST.first]
    if not candidates:
        raise NoRoomError
    row = rng.choice(candidates)
    reference = plot.site.other_posts[council][0]
    second = replace(
        row,
        post=reference,
        hours=Fraction(rng.choice(SECOND_HOURS)),
        scale="NJC",
        point="22",
        scheme=rng.choice(("LGPS", "LGPS", "NONE")),
        end=None,
        superseded=None,
    )
    if rng.random() < 0.4:
        month = FIRST.plus(rng.randrange(2, 10))
        second = replace(second, start=plot.day_inside(month), recorded=record.on_time(rng, month))
    record.start(second)
