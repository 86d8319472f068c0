"""``chengxin demo load`` on a machine where nothing has run yet, as a person would call it."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from chengxin.config import embedded
from chengxin.config.commands.demo import demonstration_folder
from chengxin.config.demonstration.workbooks import WORKBOOKS

pytestmark = pytest.mark.service

SECOND = Path(__file__).parent / "second_city"


@pytest.fixture
def data() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="chengxin-demo-"))
    yield folder
    embedded.remove(embedded.places_for(folder))
    shutil.rmtree(folder, ignore_errors=True)


def run(data: Path, city: Path, *words: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
    return subprocess.run(  # noqa: S603  this very Python
        [sys.executable, "-m", "chengxin.config.cli", "demo", *words],
        env=kept | {"CHENGXIN_DATA": str(data), "CHENGXIN_CITY": str(city)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_new_platform_is_filled_and_gives_files_to_try(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "city"
    shutil.copytree(SECOND, folder)
    city = folder / "city.toml"
    shutil.copy(demonstration_folder() / "city.toml", city)
    none_yet = run(data, city, "workbooks", str(tmp_path / "files"))
    assert none_yet.returncode == 1
    assert none_yet.stderr.splitlines()[-1].startswith("■ 数据库里还没有平台的表"), none_yet.stderr
    loaded = run(data, city, "load", "--json")
    assert loaded.returncode == 0, loaded.stderr
    assert json.loads(loaded.stdout)["steps"] > 0
    written = run(data, city, "workbooks", str(tmp_path / "files"))
    assert written.returncode == 0, written.stderr
    assert len(list((tmp_path / "files").iterdir())) == len(WORKBOOKS) > 1
