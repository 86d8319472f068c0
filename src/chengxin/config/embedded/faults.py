"""What can keep the embedded database from running, told to the person at the terminal."""

from pathlib import Path

REASONS = (
    ("No space left on device", "磁盘已满。请清理出空间后再启动，数据不会丢失。"),
    ("Disk quota exceeded", "磁盘配额已用完。请清理出空间后再启动，数据不会丢失。"),
    ("Read-only file system", "磁盘是只读的，数据库无法写入。"),
    ("Cannot allocate memory", "内存不足，数据库无法启动。"),
    ("could not create shared memory", "共享内存不足，数据库无法启动。"),
    ("incompatible with server", "数据文件夹由另一个版本的 PostgreSQL 创建。"),
    ("wrong ownership", "数据文件夹属于另一个用户。请用创建它的用户运行。"),
    ("invalid permissions", "数据文件夹的权限被改动过，应为 0700（仅所有者可访问）。"),
    ("Permission denied", "权限不足。请检查数据文件夹属于当前用户。"),
    ("Operation not permitted", "系统不允许这一操作（容器或文件系统的限制）。"),
)
"""Words of the server's own messages (in English, as it is started with LC_ALL=C) and what they mean."""

LINES_SHOWN = 6


class DatabaseFault(Exception):  # noqa: N818  reads as a sentence where it is raised
    """The database can not be had; the text says in Chinese why and what to do."""


def explained(words: str, log: Path) -> DatabaseFault:
    """Return the fault that the last words of the server's log speak of."""
    reason = next((sentence for sign, sentence in REASONS if sign in words), "数据库没有启动。")
    last = "\n".join(f"    {line}" for line in words.strip().splitlines()[-LINES_SHOWN:])
    return DatabaseFault(f"{reason}\n  日志：{log}\n{last}")


def unreachable(folder: Path, problem: OSError) -> DatabaseFault:
    """Return the fault of a folder or file that can not be made, read or locked."""
    strange = f"{problem.strerror or problem}（{folder}）"
    reason = next((sentence for sign, sentence in REASONS if sign in str(problem)), "无法使用数据库的文件夹。")
    return DatabaseFault(f"{reason}\n  {strange}")
