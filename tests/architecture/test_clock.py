"""The clock is read at the doors only, and nobody acts without a name."""

import pytest

from tests.architecture.guards import clock
from tests.architecture.guards.tree import crafted, product


def test_nothing_below_the_doors_reads_the_clock() -> None:
    assert clock.clock_reads(product()) == []


@pytest.mark.parametrize(
    "text",
    [
        "from django.utils import timezone\nnow = timezone.now()\n",
        "from django.utils import timezone\nat = models.DateTimeField(default=timezone.now)\n",
        "from datetime import datetime\nnow = datetime.now(tz=None)\n",
        "import datetime\nday = datetime.date.today()\n",
        "import time\nnow = time.time()\n",
        "from django.utils import timezone\nday = timezone.localdate()\n",
        "from django.db.models.functions import Now\nnow = Now()\n",
        "from django.db import models\nat = models.DateTimeField(auto_now_add=True)\n",
        "SQL = 'UPDATE units_unit SET at = now()'\n",
        "SQL = 'SELECT current_date'\n",
    ],
)
@pytest.mark.parametrize("floor", ["rules", "models", "queries", "services", "adapters", "public", "views", "api"])
def test_a_reading_is_found(floor: str, text: str) -> None:
    assert clock.clock_reads([crafted(f"chengxin.units.{floor}", text)])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("chengxin.units.jobs", "from django.utils import timezone\nnow = timezone.now()\n"),
        ("chengxin.config.worker", "import time\nnow = time.time()\n"),
        ("chengxin.units.queries", "from django.utils import timezone\nday = timezone.localdate(now)\n"),
        ("chengxin.units.queries", '"""Nothing here reads now()."""\n'),
    ],
)
def test_the_doors_may_read_it_and_converting_a_moment_is_no_reading(name: str, text: str) -> None:
    assert clock.clock_reads([crafted(name, text)]) == []


def test_actor_and_now_are_never_optional() -> None:
    assert clock.optional_moments(product()) == []


@pytest.mark.parametrize(
    "text",
    [
        "def list_units(actor=None): ...\n",
        "def list_units(*, actor: 'Actor | None'): ...\n",
        "def end(*, now=NOW): ...\n",
        "from typing import Optional\ndef end(now: Optional[None]): ...\n",
    ],
)
def test_an_optional_actor_or_moment_is_found(text: str) -> None:
    assert clock.optional_moments([crafted("chengxin.units.queries", text)])
