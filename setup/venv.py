"""The virtual environment ``.venv``: built whole or not at all, layer by layer, from the hashed locks.

A stamp in it says which layers are complete and for which lock. It is written after a layer is installed and taken
away before the next one begins, so an environment that was interrupted half-way has none and is built anew.
"""

import contextlib
import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from setup import machine, offline, programs
from setup.place import LOCK_FILE, PYTHON, REQUIREMENTS, ROOT, VENV, hash_of
from setup.talk import Progress, say

STAMP = VENV / "chengxin-setup.json"
UNFINISHED = VENV / "chengxin-setup.unfinished"
STAMP_FORMAT = 1
OLDEST_PYTHON = (3, 11)
PACKAGE_FILES = ("pyproject.toml", "requirements/hatch_hook.py", "requirements/run.in")
LAYERS = {
    "run": ("运行所需的软件包", "what the platform runs on"),
    "dev": ("检查与测试工具", "the tools for checks and tests"),
    "node": ("Node.js（本机没有可用的 npm）", "Node.js, as this machine has no usable npm"),
}


@dataclass
class Stamp:
    """What is complete in ``.venv``: Python and place it was made for, and a hash for each installed layer."""

    python: str
    place: str
    layers: dict[str, str] = field(default_factory=dict)

    def write(self) -> None:
        """Put the stamp in place in one step, and only then call the environment finished."""
        draft = STAMP.with_suffix(".draft")
        data = {"format": STAMP_FORMAT, "python": self.python, "place": self.place, "layers": self.layers}
        draft.write_text(json.dumps(data, indent=1), encoding="utf-8")
        draft.replace(STAMP)
        UNFINISHED.unlink(missing_ok=True)


def read_stamp() -> Stamp | None:
    """Return the stamp of a complete environment that fits this checkout, else None."""
    if UNFINISHED.exists():
        return None
    try:
        data = json.loads(STAMP.read_text(encoding="utf-8"))
        stamp = Stamp(python=data["python"], place=data["place"], layers=dict(data["layers"]))
        fits = data["format"] == STAMP_FORMAT and stamp.place == str(ROOT) and stamp.python == python_of_venv()
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return stamp if fits else None


def python_of_venv() -> str:
    """Return the version of the environment's Python; empty when it does not start (base Python gone, folder moved)."""
    words = [str(PYTHON), "-I", "-c", "import sys, pip; print('%d.%d.%d' % sys.version_info[:3])"]
    try:
        return subprocess.run(words, capture_output=True, text=True, timeout=60, check=True).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""


def wanted(layer: str) -> str:
    """Return the hash a layer must have: of its lock, or of the files that describe our own package."""
    return hash_of(PACKAGE_FILES if layer == "package" else [f"requirements/{layer}.lock"])


def complete(layers: Sequence[str]) -> bool:
    """Return whether all layers are installed for the present locks."""
    stamp = read_stamp()
    return stamp is not None and all(stamp.layers.get(layer) == wanted(layer) for layer in layers)


@contextlib.contextmanager
def alone() -> Iterator[int]:
    """Hold the checkout's set-up lock; wait with a clear line when another set-up runs. Gives the lock's descriptor.

    Programs started meanwhile inherit the descriptor: if ``run.py`` alone is killed, the lock lasts until they end.
    """
    with LOCK_FILE.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            other = file.read().strip() or "?"
            say(
                f"另一个安装正在进行（进程 {other}），等它结束……",
                "Another set-up is running; waiting for it to end …",
                "▲",
            )
            fcntl.flock(file, fcntl.LOCK_EX)
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield file.fileno()


def ensure(layers: Sequence[str], *, fresh: bool = False) -> None:
    """Make ``.venv`` hold the layers (``run``, ``dev``, ``node``, ``package``); do nothing when it does.

    Raises:
        Stopped: a part of Python is missing, no room, no network, a hash that differs.
    """
    if not fresh and complete(layers):
        return
    machine.require_parts()
    come_along = offline.pip_options()
    with alone() as lock:
        stamp = None if fresh else read_stamp()
        if stamp is None:
            stamp = build(lock)
        for layer in layers:
            if stamp.layers.get(layer) != wanted(layer):
                install(layer, stamp, lock, come_along if layer == "run" else [])


def build(lock: int) -> Stamp:
    """Make an empty environment with pip, replacing one that is broken or was interrupted."""
    if made_by_hand():
        say(
            "发现已有的 .venv（不是 run.py 建的），在它里面补齐。",
            "A .venv made by hand is here; it is completed in place.",
        )
    else:
        if VENV.exists() or VENV.is_symlink():
            say(
                "原有的 .venv 不完整或已失效，重新建立。",
                "The old .venv is unfinished or no longer fits; it is built anew.",
                "▲",
            )
            remove_venv()
        say("建立虚拟环境 .venv（约 5 秒）", "Making the virtual environment .venv (about 5 seconds)")
        VENV.mkdir()
        UNFINISHED.touch()
        programs.run([base_python(), "-m", "venv", str(VENV)], lock)
    stamp = Stamp(python=python_of_venv(), place=str(ROOT))
    stamp.write()
    return stamp


def made_by_hand() -> bool:
    """Return whether ``.venv`` is somebody's own working environment with a Python that is new enough."""
    if UNFINISHED.exists() or STAMP.exists():
        return False
    numbers = python_of_venv().split(".")
    return len(numbers) == len(sys.version_info[:3]) and tuple(map(int, numbers)) >= OLDEST_PYTHON


def remove_venv() -> None:
    """Take the old environment away, the mark last: interrupted here, it still counts as unfinished."""
    if VENV.is_symlink() or not VENV.is_dir():
        VENV.unlink()
        return
    UNFINISHED.touch()
    for entry in VENV.iterdir():
        if entry == UNFINISHED:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    shutil.rmtree(VENV)


def base_python() -> str:
    """Return the Python under the one that runs: ``.venv`` may be what started us, and it may be about to go."""
    if sys.prefix == sys.base_prefix:
        return sys.executable
    return str(getattr(sys, "_base_executable", sys.executable))


def install(layer: str, stamp: Stamp, lock: int, more: Sequence[str]) -> None:
    """Install one layer, with more options for pip, and note it in the stamp."""
    if layer == "package":
        say("登记本项目自身（几秒）", "Registering this package itself (seconds)")
        programs.run([*pip("install"), "--no-deps", "--no-build-isolation", "-e", "."], lock, listener(1))
    else:
        file = REQUIREMENTS / f"{layer}.lock"
        count = len(re.findall(r"^[A-Za-z0-9]", file.read_text(encoding="utf-8"), re.MULTILINE))
        chinese, english = LAYERS[layer]
        say(
            f"安装{chinese}：{count} 个包（首次约 1–5 分钟，取决于网速）",
            f"Installing {english}: {count} packages (first time 1–5 minutes, by the network)",
        )
        words = [*pip("install"), *more, "--require-hashes", "-r", f"requirements/{layer}.lock"]
        programs.run(words, lock, listener(count))
    stamp.layers[layer] = wanted(layer)
    stamp.write()


def pip(command: str) -> list[str]:
    """Return the words that start the environment's pip."""
    return [str(PYTHON), "-m", "pip", command, "--progress-bar", "off", "--disable-pip-version-check", "--no-input"]


def listener(count: int) -> Callable[[str], None]:
    """Return a reader of pip's lines: shows how far it is, and marks the environment once pip begins to change it.

    Until then pip only downloads: a failure or a kill leaves what was complete as it was.
    """
    progress = Progress(count)

    def read(line: str) -> None:
        found = re.match(r"(?:Collecting|Requirement already satisfied:) ([^ =]+)|Processing \S*?([^/ ]+)\.whl", line)
        if found:
            progress.step(found[1] or found[2].split("-")[0])
        elif line.startswith("Installing collected"):
            UNFINISHED.touch()
            progress.show("解包安装 unpacking")
        elif line.startswith(("Successfully", "ERROR")):
            progress.end()

    return read
