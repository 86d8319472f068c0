"""Waiting for the change feed: it holds back what a transaction begun before might still change."""

from threading import Event

from django.db import connections

TURNS, PAUSE = 1_200, 0.05


def settle() -> None:
    """Wait until every transaction begun before has ended; those of other tests in the cluster hold readers too."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        (mine,) = cursor.fetchone()
        for _turn in range(TURNS):
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint > %s", [mine])
            if cursor.fetchone() == (True,):
                return
            Event().wait(PAUSE)
    raise AssertionError("a transaction of another test never ended")
