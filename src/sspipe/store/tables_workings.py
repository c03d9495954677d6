"""The working behind the published cost of each post: one row a step, for the council that employs alone."""

from datetime import date

from sspipe.model.councils import Component
from sspipe.model.part_months import PartMonth
from sspipe.model.pay_elements import ElementFrequency, ElementKind
from sspipe.model.working import OF_COST, Side, Step
from sspipe.store.columns import Published, day, flag, number, one_of, pence, text


class OutPostWorkings(Published, table=True):
    """One step by which a component of the expected cost comes about; the host's own, shown to no other council."""

    __tablename__ = "out_post_workings"
    __table_args__ = (
        one_of("tranche", OF_COST),
        one_of("component", Component),
        one_of("side", Side),
        one_of("step", Step),
        one_of("element", ElementKind),
        one_of("frequency", ElementFrequency),
        one_of("part_month", PartMonth),
    )

    post: str = text("The joint post, under its one identity for all councils.")
    council: str = text("The council that employs the occupant: the host.")
    occupant_ref: str = text("The occupant's keyed reference; never a name or payroll number.", counted=False)
    occupant_key_id: str = text("Which key made the occupant's reference.", counted=False)
    paid: str = text("The month whose payroll pays it: the release's own period.")
    earned: str = text("The month of service that it belongs to.")
    tranche: str = text("Why it is paid when it is: current pay, a correction, or arrears of an award.")
    component: str = text("The part of the cost: basic, elements, ni (employer), pension (employer) or levy.")
    step_number: int = number("Counts the steps of the component from 1, in the order in which they are worked.")
    side: str = text(
        "Which of two figures it belongs to where an amount is a difference: the earlier month as known now or before,"
        " the pay month with the late money or without it; else single."
    )
    step: str = text("What is done: pay of some days, an element, a rate, a split, a rounding or a difference.")
    source_file: str = text("SHA-256 of the extract that holds the record behind the step.", counted=False)
    source_row: int = number("The row's number in that file.", counted=False)
    element: str | None = text("The kind of the recorded pay element; empty where the step is of none.")
    frequency: str | None = text("What the element's amount is of: a month, a year, or one payment; else empty.")
    is_insured: bool | None = flag("Whether National Insurance and levy are due on the element; else empty.")
    is_pensionable: bool | None = flag("Whether pension is due on the element; else empty.")
    pay_scale: str = text("The pay scale; empty where the step has none.")
    pay_point: str = text("The pay point; empty where the step has none.")
    annual_pence: int | None = pence("The point's full-time value of a year in pence; empty where the step has none.")
    fte: str | None = text("The part of full time as an exact decimal or fraction; empty where it plays no role.")
    weeks_per_year: str | None = text("Weeks a year as an exact decimal or fraction; empty where they play no role.")
    part_of_year: str | None = text(
        "The part of the full-time annual salary that these weeks are paid, exactly: 1 for 52; else empty."
    )
    uplift: str | None = text("What awards have multiplied the element by, exactly; empty where it is not uplifted.")
    first_date: date | None = day("The first day that counts; empty where no days do.")
    last_date: date | None = day("The last day that counts; empty where no days do.")
    days: int | None = number("How many days count on the part-month basis; empty where none do.")
    out_of_days: int | None = number("Out of how many: the month's days, its weekdays, or 365; else empty.")
    part_month: str | None = text("By which days a part of a month is paid here; empty where no days count.")
    base_pence: int | None = pence("What the rate, the split or the part is applied to, in pence; else empty.")
    threshold_pence: int | None = pence("The monthly threshold taken off first, in pence; empty where there is none.")
    threshold_from: date | None = day("The day from which the threshold is in force; else empty.")
    threshold_source: str = text("Where the threshold stands, as on file; else empty.")
    rate_of: str = text("The category or the pension scheme whose rate it is; else empty.")
    rate: str | None = text("The rate as an exact part of one, such as 0.1505; empty where there is none.")
    rate_from: date | None = day("The day from which the rate, the point's value or the element holds; else empty.")
    source: str = text("Where the rate or the point's value stands, as on file; else empty.")
    is_illustrative: bool | None = flag(
        "Whether the rate, the threshold or the point's value is illustrative; empty where the step has none."
    )
    part: str | None = text("The part of the base that a split gives, exactly; empty where nothing is split.")
    unrounded: str | None = text("What the step comes to in pence before it is rounded, exactly; else empty.")
    result_pence: int | None = pence("What the step comes to, in whole pence; empty where it is rounded later.")
    amount_pence: int | None = pence(
        "What the step adds to the published cost, in pence; empty where it leads to a later step."
    )
