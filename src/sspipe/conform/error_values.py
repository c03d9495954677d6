"""Texts that stand where a cell has no value: what spreadsheets show where a formula went wrong, and one of our own."""

ERROR_VALUE = "#ERROR!"
"""Stands for an error value whose own text the workbook's reader does not give."""

NO_VALUE = "\ufffd\ufffd"
"""Stands for what is no single value: a list, an object, a value given twice, a sign that no text has."""

ERROR_VALUES = (
    ERROR_VALUE,
    *("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!", "#BUSY!"),
)
_NUMBERED = "Err:"


def is_error_value(text: str) -> bool:
    """Whether a trimmed text is one of them.

    >>> is_error_value("#REF!"), is_error_value("Err:502"), is_error_value("12.50")
    (True, True, False)
    """
    return text in ERROR_VALUES or (text.startswith(_NUMBERED) and text[len(_NUMBERED) :].isdigit())
