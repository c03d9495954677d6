"""A seed of the lab as the facts of a close, without a file, a check or a database: the same lines and records."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from flows.concerns import concerns_of
from sspipe.conform.records import concerning
from sspipe.lab import stockport_ledger, tameside_ledger
from sspipe.lab.agreements import read_agreed
from sspipe.lab.documents import Document, Line
from sspipe.lab.drawn import DrawnSite, draw_site, lay_site, wanted_breaks
from sspipe.lab.ground import Ground
from sspipe.lab.hr_files import ESTABLISHED_FTE, WEEKS, ListedRow, listed_rows
from sspipe.lab.laying import ground_of
from sspipe.lab.ledger_files import numbered
from sspipe.lab.people import draw_people
from sspipe.lab.scales import pay_scales
from sspipe.lab.score import NamedCause, ShownBreak
from sspipe.lab.site import LAST, MONTHS, PERIODS
from sspipe.lab.site import read_site as read_site_of_lab
from sspipe.lab.snapshots import extract_day
from sspipe.model.earlier import EarlierBreak
from sspipe.model.feeds import FeedKind, Noun
from sspipe.model.ledger import EntryType, LedgerLine
from sspipe.model.pay_elements import ElementSnapshot
from sspipe.model.periods import Period
from sspipe.model.posts import HrSnapshot, Occupancy
from sspipe.model.site import Site
from sspipe.model.statement import Break, BreakState, Statement
from sspipe.reconcile.facts import Facts
from sspipe.reconcile.joint_posts import reconcile_joint_posts
from sspipe.terms.site import read_site
from tests.causes.elements import element_snapshots
from tests.worked import at_close, left_by

BASE = Path(__file__).parents[2] / "deployments" / "stockport-tameside"
AT_THE_END = Period(LAST.start_year, LAST.period_number)
JUST_BEFORE = AT_THE_END.month_after(-1)
NUMBERED = {"stockport": "03d", "tameside": "d"}
"""How each council's lines are numbered within a document."""
TYPES = {"stockport": stockport_ledger.DOCUMENT_TYPES, "tameside": tameside_ledger.VOUCHER_TYPES}


@dataclass(frozen=True)
class Seed:
    """A seed: what the lab worked out, the site's words, and what HR's extracts say."""

    ground: Ground
    site: Site
    snapshots: tuple[HrSnapshot, ...]
    elements: tuple[ElementSnapshot, ...] = ()


@cache
def seeded(seed: int, needs: str = "none") -> Seed:
    """A seed whose site holds every fact that causes may need; these are named as the lab's option names them."""
    with TemporaryDirectory() as folder:
        site_folder, implemented = lay_site(BASE, Path(folder), seed, wanted_breaks(needs, BASE))
        site, agreed = read_site_of_lab(site_folder), read_agreed(site_folder)
        words = read_site(site_folder)
    people = draw_people(seed, site, agreed.hosts)
    ground = ground_of(site, agreed, people, pay_scales(implemented, site.close_day(LAST.period)), seed)
    return Seed(ground, words, tuple(_snapshots(ground)))


def drawn(seed: int, breaks: str) -> tuple[Seed, DrawnSite]:
    """A seed with breaks planted in it, as its feeds would say it."""
    with TemporaryDirectory() as folder:
        found = draw_site(BASE, Path(folder), seed, wanted_breaks(breaks, BASE))
        words = read_site(found.folder)
    snapshots, elements = tuple(_snapshots(found.ground)), tuple(element_snapshots(found.ground))
    return Seed(found.ground, words, snapshots, elements), found


def as_recorded(seed: Seed, ground: Ground) -> Seed:
    """The seed whose HR extracts hold what a ground has on record."""
    return replace(seed, ground=ground, snapshots=tuple(_snapshots(ground)), elements=tuple(element_snapshots(ground)))


def as_published(seed: Seed, councils: Collection[str]) -> Seed:
    """The seed whose ledgers of some councils are published payments."""
    feeds = [
        replace(feed, kind=FeedKind.PUBLISHED_PAYMENTS)
        if feed.noun is Noun.LEDGER and feed.publisher in councils
        else feed
        for feed in seed.site.feeds
    ]
    return replace(seed, site=replace(seed.site, feeds=tuple(feeds)))


def facts_of(seed: Seed, documents: Iterable[Document]) -> Facts:
    """What the last close of a seed would read if its ledgers held these documents."""
    every = list(documents)
    return Facts(
        site=seed.site,
        period=AT_THE_END,
        known_on=seed.site.close_day_of(AT_THE_END),
        snapshots=seed.snapshots,
        lines=tuple(line for council in sorted(TYPES) for line in _lines(seed, council, every)),
        cleared={},
        earlier={},
        elements=seed.elements,
    )


def closed_at_the_end(facts: Facts) -> Statement:
    """The last close, after the one before it, which turns what is supposed into what is proved."""
    before = at_close(facts, JUST_BEFORE)
    return reconcile_joint_posts(replace(facts, earlier=as_earlier(reconcile_joint_posts(before))))


EVERY_CLOSE = tuple(Period(period.start_year, period.number) for period in PERIODS)


def closed_one_by_one(facts: Facts, closes: Sequence[Period] = EVERY_CLOSE) -> Iterator[Statement]:
    """Each period's close in order, each with what the ones before it left."""
    earlier: dict[str, EarlierBreak] = {}
    for period in closes:
        statement = reconcile_joint_posts(replace(at_close(facts, period), earlier=earlier))
        earlier = left_by(statement.breaks, earlier)
        yield statement


def as_earlier(statement: Statement) -> dict[str, EarlierBreak]:
    """The breaks of a close as the next one reads them."""
    return left_by(statement.breaks, {})


def shown_by(statement: Statement) -> list[ShownBreak]:
    """The breaks of a close as the lab's score reads them."""
    return [_shown(item, statement.period) for item in statement.breaks]


def _shown(item: Break, period: Period) -> ShownBreak:
    return ShownBreak(
        period=str(period),
        place=(item.pair.value, item.post or item.cost_centre, str(item.month), item.council),
        pence=item.amount_pence,
        is_open=item.state is BreakState.OPEN,
        causes=tuple(
            NamedCause(
                code=each.code,
                pence=each.amount_pence,
                rivals=frozenset(code for code in each.rivals.split(",") if code),
                is_supposed=each.is_supposed,
            )
            for each in item.causes
        ),
    )


def _snapshots(ground: Ground) -> Iterator[HrSnapshot]:
    site = ground.site
    for council in sorted(site.councils):
        for month in MONTHS:
            day = extract_day(site.days(council), month)
            listed = listed_rows(site, ground.agreed, ground.people, council, day)
            file = f"{council} posts {month.name}"
            rows = (_occupancy(council, each, (file, row)) for row, each in enumerate(listed, 2))
            yield HrSnapshot(council=council, extracted_on=day, rows=tuple(rows))


def _occupancy(council: str, listed: ListedRow, at: tuple[str, int]) -> Occupancy:
    row, held = listed.row, listed.row.occupancy
    return Occupancy(
        council=council,
        post_ref=listed.ref,
        occupant_ref=held.person if held else "",
        occupant_key_id="",
        fte=held.fte if held else None,
        weeks_per_year=Fraction(WEEKS) if held else None,
        pay_scale=held.scale if held else "",
        pay_point=held.point if held else "",
        ni_category=held.ni_category if held else "",
        pension_scheme=held.scheme if held else "",
        established_fte=Fraction(ESTABLISHED_FTE),
        cost_centre=listed.cost_centre,
        valid_from=row.start,
        valid_to=row.end,
        recorded_on=row.recorded,
        source_file=at[0],
        source_row=at[1],
    )


def _lines(seed: Seed, council: str, documents: Sequence[Document]) -> list[LedgerLine]:
    """One council's lines that concern joint posts."""
    written = [
        _line(seed.site, document, line, item)
        for document in numbered(documents, council)
        for item, line in enumerate(document.lines, 1)
    ]
    every = [replace(line, source_row=row) for row, line in enumerate(written, 2)]
    names = ("document", "document_type", "account", "cost_centre", "post_ref", "counterparty", "occupant_ref")
    columns = {name: pa.array([getattr(line, name) for line in every], pa.string()) for name in names}
    columns |= {"period": pa.array([str(line.period) for line in every], pa.string())}
    columns |= {name: pa.array([getattr(line, name) for line in every]) for name in ("amount_pence", "source_row")}
    kept = set(concerning(pa.table(columns), concerns_of(seed.site, council)).column("source_row").to_pylist())
    return [line for line in every if line.source_row in kept]


def _line(site: Site, document: Document, line: Line, item: int) -> LedgerLine:
    council = site.councils[document.council]
    codes = {name: code for code, names in council.counterparties.items() for name in names}
    account = council.accounts.get(line.account)
    return LedgerLine(
        council=document.council,
        document=str(document.number),
        line=f"{item:{NUMBERED[document.council]}}",
        posting_date=document.posted,
        period=Period(document.period.start_year, document.period.number),
        account=line.account,
        subjective=account.subjective if account else "",
        cost_centre=line.cost_centre,
        post_ref=line.post_ref,
        occupant_ref=line.person,
        counterparty=codes.get(line.partner, ""),
        reference=line.reference,
        service_from=line.service.first if line.service else None,
        service_to=line.service.last if line.service else None,
        tax_code=line.tax_code,
        vat_pence=line.vat,
        entry_type=EntryType(document.entry_type),
        document_type=TYPES[document.council][document.kind],
        credits_document=str(document.credits or ""),
        accrual_id=line.accrual_id,
        fund=line.fund,
        amount_pence=line.amount,
        source_file=f"{document.council} ledger",
        source_row=0,
    )
