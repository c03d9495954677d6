"""Every benchmark in turn: ratios of one run, each with its limit; seconds are printed, never asserted."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
BENCHES = (
    ["ledger_bench.py", "--lines", "5000000"],
    ["feed_bench.py", "--lines", "5000000"],
    ["lab_bench.py"],
    ["close_bench.py"],
    ["sixteen_bench.py"],
    ["tie_out_bench.py"],
)


def main() -> None:
    """Run each as a process of its own."""
    for name, *options in BENCHES:
        print(f"-- {name}", flush=True)
        subprocess.run([sys.executable, str(HERE / name), *options], check=True)


if __name__ == "__main__":
    main()
