"""``chengxin staff``: what only the server's own command line may do: the first administrators, and the way back in."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

import typer

from chengxin.config.commands.opening import console_actor, opened, say
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Refusal
from chengxin.foundation.roles import Role

app = typer.Typer(help="最初的三位管理员，和管理员进不来时的恢复", no_args_is_help=True)
T = TypeVar("T")
CHINA = ZoneInfo("Asia/Shanghai")
TITLES = {
    Role.SYSTEM_ADMINISTRATOR.value: "系统管理员",
    Role.SECURITY_ADMINISTRATOR.value: "安全管理员",
    Role.AUDIT_ADMINISTRATOR.value: "审计管理员",
}
REFUSED = 1
WRONG = 2

AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]


def services() -> Any:
    """Return the services of units; they need Django set up, which the command has done by then."""
    return import_module("chengxin.units.services")


@app.command("create-administrators", help="设立系统、安全、审计三位管理员，显示一次初始密码；已有管理员时拒绝")
def create_administrators(
    *,
    unit_code: Annotated[str, typer.Option(help="运行平台的单位的代号，例如 fgw")],
    unit_name: Annotated[str, typer.Option(help="单位全称")],
    unit_short_name: Annotated[str, typer.Option(help="单位简称")],
    system: Annotated[str, typer.Option(help="系统管理员，写作 登录名:姓名")],
    security: Annotated[str, typer.Option(help="安全管理员，写作 登录名:姓名")],
    audit: Annotated[str, typer.Option(help="审计管理员，写作 登录名:姓名")],
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="单位从哪一天起在册，默认今天")] = None,
    as_json: AsJson = False,
) -> None:
    """Enter the unit that runs the platform and make its three administrators."""
    given = {
        Role.SYSTEM_ADMINISTRATOR: system,
        Role.SECURITY_ADMINISTRATOR: security,
        Role.AUDIT_ADMINISTRATOR: audit,
    }
    people = {role: _person(text) for role, text in given.items()}
    with opened():
        made = _asked(
            lambda actor, now: services().found_platform(
                actor=actor,
                now=now,
                code=unit_code,
                name=unit_name,
                short_name=unit_short_name,
                district=_division(),
                valid_from=since.date() if since else datetime.now(CHINA).date(),
                founders={role: services().Founder(*person) for role, person in people.items()},
            )
        )
    _tell([(role.value, login) for role, login in made.logins.items()], as_json=as_json)


@app.command("rescue-administrator", help="管理员忘记密码、丢失验证器又无人能重置时，在服务器上恢复其登录")
def rescue_administrator(
    username: Annotated[str, typer.Argument(help="管理员的登录名")],
    as_json: AsJson = False,  # noqa: FBT002  Typer makes the switch from it
) -> None:
    """Open an administrator's login again with a new first password and without second factor."""
    with opened():
        login = _asked(lambda actor, now: services().rescue_administrator(actor=actor, now=now, username=username))
    _tell([("", login)], as_json=as_json)


def _asked(call: Callable[[Actor, datetime], T]) -> T:
    """Return what the call gives; a refusal is told and ends the command."""
    try:
        return call(
            console_actor(),
            datetime.now(UTC),
        )
    except Refusal as refusal:
        say(f"■ {refusal.sentence()}")
        raise typer.Exit(REFUSED) from refusal


def _person(text: str) -> tuple[str, str]:
    username, colon, name = text.replace("：", ":").partition(":")
    if not colon or not username.strip() or not name.strip():
        say(f"■ “{text}”应写作 登录名:姓名，例如 zhang.san:张三")
        raise typer.Exit(WRONG)
    return username, name


def _division() -> str:
    return str(import_module("django.conf").settings.CITY.division)


def _tell(logins: list[tuple[str, Any]], *, as_json: bool) -> None:
    """Print the first passwords; they are kept nowhere."""
    rows = [
        {"role": role, "username": login.user.username, "name": login.user.name, "password": login.password}
        for role, login in logins
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    say("初始密码只显示这一次，请分别当面交给本人；第一次登录时要换掉，并启用第二重验证。")
    for row in rows:
        label = TITLES.get(row["role"], "管理员")
        typer.echo(f"{label}  {row['name']}  登录名 {row['username']}  初始密码 {row['password']}")
