"""Reads the labelled pairs of names that come with the product: ``data/name-pairs``."""

import csv
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path


@dataclass(frozen=True)
class PairRule:
    """A rule by which pairs were made: its label, what it does (Chinese), how many there are, and the first one."""

    name: str
    label: str
    words: str
    pairs: int
    left: str
    right: str


@dataclass(frozen=True)
class NamePairs:
    """The set: the file itself, the same as lines of JSON, and the rules."""

    csv: bytes
    jsonl: bytes
    pairs: int
    rules: tuple[PairRule, ...]


def pairs_folder() -> Path:
    """Return the folder of the pairs: inside the installed package, or ``data/name-pairs`` of a checkout."""
    packaged = Path(str(files("chengxin.subjects"))) / "data"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[3] / "data" / "name-pairs"


@cache
def name_pairs() -> NamePairs:
    """Return the labelled pairs."""
    content = (pairs_folder() / "name-pairs.csv").read_bytes()
    rows = list(csv.DictReader(content.decode().splitlines()))
    told = csv.DictReader((pairs_folder() / "rules.csv").read_text(encoding="utf-8").splitlines())
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return NamePairs(csv=content, jsonl=lines.encode(), pairs=len(rows), rules=tuple(_rule(one, rows) for one in told))


def _rule(told: dict[str, str], rows: list[dict[str, str]]) -> PairRule:
    mine = [row for row in rows if row["rule"] == told["rule"]]
    return PairRule(told["rule"], told["label"], told["zh"], len(mine), mine[0]["left"], mine[0]["right"])
