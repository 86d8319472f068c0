"""Writing new rows: a few by one INSERT, thousands by COPY, which is several times as fast."""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain, repeat
from typing import Any

from django.db import connection, models
from psycopg import sql
from psycopg.types.json import Jsonb

MANY = 100
"""From so many rows on COPY is worth its round trip."""

Columns = list[tuple[str, bool]]
"""The attributes of a row in the order of its table's columns, each with whether it holds JSON."""


def write_rows(model: type[models.Model], rows: Iterable[models.Model], count: int) -> None:
    """Write so many rows of one model as ``bulk_create`` does: afterwards each has its number.

    Thousands may be made while they are written, so that the database works meanwhile; no statement may run in it then.
    What the database checks it checks here too; what ``save`` and signals do is not done, as in ``bulk_create``.
    """
    if count >= MANY:
        _copy(model, rows, count)
    elif count:
        _insert(model, list(rows))


def _insert(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    numbered = rows[0].pk is not None
    beginning, ending, columns = _statement(model, numbered)
    slots = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(f"{beginning}{slots}{ending}", [*chain.from_iterable(_values(row, columns) for row in rows)])
        if not numbered:
            for row, (number,) in zip(rows, cursor.fetchall(), strict=True):
                row.pk = number


@cache
def _statement(model: type[models.Model], numbered: bool) -> tuple[str, str, Columns]:  # noqa: FBT001  a cache's key
    """Return what stands before and after the rows, and their columns; written once, as the trail takes it always."""
    meta, quoted = model._meta, connection.ops.quote_name  # noqa: SLF001  Django's documented way to a model's fields
    fields = [one for one in meta.concrete_fields if numbered or not one.primary_key]
    names = ", ".join(quoted(str(one.column)) for one in fields)
    key = "" if numbered or meta.pk is None else f" RETURNING {quoted(str(meta.pk.column))}"
    beginning = f"INSERT INTO {quoted(meta.db_table)} ({names}) VALUES "  # noqa: S608  our own tables and columns
    return beginning, key, _columns(fields)


def _new_numbers(model: type[models.Model], count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],  # noqa: SLF001  Django's documented way to a model's table
        )
        return [int(number) for (number,) in cursor.fetchall()]


def _copy(model: type[models.Model], rows: Iterable[models.Model], count: int) -> None:
    meta = model._meta  # noqa: SLF001  Django's documented way to a model's fields
    columns = _columns(meta.concrete_fields)
    names = sql.SQL(", ").join(sql.Identifier(str(one.column)) for one in meta.concrete_fields)
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(meta.db_table), names)
    numbers = _new_numbers(model, count) if meta.auto_field else repeat(None, count)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row, number in zip(rows, numbers, strict=True):
            row.pk = number or row.pk
            copy.write_row(_values(row, columns))


def _columns(fields: Sequence[Any]) -> Columns:
    return [(one.attname, isinstance(one, models.JSONField)) for one in fields]


def _values(row: models.Model, columns: Columns) -> list[Any]:
    return [_value(getattr(row, name), is_json) for name, is_json in columns]


def _value(value: Any, is_json: bool) -> Any:  # noqa: FBT001  a column of the table above
    return Jsonb(value) if is_json and value is not None else value
