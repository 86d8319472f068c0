"""Numbers of modules, headings and tasks: those the table gives, else by order; what jumps or repeats is doubted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from chengxin.oversight.rules.plan import Doubt
from chengxin.oversight.rules.reading.cleaning import is_nothing
from chengxin.oversight.rules.reading.doubts import DoubtCode, doubt
from chengxin.oversight.rules.reading.headings import Column
from chengxin.oversight.rules.reading.numbering import number_of, numbered
from chengxin.oversight.rules.reading.rows import Row

MODULE, HEADING, TASK = "工作模块", "重点工作任务", "任务"


@dataclass(frozen=True)
class Places:
    """The numbers of each row: ``modules`` and ``headings`` by row, ``tasks`` by row, and the doubts about them."""

    modules: tuple[int, ...]
    headings: tuple[int, ...]
    tasks: tuple[int, ...]
    doubts: tuple[Doubt, ...]


def numbers_of(rows: Sequence[Row]) -> Places:
    """Return the numbers of all rows."""
    tasks, doubts = _tasks(rows)
    modules = _Titles(MODULE)
    headings = _Titles(HEADING)
    module_nos, heading_nos = [], []
    for row, no in zip(rows, tasks, strict=True):
        module_nos.append(modules.number("", row.module, row.place, no))
        heading_nos.append(headings.number(_key(row.module[1]), row.heading, row.place, no))
    every = (*doubts, *modules.doubts, *headings.doubts)
    return Places(tuple(module_nos), tuple(heading_nos), tasks, every)


def _key(title: str) -> str:
    return "".join(title.split())


class _Titles:
    """The numbers given so far to modules, or to headings within their modules."""

    def __init__(self, what: str) -> None:
        """Say what the titles are, for doubts."""
        self.what = what
        self.known: dict[tuple[str, str], int] = {}
        self.taken: set[tuple[str, int]] = set()
        self.before: int | None = None
        self.within = ""
        self.doubts: list[Doubt] = []

    def number(self, within: str, titled: tuple[int | None, str], place: str, no: int) -> int:
        """Return the number of a title, the same for each row that has it."""
        given, title = titled
        key = (within, _key(title))
        if key not in self.known:
            self.known[key] = self._new(within, given, place, no)
        return self.known[key]

    def _new(self, within: str, given: int | None, place: str, no: int) -> int:
        following = (self.before or 0) + 1
        number = following if given is None else given
        restarts = number == 1 and within != self.within
        if (within, number) in self.taken:
            self._doubt(DoubtCode.NUMBER_REPEAT, no, place=place, number=number)
        elif number != following and not restarts:
            self._doubt(DoubtCode.NUMBER_JUMP, no, place=place, number=number, before=self.before or "起头")
        self.taken.add((within, number))
        self.before, self.within = number, within
        return number

    def _doubt(self, code: DoubtCode, no: int, **facts: object) -> None:
        self.doubts.append(doubt(code, no=no, what=self.what, **facts))


def _tasks(rows: Sequence[Row]) -> tuple[tuple[int, ...], tuple[Doubt, ...]]:
    """Return the numbers of tasks: of their own column, else those before their requirements, else by order."""
    own = [number_of(row.cells.get(Column.NO, "")) for row in rows]
    before = [_before(row) for row in rows]
    odd = [
        doubt(DoubtCode.UNREADABLE_NUMBER, place=row.place, text=row.cells[Column.NO])
        for row, number in zip(rows, own, strict=True)
        if number is None and not is_nothing(row.cells.get(Column.NO, ""))
    ]
    for numbers in (own, before):
        if _once(numbers):
            return _filled(numbers), (*odd, *_jumps(rows, numbers))
    given = own if any(own) else before
    if not any(given):
        return tuple(range(1, len(rows) + 1)), tuple(odd)
    if _restarts(rows, given):
        told = doubt(DoubtCode.RENUMBERED, count=len(rows))
        return tuple(range(1, len(rows) + 1)), (*odd, told)
    filled = _filled(given)
    return filled, (*odd, *_jumps(rows, filled))


def _before(row: Row) -> int | None:
    title, requirement = row.cells.get(Column.TITLE, ""), row.cells.get(Column.REQUIREMENT, "")
    return numbered(title or requirement)[0]


def _once(numbers: Sequence[int | None]) -> bool:
    return bool(numbers) and None not in numbers and len(set(numbers)) == len(numbers)


def _restarts(rows: Sequence[Row], numbers: Sequence[int | None]) -> bool:
    """Say whether every number is one more than the last, or 1 under another heading."""
    before, under = None, None
    for row, number in zip(rows, numbers, strict=True):
        here = (row.module, row.heading)
        goes_on = before is not None and number == before + 1
        if number is None or not (goes_on or (number == 1 and here != under)):
            return False
        before, under = number, here
    return True


def _filled(numbers: Sequence[int | None]) -> tuple[int, ...]:
    """Return the numbers with each missing one as one more than the last."""
    filled: list[int] = []
    for number in numbers:
        filled.append((filled[-1] if filled else 0) + 1 if number is None else number)
    return tuple(filled)


def _jumps(rows: Sequence[Row], numbers: Sequence[int | None]) -> list[Doubt]:
    counted: Counter[int] = Counter()
    found = []
    before = 0
    for row, number in zip(rows, _filled(numbers), strict=True):
        if counted[number]:
            found.append(_about(DoubtCode.NUMBER_REPEAT, number, row))
        elif number != before + 1:
            found.append(_about(DoubtCode.NUMBER_JUMP, number, row, before=before or "起头"))
        counted[number] += 1
        before = number
    return found


def _about(code: DoubtCode, number: int, row: Row, **facts: object) -> Doubt:
    return doubt(code, no=number, place=row.place, what=TASK, number=number, **facts)
