"""``python -m bench.stream.child FILE`` checks a file and says seconds, peak memory in MiB and findings by kind."""

import json
import sys
import time
from collections import Counter
from pathlib import Path

from bench.check.by_intake import circumstances
from bench.check.made import ITEM
from bench.memory import peak
from chengxin.intake.adapters.layouts import standard_layouts
from chengxin.intake.adapters.long_tables import judged


def main(path: Path) -> None:
    """Check the file, as the command does."""
    found: Counter[str] = Counter()
    began = time.perf_counter()
    about = circumstances(path.parent)
    with judged(path, ITEM, items=[ITEM], circumstances=about, layouts=standard_layouts()) as outcome:
        for part in outcome.findings():
            found.update(dict(part.group_by("code").len().iter_rows()))
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "peak": peak(), "found": found}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
