"""The archive for a machine without Internet, made and used for real."""

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOWHERE = "http://127.0.0.1:9"


@pytest.mark.soak
def test_the_bundle_sets_up_without_network(tmp_path: Path) -> None:
    source = tmp_path / "source"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(source)], check=True)  # noqa: S607 - the machine's git
    subprocess.run([sys.executable, "run.py", "bundle"], cwd=source, check=True, stdin=subprocess.DEVNULL)
    (archive,) = (source / "dist").glob("chengxin-bundle-*.tar.gz")
    target = tmp_path / "离线 机器"
    with tarfile.open(archive) as packed:
        packed.extractall(target, filter="data")
    (root,) = target.iterdir()
    cut_off = {
        "PIP_INDEX_URL": NOWHERE,
        "PIP_EXTRA_INDEX_URL": NOWHERE,
        "PIP_FIND_LINKS": "",
        "PIP_RETRIES": "0",
        "PIP_NO_CACHE_DIR": "1",
        "HTTP_PROXY": NOWHERE,
        "HTTPS_PROXY": NOWHERE,
        "npm_config_registry": NOWHERE,
    }
    environment = {**os.environ, **cut_off}
    subprocess.run([sys.executable, "run.py", "setup"], cwd=root, env=environment, check=True, stdin=subprocess.DEVNULL)
    assert (root / "node_modules" / "@tabler" / "core" / "dist" / "css" / "tabler.min.css").is_file()
    help_text = subprocess.run(
        [str(root / ".venv" / "bin" / "chengxin"), "--help"],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    assert "serve" in help_text.stdout
