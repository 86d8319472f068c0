"""API routes of intake: send rows or a file, follow the submission, read its findings, settle its severities."""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.http import HttpRequest
from ninja import Field, File, Form, Router, Schema
from ninja.files import UploadedFile

from chengxin.foundation.doors import machine
from chengxin.foundation.requests import Request
from chengxin.foundation.rest import read_cursor, write_cursor
from chengxin.intake import queries, rules, services
from chengxin.intake.models import Submission, SubmissionFinding
from chengxin.intake.rules import Origin
from chengxin.intake.rules.recognition import from_json
from chengxin.intake.services.mapping import BadMapping
from chengxin.intake.services.sending import NO_WISHES
from chengxin.register import rules as register_rules
from chengxin.units.services import answer_once
from chengxin.vault.services import Upload

router = Router(tags=["报送"])
HEADER = "Idempotency-Key"
MOST = 500
JSON_NAME = "rows.json"


class Counts(Schema):
    """Rows read = accepted + unchanged + returned, once the submission is done."""

    rows: int = Field(description="读到的行数")
    accepted: int = Field(description="接收的行数；办结前为0")
    unchanged: int = Field(description="与已有记录相同的行数；办结前为0")
    returned: int = Field(description="退回的行数")


class GroupAnswer(Schema):
    """Rows whose severity waits for the unit."""

    key: str = Field(description="这一组的代号，确认时使用")
    rows: int = Field(description="行数")
    proposed: str = Field(description="建议的失信程度代码；没有建议时为空")
    reason: str = Field(description="建议的理由")
    examples: list[str] = Field(description="例子：文书号")
    chosen: str = Field(description="单位确认的失信程度代码；还没有确认时为空")


class ColumnAnswer(Schema):
    """One column of the file: what it was read as, and why."""

    place: int = Field(description="第几列，从0起")
    header: str = Field(description="文件里的表头")
    field: str = Field(description="字段代码；没有用到时为空；=person 只用来认出自然人，=state 是决定的当前状态")
    ground: str = Field(
        description="依据：code、name、alias、layout、office、unit、values、chosen、likeness、left-out、twice、unknown"
    )
    doubt: str = Field(description="要请单位选定时，为什么；没有时为空")


class MappingAnswer(Schema):
    """How the file is read: its layout with the confidence, and each column."""

    layout: str = Field(description="认出的版式，例如 g2015-penalty；按目录项自己的表头时为空")
    confidence: float = Field(description="把握，0到1")
    doubt: str = Field(description="要请单位选定版式时，为什么；没有时为空")
    columns: list[ColumnAnswer] = Field(description="各列")


class SubmissionAnswer(Schema):
    """A submission as it stands."""

    id: str = Field(description="报送编号")
    item: str = Field(description="目录项代号")
    state: str = Field(
        description="状态：received、checking、to-map、to-confirm、loading、done、unreadable、failed、cancelled、withdrawn"
    )
    received_at: datetime = Field(description="收到的时间")
    ended_at: datetime | None = Field(description="办结的时间")
    sha256: str = Field(description="原件的 SHA-256")
    counts: Counts = Field(description="行数")
    to_confirm: list[GroupAnswer] = Field(description="需要确认失信程度的各组")
    mapping: MappingAnswer | None = Field(description="文件的各列怎么认的；还没有读到文件时为空")


class FindingAnswer(Schema):
    """One thing found."""

    row: int = Field(description="数据行序号，从1起；0表示整份文件")
    line: int = Field(description="原文件的行号")
    field: str = Field(description="字段代码")
    code: str = Field(description="问题代号")
    severity: str = Field(description="error 退回，warning 提醒，note 说明")
    value: str = Field(description="原内容；不公开的字段不显示")
    message: str = Field(description="中文说明和改法")


class FindingsAnswer(Schema):
    """A page of findings by row."""

    findings: list[FindingAnswer] = Field(description="问题，按行排列")
    next: str = Field(description="下一页的 after；没有更多时为空")


class RowsBody(Schema, extra="forbid"):
    """Rows as objects whose members are the official column codes."""

    item: str = Field(description="目录项代号", max_length=60)
    rows: list[dict[str, str | int | float | bool | list[str] | None]] = Field(
        description="各行：成员名为字段代码，值为文本；代码列必须是文本", min_length=1, max_length=20_000
    )
    follows: str = Field("", description="它改正的那次报送的编号；没有时为空", max_length=26)


class ColumnsBody(Schema, extra="forbid"):
    """Which column is which field, where it was asked."""

    columns: dict[int, str] = Field(description="第几列对应的字段代码；不用的列为空字符串；不写的列照原来认的")
    layout: str = Field("", description="版式；要请选定版式时必须写", max_length=40)
    remember: bool = Field(default=False, description="以后本单位的文件都照这次选的认")


class ConfirmBody(Schema, extra="forbid"):
    """Severities by group; a group that is left out gets what is proposed."""

    severities: dict[str, str] = Field(description="各组代号对应的失信程度代码；不写的组按建议")


@router.post("", response={202: SubmissionAnswer}, auth=machine(rules.SEND), summary="报送JSON行")
def send_rows(request: HttpRequest, body: RowsBody) -> dict[str, Any]:
    """Take rows; up to 20,000 and 5 MB a call, more as a file."""
    content = json.dumps(body.rows, ensure_ascii=False).encode()
    digest = hashlib.sha256(request.body).hexdigest()
    sent = _Sent(body.item, body.follows, JSON_NAME, io.BytesIO(content), digest, NO_WISHES)
    return _once(cast("Request", request), sent)


@router.post("/files", response={202: SubmissionAnswer}, auth=machine(rules.SEND), summary="报送文件")
def send_file(
    request: HttpRequest,
    file: File[UploadedFile],
    item: Form[str],
    follows: Form[str] = "",
    mapping: Form[str] = "",
) -> dict[str, Any]:
    """Take a workbook, delimited text, JSON or XML file of up to 1 GB.

    ``mapping`` is a JSON object of field codes by header, for headers that the sender knows better than the platform.
    """
    digest = hashlib.sha256(f"{item}\x1f{follows}\x1f{mapping}\x1f{file.name}\x1f".encode())
    for piece in file.chunks():
        digest.update(piece)
    sent = _Sent(item, follows, file.name or "", file, digest.hexdigest(), _wishes(mapping))
    return _once(cast("Request", request), sent)


@dataclass(frozen=True)
class _Sent:
    """What a client sent: ``fingerprint`` tells it from anything else."""

    item: str
    follows: str
    name: str
    content: Any
    fingerprint: str
    mapping: Mapping[str, str]


def _wishes(text: str) -> Mapping[str, str]:
    """Return a mapping as it was sent.

    Raises:
        BadMapping: it is no JSON object of texts.
    """
    try:
        told = json.loads(text) if text else {}
    except (ValueError, RecursionError) as error:
        raise BadMapping from error
    if not isinstance(told, dict) or not all(isinstance(value, str) for value in told.values()):
        raise BadMapping
    return told


def _once(request: Request, sent: _Sent) -> dict[str, Any]:
    """Send what came in, or return what was answered to the same key before."""

    def call() -> dict[str, Any]:
        row = services.send_submission(
            actor=request.actor,
            now=request.now,
            unit=request.actor.unit or 0,
            item=sent.item,
            upload=Upload(content=sent.content, name=sent.name, claimed_type=request.content_type or ""),
            origin=Origin.API,
            follows=sent.follows,
            mapping=sent.mapping,
        )
        return _answer(row).model_dump(mode="json")

    key = request.headers.get(HEADER, "")
    return answer_once(actor=request.actor, now=request.now, key=key, fingerprint=sent.fingerprint, call=call)


@router.get("/{submission_id}", response=SubmissionAnswer, auth=machine(rules.SEE_SUBMISSIONS), summary="报送的状态")
def see_submission(request: HttpRequest, submission_id: str) -> SubmissionAnswer:
    """Return how a submission stands."""
    return _answer(queries.submission_for(cast("Request", request).actor, submission_id))


@router.get(
    "/{submission_id}/findings",
    response=FindingsAnswer,
    auth=machine(rules.SEE_SUBMISSIONS),
    summary="报送中发现的问题",
)
def see_findings(request: HttpRequest, submission_id: str, after: str = "", limit: int = 100) -> FindingsAnswer:
    """Return findings by row."""
    row = queries.submission_for(cast("Request", request).actor, submission_id)
    found = queries.findings_of(row)
    if after:
        last_row, number = (int(part) for part in read_cursor(after, int, int))
        found = queries.findings_after(row, last_row, number)
    size = max(1, min(limit, MOST))
    page = list(found[: size + 1])
    shown = page[:size]
    following = write_cursor(shown[-1].row, shown[-1].id) if len(page) > size else ""
    return FindingsAnswer(findings=[_finding(one) for one in shown], next=following)


@router.post("/{submission_id}/confirm", response=SubmissionAnswer, auth=machine(rules.CONFIRM), summary="确认失信程度")
def confirm(request: HttpRequest, submission_id: str, body: ConfirmBody) -> SubmissionAnswer:
    """Settle the severities and have the submission loaded."""
    actual = cast("Request", request)
    row = services.confirm_severities(
        actor=actual.actor, now=actual.now, submission=submission_id, chosen=body.severities
    )
    return _answer(row)


@router.post("/{submission_id}/columns", response=SubmissionAnswer, auth=machine(rules.SEND), summary="确认各列的对应")
def settle_columns(request: HttpRequest, submission_id: str, body: ColumnsBody) -> SubmissionAnswer:
    """Settle which column is which field, and have the check go on."""
    actual = cast("Request", request)
    row = services.settle_columns(
        actor=actual.actor,
        now=actual.now,
        submission=submission_id,
        targets=body.columns,
        layout=body.layout,
        remembers=body.remember,
    )
    return _answer(row)


@router.post("/{submission_id}/cancel", response=SubmissionAnswer, auth=machine(rules.CANCEL), summary="取消报送")
def cancel(request: HttpRequest, submission_id: str) -> SubmissionAnswer:
    """Cancel a submission that is not done."""
    actual = cast("Request", request)
    return _answer(services.cancel_submission(actor=actual.actor, now=actual.now, submission=submission_id))


@router.post(
    "/{submission_id}/withdraw",
    response=SubmissionAnswer,
    auth=machine(register_rules.WITHDRAW),
    summary="一小时内整批撤回",
)
def withdraw(request: HttpRequest, submission_id: str) -> SubmissionAnswer:
    """Take a whole submission back within an hour of its showing: what stood before stands again."""
    actual = cast("Request", request)
    return _answer(services.withdraw_submission(actor=actual.actor, now=actual.now, submission=submission_id))


def _answer(row: Submission) -> SubmissionAnswer:
    groups = [
        GroupAnswer(
            key=one.key,
            rows=one.rows,
            proposed=one.proposed,
            reason=one.reason,
            examples=list(one.examples),
            chosen=one.chosen,
        )
        for one in queries.groups_of(row)
    ]
    counts = Counts(rows=row.rows, accepted=row.accepted, unchanged=row.unchanged, returned=row.returned)
    return SubmissionAnswer(
        id=row.public_id,
        item=row.item,
        state=row.state,
        received_at=row.received_at,
        ended_at=row.ended_at,
        sha256=row.sha256,
        counts=counts,
        to_confirm=groups,
        mapping=_mapping(row),
    )


def _mapping(row: Submission) -> MappingAnswer | None:
    if not row.mapping:
        return None
    found = from_json(row.mapping)
    columns = [
        ColumnAnswer(place=one.place, header=one.header, field=one.target, ground=one.ground.value, doubt=one.doubt)
        for one in found.columns
    ]
    return MappingAnswer(layout=found.layout, confidence=found.confidence, doubt=found.doubt, columns=columns)


def _finding(one: SubmissionFinding) -> FindingAnswer:
    return FindingAnswer(
        row=one.row,
        line=one.line,
        field=one.field,
        code=one.code,
        severity=one.severity,
        value=one.value,
        message=one.message,
    )
