"""``chengxin catalog``: definitions of items out to files and in again as drafts.

Standard output holds the definition, or with ``--json`` one object, and nothing else. Exit status: 0 done, 1 the file
says no item or may not be taken, 2 the call was wrong.
"""

import io
import json
from pathlib import Path
from typing import Annotated

import typer
from django.core.management import CommandError, call_command

from chengxin.catalog.adapters import Format
from chengxin.config.commands.opening import opened, say

app = typer.Typer(help="信用信息目录：导出、导入目录项的定义", no_args_is_help=True)

DATA_WRONG, WRONG_CALL = 1, 2


@app.command("export", help="导出一个目录项的定义：Table Schema、xlsx或toml")
def export_item(
    key: Annotated[str, typer.Argument(metavar="目录项", help="例如 penalty-organisation")],
    form: Annotated[Format, typer.Option("--format", help="格式")] = Format.TABLE_SCHEMA,
    out: Annotated[Path | None, typer.Option("--out", help="写到这个文件；不写就输出到屏幕（xlsx必须写）")] = None,
    draft: Annotated[bool, typer.Option("--draft", help="导出草稿，不是生效的版本")] = False,  # noqa: FBT002  a flag of the command line
) -> None:
    """Write the definition of an item."""
    told = io.StringIO()
    with opened():
        try:
            call_command("catalog_export", key, format=form.value, out=str(out or ""), draft=draft, stdout=told)
        except (CommandError, OSError) as error:
            say(f"■ {error}")
            raise typer.Exit(WRONG_CALL) from None
    if out:
        say(f"已写到 {out}")
    else:
        typer.echo(told.getvalue(), nl=False)


@app.command("import", help="把文件里的定义导入成草稿；生效要在工作台上办")
def import_item(
    file: Annotated[Path, typer.Argument(metavar="文件", help="导出后改好的xlsx、json或toml")],
    replace: Annotated[bool, typer.Option("--replace", help="已有草稿时用文件替换它")] = False,  # noqa: FBT002  a flag of the command line
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,  # noqa: FBT002  a flag of the command line
) -> None:
    """Read a definition into a draft."""
    if not file.is_file():
        say(f"■ 没有找到文件 {file}")
        raise typer.Exit(WRONG_CALL)
    told = io.StringIO()
    with opened():
        try:
            call_command("catalog_import", str(file), replace=replace, stdout=told)
        except CommandError as error:
            say(f"■ {error}")
            raise typer.Exit(DATA_WRONG) from None
    if as_json:
        typer.echo(told.getvalue(), nl=False)
        return
    result = json.loads(told.getvalue())
    say(f"“{result['name']}”（{result['key']}）已导入成草稿")
    for fault in result["faults"]:
        say(f"  ▲ {fault['message']}")
    say("生效以前还有这些要改" if result["faults"] else "可以在工作台的信用信息目录里生效")
