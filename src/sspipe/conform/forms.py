"""The forms of file that a layout may declare: delimited text, JSON, JSON lines, and one sheet of a workbook.

Any of them may come packed in a zip as its one member (`packed.py`).
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

DETECT = "detect"


class Part(BaseModel):
    """A part of a layout: what it does not know is refused, and nothing changes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DelimitedFile(Part):
    """A text file with one row a line and one sign between cells, a tab too.

    What is `detect` is found out from the file and the declared headings, and shown as a finding (`detecting.py`).
    Text in UTF-16 opens with its byte order mark.
    """

    format: Literal["delimited"]
    encoding: Literal["utf-8", "cp1252", "utf-16", "detect"]
    delimiter: str = Field(pattern=r"^(?:detect|[\t -!#-~])$")
    quoted: bool
    heading_rows: list[int] = Field(default_factory=lambda: [1], min_length=1)
    first_row: int = 0


class SheetFile(Part):
    """One sheet of a workbook: the named one, or the only one that is not hidden."""

    format: Literal["xlsx", "xls", "ods"]
    sheet: str | None
    heading_rows: list[int] = Field(default_factory=lambda: [1], min_length=1)
    first_row: int = 0


class JsonFile(Part):
    """A JSON document in UTF-8 with one array of objects: at `path` (keys joined by dots), or the document itself."""

    format: Literal["json"]
    path: str = Field(default="", pattern=r"^(?:[^.]+(?:\.[^.]+)*)?$")


class JsonLinesFile(Part):
    """A text file in UTF-8 with one JSON object a line."""

    format: Literal["json_lines"]


FileForm = Annotated[DelimitedFile | SheetFile | JsonFile | JsonLinesFile, Field(discriminator="format")]


def first_row_of(form: FileForm) -> int:
    """Number of the first row below the headings, as a person counts; keys of JSON stand in the rows themselves."""
    if isinstance(form, JsonFile | JsonLinesFile):
        return 1
    return form.first_row or max(form.heading_rows) + 1
