"""What must hold of the parts of due: they are the recharges' due, and the days and shares beside each give it."""

from collections import Counter
from fractions import Fraction

from sspipe.model.money import rounded_pence
from sspipe.model.statement import Statement
from sspipe.model.working import Tranche

ODD_PENNIES = 3


def check_parts(statement: Statement) -> None:
    """Each part stands under a month that is shown, and follows from its days; together they are all that is due."""
    due: Counter[tuple[object, ...]] = Counter()
    for item in statement.due:
        due[item.agreement, item.post, item.host, item.partner, item.service] += item.due_pence
        assert sum(days.part_of_month for days in item.days) == 1
        assert all(first.last_date < second.first_date for first, second in zip(item.days, item.days[1:], strict=False))
        assert all(days.first_date <= days.last_date and 0 <= days.share <= 1 for days in item.days)
        given = item.shared_pence * sum((days.part_of_month * days.share for days in item.days), Fraction())
        if item.components:
            assert sum(part.shared_pence for part in item.components) == item.shared_pence
            assert sum(part.part_pence for part in item.components) == item.part_pence
        assert (item.cause is None) is (item.tranche is not Tranche.CAUSE)
        is_several = item.tranche is Tranche.CORRECTION  # a true-up takes several parts together
        assert abs(item.part_pence - rounded_pence(given)) <= (ODD_PENNIES if is_several else 1)
    shown = {(r.agreement, r.post, r.host, r.partner, r.service): r.due_pence for r in statement.recharges}
    assert due.keys() <= shown.keys()
    assert {key: due[key] for key in shown} == shown
