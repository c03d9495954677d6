"""One close against an empty flow with the same imports, each a process of its own, turn by turn."""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EMPTY = """
import great_expectations, flows.monthly_close, flows.telling
from prefect import flow

@flow
def empty() -> None:
    pass

empty()
"""


def seconds_of(command: list[str], home: Path) -> float:
    """Wall time of one process."""
    settings = {
        "SSPIPE_OUTPUT": str(home / "output"),
        "PREFECT_HOME": str(home / "prefect"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "GX_ANALYTICS_ENABLED": "false",
        "PREFECT_LOGGING_LEVEL": "ERROR",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    }
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **settings})
    return time.perf_counter() - start


def main() -> None:
    """Print the median of both, and their ratio."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    sspipe = str(Path(sys.executable).with_name("sspipe"))
    empty, close = [], []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        command = [sspipe, "lab", "make", "--out", str(home / "lab"), "--seed", "1"]
        subprocess.run(command, check=True, capture_output=True)
        for turn in range(runs):
            at = home / str(turn)
            at.mkdir()
            script = at / "empty.py"
            script.write_text(EMPTY, encoding="utf-8")
            empty.append(seconds_of([sys.executable, str(script)], at))
            command = [sspipe, "run", "--site", str(home / "lab" / "site"), "--period", "2022-23-P06"]
            close.append(seconds_of(command, at))
    a, b = statistics.median(empty), statistics.median(close)
    print(f"empty flow with the imports {a:.1f} s; one close {b:.1f} s; ratio {b / a:.2f} (at most 1.5)")
    if b / a > 1.5:
        sys.exit("a close took more than one and a half times an empty flow with the imports")


if __name__ == "__main__":
    main()
