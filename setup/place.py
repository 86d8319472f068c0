"""Where things stand in the checkout, what they hash to, and the environment in which its programs are started."""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
VENV_BIN = VENV / "bin"
PYTHON = VENV_BIN / "python"
REQUIREMENTS = ROOT / "requirements"
NODE_MODULES = ROOT / "node_modules"
BUNDLE = ROOT / "bundle"
DIST = ROOT / "dist"
LOCK_FILE = ROOT / ".setup.lock"
LOG = ROOT / ".setup.log"
LEADING_ASTRAY = {"PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__"}


def environment(**more: str) -> dict[str, str]:
    """Return the environment for a program of the virtual environment.

    Proxy, index and npm settings of the caller stay as they are. What would lead Python elsewhere is taken out, and
    UTF-8 mode is set: the path of the checkout may hold Chinese characters under a GBK locale.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__"}
    }
    path = os.pathsep.join([str(VENV_BIN), kept.get("PATH", os.defpath)])
    return {**kept, "PATH": path, "VIRTUAL_ENV": str(VENV), "PYTHONUTF8": "1", "PIP_USER": "0", **more}


def hash_of(names: Sequence[str]) -> str:
    """Return one hash over files of the checkout."""
    digest = hashlib.sha256()
    for name in names:
        digest.update(name.encode())
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()
