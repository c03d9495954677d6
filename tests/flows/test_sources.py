"""A ledger that is asked for over the web closes a month like one that was put into a folder, or says why not."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sspipe.model.findings import Severity
from tests.extract.serving import Asked, Reply, Sender, answer, raw, sender
from tests.flows.small_sites import P01, P02, SmallSite, change_text
from tests.flows.told_breaks import told

LEDGER = "tameside/ledger"
FOLDER = "    path: feeds/tameside/ledger\n"
PAGE = b"<!DOCTYPE html><html><body>Signed out</body></html>"


@dataclass
class Published:
    """A small site whose second council's ledger stands behind an address, with the days of asking in its names."""

    site: SmallSite
    sender: Sender
    months: dict[str, bytes]

    def serves(self, asked: Asked) -> None:
        """Answer with the month that is asked for, by its tag where it is known already."""
        month = asked.path.rsplit("/", 1)[-1]
        content = self.months.get(month)
        tag = f'ETag: "{hash(content)}"'
        if content is None:
            answer(b"no such month", status=404)(asked)
        elif asked.headers.get("If-None-Match") == tag.removeprefix("ETag: "):
            answer(b"", tag, status=304)(asked)
        else:
            answer(content, tag, "Content-Type: text/csv")(asked)

    def landed(self) -> list[str]:
        """Everything in the council's landing folder."""
        folder = self.site.output / "landing" / "tameside"
        return sorted(path.name for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def published(two_months: SmallSite) -> Iterator[Published]:
    """The ledger of both months as an address; nothing was closed yet."""
    (two_months.output / "sspipe.db").unlink()
    months = {}
    for period in (P01, P02):
        path = two_months.feed_file(LEDGER, period)
        months[f"{period.year_start}{period.number:02d}"] = path.read_bytes()
        path.unlink()
    with sender(answer()) as web:
        made = Published(two_months, web, months)
        web.will(made.serves)
        source = (
            "    source:\n"
            f'      url: "{web.url("/ledger/")}{{year_start}}{{period_number:02d}}"\n'
            '      file_name: "TMBC_agltransact_{year_start}{period_number:02d}_{arrived:%Y%m%d}.csv"\n'
            "      timeout_seconds: 2\n"
            "      attempts: 1\n"
        )
        change_text(two_months.site / "feeds.yaml", FOLDER, source)
        yield made


def _closed_today(made: Published, *words: str) -> str:
    """Close what is due; what came over the web is known from today."""
    result = made.site.told("--due", *words)
    return f"{result.output} {result.exception!r}"


def _pull(made: Published) -> None:
    """What the pull of the morning does: ask for what is there."""
    made.site.close(P02)


def test_a_month_that_was_asked_for_is_closed_like_one_from_a_folder(published: Published) -> None:
    _pull(published)
    said = _closed_today(published)
    assert published.site.rows("select period from current_release order by period") == [
        ("2022-23-P01",),
        ("2022-23-P02",),
    ], said
    stands = f"select status from feed_status where feed = '{LEDGER}' and period = '2022-23-P02'"  # noqa: S608 - a test's own
    assert published.site.rows(stands) == [("late",)]


def test_an_unchanged_month_is_not_fetched_again(published: Published) -> None:
    _pull(published)
    before = published.landed()
    _pull(published)
    assert published.landed() == before
    assert [asked.path for asked in published.sender.asked[-1:]] == ["/ledger/202202"]
    assert "If-None-Match" in published.sender.asked[-1].headers


@pytest.mark.parametrize("is_tagged", [True, False])
def test_a_destroyed_month_is_neither_asked_for_again_nor_kept_again(
    published: Published, capsys: pytest.CaptureFixture[str], *, is_tagged: bool
) -> None:
    _pull(published)
    _closed_today(published)
    term = '{value: 0, source: "a schedule made for the test"}'
    nouns = "publisher: tameside, nouns: [ledger]"
    rule = f"schema_version: 1\nrules:\n  - {{rule: pay, {nouns}, keep_months: {{2022-04-01: {term}}}}}\n"
    (published.site.site / "retention.yaml").write_text(rule, encoding="utf-8")
    answered = told(capsys, "retention", "destroy", "--site", str(published.site.site), "--yes", "--json")
    assert [each["is_destroyed"] for each in json.loads(answered.out)["contents"]] == [True, True], answered
    before = published.landed()
    if not is_tagged:
        published.sender.will(lambda asked: answer(published.months[asked.path[-6:]])(asked))
    asked = len(published.sender.asked)
    published.site.close(P02)
    assert [each.path for each in published.sender.asked[asked:]] == ["/ledger/202202"]
    came = [name for name in published.landed() if name not in before]
    assert [name for name in came if not name.endswith(".json")] == []
    assert published.site.rows("select count(*) from current_release") == [(2,)]


def test_a_month_that_is_not_there_yet_is_missing(published: Published) -> None:
    del published.months["202202"]
    closed = published.site.close(P02)
    (missing,) = {each.found.split(" known")[0] for each in closed.findings if each.rule == "feed_file_missing"} - {
        "no file of 2022-23 P01"
    }
    assert missing == "no file of 2022-23 P02"


@pytest.mark.parametrize(
    ("reply", "rule"),
    [
        (answer(PAGE, "Content-Type: text/html"), "source_refused"),
        (answer(b"", status=403), "source_refused"),
    ],
)
def test_what_is_no_ledger_is_refused_and_nothing_of_it_is_kept(published: Published, reply: Reply, rule: str) -> None:
    published.sender.will(reply)
    closed = published.site.close(P02)
    told = [finding for finding in closed.findings if finding.rule == rule]
    assert closed.is_refused
    assert told
    assert {finding.severity for finding in told} == {Severity.REJECT}
    assert not [name for name in published.landed() if "part" in name]


def test_an_answer_that_breaks_off_breaks_the_run_and_leaves_no_half_file(published: Published) -> None:
    _pull(published)
    before = published.landed()
    published.sender.will(raw("Content-Length: 9000", body=published.months["202202"][:100], then=Asked.break_off))
    said = published.site.told("--period", "2022-23-P02")
    assert said.exit_code != 0
    assert "Traceback" not in said.output
    assert published.landed() == before


def test_a_newer_answer_that_is_cut_leaves_the_good_one_in_use(published: Published) -> None:
    _pull(published)
    whole = published.months["202202"]
    published.months["202202"] = whole[: whole.rstrip().rfind(b"\n") + 1]
    said = _closed_today(published)
    assert published.site.rows("select count(*) from current_release") == [(2,)], said
    assert published.site.rows("select distinct file_name from finding where rule = 'EARLIER_VERSION_IN_USE'")


def test_no_secret_and_no_address_with_one_is_kept(published: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSPIPE_SECRET_TAMESIDE_LEDGER", "hunter-two-and-more")
    change_text(
        published.site.site / "feeds.yaml",
        "      timeout_seconds: 2\n",
        "      timeout_seconds: 2\n      auth: {kind: bearer, secret: tameside-ledger}\n",
    )
    published.site.close(P02)
    assert published.sender.asked[-1].headers["Authorization"] == "Bearer hunter-two-and-more"
    for path in Path(published.site.output).rglob("*"):
        if path.is_file():
            assert b"hunter-two" not in path.read_bytes(), path
