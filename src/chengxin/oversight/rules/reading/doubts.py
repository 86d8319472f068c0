"""What can be doubtful about a plan: code, sentence, and whether it keeps the plan from being published."""

from dataclasses import dataclass
from enum import StrEnum

from chengxin.oversight.rules.plan import Doubt


class DoubtCode(StrEnum):
    """Stable codes; ``docs/plan.md`` explains each."""

    EMPTY_FILE = "empty-file"
    TOO_LARGE = "too-large"
    WRONG_KIND = "wrong-kind"
    DAMAGED = "damaged"
    PROTECTED = "protected"
    UNSAFE = "unsafe"
    UNKNOWN_ENCODING = "unknown-encoding"
    MISSING_HEADINGS = "missing-headings"
    MISSING_COLUMN = "missing-column"
    NO_TASKS = "no-tasks"
    TOO_MANY_TASKS = "too-many-tasks"
    BROKEN_ROW = "broken-row"
    REALIGNED_ROW = "realigned-row"
    OTHER_TABLES = "other-tables"
    LEFT_OUT = "left-out"
    NO_YEAR = "no-year"
    NO_MODULE = "no-module"
    NO_HEADING = "no-heading"
    NO_REQUIREMENT = "no-requirement"
    NO_UNITS = "no-units"
    EMPTY_UNIT = "empty-unit"
    NO_DUE_DATE = "no-due-date"
    UNREADABLE_DUE_DATE = "unreadable-due-date"
    OPEN_ENDED = "open-ended"
    DUE_OUTSIDE_YEAR = "due-outside-year"
    UNREADABLE_MILESTONE = "unreadable-milestone"
    UNREADABLE_BASIS = "unreadable-basis"
    NUMBER_JUMP = "number-jump"
    NUMBER_REPEAT = "number-repeat"
    UNREADABLE_NUMBER = "unreadable-number"
    RENUMBERED = "renumbered"


@dataclass(frozen=True)
class Kind:
    """The sentence of a code, with places for facts."""

    says: str
    fatal: bool = False


FILE_CODES = frozenset(
    {
        DoubtCode.EMPTY_FILE,
        DoubtCode.TOO_LARGE,
        DoubtCode.WRONG_KIND,
        DoubtCode.DAMAGED,
        DoubtCode.PROTECTED,
        DoubtCode.UNSAFE,
        DoubtCode.UNKNOWN_ENCODING,
    }
)
"""Codes of a file in which nothing can be read; what each says depends on the file."""

KINDS = {
    DoubtCode.MISSING_HEADINGS: Kind(
        "没有找到完整的表头，缺少“{missing}”。请在表头一行写上这些列名，再重新读取", fatal=True
    ),
    DoubtCode.MISSING_COLUMN: Kind("表里没有“{missing}”这一列，这一项都按空白处理；如果原表有，请补上表头"),
    DoubtCode.NO_TASKS: Kind("表头下面没有读到任务，请确认选对了文件和工作表", fatal=True),
    DoubtCode.TOO_MANY_TASKS: Kind("读到{count}项任务，超过{limit}项，不像一年的工作计划，请核对文件", fatal=True),
    DoubtCode.BROKEN_ROW: Kind("{place}开始的一行格数与表头不符，后面各格可能错位。请在原表里补齐这一行", fatal=True),
    DoubtCode.REALIGNED_ROW: Kind("{place}开始的一行缺少空格子，已按完成时限的位置对齐，请核对各项"),
    DoubtCode.OTHER_TABLES: Kind("另外还有同样表头的表没有读入：{names}。请把任务放在一张表里，或确认不需要"),
    DoubtCode.LEFT_OUT: Kind("{place}等处的文字不是任务，没有读入：“{text}”，请确认"),
    DoubtCode.NO_YEAR: Kind("看不出是哪一年的计划，请在标题里写明年份，例如“2030年”"),
    DoubtCode.NO_MODULE: Kind("{place}看不出属于哪个工作模块，请在“重点工作模块”一列填写", fatal=True),
    DoubtCode.NO_HEADING: Kind("{place}看不出属于哪项重点工作任务，请在“重点工作任务”一列填写", fatal=True),
    DoubtCode.NO_REQUIREMENT: Kind("{place}没有具体工作要求，请填写要做什么", fatal=True),
    DoubtCode.NO_UNITS: Kind("{place}没有责任单位，请填写由谁办理", fatal=True),
    DoubtCode.EMPTY_UNIT: Kind("{place}的责任单位里有空的一项，请核对是否漏写了单位"),
    DoubtCode.NO_DUE_DATE: Kind("{place}没有完成时限，请填写日期；长期工作请写“长期”", fatal=True),
    DoubtCode.UNREADABLE_DUE_DATE: Kind("{place}的完成时限“{text}”读不出日期，请写成“2030年6月30日”这样", fatal=True),
    DoubtCode.OPEN_ENDED: Kind("{place}的完成时限是“{text}”，没有到期日，不会提醒到期；请确认"),
    DoubtCode.DUE_OUTSIDE_YEAR: Kind("{place}的完成时限{day}不在{year}年内，请核对"),
    DoubtCode.UNREADABLE_MILESTONE: Kind("{place}的“{text}”里有不存在的日期，没有当作节点，请核对"),
    DoubtCode.UNREADABLE_BASIS: Kind(
        "{place}的政策依据“{text}”分不清名称和文号，请写成“文件名称（某政发〔2030〕1号）”"
    ),
    DoubtCode.NUMBER_JUMP: Kind("{place}的{what}编号是{number}，前面是{before}，中间缺号，请核对是否有漏"),
    DoubtCode.NUMBER_REPEAT: Kind("{place}的{what}编号{number}与前面重复，请改成不同的编号", fatal=True),
    DoubtCode.UNREADABLE_NUMBER: Kind("{place}的序号“{text}”不是数字，已按顺序编号，请核对"),
    DoubtCode.RENUMBERED: Kind("任务编号在各项下重新起头，已按先后顺序统一编为1至{count}，请核对"),
}
SHOWN = 40
"""How much of a cell a sentence repeats."""


def doubt(code: DoubtCode, *, no: int = 0, **facts: object) -> Doubt:
    """Return the doubt of a code with its facts put in; ``text``, a cell, is shortened."""
    kind = KINDS[code]
    if "text" in facts:
        facts["text"] = _short(str(facts["text"]))
    return Doubt(code.value, kind.says.format(**facts), no, kind.fatal)


def _short(text: str) -> str:
    line = text.replace("\n", " ")
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"
