"""What both ledgers hold of the recharges, indexed once so that every cause finds its lines without a search."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sspipe.model.agreements import Agreement, VatTreatment
from sspipe.model.councils import Component
from sspipe.model.dues import DueItem
from sspipe.model.ledger import EntryType, LedgerLine
from sspipe.model.periods import Period
from sspipe.model.posts import JointPost
from sspipe.model.statement import CostItem, Evidence, Posted
from sspipe.model.working import Tranche
from sspipe.reconcile.accruals import accrual_id
from sspipe.reconcile.actual import PAY_USES
from sspipe.reconcile.attribution import Belongs
from sspipe.reconcile.laid_lines import Between, LaidLines, Part
from sspipe.reconcile.recharges import Flow, Lines, Moment
from sspipe.reconcile.set_off import SetOff
from sspipe.reconcile.shared_causes import CostCauses
from sspipe.reconcile.unlaid import RECHARGES, UnlaidLines
from sspipe.reconcile.workings import Workings

Row = tuple[str, str, int]
FlowKey = tuple[str, str, str, str]
Paid = tuple[str, str, Period, Period, Tranche]


@dataclass(frozen=True)
class Books:
    """The lines of both councils up to a moment, and the causes that were found of the cost itself."""

    workings: Workings
    moment: Moment
    cost_causes: CostCauses

    @cached_property
    def _lines(self) -> Mapping[Row, LedgerLine]:
        return {row_of(line): line for line in self.workings.facts.lines}

    @cached_property
    def posts(self) -> Mapping[str, JointPost]:
        """Joint posts by their identity."""
        return {post.post: post for post in self.workings.facts.site.posts}

    @cached_property
    def agreements(self) -> Mapping[str, Agreement]:
        """Agreements by their identity."""
        return {agreement.agreement: agreement for agreement in self.workings.facts.site.agreements}

    @cached_property
    def _months(self) -> Mapping[FlowKey, Mapping[Period, Lines]]:
        return {key_of_flow(each.flow): each.by_month(self.moment) for each in self.workings.flows}

    def months_of(self, flow: Flow) -> Mapping[Period, Lines]:
        """Every service month of a flow with what bears on it."""
        return self._months.get(key_of_flow(flow), {})

    def line_of(self, posted: Posted) -> LedgerLine:
        """The ledger line that a part was laid from."""
        return self._lines[row_of(posted)]

    @cached_property
    def billed(self) -> LaidLines:
        """What the hosts billed."""
        return LaidLines(
            tuple((lines.flow, line) for lines in self.workings.flows for line in self._moved(lines.billed))
        )

    @cached_property
    def booked(self) -> LaidLines:
        """What the partners booked."""
        return LaidLines(
            tuple((lines.flow, line) for lines in self.workings.flows for line in self._moved(lines.booked))
        )

    @cached_property
    def set_off(self) -> SetOff:
        """What was booked beside what was billed for the same."""
        return SetOff(self.billed, self.booked)

    def _moved(self, lines: Sequence[Posted]) -> Iterator[Posted]:
        return (line for line in lines if line.posted_in <= self.moment.through)

    @cached_property
    def _laid(self) -> Mapping[Row, Sequence[Part]]:
        laid: dict[Row, list[Part]] = defaultdict(list)
        for flow, posted in (*self.billed.parts, *self.booked.parts):
            laid[row_of(posted)].append((flow, posted))
        return laid

    def laid_from(self, line: LedgerLine | Posted) -> Sequence[Part]:
        """Every part of a line that was laid on a post and month, with its flow; none where it was not laid."""
        return self._laid.get(row_of(line), ())

    @cached_property
    def _showing_vat(self) -> frozenset[Between]:
        return frozenset((flow.host, flow.partner) for flow, line in self.billed.parts if self.line_of(line).vat_pence)

    def shows_vat(self, flow: Flow) -> bool:
        """Whether any invoice of the host to the partner shows its VAT."""
        return (flow.host, flow.partner) in self._showing_vat

    @cached_property
    def _codes_without_vat(self) -> frozenset[tuple[str, str]]:
        terms = ((flow.terms.vat_treatment, self.line_of(line)) for flow, line in self.billed.parts)
        untaxed = (line for treatment, line in terms if treatment is not VatTreatment.TAXABLE)
        return frozenset((line.council, line.tax_code) for line in untaxed if not line.vat_pence)

    def is_coded_without_vat(self, posted: Posted) -> bool:
        """Whether a line bears a tax code under which its council bills what bears no VAT by its agreement."""
        line = self.line_of(posted)
        return bool(line.tax_code) and (line.council, line.tax_code) in self._codes_without_vat

    @cached_property
    def unlaid(self) -> UnlaidLines:
        """The lines that are laid on no post of an agreement."""
        moved = (
            line for line in self.workings.facts.lines if line.entry_type is EntryType.ACTUAL and line.period.number
        )
        lines = [line for line in moved if row_of(line) not in self._laid]
        return UnlaidLines(lines, self.workings.facts.site.councils)

    @cached_property
    def _accrued(self) -> Mapping[str, int]:
        found: dict[str, int] = defaultdict(int)
        for line in self.workings.facts.lines:
            if line.entry_type is EntryType.ACCRUAL and line.accrual_id:
                found[line.accrual_id] += line.amount_pence
        return found

    def has_accrual_left(self, council: str, post: str, month: Period) -> bool:
        """Whether an accrual of a council for a post and service month still stands."""
        short, code = self.workings.facts.site.councils[council].short_code, self.posts[post].code
        ids = (accrual_id(month.year, code, month, kind, short) for kind in ("U", "K"))
        return any(self._accrued.get(ident, 0) for ident in ids)

    @cached_property
    def _costs(self) -> Mapping[Paid, Mapping[Component, int]]:
        found: dict[Paid, dict[Component, int]] = defaultdict(lambda: defaultdict(int))
        for item in self.workings.costs:
            found[paid_of(item, item.council)][item.component] += item.amount_pence
        return found

    @cached_property
    def _arrears(self) -> Mapping[tuple[str, str, Period], Sequence[Paid]]:
        found: dict[tuple[str, str, Period], list[Paid]] = defaultdict(list)
        for key in self._costs:
            if key[4] is Tranche.ARREARS and key[3] <= self.moment.through:
                found[key[:3]].append(key)
        return found

    def arrears_of(self, post: str, council: str, month: Period) -> Mapping[Period, Mapping[Component, int]]:
        """The arrears that a month earned, by the pay month that paid them and by component."""
        return {key[3]: self._costs[key] for key in sorted(self._arrears.get((post, council, month), ()))}

    @cached_property
    def _dues(self) -> Mapping[tuple[str, str, str, Period], Sequence[DueItem]]:
        found: dict[tuple[str, str, str, Period], list[DueItem]] = defaultdict(list)
        for item in self.workings.due:
            found[item.host, item.partner, item.post, item.service].append(item)
        return found

    def own_due(self, flow: Flow, post: str, month: Period) -> Sequence[DueItem]:
        """What a month made due when it was paid, without later additions."""
        items = self._dues.get((flow.host, flow.partner, post, month), ())
        return [item for item in items if item.tranche is Tranche.CURRENT]

    @cached_property
    def _pay_funds(self) -> Mapping[tuple[str, str, Period], frozenset[str]]:
        found: dict[tuple[str, str, Period], set[str]] = defaultdict(set)
        for lines in self.workings.placed.values():
            for item in lines:
                if item.use in PAY_USES and item.attribution.belongs is Belongs.TO_POSTS:
                    for post in item.attribution.by_post:
                        found[post, item.line.council, item.month].add(item.line.fund)
        return {key: frozenset(funds - {""}) for key, funds in found.items()}

    def funds_of_pay(self, post: str, council: str, month: Period) -> frozenset[str]:
        """The funds that bore a post's pay in a month, as far as the ledger names them; of all months if none shows."""
        of_post = {at: funds for (named, by, at), funds in self._pay_funds.items() if (named, by) == (post, council)}
        return of_post.get(month) or frozenset().union(*of_post.values())

    @cached_property
    def _tax_codes(self) -> Mapping[str, Mapping[str, int]]:
        codes: dict[str, Counter[str]] = defaultdict(Counter)
        for lines in self.workings.placed.values():
            for item in lines:
                is_untaxed_recharge = item.use in RECHARGES and not item.line.vat_pence
                codes[item.line.council].update([item.line.tax_code] if is_untaxed_recharge else [])
        return codes

    def bears_its_own_tax_code(self, line: LedgerLine) -> bool:
        """Whether a line bears a tax code that is not the usual one of its council's recharges without VAT."""
        codes = self._tax_codes.get(line.council, {})
        if not line.tax_code or line.tax_code not in codes:
            return bool(line.tax_code)
        others = {code: count - (code == line.tax_code) for code, count in sorted(codes.items())}
        usual = max(others, key=others.__getitem__) if any(others.values()) else ""
        return line.tax_code != usual


def key_of_flow(flow: Flow) -> FlowKey:
    """What tells a flow from every other."""
    return (flow.agreement, flow.post, flow.host, flow.partner)


def row_of(line: LedgerLine | Posted) -> Row:
    """Where a line stands."""
    return (line.council, line.source_file, line.source_row)


def paid_of(item: CostItem | DueItem, council: str) -> Paid:
    """Which part of which month a cost belongs to."""
    month = item.earned if isinstance(item, CostItem) else item.service
    return (item.post, council, month, item.paid, item.tranche)


def evidence_of(*lines: LedgerLine | Posted) -> tuple[Evidence, ...]:
    """The rows of lines, as a cause rests on them."""
    return tuple(Evidence(source_file=line.source_file, source_row=line.source_row) for line in lines)
