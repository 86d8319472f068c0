"""From the tables of a file to the draft of a plan. The way in is ``drafted``."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chengxin.oversight.rules.plan import Doubt, Milestone, Part, PlanDraft, TaskDraft
from chengxin.oversight.rules.reading.bases import Bases, basis_of_columns
from chengxin.oversight.rules.reading.bodies import Bodies, together, units_in, with_part
from chengxin.oversight.rules.reading.cleaning import cut, is_nothing, joined
from chengxin.oversight.rules.reading.days import (
    Due,
    bad_days_in,
    days_in,
    due_of,
    milestones_in,
    milestones_of,
)
from chengxin.oversight.rules.reading.doubts import DoubtCode, doubt
from chengxin.oversight.rules.reading.headings import (
    NAMES,
    WANTED,
    Column,
    Grid,
    Head,
    Line,
    head_of,
    missing_of,
    nearest_head,
)
from chengxin.oversight.rules.reading.numbering import arabic, numbered
from chengxin.oversight.rules.reading.numbers import Places, numbers_of
from chengxin.oversight.rules.reading.rows import LONGEST_TITLE, Row, rows_of

MOST_TASKS = 1000
TITLE_CHARACTERS = 30
_PLAN_WORDS = re.compile(r"表|计划|方案|分工|要点|清单|台账")
_ATTACHMENT = re.compile(r"^附\s*[件表]\s*[\d一二三四五六七八九十]{0,2}\s*(?:[:：]|$|(?=\D))")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)\s*年?")


@dataclass(frozen=True)
class _Task:
    """A task with the doubts about it."""

    draft: TaskDraft
    doubts: tuple[Doubt, ...]


def drafted(grids: Sequence[Grid], name: str) -> PlanDraft:
    """Return the plan of the first table that has the headings and tasks; ``name`` is the file's, for its year."""
    heads = [(grid, head) for grid in grids if (head := head_of(grid.lines))]
    if not heads:
        return PlanDraft("", None, (), (_headings_missing(grids),))
    tables = sorted(heads, key=lambda one: (len(one[1].missing()), not rows_of(one[0].lines, one[1]).tasks))
    grid, head = tables[0]
    others = [other.name for other, its in heads if other is not grid and rows_of(other.lines, its).tasks]
    told = [doubt(DoubtCode.OTHER_TABLES, names="、".join(f"“{one}”" for one in others))] if others else []
    return _plan(grid, head, name, told)


def _headings_missing(grids: Sequence[Grid]) -> Doubt:
    rows = [nearest_head(grid.lines) for grid in grids]
    nearest = max(rows, key=lambda row: len(set(row) - {None}), default=())
    return doubt(DoubtCode.MISSING_HEADINGS, missing="、".join(missing_of(nearest)))


def _plan(grid: Grid, head: Head, name: str, told: Sequence[Doubt]) -> PlanDraft:
    rows = rows_of(grid.lines, head)
    title = _title(grid.lines[: head.first - 1])
    year = _year(title, rows.tasks, name)
    doubts = [*told, *_of_columns(head, rows.tasks), *_of_table(grid, rows.others, year)]
    if not rows.tasks:
        return PlanDraft(title, year, (), (*doubts, doubt(DoubtCode.NO_TASKS)))
    if len(rows.tasks) > MOST_TASKS:
        many = doubt(DoubtCode.TOO_MANY_TASKS, count=len(rows.tasks), limit=MOST_TASKS)
        return PlanDraft(title, year, (), (*doubts, many))
    places = numbers_of(rows.tasks)
    tasks = [_task(row, place, places, year) for place, row in enumerate(rows.tasks)]
    doubts += [*places.doubts, *(one for task in tasks for one in task.doubts)]
    return PlanDraft(title, year, tuple(task.draft for task in tasks), tuple(doubts))


def _of_columns(head: Head, rows: Sequence[Row]) -> Iterator[Doubt]:
    """Yield what headings are missing; lines over the whole width can give modules and headings without columns."""
    by_band = {NAMES[Column.MODULE][0]: "module", NAMES[Column.HEADING][0]: "heading"}
    missing = [one for one in head.missing() if not (one in by_band and _given(rows, by_band[one]))]
    if missing:
        yield doubt(DoubtCode.MISSING_HEADINGS, missing="、".join(missing))
    for column in WANTED:
        if column not in head.columns:
            yield doubt(DoubtCode.MISSING_COLUMN, missing=NAMES[column][0])


def _given(rows: Sequence[Row], what: str) -> bool:
    return bool(rows) and all(getattr(row, what)[1] for row in rows)


def _of_table(grid: Grid, others: Sequence[Line], year: int | None) -> Iterator[Doubt]:
    yield from (doubt(DoubtCode.BROKEN_ROW, place=place) for place in grid.broken)
    yield from (doubt(DoubtCode.REALIGNED_ROW, place=place) for place in grid.aligned)
    left_out = (*others, *grid.below)
    if left_out:
        text = " ".join(dict.fromkeys(cell for line in left_out for cell in line.cells if cell))
        yield doubt(DoubtCode.LEFT_OUT, place=left_out[0].place, text=text)
    if year is None:
        yield doubt(DoubtCode.NO_YEAR)


def _title(lines: Sequence[Line]) -> str:
    """Return the title above the table: the last short line that names a plan, else the last that is no 附件."""
    said = [joined("".join(dict.fromkeys(filter(None, line.cells)))) for line in lines]
    short = [text for text in (_ATTACHMENT.sub("", one).strip() for one in said) if 0 < len(text) <= LONGEST_TITLE]
    named = [text for text in short if _PLAN_WORDS.search(text)]
    return (named or short or [""])[-1]


def _year(title: str, rows: Sequence[Row], name: str) -> int | None:
    """Return the year of the title, else the one in which most tasks end, else the one in the file's name."""
    found = _YEAR.search(arabic(title))
    if found:
        return int(found[1])
    cells = [arabic(row.cells.get(Column.DUE, "")) for row in rows]
    ends = Counter(day.on.year for cell in cells for day in days_in(cell, None) if day.on)
    if ends:
        return ends.most_common(1)[0][0]
    named = _YEAR.search(name)
    return int(named[1]) if named else None


def _task(row: Row, place: int, places: Places, year: int | None) -> _Task:
    no, cells = places.tasks[place], row.cells
    own = _bare(cells.get(Column.TITLE, ""))
    requirement = _bare(cells.get(Column.REQUIREMENT, "")) or own
    bodies, bases = _bodies(cells), _bases(cells)
    due = due_of(cells.get(Column.DUE, ""), year)
    milestones, bad = _milestones(cells, requirement, year)
    remark = cells.get(Column.REMARK, "")
    draft = TaskDraft(
        no=no,
        module_no=places.modules[place],
        module=row.module[1],
        heading_no=places.headings[place],
        heading=row.heading[1],
        title=joined(own) or title_of(requirement),
        requirement=requirement,
        units=bodies.units,
        due_on=due.on,
        milestones=tuple(dict.fromkeys((*due.milestones, *milestones))),
        bases=bases.found,
        remark="" if is_nothing(remark) else remark,
        place=row.place,
    )
    return _Task(draft, tuple(_of_task(draft, _Cells(bodies, bases, due, cells.get(Column.DUE, ""), bad), year)))


@dataclass(frozen=True)
class _Cells:
    """What the cells of a task gave, for the doubts about them."""

    bodies: Bodies
    bases: Bases
    due: Due
    due_text: str
    bad: tuple[str, ...]


def _of_task(task: TaskDraft, cells: _Cells, year: int | None) -> Iterator[Doubt]:
    needed = (
        (DoubtCode.NO_MODULE, task.module),
        (DoubtCode.NO_HEADING, task.heading),
        (DoubtCode.NO_REQUIREMENT, task.requirement),
        (DoubtCode.NO_UNITS, task.units),
    )
    yield from (doubt(code, no=task.no, place=task.place) for code, value in needed if not value)
    if cells.bodies.gaps and task.units:
        yield doubt(DoubtCode.EMPTY_UNIT, no=task.no, place=task.place)
    if cells.due.fault:
        yield doubt(cells.due.fault, no=task.no, place=task.place, text=cells.due_text)
    if task.due_on and year and task.due_on.year != year:
        yield doubt(DoubtCode.DUE_OUTSIDE_YEAR, no=task.no, place=task.place, day=task.due_on, year=year)
    for text in cells.bad:
        yield doubt(DoubtCode.UNREADABLE_MILESTONE, no=task.no, place=task.place, text=text)
    for text in cells.bases.unclear:
        yield doubt(DoubtCode.UNREADABLE_BASIS, no=task.no, place=task.place, text=text)


def _bare(text: str) -> str:
    if is_nothing(text):
        return ""
    _no, bare = numbered(text)
    return bare or text


def _bodies(cells: dict[Column, str]) -> Bodies:
    return together(
        with_part(units_in(cells.get(Column.LEAD, "")), Part.LEAD),
        with_part(units_in(cells.get(Column.JOINT, "")), Part.JOINT),
        units_in(cells.get(Column.UNITS, "")),
    )


def _bases(cells: dict[Column, str]) -> Bases:
    return basis_of_columns(cells.get(Column.BASIS, ""), cells.get(Column.NUMBER, ""))


def _milestones(
    cells: dict[Column, str], requirement: str, year: int | None
) -> tuple[tuple[Milestone, ...], tuple[str, ...]]:
    """Return the milestones of their own column where the table has one, else those in the requirement."""
    if Column.MILESTONES in cells:
        return milestones_of(cells[Column.MILESTONES], year)
    return milestones_in(requirement, year), bad_days_in(requirement, year)


def title_of(requirement: str) -> str:
    """Return what a task is called that has no title: its first sentence, cut at punctuation to 30 characters."""
    sentence = next((part.strip() for part, _end in cut(requirement, "。；;！\n") if part.strip()), "")
    if len(sentence) <= TITLE_CHARACTERS:
        return sentence
    for marks in ("，,：:", "、"):
        last = max(sentence.rfind(mark, 1, TITLE_CHARACTERS + 1) for mark in marks)
        if last > 0:
            return sentence[:last]
    return sentence[:TITLE_CHARACTERS]
