"""Small tables of every noun, good by default; name only what matters."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from sspipe.model.findings import Where
from sspipe.model.tables import TABLES, Kind

EXPECTATIONS = Path(__file__).parents[2] / "expectations"
FILE = "ab" * 32
HELD = "0123456789abcdef" * 2
ANOTHER = "fedcba9876543210" * 2
REPEATING = pa.dictionary(pa.int32(), pa.string())
TYPES = {Kind.DATE: pa.date32(), Kind.PENCE: pa.int64(), Kind.INTEGER: pa.int64()}

GOOD: Mapping[str, Mapping[str, Any]] = {
    "posts": {
        "council": "stockport",
        "post_ref": "SP4101",
        "title": "EYHEAD",
        "occupant_ref": HELD,
        "occupant_key_id": "k1",
        "fte": "4/5",
        "weeks_per_year": "52",
        "pay_scale": "NJC",
        "pay_point": "43",
        "ni_category": "A",
        "pension_scheme": "LGPS",
        "established_fte": "1",
        "cost_centre": "CE4101",
        "funding_source": "EYDSG",
        "valid_from": date(2022, 4, 1),
        "valid_to": None,
        "recorded_on": date(2022, 4, 1),
    },
    "ledger": {
        "council": "stockport",
        "document": "5100000001",
        "line": "001",
        "posting_date": date(2022, 9, 23),
        "period": "2022-23-P06",
        "account": "401000",
        "subjective": "employees",
        "cost_centre": "CE4101",
        "post_ref": "SP4101",
        "occupant_ref": HELD,
        "occupant_key_id": "k1",
        "counterparty": "",
        "reference": "",
        "service_from": None,
        "service_to": None,
        "tax_code": "OS",
        "vat_pence": 0,
        "entry_type": "actual",
        "document_type": "SA",
        "credits_document": "",
        "accrual_id": "",
        "fund": "EYDSG",
        "amount_pence": 397208,
    },
    "cleared": {
        "council": "stockport",
        "document": "9100000001",
        "cleared_on": date(2022, 10, 25),
        "amount_pence": 221003,
    },
    "grants": {
        "la_code": "356",
        "financial_year": "2022-23",
        "block": "early_years",
        "line": "universal_3_4",
        "amount_pence": 1_500_000_000,
        "published_on": date(2021, 12, 16),
        "version": "2021-12-16",
    },
    "measures": {
        "code": "FSP_NEW_GOODDEV",
        "name": "Good level of development",
        "area": "stockport",
        "year_label": "2022",
        "value": "65.5",
        "unit": "percent",
        "target": None,
        "polarity": "high",
        "published_on": date(2022, 11, 30),
        "source": "dfe",
    },
    "pay_elements": {
        "council": "stockport",
        "post_ref": "SP4101",
        "occupant_ref": HELD,
        "occupant_key_id": "k1",
        "kind": "allowance",
        "amount_pence": 20000,
        "fraction": None,
        "frequency": "monthly",
        "fte_scaled": "no",
        "ni_able": "yes",
        "pensionable": "yes",
        "uplifted": "no",
        "assumed_pay_pence": 0,
        "valid_from": date(2022, 4, 1),
        "valid_to": None,
        "recorded_on": date(2022, 4, 1),
    },
    "decisions": {
        "council": "stockport",
        "break_id": "5e884898da280471",
        "cause": "NOT_BILLED",
        "amount_pence": 263504,
        "kind": "disputed",
        "role": "finance_officer",
        "second_role": "",
        "decided_on": date(2022, 12, 20),
        "expires_on": None,
        "reason": "partner_error",
    },
}
VACANT = {
    "occupant_ref": "",
    "occupant_key_id": "",
    "fte": None,
    "weeks_per_year": None,
    "pay_scale": "",
    "pay_point": "",
    "ni_category": "",
    "pension_scheme": "",
}


def a_table(noun: str, *rows: Mapping[str, Any], encoded: bool = False) -> pa.Table:
    """Rows of a noun; each names only what differs from the good one."""
    full = [{**GOOD[noun], "source_file": FILE, "source_row": at + 2, **row} for at, row in enumerate(rows)]
    full = [{**row, **_told_apart(noun, at), **rows[at]} for at, row in enumerate(full)]
    columns = {
        name: pa.array([row[name] for row in full], TYPES.get(kind, pa.string())) for name, kind in TABLES[noun].items()
    }
    if encoded:
        columns = {
            name: column.cast(REPEATING) if column.type == pa.string() else column for name, column in columns.items()
        }
    return pa.table(columns)


def a_place(noun: str) -> Where:
    """Where a sample came from."""
    publisher = "dfe" if noun == "grants" else "stockport"
    return Where(council=publisher, feed=f"{publisher}/{noun}", file_name=f"{noun}.csv", source_file=FILE)


def _told_apart(noun: str, at: int) -> dict[str, str]:
    """What keeps one sample row from being another's double."""
    return {
        "posts": {"post_ref": f"SP41{at + 1:02d}"},
        "ledger": {"line": f"{at + 1:03d}"},
        "cleared": {"document": f"91000000{at + 1:02d}"},
        "grants": {"line": f"line_{at + 1}"},
        "measures": {"year_label": str(2001 + at)},
        "pay_elements": {"post_ref": f"SP41{at + 1:02d}"},
        "decisions": {"break_id": f"{at + 1:016x}"},
    }[noun]
