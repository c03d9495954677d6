"""A seed's ground with nothing wrong in it: pay, shares, invoices and accruals, from what HR has recorded."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sspipe.lab.accruals import schedule
from sspipe.lab.agreements import Agreed
from sspipe.lab.estimated import on_estimate
from sspipe.lab.ground import Ground
from sspipe.lab.pay_values import PayScales
from sspipe.lab.payments import Payment, pay_through
from sspipe.lab.payroll import Facts, Payroll
from sspipe.lab.people import People
from sspipe.lab.postings import Postings
from sspipe.lab.recharges import invoices
from sspipe.lab.recorded_pay import Element
from sspipe.lab.shares import Sharing, Tranche, share_out
from sspipe.lab.site import FIRST, LAST, Site


def ground_of(site: Site, agreed: Agreed, people: People, scales: PayScales, seed: int) -> Ground:
    """A seed with nothing wrong in it yet."""
    payroll = Payroll(_facts(site, agreed, people, scales))
    empty = Ground(
        seed=seed, site=site, agreed=agreed, people=people, scales=scales, payments=(), payroll=payroll,
        books=Postings(site, agreed, people, seed),
    )  # fmt: skip
    return _laid(empty)


def laid_anew(ground: Ground, people: People, elements: tuple[Element, ...]) -> Ground:
    """The ground of the same seed where HR has recorded other people, and elements besides."""
    every = (*ground.payroll.facts.elements, *elements)
    if people == ground.people:
        return _laid(replace(ground, payroll=ground.payroll.with_elements(every)))
    facts = replace(ground.payroll.facts, occupancies=people.occupancies, elements=every)
    books = Postings(ground.site, ground.agreed, people, ground.seed)
    return _laid(replace(ground, people=people, payroll=Payroll(facts), books=books))


def _laid(ground: Ground) -> Ground:
    site, agreed = ground.site, ground.agreed
    payments = tuple(pay_through(ground.payroll, LAST))
    shared = _shared(ground, payments)
    as_at = site.close_day(LAST.period)
    tranches = tuple(
        tranche
        for post in sorted(agreed.sharings)
        for tranche in _tranches(ground, shared, agreed.sharings[post], as_at)
    )
    papers = tuple(invoices(site, agreed, tranches, ground.seed))
    return replace(
        ground,
        payments=payments,
        shared=shared,
        tranches=tranches,
        papers=papers,
        accruals=tuple(schedule(site, agreed, tranches, papers)),
    )


def _tranches(ground: Ground, shared: Iterable[Payment], sharing: Sharing, as_at: date) -> list[Tranche]:
    actual = share_out(ground.payroll, shared, sharing, as_at)
    if not sharing.is_estimate:
        return actual
    estimates = {year: pence for (post, year), pence in ground.agreed.estimates.items() if post == sharing.post}
    return on_estimate(ground.payroll, actual, sharing, estimates, as_at)


def _shared(ground: Ground, payments: tuple[Payment, ...]) -> tuple[Payment, ...]:
    """What is paid, worked out as if the elements that an agreement does not share had never been recorded."""
    facts, sharings = ground.payroll.facts, ground.agreed.sharings
    kept = tuple(
        each for each in facts.elements if each.post not in sharings or each.term not in sharings[each.post].leaves_out
    )
    if kept == facts.elements:
        return payments
    return tuple(pay_through(ground.payroll.with_elements(kept), LAST))


def _facts(site: Site, agreed: Agreed, people: People, scales: PayScales) -> Facts:
    others = {ref: council for council, (ref, _) in site.other_posts.items()}
    hosts = {**agreed.hosts, **others}
    return Facts(
        occupancies=people.occupancies,
        hosts=hosts,
        refs={post: site.posts[post].refs[host] if post in site.posts else post for post, host in hosts.items()},
        scales=scales,
        days={code: council.days for code, council in site.councils.items()},
        lgps=site.lgps,
        first=FIRST,
    )
