"""The peers in an environment of their own beside the platform's: nothing of theirs is ever installed into that."""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / ".venv-bench"
LOCK = ROOT / "requirements" / "bench.lock"
STAMP = PLACE / "chengxin-bench.sha256"


def site() -> Path | None:
    """Return where the peers are installed, as the lock says; None if they can not be."""
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not STAMP.is_file() or STAMP.read_text() != wanted:
        venv.create(PLACE, clear=True, with_pip=True)
        words = [str(PLACE / "bin" / "python"), "-m", "pip", "install", "-q", "--require-hashes", "-r", str(LOCK)]
        if subprocess.run(words, check=False).returncode:  # noqa: S603  our own environment and fixed words
            return None
        STAMP.write_text(wanted)
    return next((PLACE / "lib").glob("python*/site-packages"), None) if sys.platform != "win32" else None
