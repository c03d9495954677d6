"""Bookings under another council's or a supplier's name: what no rule places is named where an invoice has found it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sspipe.model.money import in_pounds
from sspipe.model.statement import Cause, Evidence
from sspipe.reconcile.breaks import Candidate
from sspipe.reconcile.causes import RECORDED, UNEXPLAINED, unexplained
from sspipe.reconcile.spoken import name_of, said
from sspipe.reconcile.workings import Workings

CODE = "WRONG_COUNTERPARTY"


def named_by_invoices(
    unplaced: Iterable[Candidate], recharges: Iterable[Candidate], workings: Workings
) -> Iterator[Candidate]:
    """The candidates of lines that no rule places; those that stand for an invoice take its cause (R5, R8)."""
    found = {row for item in recharges for cause in item.causes if cause.code == CODE for row in cause.evidence}
    amounts = _amounts(workings)
    for candidate in unplaced:
        yield replace(candidate, causes=tuple(_causes(candidate, found, amounts, _stands(candidate, workings))))


def _stands(candidate: Candidate, workings: Workings) -> str:
    name = name_of(workings.facts.site.councils[candidate.spot.council])
    return f"{name}'s ledger of {said(candidate.spot.month.month)} under cost centre {candidate.cost_centre}"


def _amounts(workings: Workings) -> Mapping[Evidence, int]:
    return {
        Evidence(source_file=item.line.source_file, source_row=item.line.source_row): item.line.amount_pence
        for lines in workings.placed.values()
        for item in lines
        if item.is_break
    }


def _causes(
    candidate: Candidate, found: set[Evidence], amounts: Mapping[Evidence, int], stands: str
) -> Iterator[Cause]:
    for cause in candidate.causes:
        rows = tuple(row for row in cause.evidence if row in found and row in amounts)
        if cause.code != UNEXPLAINED or not rows:
            yield cause
            continue
        pence = sum(amounts[row] for row in rows)
        yield Cause(
            code=CODE,
            cause_class=RECORDED,
            amount_pence=pence,
            is_supposed=False,
            sentence=(
                f"{stands} holds {in_pounds(pence)} under another name than that of the council that billed it. Ask "
                "the council's finance officer to correct the name."
            ),
            evidence=rows,
            tried=1,
        )
        if cause.amount_pence != pence:
            left = tuple(row for row in cause.evidence if row not in rows)
            yield unexplained(cause.amount_pence - pence, left, cause.tried)
