"""What people decided about breaks, applied at a close: accepted, disputed, lapsed, and what of it cannot stand (R10).

A decision is about one cause of one break for exactly one amount, by a role of a council that is party to the break. It
is known from the later of its day and the day on which it came, and holds until its last day, that day included, or
until the amount or the name of its cause moves. Of one council's decisions on a cause the latest holds. Where councils
differ, a dispute outweighs an acceptance: nobody accepts in another's name. `accepted_once` holds for one close, the
first month whose close day is not before the decision.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sspipe.model.decisions import ACCEPTING, Decision, DecisionKind, FiledDecision, JudgedDecision, Standing
from sspipe.model.earlier import EarlierBreak
from sspipe.model.findings import Finding
from sspipe.model.periods import Period
from sspipe.model.site import Site
from sspipe.model.statement import Break, BreakState, Cause
from sspipe.reconcile.decision_faults import Fault, contradicted, fault_of, moved, not_yet, over, told

WITHHELD = "RECORDED_CHANGE"
"""The name under which the other council reads causes that rest on a person's record (R20)."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The breaks with the decisions on them, every decision on a break that is shown, and what is to be told."""

    breaks: tuple[Break, ...]
    decisions: tuple[JudgedDecision, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """A decision, the causes of its break that it speaks of, and what it is worth."""

    filed: FiledDecision
    causes: tuple[int, ...]
    standing: Standing
    last_day: date | None
    finding: Finding | None = None

    @property
    def is_accepting(self) -> bool:
        return self.filed.decision.kind in ACCEPTING


@dataclass(frozen=True, slots=True)
class Decisions:
    """Judges decisions at one close."""

    site: Site
    period: Period
    known_on: date
    earlier: Mapping[str, EarlierBreak]

    def applied(self, breaks: Sequence[Break], filed: Iterable[FiledDecision]) -> Decided:
        """Lay the decisions that are known by now on the breaks."""
        by_id = {item.break_id: item for item in breaks}
        judged: dict[str, list[_Judged]] = defaultdict(list)
        findings: list[Finding] = []
        for each in each_once(filed):
            item = by_id.get(each.decision.break_id)
            if each.holds_from > self.known_on:
                findings.append(self._of_later(each, item))
            elif item is not None:
                judged[item.break_id].append(self._judged(each, item))
            else:
                fault = fault_of(each, self.earlier.get(each.decision.break_id), self.site)
                findings += [told(each, fault)] if fault else []
        settled = [each for found in judged.values() for each in _governing(found)]
        of_break: dict[str, list[_Judged]] = defaultdict(list)
        for one in settled:
            of_break[one.filed.decision.break_id].append(one)
        return Decided(
            breaks=tuple(_with(item, of_break[item.break_id]) for item in breaks),
            decisions=tuple(map(_row, settled)),
            findings=(*findings, *(one.finding for one in settled if one.finding)),
        )

    def _of_later(self, filed: FiledDecision, item: Break | None) -> Finding:
        """Of a decision that is not known yet: wrong as it stands, or only early."""
        if filed.decision.decided_on > filed.known_from:
            fault = fault_of(filed, item or self.earlier.get(filed.decision.break_id), self.site)
            return told(filed, fault) if fault else not_yet(filed)
        return not_yet(filed)

    def _judged(self, filed: FiledDecision, item: Break) -> _Judged:
        """What a decision on a break of this release is worth by itself."""
        last_day = self._last_day(filed)
        fault = fault_of(filed, item, self.site)
        if fault is not None:
            return _of(filed, (), Standing.REFUSED, last_day, told(filed, fault))
        if item.state is BreakState.CLEARED:
            return _of(filed, (), Standing.SPENT, last_day)
        causes = _causes_of(filed, item.causes)
        if not causes:
            return _of(filed, (), Standing.LAPSED, last_day, told(filed, _moved(filed, item)))
        if last_day is not None and self._is_over(filed, last_day):
            return _of(filed, causes, Standing.EXPIRED, last_day, told(filed, over(filed, last_day)))
        return _of(filed, causes, Standing.IN_FORCE, last_day)

    def _last_day(self, filed: FiledDecision) -> date | None:
        """The last day on which a decision holds."""
        decision = filed.decision
        if decision.kind is not DecisionKind.ACCEPTED_ONCE:
            return decision.expires_on
        close_day = self.site.close_day_of(self._close_after(filed.holds_from))
        return min(close_day, decision.expires_on or close_day)

    def _close_after(self, day: date) -> Period:
        """The first month whose close day is that day or later."""
        month = Period.of(day).month_after(-2)
        while self.site.close_day_of(month) < day:
            month = month.month_after()
        return month

    def _is_over(self, filed: FiledDecision, last_day: date) -> bool:
        """Whether its last day has passed; one close is over with its period, on whatever day that was looked at."""
        decision = filed.decision
        if decision.kind is DecisionKind.ACCEPTED_ONCE and decision.expires_on is None:
            return self.period.month > self._close_after(filed.holds_from)
        return self.known_on > last_day


def each_once(filed: Iterable[FiledDecision]) -> list[FiledDecision]:
    """Decisions on breaks, the earliest first; what is said in two places counts where it came first."""
    ordered = sorted(filed, key=lambda each: (each.holds_from, str(each.where), repr(each.decision)))
    once: dict[Decision, FiledDecision] = {}
    for each in ordered:
        if not _confirms_a_file(each):
            once.setdefault(each.decision, each)
    return list(once.values())


def _confirms_a_file(filed: FiledDecision) -> bool:
    """Whether it confirms what a file looks like, which is weighed when that is read."""
    decision = filed.decision
    return decision.kind is DecisionKind.DRIFT_CONFIRMED and decision.break_id.startswith("H-")


def _of(
    filed: FiledDecision,
    causes: tuple[int, ...],
    standing: Standing,
    last_day: date | None,
    finding: Finding | None = None,
) -> _Judged:
    return _Judged(filed=filed, causes=causes, standing=standing, last_day=last_day, finding=finding)


def _causes_of(filed: FiledDecision, causes: Sequence[Cause]) -> tuple[int, ...]:
    """Places of the causes that a decision speaks of: one of its name and amount, or all of its name together."""
    decision = filed.decision
    named = [at for at, cause in enumerate(causes) if decision.cause in (cause.code, WITHHELD)]
    exact = [at for at in named if causes[at].amount_pence == decision.amount_pence]
    if exact:
        return (exact[0],)
    is_all = bool(named) and sum(causes[at].amount_pence for at in named) == decision.amount_pence
    return tuple(named) if is_all else ()


def _moved(filed: FiledDecision, item: Break) -> Fault:
    """The amount, or the name of the cause, is no longer the one that was decided on."""
    same = [cause.amount_pence for cause in item.causes if cause.code == filed.decision.cause]
    return moved(filed, same)


def _governing(found: Sequence[_Judged]) -> list[_Judged]:
    """Of decisions on the same causes the latest of each council; two of one day that differ count neither."""
    latest: dict[tuple[str, tuple[int, ...]], list[_Judged]] = defaultdict(list)
    settled = [each for each in found if not each.causes]
    for each in found:
        if each.causes:
            latest[each.filed.decision.council, each.causes].append(each)
    for many in latest.values():
        newest = max(each.filed.decision.decided_on for each in many)
        of_day = [each for each in many if each.filed.decision.decided_on == newest]
        settled += [replace(each, standing=Standing.REPLACED, finding=None) for each in many if each not in of_day]
        settled += of_day if len(of_day) == 1 else map(_contradicted, of_day)
    return _weighed(settled)


def _contradicted(each: _Judged) -> _Judged:
    return replace(each, standing=Standing.REFUSED, finding=told(each.filed, contradicted(each.filed)))


def _weighed(found: Sequence[_Judged]) -> list[_Judged]:
    """An acceptance gives way where another council disputes the same cause."""
    disputed = {at for each in _in_force(found) if not each.is_accepting for at in each.causes}
    return [
        replace(each, standing=Standing.REPLACED)
        if each.standing is Standing.IN_FORCE and each.is_accepting and disputed & set(each.causes)
        else each
        for each in found
    ]


def _in_force(found: Iterable[_Judged]) -> list[_Judged]:
    return [each for each in found if each.standing is Standing.IN_FORCE]


def _with(item: Break, found: Sequence[_Judged]) -> Break:
    """The break with what is in force: no longer open once all its causes are accepted."""
    in_force = _in_force(found)
    if not in_force:
        return item
    accepted = {at for each in in_force if each.is_accepting for at in each.causes}
    disputes = [each for each in in_force if not each.is_accepting]
    first = max(disputes or in_force, key=lambda each: (each.filed.decision.decided_on, each.filed.decision.council))
    ends = [each.last_day for each in in_force if each.last_day is not None]
    return replace(
        item,
        state=BreakState.ACCEPTED if len(accepted) == len(item.causes) else BreakState.OPEN,
        accepted_pence=sum(item.causes[at].amount_pence for at in accepted),
        decision=str(first.filed.decision.kind),
        decided_by=first.filed.decision.council,
        decided_role=str(first.filed.decision.role),
        decided_until=min(ends, default=None),
    )


def _row(each: _Judged) -> JudgedDecision:
    decision = each.filed.decision
    return JudgedDecision(
        break_id=decision.break_id,
        cause=decision.cause,
        amount_pence=decision.amount_pence,
        kind=decision.kind,
        council=decision.council,
        role=decision.role,
        second_role=str(decision.second_role or ""),
        decided_on=decision.decided_on,
        known_from=each.filed.known_from,
        expires_on=decision.expires_on,
        reason=decision.reason,
        last_day=each.last_day,
        standing=each.standing,
    )
