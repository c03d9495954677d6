"""Deployments, work pool and notification as Prefect's server should have them; applied again they change nothing."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast
from uuid import UUID

from prefect.blocks.webhook import Webhook
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate, WorkPoolUpdate
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
    WorkPoolFilter,
    WorkPoolFilterName,
)
from prefect.client.schemas.objects import StateType
from prefect.events.schemas.automations import Automation, AutomationCore
from prefect.exceptions import ObjectNotFound
from prefect.settings import PREFECT_API_URL
from prefect.workers.process import ProcessWorker

from flows.watching import POOL, alert, silence
from sspipe.errors import SourceUnavailable
from sspipe.settings import Settings

CLOSE = "close what is due/monthly-close"
POOL_TYPE = "process"
ALERT_BLOCK = "sspipe-alerts"
TOLD_LINES = 12
COMPARED = {"name", "description", "enabled", "trigger", "actions"}


def deploy(site_folder: Path, settings: Settings) -> Iterator[str]:
    """Apply everything to the server that `PREFECT_API_URL` names; one line for each thing.

    Raises:
        SourceUnavailable: when no server is named, or it does not take what it is given.
    """
    if not PREFECT_API_URL.value():
        raise SourceUnavailable(
            "Prefect", "no server named", "its address in PREFECT_API_URL", "Set it, or use `sspipe up`."
        )
    with get_client(sync_client=True) as client:
        yield _apply_pool(client)
        yield from _apply_deployments(site_folder, settings)
        yield f"watch over silent runs: {_apply_automation(client, silence())}"
        yield _apply_alert(client, settings)


def pause_pool() -> None:
    """Keep the worker from taking up more runs."""
    _set_paused(is_paused=True)


def resume_pool() -> None:
    """Let the worker take up runs again."""
    _set_paused(is_paused=False)


def _set_paused(*, is_paused: bool) -> None:
    with get_client(sync_client=True) as client:
        client.update_work_pool(POOL, WorkPoolUpdate(is_paused=is_paused))


def are_runs_under_way() -> bool:
    """Whether the worker still has a run that is starting or running."""
    states = FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.PENDING, StateType.RUNNING]))
    pool = WorkPoolFilter(name=WorkPoolFilterName(any_=[POOL]))
    with get_client(sync_client=True) as client:
        return bool(client.read_flow_runs(flow_run_filter=FlowRunFilter(state=states), work_pool_filter=pool))


def close_at_once() -> str:
    """Ask for a close of what is due now; the run's name until it starts."""
    with get_client(sync_client=True) as client:
        deployment = client.read_deployment_by_name(CLOSE)
        return client.create_flow_run_from_deployment(deployment.id).name


def _apply_pool(client: SyncPrefectClient) -> str:
    """Make the work pool if there is none; one that stands is the operator's."""
    try:
        client.read_work_pool(POOL)
    except ObjectNotFound:
        template = ProcessWorker.get_default_base_job_template()
        client.create_work_pool(WorkPoolCreate(name=POOL, type=POOL_TYPE, base_job_template=template))
        return f"work pool {POOL}: made"
    return f"work pool {POOL}: stands"


def _apply_deployments(site_folder: Path, settings: Settings) -> Iterator[str]:
    """Prefect's own command reads the file, so that nothing of its form is guessed here."""
    root = settings.root
    command = [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all"]
    done = subprocess.run(  # noqa: S603 - our own interpreter, no words from outside
        [*command, "--prefect-file", str(root / "deployments" / "prefect.yaml")],
        cwd=root,
        env=_named(site_folder, settings),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = " ".join(" ".join((done.stdout + done.stderr).splitlines()[-TOLD_LINES:]).split())
        raise SourceUnavailable(
            "prefect deploy", f"exit code {done.returncode}: {said}", "every deployment applied", "Mend what it says."
        )
    yield f"deployments of {site_folder}: applied"


def _named(site_folder: Path, settings: Settings) -> dict[str, str]:
    """The environment with what deployments/prefect.yaml asks of it."""
    return {
        **os.environ,  # noqa: TID251 - handed on to Prefect's own command
        "PREFECT_API_URL": str(PREFECT_API_URL.value()),
        "SSPIPE_DEPLOYED_SITE": str(site_folder.absolute()),
        "SSPIPE_CODE_VERSION": settings.code_version,
    }


def _apply_alert(client: SyncPrefectClient, settings: Settings) -> str:
    address = settings.alert_url.get_secret_value()
    if not address:
        return "notification: left as it is, no address in SSPIPE_ALERT_URL"
    return f"notification: {_apply_automation(client, alert(_block_id(address)))}"


def _apply_automation(client: SyncPrefectClient, wanted: AutomationCore) -> str:
    """One automation by its name; made, or changed where it differs, whatever ids the server gave."""
    found = client.read_automations_by_name(wanted.name)
    for other in found[1:]:
        client.delete_automation(other.id)
    if not found:
        client.create_automation(wanted)
        return "made"
    if is_as_wanted(found[0], wanted):
        return "stands"
    client.update_automation(found[0].id, wanted)
    return "changed"


def is_as_wanted(found: Automation, wanted: AutomationCore) -> bool:
    """Whether an automation says what is wanted; ids and times of the server do not count."""
    return found.model_dump(include=COMPARED) == wanted.model_dump(include=COMPARED)


def _block_id(address: str) -> UUID:
    """The block that keeps the webhook's address; saved only where the address has changed."""
    block = _block()
    if block is None or block.url.get_secret_value() != address:
        block = Webhook.model_validate({"url": address})
        block.save(ALERT_BLOCK, overwrite=True)
    return cast("UUID", block._block_document_id)  # noqa: SLF001 - the library shows it nowhere else


def _block() -> Webhook | None:
    try:
        return cast("Webhook", Webhook.load(ALERT_BLOCK))
    except ValueError:
        return None
