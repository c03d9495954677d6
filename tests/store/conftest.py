"""The throw-away databases, for every test of the store."""

from tests.databases import (
    database,
    empty_database,
    kind,
    postgresql_server,
    postgresql_template,
    sqlite_template,
)

__all__ = ["database", "empty_database", "kind", "postgresql_server", "postgresql_template", "sqlite_template"]
