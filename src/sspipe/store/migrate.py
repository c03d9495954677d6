"""A shared database at the schema that this code writes, or a refusal that says what to do."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from sspipe.errors import DatabaseBehind
from sspipe.store.dictionary import write_comments
from sspipe.store.engine import writing
from sspipe.store.views import create_views, drop_views, give_rights, rights_on_views

FOLDER = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest schema, views and comments included, in one transaction."""
    with writing(engine) as connection:
        rights = rights_on_views(connection)
        drop_views(connection)
        command.upgrade(_config(connection), "head")
        create_views(connection)
        give_rights(connection, rights)
        write_comments(connection)


def require_current(engine: Engine) -> None:
    """Refuse a database at another schema than this code's.

    Raises:
        DatabaseBehind: when it has to be upgraded, or was made by a later version.
    """
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    newest = newest_revision()
    if found != newest:
        raise DatabaseBehind(
            "the shared database",
            f"schema version {found or 'none'}",
            f"version {newest}",
            "Upgrade the database, or install the version of sspipe that made it.",
        )


@cache
def newest_revision() -> str | None:
    """The schema version that this code writes."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
