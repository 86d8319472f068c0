"""A thread beside the work, and none inside a transaction."""

import sys
import threading

import pytest
from django.db import transaction

from chengxin.foundation.beside import TURN, ahead, thread_beside, thread_without_database


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


@pytest.mark.parametrize("count", [0, 1, 5])
def test_what_is_made_ahead_comes_in_order_and_from_the_thread(count: int) -> None:
    with thread_without_database("maker") as thread:
        made = list(ahead(thread, lambda number: (number, threading.current_thread().name), range(count)))
    assert [number for number, _ in made] == list(range(count))
    assert all(name.startswith("maker") for _, name in made)


def test_the_next_is_begun_before_the_caller_asks_for_it() -> None:
    begun = [threading.Event() for _ in range(2)]

    def make(number: int) -> int:
        begun[number].set()
        return number

    with thread_without_database("maker") as thread:
        made = ahead(thread, make, range(2))
        assert next(made) == 0
        assert begun[1].wait(timeout=60)
        assert list(made) == [1]


@pytest.mark.service
@pytest.mark.usefixtures("db")
def test_what_only_computes_has_its_thread_inside_a_transaction_too() -> None:
    with transaction.atomic(), thread_without_database("maker") as thread:
        assert thread.submit(threading.get_ident).result() != threading.get_ident()
