"""``chengxin intake``: judge a file before it is sent. Needs no database."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from chengxin.catalog.adapters import standard_items
from chengxin.catalog.rules import Item
from chengxin.config.city import load_city
from chengxin.config.commands.opening import say
from chengxin.config.environment import read_environment
from chengxin.intake.adapters import Unreadable, read_file
from chengxin.intake.rules import Circumstances, FindingCode, Judgement, Severity, judge
from chengxin.intake.rules.findings import file_finding
from chengxin.law.current import law_in_force

BEIJING = ZoneInfo("Asia/Shanghai")
EXAMPLES = 3
DONE, DATA_WRONG, CALL_WRONG = 0, 1, 2
SEVERITY_WORDS = {"error": "退回", "warning": "提醒", "note": "说明"}

app = typer.Typer(help="报送文件：上传之前先检查", no_args_is_help=True)


@app.callback()
def intake() -> None:
    """Keep ``check`` a word of its own, so that further commands can stand beside it."""


@dataclass(frozen=True)
class Outcome:
    """The counts of a check with its findings as rows of plain values."""

    rows: int
    accepted: int
    returned: int
    findings: list[dict[str, Any]]


@app.command(help="按目录项检查一个文件，列出每一处要改的地方；什么都不保存")
def check(
    file: Annotated[Path, typer.Argument(help="xlsx、xls、et、csv 或 json 文件")],
    item: Annotated[str, typer.Option("--item", help="目录项，例如 penalty-organisation")],
    received: Annotated[str, typer.Option("--received", help="报送日期，例如 2026-06-16；不写就是今天")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,  # noqa: FBT002  Typer makes the switch from it
) -> None:
    """Check a file; exit status 0 all rows may go on, 1 the file has errors, 2 the call was wrong."""
    wanted = _item(item)
    day = _day(received)
    if not file.is_file():
        say(f"■ 没有找到文件 {file}")
        raise typer.Exit(CALL_WRONG)
    outcome = _checked(file, wanted, day)
    if as_json:
        answer = {**vars(outcome), "unchanged": 0}
        typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        _show(outcome, wanted)
    wrong = any(finding["severity"] == Severity.ERROR.value for finding in outcome.findings)
    raise typer.Exit(DATA_WRONG if wrong else DONE)


def _item(key: str) -> Item:
    items = standard_items()
    if key not in items:
        say(f"■ 没有“{key}”这个目录项。可以用：{'、'.join(sorted(items))}")
        raise typer.Exit(CALL_WRONG)
    return items[key]


def _day(text: str) -> date:
    if not text:
        return datetime.now(BEIJING).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        say(f"■ 日期要写成 2026-06-16 这样，“{text}”不是")
        raise typer.Exit(CALL_WRONG) from None


def _checked(file: Path, item: Item, day: date) -> Outcome:
    law = law_in_force(read_environment().data)
    calendar = load_city().calendar
    circumstances = Circumstances(
        received_on=day, due_on=lambda decided: law.due("double-publicity", decided, calendar=calendar).due_on
    )
    try:
        judgement = judge(item, read_file(file), items=standard_items().values(), circumstances=circumstances)
    except Unreadable as error:
        findings = file_finding(FindingCode.UNREADABLE, Severity.ERROR, str(error)).to_dicts()
        return Outcome(rows=0, accepted=0, returned=0, findings=findings)
    return _outcome(judgement)


def _outcome(judgement: Judgement) -> Outcome:
    return Outcome(
        rows=judgement.rows,
        accepted=judgement.accepted,
        returned=len(judgement.returned),
        findings=judgement.findings.to_dicts(),
    )


def _show(outcome: Outcome, item: Item) -> None:
    """Print the counts, then the findings by cause: how many, examples, what to do."""
    console = Console()
    console.print(f"{item.name}：{outcome.rows}行，可以接收{outcome.accepted}行，{outcome.returned}行请改正")
    if not outcome.findings:
        return
    causes: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for finding in outcome.findings:
        causes.setdefault((finding["severity"], finding["message"]), []).append(finding)
    table = Table()
    for head in ("", "处数", "怎么改", "例如"):
        table.add_column(head, overflow="fold")  # Chinese has no spaces to break at
    for (severity, message), found in sorted(causes.items(), key=lambda one: (one[0][0], -len(one[1]))):
        examples = "；".join(_example(finding) for finding in found[:EXAMPLES])
        table.add_row(SEVERITY_WORDS[severity], str(len(found)), escape(message), escape(examples))
    console.print(table)


def _example(finding: dict[str, Any]) -> str:
    where = f"第{finding['row']}行" if finding["row"] else "全表"
    return f"{where}“{finding['value'][:20]}”" if finding["value"] else where
