"""Who is trusted over SFTP, who is told what, and secrets that nobody sees."""

import logging
import pickle
import sys
import threading
import traceback
from dataclasses import replace
from pathlib import Path
from typing import Any

import asyncssh
import pytest
from paramiko import Transport

from sspipe.errors import SecretUnusable
from sspipe.extract.sftp_rights import rights_of
from sspipe.extract.unverified import source_findings
from sspipe.model.sources import Login, LoginKind
from tests.extract.asking import SECRET, Folder
from tests.extract.asking_sftp import BY_PASSWORD, PASSWORD, QUICK, quick
from tests.extract.offering import LEDGER
from tests.extract.serving_sftp import ANOTHER_KEY, HOST_KEY, USER, Gate, Held, Way, public, sftp_sender

CONTENT = b"a,b\n1,2\n"
PASSPHRASE = "a-passphrase-that-nobody-may-see"
BY_KEY = Login(kind=LoginKind.PRIVATE_KEY, user=USER, secret="stockport-key")
BY_CLOSED_KEY = replace(BY_KEY, passphrase_secret="stockport-passphrase")
KINDS = ["ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp521", "ssh-rsa"]
FORMS = ["openssh", "pkcs8-pem"]
RSA = asyncssh.generate_private_key("ssh-rsa", key_size=2048)


def held() -> Held:
    return Held(CONTENT)


WHOLE = Way(held, BY_PASSWORD)


def landing(tmp_path: Path) -> Folder:
    folder = tmp_path / "landing"
    folder.mkdir()
    return Folder(folder)


def written(key: asyncssh.SSHKey, form: str, passphrase: str | None = None) -> str:
    return key.export_private_key(form, passphrase).decode()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_private_key_is_shown_by_its_signature_alone(tmp_path: Path, kind: str, form: str) -> None:
    key = RSA if kind == "ssh-rsa" else asyncssh.generate_private_key(kind)
    with sftp_sender(Way(held, Gate(key=key))) as there:
        end = landing(tmp_path).ask(quick(there, auth=BY_KEY), secret=written(key, form))
    assert end.content == CONTENT
    assert set(there.shown) == {(USER, public(key))}


@pytest.mark.parametrize("form", FORMS)
def test_a_closed_key_is_opened_by_the_secret_that_its_passphrase_has(form: str) -> None:
    key = asyncssh.generate_private_key("ssh-ed25519")
    values = {"stockport-key": written(key, form, PASSPHRASE), "stockport-passphrase": f"{PASSPHRASE}\n"}
    rights = rights_of(BY_CLOSED_KEY, values.__getitem__)
    assert rights.key is not None
    assert f"{rights.key.get_name()} {rights.key.get_base64()}" == public(key)


def test_a_password_is_sent_without_the_line_break_that_files_end_with(tmp_path: Path) -> None:
    with sftp_sender(WHOLE) as there:
        landing(tmp_path).ask(quick(there), secret=f"{SECRET}\n")
    assert there.shown == [(USER, SECRET)]


def test_a_server_with_another_host_key_is_shown_nothing(tmp_path: Path) -> None:
    folder = landing(tmp_path)
    with sftp_sender(WHOLE, host_key=ANOTHER_KEY) as there:
        end = folder.ask(quick(there), secret=SECRET)
    assert end.name == "SourceRefused"
    assert "somebody else may be answering" in end.says
    assert (there.shown, there.paths, folder.naps.waits, folder.files()) == ([], [], [], [])


def test_an_rsa_host_key_is_known_by_its_newer_signatures(tmp_path: Path) -> None:
    with sftp_sender(WHOLE, host_key=RSA) as there:
        end = landing(tmp_path).ask(quick(there, host_keys=(public(RSA),)), secret=SECRET)
    assert end.content == CONTENT


def test_no_key_agent_or_known_host_of_the_machine_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = tmp_path / ".ssh"
    ours.mkdir()
    key = asyncssh.generate_private_key("ssh-ed25519")
    key.write_private_key(ours / "id_ed25519")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SSH_AUTH_SOCK", str(tmp_path / "agent"))
    with sftp_sender(Way(held, Gate(password="another", key=key))) as there:
        (ours / "known_hosts").write_text(f"[127.0.0.1]:{there.port} {public(HOST_KEY)}\n", encoding="utf-8")
        refused = landing(tmp_path).ask(quick(there), secret=SECRET)
        unknown = Folder(tmp_path / "landing").ask(quick(there, host_keys=(public(ANOTHER_KEY),)), secret=SECRET)
    assert (refused.name, unknown.name) == ("SourceRefused", "SourceRefused")
    assert there.shown == [(USER, SECRET)]


def test_nothing_is_left_running_when_a_file_was_fetched(tmp_path: Path) -> None:
    with sftp_sender(WHOLE) as there:
        before = set(threading.enumerate())
        landing(tmp_path).ask(quick(there), secret=SECRET)
        began = set(threading.enumerate()) - before
        left = [each for each in began if isinstance(each, (Transport, threading.Timer))]
        for each in left:
            each.join(5)
        assert not [each for each in left if each.is_alive()]


KEY = asyncssh.generate_private_key("ssh-ed25519")
KEY_TEXT = written(KEY, "openssh")
KEY_LINE = KEY_TEXT.splitlines()[2]


class Failing(Held):
    async def stat(self) -> Any:
        raise asyncssh.SFTPFailure(SECRET)


FAILING: dict[str, Way] = {
    "refuses": Way(held, Gate(password="another")),
    "takes no password": Way(held, Gate(key=ANOTHER_KEY)),
    "closes": Way(held, Gate(password=SECRET, key=KEY, on_login=lambda conn: conn.abort())),
    "fails": Way(Failing, Gate(password=SECRET, key=KEY)),
    "sends nothing": Way(Held, Gate(password=SECRET, key=KEY)),
}


@pytest.mark.parametrize("auth", [PASSWORD, BY_KEY])
@pytest.mark.parametrize("name", FAILING)
def test_a_secret_is_in_no_log_message_or_form_of_an_error(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, name: str, auth: Login
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "paramiko")
    secret = KEY_TEXT if auth is BY_KEY else SECRET
    with sftp_sender(FAILING[name]) as there:
        error = landing(tmp_path).ask(quick(there, auth=auth, attempts=1), secret=secret).error
    if error is None:
        pytest.fail("an end without an error")
    told = [
        *traceback.format_exception(error),
        repr(error),
        str(vars(error)),
        repr(QUICK),
        repr(rights_of(auth, lambda _: secret)),
        str(pickle.dumps(error)),
        *(record.getMessage() for record in caplog.records if not record.name.startswith("asyncssh")),
    ]
    assert there.connections
    assert [record for record in caplog.records if record.name.startswith("paramiko")]
    assert not [text for text in told if SECRET in text or KEY_LINE in text]


UNUSABLE: list[tuple[Login, dict[str, str]]] = [
    (PASSWORD, {"stockport-ledger": ""}),
    (PASSWORD, {"stockport-ledger": " \n"}),
    (PASSWORD, {"stockport-ledger": f"{SECRET}\nand more"}),
    (BY_KEY, {"stockport-key": SECRET}),
    (BY_KEY, {"stockport-key": KEY_TEXT[:200]}),
    (BY_KEY, {"stockport-key": f"-----BEGIN PRIVATE KEY-----\n{SECRET}\n-----END PRIVATE KEY-----"}),
    (BY_KEY, {"stockport-key": KEY.export_public_key().decode()}),
    (BY_KEY, {"stockport-key": written(KEY, "openssh", PASSPHRASE)}),
    (BY_KEY, {"stockport-key": written(KEY, "pkcs8-pem", PASSPHRASE)}),
    (BY_KEY, {"stockport-key": written(asyncssh.generate_private_key("ssh-ed448"), "pkcs8-pem")}),
    (BY_CLOSED_KEY, {"stockport-key": written(KEY, "openssh", PASSPHRASE), "stockport-passphrase": SECRET}),
    (BY_CLOSED_KEY, {"stockport-key": KEY_TEXT, "stockport-passphrase": ""}),
]


@pytest.mark.parametrize(("auth", "values"), UNUSABLE)
def test_a_secret_that_cannot_be_used_is_refused_without_being_quoted(auth: Login, values: dict[str, str]) -> None:
    with pytest.raises(SecretUnusable) as refused:
        rights_of(auth, values.__getitem__)
    told = "".join(traceback.format_exception(refused.value))
    assert any(f"the secret {name}" in str(refused.value) for name in values)
    assert not [text for text in (SECRET, PASSPHRASE, KEY_LINE) if text in told]


def test_without_the_extra_one_sentence_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(sys.modules):
        if name.split(".")[0] == "paramiko" or name.startswith("sspipe.extract.sftp"):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr("sspipe.extract.sftp", raising=False)
    monkeypatch.delattr("sspipe.extract.sftp_rights", raising=False)
    monkeypatch.setitem(sys.modules, "paramiko", None)
    end = Folder(tmp_path).ask(replace(QUICK, url="sftp://files.example/gl.csv"))
    assert end.name == "SourceRefused"
    assert end.says == (
        "sftp://files.example/gl.csv: found a source over SFTP, and nothing here to ask it with; expected the extra "
        "sftp of sspipe. Install it: pip install sspipe[sftp]"
    )


def test_nothing_warns_of_a_server_whose_key_is_always_compared() -> None:
    assert source_findings(replace(LEDGER, source=QUICK)) == ()
