"""``chengxin subjects lookup``: what the platform knows of an organisation, by code, old number or a part of its name.

Of a number it is also said what is wrong with it, whether the law still takes the old certificate, and which code
took its place (``number`` with ``--json``, null for a name).

With ``--json`` standard output holds one JSON object and nothing else. Exit status: 0 found, 1 nothing found, 2 the
call was wrong.
"""

import io
import json
import sys
from collections.abc import Mapping
from typing import Annotated, Any

import typer
from django.core.management import CommandError, call_command

from chengxin.config.commands.opening import opened, say

app = typer.Typer(help="信用主体：按代码或名称查询。", no_args_is_help=True)

WRONG_CALL = 2


@app.callback()
def subjects() -> None:
    """Keep ``lookup`` a word of its own while it is the only command."""


@app.command(help="按统一社会信用代码（或其一部分）、旧号码、现名或曾用名的任意部分查询组织。")
def lookup(
    asked: Annotated[str, typer.Argument(metavar="代码或名称", help="例：91990100MA00000000，或者名称中的几个字。")],
    decided_on: Annotated[
        str, typer.Option("--decided-on", metavar="日期", help="旧证照要用在哪一天的决定上，如2018-06-30；不写按今天。")
    ] = "",
    limit: Annotated[int, typer.Option(min=1, max=100, help="最多列出几条。")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象。")] = False,  # noqa: FBT002  a flag of the command line
) -> None:
    """Look organisations up; a whole code gives all facts of one."""
    told, verdict = io.StringIO(), io.StringIO()
    with opened():
        try:
            call_command("subjects_lookup", asked, limit=limit, stdout=told)
            call_command("codes_look_up", asked, decided_on=decided_on, stdout=verdict)
        except CommandError as error:
            say(str(error))
            raise typer.Exit(WRONG_CALL) from None
    result = json.loads(told.getvalue()) | {"number": json.loads(verdict.getvalue())}
    if as_json:
        typer.echo(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        _tell(result)
    if not result["hits"]:
        raise typer.Exit(1)


def _tell(result: Mapping[str, Any]) -> None:
    _tell_number(result["number"])
    if not result["hits"]:
        say("没有找到")
        return
    for hit in result["hits"]:
        former = f"（曾用名：{hit['former_name']}）" if hit["former_name"] else ""
        _write(
            f"{hit['code'] or '（无代码）':20}{hit['name']}{former}  {hit['kind']} {hit['status']} {hit['district']}"
        )
    facts = result["facts"]
    if facts:
        _tell_facts(facts)
    more = result["count"]
    many = f"{more['number']:,}" + ("" if more["exact"] else "以上")
    say(f"共 {many} 个，列出 {len(result['hits'])} 个")


def _tell_number(number: Mapping[str, Any] | None) -> None:
    if number is None:
        return
    if number["old_number"]:
        _write(f"{number['number']} 是{number['old_number']}")
        _write(
            f"  {number['reason']}" if number["refused"] else f"  {number['decided_on']}的决定没有停用这种旧证照的规定"
        )
        _write(f"  对应的统一社会信用代码：{number['code'] or '平台没有查到'}")
    for fault in number["faults"]:
        _write(f"  {fault}")


def _tell_facts(facts: Mapping[str, Any]) -> None:
    for label, key in (
        ("成立", "registered_on"),
        ("终止", "closed_on"),
        ("住所", "address"),
        ("登记机关", "registering_body"),
    ):
        if facts[key]:
            _write(f"  {label}：{facts[key]}")
    for name in facts["names"]:
        until = "今" if name["current"] else name["valid_until"] or "不详"
        _write(f"  名称：{name['name']}（{name['valid_from'] or '不详'} 至 {until}）")
    for kind, number in facts["old_numbers"]:
        _write(f"  {kind}：{number}")


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
