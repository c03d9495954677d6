"""An error is one sentence and a code, or one JSON document; a database that cannot be read says what to do."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from flows.answering import code_of
from flows.cli import app
from sspipe.errors import SiteFileWrong
from sspipe.store.engine import open_database
from sspipe.store.migrate import newest_revision
from tests.databases import address_of
from tests.flows.told_breaks import told
from tests.sites import DEMO_SITE, change, copied_site

READING = (
    ("status",),
    ("breaks", "--for", "tameside"),
    ("explain", "3f9a", "--for", "tameside"),
    ("releases",),
    ("verify",),
    ("quarantine", "list"),
)
reading = pytest.mark.parametrize("words", READING, ids=[words[0] for words in READING])
sqlite_only = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSPIPE_OUTPUT", str(tmp_path / "output"))
    monkeypatch.delenv("SSPIPE_DATABASE_URL", raising=False)


@reading
def test_without_a_database_the_first_run_is_named(
    words: Sequence[str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    answer = told(capsys, *words)
    assert (answer.code, answer.out) == (1, "")
    assert f"found no file {tmp_path / 'output' / 'sspipe.db'}" in answer.err
    assert "Close a period first (sspipe run --site DIR --due)" in answer.err
    assert not (tmp_path / "output").exists(), "a command that reads leaves nothing behind"


@reading
def test_a_database_without_tables_is_none_yet(
    words: Sequence[str],
    empty_database: Engine,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with empty_database.begin() as connection:  # a file of SQLite is there once something is written
        connection.execute(text("create table another (one integer)"))
    monkeypatch.setenv("SSPIPE_DATABASE_URL", address_of(empty_database))
    answer = told(capsys, *words)
    assert (answer.code, answer.out) == (1, "")
    assert "found no table in" in answer.err


@sqlite_only
@reading
@pytest.mark.parametrize(
    ("version", "action"),
    [
        ("9999", "A later sspipe made it: install that version or a newer one."),
        ("0001", "The next run brings it up to date: sspipe run --site DIR --due."),
    ],
)
def test_a_database_of_another_version_says_which_way_to_go(  # noqa: PLR0913, PLR0917 - three are fixtures
    words: Sequence[str],
    version: str,
    action: str,
    database: Engine,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _pretend(database, version)
    monkeypatch.setenv("SSPIPE_DATABASE_URL", address_of(database))
    answer = told(capsys, *words)
    assert (answer.code, answer.out) == (1, "")
    found = f"found schema version {version}; expected version {newest_revision()}. {action}"
    assert answer.err == f"sspipe: the shared database: {found}\n"


def test_a_run_refuses_a_database_of_a_later_version(
    database: Engine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _pretend(database, "9999")
    monkeypatch.setenv("SSPIPE_DATABASE_URL", address_of(database))
    answer = told(capsys, "run", "--site", str(DEMO_SITE), "--period", "2022-23-P01", "--plain")
    assert answer.code == 1
    assert "A later sspipe made it" in answer.err
    assert len(answer.err.splitlines()) == 1


def _pretend(database: Engine, version: str) -> None:
    with database.begin() as connection:
        connection.execute(text("update alembic_version set version_num = :version"), {"version": version})


@reading
def test_a_database_that_does_not_answer_is_named_without_its_password(
    words: Sequence[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSPIPE_DATABASE_URL", "postgresql://reader:Geheim99@127.0.0.1:1/shared")
    answer = told(capsys, *words)
    assert (answer.code, answer.out) == (1, "")
    assert "found no answer from postgresql://reader:***@127.0.0.1:1/shared (OperationalError)" in answer.err
    assert "See that it runs and that SSPIPE_DATABASE_URL names it" in answer.err
    assert "Geheim99" not in answer.err
    assert len(answer.err.splitlines()) == 1


@pytest.mark.parametrize("address", ["shared", "nonsense://reader:Geheim99@host/shared"])
def test_an_address_of_no_database_is_one_sentence(
    address: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSPIPE_DATABASE_URL", address)
    for words in (["status"], ["run", "--site", str(DEMO_SITE), "--period", "2022-23-P01", "--plain"]):
        answer = told(capsys, *words)
        assert (answer.code, answer.out) == (1, "")
        assert "found no address of one in SSPIPE_DATABASE_URL" in answer.err
        assert "Geheim99" not in answer.err


def test_a_file_that_is_no_database_is_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("nothing of ours " * 100, encoding="utf-8")
    monkeypatch.setenv("SSPIPE_DATABASE_URL", f"sqlite:///{path}")
    answer = told(capsys, "status")
    assert answer.code == 1
    assert "found nothing that opens at" in answer.err


@sqlite_only
def test_a_database_without_releases_names_the_first_run(
    database: Engine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSPIPE_DATABASE_URL", address_of(database))
    for words in (["breaks", "--for", "tameside"], ["releases"]):
        answer = told(capsys, *words)
        assert (answer.code, answer.out) == (1, "")
        assert "found no release" in answer.err
    assert told(capsys, "status").out == "Nothing was run yet for any site\n"
    assert told(capsys, "verify").out == "The audit chain holds in 0 entries.\n"
    assert json.loads(told(capsys, "verify", "--json").out) == {"entries": 0, "faults": []}


def test_as_json_an_error_is_one_document_on_the_error_stream(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    answer = told(capsys, "status", "--json")
    error = json.loads(answer.err)["error"]
    assert (answer.code, answer.out) == (1, "")
    assert (error["kind"], error["where"], error["exit_code"]) == ("NoDatabaseYet", "the shared database", 1)
    assert error["found"] == f"no file {tmp_path / 'output' / 'sspipe.db'}"


def test_as_json_wrong_use_is_one_document_too(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["breaks", "--json"], ["breaks", "--json", "--nonsense"], ["nonsense", "--json"]):
        answer = told(capsys, *words)
        error = json.loads(answer.err)["error"]
        assert (answer.code, answer.out) == (2, "")
        assert (error["kind"], error["exit_code"]) == ("WrongUse", 2)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["breaks", "--nonsense"], "sspipe breaks: No such option: --nonsense"),
        (["nonsense"], "sspipe: No such command 'nonsense'."),
        (["run"], "sspipe run: Missing option '--site'."),
        (["run", "--site", "/nowhere"], "sspipe run: Invalid value for '--site': "),
        (["site", "check"], "sspipe site check: Missing argument"),
        (["run", "--site", str(DEMO_SITE)], "name one --period, or ask for --all or for what is --due"),
    ],
)
def test_wrong_use_is_one_sentence_that_names_the_help(
    words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = told(capsys, *words)
    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err
    assert answer.err.rstrip().endswith("--help")
    assert len(answer.err.splitlines()) == 1


def test_without_a_word_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    answer = told(capsys)
    assert answer.code == 2
    assert "What posts shared by two councils cost" in answer.out + answer.err


def test_with_debug_before_or_after_the_command_the_stack_is_kept(tmp_path: Path) -> None:
    folder = copied_site(tmp_path)
    change(folder, "site.yaml", "schema_version: 1", "schema_version: 7")
    words = ["site", "check", str(folder)]
    for at in range(len(words) + 1):
        with pytest.raises(SiteFileWrong, match="schema_version"):
            code_of(app, [*words[:at], "--debug", *words[at:]])
    assert code_of(app, words) == 1


def test_a_server_has_a_quarter_of_a_minute_to_answer_unless_the_address_says_otherwise() -> None:
    for address, seconds in (
        ("postgresql://host/shared", "15"),
        ("postgresql://host/shared?connect_timeout=3", "3"),
    ):
        assert open_database(address).url.query["connect_timeout"] == seconds
