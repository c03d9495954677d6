"""Which post a ledger line belongs to, by the site's order of rules, or why it belongs to none (R5)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from sspipe.model.councils import AttributionRule, Council
from sspipe.model.ledger import LedgerLine
from sspipe.model.money import split
from sspipe.model.site import Site
from sspipe.reconcile.in_total import InTotal


class Belongs(StrEnum):
    """What became of a line."""

    TO_POSTS = "attributed"
    TO_GROUP = "attributed to the posts of its cost centre together"
    TO_NO_JOINT_POST = "not joint"
    WRONG_COST_CENTRE = "names a joint post in a cost centre of no joint post"
    UNKNOWN = "no rule attributes it"


@dataclass(frozen=True, slots=True)
class Attribution:
    """The line's amount by post, and how it was found."""

    belongs: Belongs
    by_post: Mapping[str, int]
    is_allocated: bool = False


NOT_JOINT = Attribution(Belongs.TO_NO_JOINT_POST, {})
GrossOf = Callable[[LedgerLine], Mapping[str, int]]


class Attributor:
    """One council's rules of attribution. `gross_of` gives the gross by post reference of a line's occupant."""

    def __init__(self, site: Site, council: Council, gross_of: GrossOf, in_total: InTotal) -> None:
        """Index the site's references and cost centres of one council."""
        code = council.council
        self._council = council
        self._gross_of = gross_of
        self._in_total = in_total
        self._by_ref = {ref: post.post for (at, ref), post in site.post_of_ref().items() if at == code}
        self._by_centre = {centre: post.post for (at, centre), post in site.post_of_cost_centre().items() if at == code}
        self.joint_centres = {post.cost_centres[code] for post in site.posts if code in post.cost_centres}

    def attribute(self, line: LedgerLine, *, is_moved: bool = False) -> Attribution:
        """Try the rules in order; the first that has something to go by decides.

        A line of a transfer that names no post goes to its cost centre's one post, whoever it names: that is what was
        moved, and whither.
        """
        if self._in_total.holds(line):
            return self._of_total(line)
        for rule in self._order(is_moved=is_moved):
            found = self._by_rule(rule, line)
            if found is not None:
                return found
        return Attribution(Belongs.UNKNOWN, {}) if line.cost_centre in self.joint_centres else NOT_JOINT

    def _of_total(self, line: LedgerLine) -> Attribution:
        """Pay shown only in total: a post that it names, else all posts of the cost centre, if all are joint."""
        rule = AttributionRule.POST_REF
        named = self._by_rule(rule, line) if rule in self._council.attribution else None
        is_tied_out = self._in_total.is_tied_out(line.cost_centre, line.period.month)
        return named or Attribution(Belongs.TO_GROUP if is_tied_out else Belongs.UNKNOWN, {})

    def _order(self, *, is_moved: bool) -> tuple[AttributionRule, ...]:
        order = self._council.attribution
        if not is_moved:
            return order
        by_post = tuple(rule for rule in order if rule is not AttributionRule.OCCUPANT_REF)
        return (*by_post, AttributionRule.COST_CENTRE, *order)

    def _by_rule(self, rule: AttributionRule, line: LedgerLine) -> Attribution | None:
        if rule is AttributionRule.POST_REF and line.post_ref:
            return self._by_post_ref(line)
        if rule is AttributionRule.OCCUPANT_REF and line.occupant_ref:
            return self._by_occupant(line)
        if rule is AttributionRule.COST_CENTRE and line.cost_centre in self._by_centre:
            return self._whole(self._by_centre[line.cost_centre], line)
        return None

    def _by_post_ref(self, line: LedgerLine) -> Attribution:
        post = self._by_ref.get(line.post_ref)
        if post is None:
            return NOT_JOINT
        if line.cost_centre not in self.joint_centres:
            return Attribution(Belongs.WRONG_COST_CENTRE, {post: line.amount_pence})
        return self._whole(post, line)

    def _by_occupant(self, line: LedgerLine) -> Attribution | None:
        """The person's one post, or the amount spread over several by gross and marked allocated."""
        gross = {ref: pence for ref, pence in sorted(self._gross_of(line).items()) if pence > 0}
        if not gross or line.cost_centre not in self.joint_centres:
            return None
        parts = split(line.amount_pence, [(ref, Fraction(pence)) for ref, pence in gross.items()])
        joint = {self._by_ref[ref]: pence for ref, pence in parts.items() if ref in self._by_ref}
        return Attribution(Belongs.TO_POSTS, joint, is_allocated=len(parts) > 1) if joint else NOT_JOINT

    @staticmethod
    def _whole(post: str, line: LedgerLine) -> Attribution:
        return Attribution(Belongs.TO_POSTS, {post: line.amount_pence})
