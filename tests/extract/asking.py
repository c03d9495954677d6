"""Asking a sender as a pull does: into a folder, a few times, with waits that are only written down."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from sspipe import storage
from sspipe.errors import RunBroken
from sspipe.extract.fetch import fetch
from sspipe.extract.fetched import Fetched, NotThere, Unchanged
from sspipe.model.sources import HttpSource, Mark, SftpSource
from tests.extract.serving import Naps

ENDS: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(
    Path(__file__).with_name("ends_of_asking.yaml").read_text(encoding="utf-8")
)
SECRET = "a-secret-that-nobody-may-see"
QUICK = HttpSource(
    url="http://127.0.0.1",
    file_name="file",
    timeout_seconds=0.2,
    whole_seconds=0.5,
    attempts=3,
    backoff_seconds=0.001,
    longest_wait_seconds=60,
    most_bytes=1_000_000,
)


def no_secret(name: str) -> str:
    """No source of these tests asks for a secret."""
    raise AssertionError(name)


@dataclass
class Folder:
    """Where fetched files go, and how asking ended."""

    path: Path
    naps: Naps = field(default_factory=Naps)
    begun: int = 0

    def ask(self, source: HttpSource | SftpSource, mark: Mark | None = None, secret: str = "") -> "End":
        """Ask once; the end, whichever it is."""
        try:
            came = fetch(source, {}, (lambda _: secret) if secret else no_secret, mark, self.write, sleep=self.naps)
        except RunBroken as error:
            return End(type(error).__name__, error, None)
        return End(type(came).__name__, None, came)

    def write(self, chunks: Iterable[bytes]) -> str:
        """Write as the landing area does."""
        self.begun += 1
        return storage.write_temporary(f"{self.path}/arriving", chunks)

    def files(self) -> list[Path]:
        """Whatever stands in the folder, half or whole."""
        return [path for path in self.path.rglob("*") if path.is_file()]


@dataclass
class End:
    """The name of an end, and what came with it."""

    name: str
    error: RunBroken | None
    came: Fetched[str] | Unchanged | NotThere | None

    @property
    def fetched(self) -> Fetched[str]:
        """What was fetched."""
        assert isinstance(self.came, Fetched), self.error
        return self.came

    @property
    def content(self) -> bytes:
        """The bytes that were kept."""
        return Path(self.fetched.written).read_bytes()

    @property
    def says(self) -> str:
        """What a person is told."""
        return str(self.error) if self.error else getattr(self.came, "found", "")


def quick(url: str, **changes: Any) -> HttpSource:
    """A source that is soon given up."""
    return replace(QUICK, url=url, **changes)


def check_end(case: dict[str, Any], end: End, asked: int, folder: Folder) -> None:
    """Compare an end with what was written down for it."""
    assert (end.name, asked) == (case["end"], case["asked"]), end.says
    assert case.get("says", "") in end.says
    if "waits" in case:
        assert [int(wait) for wait in folder.naps.waits] == case["waits"]
    if end.name == "Fetched":
        assert end.fetched.is_length_proved is not case.get("unproved", False)
        assert [str(path) for path in folder.files()] == [end.fetched.written]
    else:
        assert folder.files() == []
