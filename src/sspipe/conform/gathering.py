"""The blocks of one file put together: table, findings, quarantined rows and the account of rows and pounds."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from sspipe.conform.blocks import BlockResult, Conforming
from sspipe.conform.context import ConformContext
from sspipe.conform.faults import SHOWN_PER_RULE, RowFault, beyond_shown
from sspipe.conform.headings import Note
from sspipe.conform.tallies import Aside, Tally, by_name
from sspipe.errors import RunBroken
from sspipe.model.conservation import Conservation
from sspipe.model.findings import Finding, Severity

_QUARANTINED = pa.schema(
    [("rule", pa.string()), ("source_row", pa.int64()), ("debit_pence", pa.int64()), ("credit_pence", pa.int64())]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conformed:
    """What a file gave. `table` None: nothing of it could be used. `quarantined` lists rule, row, debit and credit.

    `balances`: its layout says that debits equal credits. `ends_aside`: the very last row was set aside;
    `ends_short`: it stops before its last cell.
    """

    table: pa.Table | None
    findings: tuple[Finding, ...]
    conservation: Conservation
    quarantined: pa.Table
    balances: bool = False
    ends_aside: bool = False
    ends_short: bool = False


def gathered(
    job: Conforming, first_row: int, results: Iterable[BlockResult], notes: Callable[[], Iterable[Note]]
) -> Conformed:
    """Put blocks together in their order, rows numbered as a person counts them; notes are asked for at the end.

    Raises:
        FileRefused: when the rows or the notes show that the file as a whole cannot be read.
    """
    gathering = _Gathering(job, first_row)
    for result in results:
        gathering.add(result)
    quarantined = pa.concat_tables([_QUARANTINED.empty_table(), *gathering.quarantined]).sort_by("source_row")
    return Conformed(
        table=gathering.table(),
        findings=(*gathering.findings, *_beyond(job, gathering.tally), *_noted(job, notes())),
        conservation=_conservation(job.context, gathering.tally),
        quarantined=quarantined,
        balances=job.version.balances,
        ends_aside=pc.max(quarantined.column("source_row")).as_py() == gathering.next_row - 1,
        ends_short=gathering.ends_short,
    )


def refused(fault: RunBroken, context: ConformContext) -> Conformed:
    """A file that cannot be read as a whole."""
    finding = Finding(
        severity=Severity.CRITICAL,
        rule="file_refused",
        where=context.where(),
        found=fault.found,
        expected=fault.expected,
        action=fault.action,
    )
    return Conformed(
        table=None,
        findings=(finding,),
        conservation=_conservation(context, Tally()),
        quarantined=_QUARANTINED.empty_table(),
    )


@dataclass(slots=True)
class _Gathering:
    job: Conforming
    next_row: int
    tables: list[pa.Table] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    quarantined: list[pa.Table] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    shown: Counter[str] = field(default_factory=Counter)
    ends_short: bool = False

    def add(self, result: BlockResult) -> None:
        self.tables.append(_numbered(result.table, self.next_row, self.job.row_numbered))
        self.tally.add(result.tally)
        self.findings.extend(fault.finding(self.job.context, self.next_row) for fault in self._still_shown(result))
        self.quarantined.extend(_listed(aside, self.next_row) for aside in result.quarantined)
        self.next_row += result.rows
        self.ends_short = result.ends_short if result.rows else self.ends_short

    def table(self) -> pa.Table:
        whole = pa.concat_tables([self.job.schema.empty_table(), *self.tables]).unify_dictionaries()
        return whole if self.job.version.unpivot is None else whole.sort_by("source_row")

    def _still_shown(self, result: BlockResult) -> Iterator[RowFault]:
        for fault in sorted(result.faults, key=lambda fault: fault.at):
            self.shown[fault.rule] += 1
            if self.shown[fault.rule] <= SHOWN_PER_RULE:
                yield fault


def _listed(aside: Aside, first_row: int) -> pa.Table:
    rules = pa.repeat(pa.scalar(aside.rule), len(aside.at))
    rows = pc.add(aside.at, first_row)
    return pa.table([rules, rows, aside.debit_pence, aside.credit_pence], schema=_QUARANTINED)


def _numbered(table: pa.Table, first_row: int, row_numbered: Iterable[str]) -> pa.Table:
    rows = pc.add(table.column("source_row"), first_row)
    for name in ("source_row", *row_numbered):
        at = table.schema.get_field_index(name)
        known = table.schema.field(at)
        table = table.set_column(at, known, rows if name == "source_row" else _as_text(rows, known.type))
    return table


def _as_text(rows: pa.ChunkedArray, of_type: pa.DataType) -> pa.ChunkedArray:
    text = rows.cast(pa.string())
    return text.dictionary_encode() if pa.types.is_dictionary(of_type) else text


def _beyond(job: Conforming, tally: Tally) -> Iterator[Finding]:
    """What the rows together show."""
    for rule, count in by_name(tally.quarantined):
        if count.rows > SHOWN_PER_RULE:
            yield beyond_shown(rule, count.rows - SHOWN_PER_RULE, Severity.REJECT, job.context)


def _noted(job: Conforming, notes: Iterable[Note]) -> Iterator[Finding]:
    for note in notes:
        yield Finding(
            severity=Severity.INFO,
            rule=note.rule,
            where=job.context.where(),
            found=note.found,
            expected=note.expected,
            action=note.action,
        )


def _conservation(context: ConformContext, tally: Tally) -> Conservation:
    return Conservation(
        publisher=context.publisher,
        feed=context.feed,
        source_file=context.source_file,
        file_name=context.file_name,
        read=tally.read,
        used=tally.used,
        quarantined=by_name(tally.quarantined),
        excluded=by_name(tally.excluded),
        is_proved_complete=False,
    )
