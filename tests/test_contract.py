"""The walls hold: an import that crosses one is refused and named."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PLANTED = {
    "reconcile/pay.py": ("from sspipe.conform.layout import Layout", "stages never know each other"),
    "publish/rows.py": ("import prefect", "Only flows knows Prefect"),
    "model/money.py": ("import pandas", "know no I/O and no table library"),
    "reconcile/earnings.py": ("import csv", "know no I/O and no table library"),
    "model/periods.py": ("from urllib.request import urlopen", "know no I/O and no table library"),
    "validate/guards.py": ("import great_expectations", "behind one door"),
    "lab/pence.py": ("from sspipe.model.money import split", "The lab imports nothing else"),
    "conform/pounds.py": ("from sspipe.storage import exists", "write and read by address"),
    "terms/site.py": ("from sspipe.store.engine import open_database", "stages never know each other"),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> Path:
    folder = tmp_path_factory.mktemp("contract")
    shutil.copytree(checkout / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(checkout / "flows", folder / "flows", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(checkout / "pyproject.toml", folder)
    return folder


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the contract of a copy; its own folders come first on the path."""
    code = (
        "import sys; sys.path[:0] = ['src', '.']; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    )
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - our own command


def test_the_checkout_keeps_every_contract(copy: Path) -> None:
    result = lint(copy)

    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("module", sorted(PLANTED))
def test_a_forbidden_import_is_refused_by_name(copy: Path, module: str) -> None:
    line, contract = PLANTED[module]
    path = copy / "src" / "sspipe" / module
    kept = path.read_text(encoding="utf-8")
    path.write_text(f"{kept}\n{line}\n", encoding="utf-8")
    try:
        result = lint(copy)
    finally:
        path.write_text(kept, encoding="utf-8")

    broken = [text for text in result.stdout.splitlines() if "BROKEN" in text]
    assert result.returncode == 1
    assert any(contract in text for text in broken), result.stdout
