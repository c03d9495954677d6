"""What people decided and signed, by role and never by name."""

from datetime import date, datetime

from sspipe.model.decisions import DecisionKind
from sspipe.store.columns import Stored, day, moment, one_of, pence, text


class DecisionRow(Stored, table=True):
    """One decision on one cause of one break, for exactly one amount."""

    __tablename__ = "decision"
    __table_args__ = (one_of("kind", DecisionKind),)

    site: str = text("The site.", key=True)
    decision_id: str = text("SHA-256 of what was decided.", key=True)
    break_id: str = text("The break.")
    cause: str = text("The cause's name in the catalogue.")
    amount_pence: int = pence("The amount that was decided on; when it moves the decision lapses.")
    kind: str = text("matched_by_hand, accepted_once, accepted_until, disputed or drift_confirmed.")
    council: str = text("The council that decided.")
    role: str = text("The role that decided, of a closed list.")
    second_role: str = text("The second role, above the site's limit; else empty.")
    decided_on: date = day("The day of the decision.")
    expires_on: date | None = day("The last day on which it holds; empty where it has none.")
    reason: str = text("Why it was decided, of a closed list.")
    first_run_id: str = text("The run that first read it.")


class SignOff(Stored, table=True):
    """One council's signature under one release."""

    __tablename__ = "sign_off"

    release_id: str = text("The release that was signed.", key=True, refers_to="release.release_id")
    council: str = text("The council that signed.", key=True)
    role: str = text("The role that signed.")
    content_hash: str = text("The content hash that was signed.")
    signed_at: datetime = moment("When it was signed.")
    note: str = text("What the council wrote under its signature; else empty.")
