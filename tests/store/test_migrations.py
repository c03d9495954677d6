from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, UniqueConstraint, inspect, text

from sspipe.errors import DatabaseBehind
from sspipe.store.migrate import newest_revision, require_current, upgrade
from sspipe.store.tables import METADATA


def test_the_steps_make_exactly_the_tables_that_the_code_says(database: Engine) -> None:
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        differences = [each for each in compare_metadata(context, METADATA) if not _is_comment(each)]
    assert differences == []


def _is_comment(difference: Any) -> bool:
    """Comments are written after the steps, and SQLite keeps none."""
    return isinstance(difference, list) and difference[0][0] == "modify_comment"


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_comments_stand_in_a_database_that_keeps_comments(database: Engine) -> None:
    with database.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_the_steps_make_the_closed_lists_that_the_code_says(database: Engine) -> None:
    declared = {
        (table.name, constraint.name)
        for table in METADATA.sorted_tables
        for constraint in table.constraints
        if type(constraint).__name__ == "CheckConstraint"
    }
    looked_at = inspect(database)
    made = {(table, check["name"]) for table in METADATA.tables for check in looked_at.get_check_constraints(table)}
    assert made == declared


def test_every_value_of_a_closed_list_is_let_in(database: Engine) -> None:
    looked_at = inspect(database)
    for table in METADATA.sorted_tables:
        for check in looked_at.get_check_constraints(table.name):
            declared = next(
                each
                for each in table.constraints
                if each.name == check["name"] and not isinstance(each, UniqueConstraint)
            )
            assert _quoted(check["sqltext"]) == _quoted(str(declared.sqltext)), check["name"]  # type: ignore[attr-defined]


def _quoted(condition: str) -> set[str]:
    return set(condition.split("'")[1::2])


def test_upgrading_twice_changes_nothing(database: Engine) -> None:
    before = _relations(database)
    upgrade(database)
    assert _relations(database) == before
    require_current(database)


def _relations(database: Engine) -> tuple[list[str], list[str]]:
    looked_at = inspect(database)
    return sorted(looked_at.get_table_names()), sorted(looked_at.get_view_names())


def test_a_database_without_tables_is_behind(empty_database: Engine) -> None:
    with pytest.raises(DatabaseBehind, match="schema version none"):
        require_current(empty_database)


def test_a_database_of_a_later_version_is_refused(database: Engine) -> None:
    with database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseBehind, match=f"expected version {newest_revision()}"):
        require_current(database)


def test_a_database_of_a_later_version_is_not_upgraded(database: Engine) -> None:
    with database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseBehind, match="A later sspipe made it: install that version"):
        upgrade(database)
    with database.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"
        assert connection.execute(text("SELECT * FROM current_breaks")).all() == []


def test_a_failing_upgrade_leaves_no_table_behind(empty_database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_connection: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("sspipe.store.migrate.create_views", fail)
    with pytest.raises(RuntimeError):
        upgrade(empty_database)
    assert inspect(empty_database).get_table_names() == []


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_roles_keep_their_rights_on_views_over_an_upgrade(database: Engine) -> None:
    with database.begin() as connection:
        role = f"reader_{connection.engine.url.database}"
        connection.execute(text(f"CREATE ROLE {role}"))
        connection.execute(text(f"GRANT SELECT ON current_recharges TO {role}"))
    upgrade(database)
    with database.begin() as connection:
        right = "SELECT has_table_privilege(:role, 'current_recharges', 'SELECT')"
        assert connection.scalar(text(right), {"role": role}) is True
        connection.execute(text(f"DROP OWNED BY {role}"))
        connection.execute(text(f"DROP ROLE {role}"))
