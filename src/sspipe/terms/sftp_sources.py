"""The form of a source on an SFTP server: its host keys, which are public, and who logs in, by the names of secrets."""

import binascii
from base64 import b64decode
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, Strict, model_validator

from sspipe.model.sources import Login, LoginKind, SftpSource
from sspipe.terms.forms import Text
from sspipe.terms.source_parts import AskedForm, SecretForm, User, check_secret_name, patience_of, wrong_host

HOST_KEY_KINDS = ("ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa")
_LENGTH_BYTES = 4


def _host_key(text: str) -> str:
    """A kind and a key, as they stand in a line of known_hosts behind the host; the key begins with its kind again."""
    kind, _, key = text.partition(" ")
    try:
        content = b64decode(key, validate=True)
    except (binascii.Error, ValueError):
        content = b""
    begins = len(kind).to_bytes(_LENGTH_BYTES, "big") + kind.encode()
    if kind not in HOST_KEY_KINDS or not content.startswith(begins) or len(content) <= len(begins):
        message = (
            f"a kind ({', '.join(HOST_KEY_KINDS)}), a space and the public key, as in a line of known_hosts behind the "
            "host; a private key stands nowhere in a site"
        )
        raise ValueError(message)
    return text


class PasswordForm(SecretForm):
    """A user and a password."""

    kind: Literal["password"]
    user: User


class PrivateKeyForm(SecretForm):
    """A user and a private key; `passphrase_secret` names what opens the key, where it is closed."""

    kind: Literal["private_key"]
    user: User
    passphrase_secret: Annotated[str, Strict()] | None = None

    @model_validator(mode="after")
    def _only_another_name(self) -> "PrivateKeyForm":
        if self.passphrase_secret is not None:
            check_secret_name(self.passphrase_secret)
        return self


class SftpSourceForm(AskedForm):
    """A file on an SFTP server. Without one of its host keys nobody is asked; there is no way to do without."""

    host_keys: Annotated[tuple[Annotated[Text, AfterValidator(_host_key)], ...], Field(min_length=1)]
    auth: Annotated[PasswordForm | PrivateKeyForm, Field(discriminator="kind")]

    @model_validator(mode="after")
    def _fit_to_be_asked(self) -> "SftpSourceForm":
        """Refuse what gives rights away; at the whole entry, so that no message quotes the address."""
        wrong = wrong_host(self.url) or _wrong_path(self.url)
        if wrong:
            raise ValueError(wrong)
        return self


def _wrong_path(url: str) -> str:
    address = urlsplit(url)
    if address.query or address.fragment or "?" in url:
        return "an address without ? and # (in a file's name: %3F and %23)"
    if not address.path.strip("/") or address.path.endswith("/"):
        return "an address with the path of a file"
    return ""


def sftp_source_of(form: SftpSourceForm) -> SftpSource:
    """The source in the model's words."""
    closed = form.auth.passphrase_secret if isinstance(form.auth, PrivateKeyForm) else None
    return SftpSource(
        **patience_of(form),
        host_keys=form.host_keys,
        auth=Login(
            kind=LoginKind(form.auth.kind), user=form.auth.user, secret=form.auth.secret, passphrase_secret=closed or ""
        ),
    )
