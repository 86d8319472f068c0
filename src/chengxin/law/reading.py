"""Reads rule files (TOML) into rows and says in Chinese exactly what is wrong with one: file, table, key, column.

A file is a set of tables of ``rows``; a key that a row does not have, a table that does not exist and a value of the
wrong kind are problems, never ignored.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import MISSING, Field, dataclass, fields
from datetime import date, datetime
from typing import Any

from chengxin.law.periods import FIRST_DAY, LAST_DAY, Span, chinese
from chengxin.law.rows import TABLES, Conditions, Holiday, Row, Term

LONGEST_TEXT = 1000
MOST_ROWS = 5000
LARGEST_FILE = 1_000_000
MOST_UNITS = 1000
KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
BY_NAME: dict[str, type[Row]] = {table.table: table for table in TABLES}


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a rule file."""

    file: str
    table: str
    key: str
    column: str
    message: str

    def sentence(self) -> str:
        """Return the problem as one line, the place first."""
        place = [self.file]
        if self.table:
            place.append(f"[[{self.table}]]")
        if self.key:
            place.append(self.key)
        if self.column:
            place.append(self.column)
        return f"{' › '.join(place)}：{self.message}"


@dataclass(frozen=True)
class Sourced:
    """A row and the file it came from."""

    row: Row
    file: str


class WrongValueError(ValueError):
    """A value that is not what its column takes; the message is for the writer of the file."""


def identity(row: Row) -> str:
    """Return what must be unique within a table: the key, for a term its fact and key."""
    return f"{row.fact}:{row.key}" if isinstance(row, Term) else row.key


def read_toml(content: bytes, file: str) -> tuple[list[Sourced], list[Problem]]:
    """Return the rows of one TOML file and the problems found in it; with problems the rows are incomplete."""
    if len(content) > LARGEST_FILE:
        return [], [Problem(file, "", "", "", f"文件超过{LARGEST_FILE // 1000}千字节，不像规则文件")]
    try:
        data = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return [], [Problem(file, "", "", "", "文件不是 UTF-8 编码")]
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return [], [Problem(file, "", "", "", f"不是正确的 TOML：{error}")]
    rows: list[Sourced] = []
    problems: list[Problem] = []
    for table, row_type, number, raw in _entries(data, file, problems):
        row = _read_row(row_type, raw, _Place(file, table, _label(raw, number)), problems)
        if row is not None:
            rows.append(Sourced(row, file))
    return rows, problems


def _entries(
    data: dict[str, Any], file: str, problems: list[Problem]
) -> Iterator[tuple[str, type[Row], int, dict[str, Any]]]:
    for table, entries in data.items():
        row_type = BY_NAME.get(table)
        if row_type is None:
            problems.append(Problem(file, table, "", "", f"没有这种表；可用的表：{'、'.join(sorted(BY_NAME))}"))
        elif not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            problems.append(Problem(file, table, "", "", f"应写成 [[{table}]]，每行一段"))
        elif len(entries) > MOST_ROWS:
            problems.append(Problem(file, table, "", "", f"超过{MOST_ROWS}行"))
        else:
            for number, raw in enumerate(entries, start=1):
                yield table, row_type, number, raw


def _label(raw: dict[str, Any], number: int) -> str:
    key = raw.get("key")
    return key if isinstance(key, str) and KEY.fullmatch(key) else f"第{number}行"


@dataclass(frozen=True)
class _Place:
    file: str
    table: str
    key: str

    def problem(self, column: str, message: str) -> Problem:
        return Problem(self.file, self.table, self.key, column, message)


def _read_row(row_type: type[Row], raw: dict[str, Any], place: _Place, problems: list[Problem]) -> Row | None:
    columns = {column.name: column for column in fields(row_type)}
    found = [place.problem(name, f"没有这个键；可用的键：{'、'.join(columns)}") for name in raw if name not in columns]
    values: dict[str, Any] = {}
    for name, column in columns.items():
        try:
            if name in raw:
                values[name] = _value(row_type, column, raw[name], place, found)
            elif column.default is MISSING and column.default_factory is MISSING:
                found.append(place.problem(name, "必须填写"))
        except WrongValueError as wrong:
            found.append(place.problem(name, str(wrong)))
    problems.extend(found)
    return None if found else row_type(**values)


def _value(row_type: type[Row], column: "Field[Any]", raw: Any, place: _Place, found: list[Problem]) -> Any:
    if column.type == tuple[Holiday, ...]:
        return _holidays(raw, place, found)
    value = CONVERTERS[column.type](raw)
    if column.name == "key" and not KEY.fullmatch(value):
        raise WrongValueError("键名只用拉丁字母、数字、点、连字符和下划线，最长80个字符")
    if column.type is str and not value and column.default is MISSING:
        raise WrongValueError("不能为空")
    choices = row_type.choices.get(column.name)
    if choices and value not in choices:
        raise WrongValueError(f"“{value}”不在可选值中：{'、'.join(choices)}")
    return value


def _holidays(raw: Any, place: _Place, found: list[Problem]) -> tuple[Row, ...]:
    if not isinstance(raw, list) or not all(isinstance(entry, dict) for entry in raw):
        raise WrongValueError("应写成 [[notice.holiday]]，每个节日一段")
    inner = _Place(place.file, Holiday.table, place.key)
    rows = (_read_row(Holiday, entry, inner, found) for entry in raw)
    return tuple(row for row in rows if row is not None)


def _text(raw: Any) -> str:
    if not isinstance(raw, str):
        raise WrongValueError("应为文字（加引号）")
    if len(raw) > LONGEST_TEXT or CONTROL.search(raw):
        raise WrongValueError(f"文字超过{LONGEST_TEXT}字或含有控制字符")
    return raw.strip()


def _boolean(raw: Any) -> bool:
    if not isinstance(raw, bool):
        raise WrongValueError("应为 true 或 false")
    return raw


def _integer(raw: Any) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise WrongValueError("应为整数")
    if not 0 <= raw <= LAST_DAY.year:
        raise WrongValueError("数字不合理")
    return raw


def _day(raw: Any) -> date:
    if isinstance(raw, datetime) or not isinstance(raw, date):
        raise WrongValueError("应为日期，写作 2028-01-01，不加引号")
    if not FIRST_DAY <= raw <= LAST_DAY:
        raise WrongValueError(f"日期应在{chinese(FIRST_DAY)}至{chinese(LAST_DAY)}之间")
    return raw


def _many(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def convert_all(raw: Any) -> tuple[Any, ...]:
        if not isinstance(raw, list):
            raise WrongValueError("应为列表，写作 [ … ]")
        return tuple(_each(convert, raw))

    return convert_all


def _each(convert: Callable[[Any], Any], raw: Iterable[Any]) -> Iterator[Any]:
    for entry in raw:
        yield convert(entry)


def _span(raw: Any) -> Span:
    units = [column.name for column in fields(Span)]
    if not isinstance(raw, dict) or len(raw) != 1 or next(iter(raw)) not in units:
        raise WrongValueError(f"应写成 {{ months = 3 }}，单位只用一个：{'、'.join(units)}")
    unit, count = next(iter(raw.items()))
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= MOST_UNITS:
        raise WrongValueError(f"{unit} 应为1至{MOST_UNITS}的整数")
    return Span(**{unit: count})


def _conditions(raw: Any) -> Conditions:
    if not isinstance(raw, dict):
        raise WrongValueError('应写成 { severity = ["general"] }')
    texts = _many(_text)
    conditions = {name: texts(values) for name, values in raw.items()}
    empty = [name for name, values in conditions.items() if not values]
    if empty:
        raise WrongValueError(f"条件 {'、'.join(empty)} 没有列出任何值，永远不会成立")
    return conditions


CONVERTERS: dict[Any, Callable[[Any], Any]] = {
    str: _text,
    bool: _boolean,
    int: _integer,
    date: _day,
    date | None: _day,
    Span: _span,
    Span | None: _span,
    tuple[str, ...]: _many(_text),
    tuple[date, ...]: _many(_day),
    Conditions: _conditions,
}
