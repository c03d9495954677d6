"""One file from a sender that does what senders do: each ends as it was written down, and no half file is left."""

import gzip
import socket
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from sspipe import storage
from sspipe.extract.http_body import PIECE_BYTES
from sspipe.model.sources import Mark
from tests.extract.asking import ENDS, Folder, check_end, quick
from tests.extract.serving import Asked, Reply, answer, in_chunks, raw, sender

CONTENT = b"code,name,amount\n" + b"0,x\n" * 95 + b"a,b"
HTML = b"\xef\xbb\xbf\n<!DOCTYPE html><html><head><title>Log in</title></head></html>"
WHOLE = answer(CONTENT)
FILE = f"Content-Length: {len(CONTENT)}"
NOON = datetime(2022, 10, 5, 12, tzinfo=UTC)


def says(status: int, *headers: str, body: bytes = b"words") -> Reply:
    return answer(body, *headers, status=status)


def at(seconds: int) -> str:
    return f"Retry-After: {format_datetime(NOON + timedelta(seconds=seconds), usegmt=True)}"


def stalls_in_the_headers(asked: Asked) -> None:
    asked.out.write(b"HTTP/1.1 200 OK\r\nContent-Le")
    asked.out.flush()
    asked.stall()
    asked.out.write(f"ngth: {len(CONTENT)}\r\n\r\n".encode() + CONTENT)


def stalls_in_the_body(asked: Asked) -> None:
    asked.stall()
    asked.out.write(CONTENT[10:])


def says_nothing(asked: Asked) -> None:
    asked.stall()
    WHOLE(asked)


def trickles(asked: Asked) -> None:
    while not asked.over.wait(0.02):
        asked.out.write(b"x")
        asked.out.flush()


def garbles(asked: Asked) -> None:
    asked.out.write(b"\x00\x01\x02 what is this\r\n\r\n")


def elsewhere(asked: Asked) -> None:
    port = asked.headers["Host"].rsplit(":", 1)[1]
    asked.head(302, f"Location: http://localhost:{port}/other.csv", "Content-Length: 0")


def in_two_members() -> Iterator[bytes]:
    packed = gzip.compress(CONTENT[:150]) + gzip.compress(CONTENT[150:])
    return (packed[at : at + 7] for at in range(0, len(packed), 7))


NO_ANSWER: Reply = Asked.break_off
STALLS = raw(FILE, body=CONTENT[:10], then=stalls_in_the_body)
PACKED = "Content-Encoding: gzip"
DATED = f"Date: {format_datetime(NOON, usegmt=True)}"
REPLIES: dict[str, list[Reply]] = {
    "whole": [WHOLE],
    "whole, in chunks": [in_chunks([CONTENT[:100], CONTENT[100:]])],
    "whole, packed by gzip": [answer(gzip.compress(CONTENT), PACKED)],
    "whole, packed by gzip in two members and chunks": [in_chunks(list(in_two_members()), PACKED)],
    "whole, without a length": [raw(body=CONTENT)],
    "whole, called a web page by mistake": [answer(CONTENT, "Content-Type: text/html; charset=utf-8")],
    "throttles once and says two seconds": [says(429, "Retry-After: 2"), WHOLE],
    "throttles once and says until when": [says(429, DATED, at(3)), WHOLE],
    "throttles once and says until a time gone by": [says(429, at(0)), WHOLE],
    "throttles once and says nonsense": [says(429, "Retry-After: soon"), WHOLE],
    "throttles for ever": [says(429, "Retry-After: 0")],
    "throttles for longer than we wait": [says(429, "Retry-After: 61")],
    "is overloaded once": [says(503), WHOLE],
    "is overloaded for ever": [says(503)],
    "has a gateway that fails twice": [says(502), says(504), WHOLE],
    "fails for ever": [says(500)],
    "is still making it": [says(202)],
    "says nothing": [says_nothing],
    "stalls in the headers": [stalls_in_the_headers],
    "stalls in the body": [STALLS],
    "stalls in the body once": [STALLS, WHOLE],
    "trickles without end": [raw("Content-Length: 100000", body=b"", then=trickles)],
    "closes before an answer": [NO_ANSWER],
    "does not speak HTTP": [garbles],
    "sends less than it states": [raw(FILE, body=CONTENT[:200])],
    "sends less than it states once": [raw(FILE, body=CONTENT[:200]), WHOLE],
    "breaks the connection half way": [raw(FILE, body=CONTENT[:200], then=Asked.break_off)],
    "cuts inside a chunk": [in_chunks([CONTENT[:200]], end=b"c8\r\n" + CONTENT[200:300])],
    "cuts between two chunks": [in_chunks([CONTENT[:200]], end=b"")],
    "cuts what it packed": [raw(PACKED, body=gzip.compress(CONTENT)[:-12])],
    "damages what it packed": [answer(gzip.compress(CONTENT)[:-8] + bytes(8), PACKED)],
    "packs in a way not asked for": [answer(CONTENT, "Content-Encoding: br")],
    "states two lengths": [raw("Content-Length: 400, 200", body=CONTENT)],
    "states less than it sends": [raw("Content-Length: 200", body=CONTENT)],
    "closes half way without a length": [raw(body=CONTENT[:200])],
    "sends too much": [answer(b"x" * 1_000_001)],
    "packs very much into very little": [answer(gzip.compress(bytes(50_000_000)), PACKED)],
    "sends nothing": [answer()],
    "sends a web page": [answer(b"<p>Sorry</p>", "Content-Type: text/html")],
    "sends a web page called a table": [answer(HTML, "Content-Type: text/csv")],
    "leads to a page to log in": [says(302, "Location: /login"), answer(HTML, "Content-Type: text/html")],
    "asks for a bill (400)": [says(400)],
    "does not know us": [says(401)],
    "gives us no right": [says(403)],
    "has no such file": [says(404)],
    "has it no longer": [says(410)],
    "sends no content": [lambda asked: asked.head(204)],
    "sends a part": [says(206)],
    "says unchanged without having been asked": [lambda asked: asked.head(304)],
    "leads to another host": [elsewhere, WHOLE],
    "leads round in circles": [says(302, "Location: /file.csv")],
    "leads off the web": [says(302, "Location: ftp://127.0.0.1/file.csv")],
}


def test_every_written_end_of_a_file_is_tried() -> None:
    assert set(REPLIES) | {"is not there at all"} == set(ENDS["files"])


@pytest.mark.parametrize("name", REPLIES)
def test_a_file_ends_as_it_was_written_down(tmp_path: Path, name: str) -> None:
    case, folder = ENDS["files"][name], Folder(tmp_path)
    with sender(*REPLIES[name]) as there:
        end = folder.ask(quick(there.url()))
    check_end(case, end, len(there.asked), folder)
    if end.name == "Fetched":
        assert end.content == CONTENT[: case.get("kept")]


def test_a_sender_that_is_not_there_ends_as_it_was_written_down(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        folder = Folder(tmp_path)
        end = folder.ask(quick(f"http://127.0.0.1:{taken.getsockname()[1]}/file.csv"))
    check_end(ENDS["files"]["is not there at all"], end, 0, folder)
    assert len(folder.naps.waits) == 2


MODIFIED = "Last-Modified: Wed, 05 Oct 2022 12:00:00 GMT"
MARK: dict[str, Any] = {"etag": '"one"', "last_modified": "Wed, 05 Oct 2022 12:00:00 GMT", "size": len(CONTENT)}
MARKS: dict[str, tuple[dict[str, Any], Reply]] = {
    "says unchanged (304)": (MARK, lambda asked: asked.head(304)),
    "shows the same ETag with a whole answer": (MARK, answer(CONTENT, 'ETag: "one"')),
    "shows the same size and time with a whole answer": ({**MARK, "etag": ""}, answer(CONTENT, MODIFIED)),
    "shows another ETag": (MARK, answer(CONTENT, 'ETag: "two"')),
    "shows another ETag with the same size and time": (MARK, answer(CONTENT, 'ETag: "two"', MODIFIED)),
    "shows the same weak ETag and another size": ({**MARK, "etag": 'W/"1"', "size": 3}, answer(CONTENT, 'ETag: W/"1"')),
    "shows no mark": (MARK, WHOLE),
}


def test_every_written_end_of_a_mark_is_tried() -> None:
    assert set(MARKS) == set(ENDS["marks"])


@pytest.mark.parametrize("name", MARKS)
def test_a_mark_ends_as_it_was_written_down(tmp_path: Path, name: str) -> None:
    folder, (before, reply) = Folder(tmp_path), MARKS[name]
    with sender(reply) as there:
        end = folder.ask(quick(there.url()), Mark(url=there.url(), **before))
        (asked,) = there.asked
    check_end(ENDS["marks"][name], end, 1, folder)
    assert asked.headers.get("If-None-Match", "") == before["etag"]
    assert asked.headers["If-Modified-Since"] == before["last_modified"]


def test_what_was_fetched_bears_the_senders_mark_and_is_unchanged_the_next_time(tmp_path: Path) -> None:
    def by_mark(asked: Asked) -> None:
        if asked.headers.get("If-None-Match") == '"one"':
            asked.head(304)
        else:
            answer(CONTENT, 'ETag: "one"', MODIFIED)(asked)

    folder = Folder(tmp_path)
    with sender(by_mark) as there:
        first = folder.ask(quick(there.url())).fetched
        again = folder.ask(quick(there.url()), first.mark)
    assert first.mark == Mark(url=there.url(), **MARK)
    assert again.name == "Unchanged"
    assert [str(path) for path in folder.files()] == [first.written]


def test_a_mark_of_another_address_is_not_sent(tmp_path: Path) -> None:
    with sender(WHOLE) as there:
        end = Folder(tmp_path).ask(quick(there.url()), Mark(url=there.url("/other.csv"), **MARK))
        (asked,) = there.asked
    assert end.content == CONTENT
    assert not {"If-None-Match", "If-Modified-Since"} & set(asked.headers)


def test_a_file_is_written_anew_at_each_try(tmp_path: Path) -> None:
    half, folder = 600_000, Folder(tmp_path)
    content = b"1234567\n" * (2 * half // 8)
    cut = raw(f"Content-Length: {2 * half}", body=content[:half])
    with sender(cut, cut, answer(content)) as there:
        assert folder.ask(quick(there.url(), most_bytes=2 * half)).content == content
    assert folder.begun == 3
    assert len(folder.files()) == 1


def test_a_disk_without_room_is_no_fault_of_the_sender(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: str, __: Any) -> str:
        raise OSError(28, "no room")

    monkeypatch.setattr(storage, "write_temporary", full)
    with sender(WHOLE) as there, pytest.raises(OSError, match="no room"):
        Folder(tmp_path).ask(quick(there.url()))
    assert len(there.asked) == 1


@pytest.mark.parametrize("size", [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES])
def test_what_was_packed_comes_out_whole_whatever_its_size(tmp_path: Path, size: int) -> None:
    content = b"code" + bytes(size)
    with sender(answer(gzip.compress(content), PACKED)) as there:
        assert Folder(tmp_path).ask(quick(there.url())).content == content


def test_what_unpacks_to_very_much_is_never_all_in_memory(tmp_path: Path) -> None:
    packed = gzip.compress(bytes(100_000_000))
    with sender(answer(packed, PACKED)) as there:
        tracemalloc.start()
        end = Folder(tmp_path).ask(quick(there.url(), most_bytes=60_000_000))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert end.name == "FileRefused"
    assert peak < 20_000_000
