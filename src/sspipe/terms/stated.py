"""What an entry of the programme says of itself: how sure it is, and in which paragraph of which paper it stands."""

from typing import Annotated, Literal

from pydantic import Field

from sspipe.model.programme import Certainty
from sspipe.terms.forms import Code, Day, Form, Text, Truth

Stage = Annotated[Literal[1, 2, 3], Field(description="1 options, 2 due diligence, 3 implementation")]


class Paper(Form):
    """A paper, minute, decision or page that entries cite."""

    paper: Code
    council: Code | None
    title: Text
    meetings: tuple[Text, ...]
    dated: Day | None
    address: Text | None


class Stated(Form):
    """What every entry says of itself: how sure it is, and where it is written."""

    status: Certainty
    paper: Code
    paragraph: Text
    illustrative: Truth = False
    note: Text | None = None
