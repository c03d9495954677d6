"""The causes of a difference in words: one exact set, several of which nobody can tell, or what nothing explains (R9).

The causes add up to the difference, always.
"""

from collections.abc import Iterable, Sequence

from sspipe.model.councils import Component
from sspipe.model.money import in_pounds
from sspipe.model.statement import Cause, Evidence
from sspipe.reconcile.hypotheses import Hypothesis, Part, Parts
from sspipe.reconcile.solving import Answer, Found

UNEXPLAINED, AMBIGUOUS = "UNEXPLAINED", "AMBIGUOUS"


def causes_of(answer: Answer, difference: Parts, evidence: Iterable[Evidence]) -> tuple[Cause, ...]:
    """What an answer says of a difference; `evidence` are the rows behind the difference itself."""
    if not answer.found:
        return (_unexplained(answer, sum(difference.values()), tuple(evidence)),)
    if answer.is_ambiguous:
        return (_ambiguous(answer, difference, tuple(evidence)),)
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
    )


def _in_order(parts: Parts) -> tuple[tuple[Part, int], ...]:
    """The parts that are not nil, cost beside pay last."""
    return tuple((part, parts[part]) for part in (*Component, None) if parts.get(part))


def _ambiguous(answer: Answer, difference: Parts, evidence: tuple[Evidence, ...]) -> Cause:
    amount_pence = sum(difference.values())
    sets = (answer.found, *answer.rivals)
    codes = sorted({each.code for one in sets for each in one})
    decides = list(dict.fromkeys(each.decides for one in sets for each in one if each.decides))
    told = f"; {' or '.join(decides)} decides" if decides else ""
    return Cause(
        code=AMBIGUOUS,
        cause_class="",
        amount_pence=amount_pence,
        is_supposed=False,
        sentence=f"{in_pounds(amount_pence)} is either {_either(sets)}; the ledgers cannot tell them apart{told}.",
        evidence=evidence,
        tried=answer.tried,
        rivals=",".join(codes),
        parts=_in_order(difference),
    )


def _either(sets: Sequence[Found]) -> str:
    return ", or ".join(" and ".join(each.what for each in one) for one in sets)


def _unexplained(answer: Answer, amount_pence: int, evidence: tuple[Evidence, ...]) -> Cause:
    return Cause(
        code=UNEXPLAINED,
        cause_class="",
        amount_pence=amount_pence,
        is_supposed=False,
        sentence=f"Nothing on file predicts this {in_pounds(amount_pence)}.{_nearest(answer)}{_stopped(answer)}",
        evidence=evidence,
        tried=answer.tried,
    )


def _nearest(answer: Answer) -> str:
    if answer.nearest is None:
        return ""
    return f" The nearest is {answer.nearest.what}, which misses by {in_pounds(answer.miss_pence)}."


def _stopped(answer: Answer) -> str:
    """That the search had no end, with how far it went."""
    if not answer.is_stopped:
        return ""
    return f" The search gave up after {answer.steps:,} steps, with a pool of {answer.pool:,}."
