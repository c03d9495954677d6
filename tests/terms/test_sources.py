"""A feed's source in feeds.yaml: what each form means, and what is refused without quoting a secret."""

import pickle
import re
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from pydantic import TypeAdapter

from sspipe.errors import SiteFileWrong
from sspipe.model.feeds import Feed
from sspipe.model.periods import Period
from sspipe.model.sources import MEGABYTE, Auth, AuthKind, HttpSource, Paging, PagingKind, parts_of
from sspipe.terms.checking import check_form
from sspipe.terms.faults import refuse
from sspipe.terms.feeds import FeedsFile, feed_faults, feeds_of
from sspipe.terms.schemas import json_schemas
from sspipe.terms.site import read_site
from sspipe.terms.strict_yaml import read_document
from tests.sites import change, copied_site

RUNBOOK = Path(__file__).parents[2] / "deployments/README.md"
LAYOUTS = [f"layouts/{name}.yaml" for name in ("stockport_posts", "stockport_ledger", "tameside_ledger")]
LAYOUTS += ["layouts/tameside_posts.yaml", "layouts/dfe_grants.yaml", "layouts/stockport_cleared.yaml"]
VALUE = "Zq7-9fK2xLw83hVb"
PARTS = parts_of(Period(2022, 10), date(2023, 2, 6))


def example() -> str:
    """The example of the runbook."""
    section = RUNBOOK.read_text(encoding="utf-8").split("## Where files come from", 1)[1]
    found = re.search(r"```yaml\n(.*?)```", section, re.DOTALL)
    assert found is not None
    return found[1]


def feeds() -> tuple[Feed, ...]:
    return feeds_of(check_form(read_document(example(), "feeds.yaml"), FeedsFile))


def source(at: int) -> HttpSource:
    found = feeds()[at].source
    assert isinstance(found, HttpSource)
    return found


def test_the_runbooks_example_is_read_without_a_fault() -> None:
    document = read_document(example(), "feeds.yaml")
    assert list(feed_faults(document, check_form(document, FeedsFile), LAYOUTS)) == []


def test_the_runbooks_example_fits_the_schema_that_editors_use() -> None:
    schema = json_schemas()["feeds"]
    jsonschema.validate(yaml.safe_load(example()), schema)
    both = yaml.safe_load(example())
    both["feeds"][1]["path"] = "feeds/stockport/ledger"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(both, schema)
    strange = yaml.safe_load(example())
    strange["feeds"][1]["source"]["auth"]["password"] = VALUE
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(strange, schema)


def test_a_folder_is_a_path_and_no_source() -> None:
    folder = feeds()[0]
    assert (folder.path, folder.source, folder.place) == ("feeds/stockport/posts", None, "feeds/stockport/posts")


def test_a_file_at_a_web_address() -> None:
    assert source(1) == HttpSource(
        url="https://finance.stockport.example/extracts/gl-{financial_year}-{period_number:02d}.csv",
        file_name="GL_{financial_year}_P{period_number:02d}_{arrived:%Y%m%d}.csv",
        auth=Auth(kind=AuthKind.BASIC, user="sspipe", secret="stockport-ledger"),
        ca_file="certificates/stockport.pem",
        timeout_seconds=60,
    )
    assert source(1).address(PARTS) == "https://finance.stockport.example/extracts/gl-2022-23-10.csv"
    assert source(1).name(PARTS) == "GL_2022-23_P10_20230206.csv"
    assert feeds()[1].place.startswith("https://finance.stockport.example/")


def test_pages_by_link_by_number_and_by_cursor() -> None:
    assert source(2).paging == Paging(
        kind=PagingKind.NEXT_LINK,
        rows_at="data.rows",
        next_at="links.next",
        total_at="meta.count",
        sum_at="meta.sum",
        amount_at="amount",
    )
    assert source(2).auth == Auth(kind=AuthKind.BEARER, secret="tameside-ledger")
    assert source(3).paging == Paging(
        kind=PagingKind.PAGE_NUMBER,
        rows_at="posts",
        parameter="page",
        page_size=500,
        page_size_parameter="per_page",
    )
    assert source(3).auth == Auth(kind=AuthKind.API_KEY, header="X-Api-Key", secret="tameside-hr")
    assert source(3).address(PARTS) == "https://hr.tameside.example/api/posts?at=2023-01"
    assert source(4).paging == Paging(
        kind=PagingKind.CURSOR,
        rows_at="results",
        next_at="paging.next",
        parameter="after",
        total_at="paging.total",
    )
    assert source(4).name(parts_of(None, date(2023, 2, 6))) == "dsg_20230206.jsonl"


def entry(**changes: Any) -> dict[str, Any]:
    """A feed with a source; None takes an entry out."""
    whole = {
        "url": "https://a.example/gl/{period}",
        "file_name": "GL_{period}_{arrived:%Y%m%d}.csv",
        **changes.pop("source", {}),
    }
    feed = {
        "publisher": "stockport",
        "noun": "ledger",
        "kind": "full_ledger",
        "source": {key: value for key, value in whole.items() if value is not None},
        "name_pattern": r"GL_(?P<period>\d{4}-\d{2}-P\d{2})_(?P<extracted>\d{8})\.csv",
        "date_format": "%Y%m%d",
        "layout": "stockport_ledger",
        "required": True,
        **changes,
    }
    return {key: value for key, value in feed.items() if value is not None}


def refusal(feed: dict[str, Any]) -> SiteFileWrong:
    """What is said of a site with this feed alone."""
    text = yaml.safe_dump({"schema_version": 1, "feeds": [feed]}, default_style='"')
    for plain in ("true", "false", "null", r"\d+"):
        text = re.sub(rf'!!\w+ "({plain})"', r"\1", text)
    document = read_document(text, "feeds.yaml")
    with pytest.raises(SiteFileWrong) as refused:
        refuse(feed_faults(document, check_form(document, FeedsFile), LAYOUTS))
    return refused.value


LOOKS_LIKE_A_SECRET = [
    {"auth": {"kind": "bearer", "secret": VALUE}},
    {"auth": {"kind": "bearer", "secret": "f47ac10b58cc4372a5670e02b2c3d479"}},
    {"auth": {"kind": "bearer", "secret": "SSPIPE_SECRET_GL"}},
    {"auth": {"kind": "bearer", "secret": 1234567}},
    {"auth": {"kind": "bearer", "secret": ""}},
    {"auth": {"kind": "bearer", "secret": "a" * 61}},
    {"auth": {"kind": "api_key", "header": f"X-Api-Key: {VALUE}", "secret": "gl"}},
    {"auth": {"kind": "basic", "user": f"me:{VALUE}", "secret": "gl"}},
    {"auth": {"kind": "basic", "user": "me", "password": VALUE}},
    {"auth": VALUE},
    {"url": f"https://me:{VALUE}@a.example/gl/{{period}}"},
    {"url": f"https://{VALUE}@a.example/gl/{{period}}"},
    {"url": f"https://a.example/gl/{{period}}?api_key={VALUE}"},
    {"url": f"https://a.example/gl/{{period}}?at=1&X-Amz-Signature={VALUE}"},
    {"url": f"https://a.example/gl/{{period}}?access_token={VALUE}"},
    {"url": f"https://a.example/gl/{{period}}?sig={VALUE}&{{"},
]


@pytest.mark.parametrize("wrong", LOOKS_LIKE_A_SECRET)
def test_what_may_be_a_secret_is_refused_and_quoted_nowhere(wrong: dict[str, Any]) -> None:
    refused = refusal(entry(source=wrong))
    said = f"{refused} {refused.__cause__}"
    for part in (VALUE, "f47ac10b", "1234567", "SSPIPE_SECRET_GL"):
        assert part not in said
    assert refused.where.startswith("feeds.yaml line ")


REFUSED = [
    ({"url": "http://a.example/gl"}, "begins with https:// (http:// only to this machine itself)"),
    ({"url": "ftp://a.example/gl"}, "begins with https://"),
    ({"url": "a.example/gl"}, "its host written out"),
    ({"url": "https://{period}.example/gl"}, "its host written out"),
    ({"url": "https://a.example:port/gl"}, "an address that can be asked"),
    ({"url": "https://a.example/{month}"}, "braces around period, financial_year"),
    ({"url": "https://a.example/{period.year}"}, "braces around"),
    ({"url": "https://a.example/{period!r}"}, "braces around"),
    ({"url": "https://a.example/{}"}, "braces around"),
    ({"url": "https://a.example/{period"}, "braces around"),
    ({"url": "https://a.example/{period:02d}"}, "a format that its part cannot take"),
    ({"file_name": "gl/{period}.csv"}, "a file's name without a folder"),
    ({"file_name": "GL_{period}.csv"}, "a file_name that comes out as GL_2022-23-P06.csv"),
    ({"file_name": None}, "no 'feeds 0 source file_name'"),
    ({"timeout_seconds": 0}, "greater than or equal to 1"),
    ({"attempts": 11}, "less than or equal to 10"),
    ({"tls": {"is_unverified": True}}, "a reason with is_unverified: true"),
    ({"tls": {"reason": "it was always so"}}, "a reason with is_unverified: true"),
    ({"tls": {"is_unverified": True, "reason": "x", "ca_file": "ca.pem"}}, "either a ca_file or"),
    ({"tls": {"verify": False}}, "the unknown entry"),
    ({"auth": {"kind": "digest", "secret": "gl"}}, "'bearer', 'basic', 'api_key'"),
    ({"paging": {"kind": "next_link", "rows_at": "rows"}}, "next_at"),
    ({"paging": {"kind": "cursor", "rows_at": "rows", "next_at": "n"}}, "parameter"),
    ({"paging": {"kind": "page_number", "rows_at": "r", "parameter": "p", "page_size": 5}}, "together, or neither"),
    ({"paging": {"kind": "next_link", "rows_at": "r", "next_at": None, "sum_at": "s"}}, "sum_at, where the sum"),
    ({"paging": {"kind": "next_link", "rows_at": "a..b", "next_at": None}}, "pattern"),
]


@pytest.mark.parametrize(("wrong", "words"), REFUSED)
def test_a_source_that_cannot_work_is_refused_in_words(wrong: dict[str, Any], words: str) -> None:
    assert words in str(refusal(entry(source=wrong)))


def test_a_feed_has_a_path_or_a_source_and_not_both_or_none() -> None:
    expected = "either a path, where its files stand, or a source, which is asked for them"
    assert expected in str(refusal(entry(path="feeds/stockport/ledger")))
    without = entry()
    del without["source"]
    assert expected in str(refusal(without))


def test_a_feed_of_no_period_asks_for_none() -> None:
    publication = entry(name_pattern=r"GL_(?P<extracted>\d{8})\.csv", source={"file_name": "GL_{arrived:%Y%m%d}.csv"})
    assert "a period in the source of a feed whose names tell none" in str(refusal(publication))


def test_a_site_may_have_a_source(tmp_path: Path) -> None:
    folder = copied_site(tmp_path)
    lines = (
        "source:\n      url: http://127.0.0.1:8080/{period}\n"
        "      file_name: SMBC_GL_LINE_ITEMS_{financial_year}_P{period_number:02d}_{arrived:%Y%m%d}.txt\n"
        "      tls: {is_unverified: true, reason: on this machine}\n      most_megabytes: 5"
    )
    change(folder, "feeds.yaml", "path: feeds/stockport/ledger", lines)
    (feed,) = [feed for feed in read_site(folder).feeds if feed.feed == "stockport/ledger"]
    assert isinstance(feed.source, HttpSource)
    assert (feed.source.is_tls_unverified, feed.source.unverified_reason) == (True, "on this machine")
    assert feed.source.most_bytes == 5 * MEGABYTE


@pytest.mark.parametrize(
    ("period", "month"), [(Period(2022, 1), (2022, 4)), (Period(2022, 12), (2023, 3)), (Period(2022, 14), (2023, 3))]
)
def test_a_template_knows_the_calendar_month_of_a_period(period: Period, month: tuple[int, int]) -> None:
    parts = parts_of(period, date(2023, 5, 1))
    assert (parts["calendar_year"], parts["calendar_month"]) == month


def test_a_feed_with_a_source_is_kept_and_read_back_as_it_was() -> None:
    for feed in feeds():
        kept = TypeAdapter(Feed)
        assert kept.validate_json(kept.dump_json(feed)) == feed
        assert pickle.loads(pickle.dumps(feed)) == feed  # noqa: S301 - our own bytes
