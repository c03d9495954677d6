"""What goes wrong with a record of HR's own: a scheme left, a category of National Insurance, a second holder."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from sspipe.lab.causes_elements import days_held, known_from, late_record, with_its_correction
from sspipe.lab.causes_pay import Sums, changed, known_rows, less, pay_day, sums
from sspipe.lab.chance import stream
from sspipe.lab.ground import Ground, Held
from sspipe.lab.hr_record import HrRecord, NoRoomError
from sspipe.lab.months import Month
from sspipe.lab.occupancies import Occupancy
from sspipe.lab.payroll import Payroll
from sspipe.lab.people import People
from sspipe.lab.plant import Planting
from sspipe.lab.rates import UPPER_NI_CATEGORIES
from sspipe.lab.site import LAST, MONTHS
from sspipe.lab.snapshots import is_rebuildable


def opted_out(ground: Ground) -> Iterator[Planting]:
    """Any month of a member of a scheme who leaves it then, which HR learns after the cut-off and payroll knows."""
    for held in ground.held():
        is_member = ground.payroll.scheme(held.person, held.post, held.month) != "NONE"
        if is_member and days_held(ground, held):
            yield from _opted_out(ground, held)


def _opted_out(ground: Ground, held: Held) -> Iterator[Planting]:
    recorded, seen = late_record(ground, held, stream(ground.seed, "opted out", *held))
    host = ground.host(held.post)
    rows = [row for row in ground.people.occupancies if ground.payroll.facts.hosts[row.post] == host]
    record = HrRecord(ground.site.days(host), list(rows))
    try:
        record.amend(held.person, held.post, held.month.first, recorded, scheme="NONE")
    except NoRoomError:
        return
    others = [row for row in ground.people.occupancies if row not in rows]
    people, known = replace(ground.people, occupancies=(*others, *record.rows)), known_from(ground, held, recorded)
    if known > LAST or not _is_rebuildable(ground, people, held.post):
        return
    other = under(ground, people)
    found = [
        planting
        for month in held.month.through(min(seen.plus(-1), LAST))
        for planting in _without_pension(other, held._replace(month=month), max(month, known))
    ]
    if found and found[0].first.month == held.month:
        plants = tuple(each.first for each in found)
        yield Planting(plants=plants, pay=tuple(change for each in found for change in each.pay), people=people)


def _without_pension(ground: Ground, held: Held, known: Month) -> Iterator[Planting]:
    paid = sums(pay_day(ground, held))
    pension = paid.get(held.post, {}).get("pension", 0)
    if pension:
        yield from changed(ground, "OPTED_OUT", held, {held.post: {"pension": -pension}}, known)


def _is_rebuildable(ground: Ground, people: People, post: str) -> bool:
    days = ground.site.days(ground.host(post))
    return is_rebuildable([row for row in people.occupancies if row.post == post], days, MONTHS)


def under(ground: Ground, people: People) -> Ground:
    """The ground with other people in its payroll alone."""
    facts = replace(ground.payroll.facts, occupancies=people.occupancies)
    return replace(ground, people=people, payroll=Payroll(facts))


def ni_category(ground: Ground) -> Iterator[Planting]:
    """Any month of a post that somebody of another category's threshold holds or held, at that or the usual one."""
    posts = sorted({held.post for held in ground.held()})
    for post in posts:
        for people in _with_a_letter(ground, post):
            other = under(ground, people)
            for held in (each for each in ground.held() if each.post == post):
                yield from _at_another_letter(other, held)


def _with_a_letter(ground: Ground, post: str) -> Iterator[People]:
    """The people of a seed where one holder of the post has another category's threshold, for a time or always."""
    own = [row for row in ground.people.occupancies if row.post == post]
    for person in sorted({row.person for row in own}):
        letter = stream(ground.seed, "category", person).choice(UPPER_NI_CATEGORIES)
        starts = sorted({row.start for row in own if row.person == person})
        has_one_job = {row.post for row in ground.people.occupancies if row.person == person} == {post}
        ends = [date.max] if {row.person for row in own} != {person} else []
        for before in (*ends, *(starts[1:] if has_one_job else [])):
            rows = (
                replace(row, ni_category=letter) if row.person == person and row.start < before else row
                for row in ground.people.occupancies
            )
            yield replace(ground.people, occupancies=tuple(rows))


def _at_another_letter(ground: Ground, held: Held) -> Iterator[Planting]:
    right = sums(pay_day(ground, held))
    for letter in sorted({row.ni_category for row in known_rows(ground, held)}):
        day = pay_day(ground, held)
        day.letter = letter
        more = less(sums(day), right)
        only = {post: {"ni": parts["ni"]} for post, parts in more.items() if "ni" in parts}
        for planting in changed(ground, "NI_CATEGORY", held, only):
            yield replace(planting, people=ground.people)


def overlap_handover(ground: Ground) -> Iterator[Planting]:
    """Any month of a post that somebody holds from end to end, with a second holder whom HR records too late."""
    for held in ground.held():
        rows = [row for row in known_rows(ground, held, held.person) if row.overlap(held.month)]
        if sum(_days(row, held.month) for row in rows) == held.month.days:
            yield from _with_a_second(ground, held, rows[0])


def _days(row: Occupancy, month: Month) -> int:
    first, last = row.overlap(month) or (month.last, month.first)
    return (last - first).days + 1


def _with_a_second(ground: Ground, held: Held, like: Occupancy) -> Iterator[Planting]:
    rng = stream(ground.seed, "handover", *held)
    recorded, seen = late_record(ground, held, rng)
    known = known_from(ground, held, recorded)
    second = replace(
        like, person=_somebody_new(ground), hours=like.full_time_hours, start=held.month.day(rng.randrange(1, 21)),
        end=held.month.last, recorded=recorded, superseded=None,
    )  # fmt: skip
    people = replace(ground.people, occupancies=(*ground.people.occupancies, second))
    if known > LAST or not _is_rebuildable(ground, people, held.post):
        return
    whose = held._replace(person=second.person)
    in_time = replace(second, recorded=ground.site.days(ground.host(held.post)).cut_off(held.month))
    paid = _pays(ground, whose, in_time, held.month)
    for planting in changed(ground, "OVERLAP_HANDOVER", whose, paid, known):
        both = with_its_correction(ground, whose, planting, _pays(ground, whose, second, seen), seen)
        yield replace(both, people=people)


def _somebody_new(ground: Ground) -> str:
    used = {row.person for row in ground.people.occupancies}
    return min(person for person in ground.people.places if person not in used)


def _pays(ground: Ground, held: Held, row: Occupancy, month: Month) -> Sums:
    """What a month pays somebody by one row."""
    other = under(ground, replace(ground.people, occupancies=(*ground.people.occupancies, row)))
    return less(sums(pay_day(other, held._replace(month=month))), {})


PEOPLE: Mapping[str, Callable[[Ground], Iterator[Planting]]] = {
    "OPTED_OUT": opted_out,
    "NI_CATEGORY": ni_category,
    "OVERLAP_HANDOVER": overlap_handover,
}
"""Each changes whom HR has on record, and so comes before what rests on it."""
