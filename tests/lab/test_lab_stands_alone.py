"""The lab knows nothing of the house that it labels months for."""

import ast
from pathlib import Path

import pytest

LAB = Path(__file__).parents[2] / "src" / "sspipe" / "lab"
FILES = sorted(LAB.glob("*.py"))


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            names.add(f"{'.' * node.level}{node.module or ''}")
            if node.module == "sspipe":
                names |= {f"sspipe.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_lab_imports_nothing_else_of_the_house(path: Path) -> None:
    own = {name for name in imported(path) if name.startswith((".", "sspipe", "flows"))}
    assert all(name == "sspipe.lab" or name.startswith("sspipe.lab.") for name in own)


def test_no_two_modules_open_alike() -> None:
    openings = [ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) for path in FILES]
    assert len({(opening or "").splitlines()[0] for opening in openings}) == len(FILES)
