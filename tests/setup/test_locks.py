"""Locks are written without addresses, and with the index of the environment."""

import json
from pathlib import Path

import pytest

from setup import locks, programs

SCHEME = "https" + "://"


def test_a_requirements_lock_loses_its_addresses() -> None:
    lines = [
        f"--index-url {SCHEME}mirror.example/simple",
        f"--extra-index-url {SCHEME}mirror.example/more",
        "--find-links /wheels",
        f"# from {SCHEME}mirror.example",
        "django==5.2.1 \\",
        "    --hash=sha256:00",
    ]
    assert locks.without_addresses("\n".join(lines)) == "django==5.2.1 \\\n    --hash=sha256:00"


def test_a_package_lock_keeps_versions_and_hashes_only(tmp_path: Path) -> None:
    file = tmp_path / "package-lock.json"
    entry = {"version": "1.0.0", "integrity": "sha512-x"}
    more = {"resolved": f"{SCHEME}mirror.example/a.tgz", "funding": {"url": SCHEME}}
    file.write_text(json.dumps({"lockfileVersion": 3, "packages": {"": {"name": "x"}, "node_modules/a": entry | more}}))
    locks.strip_package_lock(file)
    assert json.loads(file.read_text()) == {
        "lockfileVersion": 3,
        "packages": {"": {"name": "x"}, "node_modules/a": entry},
    }


def test_the_index_of_the_environment_reaches_the_locker() -> None:
    pip = {"PIP_INDEX_URL": "a", "PIP_EXTRA_INDEX_URL": "b c", "PIP_FIND_LINKS": "d"}
    assert locks.pip_settings_for_uv(pip) == {"UV_DEFAULT_INDEX": "a"}
    assert locks.pip_settings_for_uv({**pip, "UV_DEFAULT_INDEX": "own"}) == {}


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "校验值不符"),
        ("npm error code EINTEGRITY", "校验值不符"),
        ("OSError: [Errno 28] No space left on device", "磁盘写满"),
        ("Could not find a version that satisfies the requirement x (from versions: none)", "连不上软件源"),
        ("Could not find a version that satisfies the requirement x (from versions: 1.0)", "没有锁定的版本"),
        ("npm error code SELF_SIGNED_CERT_IN_CHAIN self-signed certificate in chain", "证书不被信任"),
        ("npm error code ENOTFOUND", "连不上软件源"),
        ("something never seen", "安装程序出错"),
    ],
)
def test_a_failed_installation_gives_its_reason(output: str, said: str) -> None:
    assert said in programs.failure(output).chinese
