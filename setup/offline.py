"""The reading side of the bundle: wheels and assets that came along with the source for a machine without Internet."""

import json
import sys
import sysconfig

from setup.place import BUNDLE, hash_of
from setup.talk import Stopped

WHEELS = BUNDLE / "wheels"
ASSETS = BUNDLE / "node_modules"
MANIFEST = BUNDLE / "manifest.json"


def this_platform() -> dict[str, str]:
    """Return what the wheels depend on: Python's minor version and the platform's name."""
    return {"python": f"{sys.version_info.major}.{sys.version_info.minor}", "platform": sysconfig.get_platform()}


def lock_hash() -> str:
    """Return the hash of the lock whose wheels a bundle holds."""
    return hash_of(["requirements/run.lock"])


def pip_options() -> list[str]:
    """Return what makes pip use the bundle instead of the network; nothing without a bundle.

    Raises:
        Stopped: the bundle was made for another Python, platform or lock.
    """
    if not WHEELS.is_dir():
        return []
    made_for = json.loads(MANIFEST.read_text(encoding="utf-8"))
    here = this_platform()
    for key in ("python", "platform"):
        if made_for[key] != here[key]:
            raise Stopped(
                f"这个离线包是为 {made_for['platform']} 上的 Python {made_for['python']} 做的，"
                f"这台机器是 {here['platform']} 上的 Python {here['python']}。",
                f"The bundle was made for Python {made_for['python']} on {made_for['platform']}.",
                f"python{made_for['python']} run.py",
                "make bundle   （在一台同样的联网机器上重做 make it again on a machine like this one）",
            )
    if made_for["lock"] != lock_hash():
        raise Stopped(
            "离线包与 requirements/run.lock 不一致：源代码在打包之后改过。",
            "The bundle does not fit requirements/run.lock: the source was changed after it was made.",
            "make bundle   （在联网机器上用这份源代码重做 make it again from this source）",
        )
    return ["--no-index", "--find-links", "bundle/wheels"]
