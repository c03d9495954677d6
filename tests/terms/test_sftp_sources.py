"""A source on an SFTP server in feeds.yaml: what its form means, and what is refused without quoting a secret."""

import pickle
from base64 import b64encode
from typing import Any

import jsonschema
import pytest
from pydantic import TypeAdapter

from sspipe.model.feeds import Feed
from sspipe.model.sources import MEGABYTE, Login, LoginKind, SftpSource
from sspipe.terms.checking import check_form
from sspipe.terms.feeds import FeedsFile, feeds_of
from sspipe.terms.schemas import json_schemas
from sspipe.terms.strict_yaml import Document
from tests.terms.test_sources import PARTS, VALUE, entry, feeds, refusal

HOST_KEY = "ssh-ed25519 " + b64encode(b"\0\0\0\x0bssh-ed25519\0\0\0\x20" + bytes(range(32))).decode()
RSA = "ssh-rsa " + b64encode(b"\0\0\0\x07ssh-rsa\0\0\0\x03\1\0\1").decode()
URL = "sftp://files.example:2222/out/{financial_year}/GL_P{period_number:02d}.csv"
LOGIN = {"kind": "password", "user": "sspipe", "secret": "stockport-sftp"}
CLOSED = {**LOGIN, "kind": "private_key", "passphrase_secret": "stockport-passphrase"}


def sftp(**changes: Any) -> dict[str, Any]:
    """A feed with a source over SFTP; None takes an entry out."""
    return entry(source={"url": URL, "host_keys": [HOST_KEY], "auth": LOGIN, **changes})


def read(feed: dict[str, Any]) -> Feed:
    """The feed in the model's words."""
    (found,) = feeds_of(check_form(Document("feeds.yaml", {"schema_version": 1, "feeds": [feed]}, {}), FeedsFile))
    return found


def test_the_runbooks_example_is_a_source_over_sftp() -> None:
    source = feeds()[5].source
    assert isinstance(source, SftpSource)
    assert source.address(PARTS) == "sftp://files.stockport.example/out/2022-23/CLEARED_P10.csv"
    assert source.name(PARTS) == "CLEARED_2022-23_P10_20230206.csv"
    assert source.auth == Login(kind=LoginKind.PRIVATE_KEY, user="sspipe", secret="stockport-sftp")


def test_each_entry_means_what_it_means_over_http() -> None:
    patience = {"timeout_seconds": 5, "whole_seconds": 6, "attempts": 7, "longest_wait_seconds": 8, "most_megabytes": 9}
    source = read(sftp(host_keys=[HOST_KEY, RSA], auth=CLOSED, **patience)).source
    assert source == SftpSource(
        url=URL,
        file_name="GL_{period}_{arrived:%Y%m%d}.csv",
        host_keys=(HOST_KEY, RSA),
        auth=Login(
            kind=LoginKind.PRIVATE_KEY,
            user="sspipe",
            secret="stockport-sftp",
            passphrase_secret="stockport-passphrase",
        ),
        timeout_seconds=5,
        whole_seconds=6,
        attempts=7,
        longest_wait_seconds=8,
        most_bytes=9 * MEGABYTE,
    )


@pytest.mark.parametrize("auth", [LOGIN, CLOSED])
def test_a_feed_over_sftp_is_kept_and_read_back_as_it_was(auth: dict[str, Any]) -> None:
    feed, kept = read(sftp(auth=auth)), TypeAdapter(Feed)
    assert kept.validate_json(kept.dump_json(feed)) == feed
    assert pickle.loads(pickle.dumps(feed)) == feed  # noqa: S301 - our own bytes


def test_the_schema_that_editors_use_knows_both_kinds_and_mixes_them_not() -> None:
    schema = json_schemas()["feeds"]
    jsonschema.validate({"schema_version": 1, "feeds": [sftp()]}, schema)
    for wrong in (sftp(host_keys=None), sftp(host_keys=[]), sftp(auth=None), sftp(tls={"ca_file": "ca.pem"})):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({"schema_version": 1, "feeds": [wrong]}, schema)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"host_keys": None}, "no 'feeds 0 source host_keys'"),
    ({"host_keys": []}, "at least 1 item"),
    ({"host_keys": ["ssh-ed25519"]}, "a kind (ssh-ed25519"),
    ({"host_keys": ["ssh-dss " + HOST_KEY.split()[1]]}, "a kind (ssh-ed25519"),
    ({"host_keys": ["ssh-rsa " + HOST_KEY.split()[1]]}, "a kind (ssh-ed25519"),
    ({"host_keys": [f"files.example {HOST_KEY}"]}, "a kind (ssh-ed25519"),
    ({"host_keys": [f"{HOST_KEY[:-1]}!"]}, "a kind (ssh-ed25519"),
    ({"auth": None}, "no 'feeds 0 source auth'"),
    ({"auth": {**LOGIN, "kind": "bearer"}}, "'password', 'private_key'"),
    ({"auth": {**LOGIN, "passphrase_secret": "gl"}}, "the unknown entry"),
    ({"auth": {"kind": "password", "secret": "gl"}}, "user'"),
    ({"tls": {"is_unverified": True, "reason": "x"}}, "the unknown entry 'feeds 0 source tls'"),
    ({"paging": {"kind": "next_link", "rows_at": "r", "next_at": None}}, "the unknown entry 'feeds 0 source paging'"),
    ({"is_unverified": True}, "the unknown entry 'feeds 0 source is_unverified'"),
    ({"url": "sftp://files.example"}, "the path of a file"),
    ({"url": "sftp://files.example/out/"}, "the path of a file"),
    ({"url": "sftp://files.example/out?a=1"}, "without ? and #"),
    ({"url": "sftp://files.example/out#1"}, "without ? and #"),
    ({"url": "sftp:///out/gl.csv"}, "its host written out"),
    ({"url": "sftp://{period}.example/gl.csv"}, "its host written out"),
    ({"url": "sftp://files.example:port/gl.csv"}, "an address that can be asked"),
    ({"url": "https://files.example/gl.csv"}, "the unknown entry 'feeds 0 source host_keys'"),
    ({"url": None}, "no 'feeds 0 source url'"),
]


@pytest.mark.parametrize(("wrong", "words"), REFUSED)
def test_a_source_over_sftp_that_cannot_work_is_refused_in_words(wrong: dict[str, Any], words: str) -> None:
    assert words in str(refusal(sftp(**wrong)))


LOOKS_LIKE_A_SECRET: list[dict[str, Any]] = [
    {"auth": {**LOGIN, "secret": VALUE}},
    {"auth": {**CLOSED, "passphrase_secret": VALUE}},
    {"auth": {**LOGIN, "user": f"me:{VALUE}"}},
    {"auth": {**LOGIN, "password": VALUE}},
    {"auth": {**CLOSED, "secret": f"-----BEGIN OPENSSH PRIVATE KEY-----\n{VALUE}\n"}},
    {"host_keys": [f"-----BEGIN OPENSSH PRIVATE KEY-----\n{VALUE}\n"]},
    {"host_keys": VALUE},
    {"url": f"sftp://me:{VALUE}@files.example/gl.csv"},
    {"url": f"sftp://{VALUE}@files.example/gl.csv"},
    {"url": f"sftp://files.example/gl.csv?password={VALUE}"},
]


@pytest.mark.parametrize("wrong", LOOKS_LIKE_A_SECRET)
def test_what_may_be_a_secret_is_refused_and_quoted_nowhere(wrong: dict[str, Any]) -> None:
    refused = refusal(sftp(**wrong))
    assert VALUE not in f"{refused} {refused.__cause__}"
    assert refused.where.startswith("feeds.yaml line ")
