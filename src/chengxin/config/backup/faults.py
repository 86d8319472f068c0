"""What can keep a backup from being made or restored, told to the person at the terminal."""

import errno


class BackupFault(Exception):  # noqa: N818  reads as a sentence where it is raised
    """It can not be done; the text says in Chinese why and what to do."""


REASONS = {
    errno.ENOSPC: "磁盘已满。请清理出空间，或换一个位置",
    errno.EDQUOT: "磁盘配额已用完。请清理出空间，或换一个位置",
    errno.EROFS: "磁盘是只读的",
    errno.EACCES: "没有读写权限",
    errno.EPERM: "没有读写权限",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTDIR: "上级不是文件夹",
}


def explained(problem: OSError) -> BackupFault:
    """Return the fault behind what the system said."""
    reason = REASONS.get(problem.errno or 0, problem.strerror or str(problem))
    return BackupFault(f"{reason}：{problem.filename}" if problem.filename else reason)
