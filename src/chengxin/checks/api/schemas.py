"""Shapes of what the routes of checks take and give."""

from datetime import date, datetime
from typing import Annotated

from ninja import Field, Schema

from chengxin.catalog.rules.measures import Force, MeasureKind, OrderedBy
from chengxin.checks.rules.answers import Ground, Identity, Unknown
from chengxin.checks.rules.matters import MatterKind
from chengxin.checks.services.checking import (
    LONGEST_BASIS,
    LONGEST_CODE,
    LONGEST_NAME,
    LONGEST_PURPOSE,
    LONGEST_REFERENCE,
)
from chengxin.checks.services.closing import LONGEST_WORDS

A_PAGE, LARGEST_PAGE, LONGEST_CURSOR = 50, 100, 400
MOST_AT_ONCE = 1_000
Text = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]*$")]
"""Text without control characters."""
IDENTITIES = (
    "exact 代码和名称都相符，code-only 按代码找到、没有给出名称，former-name 给出的是曾用名，"
    "name-differs 给出的名称与登记的不同，old-number 按旧注册号或者组织机构代码找到，"
    "candidates 只有名称、不能确定主体，unknown 没有收录"
)


class MatterLine(Schema):
    """A matter of the own unit."""

    id: str = Field(description="事项编号，核查时填在 matter")
    name: str = Field(description="事项名称")
    kind: MatterKind = Field(description="类别")
    must_check: bool = Field(description="每次办理是否都应当核查")
    since: date = Field(description="开始办理的日期")
    until: date | None = Field(description="停止办理的日期；没有的为空")
    measures: list[str] = Field(description="可以采取的措施，按代号")


class MattersAnswer(Schema):
    """The matters."""

    matters: list[MatterLine] = Field(description="本单位正在办理的核查事项")


class Question(Schema, extra="forbid", str_strip_whitespace=True):
    """Whom to check."""

    code: Text = Field(
        "",
        description="统一社会信用代码；也可以是旧注册号或者组织机构代码，这时要同时给出名称",
        max_length=LONGEST_CODE,
    )
    name: Text = Field("", description="名称；只有名称时不得出结论，只列出可能的主体", max_length=LONGEST_NAME)
    reference: Text = Field("", description="本单位的业务编号", max_length=LONGEST_REFERENCE)


class Why(Schema, extra="forbid", str_strip_whitespace=True):
    """In which matter and why."""

    matter: Text = Field(description="事项编号", min_length=1, max_length=26)
    purpose: Text = Field(description="用途：办的是哪一件事", min_length=1, max_length=LONGEST_PURPOSE)
    ground: Ground = Field(Ground.DUTY, description="duty 依照法定职责，consent 主体书面授权")
    basis: Text = Field(
        "",
        description="法律、法规的条款，依照职责核查时必填；凭授权的不填，以本单位登记的、有效的授权书为准",
        max_length=LONGEST_BASIS,
    )


class CheckBody(Why, Question):
    """One check."""

    until: date | None = Field(None, description="办理期限；填了的，到这一天为止，信用情况有变化时通知本单位重新核查")


class BatchBody(Why):
    """Many checks for one purpose."""

    subjects: list[Question] = Field(
        description=f"要核查的主体，最多{MOST_AT_ONCE}个；一个不能核查，全部不核查",
        min_length=1,
        max_length=MOST_AT_ONCE,
    )


class ValueAnswer(Schema):
    """One value of a record."""

    code: str = Field(description="列代码")
    name: str = Field(description="名称")
    value: str = Field(description="值")


class FactAnswer(Schema):
    """A record or an entry as it stood."""

    record: str = Field(description="信息编号")
    item: str = Field(description="目录项代号")
    item_name: str = Field(description="目录项名称")
    adverse: bool = Field(description="是否失信信息")
    document_number: str = Field(description="文书号")
    deciding_body: str = Field(description="作出机关")
    decided_on: date | None = Field(description="作出日期")
    ends_on: date | None = Field(description="截止日期；法律没有规定的为空")
    ends_because: str = Field(description="截止日期的依据")
    disputed: bool = Field(description="数据存在异议")
    published: bool = Field(description="是否公开；不公开的只供政务共享")
    values: list[ValueAnswer] = Field(description="内容")


class MeasureAnswer(Schema):
    """A measure that applies in this matter."""

    key: str = Field(description="措施代号")
    name: str = Field(description="措施名称")
    kind: MeasureKind = Field(description="restriction 惩戒，incentive 激励")
    content: str = Field(description="措施内容")
    basis: str = Field(description="条款")
    force: Force = Field(description="mandatory 应当采取，discretionary 可以采取")
    ordered_by: OrderedBy = Field(
        description="implementing-unit 由本单位决定；court、listing-body 由法院或者认定单位决定，本单位只展示"
    )
    by: list[str] = Field(description="因为哪些信息，按编号")


class UnknownAnswer(Schema):
    """What could not be determined."""

    code: Unknown = Field(description="代号")
    about: str = Field(description="关于什么：措施代号、名称或者状态")
    words: str = Field(description="说明")


class CandidateAnswer(Schema):
    """An organisation that a name may mean."""

    code: str = Field(description="统一社会信用代码")
    name: str = Field(description="名称")
    evidence: list[str] = Field(description="对照的证据")


class DecisionAnswer(Schema):
    """What was said of a measure."""

    measure: str = Field(description="措施代号")
    applied: bool = Field(description="是否采取")
    words: str = Field(description="采取的内容，或者不采取的理由")


class SubjectAnswer(Schema):
    """Who was checked."""

    identity: Identity = Field(description=IDENTITIES)
    words: str = Field(description="怎样确定的")
    code: str = Field(description="统一社会信用代码")
    name: str = Field(description="登记的名称")
    given_name: str = Field(description="给出的名称")
    kind: str = Field(description="主体类型")
    status: str = Field(description="登记状态")


class EvidenceAnswer(Schema):
    """The evidence: it proves later what was answered."""

    digest: str = Field(description="答案的 SHA-256")
    key: str = Field(description="签名密钥的指纹")
    signature: str = Field(description="对“chengxin-check-1 换行 摘要”的 Ed25519 签名，十六进制")
    template: str = Field(description="答案格式的版本")


class CheckAnswer(Schema):
    """An answer: facts, articles and measures, never a conclusion."""

    id: str = Field(description="核查编号")
    at: datetime = Field(description="核查时间")
    matter: str = Field(description="事项编号")
    reference: str = Field(description="本单位的业务编号")
    subject: SubjectAnswer = Field(description="主体")
    entries: list[FactAnswer] = Field(description="名单信息")
    records: list[FactAnswer] = Field(description="其他信息")
    measures: list[MeasureAnswer] = Field(description="在这个事项里的措施；为空的，没有触发任何措施")
    unknown: list[UnknownAnswer] = Field(description="不能确定的")
    candidates: list[CandidateAnswer] = Field(description="只有名称时，可能的主体")
    gone: int = Field(description="答案里此后已依法停止公示、不再给出的信息条数")
    waiting: int = Field(description="还没有登记是否采取的措施数")
    closed_at: datetime | None = Field(description="办结时间；没有办结的为空")
    decisions: list[DecisionAnswer] = Field(description="登记的措施；没有的为空")
    evidence: EvidenceAnswer = Field(description="凭证")


class BatchAnswer(Schema):
    """Answers in the order of the questions."""

    checks: list[CheckAnswer] = Field(description="逐个的答案，顺序与请求相同")


class DecisionBody(Schema, extra="forbid", str_strip_whitespace=True):
    """What a person decided on one measure."""

    measure: Text = Field(description="措施代号", min_length=1, max_length=60)
    applied: bool = Field(description="是否采取")
    words: Text = Field(
        description="采取的内容，或者不采取的理由；由谁决定也写在这里", min_length=1, max_length=LONGEST_WORDS
    )


class FeedbackBody(Schema, extra="forbid", str_strip_whitespace=True):
    """What was decided on every measure offered."""

    decisions: list[DecisionBody] = Field(description="每项由本单位决定的措施一条", max_length=100)
    reason: Text = Field("", description="更正以前的登记时，写明原因", max_length=300)


class ChecksQuery(Schema):
    """Which checks."""

    open: bool = Field(default=False, description="只要没有办结的")
    after: str = Field("", max_length=LONGEST_CURSOR, description="上一页返回的 next")
    limit: int = Field(A_PAGE, ge=1, le=LARGEST_PAGE, description="每页几项")


class CheckLine(Schema):
    """A check in a list."""

    id: str = Field(description="核查编号")
    at: datetime = Field(description="核查时间")
    matter: str = Field(description="事项编号")
    subject: str = Field(description="主体名称")
    code: str = Field(description="统一社会信用代码")
    reference: str = Field(description="业务编号")
    waiting: int = Field(description="还没有登记是否采取的措施数")
    closed_at: datetime | None = Field(description="办结时间；没有办结的为空")


class ChecksAnswer(Schema):
    """A page of checks, the newest first."""

    checks: list[CheckLine] = Field(description="核查")
    next: str = Field(description="下一页的 after；没有更多时为空")


class ReportBody(Schema, extra="forbid", str_strip_whitespace=True):
    """About whom a report is made, and why."""

    code: Text = Field(description="统一社会信用代码", min_length=1, max_length=LONGEST_CODE)
    purpose: Text = Field(description="用途：办的是哪一件事；写在报告上", min_length=1, max_length=LONGEST_PURPOSE)
    ground: Ground = Field(Ground.DUTY, description="duty 依照法定职责，consent 主体书面授权")
    basis: Text = Field(
        "",
        description="法律、法规的条款，依照职责出具时必填；凭授权的不填，以本单位登记的、有效的授权书为准",
        max_length=LONGEST_BASIS,
    )


class ReportAnswer(Schema):
    """A report that was made, with its signed file."""

    number: str = Field(description="报告编号，凭它在 /reports/verify 核验")
    file_name: str = Field(description="文件名")
    sha256: str = Field(description="文件的 SHA-256，十六进制")
    pdf: str = Field(description="签名的PDF文件，Base64；平台不留，请自行保存")
