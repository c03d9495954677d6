"""Breaks as rows, with their causes and the evidence of each cause as rows below them."""

from collections.abc import Iterable, Iterator

from sspipe.model.decisions import JudgedDecision
from sspipe.model.statement import Break, Cause
from sspipe.publish.plain import Row, numbered, row_of, sort_key

_CAUSES = frozenset({"causes"})
_EVIDENCE = frozenset({"evidence", "parts", "service", "takes_back"})


def shape_breaks(breaks: Iterable[Break]) -> list[Row]:
    """Rows of `out_breaks`."""
    return numbered(row_of(each, without=_CAUSES) for each in breaks)


def shape_decisions(decisions: Iterable[JudgedDecision]) -> list[Row]:
    """Rows of `out_decisions`."""
    return numbered(row_of(each) for each in decisions)


def shape_causes(breaks: Iterable[Break]) -> list[Row]:
    """Rows of `out_causes`."""
    return numbered(
        {"break_id": break_id, "cause_number": number, **row_of(cause, without=_EVIDENCE)}
        for break_id, number, cause in _numbered_causes(breaks)
    )


def shape_evidence(breaks: Iterable[Break]) -> list[Row]:
    """Rows of `out_cause_evidence`."""
    return numbered(
        {"break_id": break_id, "cause_number": number, **row_of(evidence)}
        for break_id, number, cause in _numbered_causes(breaks)
        for evidence in cause.evidence
    )


def _numbered_causes(breaks: Iterable[Break]) -> Iterator[tuple[str, int, Cause]]:
    """Causes numbered within their break by class, name and amount, whatever order they were found in."""
    for each in breaks:
        ordered = sorted(each.causes, key=lambda cause: (cause.cause_class, cause.code, *_rest(cause)))
        for number, cause in enumerate(ordered, 1):
            yield each.break_id, number, cause


def _rest(cause: Cause) -> tuple[object, ...]:
    return sort_key(row_of(cause, without=_EVIDENCE)), sorted(sort_key(row_of(row)) for row in cause.evidence)
