"""Credit reports: the sections and their order, numbers, what is frozen, and what superseded means. Pure.

The order follows the 公共信用信息报告标准 (2021, 2022). A report says facts and never judges a subject.
"""

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from chengxin.audit.rules import Action, canonical_json
from chengxin.catalog.rules import Area, Family, Item, Origin
from chengxin.foundation.actor import Permission
from chengxin.foundation.opaque import ALPHABET
from chengxin.foundation.roles import Role
from chengxin.vault.rules.purposes import Purpose, Retention

TEMPLATE_VERSION = "2026-1"
NOTHING_FOUND = "查询期内无相关信息"
NO_EVALUATION = "本平台不提供信用评价，本报告不含评分和等级。"
MOST_RECORDS = 2_000
REPORTS_A_MINUTE = 10
VERIFICATIONS_A_MINUTE = 30
MOST_BYTES = 5 * 1024 * 1024
LONGEST_WORDS = 300

_OFFICERS = frozenset({Role.CREDIT_OFFICE, Role.CASE_OFFICER, Role.REVIEWER})
SEE_REPORTS = Permission("checks.see-reports", "查看信用报告的出具记录", roles=_OFFICERS | {Role.AUDITOR})
MAKE_REPORTS = Permission(
    "checks.make-reports", "出具信用报告", roles=_OFFICERS, client_scope="checks:work", system=True
)
"""As a job it makes what an officer ordered as a batch, for the officer's unit."""
REPORT_FILE = Purpose(
    code="checks.report",
    label="批量出具的授权版信用报告",
    kinds=frozenset({"pdf"}),
    keep=MAKE_REPORTS,
    readers=_OFFICERS,
    retention=Retention(years=0, days=30, basis="平台默认：批量出具的报告保存30日供下载，过后重新出具"),
)
BATCH_ORDERED = Action("checks.report-batch-ordered", "批量出具信用报告")
REPORT_MADE = Action("checks.report-made", "出具信用报告")
REPORT_READ = Action("checks.report-read", "为出具信用报告查看授权信息")


class Version(StrEnum):
    """What a report may hold: what everybody sees, or also what needs a purpose and a basis."""

    PUBLIC = "public"
    AUTHORISED = "authorised"


VERSION_LABELS = {Version.PUBLIC: "公开版", Version.AUTHORISED: "授权版"}


class SectionKey(StrEnum):
    """The sections, in the national order."""

    BASIC = "basic"
    ADMINISTRATION = "administration"
    HONESTY = "honesty"
    BLACKLISTS = "blacklists"
    ABNORMAL = "abnormal"
    PROMISES = "promises"
    EVALUATION = "evaluation"
    JUDGMENTS = "judgments"
    OTHER = "other"
    ADVICE = "advice"
    LOCAL = "local"


SECTION_TITLES: Mapping[SectionKey, str] = {
    SectionKey.BASIC: "基础信息",
    SectionKey.ADMINISTRATION: "行政管理",
    SectionKey.HONESTY: "诚实守信",
    SectionKey.BLACKLISTS: "严重失信主体名单",
    SectionKey.ABNORMAL: "经营异常",
    SectionKey.PROMISES: "信用承诺",
    SectionKey.EVALUATION: "信用评价",
    SectionKey.JUDGMENTS: "司法判决",
    SectionKey.OTHER: "其他信息",
    SectionKey.ADVICE: "信用状况提升建议",
    SectionKey.LOCAL: "公共信用信息地方补充内容",
}
IN_REPORTS = frozenset({Family.LICENCE, Family.PENALTY, Family.HONOUR, Family.LISTING, Family.OTHER})
"""As on a subject's page: what a registration says stands in the first section and is no record there."""
_BY_FAMILY = {
    Family.LICENCE: SectionKey.ADMINISTRATION,
    Family.PENALTY: SectionKey.ADMINISTRATION,
    Family.HONOUR: SectionKey.HONESTY,
}
_ABNORMAL, _PROMISE = "异常", "承诺"


def section_of(item: Item) -> SectionKey:
    """Return the section in which records of an item stand."""
    if item.origin is Origin.LOCAL_SUPPLEMENT:
        return SectionKey.LOCAL
    if item.family in _BY_FAMILY:
        return _BY_FAMILY[item.family]
    if _ABNORMAL in item.name:
        return SectionKey.ABNORMAL
    if item.family is Family.LISTING and item.adverse:
        return SectionKey.BLACKLISTS
    if _PROMISE in item.name:
        return SectionKey.PROMISES
    return SectionKey.JUDGMENTS if item.area is Area.JUSTICE else SectionKey.OTHER


GROUPS, GROUP_LENGTH, CHECK_LENGTH, BASE = 4, 4, 1, 32
PREFIX = "XB"
NUMBER = rf"{PREFIX}-(?:[{ALPHABET}]{{4}}-){{4}}[{ALPHABET}]"
_IN_BYTES = re.compile(NUMBER.encode(), re.IGNORECASE)
_MISREAD = str.maketrans("oil", "011")


def new_number() -> str:
    """Return a number: 16 characters of 80 random bits in groups of four, and a check character."""
    return _written("".join(secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP_LENGTH)))


def _written(letters: str) -> str:
    groups = [letters[at : at + GROUP_LENGTH] for at in range(0, len(letters), GROUP_LENGTH)]
    return "-".join([PREFIX, *groups, check_character(letters)]).upper()


def check_character(letters: str) -> str:
    """Return the check character of 16 characters of base 32.

    The weights 1, 3, 5 … are odd and so invertible modulo 32: one wrong character is always found. Two neighbours that
    changed places are found unless their values lie 16 apart.
    """
    total = sum((2 * place + 1) * ALPHABET.index(letter) for place, letter in enumerate(letters))
    return ALPHABET[-total % BASE]


def read_number(typed: str) -> str:
    """Return the number somebody typed, in the one way of writing; empty if it is none."""
    letters = re.sub(r"[\s\-—－]", "", typed.strip()).lower().removeprefix(PREFIX.lower()).translate(_MISREAD)
    if len(letters) != GROUPS * GROUP_LENGTH + CHECK_LENGTH or any(letter not in ALPHABET for letter in letters):
        return ""
    body, check = letters[:-1], letters[-1]
    return _written(body) if check_character(body) == check else ""


def numbers_in(content: bytes) -> tuple[str, ...]:
    """Return the sound numbers that stand in a file's bytes, each once, without reading the file as a PDF."""
    found = (read_number(match[0].decode()) for match in _IN_BYTES.finditer(content))
    return tuple(dict.fromkeys(filter(None, found)))


@dataclass(frozen=True)
class FrozenField:
    """One value as people read it."""

    name: str
    value: str


@dataclass(frozen=True)
class FrozenRecord:
    """One record in a report: ``section`` is a ``SectionKey``; dates are ISO text, empty where there is none.

    ``disclosure`` is who may see it: records that need an authorisation stand in authorised reports only.
    """

    record: str
    section: str
    item: str
    item_name: str
    title: str
    adverse: bool
    disclosure: str
    document_number: str
    decided_by: str
    basis: str
    decided_on: str
    ends_on: str
    severity: str
    disputed: bool
    fields: tuple[FrozenField, ...]

    @property
    def digest(self) -> str:
        """SHA-256 of all that is shown of it."""
        return digest_of(asdict(self))


@dataclass(frozen=True)
class Frozen:
    """What a report says, and nothing that it does not say. ``based_on`` names the newest head of the ledger."""

    number: str
    version: str
    template: str
    made_at: str
    subject: str
    name: str
    code: str
    based_on: str
    purpose: str
    basis: str
    registered: tuple[FrozenField, ...]
    records: tuple[FrozenRecord, ...]

    def of_section(self, key: SectionKey) -> tuple[FrozenRecord, ...]:
        """Return the records of a section."""
        return tuple(one for one in self.records if one.section == key.value)


def plain(value: Any) -> Any:
    """Return a value with tuples as lists, as JSON gives them back."""
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, (list, tuple)) else value


def digest_of(value: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical_json(plain(value))).hexdigest()


def canonical_of(frozen: Frozen) -> bytes:
    """Return the canonical JSON of a report's facts."""
    return canonical_json(plain(asdict(frozen)))


REGISTRATION = "registration"
"""Stands for the registered facts among the digests: they are an item like the others."""


def digests_of(name: str, registered: Sequence[FrozenField], records: Iterable[FrozenRecord]) -> dict[str, str]:
    """Return the digest of each item that is shown, by the record's public id; ``standing_of`` compares them."""
    facts = {"name": name, "registered": [asdict(one) for one in registered]}
    return {REGISTRATION: digest_of(facts)} | {one.record: one.digest for one in records}


@dataclass(frozen=True)
class Standing:
    """How a report stands to the register as it is now: how many of its items ended or changed, whether new ones came.

    Zero and false: a new report would say the same.
    """

    ended: int
    newer: bool

    @property
    def superseded(self) -> bool:
        """Whether a new report would differ."""
        return bool(self.ended) or self.newer


def standing_of(before: Mapping[str, str], now: Mapping[str, str]) -> Standing:
    """Compare the digests of a report with those of now."""
    return Standing(
        ended=sum(now.get(record) != digest for record, digest in before.items()),
        newer=any(record not in before for record in now),
    )


def advice_of(records: Iterable[FrozenRecord]) -> tuple[str, ...]:
    """Return what the law offers where something adverse is shown: rights, never a judgment."""
    if not any(one.adverse for one in records):
        return ()
    return (
        "对所载信息有异议的，可以向报送单位提出异议；异议处理期间，该条信息加注标记。",
        "对行政决定不服的，可以在法定期限内申请行政复议或者提起行政诉讼。",
        "已经改正并履行义务的，可以按规定申请信用修复；公示的最后一日届满，自动停止公示。",
    )


def ordered(records: Iterable[FrozenRecord]) -> tuple[FrozenRecord, ...]:
    """Return the records in the order of the sections, items together, adverse ones last, the newest decision first."""
    places = {key.value: place for place, key in enumerate(SectionKey)}
    newest = sorted(records, key=lambda one: (one.decided_on, one.record), reverse=True)
    return tuple(sorted(newest, key=lambda one: (places[one.section], one.adverse, one.item_name)))
