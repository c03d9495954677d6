"""The blank rows at the end of a file, counted and left out together: what one of them would become, all become."""

import pyarrow as pa

from sspipe.conform.blocks import BlockResult, Conforming, conform_block
from sspipe.conform.columns import Block
from sspipe.conform.tallies import Tally, by_name
from sspipe.model.conservation import Count

BLANK_TAIL = "blank_tail"
"""The rule of blank rows at the end where the layout has none of its own that takes them."""


def blank_result(job: Conforming, rows: int) -> BlockResult:
    """So many rows without a sign as a block: excluded by the layout's own rule, or else by ours; no pounds in them."""
    blank = pa.array([""]).dictionary_encode()
    one = conform_block(job, Block(dict.fromkeys(job.version.declared, blank), pa.array([0], pa.int64()), 1))
    rule = next((rule for rule, _ in by_name(one.tally.excluded)), BLANK_TAIL)
    count = Count(rows=rows, debit_pence=0, credit_pence=0)
    return BlockResult(rows, one.table.slice(0, 0), (), (), Tally(read=count, excluded={rule: count}))
