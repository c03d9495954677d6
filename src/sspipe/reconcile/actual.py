"""What each host's ledger shows of each joint post and month, and where every joint cost centre's total went (R5)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sspipe.errors import NoTermInForce
from sspipe.model.conservation import LedgerTotal
from sspipe.model.councils import AccountUse, Component, Council
from sspipe.model.ledger import EntryType, LedgerLine
from sspipe.model.periods import Period
from sspipe.model.site import Site
from sspipe.model.statement import LedgerItem
from sspipe.reconcile.attribution import Attribution, Attributor, Belongs
from sspipe.reconcile.in_total import InTotal
from sspipe.reconcile.pay import Payroll
from sspipe.reconcile.segments import Job, View
from sspipe.reconcile.transfers import Transfer, find_transfers

PAY_USES = {
    AccountUse.BASIC: Component.BASIC,
    AccountUse.ELEMENTS: Component.ELEMENTS,
    AccountUse.NI: Component.NI,
    AccountUse.PENSION: Component.PENSION,
    AccountUse.LEVY: Component.LEVY,
}
RECHARGE_USES = (AccountUse.RECHARGE_INCOME, AccountUse.RECHARGE_EXPENDITURE)


@dataclass(frozen=True, slots=True)
class Placed:
    """A ledger line with what its account holds, where it belongs and the transfer that it is part of."""

    line: LedgerLine
    use: AccountUse
    attribution: Attribution
    transfer: Transfer | None = None

    @property
    def month(self) -> Period:
        """The month a pay line is compared in: its period, but the service month at year end and in a transfer."""
        return month_of(self.line, is_moved=self.transfer is not None)

    @property
    def is_given_away(self) -> bool:
        """Whether it is the credit of a transfer."""
        return self.transfer is not None and self.line is self.transfer.credit

    @property
    def is_break(self) -> bool:
        """Whether it stands in a joint cost centre, or names a joint post, and no rule places it."""
        if self.attribution.belongs is Belongs.UNKNOWN:
            return not self.is_recharge
        if self.attribution.belongs is Belongs.TO_POSTS:
            return self.use is AccountUse.OTHER or (self.use in RECHARGE_USES and not self.is_recharge)
        return self.attribution.belongs is Belongs.WRONG_COST_CENTRE

    @property
    def is_recharge(self) -> bool:
        """Whether it is a recharge from or to another council in a joint cost centre."""
        known = self.attribution.belongs in (Belongs.TO_POSTS, Belongs.UNKNOWN)
        return known and self.use in RECHARGE_USES and bool(self.line.counterparty)

    @property
    def attributed_pence(self) -> int:
        """What of it belongs to joint posts; a recharge that names no post is spread over them later."""
        if self.is_break:
            return 0
        is_spread_later = self.is_recharge and self.attribution.belongs is Belongs.UNKNOWN
        if is_spread_later or self.attribution.belongs is Belongs.TO_GROUP:
            return self.line.amount_pence
        return sum(self.attribution.by_post.values())


def place_lines(site: Site, council: Council, payroll: Payroll, lines: Sequence[LedgerLine]) -> tuple[Placed, ...]:
    """Every actual line of one council that moved in a period, placed; opening balances and control accounts apart."""
    moved = [line for line in lines if _moves(line)]
    in_total = InTotal(site, council, payroll, moved)
    attributor = Attributor(site, council, lambda line: _gross_of(payroll, line), in_total)
    uses = [(line, council.use_of(line.account)) for line in moved]
    revenue = [(line, use) for line, use in uses if use is not AccountUse.CONTROL]
    transfers = find_transfers(line for line, _ in revenue)
    return tuple(
        Placed(line, use, attributor.attribute(line, is_moved=line in transfers), transfers.get(line))
        for line, use in revenue
    )


def _moves(line: LedgerLine) -> bool:
    return line.entry_type is EntryType.ACTUAL and line.period.number > 0


def _gross_of(payroll: Payroll, line: LedgerLine) -> Mapping[str, int]:
    """Gross by post of the line's occupant in its month; of the last month held where that has none."""
    month = line.period.month
    while month >= payroll.first:
        gross = _costed_gross(payroll, month, View(line.period.month, line.period.month))
        ours = {job.post_ref: pence for job, pence in gross.items() if job.occupant_ref == line.occupant_ref}
        if ours:
            return ours
        month = month.month_after(-1)
    return {}


def _costed_gross(payroll: Payroll, month: Period, view: View) -> Mapping[Job, int]:
    """Gross of a month, or nothing where it cannot be costed: that is a critical finding of its own."""
    try:
        return {job: earned.gross_pence for job, earned in payroll.earnings(month, view).items()}
    except NoTermInForce:
        return {}


def month_of(line: LedgerLine, *, is_moved: bool) -> Period:
    """The month a pay line is compared in: its period; at year end (R2) or moved by a transfer its service month.

    A transfer that says a month still to come is compared in its period.
    """
    if line.period.is_month and not is_moved:
        return line.period
    return min(line.service_month or line.period.month, line.period.month)


def ledger_items(placed: Sequence[Placed]) -> Iterator[LedgerItem]:
    """Pay lines of joint posts by component and month."""
    for item in placed:
        if item.use not in PAY_USES or item.attribution.belongs is not Belongs.TO_POSTS:
            continue
        for post, amount_pence in item.attribution.by_post.items():
            yield LedgerItem(
                post=post,
                council=item.line.council,
                month=item.month,
                component=PAY_USES[item.use],
                amount_pence=amount_pence,
                is_allocated=item.attribution.is_allocated,
                source_file=item.line.source_file,
                source_row=item.line.source_row,
            )


def ledger_totals(placed: Sequence[Placed], joint_centres: set[str], period: Period) -> Iterator[LedgerTotal]:
    """Each joint cost centre's total of one period: attributed + not joint + breaks."""
    ours = [item for item in placed if item.line.period == period and item.line.cost_centre in joint_centres]
    for centre in sorted({item.line.cost_centre for item in ours}):
        lines = [item for item in ours if item.line.cost_centre == centre]
        broken = sum(item.line.amount_pence for item in lines if item.is_break)
        attributed = sum(item.attributed_pence for item in lines)
        total = sum(item.line.amount_pence for item in lines)
        yield LedgerTotal(
            council=lines[0].line.council,
            cost_centre=centre,
            period=period,
            attributed_pence=attributed,
            not_joint_pence=total - attributed - broken,
            break_pence=broken,
            total_pence=total,
        )
