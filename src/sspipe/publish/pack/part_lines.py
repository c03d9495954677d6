"""What the council has to post: the invoices that it drafts as host, and its accruals of the year end."""

from collections import defaultdict
from collections.abc import Mapping

from sspipe.model.money import in_pounds
from sspipe.model.working import Tranche
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.parts import Part, counted
from sspipe.publish.pack.posts import OF_CAUSE, REASONS
from sspipe.publish.pack.published import Rows, month_label, pence, words
from sspipe.publish.pack.sheets import CellRow
from sspipe.publish.plain import Row

ACCRUAL, INVOICE = "accrual", "invoice"


def to_invoice(rows: Rows, edition: Edition) -> Part:
    """Invoices and credit notes still to be sent, with the reference to quote and the day from which."""
    lines = [row for row in _own(rows, edition) if row["kind"] != ACCRUAL]
    reasons = _reasons(rows)
    return Part(
        name="What to invoice",
        says=(
            f"{counted(len(lines), 'line', 'lines')} to send as invoice (plus) or credit note (minus), each from its"
            " day on; please quote the reference. Together:"
            if lines
            else "Nothing is left to invoice."
        ),
        lines=[_invoice(row, edition, reasons) for row in lines],
    )


def to_accrue(rows: Rows, edition: Edition) -> Part:
    """The council's own lines of the year-end schedule."""
    lines = [row for row in _own(rows, edition) if row["kind"] == ACCRUAL]
    return Part(
        name="What to accrue",
        says=(
            f"{counted(len(lines), 'line', 'lines')} of the year-end schedule (expenditure plus, income minus)."
            " Together:"
            if lines
            else "Nothing to accrue: the schedule of accruals stands at the year end (P12 and P13)."
        ),
        lines=[_accrual(row, edition) for row in lines],
    )


def _own(rows: Rows, edition: Edition) -> list[Row]:
    return [row for row in rows.get("out_draft_lines", ()) if row["council"] == edition.council]


def _reasons(rows: Rows) -> dict[tuple[str, ...], set[str]]:
    """Why each pay month added to a month of service of a post."""
    reasons: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in rows.get("out_due_parts", ()):
        reasons[tuple(words(row, key) for key in ("post", "partner", "service", "paid"))].add(words(row, "tranche"))
    return reasons


def _invoice(row: Row, edition: Edition, reasons: Mapping[tuple[str, ...], set[str]]) -> CellRow:
    partner = edition.names.council(words(row, "counterparty"))
    what = f"Invoice {partner}" if row["kind"] == INVOICE else f"Send {partner} a credit note"
    accrual = f"; quote accrual {words(row, 'accrual_id')}" if row["accrual_id"] else ""
    undue = "; nothing is due of what was billed" if row["billable_on"] is None else ""
    late = _late(row, reasons)
    return _line(row, edition, f"{what} for {month_label(row, 'service')}{late}{accrual}{undue}.")


def _late(row: Row, reasons: Mapping[tuple[str, ...], set[str]]) -> str:
    """Which pay month added it and why, where that is another month than the one of service."""
    paid = words(row, "paid")
    if paid in {"", row["service"]}:
        return ""
    found = reasons.get((words(row, "post"), words(row, "counterparty"), words(row, "service"), paid), set())
    why = " and ".join(OF_CAUSE if each == Tranche.CAUSE else REASONS[each] for each in sorted(found))
    return f", a late addition to that month ({why or 'billed above what is due'}, of {month_label(row, 'paid')})"


def _accrual(row: Row, edition: Edition) -> CellRow:
    return _line(row, edition, f"{_accrual_state(row)} {edition.names.agreement(words(row, 'agreement'))}.")


def _accrual_state(row: Row) -> str:
    if row["raised_pence"] and pence(row, "raised_pence") + pence(row, "reversed_pence") == 0:
        return "Raised and reversed:"
    if row["raised_pence"] not in (0, row["amount_pence"]):
        return f"Raised at {in_pounds(pence(row, 'raised_pence'))}, which is not what the schedule says:"
    return "Raised, to be reversed in P01:" if row["raised_pence"] else "To be raised:"


def _line(row: Row, edition: Edition, says: str) -> CellRow:
    return {
        "says": says,
        "amount_pence": pence(row, "amount_pence"),
        "post": edition.names.post(words(row, "post")),
        "month": month_label(row, "service"),
        "from_date": row["billable_on"],  # type: ignore[dict-item] # a date or nothing
        "reference": words(row, "reference"),
        "council": edition.reader,
    }
