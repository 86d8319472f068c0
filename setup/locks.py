"""The lock files: written anew by ``make lock``, each version with its hashes, none with a download address."""

import json
import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from setup import assets, venv
from setup.place import PYTHON, REQUIREMENTS, ROOT, VENV_BIN, environment
from setup.talk import Stopped, say

NAMES = ("run", "dev", "node", "bench")
UV = ("pip", "compile", "--universal", "--generate-hashes", "--no-header", "--no-annotate", "--python-version", "3.11")
ADDRESS_LINE = re.compile(r"^\s*(--(extra-)?index-url|-i|--find-links|-f|--trusted-host|#.*://)")


def make(options: list[str]) -> None:
    """Write all locks anew; ``options`` go to uv (for example ``--upgrade``).

    Versions that still fit are kept.

    Raises:
        Stopped: uv or npm failed.
    """
    venv.ensure(["run", "dev"])
    for name in NAMES:
        say(f"锁定 requirements/{name}.lock", f"Locking requirements/{name}.lock")
        file = REQUIREMENTS / f"{name}.lock"
        words = [str(VENV_BIN / "uv"), *UV, f"requirements/{name}.in", "-o", f"requirements/{name}.lock", "--quiet"]
        run([*words, *options], pip_settings_for_uv(os.environ))
        file.write_text(without_addresses(file.read_text(encoding="utf-8")), encoding="utf-8")
    say("锁定 package-lock.json", "Locking package-lock.json")
    npm = assets.usable_npm()
    run([npm, "install", "--package-lock-only", "--omit-lockfile-registry-resolved", *assets.NPM_OPTIONS], {})
    strip_package_lock(ROOT / "package-lock.json")


def run(words: list[str], more: Mapping[str, str]) -> None:
    """Run a locking program in the checkout.

    Raises:
        Stopped: it failed.
    """
    if subprocess.run(words, cwd=ROOT, env=environment(**more), check=False).returncode:
        raise Stopped(f"{Path(words[0]).name} 出错，锁文件可能没有更新。", f"{Path(words[0]).name} failed.")


def pip_settings_for_uv(present: Mapping[str, str]) -> dict[str, str]:
    """Return pip's index as uv's variable: uv reads neither pip.conf nor PIP_ variables.

    Further indexes and folders of wheels stay out: uv would take a package from the first of them alone, and a partial
    mirror knows only some of its hashes. Who needs one sets UV_INDEX.
    """
    index = present.get("PIP_INDEX_URL") or configured("index-url")
    return {"UV_DEFAULT_INDEX": index} if index and "UV_DEFAULT_INDEX" not in present else {}


def configured(key: str) -> str:
    """Return a global setting of pip's configuration files, or nothing."""
    words = [str(PYTHON), "-m", "pip", "config", "get", f"global.{key}"]
    answer = subprocess.run(words, capture_output=True, text=True, check=False, env=environment())
    return answer.stdout.strip() if answer.returncode == 0 else ""


def without_addresses(text: str) -> str:
    """Return a requirements lock without the lines that name an index."""
    return "".join(line for line in text.splitlines(keepends=True) if not ADDRESS_LINE.match(line))


def strip_package_lock(file: Path) -> None:
    """Take ``resolved`` and ``funding`` out of a package-lock.json; versions and integrity hashes stay."""
    data = json.loads(file.read_text(encoding="utf-8"))
    for entry in data["packages"].values():
        entry.pop("resolved", None)
        entry.pop("funding", None)
    file.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
