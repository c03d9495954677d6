"""Periods whose files came before those of the period before them, once these are there as well."""

from collections.abc import Collection
from pathlib import Path

from sqlalchemy import Engine

from flows.closing import site_now
from flows.due import Due, due_of_period, offers
from flows.feed_states import BY_MONTH
from sspipe.model.feeds import Feed
from sspipe.model.periods import Period, months_between
from sspipe.store.standing_runs import released_periods, waiting_periods


def released_from_waiting(site_folder: Path, engine: Engine, apart_from: Collection[Period]) -> list[Due]:
    """Waiting periods that can be closed now, the oldest first, each as known when the last of its files came."""
    site = site_now(site_folder)
    waiting = waiting_periods(engine, site.site) - released_periods(engine, site.site) - set(apart_from)
    feeds = [feed for feed in site.feeds if feed.required and feed.kind in BY_MONTH]
    served = {feed.feed: _served(feed, site_folder) for feed in feeds}
    ready = [
        period
        for period in sorted(waiting)
        if all(set(months_between(site.first_period, period)) <= served[feed.feed] for feed in feeds)
    ]
    return [due_of_period(site_folder, period) for period in ready]


def _served(feed: Feed, site_folder: Path) -> set[Period]:
    return {file.period for file in offers(feed, site_folder) if file.period is not None}
