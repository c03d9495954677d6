"""What the run behind a release found of each file: by rule, in how many rows; never a value of a row."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, select

from sspipe.model.findings import Severity
from sspipe.store.tables import table_named

_RELEASES = table_named("release")
_FILES = table_named("source_file")
_FINDINGS = table_named("finding")
Content = tuple[str, str]
"""Feed and hash of a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRule:
    """A rule that a file breaks: in how many rows, none where it is one on the whole file."""

    severity: Severity
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundInFile:
    """A file's period, empty where it serves them all, and the rules that it breaks."""

    period: str
    rules: Mapping[str, FoundRule]

    @property
    def is_refused(self) -> bool:
        """Whether something critical was found, so that nothing of it is used."""
        return any(found.severity is Severity.CRITICAL for found in self.rules.values())


def found_in_files(engine: Engine, release_id: str) -> Mapping[Content, FoundInFile]:
    """What the release's run found of every file on record."""
    with engine.connect() as connection:
        run_id = connection.scalar(select(_RELEASES.c.run_id).where(_RELEASES.c.release_id == release_id))
        rules = _found(connection, str(run_id))
        files = connection.execute(select(_FILES.c.feed, _FILES.c.source_file, _FILES.c.period)).tuples()
        return {
            (feed, source_file): FoundInFile(period=period, rules=rules.get((feed, source_file), {}))
            for feed, source_file, period in files
        }


def _found(connection: Connection, run_id: str) -> dict[Content, dict[str, FoundRule]]:
    """The rules that each file breaks, by code."""
    names = ("feed", "source_file", "rule", "severity", "source_row", "more_rows")
    query = select(*(_FINDINGS.c[name] for name in names)).where(_FINDINGS.c.run_id == run_id)
    found: dict[Content, dict[str, FoundRule]] = {}
    for row in connection.execute(query.where(_FINDINGS.c.severity != Severity.INFO)):
        rules = found.setdefault((row.feed, row.source_file), {})
        before = rules[row.rule].rows if row.rule in rules else 0
        rows = before + (row.source_row is not None) + (row.more_rows or 0)
        rules[row.rule] = FoundRule(severity=Severity(row.severity), rows=rows)
    return found
