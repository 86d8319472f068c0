"""The machine: Python, room, memory, port, fonts, browser, clock."""

import os
import platform
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from chengxin.config.city import CHECKOUT
from chengxin.config.health.line import Line, bad, good, look

OLDEST_PYTHON = (3, 11)
GIGABYTE = 1_000_000_000
ROOM_BAD, ROOM_LOOK = 1 * GIGABYTE, 5 * GIGABYTE
MEMORY_BAD, MEMORY_LOOK = GIGABYTE // 2, 2 * GIGABYTE
PORT = 8000
ZONE = "Asia/Shanghai"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SECONDS_TO_ANSWER = 2


def python() -> Iterator[Line]:
    """Say which Python runs."""
    says = f"{platform.python_version()}（{sys.executable}）"
    if sys.version_info >= OLDEST_PYTHON:
        yield good("python", "Python", says)
    else:
        yield bad("python", "Python", says, "需要 Python 3.11 以上，装好后执行 python3 run.py setup --fresh")


def room(data: Path) -> Iterator[Line]:
    """Say how much room the disk under the data folder has left."""
    folder = next(one for one in (data, *data.parents) if one.exists())
    left = shutil.disk_usage(folder).free
    says = f"{folder} 所在磁盘还剩 {left / GIGABYTE:.1f} GB"
    if left < ROOM_BAD:
        yield bad("disk", "磁盘", says, "数据库写满磁盘会停止服务；请清理，或用 CHENGXIN_DATA 换到更大的磁盘")
    elif left < ROOM_LOOK:
        yield look("disk", "磁盘", says, "请安排扩容；备份与导入都需要余量")
    else:
        yield good("disk", "磁盘", says)


def memory() -> Iterator[Line]:
    """Say how much memory is free for programs, where the system tells."""
    facts = Path("/proc/meminfo")
    if not facts.is_file():
        yield good("memory", "内存", "本系统不提供可用内存的数字")
        return
    words = next(line for line in facts.read_text(encoding="ascii").splitlines() if line.startswith("MemAvailable"))
    available = int(words.split()[1]) * 1024
    says = f"可用 {available / GIGABYTE:.1f} GB"
    if available < MEMORY_BAD:
        yield bad("memory", "内存", says, "至少需要 0.5 GB 可用内存")
    elif available < MEMORY_LOOK:
        yield look("memory", "内存", says, "可以试用；导入大文件建议 2 GB 以上")
    else:
        yield good("memory", "内存", says)


def port() -> Iterator[Line]:
    """Say whether the usual port is free, or who answers there."""
    with socket.socket() as probe:
        probe.settimeout(SECONDS_TO_ANSWER)
        taken = probe.connect_ex(("127.0.0.1", PORT)) == 0
    if not taken:
        yield good("port", "端口", f"{PORT} 空闲")
    else:
        yield look("port", "端口", f"{PORT} 已有程序在用", f"若不是本平台，启动时换一个：make run PORT={PORT + 1}")


def fonts() -> Iterator[Line]:
    """Say whether the machine can draw Chinese characters (screenshots, printing)."""
    program = shutil.which("fc-list")
    if program is None:
        yield look("fonts", "中文字体", "没有 fc-list，无法查看", "apt install fontconfig fonts-noto-cjk")
        return
    answer = subprocess.run([program, ":lang=zh", "family"], capture_output=True, text=True, check=False)  # noqa: S603  fixed words
    found = len(set(answer.stdout.splitlines()))
    if found:
        yield good("fonts", "中文字体", f"{found} 种")
    else:
        yield look("fonts", "中文字体", "没有中文字体，截图里的汉字会是方框", "apt install fonts-noto-cjk")


def browser() -> Iterator[Line]:
    """Say whether the browser for the journeys is there; the platform itself needs none."""
    named = os.environ.get("CHENGXIN_CHROMIUM")
    found = next(filter(None, map(shutil.which, (named,) if named else BROWSERS)), None)
    if found:
        yield good("chromium", "Chromium", found)
    else:
        yield look("chromium", "Chromium", "没有找到；只有浏览器测试需要它", "apt install chromium")


def clock(now: datetime) -> Iterator[Line]:
    """Say whether the clock can be right and the city's time zone is known; ``now`` is aware."""
    newest = datetime.fromtimestamp((CHECKOUT / "pyproject.toml").stat().st_mtime, UTC)
    says = f"{now.isoformat(timespec='seconds')}，本机时区 {time.tzname[0]}"
    if now < newest:
        yield bad("clock", "时钟", f"{says}，早于程序文件的时间", "请校准系统时间（timedatectl、chrony）")
        return
    try:
        here = now.astimezone(ZoneInfo(ZONE))
    except ZoneInfoNotFoundError:
        yield bad("clock", "时钟", f"没有 {ZONE} 的时区数据", "apt install tzdata")
        return
    yield good("clock", "时钟", f"{says}；平台一律用 {ZONE}（{here:%Y-%m-%d %H:%M}）")
