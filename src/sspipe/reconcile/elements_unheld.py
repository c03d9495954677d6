"""Pay elements that name a joint post and somebody who has never held it: they are no money, and somebody is told."""

from collections.abc import Iterator, Mapping

from sspipe.model.findings import Finding, Severity, Where
from sspipe.model.pay_elements import PayElement
from sspipe.reconcile.facts import Facts
from sspipe.reconcile.pay import Payroll


def unheld_elements(facts: Facts, payrolls: Mapping[str, Payroll]) -> Iterator[Finding]:
    """One finding for each such row known at the period's cut-off; it names file and row, never person or pay (R20)."""
    joint = facts.site.post_of_ref()
    for council, payroll in payrolls.items():
        held = {(row.occupant_ref, row.post_ref) for row in payroll.rows(facts.period.month) if not row.is_vacant}
        for element in payroll.elements(facts.period.month):
            is_held = (element.occupant_ref, element.post_ref) in held
            if (council, element.post_ref) in joint and not is_held:
                yield _finding(element)


def _finding(element: PayElement) -> Finding:
    return Finding(
        severity=Severity.REJECT,
        rule="R3 element without a holder",
        where=Where(
            council=element.council,
            feed=f"{element.council}/pay_elements",
            source_file=element.source_file,
            source_row=element.source_row,
        ),
        found="a pay element of nobody who has held the post",
        expected="an element of somebody whom the establishment shows on the post",
        action="Ask HR whose element it is.",
    )
