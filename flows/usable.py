"""Of each period the newest version of a file that may be used: prepared, whole, and meant as it is read.

A version that is refused is told; the newest good one before it stays in use.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from flows.prepare import Prepared, Unit, prepare_landed, site_of
from sspipe.model.arrivals import Counted
from sspipe.model.conservation import NOTHING, Conservation
from sspipe.model.decisions import Decision
from sspipe.model.feeds import LandedFile
from sspipe.model.findings import Finding, Severity, Where, has_critical
from sspipe.storage import read_table
from sspipe.validate.changed_lines import changed_lines
from sspipe.validate.completeness import completeness_of
from sspipe.validate.drift import drift_of, held_or_confirmed

REFUSED_WHOLE = "refused_whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """The version in use, if any, the newer ones that were refused, and what is to be said."""

    prepared: Prepared | None
    refused: tuple[Prepared, ...]
    findings: tuple[Finding, ...]

    @property
    def every(self) -> tuple[Prepared, ...]:
        """Every version that was looked at, the one in use first."""
        return (*((self.prepared,) if self.prepared else ()), *self.refused)


@dataclass(frozen=True, slots=True)
class Choosing:
    """Prepares and judges the versions of one feed's files."""

    unit: Unit

    def newest_usable(self, versions: Sequence[LandedFile], before: Prepared | None, *, tells: bool) -> Used:
        """Try versions from the newest on; where none can be used the newest one's findings stand as they are.

        `before` is what is in use of the period before; `tells`: say what changed since the former version.
        """
        refused: list[Prepared] = []
        for at, landed in enumerate(versions):
            tried = self.judged(prepare_landed(self.unit, landed), before)
            if not has_critical(tried.findings):
                told = self._changed(tried, versions[at + 1 :]) if tells else ()
                return Used(
                    prepared=tried,
                    refused=tuple(map(_out_of_use, refused)),
                    findings=(*_told_refused(refused, tried), *tried.findings, *told),
                )
            refused.append(tried)
        newest = refused[0] if refused else None
        return Used(prepared=newest, refused=(), findings=newest.findings if newest else ())

    def judged(self, prepared: Prepared, before: Prepared | None) -> Prepared:
        """A prepared file with what its totals and the file before it say."""
        if has_critical(prepared.findings):
            return prepared
        counted = _counted(prepared, before)
        is_proved, incomplete = completeness_of(counted)
        offered = prepared.landed.offered
        served = str(offered.period or offered.known_from)
        looks = held_or_confirmed((*incomplete, *drift_of(counted)), counted, served, self._decisions())
        return replace(
            prepared,
            findings=(*prepared.findings, *looks),
            conservation=replace(prepared.conservation, is_proved_complete=is_proved),
        )

    def _decisions(self) -> tuple[Decision, ...]:
        return tuple(each.decision for each in site_of(self.unit.site_folder, self.unit.stamp).decisions)

    def _changed(self, newer: Prepared, older: Iterable[LandedFile]) -> Iterator[Finding]:
        """In how many lines the version in use differs from the one that would be used without it."""
        for landed in older:
            former = prepare_landed(self.unit, landed)
            if former.table_url:
                yield _told_changed(former, newer)
                return


def _counted(prepared: Prepared, before: Prepared | None) -> Counted:
    return Counted(
        where=_where(prepared),
        conservation=prepared.conservation,
        stated=prepared.landed.stated,
        balances=prepared.balances,
        ends_aside=prepared.ends_aside,
        ends_short=prepared.ends_short,
        shape=prepared.shape,
        before=before.shape if before else None,
        last_good=before.landed.offered.file_name if before else "",
        is_monthly=prepared.landed.offered.period is not None,
    )


def _where(prepared: Prepared) -> Where:
    offered = prepared.landed.offered
    return Where(
        council=offered.feed.publisher,
        feed=offered.feed.feed,
        file_name=offered.file_name,
        source_file=prepared.landed.source_file,
    )


def _out_of_use(refused: Prepared) -> Prepared:
    """A refused version: what was read of it stands outside the report, every row and pound."""
    read = refused.conservation.read
    counted: Conservation = replace(
        refused.conservation, used=NOTHING, excluded=(), quarantined=((REFUSED_WHOLE, read),), is_proved_complete=False
    )
    return replace(refused, table_url="", joint_url="", set_aside=(), conservation=counted)


def _told_refused(refused: Sequence[Prepared], used: Prepared) -> Iterator[Finding]:
    """Why newer versions are not used; the period is closed on the older one."""
    for each in refused:
        for finding in each.findings:
            if finding.severity is Severity.CRITICAL:
                yield replace(finding, severity=Severity.REJECT)
        yield Finding(
            severity=Severity.WARN,
            rule="EARLIER_VERSION_IN_USE",
            where=_where(each),
            found="a newer version that is refused",
            expected="the newest version to be usable",
            action=f"{used.landed.offered.file_name} known from {used.landed.offered.known_from} stays in use.",
        )


def _told_changed(former: Prepared, newer: Prepared) -> Finding:
    changed = changed_lines(read_table(former.table_url), read_table(newer.table_url))
    kept = max(changed.came, changed.went)
    return Finding(
        severity=Severity.WARN if changed.went > changed.came else Severity.INFO,
        rule="CHANGED_LINES",
        where=_where(newer),
        found=f"{kept:,} of {changed.lines:,} lines changed ({changed.came:,} came, {changed.went:,} went)",
        expected=f"what {former.landed.offered.file_name} of {former.landed.offered.known_from} held",
        action="Look whether these are the corrections that the council meant.",
    )
