"""Plants each wrong rule in a copy of the source and says which test catches it.

Run it from the checkout: `python tests/mutants/plant.py [--only M12,M13] [--sample N --seed S]`. Exit code 1 if a wrong
rule survives, or if the text that it replaces no longer stands exactly once in its file.
"""

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

import yaml

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SOURCE = ROOT / "src" / "sspipe"
WRONG_RULES, PLANTS, NOT_YET = (HERE / name for name in ("wrong_rules.yaml", "plants.yaml", "not_yet.yaml"))
TESTS = (  # the cases first: they catch most, and soon
    "tests/reconcile",
    "tests/model",
    "tests/publish/pack/test_working.py",
    "tests/publish/pack/test_due_parts.py",
    "tests/validate/test_completeness.py",
    "tests/validate/test_drift.py",
    "tests/validate/test_changed_lines.py",
)
AT_A_TIME = 2
SECONDS = 300
PASSED, FAILED_TESTS = 0, 1
FAILED = re.compile(r"^(?:FAILED|ERROR) (?:tests/\S+::)?(?P<test>.+)$", re.MULTILINE)
FAULT = re.compile(r"^E +(?P<fault>\w+(?:Error|Exception|InForce|Wrong))\b", re.MULTILINE)
NO_RULE = tuple(
    f"(stops: {fault})" for fault in ("NameError", "TypeError", "AttributeError", "ImportError", "SyntaxError")
)


@dataclass(frozen=True, slots=True)
class Plant:
    """One wrong rule as a change of one text in one file."""

    id: str
    file: str
    find: str
    replace: str

    @property
    def times_found(self) -> int:
        """How often the text stands in the source as it is now."""
        return (SOURCE / self.file).read_text(encoding="utf-8").count(self.find)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a plant; `caught_by` empty: no test failed."""

    plant: Plant
    caught_by: str

    @property
    def is_no_rule(self) -> bool:
        """Whether the planted text does not run at all, so that catching it proves nothing."""
        return self.caught_by.endswith(NO_RULE)

    def __str__(self) -> str:
        return f"{self.plant.id:5} {self.plant.file:32} {self.caught_by or 'SURVIVED'}"


def read_plants() -> list[Plant]:
    """Every plant on file."""
    return [Plant(**entry) for entry in yaml.safe_load(PLANTS.read_text(encoding="utf-8"))]


class Copies:
    """Copies of the source, one for each run at a time."""

    def __init__(self, folder: Path) -> None:
        self._free: Queue[Path] = Queue()
        for number in range(AT_A_TIME):
            copy = folder / f"copy{number}"
            shutil.copytree(SOURCE, copy / "sspipe")
            self._free.put(copy)

    def try_none(self) -> str:
        """The first test that fails with nothing planted; it would seem to catch everything."""
        copy = self._free.get()
        try:
            return _caught_by(copy)
        finally:
            self._free.put(copy)

    def try_plant(self, plant: Plant) -> Outcome:
        """Plant it in a copy, run the tests against that copy, and put the copy right again."""
        copy = self._free.get()
        file = copy / "sspipe" / plant.file
        right = file.read_text(encoding="utf-8")
        try:
            _write(file, right.replace(plant.find, plant.replace))
            return Outcome(plant, _caught_by(copy))
        finally:
            _write(file, right)
            self._free.put(copy)


def _write(file: Path, text: str) -> None:
    """Write a module, so that no compiled form of an earlier text is taken for it."""
    file.write_text(text, encoding="utf-8")
    for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
        compiled.unlink()


def _caught_by(copy: Path) -> str:
    """The first test that fails, with the fault where the wrong rule stops instead of giving a wrong figure.

    Raises:
        RuntimeError: when the tests could not be run.
    """
    environment = os.environ | {
        "PYTHONPATH": str(copy),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HYPOTHESIS_STORAGE_DIRECTORY": str(copy / "drawn"),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # these tests need two of them, and start in a third of the time
    }
    plugins = ["-p", "xdist", "-p", "_hypothesis_pytestplugin", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", *plugins, *TESTS]
    try:
        run = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return f"no end within {SECONDS} seconds"
    if run.returncode not in (PASSED, FAILED_TESTS):
        raise RuntimeError(
            f"the tests did not run (exit code {run.returncode}):\n{run.stdout[-2000:]}{run.stderr[-2000:]}"
        )
    if run.returncode == PASSED:
        return ""
    failed = FAILED.search(run.stdout)
    faults = [found["fault"] for found in FAULT.finditer(run.stdout) if found["fault"] != "AssertionError"]
    stops = f" (stops: {faults[-1]})" if faults else ""
    return (failed["test"].split(" - ")[0] if failed else "a test") + stops


def try_plants(plants: Sequence[Plant]) -> Iterator[Outcome]:
    """Try each, two at a time, in the order given."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(AT_A_TIME) as runs:
        yield from runs.map(Copies(Path(folder)).try_plant, plants)


def fails_with_nothing_planted() -> str:
    """The first test that fails as things stand: it would seem to catch everything."""
    with tempfile.TemporaryDirectory() as folder:
        return Copies(Path(folder)).try_none()


def chosen(plants: Sequence[Plant], only: str, sample: int, seed: int) -> list[Plant]:
    """The plants that the options name, or that many drawn by a seed."""
    named = [plant for plant in plants if not only or plant.id in only.split(",")]
    return random.Random(seed).sample(named, min(sample, len(named))) if sample else named


def main() -> int:
    """Try the plants, print a line each and a count."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", default="", help="ids with commas between them")
    options.add_argument("--sample", type=int, default=0, help="how many to draw")
    options.add_argument("--seed", type=int, default=1, help="what to draw them by")
    asked = options.parse_args()
    plants = chosen(read_plants(), asked.only, asked.sample, asked.seed)
    if failed := fails_with_nothing_planted():
        print(f"fails with nothing planted: {failed}", flush=True)
        return 1
    lost = [plant for plant in plants if plant.times_found != 1]
    for plant in lost:
        print(f"{plant.id:5} {plant.file:32} its text stands {plant.times_found} times", flush=True)
    outcomes = []
    for outcome in try_plants([plant for plant in plants if plant not in lost]):
        print(outcome, flush=True)
        outcomes.append(outcome)
    survived = [outcome.plant.id for outcome in outcomes if not outcome.caught_by]
    lost += [outcome.plant for outcome in outcomes if outcome.is_no_rule]
    caught = sum(bool(outcome.caught_by) and not outcome.is_no_rule for outcome in outcomes)
    print(f"{caught} caught, {len(survived)} survived, {len(lost)} could not be planted or do not run")
    return 1 if survived or lost else 0


if __name__ == "__main__":
    sys.exit(main())
