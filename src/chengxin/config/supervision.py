"""Keeping children and the embedded database running, and stopping them in order."""

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from chengxin.config.embedded import DatabaseFault, Server
from chengxin.config.embedded.waiting import Announce

SECONDS_TO_STOP = 8.0
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
SETTLED_AFTER = 60.0
"""Seconds after which a child counts as well again, and its next failure as the first."""


@dataclass
class Pause:
    """A wait between two attempts that doubles with each failure in a row."""

    clock: Callable[[], float] = time.monotonic
    seconds: float = 0.0
    until: float = 0.0

    def is_over(self) -> bool:
        """Say whether the next attempt may be made."""
        return self.clock() >= self.until

    def lengthen(self) -> float:
        """Note a failure and return the seconds until the next attempt."""
        self.seconds = min(max(self.seconds * 2, FIRST_PAUSE), LONGEST_PAUSE)
        self.until = self.clock() + self.seconds
        return self.seconds

    def forget(self) -> None:
        """Note that all is well again."""
        self.seconds = self.until = 0.0


@dataclass
class Child:
    """A child process that is started again, after a growing wait, whenever it ends by itself.

    ``once`` says that it has a task and not a service: when it ended well, it is not started again.
    """

    name: str
    arguments: list[str]
    environment: dict[str, str]
    announce: Announce
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    pause: Pause = field(default_factory=Pause)
    once: bool = False
    is_done: bool = False

    def start(self) -> None:
        """Start it in a process group of its own, so that a Ctrl-C at the terminal reaches us alone."""
        self.began = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603  this very Python with our own modules
            [sys.executable, *self.arguments], env=self.environment, stdin=subprocess.DEVNULL, process_group=0
        )

    def look_after(self) -> None:
        """Start it again if it has ended and its pause is over."""
        if self.process is None:
            if self.pause.is_over() and not self.is_done:
                self.start()
        elif self.once and self.process.poll() == 0:
            self.process, self.is_done = None, True
        elif self.process.poll() is not None:
            wait = self.pause.lengthen()
            self.announce(f"{self.name}意外退出（{self.process.returncode}），{wait:.0f} 秒后重新启动")
            self.process = None
        elif time.monotonic() - self.began > SETTLED_AFTER:
            self.pause.forget()

    @property
    def has_ended(self) -> bool:
        """Whether it was started and is gone."""
        return self.process is not None and self.process.poll() is not None

    def stop(self) -> None:
        """Ask it to end, and kill it if it does not within seconds."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self.announce(f"{self.name}没有及时退出，已强制结束")
            self.process.kill()
            self.process.wait()


@dataclass
class DatabaseWatch:
    """Starts the embedded server again when it has ended, after a growing wait when that fails."""

    server: Server | None
    announce: Announce
    pause: Pause = field(default_factory=Pause)

    def look_after(self) -> None:
        """See that it runs. A fault is told and tried again later: a full disk is emptied without restarting us."""
        if self.server is None or not self.pause.is_over():
            return
        try:
            if self.server.revive(self.announce):
                self.announce("数据库曾意外停止，已重新启动")
            self.pause.forget()
        except DatabaseFault as fault:
            wait = self.pause.lengthen()
            self.announce(f"数据库无法启动，{wait:.0f} 秒后再试：{fault}")
