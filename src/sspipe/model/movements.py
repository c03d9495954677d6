"""How breaks come from what the close before left to what this one leaves (R10)."""

from enum import StrEnum


class Stock(StrEnum):
    """What is counted from close to close: breaks that are open, and those that people accepted."""

    OPEN = "open"
    ACCEPTED = "accepted"


class Movement(StrEnum):
    """How a stock of breaks comes from what the release before left to what this one leaves.

    LAPSED is the way back from accepted to open; CHANGED moves pounds of breaks that stay where they are.
    """

    OPENING = "opening"
    NEW = "new"
    REOPENED = "reopened"
    LAPSED = "lapsed"
    CHANGED = "changed"
    CLEARED = "cleared"
    ACCEPTED = "accepted"
    CLOSING = "closing"
