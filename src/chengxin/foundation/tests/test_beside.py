"""A thread beside the work, and none inside a transaction."""

import sys
import threading

import pytest
from django.db import transaction

from chengxin.foundation.beside import TURN, thread_beside


@pytest.mark.service
@pytest.mark.usefixtures("committed_db")
def test_outside_a_transaction_it_is_another_thread_and_turns_are_short() -> None:
    with thread_beside("helper") as beside:
        name = beside.submit(lambda: threading.current_thread().name).result()
    assert name.startswith("helper")
    assert sys.getswitchinterval() == pytest.approx(TURN)


@pytest.mark.service
@pytest.mark.usefixtures("db")
def test_inside_a_transaction_it_is_done_at_once_by_the_caller() -> None:
    with transaction.atomic(), thread_beside("helper") as beside:
        done = beside.submit(threading.get_ident)
        assert done.done()
        assert done.result() == threading.get_ident()


@pytest.mark.service
@pytest.mark.usefixtures("db")
def test_what_fails_inside_a_transaction_fails_at_once() -> None:
    with thread_beside("helper") as beside, pytest.raises(ZeroDivisionError):
        beside.submit(lambda: 1 // 0)
