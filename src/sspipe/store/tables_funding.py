"""What joint posts are forecast to cost by the year's end, by council and fund."""

from sspipe.model.forecast import Role
from sspipe.store.columns import Published, flag, one_of, pence, text


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
