"""Decisions that were corrected for a day already used: the releases that knew them otherwise are outdated (R18).

A decision that a release did not know because it came later outdates nothing: it counts at the next close.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import Engine

from flows.closing import Close, Gathered
from flows.records_of_files import decided
from sspipe.model.decisions import FiledDecision
from sspipe.model.findings import Finding, Severity, Where
from sspipe.model.periods import Period
from sspipe.reconcile.decided import each_once
from sspipe.store.decisions import SAID, ReleasedDecisions, Said, released_decisions
from sspipe.store.standing import Change, outdate


def corrected(engine: Engine, close: Close, gathered: Gathered, *, is_dry_run: bool) -> Iterator[Finding]:
    """Outdate every other period's release that rests on another state of the decisions; a dry run only tells."""
    now = each_once(decided(gathered.site, gathered.prepared))
    for release in released_decisions(engine, gathered.site.site):
        moved = _moved(release, now)
        if moved and release.may_be_outdated and release.period != str(close.period):
            breaks = f"{len(moved)} break{'' if len(moved) == 1 else 's'}"
            reason = f"decisions on {breaks} were corrected for a day that it had used already"
            if not is_dry_run:
                outdate(
                    engine,
                    Change(
                        release_id=release.release_id,
                        reason=reason,
                        actor=f"run {close.run_id}",
                        happened_at=close.started_at,
                    ),
                )
            yield _told(release, breaks)


def _moved(release: ReleasedDecisions, now: Sequence[FiledDecision]) -> set[object]:
    """The breaks whose decisions, as far as the release could know them, are others now."""
    known = {_said(each) for each in now if each.holds_from <= release.known_on}
    here = {said for said in known if said[0] in release.breaks}
    return {said[0] for said in here ^ release.decisions}


def _said(filed: FiledDecision) -> Said:
    values = {name: getattr(filed.decision, name) for name in SAID if name != "known_from"}
    values |= {"known_from": filed.known_from, "second_role": filed.decision.second_role or ""}
    return tuple(values[name] for name in SAID)


def _told(release: ReleasedDecisions, breaks: str) -> Finding:
    label = Period.parse(release.period).label
    return Finding(
        severity=Severity.WARN,
        rule="DECISION_CORRECTED",
        where=Where(file_name="decisions"),
        found=f"decisions on {breaks} that {label} was closed without, or with others",
        expected="the decisions that a release used to stay as they were",
        action=f"Run {label} again, and after it the periods that followed: it is outdated.",
    )
