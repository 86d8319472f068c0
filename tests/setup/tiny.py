"""A tiny checkout: the real run.py over one tiny package and a stand-in npm, so that set-up runs offline in seconds."""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

BACKEND = '''
"""Builds the tiny project's editable wheel by hand: no build tool is installed in these tests."""
import base64, hashlib, os, zipfile

def build_editable(folder, settings=None, metadata=None):
    files = {
        "chengxin.pth": os.getcwd() + "\\n",
        "chengxin-0.1.dist-info/METADATA": "Metadata-Version: 2.1\\nName: chengxin\\nVersion: 0.1\\n",
        "chengxin-0.1.dist-info/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
        "chengxin-0.1.dist-info/entry_points.txt": "[console_scripts]\\nchengxin = tiny_chengxin:main\\n",
    }
    record = "".join(f"{name},,\\n" for name in [*files, "chengxin-0.1.dist-info/RECORD"])
    with zipfile.ZipFile(os.path.join(folder, "chengxin-0.1-0.editable-py3-none-any.whl"), "w") as wheel:
        for name, text in {**files, "chengxin-0.1.dist-info/RECORD": record}.items():
            wheel.writestr(name, text)
    return "chengxin-0.1-0.editable-py3-none-any.whl"

build_wheel = build_sdist = build_editable
'''
PROGRAM = """
import sys

import tiny

def main():
    print("chengxin", *sys.argv[1:])
"""
PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "chengxin"
version = "0.1"
"""
NPM = """#!/bin/sh
case "$*" in
  --version) echo 10.8.2 ;;
  *" ci "*) mkdir -p node_modules && echo style > node_modules/style.css ;;
esac
"""
NODE = "#!/bin/sh\necho v20.11.0\n"


def write_wheel(folder: Path, name: str) -> str:
    """Write a wheel with one empty module and return its sha256."""
    folder.mkdir(parents=True, exist_ok=True)
    info = f"{name}-1.0.dist-info"
    files = {
        f"{name}.py": b"",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    lines = [f"{path},sha256={digest(data)},{len(data)}" for path, data in files.items()]
    files[f"{info}/RECORD"] = "\n".join([*lines, f"{info}/RECORD,,", ""]).encode()
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for inner, data in files.items():
            wheel.writestr(inner, data)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")


@dataclass
class Checkout:
    """A folder with run.py, and the environment in which it is called: no network, tools of the test only."""

    root: Path
    tools: Path

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("HOME", "TMPDIR", "LANG") if name in os.environ}
        nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0", "PIP_CONFIG_FILE": os.devnull}
        return {**kept, **nowhere, "PATH": str(self.tools), "PYTHONDONTWRITEBYTECODE": "1", **more}

    def start(self, *words: str, **more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "run.py", *words],
            cwd=self.root,
            env=self.environment(**more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )

    def call(self, *words: str, **more: str) -> tuple[int, str]:
        with self.start(*words, **more) as process:
            output, _ = process.communicate()
        return process.returncode, output

    def call_patched(self, patch: str, *words: str, **more: str) -> tuple[int, str]:
        """Call run.py after a line of Python that makes the machine poorer."""
        code = f"import sys, runpy; {patch}; sys.argv = ['run.py', *{list(words)!r}]; sys.path.insert(0, '.')\n"
        code += "runpy.run_path('run.py', run_name='__main__')"
        answer = subprocess.run(
            [sys.executable, "-c", code],
            cwd=self.root,
            env=self.environment(**more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        return answer.returncode, answer.stdout

    def log(self) -> str:
        path = self.root / ".setup.log"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def lock(self, digest_of_wheel: str) -> None:
        """Write the run lock: one tiny package with this hash."""
        text = f"tiny==1.0 \\\n    --hash=sha256:{digest_of_wheel}\n"
        (self.root / "requirements" / "run.lock").write_text(text, encoding="utf-8")

    def seal_bundle(self) -> None:
        """Say in the bundle's manifest that it was made for this machine and the present lock."""
        code = "from setup import offline; import json; here = offline.this_platform() | {'lock': offline.lock_hash()}"
        words = [sys.executable, "-c", f"{code}; offline.MANIFEST.write_text(json.dumps(here))"]
        subprocess.run(words, cwd=self.root, check=True)


def make_checkout(folder: Path) -> Checkout:
    """Make a checkout with nothing installed, in a folder with a space and Chinese characters."""
    root = folder / "信用 平台"
    shutil.copytree(ROOT / "setup", root / "setup", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "run.py", root)
    (root / "requirements").mkdir()
    (root / "requirements" / "run.in").write_text("tiny\n")
    (root / "requirements" / "hatch_hook.py").write_text("")
    (root / "pyproject.toml").write_text(PYPROJECT)
    (root / "backend.py").write_text(BACKEND)
    (root / "tiny_chengxin.py").write_text(PROGRAM)
    for name in ("package.json", "package-lock.json"):
        (root / name).write_text("{}")
    tools = folder / "tools"
    tools.mkdir()
    for name, script in (("npm", NPM), ("node", NODE)):
        (tools / name).write_text(script)
        (tools / name).chmod(0o755)
    for name in ("sh", "mkdir"):
        (tools / name).symlink_to(str(shutil.which(name)))
    made = Checkout(root, tools)
    made.lock(write_wheel(root / "bundle" / "wheels", "tiny"))
    made.seal_bundle()
    return made
