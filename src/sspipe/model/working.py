"""How the expected cost of a month comes about: one row a step, each with its rate, date and source (R3, R4)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from sspipe.model.councils import Component
from sspipe.model.part_months import PartMonth
from sspipe.model.pay_elements import ElementFrequency, ElementKind
from sspipe.model.periods import Period


class Tranche(StrEnum):
    """Why a part of a month's cost is paid when it is (R3, R4).

    `cause` is no part of the expected cost: what the ledger differs by and the agreement shares (R7). Only parts of due
    are of it.
    """

    CURRENT = "current"
    CORRECTION = "correction"
    ARREARS = "arrears"
    CAUSE = "cause"


OF_COST = (Tranche.CURRENT, Tranche.CORRECTION, Tranche.ARREARS)
"""What parts of the expected cost are of."""


class Step(StrEnum):
    """What a step does.

    Pay: `basic_segment` is basic pay of days on which nothing changes, `element` a recorded pay element, `rounding` the
    sum of several stretches in whole pence, `less_already_paid` what the month came to before. On-costs: `assumed_pay`
    is what pension is due on beside basic pay while pay is reduced; `insurance`, `pension` and `levy` apply a rate;
    `split_over_posts` is this post's part of a person's National Insurance. Late money: `difference` is the pay month
    with it less without it, `split_over_months` one month's part of that, `odd_pennies` what the month's parts miss of
    its part of the total.
    """

    BASIC_SEGMENT = "basic_segment"
    ELEMENT = "element"
    ROUNDING = "rounding"
    LESS_ALREADY_PAID = "less_already_paid"
    ASSUMED_PAY = "assumed_pay"
    INSURANCE = "insurance"
    SPLIT_OVER_POSTS = "split_over_posts"
    PENSION = "pension"
    LEVY = "levy"
    DIFFERENCE = "difference"
    SPLIT_OVER_MONTHS = "split_over_months"
    ODD_PENNIES = "odd_pennies"


class Side(StrEnum):
    """Which of two figures a step belongs to, where an amount is the difference of two.

    A month put right is worked out as it is known `now` and as it was known `before` (of an award: at the new value and
    at the old); on-costs of late money are those of the pay month `with` it less those `without` it.
    """

    SINGLE = "single"
    NOW = "now"
    BEFORE = "before"
    WITH = "with"
    WITHOUT = "without"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingRow:
    """One step towards one component of one occupant of a post, paid in a month and earned in it or earlier.

    `amount_pence` is what the step adds to the component; None where it leads to a later step. The amounts of all steps
    of a component add up to its cost items exactly. `unrounded` is in pence. `rate_of` names the category or the scheme
    of a rate; `rate_from`, `source` and `is_illustrative` are those of the rate, or of the pay point's value. `part` is
    the part of `base_pence` that a split gives. A fact that plays no role in the step is None or empty.
    """

    post: str
    council: str
    occupant_ref: str
    occupant_key_id: str
    paid: Period
    earned: Period
    tranche: Tranche
    component: Component
    step_number: int
    side: Side
    step: Step
    source_file: str
    source_row: int
    element: ElementKind | None = None
    frequency: ElementFrequency | None = None
    is_insured: bool | None = None
    is_pensionable: bool | None = None
    pay_scale: str = ""
    pay_point: str = ""
    annual_pence: int | None = None
    fte: Fraction | None = None
    weeks_per_year: Fraction | None = None
    part_of_year: Fraction | None = None
    uplift: Fraction | None = None
    first_date: date | None = None
    last_date: date | None = None
    days: int | None = None
    out_of_days: int | None = None
    part_month: PartMonth | None = None
    base_pence: int | None = None
    threshold_pence: int | None = None
    threshold_from: date | None = None
    threshold_source: str = ""
    rate_of: str = ""
    rate: Fraction | None = None
    rate_from: date | None = None
    source: str = ""
    is_illustrative: bool | None = None
    part: Fraction | None = None
    unrounded: Fraction | None = None
    result_pence: int | None = None
    amount_pence: int | None = None
