"""One period closed: files prepared, figures reconciled, rows published, everything kept that says how.

The order of the stages stands here and nowhere else. The steps are plain functions; `monthly_close` runs the same ones
under Prefect.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine

from flows.feed_states import feed_states, findings_on
from flows.packing import Pack
from flows.prepare import Prepared, site_of
from flows.pulling import Pull, Pulled
from flows.records_of_files import cleared, decided, elements, grants, lines, snapshots, values_of
from sspipe.model.feeds import Feed
from sspipe.model.findings import Finding, Severity, has_critical
from sspipe.model.periods import Period
from sspipe.model.site import Site
from sspipe.model.statement import Statement
from sspipe.publish.rows import shape_rows
from sspipe.reconcile.facts import Facts
from sspipe.reconcile.joint_posts import reconcile_joint_posts
from sspipe.settings import Settings
from sspipe.storage import exists, put_new
from sspipe.store.drafts import DraftInput, Published, ReleaseDraft
from sspipe.store.history import earlier
from sspipe.store.runs import FeedState
from sspipe.store.states import InputKind
from sspipe.terms.inputs import SiteInput, site_inputs

PullAll = Callable[[Sequence[Pull]], list[Pulled]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """What is to be closed, as known on which day, by which run."""

    site_folder: Path
    period: Period
    known_on: date
    run_id: str
    started_at: datetime
    settings: Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What the feeds gave: the site, its inputs, the prepared files, and everything found on the way."""

    site: Site
    inputs: tuple[SiteInput, ...]
    prepared: tuple[Prepared, ...]
    states: tuple[FeedState, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """What came of it, and where its packs stand. `published` None: refused, or a dry run.

    `waits`: it is refused for no other reason than that files of earlier periods have not come.
    """

    period: Period
    statement: Statement | None
    published: Published | None
    findings: tuple[Finding, ...] = field(default=())
    packs: tuple[Pack, ...] = ()
    waits: bool = False

    @property
    def is_refused(self) -> bool:
        """Whether something critical stopped it."""
        return has_critical(self.findings)


def stamp_of(inputs: Iterable[SiteInput]) -> str:
    """One hash over the site's files and the national rates."""
    return hashlib.sha256("".join(sorted(f"{item.name}:{item.sha256}\n" for item in inputs)).encode()).hexdigest()


def site_now(folder: Path) -> Site:
    """The site as its files stand, read once for each state of them."""
    return site_of(folder, stamp_of(site_inputs(folder)))


def gather(close: Close, pull_all: PullAll) -> Gathered:
    """Everything that the feeds offer for the period, prepared."""
    inputs = site_inputs(close.site_folder)
    _land(close.settings, inputs)
    stamp = stamp_of(inputs)
    site = site_of(close.site_folder, stamp)
    pulled = pull_all([_pull(close, stamp, feed) for feed in site.feeds])
    prepared = tuple(file for feed in pulled for file in feed.prepared)
    states = tuple(feed_states(site, close.period, prepared, close.known_on, close.started_at))
    return Gathered(
        site=site,
        inputs=inputs,
        prepared=prepared,
        states=states,
        findings=(*_told_now(close, pulled), *findings_on(site, states, prepared)),
    )


def _told_now(close: Close, pulled: Iterable[Pulled]) -> Iterator[Finding]:
    """What was found, less what is only worth knowing of files of earlier periods: their own close has told it."""
    for feed in pulled:
        earlier = {
            file.landed.source_file for file in feed.prepared if file.landed.offered.period not in (close.period, None)
        }
        for finding in feed.findings:
            if finding.severity is not Severity.INFO or finding.where.source_file not in earlier:
                yield finding


def _pull(close: Close, stamp: str, feed: Feed) -> Pull:
    return Pull(
        site_folder=close.site_folder,
        stamp=stamp,
        feed=feed,
        period=close.period,
        known_on=close.known_on,
        now=close.started_at,
        settings=close.settings,
    )


def _land(settings: Settings, inputs: Iterable[SiteInput]) -> None:
    """Keep the site's files and the national rates under their hashes too (R18)."""
    for item in inputs:
        url = f"{settings.landing}/{item.kind}/{item.sha256}"
        if not exists(url):
            put_new(url, [item.content])


def reconcile(close: Close, gathered: Gathered, engine: Engine) -> Statement:
    """The statement of the period from the prepared files and the releases before it."""
    before = earlier(engine, gathered.site.site, close.period)
    facts = Facts(
        site=gathered.site,
        period=close.period,
        known_on=close.known_on,
        snapshots=tuple(snapshots(gathered.prepared)),
        lines=tuple(lines(gathered.prepared)),
        cleared=cleared(gathered.site, gathered.prepared),
        earlier={item.break_id: item for item in before.breaks},
        elements=tuple(elements(gathered.prepared)),
        grants=tuple(grants(gathered.prepared)),
        resources_before=before.resources,
        decisions=tuple(decided(gathered.site, gathered.prepared)),
        carried_release=before.release_id,
    )
    return reconcile_joint_posts(facts)


def draft_of(close: Close, gathered: Gathered, statement: Statement) -> ReleaseDraft:
    """The release as it will be checked and published."""
    values = list(values_of(gathered.prepared))
    conservation = [file.conservation for file in gathered.prepared]
    return ReleaseDraft(
        site=gathered.site.site,
        period=close.period,
        known_on=close.known_on,
        run_id=close.run_id,
        published_at=close.started_at,
        code_version=close.settings.code_version,
        rows=shape_rows(statement, conservation, values, gathered.site.measures, gathered.site.programme),
        findings=(*gathered.findings, *statement.findings),
        inputs=(*_feed_inputs(gathered.prepared), *_site_inputs(gathered.inputs)),
        carried_release=statement.carried_release,
    )


def _feed_inputs(prepared: Iterable[Prepared]) -> Iterable[DraftInput]:
    for file in (each for each in prepared if each.table_url):
        offered = file.landed.offered
        yield DraftInput(
            name=f"{offered.feed.feed}/{offered.file_name}",
            kind=InputKind.FEED,
            source_file=file.landed.source_file,
            version=str(offered.known_from),
            known_from=offered.known_from,
        )


def _site_inputs(inputs: Iterable[SiteInput]) -> Iterable[DraftInput]:
    for item in inputs:
        yield DraftInput(name=item.name, kind=InputKind(item.kind), source_file=item.sha256)
