"""``chengxin ledger``: export the ledger of publications, verify an export or a proof, hold stored facts to it.

``verify`` needs neither database nor settings: it reads files. With ``--json`` standard output holds one JSON object
and nothing else. Exit status: 0 everything holds, 1 something does not, 2 the call was wrong.
"""

import io
import json
import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, BinaryIO, NoReturn

import typer
from django.core.management import CommandError, call_command
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from chengxin.audit.rules import exports
from chengxin.audit.rules.proofs import InclusionProof, Unreadable, bytes_in, commits_to, read_proof
from chengxin.audit.rules.statements import SALT_BYTES
from chengxin.config.commands.opening import opened, say

app = typer.Typer(help="公示台账：导出、离线核验、与库内记录核对。", no_args_is_help=True)

LARGEST_PROOF = 1024 * 1024
WRONG_CALL = 2

AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象。")]


@app.command(help="核验台账文件或证明文件；不需要平台，不需要联网。")
def verify(
    file: Annotated[Path | None, typer.Argument(help="台账导出文件。", show_default=False)] = None,
    proof: Annotated[Path | None, typer.Option(help="一条记录的证明文件（JSON）。")] = None,
    statement: Annotated[Path | None, typer.Option(help="这条记录的内容（JSON），与证明一起核对。")] = None,
    key: Annotated[str | None, typer.Option(help="应有的签名公钥指纹（平台 /ledger/ 页公布的16位）。")] = None,
    as_json: AsJson = False,  # noqa: FBT002  a flag of the command line
) -> None:
    """Verify an export or a proof; needs no platform and no network."""
    if (file is None) == (proof is None):
        _leave("请给出一个台账文件，或者用 --proof 给出一个证明文件", WRONG_CALL, as_json=as_json)
    if statement is not None and proof is None:
        _leave("--statement 要与 --proof 一起用", WRONG_CALL, as_json=as_json)
    if file is not None:
        _answer(_verify_export(file, key, as_json=as_json), _tell_export, as_json=as_json)
    elif proof is not None:
        _answer(_verify_proof(proof, statement, key, as_json=as_json), _tell_proof, as_json=as_json)


@app.command(help="导出整个台账（树头、批次、叶子哈希、公钥），供任何人离线核验；不含任何个人信息。")
def export(
    file: Annotated[Path, typer.Argument(help="写到哪里；已有同名文件时不覆盖。")],
    as_json: AsJson = False,  # noqa: FBT002  a flag of the command line
) -> None:
    """Write the whole ledger into a file that anybody can verify."""
    if file.exists():
        _leave(f"{file} 已经存在，请换一个文件名", WRONG_CALL, as_json=as_json)
    if not file.parent.is_dir():
        _leave(f"没有文件夹 {file.parent}", WRONG_CALL, as_json=as_json)
    with opened():
        began = time.monotonic()
        size = _write_whole(file, as_json=as_json)
    seconds = time.monotonic() - began
    result = {"file": str(file), "bytes": size, "seconds": round(seconds, 3)}
    if as_json:
        _print_json(result)
        return
    rate = size / 1_000_000 / max(seconds, 0.001)
    _say(f"已导出 {size:,} 字节到 {file}，用时 {seconds:.1f} 秒（每秒 {rate:.1f} MB）。")


@app.command(help="最新的树头和签名公钥指纹。")
def head(as_json: AsJson = False) -> None:  # noqa: FBT002  a flag of the command line
    """Show the newest head."""
    told = io.StringIO()
    with opened():
        call_command("ledger_head", stdout=told)
    result = json.loads(told.getvalue())
    if as_json:
        _print_json(result)
    elif result["head"] is None:
        _say("台账里还没有树头：还没有内容封入，或者后台任务没有运行。")
    else:
        _say(f"批次 {result['head']['size']:,} 个，封于 {result['head']['at']}")
        _say(f"根 {result['head']['root']}")
        _say(f"签名公钥指纹 {result['head']['key']}")


@app.command(help="把库内的记录重新算一遍，与台账逐条核对，找出被改过的。")
def check(
    batch: Annotated[int | None, typer.Option(help="只核对这一批；默认全部。")] = None,
    as_json: AsJson = False,  # noqa: FBT002  a flag of the command line
) -> None:
    """Hold the stored facts to the ledger, leaf by leaf."""
    with opened(), _progress(None, as_json=as_json) as advance:
        checks = _Checks(advance)
        try:
            call_command("ledger_check", batch=batch, stdout=checks)
        except CommandError as error:
            _leave(str(error), WRONG_CALL, as_json=as_json)
    result = {
        "valid": not any(found["changed"] for found in checks.found),
        "batches": len(checks.found),
        "intact": sum(found["intact"] for found in checks.found),
        "gone": sum(len(found["gone"]) for found in checks.found),
        "erased": sum(len(found["erased"]) for found in checks.found),
        "changed": [
            {"batch": found["batch"], "kind": found["kind"], "index": index}
            for found in checks.found
            for index in found["changed"]
        ],
    }
    _answer(result, _tell_check, as_json=as_json)


def _verify_export(file: Path, key: str | None, *, as_json: bool) -> Mapping[str, Any]:
    try:
        with file.open("rb") as opened_file:
            total = os.fstat(opened_file.fileno()).st_size
            with _progress(total, as_json=as_json, in_bytes=True) as advance:
                verdict = exports.verify(advance(line) for line in _lines_of(opened_file))
    except OSError as error:
        _leave(f"{file} 不能读取：{error.strerror}", WRONG_CALL, as_json=as_json)
    fault, at_line = verdict.fault, verdict.at_line
    if not fault and key is not None and key not in verdict.keys:
        fault = f"文件里没有指纹为 {key} 的签名公钥"
    return {
        "valid": not fault,
        "fault": fault,
        "line": at_line or None,
        "lines": verdict.lines,
        "batches": verdict.batches,
        "leaves": verdict.leaves,
        "heads": verdict.heads,
        "head": verdict.head.document() if verdict.head else None,
        "keys": sorted(verdict.keys),
    }


def _verify_proof(file: Path, statement: Path | None, key: str | None, *, as_json: bool) -> Mapping[str, Any]:
    document = _json_in(file, as_json=as_json)
    try:
        proof = read_proof(document)
        faults = proof.faults()
        opening = _opening_fault(document, proof, statement, as_json=as_json)
    except Unreadable as error:
        return {"valid": False, "faults": [str(error)], "statement": None, "head": None, "batch": None}
    if key is not None and proof.head.key != key:
        faults.append(f"签名公钥的指纹是 {proof.head.key}，不是 {key}")
    if opening:
        faults.append(opening)
    return {
        "valid": not faults,
        "faults": faults,
        "statement": None if opening is None else not opening,
        "head": proof.head.document(),
        "batch": document["batch"],
    }


def _opening_fault(
    document: Mapping[str, Any], proof: InclusionProof, statement: Path | None, *, as_json: bool
) -> str | None:
    """Say what is wrong with the content; empty if it is what was committed, None if no content was given."""
    given = statement is not None or "statement" in document
    if not given:
        return None
    if "salt" not in document:
        return "证明文件里没有盐（salt），不能核对内容"
    fact = _json_in(statement, as_json=as_json) if statement is not None else document["statement"]
    if commits_to(proof.leaf, bytes_in(document, "salt", SALT_BYTES), fact):
        return ""
    return "内容与台账里的承诺不一致：内容或盐被改过"


def _json_in(file: Path, *, as_json: bool) -> Any:
    try:
        with file.open("rb") as opened_file:
            raw = opened_file.read(LARGEST_PROOF + 1)
    except OSError as error:
        _leave(f"{file} 不能读取：{error.strerror}", WRONG_CALL, as_json=as_json)
    if len(raw) > LARGEST_PROOF:
        _leave(f"{file} 太大，不是证明文件", 1, as_json=as_json)
    try:
        document = json.loads(raw)
    except (ValueError, RecursionError):
        _leave(f"{file} 不是 JSON 文件", 1, as_json=as_json)
    if not isinstance(document, dict):
        _leave(f"{file} 的内容应当是一个 JSON 对象", 1, as_json=as_json)
    return document


def _lines_of(file: BinaryIO) -> Iterator[bytes]:
    """Yield the lines; one without end is cut, so that a hostile file can not fill the memory."""
    while line := file.readline(exports.LINE_BYTES + 1):
        yield line


def _write_whole(file: Path, *, as_json: bool) -> int:
    """Write the export under another name and give it its own at the end, so that half a file is never there."""
    draft = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with draft.open("x", encoding="utf-8", newline="\n") as out:
            call_command("ledger_export", stdout=out)
            out.flush()
            os.fsync(out.fileno())
            size = os.fstat(out.fileno()).st_size
        draft.rename(file)
    except OSError as error:
        _leave(f"{file} 不能写入：{error.strerror}", 1, as_json=as_json)
    finally:
        draft.unlink(missing_ok=True)
    return size


class _Advance:
    """Passes a thing on and moves the bar: by its length if bytes are counted, else by one."""

    def __init__(self, progress: Progress, total: int | None) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=total)

    def __call__(self, thing: Any) -> Any:
        self._progress.advance(self._task, len(thing) if isinstance(thing, bytes) else 1)
        return thing


class _Checks(io.StringIO):
    """Takes what ``ledger_check`` writes: ``found`` has an object a batch."""

    def __init__(self, advance: _Advance) -> None:
        super().__init__()
        self.found: list[dict[str, Any]] = []
        self._advance = advance

    def write(self, text: str) -> int:
        self.found.append(self._advance(json.loads(text)))
        return len(text)


@contextmanager
def _progress(total: int | None, *, as_json: bool, in_bytes: bool = False) -> Iterator[_Advance]:
    counted = DownloadColumn() if in_bytes else MofNCompleteColumn()
    console = Console(stderr=True)
    hidden = as_json or not console.is_terminal
    with Progress(
        TextColumn("核对"), BarColumn(), counted, TimeRemainingColumn(), console=console, transient=True, disable=hidden
    ) as progress:
        yield _Advance(progress, total)


def _answer(result: Mapping[str, Any], tell: Any, *, as_json: bool) -> None:
    if as_json:
        _print_json(result)
    else:
        tell(result)
    if not result["valid"]:
        raise typer.Exit(1)


def _tell_export(result: Mapping[str, Any]) -> None:
    if result["valid"]:
        _say(
            f"台账完好：批次 {result['batches']:,} 个，叶子 {result['leaves']:,} 个，"
            f"树头 {result['heads']:,} 个，签名全部有效，前后一致。"
        )
        _say(f"签名公钥指纹 {'、'.join(result['keys']) or '（没有树头）'}，请与平台公布的核对。")
        return
    where = f"第 {result['line']:,} 行：" if result["line"] else ""
    _say(f"台账不完好。{where}{result['fault']}")


def _tell_proof(result: Mapping[str, Any]) -> None:
    if not result["valid"]:
        _say("证明不成立：")
        for fault in result["faults"]:
            _say(f"  {fault}")
        return
    _say(f"证明成立：这条记录在 {result['batch']['at']} 的批次里，由 {result['head']['at']} 的树头盖住。")
    _say("内容与承诺一致。" if result["statement"] else "没有给出内容，只核对了承诺本身。")
    _say(f"签名公钥指纹 {result['head']['key']}，请与平台公布的核对。")


def _tell_check(result: Mapping[str, Any]) -> None:
    _say(
        f"核对 {result['batches']:,} 批：一致 {result['intact']:,} 条，已删除 {result['gone']:,} 条，"
        f"盐已销毁 {result['erased']:,} 条，被改过 {len(result['changed']):,} 条。"
    )
    for found in result["changed"]:
        _say(f"  第 {found['batch']} 批第 {found['index']} 项（{found['kind']}）与台账不一致")


def _leave(sentence: str, status: int, *, as_json: bool) -> NoReturn:
    if as_json:
        _print_json({"valid": False, "error": sentence})
    else:
        say(sentence)
    raise typer.Exit(status)


def _print_json(result: Mapping[str, Any]) -> None:
    typer.echo(json.dumps(result, ensure_ascii=False, indent=2))


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
