"""Every cause that the lab can plant, each by the function that says where it can occur, and by its pair of figures."""

from collections.abc import Callable, Iterator, Mapping

from sspipe.lab.causes_accruals import ACCRUALS
from sspipe.lab.causes_amounts import AMOUNTS
from sspipe.lab.causes_beside_pay import BESIDE
from sspipe.lab.causes_billed import CHARGES
from sspipe.lab.causes_booked import BOOKINGS
from sspipe.lab.causes_elements import ELEMENTS
from sspipe.lab.causes_known import KNOWN
from sspipe.lab.causes_late import LATE
from sspipe.lab.causes_lines import LINES
from sspipe.lab.causes_nil import NIL
from sspipe.lab.causes_oncosts import CENTRE, ONCOSTS
from sspipe.lab.causes_papers import PAPERS
from sspipe.lab.causes_partly_shown import PARTLY_SHOWN
from sspipe.lab.causes_pay import PAY
from sspipe.lab.causes_people import PEOPLE
from sspipe.lab.ground import Ground
from sspipe.lab.plant import Planting

Cause = Callable[[Ground], Iterator[Planting]]
TABLES: Mapping[str, Mapping[str, Cause]] = {
    "cost": {**PEOPLE, **ELEMENTS, **PAY, **ONCOSTS, **LINES, **BESIDE, **CENTRE, **KNOWN},
    "billed": {**CHARGES, **AMOUNTS, **PAPERS, **LATE, **NIL},
    "booked": {**BOOKINGS, **PARTLY_SHOWN},
    "accrued": ACCRUALS,
}
"""In the order of work: what is charged rests on the cost, what is booked on what is charged, accruals on both."""


def codes() -> list[str]:
    """Every code once, in the order of the tables."""
    return list(dict.fromkeys(code for table in TABLES.values() for code in table))


def each_by_pair() -> list[str]:
    """Every code with its pair of figures, as a wish names it."""
    return [f"{code}/{name}" for name, table in TABLES.items() for code in table]


def causes_of(named: str) -> list[tuple[int, Cause]]:
    """The functions of a code, with their places in the order of work; a code may say which pair it means."""
    code, _, wanted = named.partition("/")
    return [
        (place, table[code])
        for place, (name, table) in enumerate(TABLES.items())
        if code in table and wanted in ("", name)
    ]
