"""What a person or a program reads after a run: the database, the settlement in words, what stands in the way."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from flows.closing import Closed
from flows.printing import as_json as printed
from flows.printing import say
from flows.tickets import CLOSED
from sspipe.model.findings import Severity
from sspipe.publish.words import describe_settlement
from sspipe.settings import Settings
from sspipe.terms.site import read_site

SHOWN = 10
"""So many rows that were set aside are told by name."""


def tell(site_folder: Path, closed: Sequence[Closed], *, as_json: bool) -> None:
    """Print every period's outcome, the last settlement, and the database."""
    say([printed([_facts(item) for item in closed])] if as_json else _lines(site_folder, closed), json=as_json)


def _facts(closed: Closed) -> dict[str, object]:
    return {
        "period": str(closed.period),
        "release": closed.published.release_id if closed.published else None,
        "is_new": closed.published.is_new if closed.published else False,
        "content_hash": closed.published.content_hash if closed.published else None,
        "packs": [
            {"council": pack.council, "workbook": pack.workbook, "page": pack.page, "checks": pack.checks}
            for pack in closed.packs
        ],
        "breaks": len(closed.statement.breaks) if closed.statement else None,
        "findings": [finding.message for finding in closed.findings if finding.severity is Severity.CRITICAL],
        "set_aside": [finding.message for finding in closed.findings if finding.severity is Severity.REJECT],
        "mended": _mended(closed),
    }


def _lines(site_folder: Path, closed: Sequence[Closed]) -> Iterator[str]:
    names = {code: council.name for code, council in read_site(site_folder).councils.items()}
    for item in closed:
        yield _outcome(item)
        if item.is_refused:
            yield from (f"  {finding.message}" for finding in item.findings if finding.severity is Severity.CRITICAL)
        yield from _set_aside(item)
        yield from (f"  mended: {said}" for said in _mended(item))
    if not closed:
        yield "Nothing due"
    last = closed[-1] if closed else None
    if last is not None and last.statement is not None and not last.is_refused:
        yield from describe_settlement(last.period, last.statement.net, names)
    if any(item.published for item in closed):
        yield f"The packs are in {Settings().packs}"
    if last is not None:
        yield from (f"The page of {names.get(pack.council, pack.council)} is {pack.page}" for pack in last.packs)
    yield f"The database is {Settings().database}"


def _set_aside(closed: Closed) -> Iterator[str]:
    """Rows that were not used: they stay out of a period that is published all the same."""
    told = [finding.message for finding in closed.findings if finding.severity is Severity.REJECT]
    yield from (f"  set aside: {message}" for message in told[:SHOWN])
    if len(told) > SHOWN:
        yield f"  and {len(told) - SHOWN} more; see the tables finding and quarantined_row"


def _mended(closed: Closed) -> list[str]:
    """Rows that were set aside of an earlier file, and that a corrected one has mended."""
    return [finding.found for finding in closed.findings if finding.rule == CLOSED]


def _outcome(closed: Closed) -> str:
    if closed.is_refused:
        return f"{closed.period.label}: refused; readers stay on the last release"
    if closed.published is None:
        return f"{closed.period.label}: worked out, nothing published (dry run)"
    if not closed.published.is_new:
        return f"{closed.period.label}: nothing changed since {closed.published.release_id}"
    breaks = len(closed.statement.breaks) if closed.statement else 0
    counted = "1 break" if breaks == 1 else f"{breaks} breaks"
    return f"{closed.period.label}: published {closed.published.release_id}, {counted}"
