"""What ran, on which files, with how many rows and pounds, and what was found wrong."""

from datetime import date, datetime

from sspipe.model.file_calendar import Arrival
from sspipe.model.findings import Severity
from sspipe.store.columns import Stored, day, moment, number, one_of, pence, text
from sspipe.store.states import RunOutcome


class Run(Stored, table=True):
    """One run for one site and period."""

    __tablename__ = "run"
    __table_args__ = (one_of("outcome", RunOutcome),)

    run_id: str = text("The run.", key=True)
    site: str = text("The site.")
    period: str = text("The period that was run.")
    known_on: date = day("The knowledge date: what became known later is invisible to the run.")
    code_version: str = text("The version of the program.")
    started_at: datetime = moment("When it started.")
    ended_at: datetime | None = moment("When it ended; empty while it runs, or where it died.")
    outcome: str = text("running, done, unchanged (nothing new to publish), refused or broken.")
    release_id: str = text("The release that it published or confirmed; else empty.")
    message: str = text("What stopped it; else empty.")


class RunStep(Stored, table=True):
    """One step of a run on one unit of work."""

    __tablename__ = "run_step"
    __table_args__ = (one_of("outcome", RunOutcome),)

    run_id: str = text("The run.", key=True, refers_to="run.run_id")
    step: str = text("The stage.", key=True)
    unit: str = text("The unit of work, such as a feed and period.", key=True)
    started_at: datetime = moment("When it started.")
    ended_at: datetime | None = moment("When it ended.")
    outcome: str = text("running, done, unchanged, refused or broken.")
    rows: int = number("Rows that left the step.")
    message: str = text("What stopped it; else empty.")


class SourceFile(Stored, table=True):
    """One landed file of a feed, with what became of its rows and pounds."""

    __tablename__ = "source_file"

    feed: str = text("The feed, as publisher/noun.", key=True)
    source_file: str = text("SHA-256 of the file's bytes.", key=True)
    file_name: str = text("Its name as it was offered.", key=True)
    publisher: str = text("Who published it.")
    period: str = text("The period that it serves; empty where it serves every period.")
    known_from: date = day("The day from which its content is known.")
    size_bytes: int = number("Its size in bytes.")
    rows_read: int = number("Rows read.")
    debit_pence: int = pence("Debits read.")
    credit_pence: int = pence("Credits read, as a positive amount.")
    rows_used: int = number("Rows used.")
    rows_quarantined: int = number("Rows set aside because a check refused them.")
    rows_excluded: int = number("Rows left out by a named rule.")
    first_run_id: str = text("The run that first used it.")
    last_run_id: str = text("The run that last used it.")


class FeedStatus(Stored, table=True):
    """Where the file of one feed and period stands."""

    __tablename__ = "feed_status"
    __table_args__ = (one_of("status", Arrival),)

    site: str = text("The site.", key=True)
    feed: str = text("The feed, as publisher/noun.", key=True)
    period: str = text("The period.", key=True)
    status: str = text(
        "not_due, arrived, late, early, missing, refused, unexpected or out_of_order (an earlier period is missing)."
    )
    due_on: date | None = day("The day by which it is expected; empty where none is set.")
    source_file: str = text("SHA-256 of the newest file that arrived; else empty.")
    checked_at: datetime = moment("When this was last looked at.")


class FindingRow(Stored, table=True):
    """One thing found wrong in a run's inputs."""

    __tablename__ = "finding"
    __table_args__ = (one_of("severity", Severity),)

    run_id: str = text("The run.", key=True, refers_to="run.run_id")
    finding_number: int = number("The finding's number within the run.", key=True)
    severity: str = text("critical (stops publishing), reject (sets the row aside), warn or info.")
    rule: str = text("The rule that found it.")
    council: str = text("The council or other publisher.")
    feed: str = text("The feed.")
    file_name: str = text("The file's name.")
    source_file: str = text("SHA-256 of the landed file; empty where no file is concerned.")
    source_row: int | None = number("The row's number in that file; empty for the whole file.")
    found: str = text("What was found: its shape, never a person's name or pay.")
    expected: str = text("What was expected.")
    action: str = text("What to do.")
    more_rows: int | None = number("So many more rows of the same fault, told together in this line; else empty.")


class QuarantinedRow(Stored, table=True):
    """One row that a check set aside; its raw text stays in the landing area."""

    __tablename__ = "quarantined_row"

    run_id: str = text("The run.", key=True, refers_to="run.run_id")
    source_file: str = text("SHA-256 of the landed file.", key=True)
    source_row: int = number("The row's number in that file.", key=True)
    rule: str = text("The rule that refused it.", key=True)
    feed: str = text("The feed, as publisher/noun.")
    debit_pence: int = pence("Its debit.")
    credit_pence: int = pence("Its credit, as a positive amount.")
