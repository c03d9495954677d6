"""YAML as the lab writes it: in the order given, and every value in full."""

from pathlib import Path
from typing import Any

import yaml


class _PlainDumper(yaml.SafeDumper):
    """Writes every value out, never a reference to another one."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  (the signature is PyYAML's)
        """Nothing is an alias."""
        return True


def write_yaml(path: Path, content: dict[str, Any]) -> None:
    """Write a file of a site."""
    text = yaml.dump(content, Dumper=_PlainDumper, sort_keys=False, allow_unicode=True, width=160)
    path.write_text(text, encoding="utf-8")
