"""The canonical tables' columns and what kind of value each holds; every table also carries its file and row."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """What a column holds. FRACTION is an exact fraction as text (`4/5`), DECIMAL a plain decimal as text."""

    TEXT = "text"
    CODE = "code"
    DATE = "date"
    PENCE = "pence"
    INTEGER = "integer"
    FRACTION = "fraction"
    DECIMAL = "decimal"
    PERIOD = "period"


_TRACE = {"source_file": Kind.CODE, "source_row": Kind.INTEGER}

POSTS = {
    "council": Kind.CODE,
    "post_ref": Kind.CODE,
    "title": Kind.CODE,
    "occupant_ref": Kind.CODE,
    "occupant_key_id": Kind.CODE,
    "fte": Kind.FRACTION,
    "weeks_per_year": Kind.FRACTION,
    "pay_scale": Kind.CODE,
    "pay_point": Kind.CODE,
    "ni_category": Kind.CODE,
    "pension_scheme": Kind.CODE,
    "established_fte": Kind.FRACTION,
    "cost_centre": Kind.CODE,
    "funding_source": Kind.CODE,
    "valid_from": Kind.DATE,
    "valid_to": Kind.DATE,
    "recorded_on": Kind.DATE,
    **_TRACE,
}
LEDGER = {
    "council": Kind.CODE,
    "document": Kind.CODE,
    "line": Kind.CODE,
    "posting_date": Kind.DATE,
    "period": Kind.PERIOD,
    "account": Kind.CODE,
    "subjective": Kind.CODE,
    "cost_centre": Kind.CODE,
    "post_ref": Kind.CODE,
    "occupant_ref": Kind.CODE,
    "occupant_key_id": Kind.CODE,
    "counterparty": Kind.CODE,
    "reference": Kind.CODE,
    "service_from": Kind.DATE,
    "service_to": Kind.DATE,
    "tax_code": Kind.CODE,
    "vat_pence": Kind.PENCE,
    "entry_type": Kind.CODE,
    "document_type": Kind.CODE,
    "credits_document": Kind.CODE,
    "accrual_id": Kind.CODE,
    "fund": Kind.CODE,
    "amount_pence": Kind.PENCE,
    **_TRACE,
}
CLEARED = {
    "council": Kind.CODE,
    "document": Kind.CODE,
    "cleared_on": Kind.DATE,
    "amount_pence": Kind.PENCE,
    **_TRACE,
}
GRANTS = {
    "la_code": Kind.CODE,
    "financial_year": Kind.CODE,
    "block": Kind.CODE,
    "line": Kind.CODE,
    "amount_pence": Kind.PENCE,
    "published_on": Kind.DATE,
    "version": Kind.CODE,
    **_TRACE,
}
MEASURES = {
    "code": Kind.CODE,
    "name": Kind.TEXT,
    "area": Kind.CODE,
    "year_label": Kind.CODE,
    "value": Kind.DECIMAL,
    "unit": Kind.CODE,
    "target": Kind.DECIMAL,
    "polarity": Kind.CODE,
    "published_on": Kind.DATE,
    "source": Kind.CODE,
    **_TRACE,
}
PAY_ELEMENTS = {
    "council": Kind.CODE,
    "post_ref": Kind.CODE,
    "occupant_ref": Kind.CODE,
    "occupant_key_id": Kind.CODE,
    "kind": Kind.CODE,
    "amount_pence": Kind.PENCE,
    "fraction": Kind.FRACTION,
    "frequency": Kind.CODE,
    "fte_scaled": Kind.CODE,
    "ni_able": Kind.CODE,
    "pensionable": Kind.CODE,
    "uplifted": Kind.CODE,
    "assumed_pay_pence": Kind.PENCE,
    "valid_from": Kind.DATE,
    "valid_to": Kind.DATE,
    "recorded_on": Kind.DATE,
    **_TRACE,
}
DECISIONS = {
    "council": Kind.CODE,
    "break_id": Kind.CODE,
    "cause": Kind.CODE,
    "amount_pence": Kind.PENCE,
    "kind": Kind.CODE,
    "role": Kind.CODE,
    "second_role": Kind.CODE,
    "decided_on": Kind.DATE,
    "expires_on": Kind.DATE,
    "reason": Kind.CODE,
    **_TRACE,
}
TABLES: Mapping[str, Mapping[str, Kind]] = MappingProxyType(
    {
        "posts": POSTS,
        "ledger": LEDGER,
        "cleared": CLEARED,
        "grants": GRANTS,
        "measures": MEASURES,
        "pay_elements": PAY_ELEMENTS,
        "decisions": DECISIONS,
    }
)
