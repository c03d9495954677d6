"""The rows of a canonical table that may be used, and a finding for everything that its rules say about the others.

In:  a canonical table, the suites, where it came from, how many rows may be set aside.
Out: the rows kept (none when the file is refused), the findings, and what was set aside, counted by rule (R17).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import pyarrow as pa
import pyarrow.compute as pc

from sspipe.errors import SuiteMissing
from sspipe.model.conservation import NOTHING, Count
from sspipe.model.findings import Finding, Severity, Where, has_critical
from sspipe.validate.across import judge_across, without
from sspipe.validate.guards import check_shape
from sspipe.validate.judge import Broken, judge_rows
from sspipe.validate.readings import ROW, places_of, readings_of
from sspipe.validate.rules import Sender, Suite
from sspipe.validate.wording import findings_of

ROWS_LISTED = 10_000
"""Past so many rows a rule that sets nothing aside stops counting."""

REJECT_LIMIT = Fraction(1, 20)
OVER_LIMIT = "REJECT_LIMIT"

ASIDE = pa.schema(
    {
        "rule": pa.string(),
        "source_file": pa.string(),
        "source_row": pa.int64(),
        "debit_pence": pa.int64(),
        "credit_pence": pa.int64(),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Validated:
    """What validation leaves: `table` is None when the file is refused; `set_aside` says which rows were rejected."""

    table: pa.Table | None
    findings: tuple[Finding, ...]
    rejected: tuple[tuple[str, Count], ...]
    set_aside: pa.Table

    @property
    def is_refused(self) -> bool:
        """Whether nothing of the file may be used."""
        return self.table is None


def validate_table(  # noqa: PLR0913 - the first five are the contract; the others say what the site knows
    table: pa.Table,
    noun: str,
    suites: Mapping[str, Suite],
    where: Where,
    reject_limit: Fraction | int = REJECT_LIMIT,
    *,
    may_exceed_100: Collection[str] = frozenset(),
    councils: Collection[str] = frozenset(),
) -> Validated:
    """Hold a canonical table against its noun's shape and rules.

    A critical rule refuses the file; a reject rule sets its rows aside, up to `reject_limit` (a part of the rows, or a
    number of them); a warn rule tells. `may_exceed_100` lists codes of measures; `councils` those of the
    site, of which none speaks for another.

    Raises:
        SuiteMissing: when the noun has no suite.
    """
    faults = check_shape(table, noun, where)
    if faults:
        return _refused(faults)
    suite = _suite_of(suites, noun)
    limit = _rows_allowed(reject_limit, table.num_rows)
    names = {name for rule in suite.rows for name in rule.reads}
    sender = sender_of(where, councils)
    broken = _judge(table, readings_of(table, noun, names, may_exceed_100), suite, sender, limit)
    findings = [finding for one in broken for finding in findings_of(one, table, where)]
    rejecting = _rejecting(broken)
    findings.extend(_over_limit(broken, rejecting, limit, where))
    if has_critical(findings):
        return _refused(findings)
    return _kept(table, tuple(findings), rejecting)


def sender_of(where: Where, councils: Collection[str]) -> Sender:
    """Whose file it is, and which councils it is not; a publisher that is none of them speaks for all."""
    others = frozenset(councils) - {where.council} if where.council in councils else frozenset()
    return Sender(where.council, others)


def _suite_of(suites: Mapping[str, Suite], noun: str) -> Suite:
    if noun not in suites:
        raise SuiteMissing(f"suite of {noun}", "none", "a suite for every canonical table", "Add the suite.")
    return suites[noun]


def _rows_allowed(reject_limit: Fraction | int, rows: int) -> int:
    """A part of a short file is at least one row, or one slip would refuse it."""
    return reject_limit if isinstance(reject_limit, int) else max(1, int(reject_limit * rows))


def _refused(findings: Sequence[Finding]) -> Validated:
    return Validated(table=None, findings=tuple(findings), rejected=(), set_aside=ASIDE.empty_table())


def _judge(table: pa.Table, readings: pa.Table, suite: Suite, sender: Sender, limit: int) -> tuple[Broken, ...]:
    enough = {told.rule: limit if told.severity is Severity.REJECT else ROWS_LISTED for told in suite.told}
    broken = list(judge_rows(readings, suite.rows, enough))
    standing = without(table.append_column(ROW, places_of(table)), pa.array(sorted(_rejecting(broken)), pa.int64()))
    broken += judge_across(standing, suite.across, sender)
    order = [told.rule for told in suite.told]
    return tuple(sorted(broken, key=lambda one: order.index(one.rule.told.rule)))


def _rejecting(broken: Sequence[Broken]) -> dict[int, str]:
    """The rule under which each row is set aside: the first of the suite that it breaks."""
    rejecting: dict[int, str] = {}
    for one in broken:
        if one.rule.told.severity is Severity.REJECT:
            for row in one.rows:
                rejecting.setdefault(row, one.rule.told.rule)
    return rejecting


def _over_limit(broken: Sequence[Broken], rejecting: Mapping[int, str], limit: int, where: Where) -> Iterator[Finding]:
    counts = [one.count for one in broken if one.rule.told.severity is Severity.REJECT]
    count = max((len(rejecting), *counts))
    if count > limit:
        yield Finding(
            severity=Severity.CRITICAL,
            rule=OVER_LIMIT,
            where=where,
            found=f"at least {count:,} rows to be set aside",
            expected=f"at most {limit:,} (so many bad rows mean that the file or its layout is wrong)",
            action="The publisher: mend the file and send it again; or compare the feed's layout with the file.",
        )


def _kept(table: pa.Table, findings: tuple[Finding, ...], rejecting: Mapping[int, str]) -> Validated:
    if not rejecting:
        return Validated(table=table, findings=findings, rejected=(), set_aside=ASIDE.empty_table())
    places = pa.array(sorted(rejecting), pa.int64())
    aside = _set_aside(table.take(places), [rejecting[place] for place in sorted(rejecting)])
    kept = table.filter(pc.invert(pc.is_in(places_of(table), places)))
    return Validated(table=kept, findings=findings, rejected=_counts(aside), set_aside=aside)


def _set_aside(rows: pa.Table, rules: Sequence[str]) -> pa.Table:
    pence = (
        [amount or 0 for amount in rows.column("amount_pence").to_pylist()] if _has_pounds(rows) else [0] * len(rules)
    )
    columns = [
        rules,
        rows.column("source_file").to_pylist(),
        rows.column("source_row").to_pylist(),
        [max(amount, 0) for amount in pence],
        [max(-amount, 0) for amount in pence],
    ]
    return pa.table(columns, schema=ASIDE)


def _has_pounds(rows: pa.Table) -> bool:
    return "amount_pence" in rows.column_names


def _counts(aside: pa.Table) -> tuple[tuple[str, Count], ...]:
    counts: dict[str, Count] = {}
    for row in aside.select(["rule", "debit_pence", "credit_pence"]).to_pylist():
        one = Count(rows=1, debit_pence=row["debit_pence"], credit_pence=row["credit_pence"])
        counts[row["rule"]] = counts.get(row["rule"], NOTHING) + one
    return tuple(sorted(counts.items()))
