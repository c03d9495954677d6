"""Whose a cause of the cost is, as the catalogue says: the host's, nobody's question, or what a term says (R6, R7)."""

from collections.abc import Callable, Mapping
from enum import Enum, auto

from sspipe.model.agreements import PensionBasis, Retrospection, Sharing, Terms


class Bearing(Enum):
    """The catalogue's column "Shared": the host's alone, due as expected, or as a term of the agreement says."""

    HOST = auto()
    AS_EXPECTED = auto()
    HOST_ERRORS = auto()
    PENSION_BASIS = auto()
    LEVY = auto()
    ONE_OFF_PAY = auto()
    ABSENCE = auto()
    NON_PAY_COSTS = auto()
    COVER_AND_OVERLAP = auto()
    LUMP_SUMS = auto()
    EXIT_COSTS = auto()
    RETROSPECTION = auto()

    def is_shared(self, terms: Terms) -> bool:
        """Whether the money is part of the shared cost under some terms; neither of the first two ever is."""
        says = _TERM.get(self)
        return says is not None and says(terms)


_TERM: Mapping[Bearing, Callable[[Terms], bool]] = {
    Bearing.HOST_ERRORS: lambda terms: terms.host_errors is Sharing.SHARED,
    Bearing.PENSION_BASIS: lambda terms: terms.pension_basis is PensionBasis.HOST_RATE,
    Bearing.LEVY: lambda terms: terms.levy is Sharing.SHARED,
    Bearing.ONE_OFF_PAY: lambda terms: terms.one_off_pay is Sharing.SHARED,
    Bearing.ABSENCE: lambda terms: terms.absence is Sharing.SHARED,
    Bearing.NON_PAY_COSTS: lambda terms: terms.non_pay_costs is Sharing.SHARED,
    Bearing.COVER_AND_OVERLAP: lambda terms: terms.cover_and_overlap is Sharing.SHARED,
    Bearing.LUMP_SUMS: lambda terms: terms.lump_sums is Sharing.SHARED,
    Bearing.EXIT_COSTS: lambda terms: terms.exit_costs is Sharing.SHARED,
    Bearing.RETROSPECTION: lambda terms: terms.retrospection is Retrospection.FROM_SHARED_FROM,
}
