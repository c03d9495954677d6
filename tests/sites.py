"""The demonstration site, and copies of it that a test may change."""

import shutil
from pathlib import Path

DEMO_SITE = Path(__file__).parents[1] / "deployments" / "stockport-tameside"


def copied_site(to: Path) -> Path:
    folder = to / "site"
    shutil.copytree(DEMO_SITE, folder)
    return folder


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    if old not in text:
        message = f"{file} does not hold {old!r}"
        raise ValueError(message)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
