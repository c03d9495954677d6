"""Values of one canonical column over a block, by the kind of cell that the layout declares for it."""

import re
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sspipe.conform import cell_kinds as kinds
from sspipe.conform.amounts import read_amounts
from sspipe.conform.columns import JOINT, Block, Read, every, joined, one_by_one, read_by, repeated
from sspipe.conform.context import ConformContext, OccupantKey
from sspipe.conform.days import day_of, day_of_month, period_of, year_of_name
from sspipe.conform.decimals import decimal_of, fraction_of
from sspipe.conform.error_values import is_error_value
from sspipe.conform.names import by_neutral_name, neutral
from sspipe.errors import SiteFileWrong

Parse = Callable[[str], object]
CellReader = Callable[[Block], Read]


def bound(cell: kinds.CellKind, context: ConformContext) -> CellReader:
    """A reader of blocks for one cell of one file; what it has parsed once it remembers."""
    return _BINDERS[type(cell)](cell, context)


def _constant(cell: kinds.ConstantCell, _: ConformContext) -> CellReader:
    return partial(_same, cell.value)


def _known_from(_: kinds.KnownFromCell, context: ConformContext) -> CellReader:
    return partial(_same, context.known_from.isoformat())


def _same(value: str, block: Block) -> Read:
    return Read(repeated(value, len(block)), every(len(block), value=True))


def _row_number(_: kinds.RowNumberCell, __: ConformContext) -> CellReader:
    return partial(_same, "")  # filled in once the block's place in the file is known


def _year_of_name(cell: kinds.NameYearCell, context: ConformContext) -> CellReader:
    try:
        return partial(_same, year_of_name(context.file_name, re.compile(cell.pattern)))
    except ValueError:
        return lambda block: Read(repeated("", len(block)), every(len(block), value=False))


def _code(cell: kinds.CodeCell, _: ConformContext) -> CellReader:
    form = rf"^(?:{cell.pattern}){'?' if cell.blank else ''}$"
    matched = partial(_matched, form)
    return lambda block: read_by(block.texts[cell.column], matched)


def _matched(form: str, texts: pa.Array) -> Read:
    return Read(texts, pc.match_substring_regex(texts, form))


def _choice(cell: kinds.ChoiceCell, _: ConformContext) -> CellReader:
    return _by_text(cell, partial(_listed, cell.values), "")


def _alias(cell: kinds.AliasCell, context: ConformContext) -> CellReader:
    codes = by_neutral_name(getattr(context, cell.known))
    if cell.known == "counterparties":
        return _by_text(cell, partial(_code_or_none, codes), "")
    return _by_text(cell, lambda text: _listed(codes, neutral(text)), "")


def _code_or_none(codes: Mapping[str, str], text: str) -> str:
    if is_error_value(text):
        message = "an error value of a spreadsheet"
        raise ValueError(message)
    return codes.get(neutral(text), "")


def _listed(codes: Mapping[str, str], text: str) -> str:
    if text not in codes:
        message = "not a listed value"
        raise ValueError(message)
    return codes[text]


def _date(cell: kinds.DateCell, _: ConformContext) -> CellReader:
    return _by_text(cell, lambda text: day_of(text, cell.formats), None, pa.date32())


def _month(cell: kinds.MonthCell, _: ConformContext) -> CellReader:
    return _by_text(cell, lambda text: day_of_month(text, cell.format, cell.day), None, pa.date32())


def _period(cell: kinds.PeriodCell, _: ConformContext) -> CellReader:
    pattern = re.compile(cell.pattern)
    return _by_text(cell, lambda text: period_of(text, pattern), "")


def _fraction(cell: kinds.FractionCell, _: ConformContext) -> CellReader:
    return _by_text(cell, fraction_of, None)


def _decimal(cell: kinds.DecimalCell, _: ConformContext) -> CellReader:
    return _by_text(cell, lambda text: None if text in cell.missing else decimal_of(text), None)


def _pounds(cell: kinds.PoundsCell, _: ConformContext) -> CellReader:
    return partial(read_amounts, cell)


def _occupant(cell: kinds.OccupantCell, context: ConformContext) -> CellReader:
    if context.occupant_key is None:
        raise SiteFileWrong(
            str(context.where()), "no occupant key of the council", "one key for each council", "Set the council's key."
        )
    return _by_text(cell, partial(_hashed, context.occupant_key, re.compile(cell.pattern)), "")


def _hashed(key: OccupantKey, pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text):
        message = "not an employee number of the layout's form"
        raise ValueError(message)
    return key.reference_of(text.lstrip("0"))  # ledgers pad numbers with noughts that HR does not write


def _by_text(cell: kinds.CellKind, parse: Parse, nothing: object, of_type: pa.DataType | None = None) -> CellReader:
    remembered = cache(partial(_or_nothing, parse, nothing) if cell.blank else parse)
    reader = one_by_one(remembered, of_type or pa.string())
    return lambda block: read_by(joined([block.texts[heading] for heading in cell.headings]), reader)


def _or_nothing(parse: Parse, nothing: object, text: str) -> object:
    return parse(text) if text.strip(JOINT) else nothing


_BINDERS: Mapping[type[kinds.CellKind], Callable[[Any, ConformContext], CellReader]] = {
    kinds.CodeCell: _code,
    kinds.ConstantCell: _constant,
    kinds.ChoiceCell: _choice,
    kinds.AliasCell: _alias,
    kinds.DateCell: _date,
    kinds.MonthCell: _month,
    kinds.PoundsCell: _pounds,
    kinds.FractionCell: _fraction,
    kinds.DecimalCell: _decimal,
    kinds.OccupantCell: _occupant,
    kinds.PeriodCell: _period,
    kinds.KnownFromCell: _known_from,
    kinds.NameYearCell: _year_of_name,
    kinds.RowNumberCell: _row_number,
}
