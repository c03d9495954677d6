"""The terms that the councils have agreed on, as rows."""

from collections.abc import Iterable

from sspipe.model.agreed_terms import AgreedTerm
from sspipe.publish.plain import Row, numbered, row_of

BETWEEN = ", "


def shape_terms(terms: Iterable[AgreedTerm]) -> list[Row]:
    """Rows of `out_terms`."""
    return numbered({**row_of(term), "councils": BETWEEN.join(term.councils)} for term in terms)
