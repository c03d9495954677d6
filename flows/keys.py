"""Each council's key for occupant references: read from its file, made once where there is none (R20)."""

import secrets
from contextlib import suppress
from pathlib import Path

from sspipe.conform.context import OccupantKey

KEY_BYTES = 32
ID_BYTES = 4


def read_key(folder: Path, council: str) -> OccupantKey:
    """The council's key; its file holds the key's id and the secret, and only its owner may read it."""
    path = folder / f"{council}.key"
    if not path.exists():
        _make_key(path, council)
    key_id, secret = path.read_text(encoding="ascii").split()
    return OccupantKey(key_id=key_id, secret=bytes.fromhex(secret))


def _make_key(path: Path, council: str) -> None:
    """Write a new key whole under its name; where another thread or run was first, its key stands."""
    path.parent.mkdir(parents=True, exist_ok=True)
    key_id = f"{council}-{secrets.token_hex(ID_BYTES)}"
    made = path.with_name(f"{path.name}.{key_id}")
    made.touch(mode=0o600)
    made.write_text(f"{key_id} {secrets.token_hex(KEY_BYTES)}\n", encoding="ascii")
    with suppress(FileExistsError):
        path.hardlink_to(made)
    made.unlink()
