"""Drafts that may be published; a test names only what matters to it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sspipe.model.conservation import Conservation
from sspipe.model.statement import Statement
from sspipe.publish.rows import shape_rows
from sspipe.store.drafts import DraftInput, ReleaseDraft
from sspipe.store.states import InputKind
from tests.publish.statements import FILE, a_conservation, a_measure, a_programme, a_statement, a_value

PUBLISHED_AT = datetime(2022, 10, 12, 9, 30, tzinfo=UTC)


def a_draft(
    statement: Statement | None = None, conservation: Sequence[Conservation] | None = None, **changes: Any
) -> ReleaseDraft:
    stated = statement or a_statement()
    made = ReleaseDraft(
        site=stated.site,
        period=stated.period,
        known_on=stated.known_on,
        run_id="run-1",
        published_at=PUBLISHED_AT,
        code_version="0.1.0",
        rows=shape_rows(
            stated,
            conservation or (a_conservation(),),
            (a_value(), a_value("2018", "70")),
            (a_measure(),),
            a_programme(),
        ),
        findings=(),
        inputs=(
            DraftInput(name="stockport/ledger", kind=InputKind.FEED, source_file=FILE, known_from=date(2022, 10, 6)),
        ),
    )
    return replace(made, **changes)
