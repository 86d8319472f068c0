"""The installation: data folder, secrets, assets, mail, the calendars of the law."""

import os
import socket
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from chengxin.config.city import CHECKOUT
from chengxin.config.environment import Environment
from chengxin.config.health.line import Line, bad, good, look
from chengxin.law import book

FOR_OTHERS = stat.S_IRWXG | stat.S_IRWXO
WRITABLE_FOR_OTHERS = stat.S_IWGRP | stat.S_IWOTH
STYLES = CHECKOUT / "node_modules" / "@tabler" / "core" / "dist" / "css" / "tabler.min.css"
SECONDS_TO_ANSWER = 3


def data_folder(data: Path) -> Iterator[Line]:
    """Say whether the data folder is ours, writable, and closed to others."""
    if not data.exists():
        yield look("data", "数据目录", f"{data} 还没有建立", "第一次 make run 会建立它")
        return
    mode = data.stat().st_mode
    if not os.access(data, os.W_OK | os.X_OK):
        yield bad("data", "数据目录", f"{data} 不可写", f'sudo chown -R "$(id -un)" "{data}"')
    elif mode & WRITABLE_FOR_OTHERS:
        yield bad("data", "数据目录", f"{data} 对其他用户可写（{stat.filemode(mode)}）", f'chmod go-w "{data}"')
    else:
        yield good("data", "数据目录", f"{data}（{stat.filemode(mode)}）")


def secrets(data: Path) -> Iterator[Line]:
    """Say whether the files of the keys folder can be read by nobody else."""
    folder = data / "keys"
    if not folder.is_dir():
        yield look("secrets", "密钥文件", "还没有密钥", "第一次 make run 会生成")
        return
    open_ones = [one for one in (folder, *folder.rglob("*")) if one.stat().st_mode & FOR_OTHERS]
    if open_ones:
        names = "、".join(str(one.relative_to(data)) for one in open_ones[:5])
        yield bad("secrets", "密钥文件", f"其他用户可以读取：{names}", f'chmod -R go-rwx "{folder}"')
    else:
        yield good("secrets", "密钥文件", f"{folder} 只有本用户可读")


def assets() -> Iterator[Line]:
    """Say whether the style sheets fetched at set-up are there."""
    if STYLES.is_file():
        yield good("assets", "前端文件", "已安装")
    else:
        yield bad("assets", "前端文件", "没有 node_modules 里的样式文件", "python3 run.py setup")


def mail(environment: Environment) -> Iterator[Line]:
    """Say where mail goes, and whether the mail server takes connections."""
    if not environment.smtp:
        says = "邮件写入数据目录的 mail/，不会寄出"
        if environment.production:
            yield bad("mail", "邮件", says, "生产环境请设置 CHENGXIN_SMTP")
        else:
            yield good("mail", "邮件", says)
        return
    address = urlsplit(environment.smtp)
    host, number = address.hostname or "localhost", address.port or (465 if address.scheme == "smtps" else 25)
    try:
        socket.create_connection((host, number), SECONDS_TO_ANSWER).close()
    except OSError as problem:
        yield bad("mail", "邮件", f"{host}:{number} 连不上（{problem}）", "请检查 CHENGXIN_SMTP 与防火墙")
    else:
        yield good("mail", "邮件", f"{host}:{number} 可以连接")


def law(data: Path, calendar: str, on: date) -> Iterator[Line]:
    """Say until when the city's work calendar is known, and each notice that is missing soon."""
    try:
        rules = book.load(data)
        horizon = rules.calendar(calendar).known_until
        alarms = rules.alarms(on=on)
    except Exception as problem:  # noqa: BLE001  whatever a broken overlay raises is what the doctor is here to tell
        yield bad("law", "法规数据", f"无法读取：{problem}", "检查最近加入的规则文件（chengxin law）")
        return
    for alarm in alarms:
        yield look("law", "工作日历", alarm.message, "收到放假通知后：chengxin law add 文件")
    if not alarms:
        yield good("law", "工作日历", f"“{calendar}”日历已知到 {horizon}")
