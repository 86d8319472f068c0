"""Reads the layouts that come with the product: ``data/layouts/*.toml``."""

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path

from chengxin.intake.rules.layouts import Layout, layout_from


def layouts_folder() -> Path:
    """Return the folder of the layouts: inside the installed package, or ``data/layouts`` of a checkout."""
    packaged = Path(str(files("chengxin.intake"))) / "data"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[4] / "data" / "layouts"


@cache
def standard_layouts() -> dict[str, Layout]:
    """Return the layouts by key."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(layouts_folder().glob("*.toml"))]
    found = [layout_from(entry) for text in texts for entry in tomllib.loads(text)["layout"]]
    return {layout.key: layout for layout in found}
