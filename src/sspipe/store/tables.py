"""Every table of the shared database, gathered; the published ones by name."""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import MetaData, Table

from sspipe.store import (
    tables_audit,
    tables_breaks,
    tables_conservation,
    tables_costs,
    tables_funding,
    tables_notes,
    tables_people,
    tables_performance,
    tables_programme,
    tables_recharges,
    tables_releases,
    tables_resources,
    tables_runs,
    tables_terms,
    tables_tie_out,
    tables_workings,
)
from sspipe.store.columns import STORED

MODULES = (
    tables_costs,
    tables_workings,
    tables_tie_out,
    tables_terms,
    tables_recharges,
    tables_breaks,
    tables_conservation,
    tables_performance,
    tables_funding,
    tables_resources,
    tables_programme,
    tables_notes,
    tables_runs,
    tables_releases,
    tables_people,
    tables_audit,
)
METADATA: MetaData = STORED.metadata
for _mapper in STORED.mappers:
    METADATA.tables[str(_mapper.local_table)].comment = _mapper.class_.__doc__
PUBLISHED: Mapping[str, Table] = MappingProxyType(
    {name: table for name, table in METADATA.tables.items() if name.startswith("out_")}
)


def table_named(name: str) -> Table:
    """One table."""
    return METADATA.tables[name]
