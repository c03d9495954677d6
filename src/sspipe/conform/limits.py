"""How much a file may hold before it is refused unread, each figure with its reason."""

MIB = 1 << 20
GIB = 1 << 30

MOST_ROW_BYTES = MIB
"""One row of text. A ledger line has a few hundred bytes; a row without an end must not fill the memory."""

MOST_HEADING_LINES = 100
"""Lines of text that one quoted heading row may run over: a quote that is never closed is told at once."""

MOST_COLUMNS = 16_384
"""Columns, or different keys of JSON. No spreadsheet has more, so no export of one has."""

MOST_BLANK_BYTES = 256 * MIB
"""Blank rows held back until it is known whether more follows; a million rows of fifty columns are 50 MiB."""

MOST_JSON_BYTES = 64 * MIB
"""One JSON document, which is read whole and takes ten times its size while it is; JSON lines have no such limit."""

MOST_SHEETS = 256
"""Sheets of a workbook. A year of weekly sheets is 53."""

MOST_CELLS = 10_000_000
"""Cells between the first and the last one filled, as a reader lays them out: they take about 2 GB meanwhile."""

MOST_TAGS = 100_000_000
"""Tags in one part of a workbook: a million rows of 23 formatted empty cells have 26 million."""

MOST_BOOK_TEXT = 512 * MIB
"""Text of all cells once those that share one have it each: a million rows of 23 columns of 20 letters."""

MOST_ERROR_CELLS = 1_000_000
"""Error values of one sheet, each of which is remembered by its place."""

MOST_BOOK_BYTES = 256 * MIB
"""A workbook as it is sent. The largest sheet that the old form can hold is smaller."""

MOST_EXPANDED_BOOK = GIB
"""A workbook unpacked: ten million cells are half of it."""

MOST_EXPANDED_TEXT = 16 * GIB
"""The text in a zip, which is read as a stream; five million ledger lines are 1 GiB."""

MOST_RATIO = 200
"""Bytes unpacked for each byte packed. Ledgers reach 15 and sheets 50; a bomb needs a thousand."""

RATIO_COUNTS_FROM = 64 * MIB
"""What is smaller unpacked does no harm, and may be a tail of blank rows, which packs as tightly as a bomb."""

MOST_DIRECTORY_BYTES = MIB
"""The list of files in a zip or workbook, at fifty bytes each and more: a thousand parts are 100 KiB."""

APART_BYTES = 3 * GIB
APART_SECONDS = 120
"""Memory and time of the process that reads a workbook in the old form, which has no limits of its own."""
