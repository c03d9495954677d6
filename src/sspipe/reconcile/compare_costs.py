"""Ledger held against expected, post by post and month by month (R5, R9)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from sspipe.model.councils import Component
from sspipe.model.money import more_or_less
from sspipe.model.statement import Cause, Pair
from sspipe.reconcile.breaks import Candidate, Spot
from sspipe.reconcile.causes import UNEXPLAINED, pay_elsewhere
from sspipe.reconcile.cost_causes import cost_causes
from sspipe.reconcile.cost_words import host_of
from sspipe.reconcile.cost_workings import CostWorkings
from sspipe.reconcile.hypotheses import Parts, key_of, less
from sspipe.reconcile.in_total import groups_of
from sspipe.reconcile.misplaced import Misplaced, explained_by, missing_pay
from sspipe.reconcile.owed import OwedByCause
from sspipe.reconcile.post_months import PostMonth, PostMonths
from sspipe.reconcile.spoken import amount_said, said

CAUSE = "Cause"
"""How a sentence begins that tells one of several causes of one difference."""


def ledger_candidates(workings: CostWorkings) -> Iterator[Candidate]:
    """Ledger less expected of each post and month paid, by component; not of posts that are shown only in total."""
    months, owed = PostMonths(workings), OwedByCause(workings)
    elsewhere = missing_pay(workings.misplaced)
    grouped = {(post, group.council) for group in groups_of(workings.facts.site) for post in group.posts}
    for of_post in months.posts(left_out=grouped):
        for of in of_post:
            yield _ledger_candidate(of, elsewhere.get(of.spot, ()), owed)


def _ledger_candidate(of: PostMonth, elsewhere: Sequence[Misplaced], owed: OwedByCause) -> Candidate:
    post, council, month = of.spot
    spot = Spot(agreement="", subject=post, council=council, counterparty="", pair=Pair.LEDGER_EXPECTED, month=month)
    return Candidate(
        spot=spot,
        post=post,
        amount_pence=sum(of.difference.values()),
        causes=_told(of, tuple(_causes(of, elsewhere, owed))),
    )


def _told(of: PostMonth, causes: tuple[Cause, ...]) -> tuple[Cause, ...]:
    """Each cause says first what is and what should be."""
    compared = (
        f"{host_of(of)}'s ledger holds {amount_said(sum(of.shown_parts.values()))} of the post's cost for "
        f"{said(of.month)}; it should be {amount_said(sum(of.expected.values()))}."
    )
    return tuple(
        replace(cause, sentence=f"{compared}{_which(causes, at)} {cause.sentence}") for at, cause in enumerate(causes)
    )


def _which(causes: Sequence[Cause], at: int) -> str:
    """Which of several causes it is, and what it makes of the difference."""
    if len(causes) == 1:
        return ""
    return f" {CAUSE} {at + 1} of {len(causes)}, {more_or_less(causes[at].amount_pence)}:"


def _causes(of: PostMonth, elsewhere: Sequence[Misplaced], owed: OwedByCause) -> Iterator[Cause]:
    """Pay found elsewhere is taken off first, whole if that leaves what can be told, else component by component.

    Then the rest is searched (R9 c).
    """
    found = explained_by(of.difference, elsewhere)
    if len(found) < len(elsewhere) and key_of(of.difference):
        rest = cost_causes(of, less(of.difference, _lacking(elsewhere)), partial(owed.of, of))
        if all(cause.code != UNEXPLAINED for cause in rest):
            yield from (pay_elsewhere(elsewhere, of.month), *rest)
            return
    if found:
        yield pay_elsewhere(found, of.month)
    gone = {item.component for item in found}
    difference = {part: 0 if part in gone else pence for part, pence in of.difference.items()}
    yield from cost_causes(of, difference, partial(owed.of, of))


def _lacking(elsewhere: Sequence[Misplaced]) -> Parts:
    """Minus what stands elsewhere, by component."""
    total: dict[Component | None, int] = defaultdict(int)
    for item in elsewhere:
        total[item.component] -= item.amount_pence
    return total
