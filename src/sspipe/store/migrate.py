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
    """Bring the database to the newest schema, views and comments included, in one transaction.

    Raises:
        DatabaseBehind: when a later version of this code made it.
    """
    with writing(engine) as connection:
        found = _revision_in(connection)
        if found is not None and found not in _known_revisions():
            raise _of_another_version(found)
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
    found = revision_of(engine)
    if found != newest_revision():
        raise _of_another_version(found)


def revision_of(engine: Engine) -> str | None:
    """The schema version of a database; None where it holds no table of ours."""
    with engine.connect() as connection:
        return _revision_in(connection)


def _revision_in(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _of_another_version(found: str | None) -> DatabaseBehind:
    is_older = found is None or found in _known_revisions()
    return DatabaseBehind(
        "the shared database",
        f"schema version {found or 'none'}",
        f"version {newest_revision()}",
        "The next run brings it up to date: sspipe run --site DIR --due."
        if is_older
        else "A later sspipe made it: install that version or a newer one.",
    )


@cache
def newest_revision() -> str | None:
    """The schema version that this code writes."""
    return ScriptDirectory.from_config(_config()).get_current_head()


@cache
def _known_revisions() -> frozenset[str]:
    return frozenset(step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions())


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
