"""Judges a stranger's file in a process of its own, which may use so much time and memory and then ends.

A parser that meets a hostile file may loop, or end its process without an exception. Here that is the child's end and
a sentence for the sender, and never the web worker's. The child gets none of the parent's environment, so no secret.
"""

import json
import pickle
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryFile, gettempdir

from chengxin.intake.adapters.probing import Probe, judged
from chengxin.intake.adapters.sheet import Unreadable
from chengxin.intake.rules.validating import Found, Told, told_of

MODULE = "chengxin.intake.adapters.apart"
HOME = Path(__file__).resolve().parents[3]
"""Where the package lies, so that the child runs the parent's own code."""
MEGABYTE = 1024 * 1024
TOO_LONG = "核对了{seconds}秒还没有核对完，已经停下，没有保存任何内容。请删去空白的行和列，或者分成几份再核对"
BROKE_OFF = "这个文件没法核对完，已经停下，没有保存任何内容。请用表格软件打开，只保留数据，另存为新的xlsx再试"


class BrokeOff(Unreadable):
    """The child ended without an answer; ``status`` is its exit status, ``fault`` the kind of error it met."""

    def __init__(self, status: int, fault: str) -> None:
        """Keep what operators want to know."""
        super().__init__(BROKE_OFF)
        self.status, self.fault = status, fault


@dataclass(frozen=True)
class Limits:
    """What a child may use: seconds by the clock and of a processor, bytes of address space and of its answer."""

    seconds: int = 30
    processor: int = 20
    memory: int = 3 * 1024 * MEGABYTE
    answer: int = 64 * MEGABYTE


def judged_apart(probe: Probe, limits: Limits, *, findings: bool = True) -> Told:
    """Return what is found in a file; without ``findings`` no more than its rows: that it can be judged at all.

    Raises:
        Unreadable: it is no table, has too many rows or columns, or was not done within the limits.
        BrokeOff: the child ended before it was done.
    """
    with TemporaryFile() as answer:
        try:
            ended = subprocess.run(  # noqa: S603  our own interpreter and our own module
                [sys.executable, "-m", MODULE],
                input=pickle.dumps((probe, limits, findings)),
                stdout=answer,
                stderr=subprocess.DEVNULL,
                timeout=limits.seconds,
                env=environment(),
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Unreadable(TOO_LONG.format(seconds=limits.seconds)) from error
        answer.seek(0)
        return _read(answer.read(limits.answer), ended.returncode)


def environment() -> dict[str, str]:
    """Return the child's environment: nothing of the parent's."""
    own = {"PYTHONPATH": str(HOME), "PYTHONIOENCODING": "utf-8", "POLARS_MAX_THREADS": "1"}
    return own | {"LC_ALL": "C.UTF-8", "TMPDIR": gettempdir()}


def _read(answer: bytes, status: int) -> Told:
    """Return what the child wrote: JSON and nothing that runs, as the file may have taken the child over."""
    try:
        told = json.loads(answer)
        if "why" in told:
            raise Unreadable(str(told["why"]))
        if "fault" in told:
            raise BrokeOff(status, str(told["fault"]))
        findings = tuple(Found(**one) for one in told["findings"])
        return Told(rows=int(told["rows"]), returned=int(told["returned"]), findings=findings)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BrokeOff(status, type(error).__name__) from error


def main() -> int:
    """Judge the file that standard input names and write the answer to standard output."""
    probe, limits, findings = pickle.loads(sys.stdin.buffer.read())  # noqa: S301  the parent alone writes there
    resource.setrlimit(resource.RLIMIT_CPU, (limits.processor, limits.processor))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.answer, limits.answer))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.write(json.dumps(_answer(probe, findings=findings), ensure_ascii=False))
    return 0


def _answer(probe: Probe, *, findings: bool) -> dict[str, object]:
    try:
        parted = judged(probe)
    except Unreadable as error:
        return {"why": str(error)}
    except BaseException as error:  # noqa: BLE001  a panic of the reader is no Exception; its kind is all that is told
        return {"fault": type(error).__name__}
    judgement = parted.whole
    found = judgement.findings if findings else judgement.findings.clear()
    return asdict(told_of(parted.versions, found, judgement.lines, returned=len(judgement.returned)))


if __name__ == "__main__":
    sys.exit(main())
