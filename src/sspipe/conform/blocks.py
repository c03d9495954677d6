"""Canonical rows of one block of a file, with every row that was not used told by rule and every pound counted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sspipe.conform import cell_kinds as kinds
from sspipe.conform.canonical import EMPTY_TEXT, schema_of
from sspipe.conform.cells import CellReader, bound
from sspipe.conform.columns import Block, Read, encoded, every, matches, one_by_one, plain, read_by, repeated
from sspipe.conform.context import ConformContext
from sspipe.conform.faults import CORRECT, SHOWN_PER_RULE, TELLINGS, RowFault, Telling, told
from sspipe.conform.layout import LayoutVersion
from sspipe.conform.set_aside import broken_constants, excluded
from sspipe.conform.tallies import Aside, Tally, aside_of, misshapen_aside, tally_of
from sspipe.model.feeds import Noun
from sspipe.model.findings import Severity
from sspipe.model.periods import Period
from sspipe.model.tables import TABLES, Kind

AMOUNT = "amount_pence"
MISSHAPEN = "wrong_number_of_cells"
NO_ROW = "unreadable_row"
NO_VALUE = "cell_without_value"


@dataclass(frozen=True, slots=True)
class Fault:
    """Rows with one fault, and how to tell of it."""

    rule: str
    rows: pa.BooleanArray
    headings: tuple[str, ...]
    telling: Telling


@dataclass(frozen=True, slots=True)
class Conforming:
    """Everything about a file that stays the same from block to block."""

    noun: Noun
    version: LayoutVersion
    context: ConformContext
    variants: tuple[Mapping[str, CellReader], ...]
    schema: pa.Schema
    width: int = 0

    @property
    def row_numbered(self) -> tuple[str, ...]:
        """Columns that take the row's number, known only once the block's place in the file is."""
        return tuple(name for name, cell in self.version.cells.items() if isinstance(cell, kinds.RowNumberCell))


@dataclass(frozen=True, slots=True)
class BlockResult:
    """What one block gave; rows count from the start of the block."""

    rows: int
    table: pa.Table
    faults: tuple[RowFault, ...]
    quarantined: tuple[Aside, ...]
    tally: Tally
    ends_short: bool = False


def conforming(noun: Noun, version: LayoutVersion, context: ConformContext) -> Conforming:
    """Bind layout and context for the blocks of one file."""
    variants = tuple({name: bound(cell, context) for name, cell in cells.items()} for cells in version.variants())
    return Conforming(noun, version, context, variants, schema_of(noun))


def conform_block(job: Conforming, block: Block) -> BlockResult:
    """Conform the rows of a block; those without a whole set of cells are quarantined."""
    variants = [{name: read(block) for name, read in readers.items()} for readers in job.variants]
    exclusions = list(excluded(job.version, block, job.context))
    is_excluded = _any_of([hit for _, hit in exclusions], len(block))
    faults = [_without(fault, is_excluded) for fault in _faults(job, block, variants)]
    faults += [_beside(fault, faults, is_excluded, len(block)) for fault in _without_value(job, block)]
    first_faults = list(_first(faults, len(block)))
    is_faulty = _any_of([hit for _, hit in first_faults], len(block))
    is_used = pc.invert(pc.or_(is_excluded, is_faulty))
    amounts = [_pence(reads, len(block)) for reads in variants]
    tally = tally_of(amounts, exclusions, first_faults, is_used)
    for rule, places in _misshapen(block):
        tally.add_misshapen(rule, len(places))
    return BlockResult(
        block.rows,
        pa.concat_tables([_table(job, block, reads, is_used) for reads in variants]),
        (*_misshapen_told(block, job.width), *_tellings(faults, block)),
        (
            *(misshapen_aside(*each) for each in _misshapen(block)),
            *(aside_of(rule, block.at, amounts, hit) for rule, hit in first_faults),
        ),
        tally,
        _ends_short(block, job.width),
    )


def _ends_short(block: Block, width: int) -> bool:
    """Whether the last row has too few cells; where its line has no end either, the file was cut."""
    place, cells = block.misshapen[-1] if block.misshapen else (-1, 0)
    return place == block.rows - 1 and cells < width


def _misshapen_told(block: Block, width: int) -> Iterator[RowFault]:
    for place, cells in block.misshapen[:SHOWN_PER_RULE]:
        if cells:
            found, expected = f"{cells} cells", f"{width} cells, one a heading"
            yield RowFault(place, MISSHAPEN, Severity.REJECT, found, expected, CORRECT)
        else:
            yield RowFault(place, NO_ROW, Severity.REJECT, "what is no JSON object", "a JSON object", CORRECT)


def _misshapen(block: Block) -> Iterator[tuple[str, list[int]]]:
    """Places of the rows that are not among the texts, by rule."""
    for rule, is_row in ((MISSHAPEN, True), (NO_ROW, False)):
        places = [place for place, cells in block.misshapen if bool(cells) is is_row]
        if places:
            yield rule, places


def _without_value(job: Conforming, block: Block) -> Iterator[Fault]:
    """Cells of declared columns that hold no value, whatever reads the column."""
    for heading in job.version.declared if block.unreadable else ():
        yield Fault(NO_VALUE, matches(block.texts[heading], block.unreadable), (heading,), TELLINGS["no_value"])


def _beside(fault: Fault, others: list[Fault], is_excluded: pa.BooleanArray, length: int) -> Fault:
    """A fault where no other fault of its row has been told."""
    return _without(fault, pc.or_(is_excluded, _any_of([other.rows for other in others], length)))


def _faults(job: Conforming, block: Block, variants: list[dict[str, Read]]) -> Iterator[Fault]:
    for heading, hit in broken_constants(job.version, block):
        yield Fault("broken_constant", hit, (heading,), TELLINGS["constant"])
    for at, (cells, reads) in enumerate(zip(job.version.variants(), variants, strict=True)):
        for name in cells if at == 0 or job.version.unpivot is None else (job.version.unpivot.value,):
            rule, telling = _rule_of(name, cells[name])
            yield Fault(rule, pc.invert(reads[name].is_read), cells[name].headings, telling)
    yield from _other_periods(job, variants)


def _other_periods(job: Conforming, variants: list[dict[str, Read]]) -> Iterator[Fault]:
    """A file holds the lines of its own period, and that of P01 the opening balances too."""
    own = job.context.period
    cell = job.version.cells.get("period")
    if own is None or cell is None:
        return
    allowed = pa.array([str(own), str(Period(own.year_start, 0))] if own.number == 1 else [str(own)])
    read = read_by(encoded(variants[0]["period"].values), lambda texts: Read(texts, pc.is_in(texts, value_set=allowed)))
    yield Fault("other_period", pc.and_not(variants[0]["period"].is_read, read.is_read), cell.headings, TELLINGS["own"])


def _rule_of(name: str, cell: kinds.CellKind) -> tuple[str, Telling]:
    if isinstance(cell, kinds.AliasCell) and cell.known == "titles":
        return "unknown_post_title", TELLINGS["titles"]
    if isinstance(cell, kinds.PoundsCell) and cell.signs:
        return f"unreadable_{name}", TELLINGS["sign"]
    kind = str(getattr(cell, "kind", "code"))
    return f"unreadable_{name}", TELLINGS.get(kind, TELLINGS["code"])


def _without(fault: Fault, is_excluded: pa.BooleanArray) -> Fault:
    return Fault(fault.rule, pc.and_not(fault.rows, is_excluded), fault.headings, fault.telling)


def _first(faults: list[Fault], length: int) -> Iterator[tuple[str, pa.BooleanArray]]:
    taken = every(length, value=False)
    for fault in faults:
        hit = pc.and_not(fault.rows, taken)
        if fault.rows.true_count:
            taken = pc.or_(taken, hit)
            yield fault.rule, hit


def _any_of(masks: list[pa.BooleanArray], length: int) -> pa.BooleanArray:
    result = every(length, value=False)
    for mask in masks:
        result = pc.or_(result, mask)
    return result


def _tellings(faults: list[Fault], block: Block) -> Iterator[RowFault]:
    for fault in faults:
        if not fault.rows.true_count:
            continue
        places = np.flatnonzero(fault.rows.to_numpy(zero_copy_only=False))[:SHOWN_PER_RULE]
        columns = [plain(block.texts[heading].take(pa.array(places))).to_pylist() for heading in fault.headings]
        for place, *texts in zip(places, *columns, strict=True):
            yield told(fault.rule, block.at[int(place)].as_py(), texts, fault.telling)


def _pence(reads: dict[str, Read], length: int) -> pa.Array:
    """The amount of each row in pence: nil where it cannot be read; as it stands where only its sign contradicts it."""
    if AMOUNT not in reads:
        return pa.array(np.zeros(length, dtype=np.int64))
    return reads[AMOUNT].values


def _table(job: Conforming, block: Block, reads: dict[str, Read], is_used: pa.BooleanArray) -> pa.Table:
    filled = {name: read.values for name, read in reads.items()} | _filled(job, block, reads)
    columns = [_column(job, filled, field, len(block)) for field in job.schema]
    table = pa.Table.from_arrays(columns, schema=job.schema)
    return table if is_used.true_count == len(block) else table.filter(is_used)


def _filled(job: Conforming, block: Block, reads: dict[str, Read]) -> dict[str, pa.Array]:
    context = job.context
    filled = {
        "council": repeated(context.publisher, len(block)),
        "source_file": repeated(context.source_file, len(block)),
        "source_row": block.at,
    }
    if "account" in reads:
        groups = one_by_one(lambda account: context.accounts.get(account, "other"), pa.string())
        filled["subjective"] = read_by(encoded(reads["account"].values), groups).values
    if "occupant_ref" in reads and context.occupant_key is not None:
        key_id = context.occupant_key.key_id
        filled["occupant_key_id"] = read_by(encoded(reads["occupant_ref"].values), partial(_key_named, key_id)).values
    return filled


def _key_named(key_id: str, references: pa.Array) -> Read:
    is_empty = pc.equal(pc.binary_length(references), 0)
    return Read(pc.if_else(is_empty, "", key_id), is_empty)


def _column(job: Conforming, filled: Mapping[str, pa.Array], field: pa.Field, length: int) -> pa.Array:
    column = filled.get(field.name)
    if column is None:
        column = _absent(TABLES[job.noun][field.name], field.type, length)
    if column.type == field.type:
        return column
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_dictionary(field.type):
        return column.cast(pa.string()).dictionary_encode()
    return column.cast(field.type)


def _absent(kind: Kind, of_type: pa.DataType, length: int) -> pa.Array:
    if kind in EMPTY_TEXT:
        return repeated("", length)
    if kind in (Kind.PENCE, Kind.INTEGER):
        return pa.array(np.zeros(length, dtype=np.int64))
    return pa.nulls(length, of_type)
