"""One file of a council as a canonical table, with its findings and with every row and pound accounted for.

In:  the file's bytes, the layout, the context. Blocks are conformed on as many threads as there are processors.
Out: a table, or none where the file as a whole cannot be read; that is a critical finding, never a traceback.
"""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import BinaryIO

from sspipe.conform.blocks import BlockResult, Conforming, conform_block, conforming
from sspipe.conform.canonical import SINGULAR
from sspipe.conform.cell_kinds import CodeCell, PoundsCell
from sspipe.conform.context import ConformContext
from sspipe.conform.delimited import read_headings, whole_rows
from sspipe.conform.gathering import Conformed, gathered, refused
from sspipe.conform.layout import DelimitedFile, Layout, LayoutVersion, SheetFile
from sspipe.conform.opening import check_content
from sspipe.conform.parsing import BlockParser
from sspipe.conform.sheets import read_sheet
from sspipe.errors import RunBroken

__all__ = ["Conformed", "conform_file"]


def conform_file(source: BinaryIO, layout: Layout, context: ConformContext) -> Conformed:
    """Conform one file; `source` can seek."""
    try:
        job = conforming(layout.noun, layout.version_of(context.known_from), context)
        form = job.version.file
        check_content(source, form.format, context.file_name, str(context.where()))
        if isinstance(form, SheetFile):
            return _conform_sheet(source, form, job)
        return _conform_rows(source, form, job)
    except RunBroken as fault:
        return refused(fault, context)


def _conform_sheet(source: BinaryIO, form: SheetFile, job: Conforming) -> Conformed:
    headings, block = read_sheet(source, job.version, form, str(job.context.where()))
    job = replace(job, width=headings.width)
    return gathered(job, headings, [conform_block(job, block)])


def _conform_rows(source: BinaryIO, form: DelimitedFile, job: Conforming) -> Conformed:
    where = str(job.context.where())
    headings = read_headings(source, job.version, form, where)
    parser = BlockParser(form, headings, _singular(job.version), where)
    job = replace(job, width=headings.width)
    return gathered(job, headings, _in_threads(job, parser, whole_rows(source, quoted=form.quoted)))


def _in_threads(job: Conforming, parser: BlockParser, blocks: Iterable[bytes]) -> Iterator[BlockResult]:
    workers = os.cpu_count() or 1
    waiting: deque[Future[BlockResult]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        for data in blocks:
            waiting.append(pool.submit(_conform_bytes, job, parser, data))
            if len(waiting) > workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _conform_bytes(job: Conforming, parser: BlockParser, data: bytes) -> BlockResult:
    return conform_block(job, parser.parse(data))


def _singular(version: LayoutVersion) -> frozenset[str]:
    """Headings of columns whose texts hardly repeat: amounts, and the codes that name one document."""
    codes = [h for name in SINGULAR if isinstance(cell := version.cells.get(name), CodeCell) for h in cell.headings]
    return frozenset((*codes, *_amount_headings(version)))


def _amount_headings(version: LayoutVersion) -> tuple[str, ...]:
    cell = version.cells.get("amount_pence")
    return cell.amounts if isinstance(cell, PoundsCell) else ()
