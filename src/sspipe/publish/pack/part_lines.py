"""What the council has to post: the invoices and credit notes that it drafts as host, and its year-end accruals.

Amounts stand without a sign; a word beside each says which way it goes.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from sspipe.model.money import in_pounds
from sspipe.model.statement import BreakState, Pair
from sspipe.model.working import Tranche
from sspipe.publish.pack.corrections import Corrections
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.parts import Part, counted
from sspipe.publish.pack.published import Rows, month_label, month_said, pence, words
from sspipe.publish.pack.sheets import CellRow
from sspipe.publish.plain import Row

ACCRUAL, INVOICE = "accrual", "invoice"
INCOME, EXPENDITURE = "income", "expenditure"


def to_invoice(rows: Rows, edition: Edition) -> Part:
    """Invoices still to be sent, with the reference to quote and the day from which."""
    lines = [row for row in _own(rows, edition) if row["kind"] == INVOICE]
    return Part(
        name="What to invoice",
        says=(
            f"{counted(len(lines), 'invoice', 'invoices')} to send, each on or after the day under From. Put the"
            " reference on it, so that the other council can book it. Together:"
            if lines
            else "Nothing is left to invoice."
        ),
        lines=[_document(row, rows, edition) for row in lines],
    )


def to_credit(rows: Rows, edition: Edition) -> Part:
    """Credit notes still to be sent, likewise."""
    lines = [row for row in _own(rows, edition) if row["kind"] not in {ACCRUAL, INVOICE}]
    return Part(
        name="What to credit",
        says=(
            f"{counted(len(lines), 'credit note', 'credit notes')} to send, each on or after the day under From."
            " Put the reference on it. Together:"
            if lines
            else "Nothing is to be credited."
        ),
        lines=[_document(row, rows, edition) for row in lines],
    )


def to_accrue(rows: Rows, edition: Edition) -> Iterator[Part]:
    """The council's own lines of the year-end schedule: income, expenditure, and what needs nothing more."""
    lines = [row for row in _own(rows, edition) if row["kind"] == ACCRUAL]
    left = [row for row in lines if not _is_done(row)]
    for kind in (INCOME, EXPENDITURE):
        found = [row for row in left if _kind(row) == kind]
        if found:
            yield Part(
                name=f"What to accrue: {kind}",
                says=(
                    f"{counted(len(found), 'accrual', 'accruals')} of {kind} for {edition.reader}'s accounts of the"
                    " year that ended on 31 March, each under its accrual id; each line says what is still to be done"
                    " with it. Together:"
                ),
                lines=[_accrual(row, rows, edition) for row in found],
            )
    if not left:
        yield Part(
            name="What to accrue",
            says=_no_accrual(lines),
            lines=[_accrual(row, rows, edition) for row in lines],
            is_summed=False,
        )


def _no_accrual(done: list[Row]) -> str:
    if not done:
        return "Nothing to accrue: accruals are made at the year end only (P12 and P13)."
    return "Nothing to accrue, and nothing left to reverse. For the record, the last year end's accruals:"


def _is_done(row: Row) -> bool:
    return bool(row["raised_pence"]) and pence(row, "raised_pence") + pence(row, "reversed_pence") == 0


def _kind(row: Row) -> str:
    return INCOME if pence(row, "amount_pence") < 0 else EXPENDITURE


def _own(rows: Rows, edition: Edition) -> list[Row]:
    return [row for row in rows.get("out_draft_lines", ()) if row["council"] == edition.council]


def _document(row: Row, rows: Rows, edition: Edition) -> CellRow:
    partner = edition.names.council(words(row, "counterparty"))
    what = f"Invoice {partner}" if row["kind"] == INVOICE else f"Send {partner} a credit note"
    overdue = "Overdue. " if _is_overdue(row, rows) else ""
    undue = " Nothing is due of what was billed for that month." if row["billable_on"] is None else ""
    way = "to invoice" if row["kind"] == INVOICE else "to credit"
    return _line(
        row,
        edition,
        f"{overdue}{what} for {month_said(row, 'service')}.{_late(row, rows)}{undue}{_accrued(row, rows)}",
        way,
    )


def _accrued(row: Row, rows: Rows) -> str:
    """Which year-end accrual it belongs to in the council's own books, and whether that is still to be reversed."""
    accrual = words(row, "accrual_id")
    if not accrual:
        return ""
    schedule = (each for each in rows.get("out_draft_lines", ()) if each["kind"] == ACCRUAL)
    is_reversed = any(_is_done(each) for each in schedule if each["reference"] == accrual)
    left = "is reversed already." if is_reversed else "is to be reversed in April (P01), whether or not this is sent."
    return f" It belongs to the year-end accrual {accrual}: quote that in your own ledger too. The accrual {left}"


def _is_overdue(row: Row, rows: Rows) -> bool:
    """Whether the time to send it is over: a break stands for it."""
    return any(
        (each["pair"], each["state"], each["post"], each["month"])
        == (Pair.BILLED_DUE, BreakState.OPEN, row["post"], row["service"])
        and each["council"] == row["council"]
        for each in rows.get("out_breaks", ())
    ) and words(row, "paid") in {"", row["service"]}


def _late(row: Row, rows: Rows) -> str:
    """Which pay month added it and why, where that is another month than the one of service."""
    if words(row, "paid") in {"", row["service"]}:
        return ""
    why = " and ".join(_why(row, tranche, rows) for tranche in sorted(_tranches(rows)[_spot(row)]))
    added = "adds to" if pence(row, "amount_pence") > 0 else "takes back from"
    because = why or "more was billed for it than is due"
    return f" The payroll of {month_said(row, 'paid')} {added} that month: {because}."


def _tranches(rows: Rows) -> Mapping[tuple[str, ...], set[str]]:
    """Why each pay month added to a month of service of a post."""
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in rows.get("out_due_parts", ()):
        found[tuple(words(row, key) for key in ("post", "partner", "service", "paid"))].add(words(row, "tranche"))
    return found


def _spot(row: Row) -> tuple[str, ...]:
    return tuple(words(row, key) for key in ("post", "counterparty", "service", "paid"))


def _why(row: Row, tranche: str, rows: Rows) -> str:
    if tranche == Tranche.ARREARS:
        return "arrears of a pay award"
    if tranche == Tranche.CORRECTION:
        return Corrections(rows).why(words(row, "post"), words(row, "service"), words(row, "paid"))
    if tranche == Tranche.CAUSE:
        return "a difference in the ledger that the agreement shares"
    return "pay of that month"


def _accrual(row: Row, rows: Rows, edition: Edition) -> CellRow:
    other, month = edition.other_council or "the other council", month_said(row, "service")
    if _kind(row) == INCOME:
        what = f"what is due from {other} for {month} and was not billed by 31 March"
    else:
        what = f"what is due to {other} for {month} and was not booked by 31 March"
    return _line(row, edition, f"{_accrual_state(row, rows)}: {what}.", _kind(row))


def _accrual_state(row: Row, rows: Rows) -> str:
    if _is_done(row):
        return f"Posted and reversed, {_what_is_left(row, rows)}"
    if row["raised_pence"] not in (0, row["amount_pence"]):
        return f"In the ledger at {in_pounds(abs(pence(row, 'raised_pence')))} and not at this amount; correct it"
    return "In the ledger already; reverse it in April (P01)" if row["raised_pence"] else "To be posted"


def _what_is_left(row: Row, rows: Rows) -> str:
    """What an accrual that was reversed still waits for."""
    key, left = (
        ("unbilled_pence", "still to be invoiced") if _kind(row) == INCOME else ("unbooked_pence", "still to be booked")
    )
    of_month = [
        each for each in rows.get("out_recharges", ()) if all(each[at] == row[at] for at in ("post", "service"))
    ]
    return left if any(each[key] for each in of_month) else "nothing more to do"


def _line(row: Row, edition: Edition, says: str, way: str) -> CellRow:
    return {
        "says": says,
        "amount_pence": abs(pence(row, "amount_pence")),
        "way": way,
        "post": edition.names.post(words(row, "post")),
        "month": month_label(row, "service"),
        "from_date": row["billable_on"],  # type: ignore[dict-item] # a date or nothing
        "reference": words(row, "reference"),
        "council": edition.reader,
    }
