"""One file from an SFTP server that does what senders do: each ends as was written, and none leaves a half file."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import asyncssh
import pytest
import yaml
from asyncssh import SFTPAttrs, SFTPFailure, SFTPNoSuchFile, SFTPPermissionDenied
from asyncssh.stream import SSHServerStreamSession

from sspipe import storage
from sspipe.model.sources import Mark
from tests.extract.asking import SECRET, Folder, check_end
from tests.extract.asking_sftp import BY_PASSWORD, QUICK, WAITS, quick
from tests.extract.serving_sftp import (
    A_FOLDER,
    ANOTHER_KEY,
    HOST_KEY,
    KEY_OF_ANOTHER_KIND,
    LONG,
    WRITTEN,
    Gate,
    Held,
    Way,
    public,
    sftp_sender,
)

ENDS: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(
    Path(__file__).with_name("ends_of_sftp.yaml").read_text(encoding="utf-8")
)
CONTENT = b"code,amt\n" + b"0,1\n" * 99_997 + b"a,b"
HALF = 262_144
PAGE = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"


@dataclass
class Whole(Held):
    content: bytes = CONTENT


@dataclass
class InShortAnswers(Whole):
    async def read(self, offset: int, size: int) -> bytes:
        return await super().read(offset, min(size, 20_001))


@dataclass
class GoesAway(Whole):
    async def open(self) -> None:
        raise SFTPNoSuchFile("gone")


@dataclass
class Hidden(Whole):
    async def stat(self) -> SFTPAttrs:
        raise SFTPPermissionDenied("no")


@dataclass
class Locked(Whole):
    async def open(self) -> None:
        raise SFTPPermissionDenied("no")


@dataclass
class Missing(Whole):
    async def stat(self) -> SFTPAttrs:
        raise SFTPNoSuchFile("no")


@dataclass
class Failing(Whole):
    async def stat(self) -> SFTPAttrs:
        raise SFTPFailure("interner Fehler")


@dataclass
class AfterHalf(Whole):
    async def read(self, offset: int, size: int) -> bytes:
        if offset >= HALF:
            await self.then()
        return await super().read(offset, size)

    async def then(self) -> None:
        raise SFTPFailure("disk")


@dataclass
class Stalls(AfterHalf):
    async def then(self) -> None:
        await asyncio.sleep(LONG)


@dataclass
class BreaksOff(AfterHalf):
    async def then(self) -> None:
        self.break_off()
        await asyncio.sleep(LONG)


@dataclass
class Trickles(Whole):
    async def read(self, offset: int, size: int) -> bytes:
        await asyncio.sleep(0.02)
        return await super().read(offset, min(size, 1))


@dataclass
class Changes(Whole):
    grown: int | None = 0
    later: int = 0

    async def stat(self) -> SFTPAttrs:
        found = await super().stat()
        if self.stats > 1:
            if self.grown is None:
                raise SFTPNoSuchFile("moved")
            found.size = (found.size or 0) + self.grown
            found.mtime = WRITTEN + self.later
        return found


def closes(conn: asyncssh.SSHServerConnection) -> None:
    conn.abort()


def asks_for_more(conn: asyncssh.SSHServerConnection) -> None:
    conn.send_userauth_failure(partial_success=True)


class Silent(asyncssh.SSHServerSession[bytes]):
    def subsystem_requested(self, subsystem: str) -> bool:
        del subsystem
        return True


def way(held: Callable[[], Held], **changes: Any) -> Way:
    return Way(held, BY_PASSWORD, **changes)


def gated(**changes: Any) -> Way:
    return Way(Whole, Gate(**{"password": SECRET, **changes}))


WHOLE = way(Whole)
TWO_KEYS = (public(ANOTHER_KEY), public(HOST_KEY))
IN_A_MOMENT: dict[str, Any] = {"timeout_seconds": WAITS}
WAYS: dict[str, tuple[list[Way], dict[str, Any]]] = {
    "whole": ([WHOLE], {}),
    "whole, in short answers": ([way(InShortAnswers)], {}),
    "whole, with neither size nor time stated": ([way(lambda: Whole(size=None, written=None))], {}),
    "whole, with the second of two named host keys": ([WHOLE], {"host_keys": TWO_KEYS}),
    "whole, after a question for the password": ([gated(by_question=True)], {}),
    "shows another host key": ([WHOLE], {"host_keys": (public(ANOTHER_KEY),)}),
    "shows a host key of another kind": ([WHOLE], {"host_keys": (public(KEY_OF_ANOTHER_KIND),)}),
    "does not know us": ([gated(password="another")], {}),
    "takes no passwords": ([gated(password="", key=ANOTHER_KEY)], {}),
    "wants more than a password": ([gated(on_login=asks_for_more)], {}),
    "stalls while we log in": ([gated(on_login=lambda _: None)], IN_A_MOMENT),
    "closes while we log in": ([gated(on_login=closes)], {}),
    "has no SFTP": ([way(Whole, session=lambda: SSHServerStreamSession(None))], {}),
    "stalls before SFTP begins": ([way(Whole, session=Silent)], IN_A_MOMENT),
    "has no such file": ([way(Missing)], {}),
    "has a file that goes away before it is opened": ([way(GoesAway)], {}),
    "gives us no right to the folder": ([way(Hidden)], {}),
    "gives us no right to the file": ([way(Locked)], {}),
    "has a folder there": ([way(lambda: Held(mode=A_FOLDER))], {}),
    "fails for ever": ([way(Failing)], {}),
    "fails half way": ([way(AfterHalf)], {}),
    "stalls half way": ([way(Stalls)], IN_A_MOMENT),
    "stalls half way once": ([way(Stalls), WHOLE], IN_A_MOMENT),
    "trickles without end": ([way(Trickles)], {"whole_seconds": 0.5}),
    "breaks the connection half way": ([way(BreaksOff)], {}),
    "breaks the connection half way once": ([way(BreaksOff), WHOLE], {}),
    "sends less than it states": ([way(lambda: Whole(CONTENT[:200_000], size=400_000))], {}),
    "sends less than it states once": ([way(lambda: Whole(CONTENT[:200_000], size=400_000)), WHOLE], {}),
    "sends more than it states": ([way(lambda: Whole(size=200_000))], {}),
    "grows while it is read": ([way(lambda: Changes(grown=1))], {}),
    "is written over while it is read": ([way(lambda: Changes(later=1))], {}),
    "goes away while it is read": ([way(lambda: Changes(grown=None))], {}),
    "states too much": ([way(lambda: Whole(size=1_000_001))], {}),
    "sends too much without a size": ([way(lambda: Whole(b"x" * 1_000_001, size=None))], {}),
    "sends nothing": ([way(Held)], {}),
}
WITHOUT_SSH: dict[str, Callable[[socket.socket], object]] = {
    "says nothing": lambda line: line.recv(1 << 16) and line.recv(1 << 16),
    "closes before an answer": lambda _: None,
    "does not speak SSH": lambda line: line.sendall(PAGE),
}


def test_every_written_end_of_a_file_is_tried() -> None:
    assert {*WAYS, *WITHOUT_SSH, "is not there at all"} == set(ENDS["files"])
    assert len(CONTENT) == 400_000


@pytest.mark.parametrize("name", WAYS)
def test_a_file_ends_as_it_was_written_down(tmp_path: Path, name: str) -> None:
    case, folder, (ways, changes) = ENDS["files"][name], Folder(tmp_path), WAYS[name]
    with sftp_sender(*ways) as there:
        end = folder.ask(quick(there, **changes), secret=SECRET)
        asked = len(there.connections)
    check_end(case, end, asked, folder)
    if end.name == "Fetched":
        assert end.content == CONTENT
        assert set(there.paths) == {"/out/GL P06.csv"}


@contextmanager
def listening(reply: Callable[[socket.socket], object]) -> Iterator[tuple[int, list[int]]]:
    """A port where something else than SSH answers."""
    asked: list[int] = []

    def serve() -> None:
        while True:
            line, (_, port) = server.accept()
            with line:
                if not line.recv(1, socket.MSG_PEEK):
                    return
                asked.append(port)
                reply(line)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve)
        thread.start()
        port = server.getsockname()[1]
        try:
            yield port, asked
        finally:
            socket.create_connection(("127.0.0.1", port)).close()
            thread.join()


@pytest.mark.parametrize("name", WITHOUT_SSH)
def test_who_is_no_ssh_server_ends_as_it_was_written_down(tmp_path: Path, name: str) -> None:
    folder = Folder(tmp_path)
    with listening(WITHOUT_SSH[name]) as (port, asked):
        source = replace(QUICK, url=f"sftp://127.0.0.1:{port}/gl.csv", timeout_seconds=WAITS)
        end = folder.ask(source, secret=SECRET)
    check_end(ENDS["files"][name], end, len(asked), folder)


def test_a_sender_that_is_not_there_ends_as_it_was_written_down(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        folder = Folder(tmp_path)
        end = folder.ask(replace(QUICK, url=f"sftp://127.0.0.1:{taken.getsockname()[1]}/gl.csv"), secret=SECRET)
    check_end(ENDS["files"]["is not there at all"], end, 0, folder)
    assert len(folder.naps.waits) == 1


SIZE = len(CONTENT)
MARKS: dict[str, tuple[dict[str, Any], Callable[[], Held]]] = {
    "shows the same size and time": ({}, Whole),
    "shows another size": ({"size": SIZE - 1}, Whole),
    "shows another time": ({"last_modified": str(WRITTEN - 1)}, Whole),
    "shows no time": ({"last_modified": ""}, lambda: Whole(written=None)),
    "shows the same size and time at another address": ({"url": "sftp://127.0.0.1/other.csv"}, Whole),
}


def test_every_written_end_of_a_mark_is_tried() -> None:
    assert set(MARKS) == set(ENDS["marks"])


@pytest.mark.parametrize("name", MARKS)
def test_a_mark_ends_as_it_was_written_down(tmp_path: Path, name: str) -> None:
    folder, (before, held) = Folder(tmp_path), MARKS[name]
    with sftp_sender(way(held)) as there:
        known = {"url": there.url(), "last_modified": str(WRITTEN), "size": SIZE}
        end = folder.ask(quick(there), Mark(**{**known, **before}), secret=SECRET)
        asked = len(there.connections)
    check_end(ENDS["marks"][name], end, asked, folder)
    assert len(there.opened) == (end.name == "Fetched")


def test_what_was_fetched_bears_the_senders_mark_and_is_unchanged_the_next_time(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    with sftp_sender(WHOLE) as there:
        first = folder.ask(quick(there), secret=SECRET).fetched
        again = folder.ask(quick(there), first.mark, secret=SECRET)
        assert first.mark == Mark(url=there.url(), last_modified=str(WRITTEN), size=SIZE)
    assert again.name == "Unchanged"
    assert [str(path) for path in folder.files()] == [first.written]


def test_a_disk_without_room_is_no_fault_of_the_sender(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: str, __: Any) -> str:
        raise OSError(28, "no room")

    monkeypatch.setattr(storage, "write_temporary", full)
    with sftp_sender(WHOLE) as there:
        with pytest.raises(OSError, match="no room"):
            Folder(tmp_path).ask(quick(there), secret=SECRET)
        assert len(there.connections) == 1
