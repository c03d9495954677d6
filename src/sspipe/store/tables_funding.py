"""What joint posts are forecast to cost by the year's end, and where the schools grant stands that bears them."""

from datetime import date

from sspipe.model.dsg import DsgKind
from sspipe.model.forecast import Role
from sspipe.store.columns import Published, day, flag, one_of, pence, text


class OutForecast(Published, table=True):
    """One council's forecast outturn of one post for the financial year, in one role, against its budget."""

    __tablename__ = "out_forecast"
    __table_args__ = (one_of("role", Role),)

    council: str = text("The council whose outturn it is.")
    post: str = text("The joint post.")
    role: str = text("What the council is to the post: the host that employs, or a partner that bears a share.")
    fund: str = text("The fund that the council's lines of the post name; empty where they name none or several.")
    budget_pence: int = pence("The year's budget in the ledger, as it stands in the period.")
    actual_to_date_pence: int = pence("Pay that the council's ledger shows of the post in the year, to the period.")
    expected_left_pence: int = pence("What the months left of the year are expected to cost, by what is known now.")
    provision_pence: int = pence("Provided for pay awards that are not settled; the host's row alone holds it.")
    recharge_pence: int = pence("What falls due between the councils in the year: minus for the host.")
    forecast_pence: int = pence("Actual to date, expected, provision and recharge together.")
    variance_pence: int = pence("Forecast less budget; positive is a deficit, minus a surplus.")
    budget_is_missing: bool = flag("Whether the ledger holds no budget line of the post in this role.")
    provision_is_missing: bool = flag("Whether an unsettled award reaches the post and no value of it is on file.")
    is_incomplete: bool = flag("Whether a month left could not be costed, so that the forecast is too low.")
    is_unapproved: bool = flag("Whether the post's agreement is not yet approved, so that no recharge is foreseen.")
    is_allocated: bool = flag("Whether a cost shown for several posts together was spread over them.")
    is_of_several_funds: bool = flag("Whether the council's lines of the post name more than one fund.")


class OutDsgPosition(Published, table=True):
    """One line of a year's schools grant by its versions, or what may be kept centrally of the early years block."""

    __tablename__ = "out_dsg_position"
    __table_args__ = (one_of("kind", DsgKind),)

    kind: str = text("What the row tells: an allocation's line, or the early years test of central spend.")
    council: str = text("The council that is funded.")
    financial_year: str = text("The year that is funded, such as 2022-23.")
    block: str = text("The block of the grant.")
    line: str = text("The line of the block; of central spend `entitlements`, the lines tested together.")
    first_published_on: date = day("When the year's first version on file was published.")
    first_pence: int = pence("The amount in that version.")
    latest_published_on: date = day("When the latest version known on the knowledge date was published.")
    latest_pence: int = pence("The amount in that version.")
    movement_pence: int = pence("Latest less first of the same line and year.")
    like_published_on: date | None = day("The latest version that the year before has a like one of; else missing.")
    like_pence: int | None = pence("The amount in that version.")
    like_before_published_on: date | None = day("The like version of the year before: same month of its year's life.")
    like_before_pence: int | None = pence("The amount in the like version of the year before.")
    like_change_pence: int | None = pence("The change between the two like versions.")
    planned_published_on: date | None = day("The version that stood when the year began, which the test rests on.")
    planned_pence: int | None = pence("Planned funding of the entitlements tested, without supplements.")
    kept_at_most_pence: int | None = pence("The most that may be kept centrally of the planned funding.")
    planned_spend_pence: int | None = pence("The year's budget of the early years fund in joint cost centres.")
    planned_headroom_pence: int | None = pence("The most that may be kept less the planned spend; minus is a breach.")
    headroom_as_charged_pence: int | None = pence(
        "The most that may be kept of the latest version, less the forecast with the recharges posted so far."
    )
    headroom_once_recharged_pence: int | None = pence(
        "The same, once all that falls due between the councils in the year is received and paid."
    )
    is_within_limit: bool | None = flag("Whether the plan keeps to the limit; missing where it cannot be tested.")
    is_of_joint_posts_only: bool = flag("Whether central spend on file is that of joint posts only.")
    is_each_tested_alone: bool = flag("Whether each entitlement has its own test, which no spend on file can show.")
    is_limit_illustrative: bool = flag("Whether a limit in use is illustrative.")
    is_incomplete: bool = flag("Whether the forecast lacks a month, or a post of several funds is left out.")
