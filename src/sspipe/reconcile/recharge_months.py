"""One service month of a flow at a moment: what the causes of its two differences are looked for in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from sspipe.model.dues import DueItem
from sspipe.model.periods import LAST_MONTH, Period
from sspipe.model.statement import Posted
from sspipe.reconcile.books import Books
from sspipe.reconcile.hypotheses import Hypothesis
from sspipe.reconcile.laid_lines import Between
from sspipe.reconcile.pay import Payroll
from sspipe.reconcile.recharges import Flow, Lines, billable_parts
from sspipe.reconcile.shares import Split, split_of
from sspipe.reconcile.spoken import finance_officer, name_of, said


@dataclass(frozen=True, slots=True, kw_only=True)
class RechargeMonth:
    """A month of a flow; `is_new` says that no earlier release holds the break that stands here."""

    flow: Flow
    month: Period
    lines: Lines
    books: Books
    is_new: bool

    @property
    def between(self) -> Between:
        """The host and the partner."""
        return (self.flow.host, self.flow.partner)

    @property
    def host(self) -> str:
        """The host as people name it."""
        return name_of(self.books.workings.facts.site.councils[self.flow.host])

    @property
    def partner(self) -> str:
        """The partner as people name it."""
        return name_of(self.books.workings.facts.site.councils[self.flow.partner])

    @property
    def host_officer(self) -> str:
        """Whom to ask of the host."""
        return finance_officer(self.host)

    @property
    def partner_officer(self) -> str:
        """Whom to ask of the partner."""
        return finance_officer(self.partner)

    @property
    def label(self) -> str:
        """The month as people name it: August 2022."""
        return said(self.month)

    @property
    def next_close(self) -> date:
        """The day of the close after this one; March is followed by the year end's."""
        through, site = self.books.moment.through, self.books.workings.facts.site
        following = [through.month.month_after()]
        if through.number == LAST_MONTH:
            following.append(Period(through.year.start, LAST_MONTH + 1))
        return min(map(site.close_day_of, following))

    @property
    def payroll(self) -> Payroll:
        """The host's payroll."""
        return self.books.workings.payrolls[self.flow.host]

    @property
    def post_ref(self) -> str:
        """The host's reference of the post."""
        return self.books.posts[self.flow.post].refs[self.flow.host]

    @property
    def split(self) -> Split | None:
        """How the post is shared; None where it is not."""
        agreement = self.books.agreements[self.flow.agreement]
        return split_of(agreement, self.flow.post, self.books.workings.facts.known_on)

    @property
    def billable(self) -> list[DueItem]:
        """The parts of due whose billing day has come."""
        return billable_parts(self.lines, self.books.moment.as_of)

    @property
    def billed_pence(self) -> int:
        """What the host billed in all."""
        return sum(line.amount_pence for line in self.lines.billed)

    def billed_at(self, amount_pence: int) -> tuple[Posted, ...]:
        """The first line that bills exactly an amount; none where no line does."""
        return tuple(line for line in self.lines.billed if line.amount_pence == amount_pence)[:1]


Predicts = Callable[[RechargeMonth], Iterator[Hypothesis]]
"""A cause of one of the two differences: what it predicts of a month, any number of times."""
