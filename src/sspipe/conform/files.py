"""One file of a council as a canonical table, with its findings and with every row and pound accounted for.

In:  the file's bytes, the layout, the context. Blocks of delimited text are conformed on as many threads as there are
processors.
Out: a table, or none where the file as a whole cannot be read; that is a critical finding, never a traceback.
"""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import BinaryIO

from sspipe.conform.blanks import blank_result
from sspipe.conform.blocks import BlockResult, Conforming, conform_block, conforming
from sspipe.conform.canonical import SINGULAR
from sspipe.conform.cell_kinds import CodeCell, PoundsCell
from sspipe.conform.context import ConformContext
from sspipe.conform.delimited import BlankTail, whole_rows, without_blank_tail
from sspipe.conform.detecting import opened_text
from sspipe.conform.forms import DelimitedFile, JsonFile, JsonLinesFile, SheetFile
from sspipe.conform.gathering import Conformed, gathered, refused
from sspipe.conform.json_files import blocks_of_lines, elements_of
from sspipe.conform.json_rows import JsonRows, values_of_lines
from sspipe.conform.layout import Layout, LayoutVersion
from sspipe.conform.opening import opened
from sspipe.conform.over_lines import OverLines, first_doubtful
from sspipe.conform.parsing import BlockParser
from sspipe.conform.sheets import read_sheet
from sspipe.errors import RunBroken

__all__ = ["Conformed", "conform_file"]

LINE_ENDS = (b"\n", b"\r")
_Done = tuple[BlockResult, OverLines | None]


def conform_file(source: BinaryIO, layout: Layout, context: ConformContext) -> Conformed:
    """Conform one file; `source` can seek."""
    try:
        job = conforming(layout.noun, layout.version_of(context.known_from), context)
        with opened(source, job.version.file, context.file_name, str(context.where())) as content:
            return _conformed(content, job)
    except RunBroken as fault:
        return refused(fault, context)


def _conformed(source: BinaryIO, job: Conforming) -> Conformed:
    match job.version.file:
        case SheetFile() as form:
            return _conform_sheet(source, form, job)
        case JsonFile() as form:
            return _conform_json(source, form, job)
        case JsonLinesFile():
            return _conform_json_lines(source, job)
        case form:
            return _conform_rows(source, form, job)


def _conform_sheet(source: BinaryIO, form: SheetFile, job: Conforming) -> Conformed:
    sheet = read_sheet(source, job.version, form, str(job.context.where()))
    job = replace(job, width=sheet.headings.width)
    results = [conform_block(job, sheet.block), *_tail(job, sheet.blank_tail)]
    return gathered(job, sheet.headings.first_row, results, lambda: sheet.notes)


def _conform_json(source: BinaryIO, form: JsonFile, job: Conforming) -> Conformed:
    where = str(job.context.where())
    rows = JsonRows(job.version, where)
    block = rows.block(elements_of(source, form, where))
    return gathered(job, 1, [conform_block(job, block)], lambda: rows.headings().notes)


def _conform_json_lines(source: BinaryIO, job: Conforming) -> Conformed:
    where = str(job.context.where())
    rows = JsonRows(job.version, where)

    def results() -> Iterator[BlockResult]:
        tail = BlankTail()
        for data in blocks_of_lines(source, tail, where):
            yield conform_block(job, rows.block(values_of_lines(data)))
        yield from _tail(job, tail.rows)

    return gathered(job, 1, results(), lambda: rows.headings().notes)


def _conform_rows(source: BinaryIO, form: DelimitedFile, job: Conforming) -> Conformed:
    where = str(job.context.where())
    text = opened_text(source, job.version, form, where)
    parser = BlockParser(text.form, text.headings, _singular(job.version), where)
    job = replace(job, width=text.headings.width)

    def results() -> Iterator[BlockResult]:
        tail = BlankTail()
        blocks = whole_rows(text.source, text.form, where)
        number = text.headings.first_row
        for result, doubtful in _in_threads(job, parser, without_blank_tail(blocks, text.form, tail, where)):
            if doubtful is not None:
                raise doubtful.refusal(where, f"row {number + doubtful.place}")
            number += result.rows
            yield result
        yield from _tail(job, tail.rows)

    return gathered(job, text.headings.first_row, results(), lambda: text.notes)


def _tail(job: Conforming, rows: int) -> Iterator[BlockResult]:
    if rows:
        yield blank_result(job, rows)


def _in_threads(job: Conforming, parser: BlockParser, blocks: Iterable[bytes]) -> Iterator[_Done]:
    workers = os.cpu_count() or 1
    waiting: deque[Future[_Done]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        for data in blocks:
            waiting.append(pool.submit(_conform_bytes, job, parser, data))
            if len(waiting) > workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _conform_bytes(job: Conforming, parser: BlockParser, data: bytes) -> _Done:
    block = parser.parse(data)
    doubtful = first_doubtful(data, parser.form, job.width, block.rows, [place for place, _ in block.misshapen])
    result = conform_block(job, block)
    return replace(result, ends_short=result.ends_short and not data.endswith(LINE_ENDS)), doubtful


def _singular(version: LayoutVersion) -> frozenset[str]:
    """Headings of columns whose texts hardly repeat: amounts, and the codes that name one document."""
    codes = [h for name in SINGULAR if isinstance(cell := version.cells.get(name), CodeCell) for h in cell.headings]
    return frozenset((*codes, *_amount_headings(version)))


def _amount_headings(version: LayoutVersion) -> tuple[str, ...]:
    cell = version.cells.get("amount_pence")
    return cell.amounts if isinstance(cell, PoundsCell) else ()
