"""What is wrong with a decision of people, or why it holds no longer, as a finding with its file and row (R10).

No amount and no text of an entry is quoted: a finding may be read by more people than the break (R20).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sspipe.model.decisions import DecisionKind, FiledDecision
from sspipe.model.earlier import EarlierBreak
from sspipe.model.findings import Finding, Severity
from sspipe.model.money import in_pounds
from sspipe.model.site import Site
from sspipe.model.statement import Break

_ID = re.compile(r"[0-9a-f]{16}")
_AGAIN = "The break is open again: decide anew in the amount that stands, or take the entry out."


@dataclass(frozen=True, slots=True)
class Fault:
    """Under which rule a decision does not hold, and the words for it."""

    rule: str
    found: str
    expected: str
    action: str
    severity: Severity = Severity.WARN


def moved(filed: FiledDecision, stands: Sequence[int]) -> Fault:
    """The break has no such cause any more, or with another amount; `stands` are the amounts of the cause now."""
    of = f"break {_named(filed)}"
    if stands:
        found, expected = f"another amount than the cause of {of} has now", "the amount that was decided on"
        return Fault("DECISION_AMOUNT_MOVED", found, expected, _AGAIN)
    return Fault("DECISION_OTHER_CAUSE", f"a cause that {of} does not hold", "a cause of the break", _AGAIN)


def over(filed: FiledDecision, last_day: date) -> Fault:
    """Its last day has passed and the break stands; that one close is over is no fault."""
    is_once = filed.decision.kind is DecisionKind.ACCEPTED_ONCE
    severity = Severity.INFO if is_once else Severity.WARN
    found = f"a decision on break {_named(filed)} that held until {last_day}"
    return Fault("DECISION_EXPIRED", found, "a decision that still holds", _AGAIN, severity)


def contradicted(filed: FiledDecision) -> Fault:
    """The same council decided otherwise on the same day."""
    found = f"two decisions of one day on one cause of break {_named(filed)}"
    return Fault("DECISION_CONTRADICTED", found, "one", "Keep the one that holds; until then neither does.")


def told(filed: FiledDecision, fault: Fault) -> Finding:
    """The fault as a finding."""
    return Finding(
        severity=fault.severity,
        rule=fault.rule,
        where=filed.where,
        found=fault.found,
        expected=fault.expected,
        action=fault.action,
    )


def fault_of(filed: FiledDecision, item: Break | EarlierBreak | None, site: Site) -> Fault | None:
    """The first thing that keeps a decision from ever holding; `item` is its break, None where no release showed it."""
    return next(_faults(filed, item, site), None)


def _faults(filed: FiledDecision, item: Break | EarlierBreak | None, site: Site) -> Iterator[Fault]:
    decision = filed.decision
    if decision.kind is DecisionKind.DRIFT_CONFIRMED:
        found, expected = "a confirmation of a file on a break", "the entry that the file's finding gives"
        yield Fault("DECISION_OF_FILE", found, expected, "Confirm what a file looks like in decisions.yaml.")
    if decision.decided_on > filed.known_from:
        found = f"a decision of {decision.decided_on} on a pack returned on {filed.known_from}"
        yield Fault("DECISION_AFTER_RETURN", found, "a day up to the return", "Correct the date and return it again.")
    if item is None:
        expected = "the id of a break as on the sheet Breaks of a pack"
        yield Fault("DECISION_UNKNOWN_BREAK", f"break {_named(filed)}", expected, "Correct the id.")
    elif decision.council not in (item.council, item.counterparty):
        found = f"a decision of {decision.council} on break {_named(filed)}"
        yield Fault("DECISION_NOT_A_PARTY", found, _parties(item), "Let a council decide whose figures differ.")
    yield from _second_role(filed, site)


def _parties(item: Break | EarlierBreak) -> str:
    return f"a decision of {' or '.join(filter(None, (item.council, item.counterparty)))}"


def _second_role(filed: FiledDecision, site: Site) -> Iterator[Fault]:
    """Above the limit two roles decide; at the limit itself one is enough."""
    decision, limit = filed.decision, site.second_role_limit_pence
    if abs(decision.amount_pence) > limit and decision.second_role is None:
        found = f"one role for an amount above {in_pounds(limit)} on break {_named(filed)}"
        yield Fault("DECISION_ONE_ROLE", found, "a second role", "Let a second role decide too, and name it.")
    if decision.second_role is decision.role:
        found = f"the same role twice on break {_named(filed)}"
        yield Fault("DECISION_SAME_ROLE", found, "two roles", "Let another role decide too, and name it.")


def not_yet(filed: FiledDecision) -> Finding:
    """An entry of a later day, which this close does not know."""
    fault = Fault(
        "DECISION_NOT_YET",
        f"a decision on break {_named(filed)} that holds from {filed.holds_from}",
        "nothing: it is later than the day on which this close looks",
        "Nothing to do: it counts at the first close from that day on.",
        Severity.INFO,
    )
    return told(filed, fault)


def _named(filed: FiledDecision) -> str:
    """The break's id, where it has the form of one."""
    break_id = filed.decision.break_id
    return break_id if _ID.fullmatch(break_id) else f"under a name of {len(break_id)} characters"
