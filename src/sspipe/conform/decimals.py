"""Exact fractions and plain decimals as text, free of what spreadsheets add to a number."""

import re
from fractions import Fraction

from sspipe.conform.columns import JOINT

_PLAIN = re.compile(r"-?\d{1,15}(?:\.\d{1,17})?")
_HOURS = re.compile(r"\d{1,4}(?:\.\d{1,6})?")
_SURE_DIGITS = 15


def fraction_of(text: str) -> str:
    """A decimal above nil, or one over another joined by a bar, as `4/5`.

    Raises:
        ValueError: when a part is no plain decimal above nil.
    """
    parts = text.split(JOINT)
    if not all(_HOURS.fullmatch(part) and Fraction(part) > 0 for part in parts):
        message = "not a decimal above nil"
        raise ValueError(message)
    result = Fraction(parts[0])
    for part in parts[1:]:
        result /= Fraction(part)
    return str(result)


def decimal_of(text: str) -> str:
    """A plain decimal in its one form, its float artefact taken off: `67.900000000000006` is 67.9, and `63.0` is 63.

    A double holds 15 digits surely; what a file writes beyond them was made by the machine that wrote it. How many
    noughts are written behind the point says no more of the number, so two ways to write it leave as one.

    Raises:
        ValueError: when the text is no plain decimal.
    """
    if not _PLAIN.fullmatch(text):
        message = "not a plain decimal"
        raise ValueError(message)
    text = _in_one_form(text)
    if len(re.sub(r"\D", "", text).lstrip("0")) <= _SURE_DIGITS:
        return text
    return _without_tail(f"{float(text):.{_SURE_DIGITS}g}", text)


def sheet_number(value: float) -> str:
    """A number of a sheet as its reader sees it: no more than 15 digits, no point in a whole number."""
    return f"{value:.0f}" if value == int(value) else _without_tail(f"{value:.{_SURE_DIGITS}g}", repr(value))


def _in_one_form(text: str) -> str:
    """The same number without noughts that say nothing, in front or behind the point; nil has no sign."""
    whole, _, part = text.removeprefix("-").partition(".")
    plain = f"{whole.lstrip('0') or '0'}.{part.rstrip('0')}".removesuffix(".")
    return f"-{plain}" if text.startswith("-") and plain != "0" else plain


def _without_tail(short: str, text: str) -> str:
    return text if "e" in short else short
