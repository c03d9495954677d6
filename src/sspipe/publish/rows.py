"""The rows of every published table, from one period's statement, what became of the files, and the measures."""

from collections.abc import Sequence

from sspipe.model.conservation import Conservation
from sspipe.model.measures import Measure, MeasureValue
from sspipe.model.statement import Statement
from sspipe.publish.breaks import shape_breaks, shape_causes, shape_evidence
from sspipe.publish.conservation import shape_conservation
from sspipe.publish.costs import shape_costs
from sspipe.publish.notes import shape_notes
from sspipe.publish.performance import shape_performance
from sspipe.publish.plain import Row
from sspipe.publish.recharges import shape_draft_lines, shape_net, shape_prices, shape_recharges, shape_settlement


def shape_rows(
    statement: Statement,
    conservation: Sequence[Conservation],
    values: Sequence[MeasureValue] = (),
    measures: Sequence[Measure] = (),
) -> dict[str, list[Row]]:
    """Rows by table, each with its number within the release; the store adds the release itself.

    Values published after the statement's knowledge date are left out (R18).
    """
    known = [value for value in values if value.published_on <= statement.known_on]
    return {
        "out_post_costs": shape_costs(statement.costs),
        "out_recharges": shape_recharges(statement.recharges),
        "out_draft_lines": shape_draft_lines(statement.drafts, statement.accruals),
        "out_breaks": shape_breaks(statement.breaks),
        "out_causes": shape_causes(statement.breaks),
        "out_cause_evidence": shape_evidence(statement.breaks),
        "out_settlement": shape_settlement(statement.settlement),
        "out_net": shape_net(statement.net),
        "out_prices": shape_prices(statement.prices),
        "out_conservation": shape_conservation(conservation, statement.ledger_totals),
        "out_pprr_performance": shape_performance(known, measures),
        "out_notes": shape_notes(statement.notes),
    }
