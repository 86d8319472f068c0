"""What this machine has: Python's own parts, room on the disk, a free port, a browser, npm."""

import importlib.util
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

from setup.place import ROOT, VENV_BIN
from setup.talk import Stopped

ROOM_NEEDED = 1_000_000_000
ROOM_NEEDED_TEMPORARY = 300_000_000
OLDEST_NODE = (18, 19)
OLDEST_NPM = (9, 0)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = {
    "apt-get": {"venv": "python3-venv", "chromium": "chromium", "git": "git", "npm": "npm"},
    "dnf": {"venv": "python3-pip", "chromium": "chromium", "git": "git", "npm": "npm"},
    "yum": {"venv": "python3-pip", "chromium": "chromium", "git": "git", "npm": "npm"},
    "zypper": {"venv": "python3-pip", "chromium": "chromium", "git": "git", "npm": "npm"},
    "brew": {"venv": "python@3.12", "chromium": "chromium", "git": "git", "npm": "node"},
}


def install_command(need: str) -> str:
    """Return the command that gets ``need`` (venv, chromium, git, npm) with this machine's package manager."""
    manager = next((name for name in PACKAGES if shutil.which(name)), "apt-get")
    package = PACKAGES[manager][need]
    if manager == "apt-get" and need == "venv":
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    before = "" if os.geteuid() == 0 or manager == "brew" else "sudo "
    return f"{before}{manager.removesuffix('-get')} install {package}"


def require_parts() -> None:
    """Stop unless this Python can build a virtual environment here and the disk has room for it.

    Raises:
        Stopped: no venv, no ensurepip, folder not writable, not enough room, or a system without these parts.
    """
    if os.name != "posix":
        raise Stopped(
            "请在 Linux 或 macOS 上运行（Windows 请用 WSL）。", "Runs on Linux and macOS; on Windows use WSL."
        )
    for part in ("venv", "ensurepip"):
        if importlib.util.find_spec(part) is None:
            raise Stopped(
                f"这个 Python（{sys.executable}）缺少 {part}，无法建立虚拟环境。",
                f"This Python lacks {part}; it cannot make a virtual environment.",
                install_command("venv"),
            )
    if not os.access(ROOT, os.W_OK | os.X_OK):
        raise Stopped(
            f"没有写权限：{ROOT}。请换一个自己的目录，或改变目录的属主。",
            f"The folder {ROOT} is not writable for this user.",
        )
    require_room(ROOT, ROOM_NEEDED)
    require_room(Path(tempfile.gettempdir()), ROOM_NEEDED_TEMPORARY)


def require_room(folder: Path, needed: int) -> None:
    """Stop when ``folder`` has fewer than ``needed`` bytes left."""
    left = room_left(folder)
    if left < needed:
        raise Stopped(
            f"磁盘空间不足：{folder} 只剩 {left // 1_000_000} MB，安装约需 {needed // 1_000_000} MB。",
            f"Not enough room in {folder}: {left // 1_000_000} MB left, about {needed // 1_000_000} MB needed.",
        )


def room_left(folder: Path) -> int:
    """Return the bytes a user may still write in ``folder``; plenty when the folder cannot be asked."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return sys.maxsize


def require_port(host: str, port: int) -> None:
    """Stop when something listens on the port; names the platform when it is the platform itself."""
    if port_is_free(host, port):
        return
    if answers(host, port):
        raise Stopped(
            f"诚信平台已经在 http://{host}:{port} 运行，不再启动第二个。",
            f"The platform already runs on http://{host}:{port}; a second one is not started.",
            f"make run PORT={port + 1}   （要另开一个 to start another）",
        )
    raise Stopped(
        f"端口 {port} 已被别的程序占用，请换一个。",
        f"Port {port} is taken by another program; choose another one.",
        f"make run PORT={port + 1}",
        f"python3 run.py run --port {port + 1}",
    )


def port_is_free(host: str, port: int) -> bool:
    """Return whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise Stopped(
                f"当前用户不能使用端口 {port}（1024 以下需要特权）。",
                f"This user may not use port {port} (below 1024 is privileged).",
                "make run PORT=8000",
            ) from error
        except OSError:
            return False
    return True


def answers(host: str, port: int) -> bool:
    """Return whether the platform's health address answers on the port."""
    straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with straight.open(f"http://{host}:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)  # noqa: PLR2004 - HTTP's own number
    except (OSError, ValueError, urllib.error.URLError):
        return False


def chromium() -> str | None:
    """Return the browser for the journeys: CHENGXIN_CHROMIUM, else the first of the usual names."""
    named = os.environ.get("CHENGXIN_CHROMIUM")
    if named:
        return shutil.which(named)
    return next((found for found in map(shutil.which, BROWSERS) if found), None)


def system_npm() -> str | None:
    """Return the machine's npm when it and its Node.js are new enough, else None."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm and node and version(node) >= OLDEST_NODE and version(npm) >= OLDEST_NPM:
        return npm
    return None


def node() -> str:
    """Return the Node.js to run set-up tools with: the machine's when new enough, else the one in ``.venv``."""
    found = shutil.which("node")
    return found if found and system_npm() else str(VENV_BIN / "node")


def version(program: str) -> tuple[int, ...]:
    """Return the first two numbers a program prints for ``--version``; (0,) when it does not run."""
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return (0,)
    found = re.search(r"(\d+)\.(\d+)", answer.stdout)
    return (int(found[1]), int(found[2])) if found else (0,)
