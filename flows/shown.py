"""What an operator sees of a close: tables of counts and totals of councils, never the amount of one post (R20)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from flows.closing import Closed
from flows.naming import describe_closed
from flows.packing import Pack
from sspipe.model.conservation import Conservation
from sspipe.model.findings import Finding, Severity
from sspipe.model.money import in_pounds
from sspipe.model.settlement import NetRow, Scope
from sspipe.model.statement import Break, BreakState
from sspipe.store.runs import FeedState

Shown = list[dict[str, str]]
IN_THE_PACK = "in the pack"
FEWEST_POSTS = 2
"""A total is told from so many posts on; below that it would be the amount of one post."""
MOST_ROWS = 10
_WORST_FIRST = (Severity.CRITICAL, Severity.REJECT, Severity.WARN)
SCOPES = {Scope.PERIOD: "the period", Scope.YEAR_TO_DATE: "the year to date"}


def settlement_rows(net: Iterable[NetRow], names: Mapping[str, str]) -> Shown:
    """Gross both ways and net, one row a scope, council and its counterparty."""
    return [
        {
            "Over": SCOPES[row.scope],
            "Council": names.get(row.council, row.council),
            "With": names.get(row.counterparty, row.counterparty),
            "Due to it": in_pounds(row.charged_pence),
            "Due from it": in_pounds(row.charged_by_pence),
            "Net": in_pounds(row.net_pence),
        }
        for row in net
    ]


def break_rows(breaks: Iterable[Break]) -> Shown:
    """Open differences by cause, in order of code; causes that stand on one post each are told together."""
    open_breaks = [each for each in breaks if each.state is BreakState.OPEN]
    by_code = _pence_by_place(open_breaks)
    many = {code: places for code, places in by_code.items() if len(places) >= FEWEST_POSTS}
    single = {code: places for code, places in by_code.items() if code not in many}
    counts = Counter(cause.code for each in open_breaks for cause in each.causes)
    rows = [_cause_row(code, counts[code], sum(places.values())) for code, places in sorted(many.items())]
    return [*rows, *_single_rows(single, counts)]


def _pence_by_place(breaks: Iterable[Break]) -> dict[str, dict[str, int]]:
    """Pence of each cause by the post, or the cost centre, that it stands on."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for each in breaks:
        for cause in each.causes:
            found[cause.code][each.post or each.cost_centre] += cause.amount_pence
    return found


def _single_rows(single: Mapping[str, Mapping[str, int]], counts: Mapping[str, int]) -> Shown:
    if not single:
        return []
    posts = {place for places in single.values() for place in places}
    total = sum(pence for places in single.values() for pence in places.values())
    pounds = in_pounds(total) if len(posts) >= FEWEST_POSTS else IN_THE_PACK
    listed = ", ".join(sorted(single))
    count = sum(counts[code] for code in single)
    return [{"Cause": f"on one post each: {listed}", "Rows": str(count), "Pounds": pounds}]


def _cause_row(code: str, count: int, amount_pence: int) -> dict[str, str]:
    return {"Cause": code, "Rows": str(count), "Pounds": in_pounds(amount_pence)}


def finding_rows(findings: Iterable[Finding]) -> Shown:
    """What was found, the worst first: one row for a whole file, one for all rows of a file under one rule.

    What stood in a row is not told here; it may be pay.
    """
    return _rows_of_findings(findings) or [{"To do": "nothing: nothing was found"}]


def _rows_of_findings(findings: Iterable[Finding]) -> Shown:
    places: dict[tuple[int, str, str, str], list[Finding]] = defaultdict(list)
    for each in findings:
        if each.severity is not Severity.INFO:
            where = f"{each.where.feed} {each.where.file_name}".strip()
            places[_WORST_FIRST.index(each.severity), where, each.rule, _of_file(each)].append(each)
    return [_finding_row(where, found) for (_, where, _, _), found in sorted(places.items(), key=lambda item: item[0])]


def lines_of_refusal(findings: Iterable[Finding]) -> list[str]:
    """What refuses a period, a line each, for the log: where, what was found, what was expected, what to do."""
    critical = _rows_of_findings(each for each in findings if each.severity is Severity.CRITICAL)
    return [f"{row['Where']}: {row['Found']}; expected {row['Expected']}. {row['To do']}" for row in critical]


def _of_file(finding: Finding) -> str:
    return finding.found if finding.where.source_row is None else ""


def _finding_row(where: str, found: Sequence[Finding]) -> dict[str, str]:
    first = found[0]
    rows = sorted({each.where.source_row for each in found if each.where.source_row is not None})
    listed = ", ".join(f"{row:,}" for row in rows[:MOST_ROWS]) + (" and more" if len(rows) > MOST_ROWS else "")
    return {
        "To do": first.action,
        "Found": f"{len(rows):,} of its rows: {listed}" if rows else first.found,
        "Where": where,
        "Expected": first.expected,
        "Rule": first.rule.replace("_", " "),
        "Weight": str(first.severity),
    }


def conservation_rows(
    counted: Sequence[Conservation], own: Collection[str] = (), refused: Collection[str] = ()
) -> Shown:
    """Rows of each feed, first of the period's own file, then of all so far: read = used + set aside + left out.

    `own` and `refused` are hashes of the period's files and of files refused whole. Pounds are in the pack: one row's
    may be pay.
    """
    feeds: dict[str, list[Conservation]] = defaultdict(list)
    for each in counted:
        feeds[each.feed].append(each)
    of_period = {feed: [each for each in files if each.source_file in own] for feed, files in feeds.items()}
    rows = [_feed_row(feed, "this period", files, refused) for feed, files in sorted(of_period.items()) if files]
    return [*rows, *(_feed_row(feed, "all so far", files, refused) for feed, files in sorted(feeds.items()))]


def _feed_row(feed: str, over: str, files: Sequence[Conservation], refused: Collection[str]) -> dict[str, str]:
    read = [each for each in files if each.source_file not in refused]
    aside = sum(count.rows for each in read for _, count in each.quarantined)
    left_out = sum(count.rows for each in read for _, count in each.excluded)
    return {
        "Feed": feed,
        "Over": over,
        "Files": f"{len(files):,}",
        "Refused": f"{len(files) - len(read):,}",
        "Rows read": f"{sum(each.read.rows for each in read):,}",
        "Used": f"{sum(each.used.rows for each in read):,}",
        "Set aside": f"{aside:,}",
        "Left out": f"{left_out:,}",
        "Row missing": _missing(files, read),
        "Complete": _complete(files, read),
    }


def _missing(files: Sequence[Conservation], read: Sequence[Conservation]) -> str:
    """Whether a row or a pound that was read went missing; of a refused file none was read."""
    if not all(each.holds for each in read):
        return "yes"
    return "none" if len(read) == len(files) else "none that was read"


def _complete(files: Sequence[Conservation], read: Sequence[Conservation]) -> str:
    """By debits that equal credits; a feed without a control total is published as not proved."""
    if not read:
        return "refused"
    proved = sum(each.is_proved_complete for each in files)
    return f"proved {proved:,} of {len(files):,}" if proved else "no control total"


def pack_rows(packs: Iterable[Pack], names: Mapping[str, str]) -> Shown:
    """Where each council's pack stands: the page, the workbook and the page of the checks, and their folder."""
    return [
        {
            "Council": names.get(pack.council, pack.council),
            "Page": pack.page.rpartition("/")[2],
            "Workbook": pack.workbook.rpartition("/")[2],
            "Checks": pack.checks.rpartition("/")[2],
            "Folder": pack.page.rpartition("/")[0],
        }
        for pack in packs
    ]


def arrival_rows(states: Iterable[FeedState], files: Mapping[str, str]) -> Shown:
    """Where each feed's file of the period stands; `files` names them by hash."""
    return [
        {"Feed": state.feed, "Stands": state.status.replace("_", " "), "File": files.get(state.source_file, "none")}
        for state in states
    ]


def closed_rows(closed: Iterable[Closed]) -> Shown:
    """What came of several periods: the state of each and its release."""
    return [
        {
            "Period": each.period.label,
            "What came of it": describe_closed(each),
            "Release": each.published.release_id if each.published else "none",
        }
        for each in closed
    ]
