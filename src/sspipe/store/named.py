"""What the current release of each period of a site says of its breaks, cause by cause."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, select

from sspipe.store.tables import table_named

_CURRENT = table_named("current_release")
_BREAKS = table_named("out_breaks")
_CAUSES = table_named("out_causes")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NamedBreaks:
    """The periods with a current release, oldest first, and every break: its columns, with `causes` in order."""

    periods: tuple[str, ...]
    breaks: tuple[Row, ...]


def named_breaks(engine: Engine, site: str) -> NamedBreaks:
    """Read what is published of a site now; breaks that have cleared are among them."""
    own = select(_CURRENT.c.period, _CURRENT.c.release_id).where(_CURRENT.c.site == site).order_by(_CURRENT.c.period)
    of_site = select(_CURRENT.c.release_id).where(_CURRENT.c.site == site)
    with engine.connect() as connection:
        periods = {row.release_id: row.period for row in connection.execute(own)}
        causes: dict[tuple[str, str], list[Row]] = defaultdict(list)
        listed = select(_CAUSES).where(_CAUSES.c.release_id.in_(of_site)).order_by(_CAUSES.c.row_number)
        for row in connection.execute(listed).mappings():
            causes[row["release_id"], row["break_id"]].append(dict(row))
        found = select(_BREAKS).where(_BREAKS.c.release_id.in_(of_site)).order_by(_BREAKS.c.row_number)
        breaks = tuple(
            {**row, "period": periods[row["release_id"]], "causes": causes[row["release_id"], row["break_id"]]}
            for row in connection.execute(found).mappings()
        )
    return NamedBreaks(tuple(periods.values()), breaks)
