"""Every kind of damage by its name in the table of ends."""

from collections.abc import Mapping
from types import MappingProxyType

from tests.damage.cases import Damage
from tests.damage.damages_codes import CODES
from tests.damage.damages_figures import FIGURES
from tests.damage.damages_headings import HEADINGS
from tests.damage.damages_rows import ROWS
from tests.damage.damages_sheets import SHEETS
from tests.damage.damages_text import BYTES

DAMAGES: Mapping[str, Damage] = MappingProxyType({**HEADINGS, **ROWS, **FIGURES, **CODES, **BYTES, **SHEETS})
