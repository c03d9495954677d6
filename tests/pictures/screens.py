"""Pictures of what people see: the page of a pack, and the runs in Prefect's view, both of the demonstration.

Run by `make pictures` after `make run`; needs Playwright and a Chromium of the system.
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
from playwright.sync_api import Page, sync_playwright

PAGE = "packs/stockport-tameside/2022-23-P08/tameside.html"
WIDE, TALL = 1280, 900
RUN = "close 2023-24 P03"
"""A run that the list shows: the last one of the demonstration."""
START_SECONDS = 180.0


@contextmanager
def browser_page() -> Iterator[Page]:
    """A page of the system's Chromium."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser.new_page(viewport={"width": WIDE, "height": TALL}, locale="en-GB", timezone_id="Europe/London")
        browser.close()


@contextmanager
def prefect_server(home: Path) -> Iterator[str]:
    """The address of a server over the demonstration's own records."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = str(found.getsockname()[1])
    words = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", port]
    environment = {
        **os.environ,
        "PREFECT_HOME": str(home.absolute()),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    }
    server = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _await(f"{address}/api/health")
        yield address
    finally:
        server.terminate()
        server.wait()


def _await(address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            if requests.get(address, timeout=2).ok:
                return
        except requests.RequestException:
            time.sleep(0.5)
    raise TimeoutError(address)


def main() -> None:
    """Take both pictures of an output folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=Path("output"))
    parser.add_argument("--out", type=Path, default=Path("deployments/pictures"))
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    with browser_page() as page, prefect_server(asked.output / "prefect") as server:
        page.goto((asked.output / PAGE).absolute().as_uri())
        page.get_by_role("heading", name="First page").last.evaluate(
            "heading => heading.scrollIntoView({behavior: 'instant'})"
        )
        page.screenshot(path=asked.out / "pack.png")
        page.goto(f"{server}/runs")
        page.get_by_text(RUN).first.wait_for(timeout=90_000)
        page.wait_for_timeout(4000)
        page.screenshot(path=asked.out / "prefect.png")
    print(asked.out)


if __name__ == "__main__":
    main()
