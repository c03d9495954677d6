"""Causes that stand in ledger lines of their own, and what is said where nothing predicts a difference (R5, R9)."""

from collections.abc import Iterable, Sequence

from sspipe.model.money import in_pounds, more_or_less
from sspipe.model.periods import Period
from sspipe.model.statement import Cause, Evidence
from sspipe.reconcile.misplaced import Misplaced
from sspipe.reconcile.spoken import said

UNEXPLAINED = "UNEXPLAINED"
RECORDED = "1"
TO_MOVE = "Ask the council's finance officer to move it to the post."


def unexplained(amount_pence: int, evidence: Iterable[Evidence], tried: int, sentence: str = "") -> Cause:
    """What no hypothesis reproduces."""
    return Cause(
        code=UNEXPLAINED,
        cause_class="",
        amount_pence=amount_pence,
        is_supposed=False,
        sentence=sentence or f"Nothing on file explains the {more_or_less(amount_pence)}.",
        evidence=tuple(evidence),
        tried=tried,
    )


def wrong_cost_centre(amount_pence: int, stands: str, post: str, evidence: tuple[Evidence, ...]) -> Cause:
    """Lines that name a joint post in a cost centre of no agreement (R5); `stands` says where in whose ledger."""
    sentence = f"{stands} holds {in_pounds(amount_pence)} of another cost centre's post, {post}. {TO_MOVE}"
    return _recorded("WRONG_COST_CENTRE", amount_pence, sentence, evidence)


def pay_elsewhere(lines: Sequence[Misplaced], month: Period) -> Cause:
    """Minus the exact lines that name the post in another cost centre, or plus what was moved from there (R5)."""
    amount_pence = -sum(item.amount_pence for item in lines)
    centres = " and ".join(f"cost centre {each}" for each in sorted({item.line.cost_centre for item in lines}))
    evidence = tuple(Evidence(source_file=item.line.source_file, source_row=item.line.source_row) for item in lines)
    if amount_pence > 0:
        sentence = (
            f"{in_pounds(amount_pence)} of the post's pay was posted to {centres} in another month and was "
            f"moved to the post in {said(month)}; the months cancel out."
        )
    else:
        sentence = (
            f"{in_pounds(-amount_pence)} of the post's pay for {said(month)} was posted to {centres}, under no shared "
            f"post. {TO_MOVE}"
        )
    return _recorded("WRONG_COST_CENTRE", amount_pence, sentence, evidence)


def _recorded(code: str, amount_pence: int, sentence: str, evidence: tuple[Evidence, ...]) -> Cause:
    return Cause(
        code=code,
        cause_class=RECORDED,
        amount_pence=amount_pence,
        is_supposed=False,
        sentence=sentence,
        evidence=evidence,
        tried=1,
    )
