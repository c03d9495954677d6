"""Which rows of a block a named rule sets aside: exclusions without blame, and constants that do not hold."""

from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from sspipe.conform.columns import Block, encoded, every, matches, one_by_one, read_by
from sspipe.conform.context import ConformContext
from sspipe.conform.error_values import is_error_value
from sspipe.conform.layout import Exclusion, LayoutVersion
from sspipe.conform.names import neutral


def excluded(version: LayoutVersion, block: Block, context: ConformContext) -> Iterator[tuple[str, pa.BooleanArray]]:
    """Rows by exclusion, each row under the first rule that takes it; none by a cell that has no value."""
    taken = every(len(block), value=False)
    for rule in version.exclude:
        hit = pc.and_not(_hit(rule, version, block, context), taken)
        for heading in rule.headings if block.unreadable else ():
            hit = pc.and_not(hit, matches(block.texts[heading], block.unreadable))
        taken = pc.or_(taken, hit)
        yield rule.rule, hit


def broken_constants(version: LayoutVersion, block: Block) -> Iterator[tuple[str, pa.BooleanArray]]:
    """Rows, by heading, in which a column does not hold the value that the layout states for all."""
    for heading, value in version.constants.items():
        yield heading, pc.invert(matches(block.texts[heading], [value]))


def _hit(rule: Exclusion, version: LayoutVersion, block: Block, context: ConformContext) -> pa.BooleanArray:
    if rule.blank is not None:
        headings = version.declared if rule.blank == "all" else rule.blank
        return _all_blank([block.texts[heading] for heading in headings], len(block))
    if rule.unlisted == "choices":
        return pc.invert(matches(block.texts[rule.column], [*version.choices_of(rule.column), ""]))
    if rule.unlisted == "counterparties":
        names = {neutral(name) for name in context.counterparties}
        is_listed = one_by_one(lambda text: neutral(text) in names or is_error_value(text), pa.bool_())
        return pc.invert(read_by(encoded(block.texts[rule.column]), is_listed).values)
    return pc.invert(matches(block.texts[rule.column], rule.outside or ()))


def _all_blank(columns: Sequence[pa.Array], length: int) -> pa.BooleanArray:
    result = every(length, value=True)
    for column in columns:
        result = pc.and_(result, matches(column, [""]))
    return result
