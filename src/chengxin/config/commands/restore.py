"""``chengxin restore``: a backup into an empty place."""

import json
import time
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from chengxin.config.commands.backup import progress, reached
from chengxin.config.commands.opening import console_actor, opened, say

WRONG_CALL = 2

Archive = Annotated[Path, typer.Argument(help="备份文件", show_default=False)]
KeysFile = Annotated[Path | None, typer.Option("--keys", help="与备份一起另存的密钥文件")]
WithoutKeys = Annotated[bool, typer.Option("--without-keys", help="密钥已经丢失：恢复其余内容，封存的内容打不开")]
Again = Annotated[bool, typer.Option("--again", help="接着做一次中断了的恢复")]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]


def restore(
    archive: Archive,
    keys: KeysFile = None,
    without_keys: WithoutKeys = False,  # noqa: FBT002  Typer makes the switch from it
    again: Again = False,  # noqa: FBT002  as above
    as_json: AsJson = False,  # noqa: FBT002  as above
) -> None:
    """Restore an archive into this installation's empty data folder and database, and tell what was done."""
    if keys and without_keys:
        say("■ --keys 与 --without-keys 只能用一个")
        raise typer.Exit(WRONG_CALL)
    began = time.monotonic()
    with opened(restoring=True), reached(), progress("恢复", None, as_json=as_json) as advance:
        # Models can be imported only when Django is set up, which the line above has done.
        restoring = import_module("chengxin.config.backup.restoring")
        wish = restoring.Wish(archive=archive, keys=keys, without_keys=without_keys, again=again)
        done = restoring.restore(wish, actor=console_actor(), now=datetime.now(UTC), announce=say, advance=advance)
    told = {
        "archive": str(archive),
        "id": done.manifest.id,
        "at": done.manifest.at,
        "rows": done.manifest.rows,
        "files_written": done.written,
        "files_there": done.there,
        "keys": done.keys,
        "feed_from": done.feed_from,
        "ledger": done.ledger,
        "seconds": round(time.monotonic() - began, 1),
    }
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    typer.echo(f"已恢复到 {done.manifest.at} 的状态，用时 {told['seconds']} 秒")
    typer.echo(f"数据库 {len(done.manifest.counts)} 张表、{done.manifest.rows:,} 行，与备份时一致")
    typer.echo(f"文件写入 {done.written:,} 个，原已恢复 {done.there:,} 个；密钥 {'、'.join(done.keys) or '没有写入'}")
    typer.echo(f"公示台账完好，根 {done.ledger}" if done.ledger else "公示台账还没有树头")
    typer.echo("备份之后的记录不在其中；变更流的编号已前移，读到备份之后的对接系统会被告知从头读取")
