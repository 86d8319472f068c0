"""Files as units send them, for whoever tries the demonstration: layouts and mistakes of real ones. No database.

They are made for the day on which they are fetched, so that their decisions are in time.
"""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

import xlsxwriter

from chengxin.catalog.adapters import standard_items
from chengxin.config.demonstration.plan import ITEMS, Plan, person_rows
from chengxin.config.demonstration.rows import RETURNED, Row, Sender, licence_row, penalty_row
from chengxin.config.demonstration.words import Licence, Offence, Words

FIRST_SERIAL = 9_000
"""Above all numbers of the demonstration's own files, and another for each day."""

DAYS = range(1, 6)
SATURDAY = 5
EXPLANATION = "填表说明：日期按“年/月/日”填写，金额单位为万元；本行及以下不是数据。"
Table = Sequence[Row]


@dataclass(frozen=True)
class Workbook:
    """A file: ``item`` (licence, penalty, person) is where it belongs, ``shows`` what a visitor sees of it."""

    name: str
    item: str
    shows: str
    content: Callable[["Scene"], bytes]


@dataclass(frozen=True)
class Scene:
    """What the rows are made from: the unit that sends, the words, the organisations, the day."""

    words: Words
    plan: Plan
    unit: str
    today: date

    @property
    def sender(self) -> Sender:
        """The unit as its files name it."""
        return self.plan.senders[self.unit]

    def days(self) -> list[date]:
        """Return the working days on which rows were decided."""
        days = [self.today - timedelta(days=ago) for ago in DAYS]
        return [day for day in days if day.weekday() < SATURDAY] or days

    def serial(self, place: int) -> int:
        """Return a document number that no other day has."""
        return FIRST_SERIAL + self.today.timetuple().tm_yday * 100 + place

    def penalties(self, count: int, seed: str) -> list[Row]:
        """Return so many penalties of the unit; the same seed and day give the same."""
        chance = Random(f"{seed}/{self.today}")  # noqa: S311  nothing to guess
        kinds: list[Offence] = [one for one in self.words.offences if self.unit in one.units and one.severity]
        rows = []
        for place in range(count):
            kind, decided = chance.choice(kinds), chance.choice(self.days())
            about = self.plan.population.some(chance, kind.groups, decided)
            number = f"{self.words.numbers[self.unit].format(year=decided.year, serial=self.serial(place))}（{seed}）"
            rows.append(penalty_row(kind, about, self.sender, decided, number=number, chance=chance))
        return rows

    def licences(self, count: int) -> list[Row]:
        """Return so many licences of the unit."""
        chance = Random(f"licences/{self.today}")  # noqa: S311  nothing to guess
        kinds: list[Licence] = [one for one in self.words.licences if one.unit == self.unit]
        rows = []
        for place in range(count):
            kind, decided = chance.choice(kinds), chance.choice(self.days())
            about = self.plan.population.some(chance, kind.groups, decided)
            rows.append(licence_row(kind, about, self.sender, decided, self.serial(place)))
        return rows


def _sound(scene: Scene) -> bytes:
    return _xlsx("penalty", scene.penalties(12, "甲"))


def _faulty(scene: Scene) -> bytes:
    rows = scene.penalties(30, "乙")
    for place, mistake in zip(range(2, 30, 5), RETURNED, strict=True):
        rows[place] |= mistake(rows[place])
    return _xlsx("penalty", rows, title=f"{scene.sender.name}行政处罚信息公示表", below=EXPLANATION)


def _unsettled(scene: Scene) -> bytes:
    return _xlsx("penalty", [{**row, "CX_SXCD": ""} for row in scene.penalties(8, "丙")])


def _semicolons(scene: Scene) -> bytes:
    """Return a csv of an old system: GB18030, semicolons, codes as headings, days and digits in other ways."""
    rows = scene.penalties(10, "丁")
    for place, row in enumerate(rows):
        year, month, day = row["CF_JDRQ"].split("/")
        row["CF_JDRQ"] = (f"{year}年{int(month)}月{int(day)}日", f"{year}{month}{day}", f"{year}-{month}-{day}")[
            place % 3
        ]
        row["CF_XDR_SHXYM"] = "".join(chr(ord(sign) + 0xFEE0) for sign in row["CF_XDR_SHXYM"])
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, list(rows[0]), delimiter=";", lineterminator="\r\n")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue().encode("gb18030")


def _numbers(scene: Scene) -> bytes:
    rows = scene.licences(6)
    return _xlsx("licence", rows, numbers={"XK_XDR_SHXYM": (1, 4)})


def _broken(scene: Scene) -> bytes:
    whole = _xlsx("penalty", scene.penalties(5, "戊"))
    return whole[: len(whole) // 2]


def _persons(scene: Scene) -> bytes:
    """Return penalties of natural persons, one of them a child and one with a mistyped number."""
    told = scene.words.persons
    if told is None:
        return _xlsx("person", [])
    rows = person_rows(told, scene.sender, scene.days()[0], first=scene.serial(0))
    child = replace(told.penalties[-1], name="演童", born=scene.today - timedelta(days=365 * 12))
    rows += person_rows(replace(told, penalties=(child,)), scene.sender, scene.days()[0], first=scene.serial(50))
    number = rows[0]["CF_XDR_ZJHM"]
    rows[0]["CF_XDR_ZJHM"] = number[:16] + str((int(number[16]) + 1) % 10) + number[17]
    return _xlsx("person", rows)


WORKBOOKS = (
    Workbook("行政处罚-12条-可直接报送.xlsx", "penalty", "全部通过，几秒后在公示网站上查得到", _sound),
    Workbook("行政处罚-30条-6条要改.xlsx", "penalty", "有标题行、填表说明和六种常见错误，看回执怎样说", _faulty),
    Workbook("行政处罚-8条-没填失信程度.xlsx", "penalty", "系统提出建议，由单位的人确认后才公示", _unsettled),
    Workbook("行政处罚-旧系统导出-分号分隔.csv", "penalty", "旧编码、分号、全角代码、几种日期，照样读懂", _semicolons),
    Workbook("行政许可-信用代码成了数字.xlsx", "licence", "代码变成了科学计数，系统不猜，退回并说明怎样改", _numbers),
    Workbook("行政处罚-没有传完的文件.xlsx", "penalty", "损坏的文件只得到一句话和一张回执，什么都不入库", _broken),
    Workbook("行政处罚-自然人-一名未成年人.xlsx", "person", "封存不公开；未成年人、抄错的号码都退回", _persons),
)  # fmt: skip


def _xlsx(
    item: str,
    rows: Table,
    *,
    title: str = "",
    below: str = "",
    numbers: dict[str, Iterable[int]] | None = None,
) -> bytes:
    """Return a workbook with the item's columns; ``numbers``: in which rows a column holds a number."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_numbers": False})
    sheet = book.add_worksheet("数据")
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    fields = standard_items()[ITEMS[item]].fields
    sheet.set_column(0, len(fields) - 1, 18)
    first = 0
    if title:
        sheet.merge_range(0, 0, 0, len(fields) - 1, title, book.add_format({"bold": True, "align": "center"}))
        first = 1
    for column, field in enumerate(fields):
        sheet.write_string(first, column, field.name, head)
        as_numbers = set((numbers or {}).get(field.code, ()))
        for place, row in enumerate(rows):
            text = row.get(field.code, "")
            if place in as_numbers:
                sheet.write_number(first + 1 + place, column, float("".join(filter(str.isdigit, text))))
            elif text:
                sheet.write_string(first + 1 + place, column, text)
    if below:
        sheet.write_string(first + 2 + len(rows), 0, below)
    sheet.freeze_panes(first + 1, 1)
    book.close()
    return target.getvalue()
