"""Memory does not grow with what is fetched: measured in a process that does nothing else."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.extract.serving import Asked, Reply, sender

MEGABYTE = 1 << 20
FILE_MEGABYTES, PAGES = 200, 150
MOST_GROWTH = 40 * MEGABYTE
PIECE = b"2022,06,1234.56,a line of a ledger\n" * (MEGABYTE // 35)
ROWS = ", ".join(json.dumps({"line": at, "text": "x" * 1000}) for at in range(700))

ASK = """
import resource, sys
from sspipe import storage
from sspipe.extract.fetch import fetch
from sspipe.model.sources import HttpSource, Paging, PagingKind

def ask(path):
    paging = Paging(kind=PagingKind.NEXT_LINK, rows_at="rows", next_at="next") if "pages" in path else None
    source = HttpSource(url=sys.argv[1] + path, file_name="x", paging=paging)
    return fetch(source, {}, str, None, lambda chunks: storage.write_temporary(sys.argv[2] + "/arriving", chunks))

def most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

ask(f"/{sys.argv[3]}?last=3")
before = most()
came = ask(f"/{sys.argv[3]}?last={sys.argv[4]}")
print(most() - before, came.written)
"""


def numbers(asked: Asked) -> tuple[int, int]:
    asked_for = parse_qs(urlsplit(asked.path).query)
    return int(asked_for.get("page", ["0"])[0]), int(asked_for["last"][0])


def serve(asked: Asked) -> None:
    if asked.path.startswith("/pages"):
        serve_page(asked)
    else:
        serve_file(asked)


def serve_file(asked: Asked) -> None:
    _, last = numbers(asked)
    asked.head(200, f"Content-Length: {last * len(PIECE)}")
    for _ in range(last):
        asked.out.write(PIECE)


def serve_page(asked: Asked) -> None:
    page, last = numbers(asked)
    following = f"/pages?page={page + 1}&last={last}" if page + 1 < last else None
    body = f'{{"next": {json.dumps(following)}, "rows": [{{"page": {page}}}, {ROWS}]}}'.encode()
    asked.head(200, f"Content-Length: {len(body)}")
    asked.out.write(body)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    reply: Reply = serve
    with sender(reply) as there:
        yield there.url("")


@pytest.mark.parametrize(("what", "last"), [("file", FILE_MEGABYTES), ("pages", PAGES)])
def test_memory_does_not_grow_with_the_answer(tmp_path: Path, address: str, what: str, last: int) -> None:
    command = [sys.executable, "-c", ASK, address, str(tmp_path), what, str(last)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    assert done.returncode == 0, done.stderr
    growth, written = done.stdout.split()
    assert Path(written).stat().st_size > 2 * MOST_GROWTH
    assert int(growth) < MOST_GROWTH
