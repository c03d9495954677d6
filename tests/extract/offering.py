"""A feed and its folder, for the tests of extracting."""

from datetime import date

from sspipe.model.feeds import Feed, FeedFile, FeedKind, LandedFile, Noun
from sspipe.model.periods import Period

LEDGER = Feed(
    publisher="stockport",
    noun=Noun.LEDGER,
    kind=FeedKind.FULL_LEDGER,
    path="feeds/stockport/ledger",
    name_pattern=r"GL_(?P<financial_year>\d{4}-\d{2})_P(?P<period_number>\d{2})_(?P<extracted>\d{8})\.txt",
    date_format="%Y%m%d",
    layout="stockport_ledger",
    required=True,
)
P06 = Period(2022, 6)


def offered(name: str, url: str, known_from: date = date(2022, 10, 6), period: Period | None = P06) -> FeedFile:
    """A file of the ledger feed."""
    return FeedFile(feed=LEDGER, url=url, file_name=name, period=period, known_from=known_from)


def landed(
    name: str, source_file: str, known_from: date = date(2022, 10, 6), period: Period | None = P06
) -> LandedFile:
    """A landed file of the ledger feed."""
    file = offered(name, f"memory://{name}", known_from, period)
    return LandedFile(offered=file, source_file=source_file, size_bytes=1, url=f"memory://landing/{source_file}")
