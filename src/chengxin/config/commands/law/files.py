"""Rule files of the office: ``add``, ``check``, ``list``, ``withdraw``."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from chengxin.config.commands.law.terminal import AsJson, data_folder, loaded_law, needed, run, say, signature, today
from chengxin.law import adding, overlays

app = typer.Typer()


@app.command(help="检查一个规则文件，签名后加入；此后的计算都用到它。")
def add(*, file: Annotated[Path, typer.Argument(help="规则文件（TOML）。")], as_json: AsJson = False) -> None:
    """Check a rule file, sign it and put it in force."""

    def answer() -> Mapping[str, Any]:
        entry = adding.add(file, data_folder(), signature())
        return {"added": True, "hash": entry.hash, "at": entry.at, "law_version": loaded_law().version}

    run(
        answer,
        lambda result: say(f"已加入，哈希 {result['hash']}。法规数据版本 {result['law_version'][:12]}。"),
        as_json=as_json,
    )


@app.command(help="只检查一个规则文件，不加入。")
def check(*, file: Annotated[Path, typer.Argument(help="规则文件（TOML）。")], as_json: AsJson = False) -> None:
    """Only check a rule file."""

    def answer() -> Mapping[str, Any]:
        return {"valid": True, "hash": adding.check_file(file, data_folder())}

    run(answer, lambda result: say(f"可以加入，哈希 {result['hash']}。"), as_json=as_json)


@app.command("list", help="加入过和撤回过的规则文件，以及快要缺的放假通知。")
def list_overlays(*, as_json: AsJson = False) -> None:
    """Show the log of rule files and the notices that are missing soon."""

    def answer() -> Mapping[str, Any]:
        law = loaded_law()
        active = [
            {"hash": overlay.hash, "file": overlay.file, "added_at": overlay.added_at, "by": overlay.by}
            for overlay in law.overlays
        ]
        log = [asdict(entry) for entry in overlays.read_log(data_folder())]
        alarms = [asdict(alarm) for alarm in law.alarms(on=today())]
        return {"law_version": law.version, "active": active, "log": log, "alarms": alarms}

    def show(result: Mapping[str, Any]) -> None:
        table = Table("序号", "时间", "动作", "文件", "哈希", "经手", "缘由")
        for entry in result["log"]:
            action = "加入" if entry["action"] == overlays.ADD else "撤回"
            cells = (
                entry["number"],
                entry["at"],
                action,
                entry["name"],
                entry["hash"][:8],
                entry["by"],
                entry["reason"],
            )
            table.add_row(*(escape(str(cell)) for cell in cells))
        Console().print(table)
        say(f"有效的规则文件{len(result['active'])}个；法规数据版本 {result['law_version'][:12]}。")
        for alarm in result["alarms"]:
            say(f"注意：{alarm['message']}")

    run(answer, show, as_json=as_json)


@app.command(help="撤回一个加入过的规则文件；文件和记录都保留。")
def withdraw(
    *,
    digest: Annotated[str, typer.Argument(metavar="HASH", help="文件的哈希，或开头至少8位。")],
    reason: Annotated[str | None, typer.Option(help="撤回的缘由，记入记录。")] = None,
    as_json: AsJson = False,
) -> None:
    """Take a rule file out of force; file and log stay."""

    def answer() -> Mapping[str, Any]:
        why = needed(reason, "--reason", "撤回的缘由")
        entry = adding.withdraw(digest, data_folder(), why, signature())
        return {"withdrawn": True, "hash": entry.hash, "at": entry.at, "law_version": loaded_law().version}

    run(answer, lambda result: say(f"已撤回 {result['hash']}。"), as_json=as_json)
