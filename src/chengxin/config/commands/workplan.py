"""``chengxin workplan import``: takes a city's yearly responsibility table in as a draft plan, or publishes it.

With ``--dry-run`` it reads only and needs no database. With ``--json`` standard output holds one JSON object and
nothing else. Exit status: 0 the plan may go on, 1 it has fatal doubts or can not be read, 2 the call was wrong.
"""

import io
import json
from pathlib import Path
from typing import Annotated, Any

import typer
from django.core.management import CommandError, call_command
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from chengxin.config.commands.opening import opened, say
from chengxin.oversight.adapters.plans import PlanUnreadable, read_plan
from chengxin.oversight.rules.plan import PARTS, Doubt, Named, Part, PlanDraft, TaskDraft

DONE, DATA_WRONG, CALL_WRONG = 0, 1, 2

app = typer.Typer(help="年度工作计划：读取重点工作分工责任表", no_args_is_help=True)


@app.callback()
def workplan() -> None:
    """Keep ``import`` a word of its own, though it is the only one."""


@app.command("import", help="把一份分工责任表（xlsx、csv或表格另存的txt）读成当年计划的草稿，列出要核对的地方")
def import_plan(
    file: Annotated[Path, typer.Argument(metavar="文件", help="xlsx、csv，或 Word 表格另存的 txt")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只读取，不保存，不需要数据库")] = False,
    year: Annotated[int | None, typer.Option("--year", help="年度；不写就用文件里的")] = None,
    unit: Annotated[str, typer.Option("--unit", help="保存原件的单位代号；不写就是市信用办")] = "",
    publish: Annotated[bool, typer.Option("--publish", help="没有必须改正的地方就直接发布")] = False,
    keep_texts: Annotated[bool, typer.Option("--keep-texts", help="没有对应到名录的责任单位照原文发布")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """Read a plan and keep it; exit status 0 it may go on, 1 it has fatal doubts, 2 the call was wrong."""
    if not file.is_file():
        say(f"■ 没有找到文件 {file}")
        raise typer.Exit(CALL_WRONG)
    if not dry_run:
        told = _kept(file, year=year, unit=unit, publish=publish, keep_texts=keep_texts)
        if as_json:
            typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            tell(told)
        raise typer.Exit(DATA_WRONG if told["held_back"] or _fatal(told) else DONE)
    draft = _read(file)
    if as_json:
        typer.echo(json.dumps(_plain(draft), ensure_ascii=False, indent=2))
    else:
        _show(draft)
    raise typer.Exit(DATA_WRONG if any(doubt.fatal for doubt in draft.doubts) else DONE)


def _kept(file: Path, **options: object) -> dict[str, Any]:
    """Keep the plan in the database and return what became of it."""
    told = io.StringIO()
    with opened():
        try:
            call_command("workplan_import", file, stdout=told, **options)
        except CommandError as error:
            say(f"■ {error}")
            raise typer.Exit(error.returncode) from None
    found: dict[str, Any] = json.loads(told.getvalue())
    return found


def _fatal(told: dict[str, Any]) -> int:
    return sum(doubt["fatal"] for doubt in told["doubts"])


def tell(told: dict[str, Any]) -> None:
    """Print what became of the file and what has to be looked at."""
    published = told["state"] == "published"
    say(f"{told['year']}年：{told['tasks']}项任务，{'已发布' if published else '已存为草稿'}")
    if told["held_back"]:
        say(f"■ 没有发布：{told['held_back']}")
    for doubt in told["doubts"]:
        of_task = f"任务{doubt['no']}：" if doubt["no"] else ""
        say(f"{'■' if doubt['fatal'] else '▲'} {of_task}{doubt['says']}")
    if told["unmatched"]:
        say(f"▲ 没有对应到名录的责任单位：{'、'.join(told['unmatched'])}")
    say(f"/desk/plan/{told['year']}" if published else f"核对和发布：/desk/plan/{told['year']}/draft/")


def _read(file: Path) -> PlanDraft:
    """Return the draft of a file; one that can not be read is a draft without tasks whose doubt says why."""
    try:
        return read_plan(file.read_bytes(), file.name)
    except PlanUnreadable as refusal:
        return PlanDraft("", None, (), (refusal.doubt(),))


def _modules(draft: PlanDraft) -> set[int]:
    return {task.module_no for task in draft.tasks}


def _headings(draft: PlanDraft) -> set[tuple[int, int]]:
    return {(task.module_no, task.heading_no) for task in draft.tasks}


def _plain(draft: PlanDraft) -> dict[str, Any]:
    """Return the draft as plain values: counts, tasks, doubts."""
    return {
        "title": draft.title,
        "year": draft.year,
        "modules": len(_modules(draft)),
        "headings": len(_headings(draft)),
        "tasks": [_plain_task(task) for task in draft.tasks],
        "doubts": [_plain_doubt(doubt) for doubt in draft.doubts],
    }


def _plain_task(task: TaskDraft) -> dict[str, Any]:
    first = task.bases[0] if task.bases else None
    return {
        "no": task.no,
        "module_no": task.module_no,
        "module": task.module,
        "heading_no": task.heading_no,
        "heading": task.heading,
        "title": task.title,
        "requirement": task.requirement,
        "units": [unit.text for unit in task.units],
        "parts": [unit.part.value for unit in task.units],
        "groups": [unit.group.value if unit.group else None for unit in task.units],
        "due_on": task.due_on.isoformat() if task.due_on else None,
        "milestones": [
            {"text": one.text, "due_on": one.due_on.isoformat() if one.due_on else None} for one in task.milestones
        ],
        "basis": first.title if first else "",
        "basis_number": first.number if first else "",
        "bases": [{"title": one.title, "number": one.number} for one in task.bases],
        "remark": task.remark,
        "place": task.place,
    }


def _plain_doubt(doubt: Doubt) -> dict[str, Any]:
    return {"code": doubt.code, "no": doubt.no, "fatal": doubt.fatal, "says": doubt.says}


def _show(draft: PlanDraft) -> None:
    """Print the counts, the tasks and what is doubtful, the fatal first."""
    console = Console()
    counts = f"{len(_modules(draft))}个模块，{len(_headings(draft))}项重点工作，{len(draft.tasks)}项任务"
    year = f"{draft.year}年" if draft.year else "年份不明"
    console.print(escape(f"{draft.title or '（没有标题）'}　{year}"))
    console.print(counts)
    if draft.tasks:
        console.print(_tasks(draft.tasks))
    doubts = sorted(draft.doubts, key=lambda doubt: not doubt.fatal)
    fatal = sum(doubt.fatal for doubt in doubts)
    console.print(f"要核对{len(doubts)}处，其中必须改正{fatal}处" if doubts else "没有疑点")
    for doubt in doubts:
        of_task = f"任务{doubt.no}：" if doubt.no else ""
        console.print(escape(f"{'■' if doubt.fatal else '▲'} {of_task}{doubt.says}"), soft_wrap=True)


def _tasks(tasks: tuple[TaskDraft, ...]) -> Table:
    table = Table()
    for head in ("序号", "重点工作", "任务", "责任单位", "完成时限"):
        table.add_column(head, overflow="fold")  # Chinese has no spaces to break at
    for task in tasks:
        day = task.due_on.isoformat() if task.due_on else "—"
        cells = (f"{task.module_no}·{task.heading_no} {task.heading}", task.title, _units(task.units), day)
        table.add_row(str(task.no), *(escape(cell) for cell in cells))
    return table


def _units(units: tuple[Named, ...]) -> str:
    told = [f"{one.text}（{PARTS[one.part]}）" if one.part is not Part.UNSPECIFIED else one.text for one in units]
    return "、".join(told)
