"""A file's bytes straight through conforming and the checks, without landing or database, every row accounted for."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial

from flows.prepare import site_of
from sspipe.conform.context import ConformContext, OccupantKey, context_of
from sspipe.conform.files import Conformed, conform_file
from sspipe.conform.layout import Layout, read_layout
from sspipe.extract.folder import offered_files
from sspipe.model.conservation import NOTHING
from sspipe.model.feeds import Feed, LandedFile
from sspipe.settings import Settings
from sspipe.terms.strict_yaml import read_strict
from sspipe.validate.checks import Validated, validate_table
from sspipe.validate.rules import Suite
from sspipe.validate.suites import read_suites
from tests.damage.grids import bytes_of, grid_of
from tests.damage.lab_files import LabFile
from tests.damage.pulls import Bench

KEY = OccupantKey(key_id="k1", secret=b"k" * 32)
AMOUNT = "amount_pence"
LEAST_ROWS = 33


@dataclass(frozen=True)
class Straight:
    """One kind of file of a site, with all that conforming and the checks ask for."""

    bench: Bench
    file: LabFile

    @cached_property
    def feed(self) -> Feed:
        """The file's feed."""
        return next(feed for feed in site_of(self.bench.site, self.bench.stamp).feeds if feed.feed == self.file.folder)

    @cached_property
    def layout(self) -> Layout:
        """What the file is declared to be."""
        path = self.bench.site / "layouts" / f"{self.feed.layout}.yaml"
        return read_layout(read_strict(path.read_text(encoding="utf-8"), path.name), path.name)

    @cached_property
    def context(self) -> ConformContext:
        """What the site says of it."""
        offered = next(
            one for one in offered_files(self.feed, str(self.bench.site))[0] if one.file_name == self.file.file_name
        )
        landed = LandedFile(offered=offered, source_file="0" * 64, size_bytes=0, url="")
        return context_of(site_of(self.bench.site, self.bench.stamp), landed, KEY)

    @cached_property
    def content(self) -> bytes:
        """The sound bytes."""
        return self.file.path(self.bench.site / "feeds").read_bytes()

    @cached_property
    def long(self) -> bytes:
        """The sound bytes; of a short file with its rows again and again, so that changes of many rows fit into one."""
        grid = grid_of(self.file, self.content)
        sound = list(grid.rows)
        while len(grid.rows) < LEAST_ROWS:
            grid.rows.extend([list(row) for row in sound])
        return bytes_of(self.file, grid)

    def through(self, content: bytes) -> tuple[Conformed, Validated | None]:
        """Conform some bytes, and hold what came of them against the rules."""
        conformed = conform_file(io.BytesIO(content), self.layout, self.context)
        if conformed.table is None:
            return conformed, None
        councils = frozenset(site_of(self.bench.site, self.bench.stamp).councils)
        where = self.context.where()
        return conformed, validate_table(conformed.table, self.feed.noun, _suites(), where, councils=councils)


@lru_cache(maxsize=1)
def _suites() -> Mapping[str, Suite]:
    return read_suites(Settings().expectations)


def account_for(conformed: Conformed, validated: Validated | None, lines_a_row: int) -> None:
    """Assert that every row and pound is used, quarantined or excluded, and that the tables hold what is counted."""
    counted = conformed.conservation
    assert counted.holds
    assert conformed.quarantined.num_rows == sum(count.rows for _, count in counted.quarantined)
    if conformed.table is None:
        assert counted.read == NOTHING
        return
    assert conformed.table.num_rows == counted.used.rows * lines_a_row
    if AMOUNT in conformed.table.column_names:
        pence = conformed.table.column(AMOUNT).to_pylist()
        assert sum(pence) == counted.used.debit_pence - counted.used.credit_pence
        assert sum(map(abs, pence)) == counted.used.debit_pence + counted.used.credit_pence
    _rows_apart(conformed, lines_a_row)
    if validated is not None and validated.table is not None:
        assert validated.table.num_rows + validated.set_aside.num_rows == conformed.table.num_rows
        assert sum(count.rows for _, count in validated.rejected) == validated.set_aside.num_rows


def _rows_apart(conformed: Conformed, lines_a_row: int) -> None:
    """No row of the file is used twice, or used and set aside."""
    assert conformed.table is not None
    used = conformed.table.column("source_row").to_pylist()
    aside = set(conformed.quarantined.column("source_row").to_pylist())
    assert len(set(used)) * lines_a_row == len(used)
    assert not set(used) & aside


def rows_in(file: LabFile, content: bytes) -> int | None:
    """The rows below the headings of a text, counted by another reader; None where they cannot be counted."""
    heading, ended, rest = content.partition(b"\n")
    if not ended or b"\0" in content or b"\r" in heading[:-1]:
        return None
    if file.quoted and (heading.count(b'"') % 2 or rest.count(b'"') % 2):
        return None
    try:
        lines = io.StringIO(rest.decode(file.encoding), newline="")
    except UnicodeDecodeError:
        return None
    read = csv.reader if file.quoted else partial(csv.reader, quoting=csv.QUOTE_NONE)
    try:
        return len(list(read(lines, delimiter=file.delimiter, strict=True)))
    except csv.Error:
        return None
