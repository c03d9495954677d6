"""The page of the column dictionary is the one that the command prints today."""

import json
from pathlib import Path

from typer.testing import CliRunner

from flows.cli import app
from sspipe.store.dictionary import column_dictionary


def test_the_page_says_what_the_command_says(checkout: Path) -> None:
    printed = CliRunner().invoke(app, ["dictionary"]).stdout
    assert (checkout / "src/sspipe/store/DICTIONARY.md").read_text(encoding="utf-8") == printed


def test_every_column_stands_on_the_page_and_in_the_document() -> None:
    entries = {(entry.relation, entry.column) for entry in column_dictionary()}
    document = json.loads(CliRunner().invoke(app, ["dictionary", "--json"]).stdout)
    assert {(entry["relation"], entry["column"]) for entry in document["columns"]} == entries
