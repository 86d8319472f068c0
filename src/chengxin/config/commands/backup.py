"""``chengxin backup``: one archive of the whole platform, and a look whether an archive is whole."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import psycopg
import typer
from django.db import OperationalError
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from chengxin.config.backup import keyfile
from chengxin.config.backup.checking import check_archive
from chengxin.config.backup.container import Advance
from chengxin.config.backup.manifest import DUMP, Manifest
from chengxin.config.commands.opening import console_actor, opened, say
from chengxin.config.embedded import DatabaseFault

WRONG_CALL = 2
MEGABYTE = 1_000_000

Target = Annotated[
    Path | None, typer.Argument(help="写到哪个文件；给出文件夹时按时间起名。已有的文件不会覆盖", show_default=False)
]
KeysFolder = Annotated[Path | None, typer.Option("--keys", help="同时把密钥另存到这个文件夹（请与备份分开保管）")]
Check = Annotated[Path | None, typer.Option("--check", help="只核对这个备份文件是否完好；不需要数据库")]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]

KEYS_APART = (
    "▲ 备份里没有密钥。没有密钥，备份里的个人信息和存档文件打不开：\n"
    "  请用 --keys 另存一份密钥，与备份分开保管（换用新密钥后要重新另存）"
)


def backup(
    target: Target = None,
    keys: KeysFolder = None,
    check: Check = None,
    as_json: AsJson = False,  # noqa: FBT002  Typer makes the switch from it
) -> None:
    """Back up to a file, or look whether one is whole; exit status 1 if not, 2 if the call was wrong."""
    if (target is None) == (check is None) or (check and keys):
        say("■ 请给出备份写到哪里，或者用 --check 给出要核对的备份文件")
        raise typer.Exit(WRONG_CALL)
    began = time.monotonic()
    if check is not None:
        with progress("核对", size_of(check), as_json=as_json) as advance:
            manifest = check_archive(check, advance)
        tell(figures(manifest, check, began) | {"valid": True}, "备份完好", as_json=as_json)
    elif target is not None:
        make(target, keys, began, as_json=as_json)


def make(target: Path, keys: Path | None, began: float, *, as_json: bool) -> None:
    """Back up to the target and tell what was done."""
    now = datetime.now(UTC)
    path = target / f"chengxin-{now:%Y%m%dT%H%M%SZ}.tar" if target.is_dir() else target
    if not path.parent.is_dir():
        say(f"■ 没有文件夹 {path.parent}")
        raise typer.Exit(WRONG_CALL)
    with opened(), reached(), progress("备份", None, as_json=as_json) as advance:
        # Models can be imported only when Django is set up, which the line above has done.
        taking = import_module("chengxin.config.backup.taking")
        taken = taking.take_backup(path, actor=console_actor(), now=now, advance=advance)
    saved = None
    if keys is not None:
        saved = keys / f"{path.name}{keyfile.SUFFIX}"
        keyfile.write_key_file(saved, taken.keys)
    tell(figures(taken.manifest, path, began) | {"keys": str(saved) if saved else None}, "备份已完成", as_json=as_json)
    say(KEYS_APART if saved is None else f"密钥已另存到 {saved}（0600）。请与备份分开保管")
    if taken.manifest.missing:
        # The archive is made, as all else is worth saving; the status says that somebody must look.
        say(f"■ 存档文件夹里缺 {len(taken.manifest.missing)} 个文件，备份里也没有：{taken.manifest.missing[0]} 等")
        raise typer.Exit(1)


def size_of(path: Path) -> int | None:
    """Return the length of a file, none if it can not be told."""
    return path.stat().st_size if path.is_file() else None


def figures(manifest: Manifest, path: Path, began: float) -> dict[str, Any]:
    """Return what is told of an archive."""
    sizes = {one.name: one.size for one in manifest.members}
    return {
        "archive": str(path),
        "id": manifest.id,
        "at": manifest.at,
        "product": manifest.product,
        "bytes": path.stat().st_size,
        "database_bytes": sizes[DUMP],
        "tables": len(manifest.counts),
        "rows": manifest.rows,
        "vault_files": len(manifest.contents),
        "vault_missing": len(manifest.missing),
        "other_files": len(manifest.paths),
        "ledger": dict(manifest.head) if manifest.head else None,
        "seconds": round(time.monotonic() - began, 1),
    }


def tell(told: dict[str, Any], words: str, *, as_json: bool) -> None:
    """Print the figures of an archive."""
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    seconds = max(told["seconds"], 0.1)
    typer.echo(
        f"{words}：{told['archive']}（{told['bytes'] / MEGABYTE:,.1f} MB，{told['at']}，版本 {told['product']}）"
    )
    typer.echo(f"数据库 {told['tables']} 张表、{told['rows']:,} 行，导出 {told['database_bytes'] / MEGABYTE:,.1f} MB")
    typer.echo(f"存档文件 {told['vault_files']:,} 个，其他文件 {told['other_files']:,} 个")
    ledger = told["ledger"]
    typer.echo(f"公示台账 {ledger['size']:,} 批，根 {ledger['root']}" if ledger else "公示台账还没有树头")
    typer.echo(f"用时 {told['seconds']} 秒，每秒 {told['bytes'] / MEGABYTE / seconds:,.1f} MB")


@contextmanager
def reached() -> Iterator[None]:
    """Let a database that can not be reached, or is lost within the block, be told in words.

    Raises:
        DatabaseFault: it is so.
    """
    try:
        yield
    except (psycopg.OperationalError, OperationalError) as problem:
        raise DatabaseFault(f"数据库无法连接，或连接中断：{problem}") from problem


@contextmanager
def progress(words: str, total: int | None, *, as_json: bool) -> Iterator[Advance]:
    """Show a bar on a terminal within the block, and give what moves it on by bytes."""
    console = Console(stderr=True)
    columns = (TextColumn(words), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    hidden = as_json or not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as shown:
        task = shown.add_task("", total=total)

        def advance(count: int) -> None:
            shown.advance(task, count)

        yield advance
