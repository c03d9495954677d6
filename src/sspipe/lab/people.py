"""One seed's people, drawn again until the extracts can show everything that was drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sspipe.lab.chance import stream
from sspipe.lab.hr_record import HrRecord, NoRoomError
from sspipe.lab.months import Month
from sspipe.lab.occupancies import Occupancy
from sspipe.lab.site import FIRST, MONTHS, Site
from sspipe.lab.snapshots import is_rebuildable
from sspipe.lab.stories import Plot, tell_all

MOST_DRAWS = 2000
PEOPLE = 40


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A month without occupant, as HR knew in time, and who held the post last."""

    post: str
    month: Month
    last: Occupancy


@dataclass(frozen=True, slots=True)
class People:
    """All occupancies of a seed, and the place of each person in the list of fake names."""

    occupancies: tuple[Occupancy, ...]
    places: Mapping[str, int]

    def name_number(self, person: str) -> str:
        """The number in a person's fake name."""
        return f"{self.places[person]:04d}"


def draw_people(seed: int, site: Site, hosts: Mapping[str, str]) -> People:
    """The first draw of a seed that can be told whole."""
    for attempt in range(MOST_DRAWS):
        rng = stream(seed, "people", attempt)
        numbers = [f"99{number:05d}" for number in rng.sample(range(100_000), PEOPLE)]
        plot = Plot(
            site, hosts, rng, list(numbers), {code: HrRecord(each.days) for code, each in site.councils.items()}
        )
        try:
            tell_all(plot)
        except NoRoomError:
            continue
        rows = tuple(row for record in plot.records.values() for row in record.rows)
        if _is_whole(plot, rows) and _has_late_news(rows, site, hosts) and vacancies(rows, site, hosts):
            return People(rows, {number: place for place, number in enumerate(sorted(numbers), start=1)})
    message = f"no telling of seed {seed} in {MOST_DRAWS} draws"
    raise RuntimeError(message)


def _is_whole(plot: Plot, rows: Sequence[Occupancy]) -> bool:
    return all(
        is_rebuildable([row for row in rows if row.post == post], record.days, MONTHS)
        for council, record in plot.records.items()
        for post in sorted({row.post for row in record.rows if row.post in plot.hosts})
        if plot.hosts[post] == council
    )


def _has_late_news(rows: Sequence[Occupancy], site: Site, hosts: Mapping[str, str]) -> bool:
    """Whether somebody's start and somebody's leaving were recorded after the month's cut-off."""
    joint = [row for row in rows if row.post in hosts]
    late_start = late_end = False
    for row in joint:
        days = site.days(hosts[row.post])
        first = min(each.recorded for each in joint if each.key == row.key)
        is_new = row.start == min(each.start for each in joint if each.person == row.person)
        late_start |= is_new and row.start > FIRST.first and first > days.cut_off(Month.of(row.start))
        is_last = row.superseded is None and row.end is not None
        late_end |= is_last and row.end is not None and row.recorded > days.cut_off(Month.of(row.end))
    return late_start and late_end


def vacancies(rows: Sequence[Occupancy], site: Site, hosts: Mapping[str, str]) -> list[Vacancy]:
    """Whole months that HR knew in time to be vacant, after somebody with one job only."""
    found = []
    for post in sorted({row.post for row in rows if row.post in hosts}):
        days = site.days(hosts[post])
        held = [row for row in rows if row.post == post]
        for month in MONTHS:
            known = [row for row in held if row.is_known(days.cut_off(month))]
            past = [row for row in known if row.end is not None and row.end < month.first]
            current = [row for row in held if row.superseded is None]
            if past and not any(row.overlap(month) for row in (*known, *current)):
                last = max(past, key=lambda row: (row.end, row.person))
                if _has_one_job(last, rows):
                    found.append(Vacancy(post, month, last))
    return found


def _has_one_job(last: Occupancy, rows: Sequence[Occupancy]) -> bool:
    return {row.post for row in rows if row.person == last.person} == {last.post}
