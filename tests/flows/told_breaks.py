"""A small release with a break of each kind, published where a command looks, and what a command answers."""

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import Engine

from flows.answering import code_of
from flows.cli import app
from sspipe.model.councils import Component
from sspipe.model.periods import Period
from sspipe.model.statement import Break, BreakState, Evidence, Pair
from sspipe.settings import Settings
from sspipe.storage import put_new
from sspipe.store.drafts import DraftInput, ReleaseDraft
from sspipe.store.releases import publish
from sspipe.store.states import InputKind
from sspipe.terms.inputs import site_inputs
from tests.publish.statements import P06, a_break, a_cause, a_ledger_item, a_recharge, a_statement
from tests.sites import DEMO_SITE
from tests.store.drafts import a_draft

WIDTH = 80
PAY, BOOKING, OWN = "3f9a2c41d0e7b852", "7c0d11aa22bb33cc", "7c0d99ee88ff77aa"
UNPLACED, CLEARED = "b100000000000001", "c200000000000002"
HALF_TIME = "The record of 5 September holds 0.6 of full time; the ledger holds the whole."
FILE = "a" * 64


@dataclass(frozen=True, slots=True)
class Told:
    """How a command ended, and what it said on both streams."""

    code: int
    out: str
    err: str

    @property
    def widest(self) -> int:
        return max(len(line) for line in self.out.splitlines())


def told(capsys: pytest.CaptureFixture[str], *words: str) -> Told:
    """What the command line answers."""
    capsys.readouterr()
    code = code_of(app, words)
    said = capsys.readouterr()
    return Told(code, said.out, said.err)


def pay_break() -> Break:
    """Stockport's ledger holds 225 pounds less than the shared post should cost: a change in one person's record."""
    cause = a_cause(code="FTE_DIFFERS", cause_class="1", sentence=HALF_TIME, tried=7)
    return a_break(break_id=PAY, owner_side="must check its payroll", causes=(cause,), age_working_days=1)


def booking_break() -> Break:
    """Tameside has not booked an invoice of Stockport's."""
    cause = a_cause(
        code="NOT_BOOKED",
        cause_class="2",
        amount_pence=-263504,
        is_supposed=True,
        sentence="Invoice 5 stands in no line of the partner's ledger for this council.",
        evidence=(Evidence(source_file=FILE, source_row=9),),
        tried=1,
    )
    return a_break(
        break_id=BOOKING,
        agreement="ey-leadership",
        council="tameside",
        counterparty="stockport",
        pair=Pair.BOOKED_BILLED,
        amount_pence=-263504,
        first_seen=Period(2022, 4),
        open_since=Period(2022, 4),
        age_periods=2,
        age_working_days=41,
        owner_council="tameside",
        owner_side="must book",
        causes=(cause,),
    )


def own_break() -> Break:
    """Three pounds ten of a post that Tameside does not share."""
    cause = a_cause(code="UNEXPLAINED", amount_pence=310, sentence="Nothing on file predicts this £3.10.", tried=0)
    return a_break(
        break_id=OWN,
        post="hub-lead",
        council="tameside",
        amount_pence=310,
        owner_council="tameside",
        owner_side="must check its payroll",
        causes=(cause,),
    )


def unplaced_break() -> Break:
    """A line in a joint cost centre of Stockport that no rule places."""
    cause = a_cause(code="UNEXPLAINED", amount_pence=-22500, sentence="No rule places this line.", evidence=())
    return a_break(
        break_id=UNPLACED,
        post="",
        cost_centre="S100",
        pair=Pair.NOT_ATTRIBUTED,
        owner_side="must code",
        causes=(cause,),
    )


def cleared_break() -> Break:
    """A recharge that was billed since."""
    return a_break(
        break_id=CLEARED,
        agreement="ey-leadership",
        counterparty="tameside",
        pair=Pair.BILLED_DUE,
        amount_pence=0,
        owner_side="must bill",
        state=BreakState.CLEARED,
        causes=(),
    )


def breaks_draft(period: Period = P06, **changes: Any) -> ReleaseDraft:
    """A draft of the release, with the site's own files among its inputs."""
    made: dict[str, Any] = {
        "breaks": (pay_break(), booking_break(), own_break(), unplaced_break(), cleared_break()),
        "ledger": (
            a_ledger_item(amount_pence=397208 - 22500),
            a_ledger_item(component=Component.NI, amount_pence=48372),
            a_ledger_item(component=Component.LEVY, amount_pence=1986),
        ),
        "recharges": (a_recharge(unbooked_in_transit_pence=0),),
    }
    own = [
        DraftInput(name=item.name, kind=InputKind(item.kind), source_file=item.sha256)
        for item in site_inputs(DEMO_SITE)
    ]
    draft = a_draft(a_statement(period=period, **{**made, **changes}))
    return replace(draft, inputs=(*draft.inputs, *own))


def publish_breaks(database: Engine, *drafts: ReleaseDraft) -> list[str]:
    """Publish drafts, and land the site's files as a run would."""
    for item in site_inputs(DEMO_SITE):
        put_new(f"{Settings().landing}/{item.kind}/{sha256(item.content).hexdigest()}", [item.content])
    return [publish(database, draft).release_id for draft in drafts or (breaks_draft(),)]
