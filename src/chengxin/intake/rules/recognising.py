"""Recognises a table: where its header stands, which layout it has, what each column is, and what has to be asked.

Exact codes, names and aliases are sure. A number such as “行政相对人代码_2” means one thing in one year's layout and
another in the next: the other columns and the values decide, and where they contradict each other it is asked.
"""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import polars as pl

from chengxin.catalog.rules import Disclosure, FieldType, Item
from chengxin.intake.rules import evidence
from chengxin.intake.rules.layouts import Layout, LayoutColumn, counted, layouts_of, plain_header
from chengxin.intake.rules.mapping import known_headers
from chengxin.intake.rules.ours import OUR_HEADERS
from chengxin.intake.rules.recognition import PERSON, STATE, Column, Ground, Recognition

ROWS_LOOKED_AT = 30
"""Within so many rows the header must stand; title rows come before it."""
SECOND_HEADERS = 2
VALUES_LOOKED_AT = 500
CELLS_LOOKED_AT = ROWS_LOOKED_AT + SECOND_HEADERS + VALUES_LOOKED_AT
SAMPLES, LONGEST_SAMPLE = 3, 40
CLEAR, LEAD = 0.5, 0.15
"""A layout is recognised from this confidence on; another within the lead is as likely."""
ALIKE = 0.75
"""Names of this likeness are proposed, never taken."""
HIDDEN = "（不显示）"


@dataclass(frozen=True)
class Alias:
    """A header of the table that the office keeps: the field, the alias's number, and whose it is."""

    field: str
    number: str
    ground: Ground


@dataclass(frozen=True)
class Known:
    """What is known of headers beside the item: layouts, aliases and what the sender said, both by plain header.

    ``asks_missing`` says whether a person can be asked if an unknown column is one of those that are missing.
    """

    layouts: tuple[Layout, ...] = ()
    aliases: Mapping[str, Alias] = field(default_factory=lambda: MappingProxyType({}))
    wishes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    asks_missing: bool = True


@dataclass(frozen=True)
class Score:
    """How well a layout explains a header: ``markers`` of its own were found."""

    layout: Layout
    confidence: float
    markers: int


NOTHING_KNOWN = Known(asks_missing=False)
"""What a file is read with where nobody can be asked."""


def recognise(item: Item, cells: pl.DataFrame, known: Known = NOTHING_KNOWN) -> Recognition | None:
    """Return how a table is read, None where it has no header; ``cells`` are the first rows of a sheet at least."""
    rows = [["" if cell is None else cell for cell in row] for row in cells.head(ROWS_LOOKED_AT).iter_rows()]
    layouts = layouts_of(item, known.layouts)
    heads = _heads(item, layouts, known)
    header = _header_row(rows, heads)
    if header is None:
        return None
    below = rows[header + 1 : header + 1 + SECOND_HEADERS]
    first = header + 1 + sum(_is_header(row, heads) for row in below)
    values = [column.drop_nulls().to_list() for column in cells.slice(first, VALUES_LOOKED_AT).iter_columns()]
    file = _File(item, rows[header], values, known, scores(layouts, rows[header]), known_headers(item))
    columns = file.columns()
    layout = file.layout
    found = Recognition(
        header=header,
        first=first,
        layout=layout.key if layout else "",
        layout_name=layout.name if layout else "",
        confidence=file.confidence(columns),
        columns=tuple(columns),
        excused=(layout.lacks(item) if layout else frozenset()) - {column.target for column in columns},
        doubt=file.doubt_of_values(columns),
    )
    return replace(found, columns=tuple(file.asking(found)))


def scores(layouts: Sequence[Layout], headers: Sequence[str]) -> list[Score]:
    """Return the layouts by confidence, the best first, the newer of equals first.

    Confidence: the share of the headers that the layout explains, times the share of its own among the markers found.
    """
    plain = [plain_header(header) for header in headers if header.strip()]
    numbers = {header: counted(header) for header in plain}
    found = []
    common = frozenset.intersection(*(frozenset(layout.by_header) for layout in layouts)) if layouts else frozenset()
    for layout in layouts:
        own = layout.marker_headers.intersection(plain) - common
        strangers = {head for other in layouts for head in other.marker_headers} - set(layout.by_header)
        foreign = strangers.intersection(plain)
        explained = sum(_explains(layout, header, numbers[header]) for header in plain)
        weight = len(own) / (len(own) + len(foreign)) if own or foreign else 0.0
        found.append(Score(layout, round(explained / max(len(plain), 1) * weight, 3), len(own)))
    return sorted(found, key=lambda one: (-one.confidence, -one.layout.order))


def _explains(layout: Layout, header: str, number: tuple[int, str]) -> bool:
    if number[0] and not number[1]:
        return number[0] in layout.by_number
    return header in layout.by_header or (bool(number[1]) and plain_header(number[1]) in layout.by_header)


def _heads(item: Item, layouts: Sequence[Layout], known: Known) -> frozenset[str]:
    of_layouts = [head for layout in layouts for head in layout.by_header]
    return frozenset([*known_headers(item), *of_layouts, *known.aliases, *known.wishes])


def _header_row(rows: Sequence[Sequence[str]], heads: frozenset[str]) -> int | None:
    """Return the place of the row that names the most fields, at least two; title rows above it name none."""
    counts = [sum(_is_head(cell, heads) for cell in row) for row in rows]
    best = max(range(len(counts)), key=lambda place: counts[place], default=None)
    return best if best is not None and counts[best] > 1 else None


def _is_header(row: Sequence[str], heads: frozenset[str]) -> bool:
    """Say whether a row under the header is a second header (column codes under names, or the reverse)."""
    filled = [cell for cell in row if cell.strip()]
    return len(filled) > 1 and all(_is_head(cell, heads) for cell in filled)


def _is_head(cell: str, heads: frozenset[str]) -> bool:
    return bool(cell.strip()) and (plain_header(cell) in heads or counted(cell)[0] > 0)


@dataclass(frozen=True)
class _File:
    """The header of a file with the values below it, while its columns are made out."""

    item: Item
    headers: Sequence[str]
    values: Sequence[Sequence[str]]
    known: Known
    scores: Sequence[Score]
    own: Mapping[str, str]

    @property
    def layout(self) -> Layout | None:
        """The layout that was recognised."""
        best = self.scores[0] if self.scores else None
        return best.layout if best and best.markers and best.confidence >= CLEAR else None

    @property
    def likely(self) -> tuple[Layout, ...]:
        """The layouts that may be meant: those near the best, all where none is recognised."""
        if self.layout is None:
            return tuple(score.layout for score in self.scores)
        least = self.scores[0].confidence - LEAD
        return tuple(score.layout for score in self.scores if score.confidence >= least)

    def confidence(self, columns: Sequence[Column]) -> float:
        """Return the layout's confidence, or the share of the columns that are known for sure."""
        if self.layout is not None:
            return self.scores[0].confidence
        sure = sum(column.ground not in {Ground.UNKNOWN, Ground.LIKENESS} and not column.doubt for column in columns)
        return round(sure / max(len(columns), 1), 3)

    def columns(self) -> list[Column]:
        """Return what each column is; a second one of a field is not used unless its layout joins them."""
        found: list[Column] = []
        for place, header in enumerate(self.headers):
            plain = plain_header(header)
            if not header.strip() or (plain in OUR_HEADERS and plain not in self.own):
                continue
            column = self._column(place, header.replace("\0", "").strip())
            taken = {one.target for one in found if one.target}
            if column.target in taken and not self._joins(header):
                column = replace(column, target="", ground=Ground.TWICE, alias="", doubt="")
            found.append(column)
        return [self._by_likeness(column, found) for column in found]

    def _joins(self, header: str) -> bool:
        return any(column.joins for column in self._in_layouts(plain_header(header)))

    def _column(self, place: int, header: str) -> Column:
        plain, values = plain_header(header), self.values[place]
        if plain in self.known.wishes:
            return Column(place, header, self.known.wishes[plain], Ground.CHOSEN)
        alias = self.known.aliases.get(plain)
        if alias is not None and self._type(alias.field) is not None:  # an older edition's field may be gone
            return Column(place, header, alias.field, alias.ground, alias=alias.number)
        number, said = counted(header)
        if number and plain not in self.own:
            return self._counted(place, header, values, (number, said))
        if plain in self.own:
            column = Column(place, header, self.own[plain], self._ground(plain, self.own[plain]))
            return self._checked(column, evidence.speaks_for(values)) if number else column
        for of_layout in self._in_layouts(plain):
            return self._of_layout(place, header, of_layout)
        return Column(place, header, "", Ground.UNKNOWN)

    def _ground(self, plain: str, code: str) -> Ground:
        field = self.item.field(code)
        if plain == plain_header(field.code):
            return Ground.CODE
        return Ground.NAME if plain == plain_header(field.name) else Ground.ALIAS

    def _in_layouts(self, plain: str) -> Iterator[LayoutColumn]:
        """Give the layouts' columns of a header, the likeliest layout first."""
        for score in self.scores:
            if plain in score.layout.by_header:
                yield score.layout.by_header[plain]

    def _target(self, column: LayoutColumn) -> str:
        if any(field.code == column.field for field in self.item.fields):
            return column.field
        return PERSON if column.person else STATE if column.state else ""

    def _of_layout(self, place: int, header: str, column: LayoutColumn) -> Column:
        target = self._target(column)
        if target:
            return Column(place, header, target, Ground.LAYOUT)
        reason = column.leave or "本目录项没有这个字段"
        return Column(place, header, "", Ground.LEFT_OUT, reason=reason)

    def _counted(self, place: int, header: str, values: Sequence[str], said: tuple[int, str]) -> Column:
        """Make out a counted code: what its brackets say, or what the layouts in question and the values say."""
        number, words = said
        spoken = evidence.speaks_for(values)
        if words and (plain_header(words) in self.own or any(True for _one in self._in_layouts(plain_header(words)))):
            target = self.own.get(plain_header(words)) or self._target(next(self._in_layouts(plain_header(words))))
            return self._checked(Column(place, header, target, Ground.LAYOUT), spoken)
        meanings = list(
            dict.fromkeys(self._target(one.by_number[number]) for one in self.likely if number in one.by_number)
        )
        if not meanings:
            return Column(place, header, "", Ground.UNKNOWN)
        if len(meanings) == 1:
            return self._checked(Column(place, header, meanings[0], Ground.LAYOUT), spoken)
        if not evidence.shares(values):
            return Column(place, header, "", Ground.UNKNOWN)
        fitting = [target for target in meanings if self._type(target) is spoken]
        if spoken is not None and len(fitting) == 1:
            return Column(place, header, fitting[0], Ground.VALUES)
        doubt = f"各版式的这个编号意思不同：{'，'.join(self._meanings(number))}；内容也看不出来，请选定"
        return Column(place, header, meanings[0], Ground.LAYOUT, doubt=doubt)

    def _checked(self, column: Column, spoken: FieldType | None) -> Column:
        """Ask where the values clearly are another kind of number than the header says."""
        kind = self._type(column.target)
        if (
            spoken not in CONTRADICTING
            or kind is spoken
            or (kind not in CONTRADICTING and spoken is not FieldType.ID_NUMBER)
        ):
            return column
        words = f"表头的意思是“{self.called(column.target)}”，内容却是{KIND_WORDS[spoken]}，请选定"
        return replace(column, doubt=words)

    def _meanings(self, number: int) -> Iterator[str]:
        for layout in self.likely:
            if number in layout.by_number:
                yield f"{layout.name}是{counted(layout.by_number[number].name)[1]}"

    def _type(self, target: str) -> FieldType | None:
        if target == PERSON:
            return FieldType.ID_NUMBER
        return next((field.type for field in self.item.fields if field.code == target), None)

    def called(self, target: str) -> str:
        """Return what a target is called."""
        return next(
            (field.name for field in self.item.fields if field.code == target), TARGET_WORDS.get(target, target)
        )

    def _by_likeness(self, column: Column, found: Sequence[Column]) -> Column:
        """Propose the field whose name is most like an unknown header, if one is and it has no column."""
        if column.ground is not Ground.UNKNOWN or not self.values[column.place]:
            return column
        taken = {one.target for one in found}
        free = [field for field in self.item.fields if field.code not in taken and not field.ours]
        names = {plain_header(text): field for field in free for text in (*field.aliases, field.name)}
        alike = difflib.get_close_matches(plain_header(column.header), list(names), n=1, cutoff=ALIKE)
        if not alike:
            return column
        field = names[alike[0]]
        doubt = f"名称与“{field.name}”相近，不能确定是不是，请选定"
        return replace(column, target=field.code, ground=Ground.LIKENESS, doubt=doubt)

    def doubt_of_values(self, columns: Sequence[Column]) -> str:
        """Return what has to be asked because the layouts in question read a value differently."""
        for column in columns:
            readings = [layout.values.get(column.target, {}) for layout in self.likely]
            for value in dict.fromkeys(text.strip() for text in self.values[column.place]):
                meant = {reading.get(value, value) for reading in readings}
                if len(meant) > 1 and value.isdigit():
                    told = "、".join(sorted(meant - {value}))
                    return f"“{column.header}”填的是“{value}”，不同年份的版式里意思不同（{told}），请选定版式"
        return ""

    def asking(self, found: Recognition) -> Iterator[Column]:
        """Give the columns with what has to be asked, and samples where anything is."""
        missing = found.missing(self.item) if self.known.asks_missing else ()
        names = "、".join(f"“{field.name}”" for field in missing)
        for column in found.columns:
            lost = column.ground is Ground.UNKNOWN and missing and self.values[column.place]
            asked = replace(column, doubt=f"缺少{names}，这一列是不是其中之一？") if lost else column
            yield replace(asked, samples=self._samples(column))

    def _samples(self, column: Column) -> tuple[str, ...]:
        values = self.values[column.place]
        sealed = column.target == PERSON or any(
            field.code == column.target and field.disclosure is Disclosure.AUTHORISED for field in self.item.fields
        )
        if sealed or evidence.is_personal(values):
            return (HIDDEN,) if values else ()
        return tuple(value.replace("\0", "")[:LONGEST_SAMPLE] for value in list(dict.fromkeys(values))[:SAMPLES])


CONTRADICTING = frozenset({FieldType.ORGANISATION_CODE, FieldType.REGISTRATION_NUMBER, FieldType.ID_NUMBER})
"""Kinds of which one does not stand for another; a unified code lawfully stands where an old number was."""

KIND_WORDS = MappingProxyType(
    {
        FieldType.UNIFIED_CODE: "统一社会信用代码",
        FieldType.ORGANISATION_CODE: "组织机构代码",
        FieldType.REGISTRATION_NUMBER: "工商注册号",
        FieldType.ID_NUMBER: "居民身份证号",
    }
)
TARGET_WORDS = MappingProxyType(
    {PERSON: "自然人证件号码（只用来认出自然人，不收）", STATE: "决定的当前状态（撤销的不收）"}
)
