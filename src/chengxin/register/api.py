"""API of records and of the feed of changes: exactly what the public sees now, for machines, and nothing more."""

from datetime import date, datetime
from typing import cast

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from chengxin.catalog import public as catalog
from chengxin.catalog.rules import Item
from chengxin.foundation.doors import machine
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.requests import Request
from chengxin.register import public, queries, rules
from chengxin.register.queries.feed import MOST
from chengxin.register.rules import FeedKind
from chengxin.subjects import public as organisations

router = Router(tags=["信用记录"])

LARGEST_PAGE = 100
PAGE_ROWS = 20


class NoSuchItem(NotFound):
    """There is no public item of this key in force."""

    code = "register.no-such-item"
    says = "没有这个公开的目录项，或者它现在不生效"


class RecordsQuery(Schema):
    """Which records: of one item, after a position."""

    item: str = Field("", max_length=60, description="目录项的代号，例如 penalty-organisation；不写则为全部")
    after: str = Field("", max_length=40, description="上一页返回的 next")
    limit: int = Field(PAGE_ROWS, ge=1, le=LARGEST_PAGE, description="每页几条")


class ChangesQuery(Schema):
    """How far the feed was read."""

    after: str = Field("", max_length=100, description="上一次返回的 position；空则从头读取")
    limit: int = Field(MOST, ge=1, le=MOST, description="最多几项")


class WindowAnswer(Schema):
    """How long a record is shown, and why. A day that the law does not name is null."""

    starts_on: date | None = Field(description="期限从哪一天起算，当天不计")
    minimum_ends_on: date | None = Field(description="最短公示期的最后一天")
    earliest_repair_on: date | None = Field(description="最早可以申请修复的一天")
    ends_on: date | None = Field(description="公示的最后一天；次日零时移除")
    rule: str = Field(description="给出期限的规则")
    reason: str = Field(description="为什么，中文说明")


class RecordAnswer(Schema):
    """One record as the public sees it now. ``fields`` holds values by official column code, as files write them."""

    id: str = Field(description="记录的不透明编号，一直不变")
    item: str = Field(description="目录项的代号")
    subject: str = Field(description="主体的不透明编号")
    subject_code: str = Field(description="主体的统一社会信用代码；没有则为空")
    subject_name: str = Field(description="主体名称；可能是人名的只给出第一个字")
    adverse: bool = Field(description="是否不良信息")
    document_number: str = Field(description="决定文书号")
    deciding_body: str = Field(description="作出决定的机关")
    source_unit: str = Field(description="数据来源单位，异议向它提出")
    basis: str = Field(description="依据")
    decided_on: date | None = Field(description="决定日期")
    severity: str = Field(description="这一条的失信程度；没有认定则为空")
    disputed: bool = Field(description="是否正在处理异议")
    corrected: bool = Field(description="是否经过更正")
    shown_at: datetime = Field(description="这一版什么时候公示的")
    window: WindowAnswer = Field(description="公示期")
    fields: dict[str, str] = Field(
        description="公开的各列，键是官方列名；金额为万元、六位小数，日期为 ISO，多个值用分号隔开"
    )


class RecordsAnswer(Schema):
    """A page of records, newest decision first; ``next`` is empty after the last one."""

    records: list[RecordAnswer] = Field(description="本页的记录")
    next: str = Field(description="下一页的 after；没有则为空")


class ChangeAnswer(Schema):
    """One entry of the feed. Of a record that vanished there is the id and nothing else."""

    record: str = Field(description="记录的不透明编号")
    kind: FeedKind = Field(description="appeared 出现、changed 变化、vanished 停止公示")
    item: str = Field(description="目录项的代号；停止公示的为空")
    at: datetime = Field(description="什么时候")


class ChangesAnswer(Schema):
    """Entries in order and the position from which to read on; an entry may come twice."""

    entries: list[ChangeAnswer] = Field(description="变化，撤下的排在前面")
    position: str = Field(description="下一次读取的 after")
    more: bool = Field(description="现在是否还有")


@router.get(
    "subjects/{code}/records",
    response=RecordsAnswer,
    auth=machine(rules.READ_RECORDS),
    summary="一个主体正在公示的记录",
)
def list_records(request: HttpRequest, code: str, query: Query[RecordsQuery]) -> RecordsAnswer:
    """Return records about an organisation that are public now."""
    subject = organisations.organisation(code)
    page = public.records_of(subject.public_id, _items(request, query.item), after=query.after, limit=query.limit)
    return RecordsAnswer(records=[_answer(record) for record in page.records], next=page.position)


@router.get(
    "records/{record}",
    response=RecordAnswer,
    auth=machine(rules.READ_RECORDS),
    summary="一条正在公示的记录；停止公示的返回 410",
)
def get_record(request: HttpRequest, record: str) -> RecordAnswer:
    """Return one record that is public now."""
    return _answer(public.record(record, _items(request)))


@router.get("changes", response=ChangesAnswer, auth=machine(rules.READ_CHANGES), summary="公示、变化和停止公示的变更流")
def list_changes(request: HttpRequest, query: Query[ChangesQuery]) -> ChangesAnswer:
    """Return what became visible, changed or vanished after a position."""
    changes = queries.changes_after(cast("Request", request).actor, query.after, limit=query.limit)
    entries = [
        ChangeAnswer(record=entry.record, kind=entry.kind, item=entry.item, at=entry.at) for entry in changes.entries
    ]
    return ChangesAnswer(entries=entries, position=changes.position, more=changes.more)


def _items(request: HttpRequest, key: str = "") -> dict[str, Item]:
    """Return the public items in force today, or the one that is named.

    Raises:
        NoSuchItem: there is none of this key.
    """
    items = catalog.items_in_force(timezone.localdate(cast("Request", request).now))
    if key and key not in items:
        raise NoSuchItem
    return {key: items[key]} if key else items


def _answer(record: public.RecordView) -> RecordAnswer:
    return RecordAnswer(
        id=record.public_id,
        item=record.item,
        subject=record.subject.public_id,
        subject_code=record.subject.code,
        subject_name=record.subject.name,
        adverse=record.adverse,
        document_number=record.document_number,
        deciding_body=record.decided_by,
        source_unit=record.contest.objection_to,
        basis=record.basis,
        decided_on=record.decided_on,
        severity=record.severity,
        disputed=record.disputed,
        corrected=record.corrected,
        shown_at=record.shown_at,
        window=WindowAnswer(
            starts_on=record.until.starts_on,
            minimum_ends_on=record.until.minimum_ends_on,
            earliest_repair_on=record.contest.repair_from,
            ends_on=record.until.ends_on,
            rule=record.until.rule,
            reason=record.until.reason,
        ),
        fields={field.code: field.reported for field in record.fields},
    )
