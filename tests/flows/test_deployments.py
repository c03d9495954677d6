"""What deployments/prefect.yaml promises is there: flows that can be loaded, schedules with slugs, nothing secret."""

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import yaml
from prefect.events.actions import CallWebhook
from prefect.events.schemas.automations import Automation, AutomationCore
from prefect.flows import load_flow_from_entrypoint

from flows.deploying import CLOSE, deploy, is_as_wanted
from flows.watching import POOL, alert, silence
from sspipe.errors import SourceUnavailable
from sspipe.settings import Settings

ONE, OTHER = uuid4(), uuid4()


@pytest.fixture(scope="module")
def declared(checkout: Path) -> dict[str, dict[str, Any]]:
    content = yaml.safe_load((checkout / "deployments" / "prefect.yaml").read_text(encoding="utf-8"))
    assert content["pull"] is None
    return {each["name"]: each for each in content["deployments"]}


def test_the_three_deployments_stand_there(declared: dict[str, dict[str, Any]]) -> None:
    assert set(declared) == {"monthly-close", "pull-feeds", "backfill"}


@pytest.mark.parametrize("name", ["monthly-close", "pull-feeds", "backfill"])
def test_a_deployment_is_whole_and_its_flow_takes_its_parameters(
    declared: dict[str, dict[str, Any]], name: str
) -> None:
    each = declared[name]
    flow: Any = load_flow_from_entrypoint(each["entrypoint"], use_placeholder_flow=False)

    assert set(each["parameters"]) <= set(flow.parameters.properties)
    assert set(flow.parameters.required) - set(each["parameters"]) <= {"first", "last"}
    assert each["description"]
    assert each["tags"]
    assert each["version"]
    assert each["concurrency_limit"]["limit"] == 1
    assert each["concurrency_limit"]["collision_strategy"] in {"ENQUEUE", "CANCEL_NEW"}
    assert each["work_pool"]["name"] == POOL
    for schedule in each["schedules"]:
        assert schedule["slug"]
        assert schedule["active"] is True
        assert schedule["timezone"] == "Europe/London"


def test_the_close_runs_at_seven_in_london(declared: dict[str, dict[str, Any]]) -> None:
    each = declared["monthly-close"]
    flow: Any = load_flow_from_entrypoint(each["entrypoint"], use_placeholder_flow=False)
    assert [schedule["cron"] for schedule in each["schedules"]] == ["0 7 * * *"]
    assert f"{flow.name}/{each['name']}" == CLOSE


def test_no_address_stands_in_the_file(checkout: Path) -> None:
    assert "://" not in (checkout / "deployments" / "prefect.yaml").read_text(encoding="utf-8")


def stored(wanted: AutomationCore) -> Automation:
    return Automation(id=uuid4(), **wanted.model_dump())


def test_an_automation_with_other_ids_is_as_wanted() -> None:
    assert is_as_wanted(stored(alert(ONE)), alert(ONE))
    assert is_as_wanted(stored(silence()), silence())


@pytest.mark.parametrize("change", [{"enabled": False}, {"description": "other"}, {"actions": []}])
def test_an_automation_that_somebody_changed_is_not_as_wanted(change: dict[str, Any]) -> None:
    assert not is_as_wanted(stored(alert(ONE)).model_copy(update=change), alert(ONE))


def test_an_automation_that_calls_another_block_is_not_as_wanted() -> None:
    assert not is_as_wanted(stored(alert(ONE)), alert(OTHER))


def test_the_notification_names_a_block_and_no_address() -> None:
    (action,) = alert(ONE).actions
    assert isinstance(action, CallWebhook)
    assert isinstance(action.block_document_id, UUID)
    assert "http" not in action.payload


def test_without_a_server_nothing_is_deployed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.deploying.PREFECT_API_URL", type("Unset", (), {"value": staticmethod(lambda: None)}))
    with pytest.raises(SourceUnavailable, match="PREFECT_API_URL"):
        list(deploy(tmp_path, Settings()))


def test_the_address_of_the_webhook_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSPIPE_ALERT_URL", "https://example.test/secret-path")
    assert "secret-path" not in repr(Settings())
