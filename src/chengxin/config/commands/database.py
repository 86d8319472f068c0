"""``chengxin database``: look at the embedded database, stop it, connect to it, delete it."""

from enum import StrEnum
from typing import Annotated
from urllib.parse import quote, urlencode

import typer

from chengxin.config import embedded
from chengxin.config.commands.opening import say
from chengxin.config.database import is_external
from chengxin.config.environment import read_environment

app = typer.Typer(help="内置数据库：状态、停止、连接地址、删除", no_args_is_help=True)


class Role(StrEnum):
    """A role by the short name that stands on the command line."""

    OWNER = "owner"
    APP = "app"
    PUBLIC = "public"


def places() -> embedded.Places:
    """Return where the embedded database lives; ends the command if ``DATABASE_URL`` names another server."""
    if is_external():
        say("正在使用 DATABASE_URL 指定的服务器，没有内置数据库")
        raise typer.Exit(0)
    return embedded.places_for(read_environment().data)


@app.command(help="显示内置数据库的状态")
def status() -> None:
    """Print where the embedded database lives and whether it runs."""
    found = embedded.status(places())
    rows = {
        "数据文件夹": str(found.places.cluster),
        "已初始化": yes_or_no(found.exists),
        "正在运行": f"{yes_or_no(found.running)}{f'（进程 {found.pid}）' if found.pid else ''}",
        "可以连接": yes_or_no(found.answers),
        "有程序在使用": yes_or_no(found.held),
        "日志": str(found.places.log),
    }
    for title, value in rows.items():
        typer.echo(f"{title}：{value}")


def yes_or_no(answer: bool) -> str:  # noqa: FBT001  it is the very value to show
    """Return the answer in words."""
    return "是" if answer else "否"


@app.command(help="停止内置数据库；正在使用它的程序会断开连接")
def stop() -> None:
    """Stop the server, whoever holds it."""
    say("数据库已停止" if embedded.stop(places(), say) else "数据库没有在运行")


@app.command("psql-url", help="显示 psql 可用的连接地址（密码在密码文件中，不在地址里）；数据库须正在运行")
def psql_url(role: Annotated[Role, typer.Option(help="以哪个数据库角色连接")] = Role.APP) -> None:
    """Print an address for psql; it names the password file and holds no password."""
    names = {
        Role.OWNER: embedded.ROLES.owner,
        Role.APP: embedded.ROLES.app,
        Role.PUBLIC: embedded.ROLES.public,
    }
    address = embedded.Server(places()).address(names[role])
    rest = urlencode({key: address[key] for key in ("host", "port", "passfile")}, quote_via=quote, safe="/")
    typer.echo(f"postgresql://{address['user']}@/{address['dbname']}?{rest}")


@app.command(help="删除内置数据库及全部数据，不能恢复")
def remove(
    yes: Annotated[bool, typer.Option("--yes", help="不再询问")] = False,  # noqa: FBT002  Typer makes the switch from it
) -> None:
    """Delete the cluster after asking."""
    found = places()
    if not yes:
        typer.confirm(f"将删除 {found.home} 中的全部数据，不能恢复。继续吗？", abort=True)
    embedded.remove(found, say)
    say("内置数据库已删除")
