"""What a login at an SFTP server shows: a password, or the signature of a private key; the secret goes nowhere else."""

import io
from dataclasses import dataclass, field

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    load_ssh_private_key,
)
from paramiko import ECDSAKey, Ed25519Key, PKey, RSAKey, Transport

from sspipe.errors import SecretUnusable
from sspipe.extract.http_rights import Secrets
from sspipe.model.sources import Login, LoginKind

_AGAIN = "Set it again."
_OPENSSH = b"-----BEGIN OPENSSH"
_Private = Ed25519PrivateKey | EllipticCurvePrivateKey | RSAPrivateKey


@dataclass(frozen=True, slots=True)
class Rights:
    """Who logs in, with a password or a key."""

    user: str
    password: str = field(default="", repr=False)
    key: PKey | None = field(default=None, repr=False)

    def shown_to(self, transport: Transport) -> list[str]:
        """Log in; what the server asks for besides, if it is not content yet."""
        if self.key is None:
            return transport.auth_password(self.user, self.password)
        return transport.auth_publickey(self.user, self.key)


def rights_of(auth: Login, secrets: Secrets) -> Rights:
    """The rights of a source.

    Raises:
        SecretUnusable: when a secret is empty, no single line as a password is, or no key that can be read.
    """
    if auth.kind is LoginKind.PASSWORD:
        return Rights(auth.user, password=_line(auth.secret, secrets))
    passphrase = _line(auth.passphrase_secret, secrets) if auth.passphrase_secret else ""
    return Rights(auth.user, key=_key(auth, _text(auth.secret, secrets), passphrase))


def _text(name: str, secrets: Secrets) -> str:
    found = secrets(name).strip()
    if not found:
        raise SecretUnusable(f"the secret {name}", "nothing in it", "its value", _AGAIN)
    return found


def _line(name: str, secrets: Secrets) -> str:
    found = _text(name, secrets)
    if not found.isprintable():
        raise SecretUnusable(f"the secret {name}", "line breaks in it", "one line", _AGAIN)
    return found


def _key(auth: Login, text: str, passphrase: str) -> PKey:
    key = _opened(f"{text}\n".encode(), passphrase.encode() or None)
    if key is None:
        found = "no private key that can be read" + (" with its passphrase" if passphrase else "")
        expected = "an RSA, ECDSA or Ed25519 key as OpenSSH or PEM writes it, with its passphrase where it has one"
        raise SecretUnusable(f"the secret {auth.secret}", found, expected, _AGAIN)
    return key


def _opened(text: bytes, passphrase: bytes | None) -> PKey | None:
    """The key in the client's own form; the words of the libraries stay out, as they may quote it."""
    load = load_ssh_private_key if text.startswith(_OPENSSH) else load_pem_private_key
    try:
        key = load(text, passphrase)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
    return _as_client_has_it(key) if isinstance(key, _Private) else None


def _as_client_has_it(key: _Private) -> PKey:
    plain = io.StringIO(key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()).decode())
    if isinstance(key, RSAPrivateKey):
        return RSAKey.from_private_key(plain)
    if isinstance(key, Ed25519PrivateKey):
        return Ed25519Key.from_private_key(plain)
    return ECDSAKey.from_private_key(plain)
