"""The components behind a split as one text of a published row, and the same text in a reader's words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType

from sspipe.model.dues import SharedComponent
from sspipe.model.money import in_pounds

PENCE = 100
BESIDE_PAY = "other"
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "basic": "basic pay",
        "elements": "other pay elements",
        "ni": "employer National Insurance",
        "pension": "employer pension",
        "levy": "apprenticeship levy",
        BESIDE_PAY: "cost beside pay",
    }
)
_READ = re.compile(r"(?P<name>[a-z]+) (?P<shared>-?[0-9.]+): (?P<part>-?[0-9.]+)")


def components_as_published(components: Iterable[SharedComponent]) -> str:
    """Write `basic 3972.08: 1986.04; ni 483.72: 241.86; ...`: each component that is split and the partner's part."""
    return "; ".join(
        f"{each.component or BESIDE_PAY} {_pounds(each.shared_pence)}: {_pounds(each.part_pence)}"
        for each in components
    )


def _pounds(pence: int) -> str:
    return f"{Decimal(pence).scaleb(-2):.2f}"


def components_in_words(published: str) -> Iterator[str]:
    """Write `basic pay: £1,986.04 of £3,972.08` for each component of `out_due_parts.components`."""
    for found in _READ.finditer(published):
        part, shared = (int(Decimal(found[name]) * PENCE) for name in ("part", "shared"))
        yield f"{NAMES[found['name']]}: {in_pounds(part)} of {in_pounds(shared)}"
