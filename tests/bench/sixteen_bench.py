"""Where the seconds of sixteen closes go, by step, from the runs that the shared database holds."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import text

from sspipe.store.engine import open_database

BY_STEP = text(
    "select step, count(*), sum((julianday(ended_at) - julianday(started_at)) * 86400) from run_step group by step"
)


def main() -> None:
    """Print the whole, and each step's part."""
    sspipe = str(Path(sys.executable).with_name("sspipe"))
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        settings = {"SSPIPE_OUTPUT": str(home / "output"), "PREFECT_HOME": str(home / "prefect")}
        environment = {**os.environ, **settings}
        command = [sspipe, "lab", "make", "--out", str(home / "lab"), "--seed", "1"]
        subprocess.run(command, check=True, capture_output=True)
        start = time.perf_counter()
        command = [sspipe, "run", "--site", str(home / "lab" / "site"), "--all"]
        subprocess.run(command, check=True, capture_output=True, env=environment)
        print(f"sixteen closes in one process: {time.perf_counter() - start:.1f} s, of which")
        with open_database(f"sqlite:///{home / 'output' / 'sspipe.db'}").connect() as connection:
            for step, count, seconds in connection.execute(BY_STEP):
                print(f"  {step}: {seconds:.1f} s in {count} steps")


if __name__ == "__main__":
    main()
