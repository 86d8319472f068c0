"""All chunks of a load one after the other, the next being made ready while one merges."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import polars as pl
from django.db import connection, transaction

from chengxin.catalog.rules import Item
from chengxin.foundation.beside import ahead, thread_beside
from chengxin.register.models import Load
from chengxin.register.services.merging import Merged, merge_prepared, prepared

T = TypeVar("T")


def merge_chunks(
    *,
    load: Load,
    item: Item,
    chunks: Iterable[T],
    stage: Callable[[T], pl.DataFrame],
    note: Callable[[T, Merged], None],
    inherited: Collection[int] = (),
) -> Iterator[Merged]:
    """Merge chunk by chunk, each in a transaction of its own, and yield what became of it once that is committed.

    ``stage`` makes the rows of ``merge_chunk`` of a chunk. It runs in a transaction of its own, in a thread, one chunk
    ahead, while the database merges the one before; what it writes (organisations nobody knew) is committed. ``note``
    is called in the transaction of each merge, for what is to be written down with it. Where a transaction is open
    already there is neither thread nor commit: everything happens in that transaction.

    A commit here does not wait for the disk. Nothing of it shows before ``show_load``, whose commit does wait, and the
    disk has then all that came before; after a power cut the load goes on where the disk left off.

    Raises:
        LoadClosed: the load shows already, or it was given up.
    """

    def ready(chunk: T) -> tuple[T, pl.DataFrame]:
        with _unseen():
            return chunk, prepared(item, stage(chunk))

    with thread_beside("next-chunk") as thread:
        for chunk, rows in ahead(thread, ready, chunks):
            with _unseen():
                merged = merge_prepared(load=load, item=item, chunk=rows, inherited=inherited)
                note(chunk, merged)
            yield merged


@contextmanager
def _unseen() -> Iterator[None]:
    """Have a transaction whose commit does not wait for the disk, or the one that is open, as it is."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
        yield
