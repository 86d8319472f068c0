"""Killed half-way and run again; several at once."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from chengxin.foundation.actor import system_actor
from chengxin.foundation.roles import Role
from chengxin.register import public, services
from chengxin.register.models import ChangeBatch, LedgerShare, Load, Record, RecordVersion, Takedown
from chengxin.register.rules import TakedownReason
from chengxin.register.services import Why
from chengxin.register.tests.scenes import (
    ITEMS,
    JOB,
    NOW,
    PENALTY,
    Fact,
    begun,
    bureau,
    frame,
    merged,
    officer,
    organisation,
    shown,
)
from chengxin.register.tests.three_facts import load_three_facts
from chengxin.subjects.models import Organisation
from chengxin.units.models import Unit

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("committed_db")]

ADDRESS = ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")


@pytest.fixture
def unit(committed_db: object) -> Unit:  # noqa: ARG001  the unit stands in that database
    return bureau()


@pytest.fixture
def firm(committed_db: object) -> Organisation:  # noqa: ARG001  it stands in that database
    return organisation()


def killed(load: Load, firm: Organisation, chunks: int) -> None:
    """Load in a process of its own, which dies after so many chunks."""
    reached = {key: connections["default"].settings_dict[key] for key in ADDRESS}
    told = {"database": reached, "load": load.id, "subject": firm.id, "chunks": chunks}
    run = subprocess.run(  # noqa: S603  our own interpreter and our own program
        [sys.executable, "-m", "chengxin.register.tests.dying", json.dumps(told)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert run.returncode == -signal.SIGKILL, run.stderr


@pytest.mark.parametrize("chunks", [0, 2, 3])
def test_killed_anywhere_nothing_shows_and_it_goes_on_without_doubles(
    unit: Unit, firm: Organisation, chunks: int
) -> None:
    load = begun(unit)
    killed(load, firm, chunks)
    assert public.records_of(firm.public_id, ITEMS).records == ()
    assert RecordVersion.objects.count() == chunks
    assert not ChangeBatch.objects.exists()

    load_three_facts(load=load.id, subject=firm.id)
    assert len(public.records_of(firm.public_id, ITEMS).records) == 3
    assert Record.objects.count() == RecordVersion.objects.count() == 3
    assert LedgerShare.objects.count() == 1


def in_threads(*tasks: Callable[[], object]) -> None:
    """Run the tasks at the same moment, each with a connection of its own."""
    gate = threading.Barrier(len(tasks))

    def run(task: Callable[[], object]) -> None:
        gate.wait()
        try:
            task()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as pool:
        for future in [pool.submit(run, task) for task in tasks]:
            future.result()


def test_two_loads_on_the_same_keys_make_one_record_each_and_no_deadlock(unit: Unit) -> None:
    firms = [organisation() for _ in range(20)]
    facts = [Fact(firm, number=f"第{turn}号") for firm in firms for turn in range(5)]
    loads = [begun(unit) for _ in range(3)]
    orders = [facts, facts[::-1], facts[50:] + facts[:50]]

    def load(number: int) -> None:
        rows = frame([Fact(one.subject, one.number, summary=f"第{number}批") for one in orders[number]])
        services.merge_chunk(load=loads[number], item=PENALTY, rows=rows)
        services.show_load(actor=JOB, now=NOW, load=loads[number].id)

    in_threads(*[lambda number=number: load(number) for number in range(3)])
    assert Record.objects.count() == 100
    assert all(len(public.records_of(firm.public_id, ITEMS).records) == 5 for firm in firms)
    numbers = RecordVersion.objects.values_list("record", "number")
    assert len(set(numbers)) == RecordVersion.objects.count()


def test_a_takedown_beside_loads_leaves_nothing_public(unit: Unit, firm: Organisation) -> None:
    facts = [Fact(firm, number=f"第{number}号") for number in range(30)]
    shown(unit, *facts)
    records = list(Record.objects.values_list("public_id", flat=True))
    reviewer = officer(unit, Role.REVIEWER)
    why = Why(TakedownReason.SOURCE_WITHDRAWN, "撤回", "来函")

    def reload(text: str) -> None:
        changed = [Fact(firm, one.number, summary=text) for one in facts]
        services.show_load(actor=JOB, now=NOW, load=merged(unit, *changed).id)

    in_threads(
        lambda: reload("一"),
        lambda: services.take_down(actor=reviewer, now=NOW, records=records, why=why),
        lambda: services.take_down(actor=reviewer, now=NOW, records=records[::-1], why=why),
        lambda: reload("二"),
    )
    assert public.records_of(firm.public_id, ITEMS).records == ()
    assert Takedown.objects.count() == 30


def test_show_twice_at_once_is_as_once(unit: Unit, firm: Organisation) -> None:
    load = merged(unit, Fact(firm))

    def show() -> None:
        services.show_load(actor=system_actor("intake.load"), now=NOW, load=load.id)

    in_threads(show, show, show)
    assert ChangeBatch.objects.count() == LedgerShare.objects.count() == 1
