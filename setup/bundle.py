"""The making side of the bundle: one archive from which ``make run`` works without Internet."""

import json
import shutil
import subprocess
import tarfile
import tempfile
import tomllib
from datetime import UTC, datetime
from pathlib import Path

from setup import assets, machine, offline, programs, venv
from setup.place import DIST, ROOT
from setup.talk import Stopped, say


def make() -> Path:
    """Write ``dist/chengxin-bundle-<version>.tar.gz`` and return its path.

    It holds the committed source, the wheels of the run lock for this platform and Python, and the assets. On the
    target machine: unpack, ``make run``.

    Raises:
        Stopped: no git or no commit here, no room, or a download failed.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    venv.ensure(["run"])
    DIST.mkdir(exist_ok=True)
    machine.require_room(DIST, machine.ROOM_NEEDED)
    with tempfile.TemporaryDirectory(dir=DIST) as place:
        tree = Path(place) / f"chengxin-{project['version']}"
        export(tree)
        bundle = tree / "bundle"
        wheels(bundle / "wheels")
        assets.fetch_into(bundle)
        facts = {"version": project["version"], "commit": git("rev-parse", "HEAD"), **offline.this_platform()}
        facts["lock"] = offline.lock_hash()
        facts["made_on"] = datetime.now(UTC).date().isoformat()
        (bundle / "manifest.json").write_text(json.dumps(facts, indent=1), encoding="utf-8")
        return pack(tree, DIST / f"chengxin-bundle-{project['version']}.tar.gz")


def git(*words: str) -> str:
    """Return git's answer about the checkout.

    Raises:
        Stopped: no git, or this folder is no checkout with a commit.
    """
    program = shutil.which("git")
    if program is None:
        raise Stopped("做离线包需要 git。", "The bundle needs git.", machine.install_command("git"))
    answer = subprocess.run([program, *words], cwd=ROOT, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise Stopped(
            f"git {words[0]} 出错：{answer.stderr.strip()}",
            "The bundle is made from a git checkout with at least one commit.",
            "git clone … && make bundle",
        )
    return answer.stdout.strip()


def export(tree: Path) -> None:
    """Write the committed source to ``tree``; uncommitted changes stay out, with a line about it."""
    if git("status", "--porcelain", "--untracked-files=no"):
        say("有未提交的改动，它们不会进入离线包。", "Uncommitted changes do not go into the bundle.", "▲")
    archive = tree.with_suffix(".tar")
    git("archive", "--format=tar", f"--output={archive}", "HEAD")
    with tarfile.open(archive) as source:
        source.extractall(tree, filter="data")
    archive.unlink()


def wheels(folder: Path) -> None:
    """Download the wheels of the run lock for this machine's platform and Python."""
    say("下载运行所需软件包的 wheel（1–5 分钟）", "Downloading the wheels of the run lock (1–5 minutes)")
    words = [*venv.pip("download"), "--only-binary", ":all:", "--require-hashes", "-r", "requirements/run.lock"]
    with venv.alone() as lock:
        programs.run([*words, "--dest", str(folder)], lock)


def pack(tree: Path, target: Path) -> Path:
    """Write the archive in one step, so that an interrupted one never looks whole."""
    say("打包", "Packing")
    draft = target.with_suffix(".draft")
    with tarfile.open(draft, "w:gz", compresslevel=6) as archive:
        archive.add(tree, arcname=tree.name, filter=unowned)
    draft.replace(target)
    return target


def unowned(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Take owner and narrow rights off an entry: whoever unpacks it owns and may read it."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mode |= 0o644 if entry.isfile() else 0o755
    return entry
