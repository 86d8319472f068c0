"""Changes of a code list, and what would make two of its values one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from chengxin.catalog.rules.item import CodeList, CodeValue


def with_value(entry: CodeList, code: str, value: CodeValue) -> CodeList:
    """Return the list with the value in place of the one with this code, or at the end where the code is empty.

    A name that a value had before becomes an alias.
    """
    if not code:
        return replace(entry, values=(*entry.values, value))
    return replace(entry, values=tuple(_renamed(one, value) if one.code == code else one for one in entry.values))


def _renamed(old: CodeValue, new: CodeValue) -> CodeValue:
    if old.label == new.label or old.label in new.aliases:
        return new
    return replace(new, aliases=(*new.aliases, old.label))


def without_value(entry: CodeList, code: str) -> CodeList:
    """Return the list without a value."""
    return replace(entry, values=tuple(value for value in entry.values if value.code != code))


def clash_of(entry: CodeList) -> tuple[str, CodeValue] | None:
    """Return a writing that two values of one time share, with the first of them; None if all can be told apart."""
    seen: dict[str, list[CodeValue]] = {}
    for value in entry.values:
        for writing in _writings(value):
            other = next((one for one in seen.get(writing, ()) if _at_one_time(one, value)), None)
            if other is not None:
                return writing, other
        for writing in _writings(value):
            seen.setdefault(writing, []).append(value)
    return None


def _writings(value: CodeValue) -> Iterator[str]:
    yield from dict.fromkeys((value.code, value.label, *value.aliases))


def _at_one_time(one: CodeValue, other: CodeValue) -> bool:
    return (one.since or date.min) < (other.until or date.max) and (other.since or date.min) < (one.until or date.max)


def merged(platform: CodeList, given: CodeList) -> CodeList:
    """Return a list as a file gives it, with the platform's values that the file does not have behind them."""
    codes = {value.code for value in given.values}
    return replace(given, values=(*given.values, *(value for value in platform.values if value.code not in codes)))
