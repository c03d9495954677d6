"""The sheets of a pack in their order: from one release's published rows to what one council may read of them."""

from sspipe.publish.pack.bills import bills_sheet
from sspipe.publish.pack.breaks import breaks_sheet
from sspipe.publish.pack.conservation import conservation_sheet
from sspipe.publish.pack.decided import decided_sheet
from sspipe.publish.pack.decisions import decisions_sheet
from sspipe.publish.pack.dsg import dsg_sheet
from sspipe.publish.pack.due_parts import due_parts_sheet
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.editions import rows_of_edition
from sspipe.publish.pack.first_page import first_page
from sspipe.publish.pack.forecast import forecast_sheet
from sspipe.publish.pack.movements import movements_sheet
from sspipe.publish.pack.notes import notes_sheet
from sspipe.publish.pack.performance import performance_sheet
from sspipe.publish.pack.posts import posts_sheet
from sspipe.publish.pack.programme import programme_sheets
from sspipe.publish.pack.published import Rows
from sspipe.publish.pack.recharges import recharge_sheet
from sspipe.publish.pack.resources import resources_sheets
from sspipe.publish.pack.settlement import settlement_sheets
from sspipe.publish.pack.sheets import Sheet
from sspipe.publish.pack.terms import terms_sheet
from sspipe.publish.pack.tie_out import tie_out_sheet
from sspipe.publish.pack.working import working_sheet


def pack_sheets(rows: Rows, edition: Edition) -> tuple[Sheet, ...]:
    """Every sheet of the edition; `rows` by table, as they are published."""
    seen = rows_of_edition(rows, edition)
    shown = (
        first_page(seen, edition),
        *settlement_sheets(seen, edition),
        tie_out_sheet(seen, edition),
        posts_sheet(seen, edition),
        working_sheet(seen, edition),
        recharge_sheet(seen, edition),
        due_parts_sheet(seen, edition),
        bills_sheet(seen, edition),
        terms_sheet(seen, edition),
        breaks_sheet(seen, edition),
        decided_sheet(seen, edition),
        movements_sheet(seen, edition),
        forecast_sheet(seen, edition),
        dsg_sheet(seen, edition),
        *programme_sheets(seen, edition),
        *resources_sheets(seen, edition),
        performance_sheet(seen, edition),
        conservation_sheet(seen, edition),
    )
    decisions = decisions_sheet(edition)
    return (*shown, notes_sheet(seen, edition, (*shown, decisions)), decisions)
