"""Two months of the demonstration in a folder of their own, the first one closed, for a test to spoil the second."""

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, create_engine, text
from typer.testing import CliRunner, Result

from flows.cli import app
from flows.closing import Closed
from flows.command_run import close_periods
from sspipe.model.periods import Period
from sspipe.store.tables import PUBLISHED

P01, P02 = Period(2022, 1), Period(2022, 2)
FOLDERS = ("stockport/posts", "stockport/ledger", "tameside/posts", "tameside/ledger")


@dataclass(frozen=True, slots=True)
class SmallSite:
    """A site's folder and the output folder beside it."""

    folder: Path

    @property
    def site(self) -> Path:
        """The site's files."""
        return self.folder / "site"

    @property
    def output(self) -> Path:
        """What runs leave behind."""
        return self.folder / "output"

    def feed_file(self, feed: str, period: Period = P02) -> Path:
        """The one file of a feed and period."""
        (path,) = (path for path in (self.site / "feeds" / feed).iterdir() if _serves(path.name, period))
        return path

    def close(self, *periods: Period, dry_run: bool = False) -> Closed:
        """Close periods plainly; what came of the last."""
        return close_periods(self.site, periods or (P02,), None, dry_run=dry_run, plain=True)[-1]

    def rows(self, query: str) -> Sequence[tuple[object, ...]]:
        """What the shared database answers."""
        engine = self._engine()
        with engine.connect() as connection:
            rows = [tuple(row) for row in connection.execute(text(query))]
        engine.dispose()
        return rows

    def change(self, statement: str) -> None:
        """Change the shared database behind the program's back."""
        engine = self._engine()
        with engine.begin() as connection:
            connection.execute(text(statement))
        engine.dispose()

    def told(self, *words: str) -> Result:
        """What `sspipe run --plain` answers for this site."""
        return CliRunner().invoke(app, ["run", "--site", str(self.site), "--plain", *words])

    def what_readers_see(self) -> dict[str, Sequence[tuple[object, ...]]]:
        """Every row of every published table, of the releases and of the pointers to them."""
        return {name: self.rows(f'select * from "{name}" order by 1, 2') for name in (*PUBLISHED, *RELEASES)}  # noqa: S608 - our own tables

    def _engine(self) -> Engine:
        return create_engine(f"sqlite:///{self.output / 'sspipe.db'}")


RELEASES = ("release", "current_release", "release_input")


def _serves(name: str, period: Period) -> bool:
    ledger_name = f"_{period.year_start}{period.number:02d}_"
    return f"_{period.year}_P{period.number:02d}_" in name or ledger_name in name


def copied_months(demo: Path, folder: Path, months: Sequence[Period]) -> SmallSite:
    """A demonstration site with the councils' posts and ledgers of some months and no other feed file."""
    small = SmallSite(folder)
    shutil.copytree(demo, small.site, ignore=shutil.ignore_patterns("feeds"))
    for feed in FOLDERS:
        (small.site / "feeds" / feed).mkdir(parents=True)
        for path in (demo / "feeds" / feed).iterdir():
            if any(_serves(path.name, month) for month in months):
                shutil.copy(path, small.site / "feeds" / feed)
    return small


def change_text(path: Path, old: str, new: str, encoding: str = "utf-8") -> None:
    """Put one text in the place of another, which must stand there once."""
    content = path.read_bytes().decode(encoding)
    if content.count(old) != 1:
        message = f"{path.name} holds {old!r} {content.count(old)} times"
        raise ValueError(message)
    path.write_bytes(content.replace(old, new).encode(encoding))


def change_line(path: Path, marks: Sequence[str], old: str, new: str, encoding: str = "utf-8") -> int:
    """Change the first line that holds all the marks; the number of that line in the file."""
    lines = path.read_bytes().decode(encoding).split("\n")
    at = next(at for at, line in enumerate(lines) if all(mark in line for mark in marks))
    changed = re.sub(old, new, lines[at], count=1)
    if changed == lines[at]:
        message = f"line {at + 1} of {path.name} does not hold {old!r}"
        raise ValueError(message)
    lines[at] = changed
    path.write_bytes("\n".join(lines).encode(encoding))
    return at + 1


def pay_an_odd_pound(site: SmallSite) -> None:
    """A pound too much of basic pay in Stockport's ledger of the second month, which balances all the same."""
    path = site.feed_file("stockport/ledger")
    change_line(path, [";401000;CE4101;SP4101;"], "3,804.00", "3,805.00", "cp1252")
    change_line(path, [";4900000002;", ";790000;"], "11,405.87-", "11,406.87-", "cp1252")
