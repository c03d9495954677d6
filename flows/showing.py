"""Artifacts in Prefect's view, under keys that stay, so that each shows its history."""

from collections.abc import Sequence
from uuid import UUID

from prefect.artifacts import create_progress_artifact, create_table_artifact, update_progress_artifact

from flows.closing import Close, Closed, Gathered
from flows.naming import describe_closed
from flows.shown import (
    Shown,
    arrival_rows,
    break_rows,
    closed_rows,
    conservation_rows,
    finding_rows,
    pack_rows,
    settlement_rows,
)
from sspipe.model.feeds import LandedFile
from sspipe.model.findings import Finding, has_critical
from sspipe.model.site import Site
from sspipe.model.statement import Statement

WHOLE = 100.0


def show_gathered(close: Close, gathered: Gathered) -> None:
    """Which files arrived, and what became of their rows."""
    files = {file.landed.source_file: _sized(file.landed) for file in gathered.prepared}
    states = gathered.states
    _show(close, gathered.site.site, "arrivals", "Where the feeds stand", arrival_rows(states, files))
    counted = [file.conservation for file in gathered.prepared]
    refused = {file.landed.source_file for file in gathered.prepared if has_critical(file.findings)}
    _show(
        close,
        gathered.site.site,
        "conservation",
        "Rows in and what became of them",
        conservation_rows(counted, {state.source_file for state in states}, refused),
    )


def _sized(landed: LandedFile) -> str:
    return f"{landed.offered.file_name} ({landed.size_bytes:,} bytes)"


def show_statement(close: Close, site: Site, statement: Statement) -> None:
    """The settlement by pair of councils, and open differences by cause."""
    names = {code: council.name for code, council in site.councils.items()}
    _show(close, site.site, "settlement", "Who owes whom", settlement_rows(statement.net, names))
    _show(close, site.site, "breaks", "Open differences by cause", break_rows(statement.breaks))


def show_findings(close: Close, site: Site, findings: Sequence[Finding]) -> None:
    """What was found wrong, where, and what to do."""
    _show(close, site.site, "findings", "What was found wrong", finding_rows(findings))


def show_packs(close: Close, site: Site, closed: Closed) -> None:
    """Where the packs stand, the page first."""
    if closed.packs:
        names = {code: council.name for code, council in site.councils.items()}
        _show(close, site.site, "packs", "Where the packs are", pack_rows(closed.packs, names))


def key_of(site: str, period: str, subject: str) -> str:
    """An artifact's key: small letters, digits and dashes, the same on every run of a site and period."""
    return f"{site}-{period}-{subject}".lower().replace("_", "-")


def _show(close: Close, site: str, subject: str, title: str, rows: Shown) -> None:
    key = key_of(site, str(close.period), subject)
    create_table_artifact(rows, key=key, description=f"{title}, {close.period.label}")


class Progress:
    """How far several periods have come, as a bar in Prefect's view."""

    def __init__(self, site: str, wanted: int) -> None:
        """Begin at nothing."""
        self.wanted = wanted
        self.artifact_id: UUID | None = None
        if wanted:
            key = key_of(site, "close", "progress")
            self.artifact_id = _made(create_progress_artifact(0.0, key=key, description="Periods closed"))

    def show(self, closed: Sequence[Closed]) -> None:
        """Say how many periods are done; one that is refused is not."""
        if self.artifact_id is not None:
            done = sum(not each.is_refused for each in closed)
            last = closed[-1]
            said = f"{done} of {self.wanted} periods, {last.period.label}: {describe_closed(last)}"
            update_progress_artifact(self.artifact_id, WHOLE * done / self.wanted, said)


def show_periods(site: str, closed: Sequence[Closed]) -> None:
    """What came of each of several periods, with its release."""
    if closed:
        key = key_of(site, "close", "periods")
        create_table_artifact(closed_rows(closed), key=key, description="What came of each period")


def _made(artifact_id: object) -> UUID:
    return artifact_id if isinstance(artifact_id, UUID) else UUID(str(artifact_id))
