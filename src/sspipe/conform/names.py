"""Names compared without case and punctuation, and headings without odd spaces: each way of writing leads to one."""

import re
import unicodedata
from collections.abc import Mapping

_UNSEEN = str.maketrans("", "", "\ufeff\u200b\u2060")
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


def plain_heading(text: str) -> str:
    r"""A heading trimmed, every run of white space in it one space, without byte order marks and zero-width signs.

    >>> plain_heading("\ufeff Cost\u00a0 Centre\n")
    'Cost Centre'
    """
    return " ".join(text.translate(_UNSEEN).split())
