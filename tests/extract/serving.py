"""A sender on this machine's own web address that does, request by request, what a test tells it to."""

import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase
from typing import Any

LONG = 3.0
"""So many seconds nobody in these tests waits; who does gets the rest, and not the end that was written down."""


@dataclass
class Asked:
    """One request: what was asked, and where the answer goes."""

    path: str
    headers: dict[str, str]
    out: BufferedIOBase
    connection: socket.socket
    over: threading.Event

    def head(self, status: int, *headers: str) -> None:
        """Send the head of an answer."""
        lines = (f"HTTP/1.1 {status} Words", *headers, "Connection: close")
        self.out.write("".join(f"{line}\r\n" for line in lines).encode() + b"\r\n")

    def stall(self) -> None:
        """Keep the connection open and say nothing for long, or until the test is over."""
        self.over.wait(LONG)

    def break_off(self) -> None:
        """Break the connection, so that the other side is told of an error and not of an end."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


Reply = Callable[[Asked], None]


def answer(body: bytes = b"", *headers: str, status: int = 200) -> Reply:
    """A whole answer with its length."""

    def reply(asked: Asked) -> None:
        asked.head(status, f"Content-Length: {len(body)}", *headers)
        asked.out.write(body)

    return reply


def document(content: object, *headers: str) -> Reply:
    """A whole answer in JSON."""
    return answer(json.dumps(content).encode(), "Content-Type: application/json", *headers)


def in_chunks(pieces: Iterable[bytes], *headers: str, end: bytes = b"0\r\n\r\n") -> Reply:
    """An answer in chunks, with another end where it is to be cut."""

    def reply(asked: Asked) -> None:
        asked.head(200, "Transfer-Encoding: chunked", *headers)
        for piece in pieces:
            asked.out.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        asked.out.write(end)

    return reply


def raw(*headers: str, body: bytes, then: Callable[[Asked], None] | None = None) -> Reply:
    """A head as it is given, some bytes, and then something else than more of them."""

    def reply(asked: Asked) -> None:
        asked.head(200, *headers)
        asked.out.write(body)
        asked.out.flush()
        if then is not None:
            then(asked)

    return reply


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        server = self.server
        if not isinstance(server, _Server):
            raise TypeError
        asked = Asked(self.path, dict(self.headers), self.wfile, self.connection, server.over)
        reply = server.take(asked)
        self.close_connection = True
        with suppress(OSError, ValueError):
            reply(asked)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 50

    def __init__(self, replies: Sequence[Reply]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies = list(replies)
        self.asked: list[Asked] = []
        self.over = threading.Event()
        self.tls: ssl.SSLContext | None = None

    def take(self, asked: Asked) -> Reply:
        """The reply to this request: the next one, the last one again and again."""
        self.asked.append(asked)
        return self.replies[min(len(self.asked), len(self.replies)) - 1]

    def finish_request(self, request: Any, client_address: Any) -> None:
        if self.tls is None:
            super().finish_request(request, client_address)
            return
        with self.tls.wrap_socket(request, server_side=True) as wrapped:
            super().finish_request(wrapped, client_address)

    def handle_error(self, *_: Any) -> None:
        """A client that goes away is no news."""


@dataclass
class Sender:
    """A server under way."""

    server: _Server
    scheme: str = "http"

    @property
    def asked(self) -> list[Asked]:
        """The requests so far."""
        return self.server.asked

    def url(self, path: str = "/file.csv", host: str = "127.0.0.1") -> str:
        """An address of it."""
        return f"{self.scheme}://{host}:{self.server.server_address[1]}{path}"

    def will(self, *replies: Reply) -> None:
        """Say what it replies, request by request."""
        self.server.replies = list(replies)


@contextmanager
def sender(*replies: Reply, tls: ssl.SSLContext | None = None) -> Iterator[Sender]:
    """A sender while a test goes on."""
    server = _Server(replies)
    server.tls = tls
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Sender(server, "https" if tls else "http")
    finally:
        server.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Naps:
    """Waits that are written down and not waited."""

    waits: list[float] = field(default_factory=list)

    def __call__(self, seconds: float) -> None:
        self.waits.append(seconds)
