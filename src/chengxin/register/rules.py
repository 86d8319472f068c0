"""Pure rules of the register: kinds of change, reasons of a takedown, what of a record is open, places in the feed."""

import hashlib
import json
import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from chengxin.audit.rules import Action
from chengxin.catalog.rules import Disclosure, Field, FieldType, Item, Means
from chengxin.foundation.actor import Permission
from chengxin.foundation.refusals import Invalid
from chengxin.foundation.roles import Role

Value = str | int | list[str] | None
"""A value of a payload: text (a date as ISO 8601), a whole number (an amount in cents), codes, or nothing."""

WITHDRAWAL_TIME = timedelta(hours=1)
"""How long the reporter may take back the own load as a whole."""

WITHDRAWAL_CLOCK = "withdrawal"
"""The law's limit for taking down a decision that was revoked (行政处罚法第四十八条：三日内撤回并说明理由)."""

KEY_SEPARATOR = "\x1f"


class Change(StrEnum):
    """Why a version stands."""

    FIRST = "first"
    CORRECTION = "correction"


class TakedownReason(StrEnum):
    """Why a record left the public."""

    EXPIRED = "expired"
    REPAIRED = "repaired"
    REVOKED = "revoked"
    CORRECTED = "corrected"
    SOURCE_WITHDRAWN = "source-withdrawn"
    ITEM_DROPPED = "item-dropped"


TAKEDOWN_LABELS: Mapping[TakedownReason, str] = MappingProxyType(
    {
        TakedownReason.EXPIRED: "公示期届满",
        TakedownReason.REPAIRED: "已经信用修复",
        TakedownReason.REVOKED: "决定已被变更、撤销、确认违法或者无效",
        TakedownReason.CORRECTED: "经核实有误",
        TakedownReason.SOURCE_WITHDRAWN: "数据来源单位撤回",
        TakedownReason.ITEM_DROPPED: "目录不再公开这一项",
    },
)


class RevocationKind(StrEnum):
    """What became of the decision itself (行政处罚法第四十八条)."""

    CHANGED = "changed"
    REVOKED = "revoked"
    CONFIRMED_ILLEGAL = "confirmed-illegal"
    VOID = "void"


REVOCATION_LABELS: Mapping[RevocationKind, str] = MappingProxyType(
    {
        RevocationKind.CHANGED: "依法变更",
        RevocationKind.REVOKED: "依法撤销",
        RevocationKind.CONFIRMED_ILLEGAL: "确认违法",
        RevocationKind.VOID: "确认无效",
    },
)


class FeedKind(StrEnum):
    """What the feed says of a record."""

    APPEARED = "appeared"
    CHANGED = "changed"
    VANISHED = "vanished"


class Partition(StrEnum):
    """Takedowns and marks travel on a partition of their own, which no load holds back."""

    LOADS = "loads"
    ORDERS = "orders"


class Verdict(StrEnum):
    """What became of a row in a merge.

    ``taken``: a new version. ``unchanged``: it says what stands already. ``elsewhere``: another unit reported this fact
    otherwise; its version stands. ``repeated``: an earlier row of the same load states this fact otherwise.
    """

    TAKEN = "taken"
    UNCHANGED = "unchanged"
    ELSEWHERE = "elsewhere"
    REPEATED = "repeated"


def earlier_end(before: date | None, after: date | None) -> date | None:
    """Return the last day a new version may have: an end never moves later, and none is no reason to drop one."""
    days = [day for day in (before, after) if day is not None]
    return min(days) if days else None


def kept_until(decided_on: date, months: int) -> date | None:
    """Return the last day on which a record may be read, so many months after its decision; None without a limit."""
    year, month = divmod(decided_on.year * 12 + decided_on.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(decided_on.day, last)) if months else None


def is_open(item: Item) -> bool:
    """Say whether records of the item may be public at all."""
    return item.disclosure is Disclosure.PUBLIC


NEVER_PUBLIC = frozenset({Means.LEGAL_REPRESENTATIVE})
"""Fields about another person than the subject, whatever the catalogue says of them."""

NEVER_PUBLIC_OF_PROTECTED = NEVER_PUBLIC | {Means.SUBJECT_NAME, Means.ADDRESS, Means.FORMER_NAMES}
"""A 个体工商户 is protected like the person behind it: its address is often the home, its name the operator's.

The name is shown as ``subjects`` masks it.
"""

TELLING_TYPES = frozenset({FieldType.TEXT, FieldType.REGISTRATION_NUMBER, FieldType.ORGANISATION_CODE})
"""Of a 个体工商户, such fields show only if the catalogue says what they mean: old tax numbers were ID numbers."""


def open_fields(item: Item, *, protected: bool) -> frozenset[str]:
    """Return the columns that the public may see.

    ``protected`` organisations show less: a 个体工商户, and one whose name may be a person's.
    """
    return frozenset(field.code for field in item.fields if _is_open(field, protected=protected))


def _is_open(field: Field, *, protected: bool) -> bool:
    if field.disclosure is not Disclosure.PUBLIC or field.type is FieldType.ID_NUMBER:
        return False
    if not protected:
        return field.means not in NEVER_PUBLIC
    return field.means not in NEVER_PUBLIC_OF_PROTECTED and (field.means is not None or field.type not in TELLING_TYPES)


def closed_fields(item: Item, *, protected: bool) -> frozenset[str]:
    """Return the columns that the public may not see."""
    return frozenset(field.code for field in item.fields) - open_fields(item, protected=protected)


def key_text(item: Item, payload: Mapping[str, Value]) -> str:
    """Return the values that tell a fact of the item from others, joined by U+001F, as a row of a load carries them."""
    return KEY_SEPARATOR.join(_plain(payload.get(code)) for code in item.business_key)


def _plain(value: Value) -> str:
    if isinstance(value, list):
        return ";".join(value)
    return "" if value is None else str(value)


def key_of(text: str) -> bytes:
    """Return the business key of such a text: its SHA-256."""
    return hashlib.sha256(text.encode()).digest()


@dataclass(frozen=True)
class Window:
    """How long a record is shown, as ``law`` computed it and ``law.windows.Window`` says it; dates may be missing."""

    publish: bool
    starts_on: date | None
    minimum_ends_on: date | None
    earliest_repair_on: date | None
    ends_on: date | None
    rule: str
    reason: str
    law_version: str


@dataclass(frozen=True)
class State:
    """One state of a record: its values by column, what the register asks of every record, and its window.

    ``severity`` is empty where nobody judged the record; ``severity_author`` says who did: ``unit`` or ``proposal``.
    """

    payload: Mapping[str, Value]
    decided_on: date | None
    document_number: str
    deciding_body: str
    severity: str
    severity_author: str
    window: Window


def payload_text(payload: Mapping[str, Value]) -> str:
    """Return the payload as JSON."""
    return json.dumps(dict(payload), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


LONG_TERM = "2099-12-31"
"""How files write a period without end."""


def words_of(field: Field, value: Value) -> str:
    """Return a value of a payload as people read it; nothing for no value. Numbers of persons are not masked here."""
    if value is None or value in ("", []):
        return ""
    if field.type is FieldType.CHOICES:
        codes = value if isinstance(value, list) else str(value).split(";")
        return "；".join(label_of(field, code) for code in codes)
    if field.type is FieldType.CHOICE:
        return label_of(field, str(value))
    if field.type is FieldType.AMOUNT:
        return _yuan(Decimal(str(value)) / 100)
    if field.type is FieldType.DATE:
        return "长期" if value == LONG_TERM else str(value)
    return str(value)


def _yuan(amount: Decimal) -> str:
    whole = amount == amount.to_integral_value()
    return f"{amount:,.0f}元" if whole else f"{amount:,.2f}元"


def label_of(field: Field, code: str) -> str:
    """Return the label of a code in the field's list, the code itself where the list does not know it."""
    values = field.list.values if field.list else ()
    return next((value.label for value in values if value.code == code), code)


@dataclass(frozen=True)
class FieldChange:
    """What a version says otherwise than the one before it; ``closed`` says that the public can not see it."""

    name: str
    before: str
    after: str
    closed: bool


def changes_between(
    item: Item, before: Mapping[str, Value], after: Mapping[str, Value], closed: Iterable[str]
) -> tuple[FieldChange, ...]:
    """Return what changed between two payloads, in the order of the item's fields; ``closed`` are column codes."""
    hidden = frozenset(closed)
    told = [
        (field, words_of(field, before.get(field.code)), words_of(field, after.get(field.code)))
        for field in item.fields
    ]
    return tuple(
        FieldChange(field.name, old, new, closed=field.code in hidden) for field, old, new in told if old != new
    )


class Standing(StrEnum):
    """How a record stands with the public today: shown, over by its end, taken down, or never to be shown."""

    SHOWN = "shown"
    OVER = "over"
    DOWN = "down"
    CLOSED = "closed"


def standing_of(*, publish: bool, is_down: bool, ends_on: date | None, today: date) -> Standing:
    """Return how a record stands; ``ends_on`` is the earliest end that any of its versions gave."""
    if is_down:
        return Standing.DOWN
    if not publish:
        return Standing.CLOSED
    return Standing.OVER if ends_on is not None and ends_on < today else Standing.SHOWN


REMOVED = "移出名录"


def end_words(reason: TakedownReason, *, removed: bool) -> str:
    """Return why publicity ended; ``removed``: its end was the day on which the listing itself ended (移出)."""
    return REMOVED if removed and reason is TakedownReason.EXPIRED else TAKEDOWN_LABELS[reason]


def standing_words(standing: Standing, ends_on: date | None, reason: TakedownReason | None, *, removed: bool) -> str:
    """Return in words how a record stands; ``reason`` is that of its takedown, ``removed`` as ``end_words`` says."""
    match standing:
        case Standing.DOWN:
            return f"已停止公示：{end_words(reason, removed=removed)}" if reason else "已停止公示"
        case Standing.OVER:
            return f"已停止公示：{end_words(TakedownReason.EXPIRED, removed=removed)}"
        case Standing.CLOSED:
            return "不公示"
        case Standing.SHOWN:
            return f"公示到{ends_on:%Y年%-m月%-d日}" if ends_on else "公示中"


class BadPosition(Invalid):
    """The text is no position that the feed or a page gave."""

    code = "register.bad-position"
    says = "读取位置不正确，请使用上一次返回的位置，或从头读取"
    field = "after"


@dataclass(frozen=True, order=True)
class Place:
    """How far one partition was read: transaction (0 in ``orders``), batch, and number within it."""

    transaction: int = 0
    batch: int = 0
    ordinal: int = 0


@dataclass(frozen=True)
class Position:
    """How far the feed was read."""

    loads: Place = Place()
    orders: Place = Place()

    def text(self) -> str:
        """Return the position as readers keep it."""
        numbers = (self.loads.transaction, self.loads.batch, self.loads.ordinal, self.orders.batch, self.orders.ordinal)
        return "-".join(str(number) for number in numbers)


POSITION_SHAPE = re.compile(r"\d{1,18}(-\d{1,18}){4}", re.ASCII)


def read_position(text: str) -> Position:
    """Return the position of a text; empty is the beginning.

    Raises:
        BadPosition: it is none.
    """
    if not text:
        return Position()
    if not POSITION_SHAPE.fullmatch(text):
        raise BadPosition
    transaction, batch, ordinal, order, place = (int(number) for number in text.split("-"))
    return Position(Place(transaction, batch, ordinal), Place(0, order, place))


_OWN_RECORDS = frozenset({Role.REPORTER, Role.REVIEWER, Role.CREDIT_OFFICE})
SEE_RECORDS = Permission(
    "register.see-records", "查看报送的信用记录", roles=_OWN_RECORDS | {Role.CASE_OFFICER, Role.AUDITOR}
)
CHOSEN_REASONS = (TakedownReason.CORRECTED, TakedownReason.SOURCE_WITHDRAWN, TakedownReason.REPAIRED)
"""Reasons a person gives for a takedown; the others follow from the day or from a revocation."""

SHOW = Permission("register.show", "使一批记录上网公示", roles=_OWN_RECORDS, system=True)
WITHDRAW = Permission(
    "register.withdraw",
    "一小时内整批撤回",
    roles=frozenset({Role.REPORTER, Role.REVIEWER}),
    client_scope="submissions:write",
    system=True,
)
ABANDON = Permission("register.abandon", "放弃没有完成的一批记录", roles=_OWN_RECORDS, system=True)
CORRECT = Permission("register.correct", "更正一条记录", roles=_OWN_RECORDS)
TAKE_DOWN = Permission(
    "register.take-down", "停止公示", roles=frozenset({Role.REVIEWER, Role.CREDIT_OFFICE}), system=True
)
REVOKE = Permission(
    "register.revoke", "撤回已变更、撤销、确认违法或者无效的决定", roles=frozenset({Role.REVIEWER, Role.CREDIT_OFFICE})
)
MARK_DISPUTED = Permission(
    "register.mark-disputed",
    "标注和解除“数据存在异议”",
    roles=frozenset({Role.CASE_OFFICER, Role.CREDIT_OFFICE}),
    system=True,
)
SEE_PERSON_RECORDS = Permission("register.see-person-records", "查看自然人的信用记录", roles=_OWN_RECORDS)
END_PERSON_RECORDS = Permission(
    "register.end-person-records", "停止使用自然人的信用记录", roles=frozenset({Role.REVIEWER, Role.CREDIT_OFFICE})
)
READ_RECORDS = Permission("register.read-records", "读取正在公示的记录", client_scope="subjects:read", system=True)
READ_CHANGES = Permission("register.read-changes", "读取变更流", client_scope="changes:read", system=True)

RECORD_SEEN = Action("register.record-seen", "查看报送的信用记录")
LOAD_SHOWN = Action("register.load-shown", "一批记录上网公示")
LOAD_WITHDRAWN = Action("register.load-withdrawn", "整批撤回记录")
LOAD_ABANDONED = Action("register.load-abandoned", "放弃没有完成的一批记录")
RECORD_CORRECTED = Action("register.record-corrected", "更正记录")
RECORD_REVOKED = Action("register.record-revoked", "撤回已变更、撤销、确认违法或者无效的决定")
TAKEN_DOWN = Action("register.taken-down", "停止公示")
PERSON_LOAD_KEPT = Action("register.person-load-kept", "一批自然人记录入库，不公开")
PERSON_LOAD_WITHDRAWN = Action("register.person-load-withdrawn", "整批撤回自然人记录")
PERSON_RECORDS_SOUGHT = Action("register.person-records-sought", "按证件号码查找自然人的信用记录")
PERSON_RECORD_OPENED = Action("register.person-record-opened", "查看自然人的信用记录")
PERSON_RECORD_ENDED = Action("register.person-record-ended", "停止使用自然人的信用记录")
DISPUTE_MARKED = Action("register.dispute-marked", "标注数据存在异议")
RECORDS_REGROUPED = Action("register.records-regrouped", "主体合并或拆分，其记录改在另一主体名下")
DISPUTE_CLEARED = Action("register.dispute-cleared", "解除异议标注")

PUBLICATION_LEAF = "register.publication"
WITHDRAWAL_LEAF = "register.withdrawal"
TAKEDOWN_LEAF = "register.takedown"
