"""Who is trusted, and who is told what: certificates, redirects, and secrets that nobody sees."""

import base64
import logging
import pickle
import ssl
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from urllib3.exceptions import InsecureRequestWarning

from sspipe.errors import SecretUnusable, SourceRefused
from sspipe.extract.http import Client
from sspipe.extract.http_addresses import followed, is_same_origin, shown
from sspipe.extract.unverified import source_findings
from sspipe.model.findings import Severity
from sspipe.model.sources import Auth, AuthKind, HttpSource
from tests.extract.asking import SECRET, Folder, quick
from tests.extract.certificates import certificate
from tests.extract.offering import LEDGER
from tests.extract.serving import Asked, Reply, answer, raw, sender

CONTENT = b"a,b\n1,2\n"
WHOLE = answer(CONTENT)
BEARER = Auth(kind=AuthKind.BEARER, secret="tameside-ledger")
BASIC = Auth(kind=AuthKind.BASIC, secret="tameside-ledger", user="sspipe")
API_KEY = Auth(kind=AuthKind.API_KEY, secret="tameside-ledger", header="X-Api-Key")
PAIR = base64.b64encode(f"sspipe:{SECRET}".encode()).decode()
SENT = {"Authorization": f"Bearer {SECRET}"}, {"Authorization": f"Basic {PAIR}"}, {"X-Api-Key": SECRET}
EACH = [BEARER, BASIC, API_KEY]


@pytest.fixture
def shown_certificate(tmp_path: Path) -> tuple[ssl.SSLContext, Path]:
    folder = tmp_path / "certificates"
    folder.mkdir()
    return certificate(folder)


def landing(tmp_path: Path) -> Folder:
    folder = tmp_path / "landing"
    folder.mkdir()
    return Folder(folder)


def test_a_certificate_of_an_unknown_authority_is_refused_at_once(
    tmp_path: Path, shown_certificate: tuple[ssl.SSLContext, Path]
) -> None:
    folder = landing(tmp_path)
    with sender(WHOLE, tls=shown_certificate[0]) as there:
        end = folder.ask(quick(there.url(), auth=BEARER), secret=SECRET)
    assert end.name == "SourceRefused"
    assert "a certificate that no known authority stands for" in end.says
    assert "ca_file in feeds.yaml" in end.says
    assert (there.asked, folder.naps.waits, folder.files()) == ([], [], [])


def test_an_authority_that_the_site_names_is_trusted(
    tmp_path: Path, shown_certificate: tuple[ssl.SSLContext, Path]
) -> None:
    context, ca_file = shown_certificate
    with sender(WHOLE, tls=context) as there:
        end = landing(tmp_path).ask(quick(there.url(), ca_file=str(ca_file)))
    assert end.content == CONTENT


def test_an_authority_of_the_machine_is_trusted(
    tmp_path: Path, shown_certificate: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    context, ca_file = shown_certificate
    monkeypatch.setenv("SSL_CERT_FILE", str(ca_file))
    with sender(WHOLE, tls=context) as there:
        assert landing(tmp_path).ask(quick(there.url())).content == CONTENT


def test_a_certificate_of_another_host_is_refused(tmp_path: Path) -> None:
    context, ca_file = certificate(tmp_path, host="elsewhere.example")
    with sender(WHOLE, tls=context) as there:
        end = landing(tmp_path).ask(quick(there.url(), ca_file=str(ca_file)))
    assert end.name == "SourceRefused"


def test_an_unchecked_certificate_is_taken_and_told_each_time(
    tmp_path: Path, shown_certificate: tuple[ssl.SSLContext, Path], caplog: pytest.LogCaptureFixture
) -> None:
    reason = "their authority is being replaced until 1 May"
    folder = landing(tmp_path)
    with sender(WHOLE, tls=shown_certificate[0]) as there:
        source = quick(there.url(), unverified_reason=reason)
        for _ in range(2):
            with pytest.warns(InsecureRequestWarning):
                assert folder.ask(source).name == "Fetched"
    assert [record.levelname for record in caplog.records if reason in record.message] == ["WARNING", "WARNING"]
    (finding,) = source_findings(replace(LEDGER, source=source))
    assert (finding.severity, finding.rule) == (Severity.WARN, "SENDER_NOT_VERIFIED")
    assert reason in finding.message


def test_nothing_is_told_of_a_source_that_is_checked_or_of_a_folder() -> None:
    assert source_findings(LEDGER) == source_findings(replace(LEDGER, source=quick("https://a.example"))) == ()


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_file_of_authorities_that_cannot_be_read_is_named(tmp_path: Path, content: str | None) -> None:
    ca_file = tmp_path / "ca.pem"
    if content is not None:
        ca_file.write_text(content, encoding="utf-8")
    end = landing(tmp_path).ask(quick("https://127.0.0.1:1/", ca_file=str(ca_file)))
    assert end.name == "SourceRefused"
    assert str(ca_file) in end.says


@pytest.mark.parametrize(("auth", "sent"), list(zip(EACH, SENT, strict=True)))
def test_each_kind_of_right_is_sent_home_and_only_there(tmp_path: Path, auth: Auth, sent: dict[str, str]) -> None:
    with sender(WHOLE) as other, sender(answer(b"", f"Location: {other.url()}", status=307)) as home:
        end = landing(tmp_path).ask(quick(home.url(), auth=auth), secret=f"{SECRET}\n")
    assert end.content == CONTENT
    (at_home,), (elsewhere,) = home.asked, other.asked
    assert sent.items() <= at_home.headers.items()
    assert not {"Authorization", "X-Api-Key"} & set(elsewhere.headers)


def test_a_redirect_at_home_keeps_the_right(tmp_path: Path) -> None:
    with sender(answer(b"", "Location: /there.csv", status=302), WHOLE) as home:
        landing(tmp_path).ask(quick(home.url(), auth=API_KEY), secret=SECRET)
    assert [asked.headers["X-Api-Key"] for asked in home.asked] == [SECRET, SECRET]


def test_a_netrc_file_gives_no_rights_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine 127.0.0.1 login me password {SECRET}\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    with sender(WHOLE) as home:
        landing(tmp_path).ask(quick(home.url()))
    assert "Authorization" not in home.asked[0].headers


def echoes(asked: Asked) -> None:
    """A sender that says back whatever it is told."""
    answer(str(asked.headers).encode(), f"X-Said: {asked.headers}", status=403)(asked)


FAILING: dict[str, Reply] = {
    "403": echoes,
    "500": answer(status=500),
    "stalls": Asked.stall,
    "breaks off": Asked.break_off,
    "cuts": raw("Content-Length: 100", body=b"a,b\n"),
    "sends a page": answer(b"<html>", "Content-Type: text/html"),
    "leads off": answer(b"", f"Location: ftp://{SECRET}@a.example/{SECRET}?{SECRET}", status=302),
    "leads nowhere": answer(b"", f"Location: http://[{SECRET}", status=302),
}


@pytest.mark.parametrize("auth", EACH)
@pytest.mark.parametrize("name", FAILING)
def test_a_secret_is_in_no_log_message_or_form_of_an_error(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, name: str, auth: Auth
) -> None:
    caplog.set_level(logging.DEBUG)
    with sender(FAILING[name]) as there:
        source = quick(there.url(), auth=auth, attempts=1)
        error = landing(tmp_path).ask(source, secret=SECRET).error
    assert error is not None
    told = [
        *traceback.format_exception(error),
        repr(error),
        str(vars(error)),
        repr(source),
        repr(Client(source, lambda _: SECRET)),
        caplog.text,
        str(pickle.dumps(error)),
    ]
    assert there.asked
    assert caplog.records
    assert not [text for text in told if SECRET in text or PAIR in text]


@pytest.mark.parametrize("value", ["", " \n", "two\nlines", "tab\there", "caf\u00e9", "\x00"])
def test_a_secret_that_cannot_be_sent_is_refused_without_being_quoted(value: str) -> None:
    def secrets(name: str) -> str:
        assert name == "tameside-ledger"
        return value

    with pytest.raises(SecretUnusable) as refused:
        Client(quick("https://a.example", auth=BASIC), secrets)
    assert "the secret tameside-ledger" in str(refused.value)
    assert not value.strip() or value.strip() not in str(refused.value)


def test_an_address_is_shown_without_what_may_give_rights() -> None:
    assert shown("https://me:word@a.example:8443/gl/P06?sig=1#x") == "https://a.example:8443/gl/P06"
    assert shown("http://[::1]:80/a") == "http://[::1]:80/a"
    assert shown("http://[a") == shown("http://a:b/") == "an address that cannot be read"


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("https://a.example/x", "https://A.example:443/y", True),
        ("https://a.example", "http://a.example", False),
        ("https://a.example", "https://a.example:8443", False),
        ("https://a.example", "https://b.a.example", False),
        ("https://a.example", "https://a.example.evil", False),
        ("https://a.example", "https://a:b", False),
    ],
)
def test_an_origin_is_scheme_host_and_port(one: str, other: str, is_same: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_same_origin(one, other) is is_same


REFUSED_STEPS = [
    ("https://a.example/x", "http://a.example/x", "without encryption"),
    ("https://a.example/x", "file:///etc/passwd", "without encryption"),
    ("http://localhost/x", "http://a.example/x", "without encryption"),
    ("https://a.example/x", "https://127.0.0.1/x", "this machine itself"),
    ("https://a.example/x", "https://me:word@a.example/x", "a user in it"),
    ("https://a.example/x", "https://b.example:x/", "cannot be read"),
]


@pytest.mark.parametrize(("home", "target", "words"), REFUSED_STEPS)
def test_a_redirect_that_cannot_be_trusted_is_refused(home: str, target: str, words: str) -> None:
    with pytest.raises(SourceRefused, match=words):
        followed(home, home, target)


@pytest.mark.parametrize(
    ("home", "target", "there"),
    [
        ("https://a.example/x/y", "../z", "https://a.example/z"),
        ("https://a.example/x", "//b.example/z", "https://b.example/z"),
        ("http://127.0.0.1:8/x", "http://localhost:9/", "http://localhost:9/"),
        ("http://127.0.0.1:8/x", "https://a.example/", "https://a.example/"),
    ],
)
def test_other_redirects_are_followed(home: str, target: str, there: str) -> None:
    assert followed(home, home, target) == there


def test_a_source_without_rights_asks_for_no_secret(tmp_path: Path) -> None:
    with sender(WHOLE) as home:
        assert landing(tmp_path).ask(quick(home.url())).name == "Fetched"


def test_the_file_of_authorities_stands_below_the_site() -> None:
    at: Callable[[str], str] = lambda ca_file: HttpSource(url="", file_name="", ca_file=ca_file).at("/site/").ca_file  # noqa: E731
    assert [at("certificates/ca.pem"), at("/etc/ca.pem"), at("")] == ["/site/certificates/ca.pem", "/etc/ca.pem", ""]
