"""A request with the rights of whoever asks; the secret goes into the request and nowhere else."""

import base64
from collections.abc import Callable

from requests import PreparedRequest

from sspipe.errors import SecretUnusable
from sspipe.model.sources import Auth, AuthKind

Secrets = Callable[[str], str]
"""The value of a secret by its name."""
Rights = Callable[[PreparedRequest], PreparedRequest]


def no_rights(request: PreparedRequest) -> PreparedRequest:
    """A request as it is: nothing from a `.netrc` either, which an empty `auth` would add."""
    return request


def rights_of(auth: Auth | None, secrets: Secrets) -> Rights:
    """What adds the rights of a source to a request.

    Raises:
        SecretUnusable: when the secret is empty, or holds what no header can carry.
    """
    if auth is None:
        return no_rights
    name, value = _header(auth, _usable(auth.secret, secrets(auth.secret)))

    def with_rights(request: PreparedRequest) -> PreparedRequest:
        request.headers[name] = value
        return request

    return with_rights


def _header(auth: Auth, secret: str) -> tuple[str, str]:
    if auth.kind is AuthKind.API_KEY:
        return auth.header, secret
    if auth.kind is AuthKind.BEARER:
        return "Authorization", f"Bearer {secret}"
    return "Authorization", f"Basic {base64.b64encode(f'{auth.user}:{secret}'.encode()).decode()}"


def _usable(name: str, found: str) -> str:
    """A secret without the line break that files end with; one that a library would quote in its error is refused."""
    secret = found.strip()
    if not secret:
        raise SecretUnusable(f"the secret {name}", "nothing in it", "its value", "Set it again.")
    if not (secret.isascii() and secret.isprintable()):
        found_in_it = "line breaks or letters beyond ASCII"
        raise SecretUnusable(f"the secret {name}", found_in_it, "one line of ASCII", "Set it again.")
    return secret
