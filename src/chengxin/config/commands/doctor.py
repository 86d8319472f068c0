"""``chengxin doctor``: is this machine, this installation, this database healthy, and if not, what to do."""

import json
import os
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from chengxin.config.health import Line, State, examine


def doctor(as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False) -> None:  # noqa: FBT002  typer's way of writing a flag
    """Print a line for each finding (``--json``: one object) and end with 1 when something is bad."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengxin.config.settings")
    findings = examine(datetime.now(UTC))
    lines = list(findings) if as_json else [shown(line) for line in findings]
    healthy = all(line.state is not State.BAD for line in lines)
    if as_json:
        document = {"healthy": healthy, "findings": [asdict(line) for line in lines]}
        typer.echo(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        typer.echo("✓ 可以使用" if healthy else "■ 有问题需要处理")
    raise typer.Exit(0 if healthy else 1)


def shown(line: Line) -> Line:
    """Print one finding as soon as it is there, and return it."""
    typer.echo(f"{line.state.mark} {line.title}：{line.says}")
    if line.advice:
        typer.echo(f"  → {line.advice}")
    return line
