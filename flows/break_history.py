"""What became of one break from close to close, and what people decided about it, for one council (R10, R20)."""

from collections.abc import Iterator

from sqlalchemy import Engine

from flows.choosing import Wanted
from flows.command_breaks import amount_of, causes_of, month_of
from flows.printing import Column, drawn, wrapped
from flows.seeing import Seen, seen_release
from sspipe.model.money import in_pounds
from sspipe.publish.breaks_told import Document, told_breaks
from sspipe.settings import Settings
from sspipe.store.listing import releases_with_break

_OF_A_CLOSE = ("state", "decided", "amount_pence", "causes", "decisions")


def closes_of(  # noqa: PLR0913, PLR0917 - what a release is read with
    engine: Engine, site: str, break_id: str, seen: Seen, wanted: Wanted, settings: Settings
) -> list[Document]:
    """The break as each close up to the one that is shown told it to the same council, the oldest first."""
    found: list[Document] = []
    for release_id in reversed(releases_with_break(engine, site, break_id)):
        then = seen if release_id == seen.edition.release_id else seen_release(engine, release_id, wanted, settings)
        if then.edition.period <= seen.edition.period:
            told = (each for each in told_breaks(then.rows, then.edition) if each["break_id"] == break_id)
            found += [{**{key: each[key] for key in _OF_A_CLOSE}, "period": str(then.edition.period)} for each in told]
    return found


def decision_lines(told: Document) -> Iterator[str]:
    """What people decided about it, and what that is worth."""
    decisions = told["decisions"]
    for each in decisions if isinstance(decisions, list) else []:
        about = f"{each['cause']}, {in_pounds(each['amount_pence'])}, on {each['decided_on']}"
        yield from wrapped(f"Decision on {about}: {each['said']}.")


def history_lines(told: Document) -> Iterator[str]:
    """What each close said of it, oldest first."""
    history = told["history"]
    if isinstance(history, list) and len(history) > 1:
        rows = [
            (
                month_of(each, "period"),
                str(each["state"]) + (f"; {each['decided']}" if each["decided"] else ""),
                in_pounds(amount_of(each)),
                ", ".join(_named(cause) for cause in causes_of(each)) or "none",
            )
            for each in history
        ]
        yield ""
        yield from drawn(("At the close of", "State", Column(heading="Amount", is_amount=True), "Causes"), rows)


def _named(cause: Document) -> str:
    return f"{cause['code']} (supposed)" if cause["is_supposed"] else str(cause["code"])
