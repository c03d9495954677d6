"""The rows of every published table, from one statement, what became of the files, the measures and the programme."""

from collections.abc import Sequence

from sspipe.model.conservation import Conservation
from sspipe.model.measures import Measure, MeasureValue
from sspipe.model.programme import Programme
from sspipe.model.statement import Statement
from sspipe.publish.agreed_terms import shape_terms
from sspipe.publish.breaks import shape_breaks, shape_causes, shape_decisions, shape_evidence
from sspipe.publish.conservation import shape_conservation
from sspipe.publish.costs import shape_costs, shape_ledger, shape_tie_out, shape_workings
from sspipe.publish.dsg import shape_dsg_position
from sspipe.publish.forecast import shape_forecast
from sspipe.publish.movements import shape_movements
from sspipe.publish.notes import shape_notes
from sspipe.publish.own_measures import as_values
from sspipe.publish.performance import shape_performance
from sspipe.publish.plain import Row
from sspipe.publish.programme import shape_milestones, shape_risks, shape_savings
from sspipe.publish.recharges import (
    shape_draft_lines,
    shape_due_parts,
    shape_net,
    shape_prices,
    shape_recharge_lines,
    shape_recharges,
    shape_settlement,
)
from sspipe.publish.resources import shape_resources

NO_PROGRAMME = Programme()


def shape_rows(
    statement: Statement,
    conservation: Sequence[Conservation],
    values: Sequence[MeasureValue] = (),
    measures: Sequence[Measure] = (),
    programme: Programme = NO_PROGRAMME,
) -> dict[str, list[Row]]:
    """Rows by table, each with its number within the release; the store adds the release itself.

    Values published, and papers dated, after the statement's knowledge date are left out (R18).
    """
    known = [value for value in values if value.published_on <= statement.known_on]
    own = as_values(statement.own_measures, statement.known_on)
    return {
        "out_post_costs": shape_costs(statement.costs),
        "out_post_workings": shape_workings(statement.working),
        "out_post_ledger": shape_ledger(statement.ledger),
        "out_tie_out": shape_tie_out(statement.tie_out),
        "out_terms": shape_terms(statement.terms),
        "out_due_parts": shape_due_parts(statement.due),
        "out_recharge_lines": shape_recharge_lines(statement.billed, statement.booked),
        "out_recharges": shape_recharges(statement.recharges),
        "out_draft_lines": shape_draft_lines(statement.drafts, statement.accruals),
        "out_breaks": shape_breaks(statement.breaks),
        "out_decisions": shape_decisions(statement.decisions),
        "out_break_movements": shape_movements(statement.breaks),
        "out_causes": shape_causes(statement.breaks),
        "out_cause_evidence": shape_evidence(statement.breaks),
        "out_settlement": shape_settlement(statement.settlement),
        "out_net": shape_net(statement.net),
        "out_prices": shape_prices(statement.prices),
        "out_forecast": shape_forecast(statement.forecast),
        "out_dsg_position": shape_dsg_position(statement.dsg),
        "out_pprr_resources": shape_resources(statement.resources),
        "out_conservation": shape_conservation(conservation, statement.ledger_totals),
        "out_pprr_performance": shape_performance(known, measures, statement.last_quarter_on, own),
        "out_savings": shape_savings(programme.savings, statement.known_on),
        "out_milestones": shape_milestones(programme.milestones, statement.known_on),
        "out_risks": shape_risks(programme.risks, statement.known_on),
        "out_notes": shape_notes(statement.notes),
    }
