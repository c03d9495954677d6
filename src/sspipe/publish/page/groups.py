"""A subject in pictures: its heading, what it shows in words, its drawings, and the table of their figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from sspipe.publish.page.drawing import Drawing
from sspipe.publish.page.tables import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One subject. `sheet` is where its figures come from; `tables` hold those that the drawings show."""

    ident: str
    heading: str
    says: Sequence[str]
    sheet: str
    drawings: Sequence[Drawing] = ()
    tables: Sequence[Table] = ()
