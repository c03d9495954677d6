"""What the option for breaks asks for: codes alone or in pairs, and where they should stand."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from sspipe.lab.months import Month

ASKED = re.compile(r"(?P<codes>[A-Z_+/a-z]+?)(@(?P<where>[a-z-]+))?(:(?P<month>\d{4}-\d{2}-P(0[1-9]|1[0-2])))?")
MOST_TOGETHER = 2
BY_NAME_ONLY = frozenset({"ESTIMATE_NOT_TRUED_UP", "VAT_NOT_CHARGED", "BELOW_PUBLICATION_THRESHOLD"})
"""Causes that change every invoice of a site, and so stand beside no others unless somebody asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One cause, or two on one post and month; where, and whether a seed without room for it is refused."""

    codes: tuple[str, ...]
    where: str = ""
    month: Month | None = None
    is_asked: bool = True

    @property
    def text(self) -> str:
        """The wish as it is written."""
        month = f":{self.month.name}" if self.month else ""
        return "+".join(self.codes) + (f"@{self.where}" if self.where else "") + month


def wishes(breaks: str, every: Collection[str], places: Collection[str]) -> list[Wish]:
    """The wishes that an option's text holds; `every` are the codes that can be planted, with and without their pair.

    Raises:
        ValueError: when a wish is none, or names a code or a place that there is none of.
    """
    if breaks == "every":
        names = [code for code in every if "/" in code and code.split("/")[0] not in BY_NAME_ONLY]
        return [Wish(codes=(code,), is_asked=False) for code in names]
    return [_wish(text.strip(), every, places) for text in breaks.split(",")]


def _wish(text: str, every: Collection[str], places: Collection[str]) -> Wish:
    found = ASKED.fullmatch(text)
    if not found:
        message = f"'{text}' is no break; expected CODE, CODE+CODE, CODE@post or CODE@council:2022-23-P06"
        raise ValueError(message)
    codes = tuple(found["codes"].split("+"))
    strange = sorted(set(codes) - set(every))
    if strange:
        known = ", ".join(each for each in every if "/" not in each)
        message = f"the lab cannot plant {', '.join(strange)}; it plants {known}"
        raise ValueError(message)
    if len(set(codes)) != len(codes) or len(codes) > MOST_TOGETHER:
        message = f"'{text}' asks for more than two different codes on one post and month"
        raise ValueError(message)
    where = found["where"] or ""
    if where and where not in places:
        message = f"'{text}' names no post or council; there are {', '.join(sorted(places))}"
        raise ValueError(message)
    return Wish(codes=codes, where=where, month=Month.parse(found["month"]) if found["month"] else None)
