"""What people decided about breaks, from decisions.yaml."""

from collections.abc import Collection, Iterator
from typing import Annotated

from pydantic import Field

from sspipe.model.decisions import Decision, DecisionKind, FiledDecision, Reason, Role
from sspipe.model.findings import Where
from sspipe.terms.faults import Fault
from sspipe.terms.forms import Code, Day, FileForm, Form, Pounds
from sspipe.terms.strict_yaml import Document


class DecisionForm(Form):
    """One decision; roles and reasons are closed lists, so that no person is named in it (R20)."""

    break_id: Annotated[str, Field(strict=True, pattern=r"^[0-9A-Za-z-]+$")]
    cause: Annotated[str, Field(strict=True, pattern=r"^[A-Z0-9_]+$")]
    amount: Pounds
    kind: DecisionKind
    council: Code
    role: Role
    second_role: Role | None
    decided_on: Day
    known_from: Annotated[Day | None, Field(description="the day it was put on file, where that is later")] = None
    expires_on: Day | None
    reason: Reason


class DecisionsFile(FileForm):
    """The file decisions.yaml."""

    decisions: tuple[DecisionForm, ...]


def decision_faults(document: Document, form: DecisionsFile, councils: Collection[str]) -> Iterator[Fault]:
    """Say which decisions name a council or dates that cannot be."""
    for at, decision in enumerate(form.decisions):
        if decision.council not in councils:
            place = document.place("decisions", at, "council")
            known = f"a council of the site ({', '.join(sorted(councils))})"
            yield Fault(place, f"the unknown council '{decision.council}'", known, "Correct the council's code.")
        yield from _dates(document, at, decision)


def _dates(document: Document, at: int, decision: DecisionForm) -> Iterator[Fault]:
    place = document.place("decisions", at, "expires_on")
    if decision.kind is DecisionKind.ACCEPTED_UNTIL and decision.expires_on is None:
        yield Fault(place, "no expiry", "the day until which it is accepted", "Add the day.")
    if decision.expires_on is not None and decision.expires_on < decision.decided_on:
        yield Fault(place, f"the expiry {decision.expires_on}", "a day after the decision", "Correct one of the days.")
    if decision.known_from is not None and decision.known_from < decision.decided_on:
        at_known = document.place("decisions", at, "known_from")
        expected = "the day of the decision, or a later one"
        yield Fault(at_known, f"known from {decision.known_from}", expected, "Correct one of the days.")


def decisions_of(document: Document, form: DecisionsFile) -> tuple[FiledDecision, ...]:
    """The decisions in the model's words, each with its line in the file."""
    return tuple(
        FiledDecision(
            decision=Decision(
                **decision.model_dump(exclude={"amount", "known_from"}),
                amount_pence=decision.amount,
            ),
            where=Where(council=decision.council, file_name=document.name, source_row=document.line("decisions", at)),
            known_from=decision.known_from or decision.decided_on,
        )
        for at, decision in enumerate(form.decisions)
    )
