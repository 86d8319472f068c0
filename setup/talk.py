"""Words to the terminal: Chinese first, English under it, and the one exception that stops a command."""

import sys
import time


class Stopped(Exception):  # noqa: N818 - it is read as a sentence: the command stopped
    """Something is missing on this machine or went wrong; says what, and the commands that mend it."""

    def __init__(self, chinese: str, english: str, *commands: str, status: int = 1) -> None:
        """Keep both sentences, the commands to offer, and the exit status (1 failed, 2 wrongly called)."""
        super().__init__(chinese)
        self.chinese = chinese
        self.english = english
        self.commands = commands
        self.status = status


def say(chinese: str, english: str = "", mark: str = "·") -> None:
    """Print one message, the English line under the Chinese one."""
    print(f"{mark} {chinese}", flush=True)
    if english:
        print(f"  {english}", flush=True)


def complain(problem: Stopped) -> None:
    """Print what stopped the command to standard error."""
    lines = [f"■ {problem.chinese}", f"  {problem.english}", *(f"  → {command}" for command in problem.commands)]
    print("\n".join(lines), file=sys.stderr, flush=True)


class Progress:
    """A counter of steps: one line that renews itself on a terminal, else a line now and then."""

    SECONDS_BETWEEN_LINES = 10.0

    def __init__(self, total: int) -> None:
        """Start at zero of ``total`` steps (a guess is enough)."""
        self.total = total
        self.done = 0
        self.terminal = sys.stdout.isatty()
        self.spoke_at = time.monotonic()

    def step(self, what: str) -> None:
        """Count one step and show its name."""
        self.done += 1
        self.show(f"{min(self.done, self.total)}/{self.total} {what}")

    def show(self, text: str) -> None:
        """Show where the work is without counting."""
        if self.terminal:
            print(f"\r\x1b[2K  {text[:70]}", end="", flush=True)
        elif time.monotonic() - self.spoke_at > self.SECONDS_BETWEEN_LINES:
            self.spoke_at = time.monotonic()
            print(f"  … {text}", flush=True)

    def end(self) -> None:
        """Leave the line."""
        if self.terminal:
            print("\r\x1b[2K", end="", flush=True)
