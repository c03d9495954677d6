"""An SFTP server on this machine that does, connection by connection, what a test tells it to."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncssh
from asyncssh import SFTPAttrs, SFTPEOFError
from asyncssh.stream import SSHServerStreamSession

USER = "sspipe"
HOST_KEY = asyncssh.generate_private_key("ssh-ed25519")
ANOTHER_KEY = asyncssh.generate_private_key("ssh-ed25519")
KEY_OF_ANOTHER_KIND = asyncssh.generate_private_key("ecdsa-sha2-nistp256")
LONG = 30.0
"""So many seconds nobody in these tests waits."""
WRITTEN = 1_664_971_200
A_FOLDER, A_FILE = 0o040755, 0o100644


def public(key: asyncssh.SSHKey) -> str:
    """A key as it stands in a line of known_hosts behind the host."""
    return " ".join(key.export_public_key().decode().split()[:2])


@dataclass
class Held:
    """A file as one connection finds it; a test gives it other ways by overriding what is asked."""

    content: bytes = b""
    written: int | None = WRITTEN
    size: int | None = -1
    mode: int = A_FILE
    stats: int = 0
    break_off: Callable[[], None] = lambda: None

    async def stat(self) -> SFTPAttrs:
        """What is stated of it, `stats` times by now."""
        self.stats += 1
        size = len(self.content) if self.size == -1 else self.size
        return SFTPAttrs(size=size, atime=self.written, mtime=self.written, permissions=self.mode)

    async def open(self) -> None:
        """Whether it may be opened: raises where not."""

    async def read(self, offset: int, size: int) -> bytes:
        """Some bytes; none at its end."""
        return self.content[offset : offset + size]


@dataclass
class Gate:
    """Who is let in: the way of a login, from its first word on."""

    password: str = ""
    key: asyncssh.SSHKey | None = None
    by_question: bool = False
    on_login: Callable[[asyncssh.SSHServerConnection], Any] | None = None


@dataclass
class Way:
    """What one connection meets."""

    held: Callable[[], Held] = Held
    gate: Gate = field(default_factory=Gate)
    session: Callable[[], Any] | None = None


class _Files(asyncssh.SFTPServer):
    def __init__(self, chan: Any, server: "SftpSender", held: Held) -> None:
        super().__init__(chan)
        self._server = server
        self._held = held
        held.break_off = self.connection.abort

    async def stat(self, path: bytes) -> SFTPAttrs:
        self._server.paths.append(path.decode())
        return await self._held.stat()

    async def open(self, path: bytes, pflags: int, attrs: SFTPAttrs) -> object:
        del path, attrs
        self._server.opened.append(pflags)
        await self._held.open()
        return self._held

    async def read(self, file_obj: object, offset: int, size: int) -> bytes:
        del file_obj
        data = await self._held.read(offset, size)
        if not data:
            raise SFTPEOFError
        return data

    async def close(self, file_obj: object) -> None:
        del file_obj


class _Door(asyncssh.SSHServer):
    def __init__(self, server: "SftpSender", way: Way) -> None:
        self._server = server
        self._way = way
        self._conn: asyncssh.SSHServerConnection | None = None

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._conn = conn
        self._server.connections.append(conn)

    def begin_auth(self, username: str) -> bool:
        del username
        if self._way.gate.by_question and self._conn is not None:
            self._conn._next_service = b"ssh-userauth"  # noqa: SLF001 - the usual server lets it be asked for twice
        return True

    def password_auth_supported(self) -> bool:
        return bool(self._way.gate.password) and not self._way.gate.by_question

    def kbdint_auth_supported(self) -> bool:
        return self._way.gate.by_question

    def public_key_auth_supported(self) -> bool:
        return self._way.gate.key is not None

    async def validate_password(self, username: str, password: str) -> bool:
        self._server.shown.append((username, password))
        return await self._let_in(password)

    def get_kbdint_challenge(self, username: str, lang: str, submethods: str) -> Any:
        del username, lang, submethods
        return "", "", "", [("Password:", False)]

    async def validate_kbdint_response(self, username: str, responses: Sequence[str]) -> bool:
        self._server.shown.append((username, *responses))
        return await self._let_in("".join(responses))

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        self._server.shown.append((username, public(key)))
        if self._way.gate.on_login is not None and self._conn is not None:
            self._way.gate.on_login(self._conn)
        return self._way.gate.key is not None and public(key) == public(self._way.gate.key)

    def session_requested(self) -> Any:
        if self._way.session is not None:
            return self._way.session()
        return SSHServerStreamSession(None, self._server.files, sftp_version=3)

    async def _let_in(self, password: str) -> bool:
        if self._way.gate.on_login is not None and self._conn is not None:
            self._way.gate.on_login(self._conn)
            await asyncio.sleep(LONG)
        return password == self._way.gate.password


@dataclass
class SftpSender:
    """A server under way, and what it was asked so far."""

    ways: list[Way]
    host_key: asyncssh.SSHKey
    port: int = 0
    connections: list[asyncssh.SSHServerConnection] = field(default_factory=list)
    shown: list[tuple[str, ...]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    opened: list[int] = field(default_factory=list)

    def url(self, path: str = "/out/GL P06.csv") -> str:
        """An address of it."""
        return f"sftp://127.0.0.1:{self.port}{path.replace(' ', '%20')}"

    def will(self, *ways: Way) -> None:
        """Say what the connections from now on meet."""
        self.ways = list(ways)
        self.connections.clear()

    def door(self) -> _Door:
        """What this connection meets: the next way, the last one again and again."""
        return _Door(self, self._way(len(self.connections)))

    def files(self, chan: Any) -> _Files:
        """The files of this connection."""
        return _Files(chan, self, self._way(len(self.connections) - 1).held())

    def _way(self, at: int) -> Way:
        return self.ways[min(at, len(self.ways) - 1)]


@contextmanager
def sftp_sender(*ways: Way, host_key: asyncssh.SSHKey = HOST_KEY) -> Iterator[SftpSender]:
    """A server while a test goes on."""
    there = SftpSender(list(ways), host_key)
    begun = threading.Event()
    under_way: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def serve() -> None:
        listening = await asyncssh.listen(
            "127.0.0.1",
            0,
            server_factory=there.door,
            server_host_keys=[host_key],
            login_timeout=0,
        )
        there.port = listening.get_port()
        over = asyncio.Event()
        under_way.append((asyncio.get_running_loop(), over))
        begun.set()
        await over.wait()
        listening.close()
        for each in there.connections:
            each.abort()
        await asyncio.gather(*(each.wait_closed() for each in there.connections))
        await listening.wait_closed()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    assert begun.wait(LONG)
    ((loop, over),) = under_way
    try:
        yield there
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
