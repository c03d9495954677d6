"""The year-end schedule that both councils accrue, and what each ledger shows under each accrual id (R7, R9).

For every post and service month at 31 March: U, due less billed, which both councils accrue (the host as income, the
partner as expenditure), and K, billed less booked, which the partner accrues alone. Each reverses in P01. Without an
expected value of an unsettled award no provision is scheduled.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sspipe.model.ledger import EntryType, LedgerLine
from sspipe.model.periods import FinancialYear, Period
from sspipe.model.site import Site
from sspipe.model.statement import AccrualRow, Evidence
from sspipe.reconcile.recharges import Accrued, FlowLines, Moment, rows_at


@dataclass(slots=True)
class Shown:
    """What a council's ledger shows under one accrual id."""

    council: str = ""
    raised_pence: int = 0
    reversed_pence: int = 0
    evidence: list[Evidence] = field(default_factory=list)


def accrual_id(year: FinancialYear, code: str, service: Period, kind: str, short_code: str) -> str:
    """The id that both sides quote: year, post, service month, kind and whose line it is."""
    years = f"{year.start % 100:02d}{(year.start + 1) % 100:02d}"
    return f"A{years}-{code}-P{service.number:02d}-{kind}-{short_code}"


def shown_accruals(lines: Sequence[LedgerLine], year: FinancialYear) -> dict[str, Shown]:
    """Accrual lines by id: raised in the year, reversed after it."""
    shown: dict[str, Shown] = defaultdict(Shown)
    for line in lines:
        if line.entry_type is not EntryType.ACCRUAL or not line.accrual_id or line.period.number == 0:
            continue
        if line.period.year < year or not line.accrual_id.startswith(_prefix(year)):
            continue
        entry = shown[line.accrual_id]
        entry.council = line.council
        entry.evidence.append(Evidence(source_file=line.source_file, source_row=line.source_row))
        if line.period.year == year:
            entry.raised_pence += line.amount_pence
        else:
            entry.reversed_pence += line.amount_pence
    return dict(shown)


def _prefix(year: FinancialYear) -> str:
    return f"A{year.start % 100:02d}{(year.start + 1) % 100:02d}-"


def schedule(site: Site, flows: Sequence[FlowLines], year: FinancialYear) -> Iterator[AccrualRow]:
    """Every line that a council ought to raise at 31 March, none of them nil; nothing is raised or reversed yet."""
    moment = Moment(Period(year.start, 12), year.last_day)
    codes = {post.post: post.code for post in site.posts}
    for row in rows_at(flows, moment, {}):
        if row.service.year != year:
            continue
        sides = (
            ("U", row.host, row.billed_pence - row.due_pence),
            ("U", row.partner, row.due_pence - row.billed_pence),
            ("K", row.partner, row.billed_pence - row.booked_pence),
        )
        for kind, council, amount_pence in sides:
            if amount_pence:
                yield AccrualRow(
                    accrual_id=accrual_id(year, codes[row.post], row.service, kind, site.councils[council].short_code),
                    agreement=row.agreement,
                    post=row.post,
                    council=council,
                    service=row.service,
                    scheduled_pence=amount_pence,
                    raised_pence=0,
                    reversed_pence=0,
                )


def tie_out(scheduled: Sequence[AccrualRow], shown: Mapping[str, Shown]) -> list[AccrualRow]:
    """The schedule with what the ledgers show; an id that no schedule holds stands with nothing scheduled."""
    by_id = {row.accrual_id: row for row in scheduled}
    rows = []
    for ident in sorted({*by_id, *shown}):
        entry = shown.get(ident, Shown())
        row = by_id.get(ident)
        rows.append(
            AccrualRow(
                accrual_id=ident,
                agreement=row.agreement if row else "",
                post=row.post if row else "",
                council=row.council if row else entry.council,
                service=row.service if row else _service_of(ident),
                scheduled_pence=row.scheduled_pence if row else 0,
                raised_pence=entry.raised_pence,
                reversed_pence=entry.reversed_pence,
            )
        )
    return rows


def _service_of(ident: str) -> Period:
    """The service month that an unscheduled id names, or March of its year."""
    year = FinancialYear(2000 + int(ident[1:3]))
    number = next((part[1:] for part in ident.split("-") if part[:1] == "P" and part[1:].isdigit()), "12")
    return Period(year.start, min(max(int(number), 1), 12))


def standing(rows: Sequence[AccrualRow], hosts: Mapping[tuple[str, Period], str]) -> dict[tuple[str, Period], Accrued]:
    """What is raised and not reversed, by post and service month, each side as a positive figure.

    `hosts` names who hosted a post in a service month.
    """
    left: dict[tuple[str, Period], Accrued] = defaultdict(Accrued)
    for row in rows:
        pence = row.raised_pence + row.reversed_pence
        at = (row.post, row.service)
        before = left[at]
        if row.council == hosts.get(at):
            left[at] = Accrued(before.host_pence - pence, before.partner_pence)
        else:
            left[at] = Accrued(before.host_pence, before.partner_pence + pence)
    return dict(left)
