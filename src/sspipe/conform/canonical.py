"""The Arrow schema of each canonical table, and the columns that no layout may leave out.

A code that is absent is the empty text, never a null; an absent date, fraction or decimal is a null. Codes of
the ledger that repeat are dictionary-encoded, because a ledger has millions of lines.
"""

from types import MappingProxyType

import pyarrow as pa

from sspipe.model.feeds import Noun
from sspipe.model.tables import TABLES, Kind

REPEATING = pa.dictionary(pa.int32(), pa.string())
_TYPES = {
    Kind.TEXT: pa.string(),
    Kind.CODE: pa.string(),
    Kind.DATE: pa.date32(),
    Kind.PENCE: pa.int64(),
    Kind.INTEGER: pa.int64(),
    Kind.FRACTION: pa.string(),
    Kind.DECIMAL: pa.string(),
    Kind.PERIOD: pa.string(),
}
SINGULAR = frozenset({"document", "reference"})
REQUIRED = MappingProxyType(
    {
        Noun.POSTS: ("post_ref", "title", "occupant_ref", "fte", "valid_from", "valid_to", "recorded_on"),
        Noun.LEDGER: ("document", "posting_date", "period", "entry_type", "amount_pence"),
        Noun.CLEARED: ("document", "cleared_on", "amount_pence"),
        Noun.GRANTS: ("la_code", "financial_year", "block", "amount_pence", "published_on"),
        Noun.MEASURES: ("code", "area", "year_label", "value", "published_on"),
        Noun.PAY_ELEMENTS: (
            *("post_ref", "occupant_ref", "kind", "amount_pence", "frequency"),
            *("fte_scaled", "ni_able", "pensionable", "uplifted"),
            *("valid_from", "valid_to", "recorded_on"),
        ),
        Noun.DECISIONS: ("break_id", "cause", "amount_pence", "kind", "role", "decided_on", "reason"),
    }
)
AUTOMATIC = frozenset({"council", "subjective", "occupant_key_id", "source_file", "source_row"})
EMPTY_TEXT = frozenset({Kind.CODE, Kind.TEXT, Kind.PERIOD})


def schema_of(noun: Noun) -> pa.Schema:
    """Name and type of every column of a noun, in order."""
    return pa.schema([(name, _type_of(noun, name, kind)) for name, kind in TABLES[noun].items()])


def _type_of(noun: Noun, name: str, kind: Kind) -> pa.DataType:
    repeats = noun is Noun.LEDGER and kind in (Kind.CODE, Kind.PERIOD) and name not in SINGULAR
    return REPEATING if repeats else _TYPES[kind]
