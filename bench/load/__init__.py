"""A load of 200,000 rows into a register of 1,000,000 records about 300,000 organisations.

The whole way of the product's own job: a csv file with all 31 columns is kept under seal, read, judged, its findings
written down, matched to organisations, merged and shown, with the leaves of the ledger. 30 % of its rows are about
organisations that nobody knew (one each), 5 % correct records that stand, 2 % have an error. The server is the embedded
one with the settings of a production folder: what was shown is on the disk. Each run begins with a fresh copy of the
same database. A bare COPY of the rows that the load wrote, into the same tables with the same indexes and constraints,
is what it is held against.

The seconds of the parts are those of the one thread that goes through all of them: while a chunk merges, a second one
makes the next ready. Memory is the most that the process which loads had, and its database session (with the shared
buffers it touched). ``CHENGXIN_BENCH_ROWS`` makes everything smaller.
"""

import os
import time
from pathlib import Path

import django

from bench.memory import peak
from bench.rows import Bar, Row

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengxin.config.settings")
django.setup()

from django.conf import settings  # noqa: E402  Django is ready only now
from django.db import connection  # noqa: E402  as above

from bench.load import invented  # noqa: E402  as above
from bench.load.pipeline import PENALTY, Phases, load_file  # noqa: E402  as above
from bench.load.server import ProductionServer, copied, production_server, settle_down  # noqa: E402  as above
from chengxin.register.models import Record, RecordVersion  # noqa: E402  as above
from chengxin.register.tests.scenes import bureau  # noqa: E402  as above
from chengxin.units.models import Unit  # noqa: E402  as above
from tests.database.servers import connect  # noqa: E402  as above

ROWS = int(os.environ.get("CHENGXIN_BENCH_ROWS", "200000"))
HISTORY = 5 * ROWS
KNOWN = 3 * ROWS // 2
RUNS = 3
PARTS = {
    "subjects_organisation": "id > %s",
    "subjects_nameperiod": "organisation_id > %s",
    "register_record": "id > %s",
    "register_recordversion": "load_id = %s",
}
"""Where a load writes a row for each row, in the order in which they name each other, and which rows are its own."""


def run() -> list[Row]:
    """Measure."""
    with production_server() as server:
        settings.DATA = server.run / "data"
        settings.DATA.mkdir()
        file = prepare(server)
        loads = [one_load(server, file, save=turn == 0) for turn in range(RUNS)]
        bare = tuple(bare_copy(server) for _ in range(RUNS))
    floor = "bare COPY of the rows it wrote"
    process, session = max(one[2] for one in loads), max(one[3] for one in loads)
    whole = f"file to public (at most {process:,} MiB, its session {session:,} MiB)"
    return [
        Row(whole, ROWS, "rows", tuple(seconds for seconds, *_ in loads), floor, Bar(ratio=0.45)),
        *[
            Row(f"of it: {name}", ROWS, "rows", tuple(phases.seconds[name] for _, phases, *_ in loads))
            for name in loads[0][1].seconds
        ],
        Row(floor, ROWS, "rows", bare),
    ]


def prepare(server: ProductionServer) -> Path:
    """Fill the register through the same functions and return the file to load."""
    file = server.run / "rows.csv"
    known = invented.organisations(KNOWN, seed=1)
    with copied(server, "prepared", keep=True) as name:
        unit = bureau().id
        for first in range(0, HISTORY, ROWS):
            invented.write_file(invented.history(known, first, ROWS), PENALTY, file)
            load_file(file, unit, Phases())
        assert Record.objects.count() == HISTORY
        settle_down(server, name)
    server.prepared = name
    new = invented.organisations(round(ROWS * invented.NEW_SHARE), seed=2)
    invented.write_file(invented.file_rows(known, new, history_rows=HISTORY, rows=ROWS), PENALTY, file)
    return file


def one_load(server: ProductionServer, file: Path, *, save: bool) -> tuple[float, Phases, int, int]:
    """Load the file into a fresh copy; return seconds, phases, and the peaks of both processes in MiB."""
    phases = Phases()
    with copied(server, "load") as name:
        unit = Unit.objects.get().id
        before = high_numbers()
        backend = connection.connection.info.backend_pid
        forget_peak()
        began = time.perf_counter()
        row = load_file(file, unit, phases)
        seconds = time.perf_counter() - began
        peaks = peak(os.getpid()), peak(backend)
        assert RecordVersion.objects.filter(load=row.load).count() == row.accepted
        if save:
            save_rows(server, name, before)
    return seconds, phases, *peaks


def high_numbers() -> list[int]:
    """Return the last numbers given before a load, and the number its versions will bear."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT max(id) FROM subjects_organisation), (SELECT max(id) FROM register_record),"
            " (SELECT max(id) + 1 FROM register_load)"
        )
        organisation, record, load = cursor.fetchone()
    return [organisation, organisation, record, load]


def save_rows(server: ProductionServer, name: str, numbers: list[int]) -> None:
    """Write what a load added into files."""
    with connect(server, server.role("owner"), name) as owner, owner.cursor() as cursor:
        for (table, own), number in zip(PARTS.items(), numbers, strict=True):
            with (
                (server.run / table).open("wb") as target,
                cursor.copy(f"COPY (SELECT * FROM {table} WHERE {own % number}) TO STDOUT") as copy,  # noqa: S608  the words above
            ):
                for block in copy:
                    target.write(block)


def bare_copy(server: ProductionServer) -> float:
    """Return the seconds in which COPY alone puts the same rows into a fresh copy, in one transaction."""
    with copied(server, "bare") as name, connect(server, server.role("owner"), name) as owner:
        (unit,) = owner.execute("SELECT id FROM units_unit").fetchone() or (0,)
        began = time.perf_counter()
        with owner.transaction(), owner.cursor() as cursor:
            cursor.execute(
                "INSERT INTO register_load (submission, unit_id, item, item_version, begun_at)"
                " VALUES ('bare', %s, '', '', now())",
                [unit],
            )
            for table in PARTS:
                with (server.run / table).open("rb") as source, cursor.copy(f"COPY {table} FROM STDIN") as copy:
                    while block := source.read(1 << 20):
                        copy.write(block)
        return time.perf_counter() - began


def forget_peak() -> None:
    """Have Linux count this process's peak memory anew."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
