"""A ledger that is asked for over SFTP closes a month like one that was put into a folder, or says why not."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from asyncssh import SFTPNoSuchFile

from tests.extract.serving_sftp import ANOTHER_KEY, HOST_KEY, USER, Gate, Held, SftpSender, Way, public, sftp_sender
from tests.flows.small_sites import P01, P02, SmallSite, change_text

LEDGER = "tameside/ledger"
FOLDER = "    path: feeds/tameside/ledger\n"
SECRET = "hunter-two-and-more"


@dataclass
class Month(Held):
    """The ledger of whatever month is asked for."""

    sender: SftpSender | None = None
    months: dict[str, bytes] = field(default_factory=dict)

    async def stat(self) -> object:  # type: ignore[override]
        assert self.sender is not None
        content = self.months.get(self.sender.paths[-1])
        if content is None:
            raise SFTPNoSuchFile("no such month")
        self.content = content
        return await super().stat()


@dataclass
class Published:
    """A small site whose second council's ledger stands on an SFTP server."""

    site: SmallSite
    sender: SftpSender
    months: dict[str, bytes]

    def landed(self) -> list[str]:
        """Everything in the council's landing folder."""
        folder = self.site.output / "landing" / "tameside"
        return sorted(path.name for path in folder.rglob("*") if path.is_file())

    def files_with(self, text: bytes) -> list[Path]:
        """What runs left behind that holds a text."""
        files = (path for path in self.site.output.rglob("*") if path.is_file())
        return [path for path in files if text in path.read_bytes()]


@pytest.fixture
def published(two_months: SmallSite, monkeypatch: pytest.MonkeyPatch) -> Iterator[Published]:
    """The ledger of both months on a server; nothing was closed yet."""
    (two_months.output / "sspipe.db").unlink()
    monkeypatch.setenv("SSPIPE_SECRET_TAMESIDE_SFTP", SECRET)
    months = {}
    for period in (P01, P02):
        path = two_months.feed_file(LEDGER, period)
        months[f"/out/{period.year}/GL_P{period.number:02d}.csv"] = path.read_bytes()
        path.unlink()
    with sftp_sender() as there:
        there.will(Way(lambda: Month(sender=there, months=months), Gate(password=SECRET)))
        source = (
            "    source:\n"
            f'      url: "sftp://127.0.0.1:{there.port}/out/{{financial_year}}/GL_P{{period_number:02d}}.csv"\n'
            '      file_name: "TMBC_agltransact_{year_start}{period_number:02d}_{arrived:%Y%m%d}.csv"\n'
            f"      host_keys: [{public(HOST_KEY)}]\n"
            f"      auth: {{kind: password, user: {USER}, secret: tameside-sftp}}\n"
            "      attempts: 1\n"
        )
        change_text(two_months.site / "feeds.yaml", FOLDER, source)
        yield Published(two_months, there, months)


def test_months_on_an_sftp_server_are_closed_like_those_from_a_folder(published: Published) -> None:
    published.site.close(P02)
    said = published.site.told("--due")
    closed = published.site.rows("select period from current_release order by period")
    assert closed == [("2022-23-P01",), ("2022-23-P02",)], f"{said.output} {said.exception!r}"
    assert set(published.sender.paths) == set(published.months)
    assert published.files_with(SECRET.encode()) == []


def test_an_unchanged_month_is_not_read_again(published: Published) -> None:
    published.site.close(P02)
    before = published.landed()
    published.site.close(P02)
    assert published.landed() == before
    assert len(published.sender.connections) == 2
    assert len(published.sender.opened) == 1


def test_a_month_that_is_not_there_yet_is_missing(published: Published) -> None:
    del published.months["/out/2022-23/GL_P02.csv"]
    closed = published.site.close(P02)
    missing = [each.found for each in closed.findings if each.rule == "feed_file_missing"]
    assert any("2022-23 P02" in found for found in missing)


def test_a_server_with_another_host_key_is_refused_and_told_nothing(published: Published) -> None:
    change_text(published.site.site / "feeds.yaml", public(HOST_KEY), public(ANOTHER_KEY))
    closed = published.site.close(P02)
    (told, *_) = [finding for finding in closed.findings if finding.rule == "source_refused"]
    assert closed.is_refused
    assert "a host key that is none of those named" in told.message
    assert (published.sender.shown, published.sender.paths) == ([], [])
    assert not [name for name in published.landed() if "part" in name]
