"""The rules of the house that no linter knows."""

import ast
import inspect
import pickle
from itertools import chain
from pathlib import Path

import pytest

import sspipe.errors

ROOT = Path(__file__).parents[1]
MODULES = sorted(chain((ROOT / "src").rglob("*.py"), (ROOT / "flows").rglob("*.py")))
NAMED = {str(path.relative_to(ROOT)): path for path in MODULES}
ERRORS = [kind for _, kind in inspect.getmembers(sspipe.errors, inspect.isclass) if issubclass(kind, Exception)]
MOST_LINES = 250
CELLARS = {"utils", "util", "common", "helpers", "helper", "base", "manager", "core", "misc"}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def first_line(path: Path) -> str:
    return (ast.get_docstring(tree(path)) or "").split("\n", 1)[0]


@pytest.mark.parametrize("kind", ERRORS)
def test_an_exception_survives_pickle_with_its_message(kind: type[Exception]) -> None:
    error = kind("site.yaml line 3", "nothing", "a title", "Add it.")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes

    assert type(again) is kind
    assert str(again) == str(error) == "site.yaml line 3: found nothing; expected a title. Add it."
    assert vars(again) == vars(error)


def test_there_are_exceptions_to_test() -> None:
    assert len(ERRORS) > 5
    assert all(issubclass(kind, sspipe.errors.RunBroken) for kind in ERRORS)


@pytest.mark.parametrize("name", NAMED)
def test_a_module_opens_with_a_sentence(name: str) -> None:
    line = first_line(NAMED[name])
    assert line, f"{name} has no docstring"
    assert line.endswith("."), f"{name} opens with no whole sentence"


def test_no_two_modules_share_a_first_line() -> None:
    seen: dict[str, str] = {}
    for name, path in NAMED.items():
        line = first_line(path)
        assert line not in seen, f"{name} opens like {seen.get(line)}"
        seen[line] = name


@pytest.mark.parametrize("name", [name for name in NAMED if name.endswith("__init__.py")])
def test_an_init_file_is_a_docstring_and_nothing_else(name: str) -> None:
    body = tree(NAMED[name]).body
    assert len(body) == 1
    assert isinstance(body[0], ast.Expr)


@pytest.mark.parametrize("name", NAMED)
def test_no_file_is_a_cellar_or_a_tower(name: str) -> None:
    path = NAMED[name]
    assert not set(path.stem.split("_")) & CELLARS
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MOST_LINES, f"{name} has {lines} lines"


@pytest.mark.parametrize("name", NAMED)
def test_source_asserts_nothing(name: str) -> None:
    assert not [node for node in ast.walk(tree(NAMED[name])) if isinstance(node, ast.Assert)]
