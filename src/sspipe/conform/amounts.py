"""Signed pence of a row's amount: one column, a debit and a credit column, or an amount beside its sign."""

from functools import partial

import pyarrow.compute as pc

from sspipe.conform.cell_kinds import PoundsCell, SignRule
from sspipe.conform.columns import Block, Read, plain, read_by
from sspipe.conform.pounds import pence_of


def read_amounts(cell: PoundsCell, block: Block) -> Read:
    """Read the amount of every row, debits positive."""
    if cell.debit:
        return _two_sided(cell, block)
    read = read_by(block.texts[cell.column], partial(pence_of, blank_is_nil=cell.blank))
    return _signed(cell.signs, read, block) if cell.signs else read


def _two_sided(cell: PoundsCell, block: Block) -> Read:
    columns = [block.texts[cell.debit], block.texts[cell.credit]]
    debit, credit = (read_by(column, partial(pence_of, blank_is_nil=True)) for column in columns)
    first_blank, second_blank = (pc.equal(pc.binary_length(plain(column)), 0) for column in columns)
    is_allowed = pc.xor(first_blank, second_blank)
    if cell.blank:
        is_allowed = pc.or_(is_allowed, first_blank)
    return Read(pc.subtract(debit.values, credit.values), pc.and_(pc.and_(debit.is_read, credit.is_read), is_allowed))


def _signed(rule: SignRule, read: Read, block: Block) -> Read:
    side = plain(block.texts[rule.column])
    is_debit, is_credit = pc.equal(side, rule.debit), pc.equal(side, rule.credit)
    pence = read.values
    if rule.amounts == "unsigned":
        pence = pc.if_else(is_credit, pc.negate(pence), pence)
    agrees = pc.or_(pc.and_(is_debit, pc.greater_equal(pence, 0)), pc.and_(is_credit, pc.less_equal(pence, 0)))
    return Read(pence, pc.and_(read.is_read, agrees))
