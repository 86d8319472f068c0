"""Names of organisations matched: the labelled pairs beside nomenklatura's logic-v2 and rapidfuzz, and real names.

The pairs are those of ``data/name-pairs``. Who gives a number is judged at the mark at which it calls most pairs right.
With ``CHENGXIN_BENCH_NAMES`` naming a folder of real names (``enterprises_guangxi.csv``, ``enterprises_anomalies.csv``,
``agency_name_variants_wuhan.csv``; they never stand in the repository) it is also measured how many automatic links are
wrong, and how often the right organisation is among the first three laid before a person.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.check import peers
from bench.rows import Bar, Row, measure
from chengxin.law import book
from chengxin.subjects.adapters import name_pairs
from chengxin.subjects.rules.matching import Places, compare_names, places_from

SAME, DIFFERENT = "same", "different"
OURS = "ours, both names taken apart"
INVENTED = frozenset(
    ("南屿省", "海棠市", "青槐市", "鹭汀市", "云汐区", "灵湾县", "石泊区", "竹岙区", "葵塘县", "枫桥湾区")
) | {"荻浦县"}
REPEATED = 10
PROMISED = 20_000
NO_WRONG = "no pair wrongly called the same"

Pair = tuple[str, str, str]
"""Both names and the label."""


def run() -> list[Row]:
    pairs = list(labelled())
    where = places_from(book.load(None).place_names | INVENTED)
    seconds = measure(lambda: [compare_names(one, other, where) for one, other, _label in pairs * REPEATED])
    told = [(label, verdict(one, other, where)) for one, other, label in pairs]
    bar = Bar(rate=PROMISED, holds=all(label == SAME for label, said in told if said == SAME), words=NO_WRONG)
    rows = [Row(OURS, len(pairs) * REPEATED, "pairs", seconds, bar=bar)]
    print(confusion("ours", told), flush=True)
    rows += beside(pairs)
    folder = os.environ.get("CHENGXIN_BENCH_NAMES", "")
    if folder:
        from bench.matching import real

        rows += real.run(Path(folder), where)
    return rows


def labelled() -> Iterator[Pair]:
    for line in name_pairs().jsonl.decode().splitlines():
        pair = json.loads(line)
        yield pair["left"], pair["right"], pair["label"]


def verdict(one: str, other: str, where: Places) -> str:
    return compare_names(one, other, where).verdict.value


def confusion(who: str, told: Sequence[tuple[str, str]]) -> str:
    """Return in a line how often who was right about pairs that are the same, and how often wrong."""
    counted = Counter(told)
    right = counted[SAME, SAME]
    called = sum(times for (_, said), times in counted.items() if said == SAME)
    there = sum(times for (label, _), times in counted.items() if label == SAME)
    apart = counted[DIFFERENT, DIFFERENT]
    differ = sum(times for (label, _), times in counted.items() if label == DIFFERENT)
    return (
        f"{who}: same {right}/{there} found, {called - right} wrongly called the same "
        f"(precision {right / called if called else 1:.4f}, recall {right / there:.4f}); "
        f"different {apart}/{differ} found"
    )


def beside(pairs: Sequence[Pair]) -> list[Row]:
    """Have the peers compare the same pairs, each in a process of its own."""
    site = peers.site()
    if site is None:
        print("the peers could not be installed", flush=True)
        return []
    rows = []
    for name in ("rapidfuzz-ratio", "rapidfuzz-wratio", "nomenklatura-logic-v2"):
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "pairs.json"
            place.write_text(json.dumps([pair[:2] for pair in pairs]))
            words = [sys.executable, "-m", "bench.matching.others", name, str(place), str(site)]
            told = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)  # noqa: S603  our own module
        rows.append(Row(name, told["pairs"], "pairs", tuple(told["seconds"]), against=OURS))
        for mark in (told["default"], best_mark(pairs, told["marks"])):
            said = [SAME if one >= mark else DIFFERENT for one in told["marks"]]
            labels = [label for _one, _other, label in pairs]
            print(confusion(f"{name} at {mark:.2f}", list(zip(labels, said, strict=True))), flush=True)
    return rows


def best_mark(pairs: Sequence[Pair], marks: Sequence[float]) -> float:
    """Return the mark from which on calling pairs the same is right most often."""

    def right(mark: float) -> int:
        return sum((one >= mark) == (label == SAME) for one, (_, _, label) in zip(marks, pairs, strict=True))

    return max(sorted({round(one, 2) for one in marks}), key=right)
