"""A task as a person types it: lines of units, milestones and policies, read and written back."""

import re
from dataclasses import dataclass
from datetime import date

from chengxin.oversight.rules.plan import PARTS, Basis, Milestone, Named, Part

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[\s，,]+(.+)", re.ASCII)
_PARTS = {label: part for part, label in PARTS.items() if part is not Part.UNSPECIFIED}
_SEPARATOR = re.compile(r"[|｜]")


@dataclass(frozen=True, kw_only=True)
class TaskText:
    """What a task says, without its number: module and heading under which it stands, and all the rest."""

    module: str
    heading: str
    title: str
    requirement: str
    units: tuple[Named, ...]
    due_on: date | None
    milestones: tuple[Milestone, ...] = ()
    bases: tuple[Basis, ...] = ()
    remark: str = ""


def units_of_lines(text: str) -> tuple[Named, ...]:
    """Return the units of lines such as “牵头 市统计局”; the same text twice counts once, the first time."""
    found: dict[str, Named] = {}
    for line in _lines(text):
        word, _, rest = line.partition(" ")
        part = _PARTS.get(word.rstrip("：:")) if rest else None
        name = rest if part is not None else line
        found.setdefault(name, Named(name, part or Part.UNSPECIFIED))
    return tuple(found.values())


def lines_of_units(units: tuple[Named, ...]) -> str:
    """Return the lines that ``units_of_lines`` reads."""
    return "\n".join(one.text if one.part is Part.UNSPECIFIED else f"{PARTS[one.part]} {one.text}" for one in units)


def milestones_of_lines(text: str) -> tuple[Milestone, ...]:
    """Return the milestones of lines such as “2018-05-31 公布名单”; a line without a day recurs (每月25日前报送).

    Raises:
        ValueError: a day that no calendar has; its text is the line.
    """
    return tuple(_milestone(line) for line in _lines(text))


def _milestone(line: str) -> Milestone:
    found = _DAY.fullmatch(line)
    if found is None:
        return Milestone(line)
    year, month, day, words = found.groups()
    try:
        return Milestone(words.strip(), date(int(year), int(month), int(day)))
    except ValueError as error:
        raise ValueError(line) from error


def lines_of_milestones(milestones: tuple[Milestone, ...]) -> str:
    """Return the lines that ``milestones_of_lines`` reads."""
    return "\n".join(f"{one.due_on.isoformat()} {one.text}" if one.due_on else one.text for one in milestones)


def bases_of_lines(text: str) -> tuple[Basis, ...]:
    """Return the policies of lines such as “关于…的意见 | 示政发〔2018〕1号”; the number may be missing."""
    found = []
    for line in _lines(text):
        title, *number = _SEPARATOR.split(line, maxsplit=1)
        found.append(Basis(title.strip(), number[0].strip() if number else ""))
    return tuple(found)


def lines_of_bases(bases: tuple[Basis, ...]) -> str:
    """Return the lines that ``bases_of_lines`` reads."""
    return "\n".join(f"{one.title} | {one.number}" if one.number else one.title for one in bases)


def _lines(text: str) -> list[str]:
    """Return the lines that say something, their spaces made one."""
    return [line for line in (" ".join(one.split()) for one in text.splitlines()) if line]
