import pytest
from sqlalchemy import Engine, inspect, text

from sspipe.store.dictionary import column_dictionary
from sspipe.store.tables import METADATA

ALEMBIC = "alembic_version"


def test_every_column_of_every_table_and_view_is_in_the_dictionary(database: Engine) -> None:
    looked_at = inspect(database)
    relations = [*looked_at.get_table_names(), *looked_at.get_view_names()]
    stored = {(name, column["name"]) for name in relations if name != ALEMBIC for column in looked_at.get_columns(name)}
    assert stored == {(entry.relation, entry.column) for entry in column_dictionary()}


def test_every_column_is_said_in_a_sentence() -> None:
    for entry in column_dictionary():
        assert entry.says.endswith("."), entry
        assert len(entry.says) > len("The x."), entry


def test_every_table_says_what_one_row_is() -> None:
    for table in METADATA.sorted_tables:
        assert (table.comment or "").endswith("."), table.name


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_postgresql_holds_the_words_beside_the_columns_of_views_too(database: Engine) -> None:
    query = text(
        "SELECT col_description('current_recharges'::regclass, ordinal_position) FROM information_schema.columns"
        " WHERE table_name = 'current_recharges' AND column_name = 'due_pounds'"
    )
    with database.connect() as connection:
        said = connection.scalar(query)
    assert said == "In pounds: What the partner owes for the month: its part of the shared cost, with any overhead."
