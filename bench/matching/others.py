"""``python -m bench.matching.others NAME FILE SITE``: a peer says how alike the pairs of a file are."""

import importlib
import json
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

RUNS = 3
MOST_SLOW = 600
"""So many pairs a run are timed of what takes milliseconds for each; all are compared once."""

Compare = Callable[[str, str], float]


def by_ratio() -> Compare:
    fuzz: Any = importlib.import_module("rapidfuzz.fuzz")

    return lambda one, other: float(fuzz.ratio(one, other)) / 100


def by_wratio() -> Compare:
    fuzz: Any = importlib.import_module("rapidfuzz.fuzz")

    return lambda one, other: float(fuzz.WRatio(one, other)) / 100


def by_logic() -> Compare:
    model: Any = importlib.import_module("followthemoney").model
    logic: Any = importlib.import_module("nomenklatura.matching.logic_v2.model").LogicV2
    settings = logic.default_config()
    numbers = count()

    def compare(one: str, other: str) -> float:
        both = []
        for name in (one, other):
            entity = model.make_entity("Company")
            entity.id = str(next(numbers))  # what is known of an id is kept
            entity.add("name", name)
            both.append(entity)
        return float(logic.compare(*both, settings).score)

    return compare


CONTENDERS = {
    "rapidfuzz-ratio": (by_ratio, 0.9),
    "rapidfuzz-wratio": (by_wratio, 0.9),
    "nomenklatura-logic-v2": (by_logic, 0.7),
}
"""How each is made ready, and from which mark on it is usually taken for the same."""


def main(name: str, place: Path, site: str) -> None:
    sys.path.append(site)
    ready, default = CONTENDERS[name]
    compare = ready()
    pairs = json.loads(place.read_text())
    marks = [compare(one, other) for one, other in pairs]
    timed = pairs if name.startswith("rapidfuzz") else pairs[:MOST_SLOW]
    seconds = []
    for _ in range(RUNS):
        began = time.perf_counter()
        for one, other in timed:
            compare(one, other)
        seconds.append(time.perf_counter() - began)
    print(json.dumps({"pairs": len(timed), "seconds": seconds, "marks": marks, "default": default}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
