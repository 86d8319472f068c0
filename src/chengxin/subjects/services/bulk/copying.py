"""Frames into tables: COPY, and COPY by way of a temporary table for rows that may be there already."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import polars as pl
from django.db import connection
from psycopg import sql


def copy(table: str, frame: pl.DataFrame) -> None:
    """Append the rows to the table; columns go by their names. Null stays null, an empty text stays empty."""
    columns = sql.SQL(", ").join(map(sql.Identifier, frame.columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(sql.Identifier(table), columns)
    buffer = BytesIO()
    frame.write_csv(buffer, include_header=False)
    with connection.cursor() as cursor, cursor.copy(statement) as stream:
        stream.write(buffer.getbuffer())


def stage(table: str, frame: pl.DataFrame) -> str:
    """Put the rows into a temporary table with the types of the table's columns, and return its name.

    It is there until the transaction ends; a second call for the same table empties it first.
    """
    staged = f"incoming_{table}"
    columns = sql.SQL(", ").join(map(sql.Identifier, frame.columns))
    words = {"staged": sql.Identifier(staged), "table": sql.Identifier(table), "columns": columns}
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP TABLE IF EXISTS pg_temp.{staged}").format(**words))
        cursor.execute(
            sql.SQL(
                "CREATE TEMPORARY TABLE {staged} ON COMMIT DROP AS SELECT {columns} FROM public.{table} WITH NO DATA"
            ).format(**words)
        )
    copy(staged, frame)
    return staged


def insert_missing(table: str, frame: pl.DataFrame, *, order: str, returning: Sequence[str]) -> list[tuple[Any, ...]]:
    """Insert the rows that break no unique constraint and return these columns of those inserted.

    They are inserted in the order of a column, so that two transactions with common rows wait and never block each
    other for good.
    """
    staged = stage(table, frame)
    statement = sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {columns} FROM {staged} ORDER BY {order}"
        " ON CONFLICT DO NOTHING RETURNING {returning}"
    ).format(
        table=sql.Identifier(table),
        columns=sql.SQL(", ").join(map(sql.Identifier, frame.columns)),
        staged=sql.Identifier(staged),
        order=sql.Identifier(order),
        returning=sql.SQL(", ").join(map(sql.Identifier, returning)),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
