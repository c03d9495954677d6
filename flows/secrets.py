"""The value of a secret by its name: from the environment, else from a secret block of Prefect."""

from sspipe.errors import SecretUnusable, SourceUnavailable
from sspipe.settings import secret_in_environment, variable_of


def secret_named(name: str) -> str:
    """Find a secret where the machine, or the server that runs work, keeps it.

    Raises:
        SecretUnusable: naming both places, when it is in neither.
        SourceUnavailable: when Prefect's server, which may have it, does not answer.
    """
    kept = secret_in_environment(name)
    found = kept.get_secret_value() if kept is not None else _in_prefect(name)
    if not found:
        raise SecretUnusable(
            f"the secret {name}",
            "no value",
            f"one in the environment as {variable_of(name)}, or in a Prefect secret block called {name}",
            "Set one of the two.",
        )
    return found


def _in_prefect(name: str) -> str:
    """The value of a block; nothing where no server is named or running: asking would start one."""
    from httpx import HTTPError  # noqa: PLC0415 - Prefect's own way to its server
    from prefect.blocks.system import Secret  # noqa: PLC0415 - slow to import, and few sites need it
    from prefect.context import FlowRunContext  # noqa: PLC0415 - as above
    from prefect.settings import PREFECT_API_URL  # noqa: PLC0415 - as above

    if not PREFECT_API_URL.value() and FlowRunContext.get() is None:
        return ""
    try:
        value = Secret.load(name).get()  # type: ignore[union-attr] # loaded at once outside of asynchronous code
    except ValueError:
        return ""
    except HTTPError as error:
        found, expected = "no answer", f"the secret block {name}"
        raise SourceUnavailable("Prefect's server", found, expected, "See that it is up, and try again.") from error
    return value if isinstance(value, str) else ""
