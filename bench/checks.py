"""Checks in a register of five million records about one million organisations.

Closed loop: eight connections ask one after the other. Open loop: fifty questions a second for a minute, whatever the
answers take, each timed from the moment at which it was due. Every question goes by HTTP with a key to a web process of
two workers and is answered with evidence and trail committed. The batch is one transaction of 10,000 questions, each
with evidence of its own. Client, web process and database share the machine.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

import django

from bench.rows import Bar, Row

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengxin.config.settings")
django.setup()

from django.conf import settings  # noqa: E402  Django is ready only now
from django.test.utils import override_settings  # noqa: E402  as above

from bench import tables  # noqa: E402  as above
from bench.load.server import ProductionServer, copied, production_server, settle_down  # noqa: E402  as above
from chengxin.catalog.models import ItemVersion  # noqa: E402  as above
from chengxin.checks import services  # noqa: E402  as above
from chengxin.checks.rules.answers import Asked, Ground  # noqa: E402  as above
from chengxin.checks.tests.scenes import BUYING, keeper  # noqa: E402  as above
from chengxin.foundation.roles import Role  # noqa: E402  as above
from chengxin.measures.tests.scenes import officer  # noqa: E402  as above
from chengxin.units.models import ApiClient, Unit  # noqa: E402  as above
from chengxin.units.tests import factories  # noqa: E402  as above

RECORDS = int(os.environ.get("CHENGXIN_BENCH_CHECK_RECORDS", "5000000"))
SUBJECTS = RECORDS // 5
BATCH = min(10_000, SUBJECTS)
CONNECTIONS, CLOSED_SECONDS, WARM_UP = 8, 20, 200
RATE, OPEN_SECONDS, WAITING = 50, 60, 32
LONGEST, BATCH_SECONDS, CLOSED_RATE = 0.08, 5.0, 150
PATH = "/api/v1/checks"
PURPOSE, BASIS = "某项目投标人资格审查", "《政府采购法》第二十二条"


@dataclass(frozen=True)
class Desk:
    """Who asks: a unit with its matter, and the key of its system."""

    unit: Unit
    matter: str
    secret: str


def run() -> list[Row]:
    """Measure."""
    with (
        TemporaryDirectory(prefix="chengxin-bench-") as folder,
        override_settings(DATA=Path(folder)),
        production_server() as server,
        copied(server, "checks") as name,
    ):
        desk = furnish()
        settle_down(server, name)
        ask_many(desk, 0)  # a register in service has answered before
        settle_down(server, name)
        rows = [batched(desk)]
        with web(server, name, Path(folder)) as port:
            return [*rows, *asked(desk, port)]


def furnish() -> Desk:
    """Fill the register and seat who asks."""
    now = factories.real_now()
    platform = factories.found(now)
    unit = factories.unit(platform, now, "bureau")
    matter = services.register_matter(actor=keeper(unit), now=now, unit=unit.id, definition=BUYING)
    client = factories.client(platform, now, "bench", unit)
    ApiClient.objects.filter(id=client.id).update(calls_a_minute=10**6)
    tables.fill(RECORDS, SUBJECTS, penalty=judged_by("penalty-organisation"), licence=judged_by("licence-organisation"))
    return Desk(unit, matter.public_id, factories.key(platform, now, client).secret)


def judged_by(item: str) -> str:
    """Return the version of an item by which its records are judged."""
    version = ItemVersion.objects.filter(item__key=item).order_by("-number").first()
    assert version is not None
    return version.hash


def code_of(number: int) -> str:
    """Return the code of an organisation of ``tables``."""
    return f"91990100{number:010d}"


def spread() -> Iterator[str]:
    """Yield codes from all over the register, never the same twice in a row."""
    return (code_of(1 + number * 7919 % SUBJECTS) for number in count(1))


def batched(desk: Desk) -> Row:
    """Ask 10,000 questions at once, three times, of a register that has answered before."""
    seconds = tuple(ask_many(desk, number) for number in range(1, 4))
    bar = Bar(holds=max(seconds) <= BATCH_SECONDS, words=f"≤ {BATCH_SECONDS:g} s")
    return Row("a batch of organisations, with evidence", BATCH, "checks", seconds, bar=bar)


def ask_many(desk: Desk, number: int) -> float:
    """Ask the numbered 10,000 questions at once and return the seconds it took."""
    checker = officer(desk.unit, Role.CHECKER)
    codes = islice(spread(), number * BATCH, (number + 1) * BATCH)
    questions = [Asked(desk.matter, code, "", PURPOSE, Ground.DUTY, BASIS) for code in codes]
    began = time.perf_counter()
    services.check_many(actor=checker, now=factories.real_now(), matter=desk.matter, questions=questions)
    return time.perf_counter() - began


def asked(desk: Desk, port: int) -> list[Row]:
    """Ask by HTTP in both ways."""
    codes, lock = spread(), threading.Lock()
    ours = threading.local()

    def ask() -> None:
        if not hasattr(ours, "line"):
            ours.line = HTTPConnection("127.0.0.1", port, timeout=30)
        with lock:
            code = next(codes)
        body = json.dumps({"matter": desk.matter, "code": code, "purpose": PURPOSE, "basis": BASIS})
        headers = {"Authorization": f"Bearer {desk.secret}", "Content-Type": "application/json"}
        ours.line.request("POST", PATH, body, headers)
        response = ours.line.getresponse()
        content = response.read()
        assert response.status == HTTPStatus.OK, content
        assert json.loads(content)["evidence"]["signature"]

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(lambda _number: ask(), range(WARM_UP)))
    return [closed_loop(ask), *open_loop(ask)]


def closed_loop(ask: Callable[[], None]) -> Row:
    """Ask over eight connections, each again as soon as it is answered."""
    end = time.perf_counter() + CLOSED_SECONDS

    def keep_asking(_number: int) -> int:
        done = 0
        while time.perf_counter() < end:
            ask()
            done += 1
        return done

    began = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        done = sum(pool.map(keep_asking, range(CONNECTIONS)))
    seconds = (time.perf_counter() - began,)
    return Row(f"closed loop, {CONNECTIONS} connections", done, "checks", seconds, bar=Bar(rate=CLOSED_RATE))


def open_loop(ask: Callable[[], None]) -> list[Row]:
    """Ask fifty times a second for a minute."""
    began = time.perf_counter() + 1

    def at(number: int) -> float:
        due = began + number / RATE
        time.sleep(max(0.0, due - time.perf_counter()))
        ask()
        return time.perf_counter() - due

    with ThreadPoolExecutor(WAITING) as pool:
        seconds = tuple(pool.map(at, range(RATE * OPEN_SECONDS)))
    hundredths = statistics.quantiles(seconds, n=100)
    bar = Bar(holds=hundredths[94] <= LONGEST, words=f"p95 ≤ {LONGEST * 1000:g} ms")
    half, most, last = (f"{1000 * hundredths[place]:.0f} ms" for place in (49, 94, 98))
    words = f"open loop, {RATE} a second for {OPEN_SECONDS} s (p50 {half}, p95 {most}, p99 {last})"
    return [Row(words, 1, "checks", seconds, bar=bar)]


@contextmanager
def web(server: ProductionServer, name: str, data: Path) -> Iterator[int]:
    """Have the product's web process answer on a free port within the block."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    doors = {"DATABASE_URL": "default", "DATABASE_OWNER_URL": "owner", "DATABASE_PUBLIC_URL": "public"}
    told = {variable: url_of(server.address(server.role(alias), name)) for variable, alias in doors.items()}
    process = subprocess.Popen(  # noqa: S603  our own interpreter and our own program
        [sys.executable, "-m", "chengxin.config.web", "127.0.0.1", str(port), "2"],
        env=os.environ | told | {"CHENGXIN_DATA": str(data)},
    )
    try:
        wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def url_of(address: dict[str, Any]) -> str:
    """Return an address of the database as the product reads it."""
    others = {key: value for key, value in address.items() if key not in {"user", "dbname"} and value}
    return f"postgresql://{address['user']}@/{address['dbname']}?{urlencode(others)}"


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Return once somebody answers on the port."""
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        with closing(socket.socket()) as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"the web process did not answer; its folder is {settings.DATA}")
