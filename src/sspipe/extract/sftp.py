"""An SFTP server that proved who it is, logged in to with nothing but the rights that a feed's source names."""

import logging
import socket
import stat
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Timer
from typing import TypeVar
from urllib.parse import urlsplit

from paramiko import AuthenticationException, SFTPClient, SFTPFile, Transport
from paramiko.ssh_exception import IncompatiblePeer

from sspipe.errors import SourceRefused, SourceUnavailable
from sspipe.extract.http_addresses import shown
from sspipe.extract.patience import LATER, MayPass, endless, stopped
from sspipe.extract.sftp_rights import Rights
from sspipe.model.sources import SftpSource

T = TypeVar("T")
PORT = 22
PIECE_BYTES = 256 << 10
_A_MOMENT = 0.5
_SIGNED_AS = {"ssh-rsa": ("rsa-sha2-512", "rsa-sha2-256")}
_NO_CONNECTION = "no connection, or one that ended before any answer"
_OWN_KEY = "a host key that host_keys of the feed's source names"
_KEY_ACTION = (
    "Nothing was sent. Ask the sender by another way which host key is its own; only then correct feeds.yaml: somebody "
    "else may be answering."
)
_RIGHT_ACTION = "Ask the sender for the right, and renew the secret that the feed's source names."

logging.getLogger("paramiko").setLevel(logging.CRITICAL)  # it logs every fault with a traceback; ours are said once


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands at a path: its size in bytes and when it was written, in seconds, each None where nobody says."""

    size: int | None
    written: int | None
    is_folder: bool


@contextmanager
def logged_in(source: SftpSource, url: str, rights: Rights) -> "Iterator[Peer]":
    """Connect, compare the host key before anything is shown, log in and begin SFTP; all of it ends with the block.

    Raises:
        MayPass: when asking again may help.
        SourceUnavailable: when a login is not answered; a second one at once may lock the account.
        SourceRefused: when the server is not the one that is named, or does not take the login.
    """
    with _connected(url, source.timeout_seconds) as line:
        transport = Transport(line)
        peer = Peer(source, url, transport)
        try:
            peer.begin(rights)
            yield peer
        finally:
            transport.close()


def _connected(url: str, wait: float) -> socket.socket:
    address = urlsplit(url)
    try:
        return socket.create_connection((address.hostname or "", address.port or PORT), timeout=wait)
    except TimeoutError:
        found = f"no answer within {wait:g} seconds"
    except OSError:
        found = _NO_CONNECTION
    raise MayPass(url, found)


@dataclass(slots=True)
class Peer:
    """One connection to the server of a source, and the one file that is opened over it."""

    source: SftpSource
    url: str
    transport: Transport
    _sftp: SFTPClient = field(init=False, repr=False)
    _file: SFTPFile = field(init=False, repr=False)

    def begin(self, rights: Rights) -> None:
        """Say who is there, on both sides; the faults are those of `logged_in`."""
        self._shake_hands()
        self._log_in(rights)
        self._sftp = self._step(self._open_sftp, self._not_served)

    def standing(self, path: str) -> Standing | None:
        """What stands at a path; None: nothing.

        Raises:
            MayPass: when the server falls silent or goes away.
            SourceRefused: when there is no right to it.
            SourceUnavailable: when the server says that it cannot tell.
        """
        about = self._step(lambda: _or_none(lambda: self._sftp.stat(path)), self._not_given)
        if about is None:
            return None
        return Standing(about.st_size, about.st_mtime, stat.S_ISDIR(about.st_mode or 0))

    def is_opened(self, path: str) -> bool:
        """Open a file, whose `pieces` can be read then; False: there is none. Its faults are those of `standing`."""
        opened = self._step(lambda: _or_none(lambda: self._sftp.open(path, "rb")), self._not_given)
        if opened is not None:
            self._file = opened
        return opened is not None

    def pieces(self, size: int | None) -> Iterator[bytes]:
        """The bytes of the opened file as they come, until the server says that it ends; `size` is what it stated.

        Each piece is asked for when the one before it is written: what the library reads ahead it keeps without limit
        where a server answers short, in threads that outlive the connection.

        Raises:
            MayPass: when they stop on their way.
            SourceUnavailable: when they come for longer than the source grants, or the server cannot go on.
            SourceRefused: when there is no right to them.
        """
        came = 0
        with self._ended_after(self.source.whole_seconds) as over:
            while piece := self._piece(came, size, over):
                came += len(piece)
                yield piece

    def _piece(self, came: int, size: int | None, over: Event) -> bytes:
        try:
            return self._file.read(PIECE_BYTES)
        except Exception as error:  # noqa: BLE001 - whatever the library meets in a server's answers comes out here
            is_silent = isinstance(error, TimeoutError)
            cut = stopped(self.url, came, size, self.source.timeout_seconds if is_silent else None)
            fault = endless(self.url, came, self.source.whole_seconds) if over.is_set() else self._not_given(error)
        raise fault or cut

    def _shake_hands(self) -> None:
        named = [line.split()[:2] for line in self.source.host_keys]
        kinds = dict.fromkeys(kind for kind, _ in named)
        options = self.transport.get_security_options()
        options.key_types = [name for kind in kinds for name in _SIGNED_AS.get(kind, (kind,))]
        if self._step(self._met, self._not_of_a_kind) not in {b64decode(key) for _, key in named}:
            raise self._refused("a host key that is none of those named", _OWN_KEY, _KEY_ACTION)

    def _met(self) -> bytes:
        """The host key of whoever answers, once it has signed with it."""
        self.transport.start_client()
        return self.transport.get_remote_server_key().asbytes()

    def _log_in(self, rights: Rights) -> None:
        try:
            further = self._step(lambda: rights.shown_to(self.transport), self._not_let_in)
        except MayPass:
            further = None
        if further is None:
            found, action = "a login that was not answered", f"See that the secret is right. {LATER}"
            raise SourceUnavailable(shown(self.url), found, "to be let in", action)
        if further or not self.transport.is_authenticated():
            found = "more asked for than what we show"
            raise self._refused(found, "to be let in with a password or a key", _RIGHT_ACTION)

    def _open_sftp(self) -> SFTPClient:
        channel = self.transport.open_session(timeout=self.source.timeout_seconds)
        channel.settimeout(self.source.timeout_seconds)
        channel.invoke_subsystem("sftp")
        return SFTPClient(channel)

    def _step(self, call: Callable[[], T], meaning: Callable[[Exception], Exception | None]) -> T:
        """One question and its answer in time; `meaning` knows the faults that are no fault of the line."""
        wait = self.source.timeout_seconds
        with self._ended_after(wait) as over:
            try:
                return call()
            except Exception as error:  # noqa: BLE001 - whatever the library's own thread met comes out here
                is_silent = over.is_set() or isinstance(error, TimeoutError)
                fault = None if is_silent else meaning(error)
        raise fault or MayPass(self.url, f"no answer within {wait:g} seconds" if is_silent else _NO_CONNECTION)

    @contextmanager
    def _ended_after(self, seconds: float) -> Iterator[Event]:
        """Break the connection off after so long: some waits of the library know no end of their own."""
        over = Event()

        def end() -> None:
            over.set()
            self.transport.close()

        timer = Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            yield over
        finally:
            timer.cancel()
            timer.join()

    def _not_of_a_kind(self, error: Exception) -> Exception | None:
        if not isinstance(error, IncompatiblePeer):
            return None
        found = "no host key of a kind that is named, or no encryption that both sides know"
        return self._refused(found, _OWN_KEY, _KEY_ACTION)

    def _not_let_in(self, error: Exception) -> Exception | None:
        if not isinstance(error, AuthenticationException) or not self.transport.is_active():
            return None
        return self._refused("a login refused: what we show it is not accepted", "to be let in", _RIGHT_ACTION)

    def _not_served(self, _: Exception) -> Exception | None:
        return self._refused("no SFTP for who we are", "a server of files", _RIGHT_ACTION) if self._is_up() else None

    def _not_given(self, error: Exception) -> Exception | None:
        if isinstance(error, PermissionError):
            return self._refused("a file refused: who we are has no right to this", "the file", _RIGHT_ACTION)
        if isinstance(error, OSError | ValueError) and not isinstance(error, TimeoutError) and self._is_up():
            return SourceUnavailable(shown(self.url), "a fault of the sender's server", "the file", LATER)
        return None

    def _is_up(self) -> bool:
        """Whether the connection stands, once what ended it has had a moment to be noticed."""
        self.transport.join(_A_MOMENT)
        return self.transport.is_alive()

    def _refused(self, found: str, expected: str, action: str) -> SourceRefused:
        return SourceRefused(shown(self.url), found, expected, action)


def _or_none(call: Callable[[], T]) -> T | None:
    try:
        return call()
    except FileNotFoundError:
        return None
