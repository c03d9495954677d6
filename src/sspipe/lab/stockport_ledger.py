"""Stockport's ledger extract: semicolons, trailing minus, thousands commas."""

from datetime import date

from sspipe.lab.documents import Document, Line
from sspipe.lab.months import Period
from sspipe.lab.padding import Pattern

ENCODING = "cp1252"
HEADINGS = (
    "Company Code", "Fiscal Year", "Period", "Document Number", "Line Item", "Document Type", "Posting Date",
    "G/L Account", "Cost Center", "Order", "Trading Partner", "Assignment", "Reference", "Text", "Service From",
    "Service To", "Tax Code", "Tax Amount", "Credits Document", "Accrual Ref", "Fund", "Value Type",
    "Amount in Local Currency",
)  # fmt: skip
COMPANY = "1000"
DOCUMENT_TYPES = {
    "payroll": "PY", "sale": "DR", "credit note": "DG", "purchase": "KR", "credit received": "KG",
    "accrual": "AC", "budget": "BU", "journal": "SA",
}  # fmt: skip
FIRST_NUMBERS = {
    "payroll": 4900000000, "sale": 1800000000, "credit note": 1600000000, "purchase": 1900000000,
    "credit received": 1700000000, "accrual": 2000000000, "budget": 9000000000, "journal": 1000000000,
}  # fmt: skip
VALUE_TYPES = {"actual": "Actual", "accrual": "Accrual", "budget": "Budget"}
ORDINARY_TYPE = "RE"
END = "\r\n"


def amount_text(pence: int) -> str:
    """Pounds with thousands commas and the minus behind.

    >>> amount_text(-123456)
    '1,234.56-'
    """
    pounds, odd = divmod(abs(pence), 100)
    return f"{pounds:,}.{odd:02d}{'-' if pence < 0 else ''}"


def day_text(day: date) -> str:
    """Day, month and year with dots."""
    return f"{day:%d.%m.%Y}"


def heading_line() -> str:
    """The first line of a file."""
    return ";".join(HEADINGS) + END


def document_text(document: Document) -> str:
    """All lines of one document."""
    return "".join(_line_text(document, line, item) for item, line in enumerate(document.lines, start=1))


def _line_text(document: Document, line: Line, item: int) -> str:
    fields = (
        COMPANY,
        str(document.period.start_year),
        f"{document.period.number:03d}",
        str(document.number),
        f"{item:03d}",
        DOCUMENT_TYPES[document.kind],
        day_text(document.posted),
        line.account,
        line.cost_centre,
        line.post_ref,
        line.partner,
        line.person,
        line.reference,
        line.text,
        day_text(line.service.first) if line.service else "",
        day_text(line.service.last) if line.service else "",
        line.tax_code,
        amount_text(line.vat),
        str(document.credits or ""),
        line.accrual_id,
        line.fund,
        VALUE_TYPES[document.entry_type],
        amount_text(line.amount),
    )
    return ";".join(fields) + END


def file_name(period: Period, extracted: date) -> str:
    """The name under which the extract arrives."""
    return f"SMBC_GL_LINE_ITEMS_{period.in_file_names}_{extracted:%Y%m%d}.txt"


def ordinary_pattern(period: Period, digits: int) -> Pattern:
    """Two lines of an ordinary purchase: expenditure and creditor."""
    thousands = f"{{thousands:{digits - 3}}}," if digits > 3 else ""
    amount = thousands + "{hundreds:3}.{pence:2}"
    month = period.month
    start = f"{COMPANY};{period.start_year};{period.number:03d};5{{document:9}};"
    middle = f";{ORDINARY_TYPE};{{day:2}}.{month.number:02d}.{month.year};"
    tail = "SUPPLIER {supplier:5};;{invoice:7};Supplies and services;;;V1;0.00;;;GF;Actual;"
    debit = f"{start}001{middle}300{{account:3}};CE1{{centre:3}};;{tail}{amount}{END}"
    credit = f"{start}002{middle}791000;;;{tail}{amount}-{END}"
    return Pattern(debit + credit, ENCODING)
