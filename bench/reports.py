"""One signed credit report of 60 records: read, frozen, set, signed and kept.

Each run is one report with the whole way of the public's download but the limit of an address. The half of the runs is
under the first figure, 95 of a hundred under the second.
"""

import os
import statistics
import tempfile
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengxin.config.settings")
django.setup()

from django.test.utils import override_settings  # noqa: E402  models can be imported only then

from bench.ledger import database  # noqa: E402  models can be imported only then
from bench.rows import Bar, Row, measure  # noqa: E402  models can be imported only then
from chengxin.checks.services import make_public_report  # noqa: E402  models can be imported only then
from chengxin.foundation.actor import public_actor  # noqa: E402  models can be imported only then
from chengxin.register.tests.scenes import NOW, Fact, city, shown  # noqa: E402  models can be imported only then

RECORDS, REPORTS = 60, 40
LONGEST = 0.4
ANYBODY = public_actor("192.0.2.7")


def run() -> list[Row]:
    """Measure."""
    with database(), tempfile.TemporaryDirectory() as folder, override_settings(DATA=Path(folder)):
        town = city()
        shown(town.unit, *(Fact(town.firm, number=f"示市监处罚〔2026〕{number}号") for number in range(RECORDS)))
        code = town.firm.unified_code or ""
        seconds = measure(lambda: make_public_report(actor=ANYBODY, now=NOW, subject=code), runs=REPORTS)
    half, most = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
    bar = Bar(holds=most <= LONGEST, words=f"p95 ≤ {LONGEST} s")
    return [Row(f"a report (p50 {half:.3f} s, p95 {most:.3f} s)", RECORDS, "records", seconds, bar=bar)]
