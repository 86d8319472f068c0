"""Routes of checks: a unit's system asks at the moment of decision, and says afterwards what was done."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, cast

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from chengxin.catalog.queries.items import judging_item
from chengxin.catalog.rules.measures import Force, MeasureKind, OrderedBy
from chengxin.checks import queries, services
from chengxin.checks.models import Check
from chengxin.checks.queries.answering import candidates
from chengxin.checks.queries.checks import evidence_of
from chengxin.checks.rules.answers import IDENTITY_LABELS, UNKNOWN_WORDS, Asked, Ground, Identity, Unknown
from chengxin.checks.rules.doings import CHECK, SEE_CHECKS, SEE_MATTERS
from chengxin.checks.rules.matters import MatterKind
from chengxin.checks.services.checking import (
    LONGEST_BASIS,
    LONGEST_CODE,
    LONGEST_NAME,
    LONGEST_PURPOSE,
    LONGEST_REFERENCE,
)
from chengxin.checks.services.closing import LONGEST_WORDS
from chengxin.foundation.doors import machine
from chengxin.foundation.opaque import is_opaque_id
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.requests import Request
from chengxin.foundation.rest import read_cursor, write_cursor
from chengxin.register.rules import words_of
from chengxin.units.queries import day_of
from chengxin.units.services import answer_once

router = Router(tags=["信用核查"])
HEADER = "Idempotency-Key"
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
    basis: Text = Field(description="法律、法规的条款，或者授权书的编号和日期", min_length=1, max_length=LONGEST_BASIS)


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


@router.get("/matters", response=MattersAnswer, auth=machine(SEE_MATTERS), summary="本单位的核查事项")
def list_matters(request: HttpRequest) -> MattersAnswer:
    """Return the own unit's matters that are handled today."""
    actual = cast("Request", request)
    rows = queries.matters_open(actual.actor, day_of(actual.now))
    return MattersAnswer(
        matters=[
            MatterLine(
                id=row.public_id,
                name=row.name,
                kind=MatterKind(row.kind),
                must_check=row.must_check,
                since=row.since,
                until=row.until,
                measures=list(queries.definition_now(row).measures),
            )
            for row in rows
        ]
    )


@router.post("", response=CheckAnswer, auth=machine(CHECK), summary="核查一个主体")
def check(request: HttpRequest, body: CheckBody) -> CheckAnswer:
    """Answer a check; evidence and trail are committed before the answer is given."""
    actual = cast("Request", request)

    def call() -> list[str]:
        asked = _asked(body, body)
        made = services.check(actor=actual.actor, now=actual.now, asked=asked, until=body.until)
        return [made.check.public_id]

    return _whole(actual, _once(actual, call)[0])


@router.post("/batch", response=BatchAnswer, auth=machine(CHECK), summary="为同一件事核查许多主体")
def check_many(request: HttpRequest, body: BatchBody) -> BatchAnswer:
    """Answer many checks of one matter in one transaction, each with evidence of its own."""
    actual = cast("Request", request)

    def call() -> list[str]:
        asked = [_asked(body, one) for one in body.subjects]
        made = services.check_many(actor=actual.actor, now=actual.now, matter=body.matter, questions=asked)
        return [one.check.public_id for one in made]

    return BatchAnswer(checks=[_whole(actual, one) for one in _once(actual, call)])


@router.get("", response=ChecksAnswer, auth=machine(SEE_CHECKS), summary="本单位的核查")
def list_checks(request: HttpRequest, query: Query[ChecksQuery]) -> ChecksAnswer:
    """Return the own unit's checks."""
    actor = cast("Request", request).actor
    found = queries.checks_for(actor, queries.CheckFilter(open_only=query.open))
    if query.after:
        found = found.filter(id__lt=int(read_cursor(query.after, int)[0]))
    rows = list(found[: query.limit + 1])
    shown = rows[: query.limit]
    return ChecksAnswer(
        checks=[
            CheckLine(
                id=row.public_id,
                at=row.at,
                matter=row.matter.public_id,
                subject=row.subject_name,
                code=row.subject_code,
                reference=row.reference,
                waiting=row.waiting,
                closed_at=row.closed_at,
            )
            for row in shown
        ],
        next=write_cursor(shown[-1].id) if len(rows) > len(shown) else "",
    )


@router.get("/{check_id}", response=CheckAnswer, auth=machine(SEE_CHECKS), summary="一次核查")
def see_check(request: HttpRequest, check_id: str) -> CheckAnswer:
    """Return an answer as it was given, without what the law has taken down since."""
    return _whole(cast("Request", request), _named(check_id))


@router.post("/{check_id}/feedback", response=CheckAnswer, auth=machine(CHECK), summary="登记措施采取了没有")
def give_feedback(request: HttpRequest, check_id: str, body: FeedbackBody) -> CheckAnswer:
    """Say of each measure whether it was applied, and close the check."""
    actual, named = cast("Request", request), _named(check_id)

    def call() -> list[str]:
        decisions = [services.MeasureDecision(one.measure, one.applied, one.words) for one in body.decisions]
        services.close_check(actor=actual.actor, now=actual.now, check=named, decisions=decisions, reason=body.reason)
        return [named]

    return _whole(actual, _once(actual, call)[0])


def _asked(why: Why, question: Question) -> Asked:
    return Asked(
        matter=why.matter,
        code=question.code,
        name=question.name,
        purpose=why.purpose,
        ground=why.ground,
        basis=why.basis,
        reference=question.reference,
    )


def _named(check: str) -> str:
    """Return the id from an address.

    Raises:
        NotFound: no id looks so.
    """
    if not is_opaque_id(check):
        raise NotFound
    return check


def _once(request: Request, call: Callable[[], list[str]]) -> list[str]:
    """Return the ids of what the call made, or made before for the same key, address and body.

    Only ids are kept with the key: what has been taken down meanwhile is not given out a second time.
    """
    fingerprint = hashlib.sha256(f"{request.path}\x1f".encode() + request.body).hexdigest()
    key = request.headers.get(HEADER, "")
    told = answer_once(
        actor=request.actor, now=request.now, key=key, fingerprint=fingerprint, call=lambda: {"ids": call()}
    )
    return list(told["ids"])


def _whole(request: Request, check: str) -> CheckAnswer:
    row = queries.check_for(request.actor, check)
    answer = queries.answer_of(request.actor, row, today=day_of(request.now))
    evidence, told = evidence_of(row), answer.told
    said = queries.feedback_of(row)
    subject = told["subject"]
    return CheckAnswer(
        id=row.public_id,
        at=row.at,
        matter=row.matter.public_id,
        reference=row.reference,
        subject=SubjectAnswer(
            identity=Identity(row.identity),
            words=IDENTITY_LABELS[Identity(row.identity)],
            code=subject["code"],
            name=subject["name"],
            given_name=subject["given_name"],
            kind=subject["kind"],
            status=subject["status"],
        ),
        entries=[_fact(one) for one in told["entries"] if one["record"] not in answer.gone],
        records=[_fact(one) for one in told["records"] if one["record"] not in answer.gone],
        measures=[
            MeasureAnswer(**{name: one[name] for name in MeasureAnswer.model_fields}) for one in told["measures"]
        ],
        unknown=[
            UnknownAnswer(code=one["code"], about=one["about"], words=UNKNOWN_WORDS[Unknown(one["code"])])
            for one in told["unknown"]
        ],
        candidates=_candidates(request, row, told["asked"]["name"]),
        gone=len(answer.gone),
        waiting=row.waiting,
        closed_at=row.closed_at,
        decisions=[DecisionAnswer(**one) for one in said[0].decisions] if said else [],
        evidence=EvidenceAnswer(
            digest=evidence.digest,
            key=evidence.key,
            signature=bytes(evidence.signature).hex(),
            template=evidence.template,
        ),
    )


def _candidates(request: Request, row: Check, name: str) -> list[CandidateAnswer]:
    if row.identity != Identity.CANDIDATES:
        return []
    return [
        CandidateAnswer(code=one.code, name=one.name, evidence=[each.words for each in one.evidence])
        for one in candidates(request.actor, name, "")
    ]


def _fact(told: dict[str, Any]) -> FactAnswer:
    item = judging_item(told["item_version"])
    values = told["values"]
    return FactAnswer(
        record=told["record"],
        item=told["item"],
        item_name=item.name,
        adverse=told["adverse"],
        document_number=told["document_number"],
        deciding_body=told["deciding_body"],
        decided_on=told["decided_on"],
        ends_on=told["ends_on"],
        ends_because=told["reason"],
        disputed=told["disputed"],
        published=told["published"],
        values=[
            ValueAnswer(code=field.code, name=field.name, value=words_of(field, values[field.code]))
            for field in item.fields
            if field.code in values
        ],
    )
