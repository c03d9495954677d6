"""The programme beside the posts, from programme.yaml: services, milestones, risks, savings, estimates and positions.

What the councils' papers state and no agreement, rate or post holds stands here, each with its paper, its paragraph
and how sure it is.
"""

from typing import Literal

from sspipe.model.programme import Rating
from sspipe.terms.forms import Code, Day, FileForm, Text, Truth, Whole
from sspipe.terms.programme_money import Estimate, GrantChange, HeldCorporately, OtherFlow, RecoveryPlan, Saving
from sspipe.terms.stated import Paper, Stage, Stated


class Position(Stated):
    """What one council says about a subject on which the councils may differ."""

    subject: Code
    council: Code
    says: Text


class Service(Stated):
    """A service that is shared, may be shared, or stays with each council."""

    service: Code
    title: Text
    phase: Literal[1, 2] | None
    starts_not_before: Day | None
    is_shared: Truth
    lead_council: Code | None


class PostNote(Stated):
    """What is said of a post beside its agreement: vacant, planned, converted, its remit and its budget."""

    post: Code
    council: Code | None
    is_vacant: Truth
    has_budget: Truth
    early_years_grant_may_pay: Literal["all", "part", "none"]
    says: Text


class Conversion(Stated):
    """A post that closes under one number and opens under another; it counts once."""

    council: Code
    from_title: Text
    to_title: Text
    counts_once: Truth


class Move(Stated):
    """A team that moved within a council: its lines stand under the old name before."""

    council: Code
    team: Text
    moved_from: Text
    moved_to: Text
    moved_by: Day


class StageRule(Stated):
    """A stage of every proposal, and whether a recharge may fall due in it."""

    stage: Stage
    title: Text
    recharge_allowed: Truth


class Milestone(Stated):
    """One milestone, as one council expects it."""

    milestone: Code
    council: Code
    title: Text
    expected: Text
    expected_by: Day
    output: Text | None


class Risk(Stated):
    """One risk of the programme."""

    risk: Code
    council: Code
    title: Text
    implication: Text
    action: Text
    rating: Rating | None


class Benefit(Stated):
    """The measure by which a council will see the benefit."""

    council: Code
    measure: Text
    title: Text


class Reporting(Stated):
    """The report in which a council follows the programme."""

    council: Code
    report: Text
    is_used: Truth


class Governance(Stated):
    """Who advises and who decides."""

    body: Text
    decides: Truth
    approvals_needed: Whole


class RequiredContent(Stated):
    """Something that the agreement between the councils must hold."""

    content: Code
    title: Text


class ProgrammeFile(FileForm):
    """The file programme.yaml."""

    title: Text
    papers: tuple[Paper, ...]
    positions: tuple[Position, ...]
    services: tuple[Service, ...]
    post_notes: tuple[PostNote, ...]
    conversions: tuple[Conversion, ...]
    moves: tuple[Move, ...]
    stages: tuple[StageRule, ...]
    milestones: tuple[Milestone, ...]
    risks: tuple[Risk, ...]
    savings: tuple[Saving, ...]
    estimates: tuple[Estimate, ...]
    grant_changes: tuple[GrantChange, ...]
    benefits: tuple[Benefit, ...]
    reporting: tuple[Reporting, ...]
    governance: tuple[Governance, ...]
    required_contents: tuple[RequiredContent, ...]
    recovery_plans: tuple[RecoveryPlan, ...]
    held_corporately: tuple[HeldCorporately, ...]
    other_flows: tuple[OtherFlow, ...]
