"""What the sub-commands share: words of the call, errors and their exit status, JSON or people's output."""

import getpass
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, is_dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, NoReturn
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from chengxin.config.city import CHECKOUT
from chengxin.foundation.refusals import Invalid, Refusal
from chengxin.law import adding, book
from chengxin.law.calendars import KIND_WORDS, Day
from chengxin.law.collection import DamagedData
from chengxin.law.refusals import BadDate, MissingFacts, UnlawfulFile

BEIJING = ZoneInfo("Asia/Shanghai")
MONTH = re.compile(r"\d{4}-\d{2}")
OPTIONS = {"kind": "kinds", "amount": "amount-class"}

AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象。")]
Show = Callable[[Mapping[str, Any]], None]


class MissingOption(Invalid):
    """An option without which the question makes no sense. Facts: ``option``, ``what``."""

    code = "law.missing-option"
    says = "缺少 {option}（{what}）"


def run(answer: Callable[[], Mapping[str, Any]], show: Show, *, as_json: bool) -> None:
    """Answer and print, as JSON or for people; a refusal leaves with its exit status."""
    try:
        result = answer()
    except Refusal as refusal:
        _fail(refusal, refusal.sentence(), as_json=as_json)
    except DamagedData as error:
        _fail(error, f"安装的法规数据有错：{error}", as_json=as_json)
    except OSError as error:
        _fail(error, f"不能读写文件：{error.filename}", as_json=as_json)
    if as_json:
        _print_json(result)
    else:
        show(result)


def _fail(error: Exception, sentence: str, *, as_json: bool) -> NoReturn:
    """Say what is wrong and leave: 2 where the call was, 1 where the data or the law are."""
    wrong_call = isinstance(error, Invalid) and not isinstance(error, UnlawfulFile)
    missing = error.facts.get("keys", ()) if isinstance(error, MissingFacts) else ()
    options = "、".join(f"--{OPTIONS.get(key, key)}" for key in missing) if isinstance(missing, tuple) else ""
    text = f"{sentence}（用 {options} 说明）" if options else sentence
    if as_json:
        code = error.code if isinstance(error, Refusal) else "law.failed"
        problems = error.facts.get("problems", ()) if isinstance(error, UnlawfulFile) else ()
        _print_json({"error": {"code": code, "message": text, "missing": missing, "problems": problems}})
    else:
        Console(stderr=True, soft_wrap=True).print(text, markup=False, highlight=False)
    raise typer.Exit(2 if wrong_call else 1)


def _print_json(result: Mapping[str, Any]) -> None:
    typer.echo(json.dumps(result, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(type(value).__name__)


def loaded_law() -> book.Law:
    """Return the law with the rule files of this installation."""
    return book.load(data_folder())


def data_folder() -> Path:
    """Return the data folder of this installation (``CHENGXIN_DATA``, else ``var/`` of the checkout)."""
    return Path(os.environ.get("CHENGXIN_DATA") or CHECKOUT / "var").resolve()


def signature() -> adding.Signature:
    """Return who signs what is added, and when."""
    return adding.Signature(by=_user(), now=datetime.now(UTC))


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "未知用户"


def today() -> date:
    """Return today's date in Beijing."""
    return datetime.now(BEIJING).date()


def needed(value: str | None, option: str, what: str) -> str:
    """Return an option that the question can not do without.

    Raises:
        MissingOption: it was not given.
    """
    if not value:
        raise MissingOption(option=option, what=what)
    return value


def day(value: str | None, option: str, what: str) -> date:
    """Return the date an option gives as YYYY-MM-DD.

    Raises:
        MissingOption: it was not given.
        BadDate: it is no date.
    """
    text = needed(value, option, what)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadDate(what=what, value=text) from None


def days_of_month(value: str | None) -> list[date]:
    """Return every day of a month given as YYYY-MM; of this month if not given."""
    text = value or today().strftime("%Y-%m")
    first = day(f"{text}-01" if MONTH.fullmatch(text) else text, "--month", "月份")
    days = (first + timedelta(days=n) for n in range(31))
    return [on for on in days if on.month == first.month]


def say(text: str) -> None:
    """Print one sentence for people."""
    Console(soft_wrap=True).print(text, markup=False, highlight=False)


def show_pairs(pairs: Mapping[str, object]) -> None:
    """Print names and values, leaving out what there is not."""
    table = Table(show_header=False, box=None)
    for name, value in pairs.items():
        if value is not None:
            table.add_row(f"[bold]{name}[/bold]", escape(str(value)))
    Console().print(table)


def show_days(days: Iterable[Day]) -> None:
    """Print calendar days with their kind, whether they count and why; nothing for none."""
    table = Table("日期", "类别", "计入", "缘故")
    for entry in days:
        note = entry.label if entry.known else f"{entry.label}（暂定）"
        table.add_row(entry.on.isoformat(), KIND_WORDS[entry.kind], "是" if entry.counted else "", escape(note))
    if table.row_count:
        Console().print(table)
