"""Integer pence out of amounts as finance systems print them: with commas, a pound sign, a minus before or after."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sspipe.conform.columns import Read

_PENCE = pa.decimal128(18, 2)
_SIZE = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,16})(?:\.[0-9]{1,2})?"
_FORM = rf"^(?:-?£?|£-){_SIZE}$|^£?{_SIZE}-$"
_LONGEST = 24
_NO_DIGITS = (",", "-", "£")


def pence_of(texts: pa.Array, *, blank_is_nil: bool) -> Read:
    """Read amounts in pounds into whole pence; where a text is no amount, the value is nil and unread."""
    is_blank = pc.equal(pc.binary_length(texts), 0)
    is_amount = pc.and_(pc.match_substring_regex(texts, _FORM), pc.less_equal(pc.binary_length(texts), _LONGEST))
    sound = texts if pc.all(is_amount).as_py() else pc.if_else(is_amount, texts, "0.00")
    pence = _pence(sound)
    return Read(pa.array(pence), pc.or_(is_amount, is_blank) if blank_is_nil else is_amount)


def _pence(texts: pa.Array) -> npt.NDArray[np.int64]:
    is_minus = pc.match_substring(texts, "-")
    digits = texts
    for sign in _NO_DIGITS:
        if pc.any(pc.match_substring(digits, sign)).as_py():
            digits = pc.replace_substring(digits, sign, "")
    size = _low_words(pc.cast(digits, _PENCE))
    minus: npt.NDArray[np.bool_] = is_minus.to_numpy(zero_copy_only=False)
    return np.where(minus, -size, size)


def _low_words(decimals: pa.Array) -> npt.NDArray[np.int64]:
    """A decimal of two places is its pence; 18 digits fit the low half of its 128 bits."""
    words = np.frombuffer(decimals.buffers()[1], dtype=np.int64)
    first = decimals.offset * 2
    return words[first : first + len(decimals) * 2 : 2]
