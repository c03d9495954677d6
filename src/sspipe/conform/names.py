"""Names compared without case and punctuation, so that each known way of writing leads to one code."""

import re
import unicodedata
from collections.abc import Mapping

_DROPPED = str.maketrans("", "", "'\u2019.")


def neutral(name: str) -> str:
    """A name without case and punctuation.

    >>> neutral("Lead for Early-Years settings (P.V.I.)")
    'lead for early years settings pvi'
    """
    folded = unicodedata.normalize("NFKC", name).casefold().translate(_DROPPED)
    return " ".join(re.findall(r"\w+", folded))


def by_neutral_name(aliases: Mapping[str, str]) -> dict[str, str]:
    """Codes by neutral name."""
    return {neutral(name): code for name, code in aliases.items()}
