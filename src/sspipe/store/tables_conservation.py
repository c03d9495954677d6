"""Where every row and pound of every file and joint cost centre went."""

from sspipe.store.columns import Published, flag, number, one_of, pence, text
from sspipe.store.states import ConservationKind, Fate


class OutConservation(Published, table=True):
    """One fate of a file's rows and pounds, or of a joint cost centre's pounds."""

    __tablename__ = "out_conservation"
    __table_args__ = (one_of("kind", ConservationKind), one_of("fate", Fate))

    kind: str = text("What is added up: a file, or a joint cost centre.")
    publisher: str = text("Who published the file; empty for a cost centre.")
    feed: str = text("The feed that the file belongs to; empty for a cost centre.")
    file_name: str = text("The file's name as it was offered; empty for a cost centre.")
    source_file: str = text("SHA-256 of the landed file; empty for a cost centre.", counted=False)
    council: str = text("The council whose cost centre it is; empty for a file.")
    cost_centre: str = text("The cost centre; empty for a file.")
    period: str = text("The ledger period of the cost centre's total; empty for a file.")
    fate: str = text(
        "What became of it. A file: read = used + quarantined + excluded."
        " A cost centre: total = attributed + not joint + break."
    )
    rule: str = text("The named rule by which rows were quarantined or excluded; else empty.")
    rows: int | None = number("How many rows; empty for a cost centre.")
    debit_pence: int | None = pence("Their debits; empty for a cost centre.")
    credit_pence: int | None = pence("Their credits, as a positive amount; empty for a cost centre.")
    amount_pence: int = pence("Debits less credits.")
    is_proved_complete: bool | None = flag("Whether a control total proves the file complete; empty for a cost centre.")
