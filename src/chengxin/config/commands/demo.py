"""``chengxin demo``: the invented cast of the demonstration city."""

import json
import os
import time
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from chengxin.config.city import DEMONSTRATION
from chengxin.config.commands.opening import opened, say
from chengxin.config.demonstration.workbooks import WORKBOOKS
from chengxin.foundation.refusals import Refusal

app = typer.Typer(help="演示城市：装入演示数据，列出演示账号，给出验证码", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]
Username = Annotated[str, typer.Argument(help="演示账号的登录名")]
Target = Annotated[Path, typer.Argument(help="写到哪个文件夹，没有就新建；同名文件会换成新的")]
WRONG = 2


def loading() -> Any:
    """Return the module that loads; it needs Django set up, which the command has done by then."""
    return import_module("chengxin.config.demonstration.loading")


def demonstration_folder() -> Path:
    """Return the folder of the city's configuration, where the demonstration's files stand too."""
    return Path(os.environ.get("CHENGXIN_CITY") or DEMONSTRATION).resolve().parent


def load_once() -> bool:
    """Load the demonstration unless it is there; return whether it was loaded now. Django is set up already."""
    return bool(loading().load_once(now=datetime.now(UTC), folder=demonstration_folder()))


def records() -> Any:
    """Return the module that loads records; it needs Django set up, which the command has done by then."""
    return import_module("chengxin.config.demonstration.records")


def load_records() -> int:
    """Load plans and records that are missing; return how many steps were made. Django is set up."""
    now, folder = datetime.now(UTC), demonstration_folder()
    plans = int(import_module("chengxin.config.demonstration.yearly").load_plans(now=now, folder=folder))
    steps = int(records().load_records(now=now, folder=folder, say=say))
    codes = int(import_module("chengxin.config.demonstration.codes").load_codes(now=now, folder=folder))
    told = int(import_module("chengxin.config.demonstration.reporting").load_reporting(now=now, folder=folder))
    listed = int(import_module("chengxin.config.demonstration.listings").load_listings(now=now, folder=folder))
    joint = int(import_module("chengxin.config.demonstration.joint").load_joint(now=now, folder=folder))
    checked = int(import_module("chengxin.config.demonstration.checking").load_checks(now=now, folder=folder))
    return plans + steps + codes + told + listed + joint + checked


def refuse_demo_accounts() -> None:
    """Refuse to go on in production while somebody of the demonstration can sign in. Django is set up already."""
    loading().refuse_demo_accounts()


@app.command(help="把演示数据装进空的平台；装过的不再装，中断过的接着装")
def load(as_json: AsJson = False) -> None:  # noqa: FBT002  Typer makes the switch from it
    """Load the demonstration into a platform that may be new: tables, the cast, what was recorded over the years."""
    began = time.monotonic()
    with opened():
        import_module("chengxin.config.migrating").migrate_database(say)
        loaded = load_once()
        steps = load_records()
        found = loading().accounts(now=datetime.now(UTC))
    seconds = round(time.monotonic() - began, 1)
    if as_json:
        told = {"loaded": loaded, "steps": steps, "accounts": len(found), "seconds": seconds}
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    say(f"演示数据已装入，用时{seconds}秒" if loaded or steps else "演示数据早已装入，没有改动")
    say(f"{len(found)} 个演示账号，运行 chengxin demo accounts 查看")


@app.command("records", help="装入演示数据里还缺的记录；不缺就不出声")
def missing_records() -> None:
    """Load what is missing of the records."""
    with opened():
        steps = load_records()
    if steps:
        say("演示数据的记录已全部装入")


@app.command(help="把可以试着报送的文件写进一个文件夹，按今天的日期生成")
def workbooks(target: Target = Path("演示文件")) -> None:
    """Write the files to try sending into a folder."""
    with opened():
        scene = import_module("chengxin.config.demonstration.fetching").scene_of(
            demonstration_folder(), datetime.now(UTC)
        )
    if scene is None:
        say("■ 演示数据还没有装入，先运行 chengxin demo load")
        raise typer.Exit(WRONG)
    target.mkdir(parents=True, exist_ok=True)
    for book in WORKBOOKS:
        (target / book.name).write_bytes(book.content(scene))
        say(f"{target / book.name}：{book.shows}")


@app.command(help="列出演示账号")
def accounts(as_json: AsJson = False) -> None:  # noqa: FBT002  Typer makes the switch from it
    """List the logins of the demonstration."""
    with opened():
        found = loading().accounts(now=datetime.now(UTC))
        password = loading().services.DEMONSTRATION_PASSWORD
    if as_json:
        rows = [{**vars(account), "seats": list(account.seats)} for account in found]
        typer.echo(json.dumps({"password": password, "accounts": rows}, ensure_ascii=False, indent=1))
        return
    typer.echo(f"密码都是 {password}；带 * 的还要验证码：chengxin demo code 登录名")
    for account in found:
        typer.echo(
            f"{'*' if account.second_factor else ' '} {account.username:<16}{account.name}  {'；'.join(account.seats)}"
        )


@app.command(help="给出演示账号现在的6位验证码")
def code(username: Username) -> None:
    """Print the token of a login of the demonstration."""
    with opened():
        try:
            typer.echo(loading().token_of(username=username, now=datetime.now(UTC)))
        except Refusal as refusal:
            say(f"■ 没有用演示验证器的演示账号“{username}”")
            raise typer.Exit(WRONG) from refusal
