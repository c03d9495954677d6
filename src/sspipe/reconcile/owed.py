"""By how much what is owed between the councils would move if a cause of the cost were true (R7, R9 guard e)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sspipe.errors import NoTermInForce
from sspipe.model.statement import Cause
from sspipe.reconcile.cost_workings import CostWorkings
from sspipe.reconcile.due import CauseOfMonth, due_of_causes
from sspipe.reconcile.dues import SharedPost, shared_posts
from sspipe.reconcile.hypotheses import Hypothesis
from sspipe.reconcile.post_months import PostMonth


class OwedByCause:
    """The partners' due of a cause, as the terms of its month share it; nothing of a post that nobody shares."""

    def __init__(self, workings: CostWorkings) -> None:
        """Gather who shares which post."""
        self._workings = workings
        shared: dict[str, list[SharedPost]] = defaultdict(list)
        for each in shared_posts(workings.facts):
            shared[each.post.post].append(each)
        self._shared: Mapping[str, Sequence[SharedPost]] = shared

    def of(self, month: PostMonth, hypothesis: Hypothesis) -> int:
        """What the partners would owe more of a post's month, in pence; a lack of terms is told where due is."""
        post, council, paid = month.spot
        cause = CauseOfMonth(council, paid, _as_cause(hypothesis))
        try:
            return sum(self._due(shared, cause) for shared in self._shared.get(post, ()))
        except NoTermInForce:
            return 0

    def _due(self, shared: SharedPost, cause: CauseOfMonth) -> int:
        payrolls = self._workings.payrolls
        items = due_of_causes(shared.post_split, payrolls, shared.post, [cause], shared.approved_on)
        return sum(item.due_pence for item in items)


def _as_cause(hypothesis: Hypothesis) -> Cause:
    return Cause(
        code=hypothesis.code,
        cause_class="",
        amount_pence=hypothesis.amount_pence,
        is_supposed=False,
        sentence="",
        evidence=(),
        tried=0,
        parts=tuple(hypothesis.parts.items()),
        service=hypothesis.service,
        takes_back=hypothesis.takes_back,
    )
