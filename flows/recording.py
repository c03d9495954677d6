"""What a run did, written to our own tables while it happens (R19)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from flows.closing import Close, Gathered
from flows.prepare import Prepared
from flows.records_of_files import decided
from sspipe.model.findings import Finding
from sspipe.store.decisions import keep_decisions
from sspipe.store.runs import (
    Quarantined,
    RunEnd,
    RunStart,
    Step,
    begin_run,
    end_run,
    keep_feed_states,
    keep_findings,
    keep_quarantined,
    keep_source_files,
    keep_steps,
)
from sspipe.store.states import RunOutcome

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Recorder:
    """One run's book-keeping."""

    engine: Engine
    close: Close
    site: str
    clock: Clock

    def begin(self) -> None:
        """Keep that the run began."""
        close = self.close
        begin_run(
            self.engine,
            RunStart(
                run_id=close.run_id,
                site=self.site,
                period=close.period,
                known_on=close.known_on,
                code_version=close.settings.code_version,
                started_at=close.started_at,
            ),
        )

    def step(self, name: str, unit: str, started_at: datetime, rows: int) -> None:
        """Keep one finished step."""
        step = Step(
            step=name, unit=unit, started_at=started_at, ended_at=self.clock(), outcome=RunOutcome.DONE, rows=rows
        )
        keep_steps(self.engine, self.close.run_id, [step])

    def files(self, gathered: Gathered) -> None:
        """Keep every file with its rows and pounds, what was set aside, and where the feeds stand."""
        run_id = self.close.run_id
        keep_source_files(self.engine, run_id, [(file.landed, file.conservation) for file in gathered.prepared])
        keep_quarantined(self.engine, run_id, list(_quarantined(gathered.prepared)))
        found = (each.decision for each in decided(gathered.site, gathered.prepared))
        keep_decisions(self.engine, self.site, found, run_id)
        keep_feed_states(self.engine, gathered.states)

    def findings(self, findings: Iterable[Finding]) -> None:
        """Keep findings in the order found."""
        keep_findings(self.engine, self.close.run_id, list(findings))

    def end(self, outcome: RunOutcome, release_id: str = "", message: str = "") -> None:
        """Keep how the run ended."""
        end_run(
            self.engine,
            self.close.run_id,
            RunEnd(ended_at=self.clock(), outcome=outcome, release_id=release_id, message=message),
        )


def _quarantined(prepared: Iterable[Prepared]) -> Iterable[Quarantined]:
    for file in prepared:
        for row in file.set_aside:
            yield Quarantined(
                feed=file.landed.offered.feed.feed,
                source_file=file.landed.source_file,
                source_row=row.source_row,
                rule=row.rule,
                debit_pence=row.debit_pence,
                credit_pence=row.credit_pence,
            )
