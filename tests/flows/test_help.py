"""Every command says what it does, with an example that parses; help comes at once and fits a terminal."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from flows.cli import app

WIDTH = 80
SLOW = {"prefect", "pandas", "sqlalchemy", "sqlmodel", "pyarrow", "great_expectations"}
_EXAMPLE = re.compile(r"^ *Example: (sspipe .*)$", re.MULTILINE)


def leaves(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command that does something, with the words that lead to it."""
    below = getattr(command, "commands", None)
    if below is None:
        yield path, command
        return
    for name, each in below.items():
        yield from leaves(each, (*path, name))


COMMANDS = dict(leaves(typer.main.get_command(app)))
EXAMPLES = [(path, words) for path, each in COMMANDS.items() for words in _EXAMPLE.findall(str(each.help))]
NAMES = [" ".join(path) for path in COMMANDS]
AS_JSON = (
    *("breaks", "explain", "releases", "status", "site check", "site new", "run", "verify", "lab make", "lab score"),
    *("quarantine list", "quarantine export", "retention list", "retention destroy", "rules"),
)


def test_the_commands_are_those_of_the_design() -> None:
    wanted = {"run", "status", "breaks", "explain", "releases", "verify", "deploy", "up"}
    others = {"site check", "site new", "site schemas", "lab make", "quarantine list", "quarantine export", "rules"}
    others |= {"retention list", "retention destroy"}
    assert wanted | others <= set(NAMES)


@pytest.mark.parametrize("path", COMMANDS, ids=NAMES)
def test_a_command_says_what_it_does_in_one_sentence_and_shows_an_example(path: tuple[str, ...]) -> None:
    first, *rest = str(COMMANDS[path].help).split("\n\n")
    assert first.endswith(".")
    assert len(first.splitlines()) == 1
    assert any(_EXAMPLE.match(each) for each in rest)


@pytest.mark.parametrize(("path", "words"), EXAMPLES, ids=[words for _, words in EXAMPLES])
def test_an_example_parses_as_the_command_that_shows_it(
    path: tuple[str, ...], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("output/demo/site", "deployments/stockport-tameside"):
        (tmp_path / folder).mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    reached: list[tuple[str, ...]] = []
    group = typer.main.get_command(app)
    for at, command in leaves(group):
        command.callback = lambda at=at, **_: reached.append(at)
    name, *rest = shlex.split(words)

    assert name == "sspipe"
    group.main(rest, prog_name=name, standalone_mode=False)
    assert reached == [path]


@pytest.mark.parametrize("path", COMMANDS, ids=NAMES)
def test_every_option_is_worded(path: tuple[str, ...]) -> None:
    for each in COMMANDS[path].params:
        assert str(each.help).strip().endswith("."), each.name


@pytest.mark.parametrize("name", AS_JSON)
def test_a_command_whose_answer_a_program_may_read_has_json(name: str) -> None:
    options = {option for each in COMMANDS[tuple(name.split())].params for option in each.opts}
    assert "--json" in options


@pytest.mark.parametrize("path", [(), ("site",), ("lab",), *COMMANDS], ids=["sspipe", "site", "lab", *NAMES])
def test_help_fits_a_terminal_of_80_columns(path: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    monkeypatch.setenv("TERMINAL_WIDTH", str(WIDTH))
    shown = CliRunner().invoke(app, [*path, "--help"])
    assert shown.exit_code == 0
    assert max(len(line) for line in shown.output.splitlines()) <= WIDTH


def _fresh(code: str, folder: Path) -> str:
    """What a process of its own prints."""
    environment = {**os.environ, "COLUMNS": str(WIDTH)}  # noqa: TID251 - a process of its own needs its own
    ended = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment, cwd=folder
    )
    return ended.stdout


@pytest.mark.parametrize("words", [["--help"], ["breaks", "--help"], ["run", "--help"]])
def test_help_loads_none_of_the_slow_libraries_and_leaves_nothing_behind(words: list[str], tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from flows.cli import main\n"
        f"sys.argv = ['sspipe', *{words!r}]\n"
        "try:\n    main()\n"
        "except SystemExit as ended:\n    assert not ended.code, ended.code\n"
        f"print('LOADED', sorted({SLOW!r} & set(sys.modules)))\n"
    )
    assert _fresh(code, tmp_path).splitlines()[-1] == "LOADED []"
    if words == ["--help"]:
        assert list(tmp_path.iterdir()) == []
