"""A found value as a message may show it: digits and dates as they stand, anything else as its shape (R20)."""

import re
from collections.abc import Iterator
from datetime import date

NEVER_QUOTED = frozenset(
    {
        *("occupant_ref", "occupant_key_id", "pay_scale", "pay_point"),
        *("amount_pence", "vat_pence", "assumed_pay_pence", "fraction"),
    }
)

_PLAIN = re.compile(r"[0-9./:,+\-]{1,30}")
_PERIOD = re.compile(r"\d{4}-\d{2}-P\d{2}")
_SORTS = (
    ("letter", "letters", str.isalpha),
    ("digit", "digits", str.isdigit),
    ("space", "spaces", str.isspace),
)


def shown(column: str, value: object) -> str:
    """Say what stands in a column without telling a name or pay.

    >>> shown("fte", "6/5"), shown("reference", "Person 0007"), shown("occupant_ref", "104417"), shown("fte", None)
    ('6/5', '6 letters, 4 digits and 1 space', 'a value that is not shown', 'nothing')
    """
    if value is None or value == "":
        return "nothing"
    if column in NEVER_QUOTED:
        return "a value that is not shown"
    if isinstance(value, date | int):
        return str(value)
    text = str(value)
    return text if _PLAIN.fullmatch(text) or _PERIOD.fullmatch(text) else shape_of(text)


def shape_of(text: str) -> str:
    """Describe a text by what it is made of.

    >>> shape_of("eleven pounds")
    '12 letters and 1 space'
    """
    parts = list(_counts(text))
    return " and ".join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else parts[0]


def _counts(text: str) -> Iterator[str]:
    left = len(text)
    for one, many, is_sort in _SORTS:
        count = sum(map(is_sort, text))
        left -= count
        if count:
            yield f"{count} {one if count == 1 else many}"
    if left or not text:
        yield f"{left} other sign{'' if left == 1 else 's'}"
