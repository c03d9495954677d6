"""How a command ends: its code, and of an error one sentence, or one JSON document where JSON was asked for."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import typer

from flows.options import DONE, FINDINGS_BLOCK, WRONG_USE
from sspipe.errors import RunBroken

NAME, DEBUG, JSON = "sspipe", "--debug", "--json"
USAGE: Any = typer.BadParameter.__bases__[0]
"""Every way to use a command wrongly; the library names it in no public place."""
Document = dict[str, object]


def code_of(app: Callable[..., object], words: Sequence[str]) -> int:
    """Run what the words ask for, and the code by which it ended; with --debug anywhere an error keeps its stack."""
    try:
        ended = app(_debug_first(words), prog_name=NAME, standalone_mode=False)
    except typer.Abort:
        return FINDINGS_BLOCK
    except USAGE as wrong:
        return _told_use(wrong, as_json=JSON in words)
    except Exception as fault:
        if DEBUG in words:
            raise
        return _told_fault(fault, as_json=JSON in words)
    return ended if isinstance(ended, int) else DONE


def _debug_first(words: Sequence[str]) -> list[str]:
    rest = [word for word in words if word != DEBUG]
    return [DEBUG, *rest] if DEBUG in words else rest


def _told_use(wrong: Any, *, as_json: bool) -> int:
    """Say what was used wrongly; help that was shown for want of any word has said it already."""
    message = " ".join(wrong.format_message().split())
    if not message or type(wrong).__name__ == "NoArgsIsHelpError":
        return WRONG_USE
    command = wrong.ctx.command_path if wrong.ctx else NAME
    ends = "" if message.endswith((".", "?", "!")) else "."
    facts: Document = {"kind": "WrongUse", "message": message}
    return _say(f"{command}: {message}{ends} See: {command} --help", facts, WRONG_USE, as_json=as_json)


def _told_fault(fault: Exception, *, as_json: bool) -> int:
    message = _sentence(fault)
    facts: Document = {"kind": type(fault).__name__, "message": message}
    if isinstance(fault, RunBroken):
        parts = ("where", "found", "expected", "action")
        facts = {**facts, **{part: getattr(fault, part) for part in parts}}
    return _say(f"{NAME}: {message}", facts, FINDINGS_BLOCK, as_json=as_json)


def _say(sentence: str, facts: Document, code: int, *, as_json: bool) -> int:
    typer.echo(json.dumps({"error": {**facts, "exit_code": code}}) if as_json else sentence, err=True)
    return code


def _sentence(fault: Exception) -> str:
    """What broke, in words; of a fault in sspipe itself only its kind, for its text may hold what it was working on."""
    if isinstance(fault, RunBroken):
        return str(fault)
    kind = type(fault).__name__
    return (
        f"stopped by a fault of its own ({kind}); readers stay on the last complete release. "
        "See where with: sspipe --debug …"
    )
