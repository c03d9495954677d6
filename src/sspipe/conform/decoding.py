"""Columns of bytes turned into trimmed text, each column in one piece."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sspipe.errors import FileRefused

_WIDTH = {
    "cp1252": np.array([len(bytes([b]).decode("cp1252", "replace").encode()) for b in range(256)], dtype=np.int32)
}
_ACTION = "Ask the council to export the file in the agreed encoding."


def as_text(column: pa.Array, encoding: str, where: str) -> pa.Array:
    """Decode and trim a column of bytes, by distinct values where it is dictionary-encoded.

    Raises:
        FileRefused: when the bytes are not in the encoding.
    """
    if pa.types.is_dictionary(column.type):
        texts = as_text(column.dictionary, encoding, where)
        return pa.DictionaryArray.from_arrays(column.indices, texts)
    try:
        return pc.utf8_trim_whitespace(_decoded(column, encoding))
    except (UnicodeDecodeError, pa.ArrowInvalid) as error:
        found = f"bytes that are not {encoding}"
        raise FileRefused(where, found, f"text in {encoding}", _ACTION) from error


def check_signs(data: bytes, where: str) -> None:
    """Refuse bytes that no text has: they are of something else, or of text in UTF-16 that is not declared.

    Raises:
        FileRefused: saying so.
    """
    if b"\0" in data:
        raise FileRefused(where, "NUL bytes, as binary data and UTF-16 have them", "text in one encoding", _ACTION)


def check_encoding(data: bytes, encoding: str, where: str) -> None:
    """Refuse bytes that are not UTF-8 where UTF-8 is declared.

    Raises:
        FileRefused: naming both.
    """
    if encoding != "utf-8" or data.isascii():
        return
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileRefused(where, "bytes that are not UTF-8", "text in UTF-8", _ACTION) from error


def _decoded(column: pa.Array, encoding: str) -> pa.Array:
    if encoding == "utf-8":
        return column.cast(pa.string())
    offsets, data = _parts(column)
    if data.isascii():
        return pa.StringArray.from_buffers(len(column), pa.py_buffer(offsets), pa.py_buffer(data))
    text = data.decode(encoding).encode()
    ends = np.concatenate([[0], np.cumsum(_WIDTH[encoding][np.frombuffer(data, dtype=np.uint8)])])
    return pa.StringArray.from_buffers(len(column), pa.py_buffer(ends[offsets].astype(np.int32)), pa.py_buffer(text))


def _parts(column: pa.Array) -> tuple[np.ndarray, bytes]:
    _, offset_buffer, data_buffer = column.buffers()
    offsets = np.frombuffer(offset_buffer, dtype=np.int32)[column.offset : column.offset + len(column) + 1]
    data = data_buffer.to_pybytes()[offsets[0] : offsets[-1]] if data_buffer is not None and len(column) else b""
    return offsets - offsets[0], data
