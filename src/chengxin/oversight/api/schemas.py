"""What the routes of reporting take and give."""

from datetime import date, datetime

from ninja import Field, Schema

from chengxin.oversight.rules.months import FIRST_YEAR, LAST_YEAR
from chengxin.oversight.rules.reporting import MOST_DECLARED, DifferenceKind
from chengxin.oversight.rules.sequences import LARGEST, GapKind

MOST, A_PAGE = 500, 100


class DeclaredAnswer(Schema):
    """What the unit declared last."""

    count: int = Field(description="填报的条数；0是零报告")
    version: int = Field(description="第几次填报，从1起；更正时写在 seen 里")
    late: bool = Field(description="是否在截止日以后")
    reason: str = Field(description="更正的原因；没有更正过时为空")
    at: datetime = Field(description="填报时间")


class LineAnswer(Schema):
    """One item in a month: what was declared beside what arrived."""

    item: str = Field(description="目录项代号")
    name: str = Field(description="目录项名称")
    basis: str = Field(description="为什么要填报")
    declared: DeclaredAnswer | None = Field(description="最后一次填报；没有填报时为空")
    received: int = Field(description="平台收到的、在这个月作出的决定数")
    asks: bool = Field(description="填报数与收到数不一致，还要说明或补报")
    answer: DifferenceKind | None = Field(description="对现在这两个数的说明：explained 有原因，will-report 将补报")
    words: str = Field(description="说明；没有时为空")


class MonthAnswer(Schema):
    """A month of the own unit."""

    month: str = Field(description="月份，例如 2026-05")
    due_on: date = Field(description="截止日")
    can_declare: bool = Field(description="这个月已经结束，可以填报")
    lines: list[LineAnswer] = Field(description="要填报的各目录项")


class StatedBody(Schema, extra="forbid"):
    """What is declared of one item."""

    item: str = Field(description="目录项代号", max_length=60)
    count: int = Field(description="这个月作出的决定数；没有作出的填0", ge=0, le=MOST_DECLARED)
    seen: int = Field(0, description="更正时：看到的 version；第一次填报为0", ge=0)


class DeclareBody(Schema, extra="forbid"):
    """Counts by item: all are taken, or none."""

    declarations: list[StatedBody] = Field(description="各目录项；没有写到的不变", min_length=1, max_length=500)
    reason: str = Field("", description="更正已经填报的数时的原因", max_length=500)


class DifferenceBody(Schema, extra="forbid"):
    """Why the declared number is another than arrived."""

    item: str = Field(description="目录项代号", max_length=60)
    kind: DifferenceKind = Field(description="explained 有原因，will-report 将补报")
    words: str = Field(description="说明", min_length=1, max_length=500)


class SeriesAnswer(Schema):
    """Numbers of one word in a year."""

    word: str = Field(description="文书字，例如 示市监罚")
    year: int = Field(description="年份")
    received: int = Field(description="收到的号数")
    first: int = Field(description="收到的第一个号")
    last: int = Field(description="收到的最后一个号")
    unanswered: int = Field(description="没有收到、也没有说明的号数")
    promised: int = Field(description="说了漏报、还没有收到的号数")


class SequencesAnswer(Schema):
    """All series of the own unit in a year."""

    series: list[SeriesAnswer] = Field(description="各文书字")


class GapsQuery(Schema):
    """Which missing numbers."""

    year: int = Field(ge=FIRST_YEAR, le=LAST_YEAR, description="年份")
    open: bool = Field(default=False, description="只要还没有说明的和说了漏报的")
    after: str = Field("", max_length=400, description="上一页返回的 next")
    limit: int = Field(A_PAGE, ge=1, le=MOST, description="每页几段")


class GapLineAnswer(Schema):
    """Numbers in a row that did not arrive."""

    word: str = Field(description="文书字")
    year: int = Field(description="年份")
    first: int = Field(description="第一个没有收到的号")
    last: int = Field(description="最后一个没有收到的号")
    kind: GapKind | None = Field(description="最后一次说明；没有说明时为空")


class GapsAnswer(Schema):
    """A page of missing numbers, by word and number."""

    gaps: list[GapLineAnswer] = Field(description="没有收到的号")
    next: str = Field(description="下一页的 after；没有更多时为空")


class GapBody(Schema, extra="forbid"):
    """What became of numbers that did not arrive."""

    word: str = Field(description="文书字", max_length=100)
    year: int = Field(description="年份", ge=FIRST_YEAR, le=LAST_YEAR)
    first: int = Field(description="第一个号", ge=1, le=LARGEST)
    last: int = Field(description="最后一个号", ge=1, le=LARGEST)
    kind: GapKind = Field(
        description="elsewhere 由其他平台或单位报送，void 作废，person 关于自然人，simple 简易程序，"
        "other-use 用在其他文书上，forgotten 漏报、将补报"
    )
    words: str = Field("", description="说明；elsewhere 和 other-use 必须写", max_length=500)


class GapAnswered(Schema):
    """An answer as it was kept."""

    word: str = Field(description="文书字")
    year: int = Field(description="年份")
    first: int = Field(description="第一个号")
    last: int = Field(description="最后一个号")
    kind: GapKind = Field(description="说明")
    words: str = Field(description="补充的话；没有时为空")
    at: datetime = Field(description="说明的时间")


class RatesQuery(Schema):
    """Which months of receipt, and which item."""

    first: str = Field("", max_length=7, description="第一个月，例如 2026-03；不写时为最后一个月")
    last: str = Field("", max_length=7, description="最后一个月；不写时为本月")
    item: str = Field("", max_length=60, description="目录项代号；不写则为全部")


class RateAnswer(Schema):
    """A share with its working."""

    part: int = Field(description="分子")
    whole: int = Field(description="分母；0时没有数")
    percent: str = Field(description="百分数，一位小数；没有数据时为空")


class FormulaAnswer(Schema):
    """How the rates of a month are computed."""

    compliant: str = Field(description="合规率的算法")
    timely: str = Field(description="及时率和迟报率的算法")
    calendar: str = Field(description="按哪个工作日历")


class RatesLineAnswer(Schema):
    """What came in of one item in one month of receipt."""

    month: str = Field(description="收到的月份")
    item: str = Field(description="目录项代号")
    rows: int = Field(description="读到的行数")
    accepted: int = Field(description="入库的行数")
    unchanged: int = Field(description="与已有记录相同的行数")
    returned: int = Field(description="退回的行数")
    decisions: int = Field(description="决定数，同一决定只算一次")
    closed: bool = Field(description="是否为截止日存下的数")
    changed: bool = Field(description="存数以后是否又有变化")
    compliant: RateAnswer = Field(description="合规率")
    timely: RateAnswer = Field(description="及时率")
    late: RateAnswer = Field(description="迟报率")
    formula: FormulaAnswer = Field(description="这个月的算法")


class RatesAnswer(Schema):
    """Rates by month and item."""

    lines: list[RatesLineAnswer] = Field(description="各月各目录项")
