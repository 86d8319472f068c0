"""A process that holds the embedded server until it is told to leave: the tests start, join, kill and leave with it.

Told on standard input, a line at a time: ``busy`` starts a backend that never looks up, ``revive`` looks after the
server, end of input leaves. Answers on standard output, one JSON object a line.
"""

import json
import sys
import threading
from contextlib import suppress
from pathlib import Path

import psycopg

from chengxin.config import embedded


def answer(**facts: object) -> None:
    """Print one line."""
    print(json.dumps(facts), flush=True)  # noqa: T201  the protocol of this program


def keep_busy(server: embedded.Server) -> None:
    """Run a statement that takes for ever, in a thread."""

    def work() -> None:
        with suppress(psycopg.Error), server.connect() as connection:
            connection.execute("SELECT count(*) FROM generate_series(1, 1000000000000)")

    threading.Thread(target=work, daemon=True).start()


def main(data: str) -> int:
    """Hold the server of the data folder."""
    places = embedded.places_for(Path(data), durable=False)  # what a killed process wrote is in the kernel all the same
    try:
        with embedded.hold(places, lambda line: answer(line=line)) as server:
            answer(ready=embedded.status(places).pid, home=str(places.home), sockets=str(places.sockets))
            for line in sys.stdin:
                if line.strip() == "busy":
                    keep_busy(server)
                    answer(busy=True)
                if line.strip() == "revive":
                    answer(revived=server.revive())
        answer(left=True)
    except embedded.DatabaseFault as fault:
        answer(fault=str(fault))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
