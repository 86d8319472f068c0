"""Writing many new rows: a few by INSERT, thousands by COPY, which is several times as fast."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models
from psycopg import sql
from psycopg.types.json import Jsonb

MANY = 100
"""From so many rows on COPY is worth its round trip."""


def write_rows(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Write rows of one model as ``bulk_create`` does: afterwards each has its number.

    What the database checks it checks here too; what ``save`` and signals do is not done, as in ``bulk_create``.
    """
    if len(rows) < MANY:
        model._default_manager.bulk_create(rows)  # noqa: SLF001  Django's documented way to a model's rows
        return
    if rows[0].pk is None:
        for row, number in zip(rows, _new_numbers(model, len(rows)), strict=True):
            row.pk = number
    _copy(rows)


def _new_numbers(model: type[models.Model], count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],  # noqa: SLF001  Django's documented way to a model's table
        )
        return [int(number) for (number,) in cursor.fetchall()]


def _copy(rows: Sequence[models.Model]) -> None:
    meta = rows[0]._meta  # noqa: SLF001  Django's documented way to a model's fields
    fields = meta.concrete_fields
    columns = [sql.Identifier(str(one.column)) for one in fields]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(meta.db_table), sql.SQL(", ").join(columns))
    plain = [(one.attname, isinstance(one, models.JSONField)) for one in fields]
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([_value(getattr(row, name), is_json) for name, is_json in plain])


def _value(value: Any, is_json: bool) -> Any:  # noqa: FBT001  a column of the table above
    return Jsonb(value) if is_json and value is not None else value
