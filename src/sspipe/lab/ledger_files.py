"""Both councils' ledger files, period by period, numbered and padded."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sspipe.lab import stockport_ledger, tameside_ledger
from sspipe.lab.documents import Document
from sspipe.lab.months import MONTHS_A_YEAR, Period
from sspipe.lab.padding import PatternFor, ordinary_blocks
from sspipe.lab.site import PERIODS, Site

LEAST_ORDINARY_LINES = 20
LEDGER_EXTRACT_WORKING_DAYS = 4
YEAR_END_EXTRACT = (5, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFormat:
    """How one council's ledger is written."""

    encoding: str
    heading: Callable[[], str]
    text: Callable[[Document], str]
    name: Callable[[Period, date], str]
    pattern: PatternFor
    first_numbers: Mapping[str, int]
    number: int


FORMATS = {
    "stockport": LedgerFormat(
        encoding=stockport_ledger.ENCODING,
        heading=stockport_ledger.heading_line,
        text=stockport_ledger.document_text,
        name=stockport_ledger.file_name,
        pattern=stockport_ledger.ordinary_pattern,
        first_numbers=stockport_ledger.FIRST_NUMBERS,
        number=356,
    ),
    "tameside": LedgerFormat(
        encoding=tameside_ledger.ENCODING,
        heading=tameside_ledger.heading_line,
        text=tameside_ledger.document_text,
        name=tameside_ledger.file_name,
        pattern=tameside_ledger.ordinary_pattern,
        first_numbers=tameside_ledger.FIRST_NUMBERS,
        number=357,
    ),
}


def numbered(documents: Iterable[Document], council: str) -> list[Document]:
    """One council's documents in the order of posting, with numbers, credit notes naming theirs."""
    own = [each for each in documents if each.council == council and each.lines]
    own.sort(key=lambda each: (each.posted, each.period, each.kind, each.paper))
    counts: dict[str, int] = {}
    numbers: dict[str, int] = {}
    found = []
    for document in own:
        counts[document.kind] = counts.get(document.kind, 0) + 1
        number = FORMATS[council].first_numbers[document.kind] + counts[document.kind]
        if document.paper:
            numbers[document.paper] = number
        found.append(replace(document, number=number, credits=numbers.get(document.credits_paper, 0)))
    return found


def extract_day(site: Site, council: str, period: Period) -> date:
    """The day on which a ledger extract is taken."""
    if period.number > MONTHS_A_YEAR:
        return date(period.month.year, *YEAR_END_EXTRACT)
    return site.days(council).after(period.month.last, LEDGER_EXTRACT_WORKING_DAYS)


def write_ledgers(site: Site, documents: Iterable[Document], feeds: Path, seed: int, lines: int) -> int:
    """Write every ledger file; returns how many lines stand in them."""
    every = list(documents)
    padding = max(lines // len(PERIODS), LEAST_ORDINARY_LINES)
    written = 0
    for council in sorted(FORMATS):
        own = numbered(every, council)
        folder = feeds / council / "ledger"
        folder.mkdir(parents=True)
        for period in PERIODS:
            held = [each for each in own if _stands_in(each, period)]
            path = folder / FORMATS[council].name(period, extract_day(site, council, period))
            _write_file(path, council, held, period, (seed, padding))
            written += sum(len(each.lines) for each in held) + padding // 2 * 2
    return written


def _stands_in(document: Document, period: Period) -> bool:
    """Opening balances stand in the first period's file."""
    return replace(document.period, number=max(document.period.number, 1)) == period


def _write_file(path: Path, council: str, held: list[Document], period: Period, padding: tuple[int, int]) -> None:
    seed, lines = padding
    form = FORMATS[council]
    with path.open("wb") as file:
        file.write(form.heading().encode(form.encoding))
        file.write("".join(form.text(each) for each in held).encode(form.encoding))
        for block in ordinary_blocks(form.pattern, seed, form.number, period, lines):
            file.write(block)
