"""``chengxin intake``: ``check`` judges a file before it is sent and needs no database; ``load`` sends it.

With ``--json`` standard output holds one JSON object and nothing else. Exit status: 0 done, 1 the data has errors or
waits for somebody, 2 the call was wrong.
"""

import io
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import polars as pl
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
from chengxin.intake.adapters import Unreadable
from chengxin.intake.adapters.layouts import standard_layouts
from chengxin.intake.adapters.long_tables import LongJudgement, judged
from chengxin.intake.rules import (
    PHASE_LABELS,
    STATE_LABELS,
    Circumstances,
    FindingCode,
    Phase,
    Severity,
    State,
)
from chengxin.intake.rules.findings import SEVERITY_LABELS, file_finding
from chengxin.intake.rules.recognition import confidence_words
from chengxin.law.book import Law
from chengxin.law.current import law_in_force
from chengxin.law.refusals import NoRule

BEIJING = ZoneInfo("Asia/Shanghai")
EXAMPLES = 3
WATCH_SECONDS = 0.5
DONE, DATA_WRONG, CALL_WRONG = 0, 1, 2
CSV_HEADS = {"row": "行", "field": "字段", "code": "问题代码", "severity": "后果", "value": "原文", "message": "怎么改"}
FORMULA = "^[=+@\t\r-]"
"""What a spreadsheet program would take for the beginning of a formula."""

app = typer.Typer(help="报送文件：上传之前先检查，或以单位名义报送", no_args_is_help=True)


@app.command(help="按目录项检查一个文件，列出每一处要改的地方；什么都不保存。csv 多长都可以")
def check(
    file: Annotated[Path, typer.Argument(help="xlsx、xls、et、csv、json 或旧式 xml 文件")],
    item: Annotated[str, typer.Option("--item", help="目录项，例如 penalty-organisation")],
    received: Annotated[str, typer.Option("--received", help="报送日期，例如 2026-06-16；不写就是今天")] = "",
    findings: Annotated[Path | None, typer.Option("--findings", help="把每一处写进这个新的 csv 文件")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,  # noqa: FBT002  Typer makes the switch from it
) -> None:
    """Check a file; exit status 0 all rows may go on, 1 the file has errors, 2 the call was wrong."""
    wanted = _item(item)
    day = _day(received)
    if not file.is_file():
        say(f"■ 没有找到文件 {file}")
        raise typer.Exit(CALL_WRONG)
    if findings is not None and findings.exists():
        say(f"■ {findings} 已经存在，不会覆盖它，请换一个文件名")
        raise typer.Exit(CALL_WRONG)
    show = _write_json if as_json else _show
    try:
        with _counting() as tell, _judged(file, wanted, day, tell) as outcome:
            if findings is not None:
                _write_csv(outcome, wanted, findings)
            wrong = show(outcome, wanted)
    except Unreadable as error:
        about = file_finding(FindingCode.UNREADABLE, Severity.ERROR, str(error))
        wrong = show(LongJudgement(rows=0, returned=0, recognition=None, about_file=about, files=()), wanted)
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
    return {key: item for key, item in standard_items().items() if item.collected and not item.by_procedure}


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


@contextmanager
def _counting() -> Iterator[Callable[[int], None]]:
    """Give what shows on a terminal how many rows were judged, and leaves nothing there in the end."""
    console = Console(stderr=True)
    columns = (TextColumn("已核对{task.completed:,.0f}行"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task("", total=None)
        yield lambda rows: shown.update(task, completed=rows)


def _judged(file: Path, item: Item, day: date, tell: Callable[[int], None]) -> AbstractContextManager[LongJudgement]:
    law = law_in_force(read_environment().data)
    calendar = load_city().calendar
    circumstances = Circumstances(received_on=day, due_on=lambda decided: _due_on(law, decided, calendar))
    return judged(
        file, item, items=_items().values(), circumstances=circumstances, layouts=standard_layouts(), tell=tell
    )


def _due_on(law: Law, decided: date, calendar: str) -> date | None:
    try:
        return law.due("double-publicity", decided, calendar=calendar).due_on
    except NoRule:
        return None


def _write_json(outcome: LongJudgement, _item: Item) -> bool:
    """Write the outcome as one JSON object, finding by finding; return whether there are errors."""
    found = outcome.recognition
    counts = {
        "rows": outcome.rows,
        "accepted": outcome.rows - outcome.returned,
        "unchanged": 0,
        "returned": outcome.returned,
        "layout": found.layout if found else "",
        "layout_name": found.layout_name if found else "",
        "confidence": found.confidence if found else 0.0,
        "columns": {column.header: column.target for column in found.columns} if found else {},
    }
    wrong, between = False, "\n"
    typer.echo(json.dumps(counts, ensure_ascii=False, indent=2).removesuffix("\n}") + ',\n  "findings": [', nl=False)
    for part in outcome.findings():
        wrong = wrong or Severity.ERROR.value in part["severity"]
        for finding in part.iter_rows(named=True):
            typer.echo(between + json.dumps(finding, ensure_ascii=False), nl=False)
            between = ",\n"
    typer.echo("\n  ]\n}")
    return wrong


def _write_csv(outcome: LongJudgement, item: Item, path: Path) -> None:
    """Write every finding into a new csv file that spreadsheet programs open with its Chinese and without formulas."""
    names = {field.code: field.name for field in item.fields}
    with path.open("xb") as file:
        for number, part in enumerate(outcome.findings()):
            told = part.with_columns(
                field=pl.col("field").replace(names),
                severity=pl.col("severity").replace_strict(dict(SEVERITY_LABELS), return_dtype=pl.String),
            ).rename(CSV_HEADS)
            text = pl.col(pl.String)
            harmless = pl.when(text.str.contains(FORMULA)).then("'" + text).otherwise(text).name.keep()
            told.with_columns(harmless).write_csv(
                file, include_header=number == 0, include_bom=number == 0, line_terminator="\r\n"
            )


@dataclass
class _Cause:
    """Findings of the same words: how many there are, and the first few."""

    count: int = 0
    examples: list[dict[str, Any]] = field(default_factory=list)


def _causes(outcome: LongJudgement) -> dict[tuple[str, str], _Cause]:
    causes: dict[tuple[str, str], _Cause] = {}
    for part in outcome.findings():
        told = part.group_by("severity", "message", maintain_order=True).agg(
            pl.len(), first=pl.struct("row", "value").head(EXAMPLES)
        )
        for severity, message, count, first in told.iter_rows():
            cause = causes.setdefault((severity, message), _Cause())
            cause.count += count
            cause.examples = [*cause.examples, *first][:EXAMPLES]
    return causes


def _show(outcome: LongJudgement, item: Item) -> bool:
    """Print the counts, then the findings by cause: how many, examples, what to do; return whether there are errors."""
    console, found = Console(), outcome.recognition
    if found is not None and found.layout:
        console.print(f"认出的版式：{found.layout_name}（{confidence_words(found.confidence)}）")
    accepted = outcome.rows - outcome.returned
    console.print(f"{item.name}：{outcome.rows}行，可以接收{accepted}行，{outcome.returned}行请改正")
    causes = _causes(outcome)
    if causes:
        table = Table()
        for head in ("", "处数", "怎么改", "例如"):
            table.add_column(head, overflow="fold")  # Chinese has no spaces to break at
        for (severity, message), cause in sorted(causes.items(), key=lambda one: (one[0][0], -one[1].count)):
            examples = "；".join(_example(finding) for finding in cause.examples)
            table.add_row(SEVERITY_LABELS[Severity(severity)], str(cause.count), escape(message), escape(examples))
        console.print(table)
    return any(severity == Severity.ERROR.value for severity, _message in causes)


def _example(finding: dict[str, Any]) -> str:
    where = f"第{finding['row']}行" if finding["row"] else "全表"
    return f"{where}“{finding['value'][:20]}”" if finding["value"] else where
