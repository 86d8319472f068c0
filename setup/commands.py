"""The commands of ``run.py``: what the words on the command line mean."""

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from setup import assets, bundle, links, locks, machine, quality, venv
from setup.place import PYTHON, ROOT, VENV_BIN, environment
from setup.talk import Stopped, complain, say

DEFAULT_PORT = 8000
INTERRUPTED = 130
FEWEST_PARTS = 3


def main(arguments: Sequence[str]) -> int:
    """Run one command; return 0 done, 1 failed, 2 wrongly called, 130 interrupted."""
    try:
        return dispatch(list(arguments))
    except Stopped as problem:
        complain(problem)
        return problem.status
    except PermissionError as error:
        complain(denied(error))
        return 1
    except KeyboardInterrupt:
        complain(Stopped("已中断；下次会自动从断点修复。", "Interrupted; the next run repairs what is unfinished."))
        return INTERRUPTED


def denied(error: PermissionError) -> Stopped:
    """Return the refusal for a file of another user, usually root's from an earlier run."""
    return Stopped(
        f"没有权限：{error.filename}（也许上次是用 root 安装的）。",
        f"Permission denied: {error.filename} (perhaps an earlier set-up ran as root).",
        f'sudo chown -R "$(id -un)" "{ROOT}"',
    )


def dispatch(words: list[str]) -> int:
    """Find the command and call it with its options and what stands after ``--``."""
    after: list[str] = []
    if "--" in words:
        cut = words.index("--")
        words, after = words[:cut], words[cut + 1 :]
    name = words.pop(0) if words and not words[0].startswith("-") else "run"
    if name == "help" or {"-h", "--help"} & set(words):
        return show_help([])
    if name not in COMMANDS:
        raise Stopped(f"没有“{name}”这个命令。", f"No such command: {name}", "python3 run.py help", status=2)
    return COMMANDS[name][0]([*words, *after])


class Options(argparse.ArgumentParser):
    """A parser that complains as everything else here does."""

    def error(self, message: str) -> NoReturn:
        """Stop with exit status 2."""
        raise Stopped(f"参数不对：{message}", self.format_usage().strip(), "python3 run.py help", status=2)


def options(name: str, *flags: tuple[str, dict[str, object]]) -> Options:
    """Return a parser for one command's flags."""
    parser = Options(prog=f"run.py {name}", add_help=False, allow_abbrev=False)
    for flag, settings in flags:
        parser.add_argument(flag, **settings)  # type: ignore[arg-type]  # argparse's own keyword arguments
    return parser


def set_up(words: list[str]) -> int:
    """Install what the platform runs on, with ``--dev`` also the tools, with ``--fresh`` all anew."""
    parser = options("setup", ("--dev", {"action": "store_true"}), ("--fresh", {"action": "store_true"}))
    chosen = parser.parse_args(words)
    venv.ensure(["run", "dev", "package"] if chosen.dev else ["run", "package"], fresh=chosen.fresh)
    assets.ensure(tools=chosen.dev)
    say("安装完成。启动：make run", "Set-up is complete. Start with: make run", "✓")
    return 0


def run(words: list[str]) -> int:
    """Set up what is missing, then become ``chengxin serve``."""
    parser = options("run", ("--port", {"type": int, "default": DEFAULT_PORT}), ("--host", {"default": "127.0.0.1"}))
    chosen = parser.parse_args(words)
    if not 1 <= chosen.port <= 65535:  # noqa: PLR2004 - TCP's own limits
        raise Stopped(f"端口应为 1–65535：{chosen.port}", "A port is a number from 1 to 65535.", status=2)
    machine.require_port(chosen.host, chosen.port)
    if not venv.complete(["run", "package"]):
        say(
            "第一次启动先安装，约 1–5 分钟；以后几秒即可。",
            "The first start installs: 1–5 minutes.",
        )
    ready()
    return become("serve", "--host", chosen.host, "--port", str(chosen.port))


def ready() -> None:
    """Install what the ``chengxin`` command needs."""
    venv.ensure(["run", "package"])
    assets.ensure(tools=False)


def become(*words: str) -> NoReturn:
    """Replace this process by ``chengxin``, so that signals reach it directly."""
    sys.stdout.flush()
    os.chdir(ROOT)
    program = str(VENV_BIN / "chengxin")
    os.execve(program, [program, *words], environment())  # noqa: S606 - our own program, no shell


def check(words: list[str]) -> int:
    """Run the checks, all or those named."""
    return quality.check(words)


def bench(words: list[str]) -> int:
    """Measure, and write docs/benchmarks.md."""
    quality.prepare()
    return quality.call([str(PYTHON), "-m", "bench", *words])


def demo(words: list[str]) -> int:
    """Load the demonstration city."""
    ready()
    return become("demo", "load", *words)


def lock(words: list[str]) -> int:
    """Write the lock files anew; further words go to uv."""
    locks.make(words)
    return 0


def make_bundle(words: list[str]) -> int:
    """Write the archive for a machine without Internet."""
    options("bundle").parse_args(words)
    target = bundle.make()
    size = target.stat().st_size // 1_000_000
    say(
        f"离线包：{target.relative_to(ROOT)}（{size} MB）。",
        f"The bundle: {target.relative_to(ROOT)} ({size} MB).",
        "✓",
    )
    print("  → tar xzf <…>.tar.gz && cd chengxin-* && make run")
    return 0


def docs(words: list[str]) -> int:
    """Check the documents' links and name where to begin."""
    options("docs").parse_args(words)
    for document in links.documents():
        if document.parent in {ROOT, ROOT / "docs"}:
            first = next(
                (line for line in document.read_text(encoding="utf-8").splitlines() if line.startswith("#")), ""
            )
            print(f"  {document.relative_to(ROOT)!s:<28} {first.lstrip('# ')}")
    return links.main()


def doctor(words: list[str]) -> int:
    """Look at the machine; then, when it is installed, let ``chengxin doctor`` look at the rest."""
    if venv.complete(["run", "package"]):
        return become("doctor", *words)
    machine.require_parts()
    machine.require_port("127.0.0.1", DEFAULT_PORT)
    say("这台机器可以安装；还没有安装。", "This machine is ready for set-up; nothing is installed yet.", "✓")
    print("  → make run")
    return 0


def reset(words: list[str]) -> int:
    """Delete the data folder after asking: database, stored files, keys. The installed parts stay."""
    chosen = options("reset", ("--yes", {"action": "store_true"})).parse_args(words)
    if os.environ.get("CHENGXIN_ENV") == "production":
        raise Stopped("生产环境不用 reset；请先备份，再由数据库管理员处理。", "No reset in production.", status=2)
    folder = data_folder()
    if not folder.exists():
        say(f"没有数据目录 {folder}，无需清空。", f"There is no {folder}; nothing to delete.", "✓")
        return 0
    if not chosen.yes and not confirmed(folder):
        say("没有删除任何东西。", "Nothing was deleted.")
        return 1
    venv.ensure(["run", "package"])
    if quality.call([str(VENV_BIN / "chengxin"), "database", "remove", "--yes"]):
        raise Stopped("数据库没有删除，其余数据也没有动。", "The database was not deleted; nothing else was touched.")
    shutil.rmtree(folder)
    say(f"已清空 {folder}。下次 make run 会重建演示数据。", f"{folder} is deleted; the next run builds it anew.", "✓")
    return 0


def data_folder() -> Path:
    """Return the data folder of the platform.

    Raises:
        Stopped: CHENGXIN_DATA names a folder that holds more than the platform's data.
    """
    folder = Path(os.environ.get("CHENGXIN_DATA") or ROOT / "var").resolve()
    if folder in {ROOT, *ROOT.parents, Path.home()} or len(folder.parts) < FEWEST_PARTS:
        raise Stopped(f"{folder} 不只是平台的数据，不会删除。", f"{folder} holds more than our data.", status=2)
    return folder


def confirmed(folder: Path) -> bool:
    """Ask whether the folder may go.

    Raises:
        Stopped: there is nobody to ask.
    """
    if not sys.stdin.isatty():
        raise Stopped(
            f"将删除 {folder} 的全部数据；没有终端可以询问。",
            "No terminal to ask on.",
            "python3 run.py reset --yes",
            status=2,
        )
    say(
        f"将删除 {folder} 里的全部数据（数据库、文件、密钥），不能恢复。",
        "Database, files and keys go.",
        "▲",
    )
    return input("  输入 yes 继续 type yes to go on: ").strip().lower() in {"yes", "是"}


def show_help(words: list[str]) -> int:
    """List the commands."""
    del words
    print("用法 usage: make <命令> [ARGS=…] [PORT=…]   或 or   python3 run.py <命令> [选项] [-- 其余参数]\n")
    for name, (_, chinese, english) in COMMANDS.items():
        print(f"  {name:<8} {chinese}\n           {english}")
    return 0


COMMANDS: dict[str, tuple[Callable[[list[str]], int], str, str]] = {
    "run": (
        run,
        "安装（如需要）并启动：http://127.0.0.1:8000",
        "set up if needed and serve; PORT=8001 to choose",
    ),
    "test": (quality.test, "运行全部测试；ARGS 传给 pytest", "the whole test suite; ARGS go to pytest"),
    "setup": (set_up, "只安装不启动；--dev 含测试工具，--fresh 重装", "only install; --dev with tools, --fresh anew"),
    "check": (check, "全部静态检查；可只写检查名", "all static checks, or those named"),
    "demo": (demo, "载入演示城市的数据", "load the demonstration city"),
    "reset": (reset, "清空 var/（会先询问）", "delete var/ after asking"),
    "doctor": (doctor, "检查这台机器与安装是否健康", "look at the machine and the installation"),
    "bench": (bench, "测量并写入 docs/benchmarks.md", "measure and write docs/benchmarks.md"),
    "soak": (quality.soak, "长时间的故障与负载测试", "slow fault and load tests"),
    "bundle": (make_bundle, "为不联网的机器打包", "an archive for a machine without Internet"),
    "lock": (lock, "更新锁文件；-- --upgrade 升级版本", "write the lock files anew; -- --upgrade for newer versions"),
    "docs": (docs, "检查文档链接并列出文档", "check the documents' links and list them"),
    "help": (show_help, "这个说明", "this list"),
}
