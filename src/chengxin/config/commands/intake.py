"""``chengxin intake``: ``check`` judges a file before it is sent and needs no database; ``load`` sends it.

With ``--json`` standard output holds one JSON object and nothing else. Exit status: 0 done, 1 the data has errors or
waits for somebody, 2 the call was wrong.
"""

import io
import json
import threading
import time
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connections
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from chengxin.catalog.adapters import standard_items
from chengxin.catalog.rules import Item
from chengxin.config.city import load_city
from chengxin.config.commands.opening import opened, say
from chengxin.config.environment import read_environment
from chengxin.intake.adapters import Unreadable, read_file
from chengxin.intake.adapters.layouts import standard_layouts
from chengxin.intake.rules import (
    PHASE_LABELS,
    STATE_LABELS,
    Circumstances,
    FindingCode,
    Judgement,
    Phase,
    Severity,
    State,
    judge,
)
from chengxin.intake.rules.findings import SEVERITY_LABELS, file_finding
from chengxin.intake.rules.recognising import CELLS_LOOKED_AT, Known, recognise
from chengxin.intake.rules.recognition import Recognition, confidence_words
from chengxin.law.book import Law
from chengxin.law.current import law_in_force
from chengxin.law.refusals import NoRule

BEIJING = ZoneInfo("Asia/Shanghai")
EXAMPLES = 3
WATCH_SECONDS = 0.5
DONE, DATA_WRONG, CALL_WRONG = 0, 1, 2

app = typer.Typer(help="报送文件：上传之前先检查，或以单位名义报送", no_args_is_help=True)


@dataclass(frozen=True)
class Outcome:
    """The counts of a check with its findings as rows of plain values."""

    rows: int
    accepted: int
    returned: int
    findings: list[dict[str, Any]]
    layout: str = ""
    layout_name: str = ""
    confidence: float = 0.0
    columns: dict[str, str] = field(default_factory=dict)


@app.command(help="按目录项检查一个文件，列出每一处要改的地方；什么都不保存")
def check(
    file: Annotated[Path, typer.Argument(help="xlsx、xls、et、csv、json 或旧式 xml 文件")],
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


@app.command(help="以单位名义报送一个文件：核对、入库、公示，和网页上传是同一条路")
def load(
    file: Annotated[Path, typer.Argument(help="xlsx、xls、et、csv、json 或旧式 xml 文件")],
    item: Annotated[str, typer.Option("--item", help="目录项，例如 penalty-organisation")],
    unit: Annotated[str, typer.Option("--unit", help="报送单位的代号")],
    accept: Annotated[bool, typer.Option("--accept-proposals", help="代单位确认建议的失信程度")] = False,  # noqa: FBT002  Typer makes the switch from it
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,  # noqa: FBT002  Typer makes the switch from it
) -> None:
    """Send a file; exit status 0 all rows went in, 1 rows came back or wait for somebody, 2 the call was wrong."""
    if not file.is_file():
        say(f"■ 没有找到文件 {file}")
        raise typer.Exit(CALL_WRONG)
    told, began = io.StringIO(), time.monotonic()
    with opened(), Following(quiet=as_json) as following:
        try:
            call_command(
                "intake_load", file, item=item, unit=unit, accept_proposals=accept, stdout=told, stderr=following
            )
        except CommandError as error:
            say(f"■ {error}")
            raise typer.Exit(CALL_WRONG) from None
    result = json.loads(told.getvalue())
    if as_json:
        typer.echo(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        _tell(result, time.monotonic() - began)
    raise typer.Exit(DONE if result["state"] == "done" and not result["returned"] else DATA_WRONG)


class Following(io.StringIO):
    """A stream to which the number of a submission is written; from then on its progress is shown on the terminal."""

    def __init__(self, *, quiet: bool) -> None:
        """Show nothing if ``quiet``."""
        super().__init__()
        self.quiet = quiet
        self.over = threading.Event()
        self.watcher: threading.Thread | None = None

    def write(self, text: str, /) -> int:
        """Begin to watch the submission that is named."""
        if text.strip() and not self.quiet and self.watcher is None:
            self.watcher = threading.Thread(target=self._watch, args=[text.strip()])
            self.watcher.start()
        return len(text)

    def __exit__(self, *_about: object) -> None:
        """Stop watching."""
        self.over.set()
        if self.watcher is not None:
            self.watcher.join()

    def _watch(self, public_id: str) -> None:
        """Show phase, rows and rate twice a second, from a connection of its own."""
        found = apps.get_model("intake", "Submission").objects.filter(public_id=public_id)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True)) as shown:
            task = shown.add_task("")
            while not self.over.wait(WATCH_SECONDS):
                phase, done, total = found.values_list("phase", "done", "total").get()
                words = PHASE_LABELS[Phase(phase)] if phase else ""
                shown.update(task, description=words, completed=done, total=total or None)
        connections.close_all()


def _tell(result: dict[str, Any], seconds: float) -> None:
    """Print the counts, the rate and where the receipt is."""
    rate = result["rows"] / seconds if seconds else 0
    say(f"{STATE_LABELS[State(result['state'])]}：{result['rows']:,}行，{seconds:.1f}秒，每秒{rate:,.0f}行")
    say(f"接收{result['accepted']:,}行，与已有相同{result['unchanged']:,}行，退回{result['returned']:,}行")
    if result["to_confirm"]:
        say(f"{result['to_confirm']:,}行等待单位确认失信程度；在回执上确认，或加 --accept-proposals 重新报送")
    say(f"回执：/desk/submissions/{result['id']}/")


def _items() -> dict[str, Item]:
    """Return the standard items that are reported."""
    return {key: item for key, item in standard_items().items() if item.collected}


def _item(key: str) -> Item:
    items, every = _items(), standard_items()
    if key in every and key not in items:
        say(f"■ “{every[key].name}”在目录里，但是尚未归集，现在不收报送")
        raise typer.Exit(CALL_WRONG)
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
    circumstances = Circumstances(received_on=day, due_on=lambda decided: _due_on(law, decided, calendar))
    try:
        sheet = read_file(file)
    except Unreadable as error:
        findings = file_finding(FindingCode.UNREADABLE, Severity.ERROR, str(error)).to_dicts()
        return Outcome(rows=0, accepted=0, returned=0, findings=findings)
    layouts = standard_layouts()
    known = Known(layouts=tuple(layouts.values()), asks_missing=False)
    found = recognise(item, sheet.cells.drop("line").head(CELLS_LOOKED_AT), known)
    judgement = judge(
        item,
        sheet,
        items=_items().values(),
        circumstances=circumstances,
        recognition=found,
        layout=layouts.get(found.layout) if found else None,
    )
    return _outcome(judgement, found)


def _due_on(law: Law, decided: date, calendar: str) -> date | None:
    try:
        return law.due("double-publicity", decided, calendar=calendar).due_on
    except NoRule:
        return None


def _outcome(judgement: Judgement, found: Recognition | None) -> Outcome:
    return Outcome(
        rows=judgement.rows,
        accepted=judgement.accepted,
        returned=len(judgement.returned),
        findings=judgement.findings.to_dicts(),
        layout=found.layout if found else "",
        layout_name=found.layout_name if found else "",
        confidence=found.confidence if found else 0.0,
        columns={column.header: column.target for column in found.columns} if found else {},
    )


def _show(outcome: Outcome, item: Item) -> None:
    """Print the counts, then the findings by cause: how many, examples, what to do."""
    console = Console()
    if outcome.layout:
        console.print(f"认出的版式：{outcome.layout_name}（{confidence_words(outcome.confidence)}）")
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
        table.add_row(SEVERITY_LABELS[Severity(severity)], str(len(found)), escape(message), escape(examples))
    console.print(table)


def _example(finding: dict[str, Any]) -> str:
    where = f"第{finding['row']}行" if finding["row"] else "全表"
    return f"{where}“{finding['value'][:20]}”" if finding["value"] else where
