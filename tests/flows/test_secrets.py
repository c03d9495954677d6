"""A secret by its name: from the environment, or a sentence that says both places; blocks: see `test_prefect`."""

import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.secrets import secret_named
from sspipe.errors import SecretUnusable, SourceUnavailable

NOBODY_LISTENS = "http://127.0.0.1:9/api"
VARIABLE = "SSPIPE_SECRET_TAMESIDE_LEDGER"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.delenv("PREFECT_API_URL", raising=False)


def test_the_environment_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "of the environment")
    assert secret_named("tameside-ledger") == "of the environment"


def test_a_missing_secret_is_one_sentence_that_says_both_places() -> None:
    with pytest.raises(SecretUnusable) as missing:
        secret_named("tameside-ledger")
    assert str(missing.value) == (
        "the secret tameside-ledger: found no value; expected one in the environment as SSPIPE_SECRET_TAMESIDE_LEDGER, "
        "or in a Prefect secret block called tameside-ledger. Set one of the two."
    )


def test_an_empty_variable_is_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "")
    with pytest.raises(SecretUnusable):
        secret_named("tameside-ledger")


def test_a_server_that_does_not_answer_is_told_as_such() -> None:
    with temporary_settings({PREFECT_API_URL: NOBODY_LISTENS}), pytest.raises(SourceUnavailable, match="no answer"):
        secret_named("tameside-ledger")
