"""``python -m bench.matching.others NAME FILE SITE``: a peer says how alike the pairs of a file are."""

import json
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

RUNS = 3
MOST_SLOW = 600
"""So many pairs a run are timed of what takes milliseconds for each; all are compared once."""

Compare = Callable[[str, str], float]


def by_ratio() -> Compare:
    from rapidfuzz import fuzz

    return lambda one, other: fuzz.ratio(one, other) / 100


def by_wratio() -> Compare:
    from rapidfuzz import fuzz

    return lambda one, other: fuzz.WRatio(one, other) / 100


def by_logic() -> Compare:
    from followthemoney import model
    from nomenklatura.matching.logic_v2.model import LogicV2

    settings = LogicV2.default_config()
    numbers = count()

    def compare(one: str, other: str) -> float:
        both = []
        for name in (one, other):
            entity = model.make_entity("Company")
            entity.id = str(next(numbers))  # what is known of an id is kept
            entity.add("name", name)
            both.append(entity)
        return float(LogicV2.compare(*both, settings).score)

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
