"""What Prefect's server does by itself: tell of a failed or crashed run, and mark one that fell silent as crashed."""

from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from prefect.client.schemas.objects import StateType
from prefect.events.actions import CallWebhook, ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture

POOL = "sspipe"
ALERT = "sspipe: say that a run failed or crashed"
SILENCE = "sspipe: mark a run that gives no sign of life as crashed"
BAD_ENDS = ("FAILED", "CRASHED")
FLOW_RUNS = "prefect.flow-run.*"
HEARTBEAT = "prefect.flow-run.heartbeat"
SILENT_FOR = timedelta(minutes=3)
"""Six heartbeats of 30 seconds; under three, a run that lives is marked as well."""
PAYLOAD = """{"text": {{ (flow_run.name ~ ": " ~ flow_run.state.name) | tojson }}, "run": "{{ flow_run | ui_url }}"}"""


def alert(block_id: UUID) -> AutomationCore:
    """Call the webhook once for each run of a deployment that failed or crashed.

    Our states carry names of their own, and a state's event is named after it: so the trigger looks at the type. Runs
    inside another run belong to no deployment; their failure is told by the one that holds them.
    """
    of_ours = [
        {"prefect.resource.role": "deployment", "prefect.resource.id": "prefect.deployment.*"},
        {"prefect.resource.role": "work-pool", "prefect.resource.name": POOL},
    ]
    return AutomationCore(
        name=ALERT,
        description="Calls the webhook that SSPIPE_ALERT_URL named when it was deployed.",
        trigger=EventTrigger(
            expect={FLOW_RUNS},
            match=cast("Any", {"prefect.resource.id": FLOW_RUNS, "prefect.state-type": list(BAD_ENDS)}),
            match_related=cast("Any", of_ours),
        ),
        actions=[CallWebhook(block_document_id=block_id, payload=PAYLOAD)],
    )


def silence() -> AutomationCore:
    """Mark a run as crashed whose last heartbeat nothing followed: its process and its worker are gone."""
    message = f"no sign of life for {SILENT_FOR.total_seconds() // 60:.0f} minutes; the next run takes its place"
    return AutomationCore(
        name=SILENCE,
        description="A run that was killed together with its worker would stand as running for ever.",
        trigger=EventTrigger(
            posture=Posture.Proactive,
            match=cast("Any", {"prefect.resource.id": FLOW_RUNS}),
            for_each={"prefect.resource.id"},
            after={HEARTBEAT},
            expect={FLOW_RUNS},
            within=SILENT_FOR,
        ),
        actions=[ChangeFlowRunState(state=StateType.CRASHED, name="Died", message=message, force=False)],
    )
