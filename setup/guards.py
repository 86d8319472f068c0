"""What no commit may hold: a registry's address, a path of somebody's machine, a huge file.

``python3 -m setup.guards [FILE …]`` looks at the files, or at all that git tracks, and lists what it finds.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator

from setup.place import ROOT

LARGEST_BYTES = 1_000_000
LOCK_NAME = re.compile(r"(\.lock|(^|/)package-lock\.json|(^|/)(\.npmrc|pip\.conf|uv\.toml)|requirements[^/]*\.txt)$")
# Put together from pieces, so that this file is not its own first finding.
REGISTRIES = (
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "mirror.com",
    "yarn" + "pkg.com",
    "pypi" + ".tuna",
    "mirrors." + "aliyun",
    "mirrors." + "tencent",
    "repo." + "huaweicloud",
)
RULES = (
    ("registry", re.compile("|".join(re.escape(name) for name in REGISTRIES), re.IGNORECASE)),
    ("machine path", re.compile(r"(?<![\w.~/}>-])/(?:work|root|tmp)/\w")),
)
ADDRESS = re.compile(r"://")


def tracked() -> list[str]:
    """Return the files git tracks; without git, every file outside the ignored folders."""
    program = shutil.which("git")
    if program and (ROOT / ".git").exists():
        words = [program, "-c", "core.quotepath=off", "ls-files", "-z"]
        answer = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
        return [name for name in answer.stdout.split("\0") if name]
    away = {".venv", "node_modules", "var", "dist", "bundle", ".git"}
    paths = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return [path.as_posix() for path in paths if not away & set(path.parts)]


def findings(names: Iterable[str]) -> Iterator[str]:
    """Give one line for each thing that must not be committed: ``file:line: what``."""
    for name in names:
        path = ROOT / name
        if path.is_symlink() or not path.is_file():
            continue
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            yield f"{name}: {size // 1000} kB, at most {LARGEST_BYTES // 1000} kB"
            continue
        data = path.read_bytes()
        if b"\0" not in data:
            yield from in_text(name, data.decode("utf-8", errors="replace"))


def in_text(name: str, text: str) -> Iterator[str]:
    """Give the findings of one text file; a lock may hold no address at all."""
    rules = (*RULES, ("address in a lock", ADDRESS)) if LOCK_NAME.search(name) else RULES
    for number, line in enumerate(text.splitlines(), 1):
        for what, pattern in rules:
            if pattern.search(line):
                yield f"{name}:{number}: {what}: {line.strip()[:120]}"


def main(names: list[str]) -> int:
    """Print the findings; 1 when there are any."""
    found = list(findings(names or tracked()))
    print("\n".join(found) if found else "no addresses, no machine paths, no huge files")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
