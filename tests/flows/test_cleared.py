"""A council's feed of cleared items joins by files alone: what was paid is told of its own posts and of no other's."""

from pathlib import Path

import pytest

from sspipe.model.periods import Period
from tests.flows.conftest import MakeLab
from tests.flows.small_sites import copied_months

MONTHS = tuple(Period(2022, number) for number in range(1, 7))
FEED = """  - publisher: stockport
    noun: cleared
    kind: snapshot
    path: feeds/stockport/cleared
    name_pattern: 'CLEARED_(?P<financial_year>\\d{4}-\\d{2})_P(?P<period_number>\\d{2})_(?P<extracted>\\d{8})\\.csv'
    date_format: "%Y%m%d"
    layout: stockport_cleared
    required: false
"""
LAYOUT = """schema_version: 1
layout: stockport_cleared
noun: cleared
versions:
  - from: 2021-04-01
    source: "Form made up for a test"
    illustrative: true
    file: {format: delimited, encoding: utf-8, delimiter: ",", quoted: true}
    cells:
      document: {kind: code, column: Document, pattern: '[0-9]{9,10}'}
      cleared_on: {kind: date, column: Cleared, formats: ['%d.%m.%Y']}
      amount_pence: {kind: pounds, column: Amount}
"""


def test_what_was_paid_is_told_of_the_posts_whose_host_sends_its_cleared_items(
    lab_of: MakeLab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = copied_months(lab_of(1) / "site", tmp_path / "cash", MONTHS)
    monkeypatch.setenv("SSPIPE_OUTPUT", str(small.output))
    monkeypatch.delenv("SSPIPE_DATABASE_URL", raising=False)
    feeds = small.site / "feeds.yaml"
    feeds.write_text(feeds.read_text(encoding="utf-8").rstrip() + "\n" + FEED, encoding="utf-8")
    (small.site / "layouts" / "stockport_cleared.yaml").write_text(LAYOUT, encoding="utf-8")
    document, pence = _july_invoice(small.site / "feeds" / "stockport" / "ledger")
    folder = small.site / "feeds" / "stockport" / "cleared"
    folder.mkdir()
    rows = f'Document,Cleared,Amount\n{document},26.09.2022,"{pence / 100:,.2f}"\n'
    (folder / "CLEARED_2022-23_P06_20221006.csv").write_text(rows, encoding="utf-8")

    small.close(MONTHS[-1])

    query = (
        "select o.host, o.post, o.due_pence, o.paid_pence, o.owed_pence from out_settlement o join current_release c"
        " on c.release_id = o.release_id where o.scope = 'year_to_date' order by 1, 2"
    )
    told = {(host, post): (due, paid, owed) for host, post, due, paid, owed in small.rows(query)}
    ours = {post: figures for (host, post), figures in told.items() if host == "stockport"}
    due, paid, owed = ours.pop("ey-head")
    assert (paid, owed) == (pence, due - pence)  # type: ignore[operator] # the database answers with whole numbers
    assert {paid for _, paid, _ in ours.values()} <= {0}
    assert {(paid, owed) for (host, _), (_, paid, owed) in told.items() if host == "tameside"} == {(None, None)}


def _july_invoice(ledgers: Path) -> tuple[str, int]:
    """Document and net pence of Stockport's invoice for July of the head of early years."""
    (path,) = (path for path in ledgers.iterdir() if "_P05_" in path.name)
    lines = [line.split(";") for line in path.read_text(encoding="cp1252").splitlines()]
    (line,) = (line for line in lines if line[7] == "920000" and line[9] == "SP4101" and line[14] == "01.07.2022")
    return line[3], int(line[-1].replace(",", "").replace(".", "").rstrip("-"))
