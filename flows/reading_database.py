"""The shared database opened to be read, or one sentence on why it cannot be; nothing is made or changed in it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, NoSuchModuleError, OperationalError

from sspipe.errors import DatabaseUnavailable, NoDatabaseYet
from sspipe.settings import Settings
from sspipe.store.engine import SQLITE, open_database
from sspipe.store.migrate import require_current, revision_of

WHERE = "the shared database"
VARIABLE = "SSPIPE_DATABASE_URL"
FIRST_RUN = f"Close a period first (sspipe run --site DIR --due), or say in {VARIABLE} where the database is."


@contextmanager
def reading(settings: Settings) -> Iterator[Engine]:
    """The database for as long as a command reads it.

    Raises:
        NoDatabaseYet: when no run has made it.
        DatabaseBehind: when it has another schema than this code.
        DatabaseUnavailable: when it does not answer, or its address is none.
    """
    with answering(settings.database):
        _refuse_missing(settings.database)
    engine = opened(settings.database, _refuse_other)
    try:
        yield engine
    finally:
        engine.dispose()


def opened(url: str, prepare: Callable[[Engine], None]) -> Engine:
    """The database at an address once it is prepared; nothing stays open where that fails.

    Raises:
        DatabaseUnavailable: when it does not answer, or its address is none.
    """
    with answering(url):
        engine = open_database(url)
        try:
            prepare(engine)
        except BaseException:  # whatever ends it, Ctrl-C too: no connection stays open, and it goes on
            engine.dispose()
            raise
    return engine


def _refuse_other(engine: Engine) -> None:
    """Refuse a database that no run has made, or that another version has."""
    if revision_of(engine) is None:
        shown = engine.url.render_as_string(hide_password=True)
        raise NoDatabaseYet(WHERE, f"no table in {shown}", "those that a run makes", FIRST_RUN)
    require_current(engine)


@contextmanager
def answering(url: str) -> Iterator[None]:
    """Say in one sentence that a database does not open; what its driver says may hold an account or a password."""
    try:
        yield
    except (ArgumentError, NoSuchModuleError):
        expected = "an address such as postgresql://host/name"
        raise DatabaseUnavailable(WHERE, f"no address of one in {VARIABLE}", expected, "Correct it.") from None
    except DBAPIError as fault:
        is_away = isinstance(fault, OperationalError | InterfaceError)
        what = "no answer from" if is_away else "nothing that opens at"
        shown = make_url(url).render_as_string(hide_password=True)
        found = f"{what} {shown} ({type(fault).__name__})"
        action = f"See that it runs and that {VARIABLE} names it, then try again."
        raise DatabaseUnavailable(WHERE, found, "a database that answers", action) from None


def _refuse_missing(url: str) -> None:
    """Refuse a file that is not there: opening it would make an empty one."""
    parsed = make_url(url)
    if parsed.get_backend_name() == SQLITE and not Path(parsed.database or "").is_file():
        raise NoDatabaseYet(WHERE, f"no file {parsed.database or 'named'}", "one that a run made", FIRST_RUN)
