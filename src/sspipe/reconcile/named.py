"""The causes of a difference in words: one exact set, several of which nobody can tell, or what nothing explains (R9).

The causes add up to the difference, always.
"""

from collections.abc import Callable, Iterable, Sequence

from sspipe.model.councils import Component
from sspipe.model.money import in_pounds, more_or_less
from sspipe.model.statement import Cause, Evidence
from sspipe.reconcile.hypotheses import Hypothesis, Part, Parts
from sspipe.reconcile.solving import Answer, Found

UNEXPLAINED, AMBIGUOUS = "UNEXPLAINED", "AMBIGUOUS"
NEAR = 20
"""What misses a difference by more than one part in so many of it does not come near."""
Owed = Callable[[Hypothesis], int]
"""By how many pence what is owed between the councils would move if a hypothesis were true."""


def as_it_stands(hypothesis: Hypothesis) -> int:  # noqa: ARG001 - the form of every such rule
    """What is owed does not move: what is billed, booked or accrued must."""
    return 0


def causes_of(  # noqa: PLR0913 - what an answer is told by
    answer: Answer,
    difference: Parts,
    evidence: Iterable[Evidence],
    *,
    compared: str = "",
    asked: str = "",
    owed: Owed = as_it_stands,
) -> tuple[Cause, ...]:
    """What an answer says of a difference; `evidence` are the rows behind the difference itself.

    `compared` says the two figures in a sentence of its own, before what no one cause tells; `asked` says what to ask
    of whom where nothing explains it.
    """
    if not answer.found:
        return (_unexplained(answer, sum(difference.values()), tuple(evidence), compared, asked),)
    if answer.is_ambiguous:
        return (_ambiguous(answer, difference, tuple(evidence), compared, owed),)
    return tuple(_cause(each, answer.tried) for each in answer.found)


def _cause(hypothesis: Hypothesis, tried: int) -> Cause:
    return Cause(
        code=hypothesis.code,
        cause_class=str(int(hypothesis.cause_class)),
        amount_pence=hypothesis.amount_pence,
        is_supposed=hypothesis.is_supposed,
        sentence=hypothesis.sentence,
        evidence=tuple(dict.fromkeys(hypothesis.evidence)),
        tried=tried,
        parts=_in_order(hypothesis.parts),
        service=hypothesis.service,
        takes_back=hypothesis.takes_back,
    )


def _in_order(parts: Parts) -> tuple[tuple[Part, int], ...]:
    """The parts that are not nil, cost beside pay last."""
    return tuple((part, parts[part]) for part in (*Component, None) if parts.get(part))


def _ambiguous(answer: Answer, difference: Parts, evidence: tuple[Evidence, ...], compared: str, owed: Owed) -> Cause:
    amount_pence = sum(difference.values())
    sets = (answer.found, *answer.rivals)
    codes = sorted({each.code for one in sets for each in one})
    return Cause(
        code=AMBIGUOUS,
        cause_class="",
        amount_pence=amount_pence,
        is_supposed=False,
        sentence=(
            f"{_begun(compared)}The {more_or_less(amount_pence)} is either {_either(sets)}; the ledgers cannot tell "
            f"them apart.{_decides(sets)} {_what_is_owed(sets, owed)}"
        ),
        evidence=evidence,
        tried=answer.tried,
        rivals=",".join(codes),
        parts=_in_order(difference),
    )


def _begun(compared: str) -> str:
    return f"{compared} " if compared else ""


def _decides(sets: Sequence[Found]) -> str:
    """Which document would decide, and who holds it."""
    documents = dict.fromkeys(_held(each.decides) for one in sets for each in one if each.decides)
    return f" To decide, look at {', or at '.join(documents)}." if documents else ""


def _held(document: str) -> str:
    """A document with its holder: `the invoice, from X` as `the invoice, which X holds`."""
    what, _, holder = document.rpartition(", from ")
    return f"{what}, which {holder} holds" if what else document


def _what_is_owed(sets: Sequence[Found], owed: Owed) -> str:
    """Whether what is owed is the same whichever set is true, or by how much it differs (guard e)."""
    moved = [sum(owed(each) for each in one) for one in sets]
    differs_pence = max(moved) - min(moved)
    if differs_pence:
        return f"What is owed between the councils differs by {in_pounds(differs_pence)}."
    return "What is owed between the councils is the same whichever is true."


def _either(sets: Sequence[Found]) -> str:
    return ", or ".join(" and ".join(each.what for each in one) for one in sets)


def _unexplained(answer: Answer, amount_pence: int, evidence: tuple[Evidence, ...], compared: str, asked: str) -> Cause:
    said = f"{_begun(compared)}Nothing on file explains the {more_or_less(amount_pence)}."
    return Cause(
        code=UNEXPLAINED,
        cause_class="",
        amount_pence=amount_pence,
        is_supposed=False,
        sentence=f"{said}{_nearest(answer, amount_pence)}{_stopped(answer)}{asked}",
        evidence=evidence,
        tried=answer.tried,
    )


def _nearest(answer: Answer, amount_pence: int) -> str:
    """What comes nearest, where it does come near: what misses by much would only mislead."""
    if answer.nearest is None or answer.miss_pence * NEAR > abs(amount_pence):
        return ""
    return f" What comes nearest is {answer.nearest.what}, which misses it by {in_pounds(answer.miss_pence)}."


def _stopped(answer: Answer) -> str:
    """That the search had no end, with how far it went."""
    if not answer.is_stopped:
        return ""
    return (
        f" The search for causes stopped at its limit of {answer.steps:,} steps, so that a cause may have been missed; "
        f"{answer.pool:,} were weighed."
    )
