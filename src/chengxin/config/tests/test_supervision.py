"""Children are started again after growing waits, and end with their parent."""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from chengxin.config import embedded, lifeline
from chengxin.config.embedded.waiting import wait_for
from chengxin.config.lifeline import child_environment
from chengxin.config.supervision import LONGEST_PAUSE, Child, DatabaseWatch, Pause

DEADLINE = 30.0
SLEEPER = "import signal; signal.pause()"


@dataclass
class Clock:
    now: float = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_pause_doubles_up_to_its_limit() -> None:
    clock = Clock()
    pause = Pause(clock)
    assert pause.is_over()
    assert [pause.lengthen() for _ in range(7)] == [1, 2, 4, 8, 16, LONGEST_PAUSE, LONGEST_PAUSE]
    assert not pause.is_over()
    clock.now += LONGEST_PAUSE
    assert pause.is_over()
    pause.forget()
    assert pause.lengthen() == 1


def test_a_child_that_ended_is_told_and_started_again() -> None:
    clock, told = Clock(), list[str]()
    child = Child("测试", ["-c", "raise SystemExit(3)"], dict(os.environ), told.append, pause=Pause(clock))
    child.start()
    assert wait_for(lambda: child.has_ended, seconds=DEADLINE)
    child.look_after()
    assert told == ["测试意外退出（3），1 秒后重新启动"]
    looks = []
    for seconds in (0, 1):
        clock.now += seconds
        child.look_after()
        looks.append(child.process is not None)
    child.stop()
    assert looks == [False, True], "it is started when the pause is over, not before"


def test_a_task_that_ended_well_is_not_started_again() -> None:
    told = list[str]()
    child = Child("测试", ["-c", ""], dict(os.environ), told.append, once=True)
    child.start()
    assert wait_for(lambda: child.has_ended, seconds=DEADLINE)
    child.look_after()
    child.look_after()
    assert child.is_done
    assert child.process is None
    assert told == []


def test_a_child_stops_when_told() -> None:
    child = Child("测试", ["-c", SLEEPER], dict(os.environ), print)
    child.start()
    child.stop()
    assert child.has_ended


@pytest.mark.service
def test_a_database_that_can_not_start_is_tried_again_later() -> None:
    clock, told = Clock(), list[str]()
    with tempfile.TemporaryDirectory(prefix="cx-") as top:
        Path(top).chmod(0o711)
        places = embedded.Places(home=Path(top) / "home", sockets=Path(top) / "home" / "run", durable=False)
        with embedded.hold(places) as server:
            watch = DatabaseWatch(server, told.append, Pause(clock))
            watch.look_after()
            assert told == []
            embedded.stop(places)
            version = places.cluster / "PG_VERSION"
            right = version.read_text()
            version.write_text("9\n")
            for _look in range(3):
                watch.look_after()
            assert [line.splitlines()[0] for line in told if "无法启动" in line] == told[-1].splitlines()[:1]
            version.write_text(right)
            clock.now += 1
            watch.look_after()
            assert told[-1] == "数据库曾意外停止，已重新启动"


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's signal at a parent's death is Linux")
def test_a_child_ends_with_its_killed_parent() -> None:
    child = (
        "from chengxin.config.lifeline import end_with_parent as end, named_parent; end(named_parent());"
        f"print(1, flush=True); {SLEEPER}"
    )
    parent = (
        "import subprocess, sys; from chengxin.config.lifeline import child_environment; import os;"
        f"child = subprocess.Popen([sys.executable, '-c', {child!r}], env=child_environment(dict(os.environ)),"
        " stdout=subprocess.PIPE); child.stdout.readline(); print(child.pid, flush=True); child.wait()"
    )
    with subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  this very Python
        assert process.stdout is not None
        number = int(process.stdout.readline())
        assert is_running(number)
        process.kill()
    assert wait_for(lambda: not is_running(number), seconds=DEADLINE)


def is_running(number: int) -> bool:
    """Say whether the process lives; one that waits to be collected does not."""
    try:
        with open(f"/proc/{number}/stat", encoding="utf-8") as facts:  # noqa: PTH123  one line of the kernel
            return facts.read().rsplit(")", 1)[1].split()[0] not in {"Z", "X"}
    except FileNotFoundError:
        return False


def test_the_environment_of_a_child_names_us() -> None:
    assert child_environment({"A": "1"}) == {"A": "1", "CHENGXIN_PARENT": str(os.getpid())}


def test_a_parent_is_lost_when_its_first_thread_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not lifeline.has_lost_parent()
    monkeypatch.setenv(lifeline.PARENT, str(os.getppid()))
    assert not lifeline.has_lost_parent()
    ended = os.fork()
    if ended == 0:
        os._exit(0)
    try:
        os.waitid(os.P_PID, ended, os.WEXITED | os.WNOWAIT)
        monkeypatch.setattr(os, "getppid", lambda: ended)
        monkeypatch.setenv(lifeline.PARENT, str(ended))
        assert lifeline.has_lost_parent()
    finally:
        os.waitpid(ended, 0)
