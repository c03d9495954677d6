"""The bytes of one answer as they come, unpacked, all of them or a fault that says where they ended."""

import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import requests
from urllib3.exceptions import HTTPError

from sspipe.errors import FileRefused
from sspipe.extract.http_addresses import shown
from sspipe.extract.http_faults import fault_of_reading
from sspipe.extract.limits import within_limit
from sspipe.extract.patience import MayPass, endless, stopped
from sspipe.model.sources import HttpSource

PIECE_BYTES = 256 << 10
_AS_IT_IS = frozenset({"", "identity"})
_PACKED = frozenset({"gzip", "x-gzip", "deflate"})
_ZLIB_OR_GZIP = 47
_AGAIN = "Ask the sender to send it again."


@dataclass(frozen=True, slots=True)
class Body:
    """The body of an answer with status 200."""

    response: requests.Response
    source: HttpSource

    @property
    def length(self) -> int | None:
        """The number of bytes on the wire, as the sender states it; None where it does not."""
        stated = self.response.headers.get("Content-Length", "")
        return int(stated) if stated.isascii() and stated.isdigit() and not self._is_chunked else None

    @property
    def is_length_proved(self) -> bool:
        """Whether an end that comes too early would be seen."""
        return self.length is not None or self._is_chunked or self._encoding in _PACKED

    def chunks(self) -> Iterator[bytes]:
        """The unpacked bytes, each as soon as it is there.

        Raises:
            MayPass: when they stop, or end before the stated length.
            SourceUnavailable: when they come for longer than the source grants.
            FileRefused: when there are too many, or they cannot be unpacked.
        """
        return within_limit(self._where, self._unpacked(self._raw()), self.source.most_bytes)

    @property
    def _where(self) -> str:
        return shown(self.response.url)

    @property
    def _is_chunked(self) -> bool:
        return "chunked" in self.response.headers.get("Transfer-Encoding", "").lower()

    @property
    def _encoding(self) -> str:
        return self.response.headers.get("Content-Encoding", "").strip().lower()

    def _raw(self) -> Iterator[bytes]:
        """The bytes on the wire; each read takes what is there, so that a trickle cannot outlast the limit."""
        until, came = time.monotonic() + self.source.whole_seconds, 0
        while piece := self._read(came):
            came += len(piece)
            if time.monotonic() > until:
                raise endless(self.response.url, came, self.source.whole_seconds)
            yield piece
        if self.length is not None and came != self.length:
            raise stopped(self.response.url, came, self.length, None)

    def _read(self, came: int) -> bytes:
        try:
            return self.response.raw.read1(PIECE_BYTES, decode_content=False) or b""
        except HTTPError as error:
            fault = fault_of_reading(self.response.url, error, came, self.length, self.source.timeout_seconds)
        raise fault

    def _unpacked(self, pieces: Iterable[bytes]) -> Iterable[bytes]:
        if self._encoding in _AS_IT_IS:
            return pieces
        if self._encoding not in _PACKED:
            raise FileRefused(self._where, "an answer packed in a way not asked for", "plain bytes or gzip", _AGAIN)
        return self._inflated(pieces)

    def _inflated(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Unpack piece by piece: a few bytes that unpack to very many are handed on bit by bit, and so counted."""
        unpacker = zlib.decompressobj(_ZLIB_OR_GZIP)
        for piece in pieces:
            waiting = piece
            while waiting:
                if unpacker.eof:  # gzip files may be put one behind the other
                    unpacker = zlib.decompressobj(_ZLIB_OR_GZIP)
                yield self._inflate(unpacker, waiting)
                waiting = unpacker.unconsumed_tail or unpacker.unused_data
        if not unpacker.eof:
            raise MayPass(self.response.url, "a packed answer cut short")

    def _inflate(self, unpacker: "zlib._Decompress", packed: bytes) -> bytes:
        try:
            return unpacker.decompress(packed, PIECE_BYTES)
        except zlib.error as error:
            raise FileRefused(self._where, "packed bytes that are damaged", "an answer in gzip", _AGAIN) from error
