"""Tameside's ledger extract: one transaction a line, codes in numbered dimensions."""

import csv
from datetime import date
from io import StringIO

from sspipe.lab.documents import Document, Line
from sspipe.lab.months import Period
from sspipe.lab.padding import Pattern

ENCODING = "utf-8"
MARK = "\ufeff"
HEADINGS = (
    "client", "period", "voucher_no", "sequence_no", "voucher_type", "trans_date", "account",
    *(f"dim_{number}" for number in range(1, 8)), *(f"att_{number}_id" for number in range(1, 8)),
    "apar_id", "apar_name", "ext_inv_ref", "description", "tax_code", "tax_amount", "credits_voucher", "ledger",
    "dc_flag", "amount",
)  # fmt: skip
CLIENT = "TA"
ATTRIBUTES = ("CC", "PO", "RE", "FU", "SM", "AR", "")
VOUCHER_TYPES = {
    "payroll": "PY", "sale": "SI", "credit note": "SC", "purchase": "PI", "credit received": "PC",
    "accrual": "AC", "budget": "BU", "journal": "JN", "opening": "OB",
}  # fmt: skip
FIRST_NUMBERS = {
    "payroll": 70000000, "sale": 31000000, "credit note": 32000000, "purchase": 41000000,
    "credit received": 42000000, "accrual": 60000000, "budget": 90000000, "journal": 10000000, "opening": 20000000,
}  # fmt: skip
LEDGERS = {"actual": "GL", "accrual": "AC", "budget": "BU"}
PARTNER_ID = "900356"
END = "\r\n"


def amount_text(pence: int) -> str:
    """Plain signed pounds with two decimals.

    >>> amount_text(-123456)
    '-1234.56'
    """
    pounds, odd = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}{pounds}.{odd:02d}"


def heading_line() -> str:
    """The first line of a file, with the byte order mark."""
    return MARK + ",".join(HEADINGS) + END


def document_text(document: Document) -> str:
    """All lines of one voucher, quoted where needed."""
    text = StringIO()
    writer = csv.writer(text, lineterminator=END)
    writer.writerows(_fields(document, line, item) for item, line in enumerate(document.lines, start=1))
    return text.getvalue()


def period_text(period: Period) -> str:
    """Start year of the financial year and two digits; 00 is the opening balance."""
    return f"{period.start_year}{period.number:02d}"


def _fields(document: Document, line: Line, item: int) -> tuple[str, ...]:
    service = f"{line.service.year}{line.service.number:02d}" if line.service else ""
    return (
        CLIENT,
        period_text(document.period),
        str(document.number),
        str(item),
        VOUCHER_TYPES[document.kind],
        document.posted.isoformat(),
        line.account,
        *(line.cost_centre, line.post_ref, line.person, line.fund, service, line.accrual_id, ""),
        *ATTRIBUTES,
        PARTNER_ID if line.partner else "",
        line.partner,
        line.reference,
        line.text,
        line.tax_code,
        amount_text(line.vat),
        str(document.credits or ""),
        LEDGERS[document.entry_type],
        "1" if line.amount >= 0 else "-1",
        amount_text(line.amount),
    )


def file_name(period: Period, extracted: date) -> str:
    """The name under which the extract arrives."""
    return f"TMBC_agltransact_{period_text(period)}_{extracted:%Y%m%d}.csv"


def ordinary_pattern(period: Period, digits: int) -> Pattern:
    """Two lines of an ordinary purchase: expenditure and creditor."""
    month = period.month
    start = f"{CLIENT},{period_text(period)},5{{document:9}},"
    middle = f",PI,{month.year}-{month.number:02d}-{{day:2}},"
    supplier = '{supplier:5},"SUPPLIER {supplier:5}, LTD",{invoice:7}'
    tail = f"{','.join(ATTRIBUTES)},{supplier},Supplies and services,V1,0.00,,GL,"
    amount = f"{{pounds:{digits}}}.{{pence:2}}{END}"
    debit = f"{start}1{middle}3{{account:3}},1{{centre:3}},,,GF,,,,{tail}1,{amount}"
    credit = f"{start}2{middle}8100,,,,,,,,{tail}-1,-{amount}"
    return Pattern(debit + credit, ENCODING)
