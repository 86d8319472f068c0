"""A process of its own for each contender: it makes itself ready, then works once for each line it is sent.

``python -m bench.check.contenders NAME FOLDER SITE``: the folder holds ``rows.parquet``, ``rows.csv`` and gets
``NAME.parquet`` with what was found; SITE is where the peers are installed. Imports and the reading of the columns are
not counted, answers are: who found what in which row. It runs on the platform's own Python and Polars.
"""

import gc
import importlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from bench.memory import peak

Action = Callable[[], pl.DataFrame]
FOUND = pl.Schema({"row": pl.UInt32(), "field": pl.String(), "code": pl.String()})


def main(name: str, folder: Path, site: str) -> None:
    """Be ready, work for each line, write what the last run found, and say how much memory it took."""
    sys.path.append(site)
    action: Action = importlib.import_module(f"bench.check.{name}").ready(folder)
    print("ready", flush=True)
    found = pl.DataFrame(schema=FOUND)
    for _line in sys.stdin:
        gc.collect()
        began = time.perf_counter()
        found = action()
        print(json.dumps(time.perf_counter() - began), flush=True)
    found.select(FOUND.names()).cast(FOUND).write_parquet(folder / f"{name}.parquet")
    print(peak(), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
