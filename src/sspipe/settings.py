"""Where things are on this machine: the one reader of the environment, imported by flows only."""

import os
from functools import cached_property
from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

_ROOT = Path(__file__).parents[2]


class Settings(BaseSettings):
    """Every setting, each an environment variable of the same name with `SSPIPE_` before it."""

    model_config = SettingsConfigDict(env_prefix="SSPIPE_", frozen=True)

    output: Path = Path("output")
    """What runs leave behind: the database, landed files, conformed tables, keys."""
    database_url: str = ""
    """The shared database; by default SQLite in the output folder."""
    landing_url: str = ""
    """The landing area, one folder per publisher; by default in the output folder."""
    conformed_url: str = ""
    """Conformed tables by hash; by default in the output folder."""
    packs_url: str = ""
    """The workbooks and pages that finance reads, one folder per site and period; by default in the output folder."""
    keys: Path | None = None
    """The folder of the councils' occupant keys; by default in the output folder."""
    expectations: Path = _ROOT / "expectations"
    """The suites of expectations."""
    demo_site: Path = _ROOT / "deployments" / "stockport-tameside"
    """The site that the lab copies."""
    root: Path = _ROOT
    """Where the checkout stands: `deployments/prefect.yaml`, and the folder that a worker starts from."""
    alert_url: SecretStr = SecretStr("")
    """The webhook that is called when a run fails or crashes; empty: nobody is told."""
    run_lease_minutes: int = 60
    """A run that finished no step for so long has died; the next run of its site and period says so."""
    code_version: str = "0.1.0"
    """The version of the program, as releases name it."""

    @cached_property
    def database(self) -> str:
        """The database's URL."""
        return self.database_url or f"sqlite:///{(self.output / 'sspipe.db').absolute()}"

    @cached_property
    def landing(self) -> str:
        """The landing area's URL."""
        return self.landing_url or str((self.output / "landing").absolute())

    @cached_property
    def conformed(self) -> str:
        """The conformed tables' URL."""
        return self.conformed_url or str((self.output / "conformed").absolute())

    @cached_property
    def packs(self) -> str:
        """The packs' URL."""
        return self.packs_url or str((self.output / "packs").absolute())

    @cached_property
    def keys_folder(self) -> Path:
        """The folder of the occupant keys."""
        return self.keys or self.output / "keys"


def variable_of(secret: str) -> str:
    """The environment variable of a source's secret."""
    return f"SSPIPE_SECRET_{secret.upper().replace('-', '_')}"


def secret_in_environment(name: str) -> SecretStr | None:
    """A source's secret, where the environment has one under its name."""
    value = os.environ.get(variable_of(name))  # noqa: TID251 - this is the one reader; sites name their own secrets
    return SecretStr(value) if value else None
