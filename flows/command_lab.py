"""A labelled site with its feeds, made by the lab, and where it and its truth stand."""

import shutil
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from flows.options import wrong_use
from flows.printing import as_json
from flows.progress import at_work
from sspipe.lab.make import make_site
from sspipe.settings import Settings


def make_lab(out: Path, seed: int, lines: int, breaks: str, *, replace: bool, json: bool) -> Iterator[str]:  # noqa: PLR0913 - each is an option
    """Write a site; say what was written."""
    if replace:
        shutil.rmtree(out, ignore_errors=True)
    with wrong_use(), at_work(f"Making the months of {out}", json=json):
        report = make_site(Settings().demo_site, out, seed=seed, lines=lines, breaks=breaks)
    if json:
        yield as_json({"seed": seed, **asdict(report)})
    else:
        yield f"{report.files} files in {report.site}; the truth is in {report.truth}"
