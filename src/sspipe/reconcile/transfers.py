"""Transfer pairs: the two revenue lines of one document that move a cost from one cost centre to another (R5)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sspipe.model.ledger import LedgerLine
from sspipe.model.periods import Period

LINES_OF_A_PAIR = 2


@dataclass(frozen=True, slots=True)
class Transfer:
    """The credit in the cost centre that gives the cost, and the debit in the one that receives it."""

    credit: LedgerLine
    debit: LedgerLine


def find_transfers(lines: Iterable[LedgerLine]) -> dict[LedgerLine, Transfer]:
    """The pair of each line that is part of one; `lines` are one council's revenue lines, actual, without control.

    A pair is all the revenue lines of its document: two, equal in size, of opposite sign, in two cost centres. A
    document is named by its period, type and number, as each council's ledger names it.
    """
    documents: dict[tuple[Period, str, str], list[LedgerLine]] = defaultdict(list)
    for line in lines:
        documents[line.period, line.document_type, line.document].append(line)
    pairs = (_pair(found) for (_, _, document), found in documents.items() if document)
    return {line: pair for pair in pairs if pair is not None for line in (pair.credit, pair.debit)}


def _pair(lines: list[LedgerLine]) -> Transfer | None:
    if len(lines) != LINES_OF_A_PAIR or sum(line.amount_pence for line in lines) != 0:
        return None
    credit, debit = sorted(lines, key=lambda line: line.amount_pence)
    is_moved = debit.amount_pence > 0 and credit.cost_centre != debit.cost_centre
    return Transfer(credit, debit) if is_moved else None
