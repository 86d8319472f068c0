"""What speaks for two organisations being one, and what against it: a list of words, never a number."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class Aspect(StrEnum):
    """What is compared."""

    NAME = "name"
    PLACE = "place"
    WORD = "word"
    TRADE = "trade"
    FORM = "form"
    BRANCH = "branch"
    REGISTRATION_NUMBER = "registration-number"
    ORGANISATION_CODE = "organisation-code"
    CODE = "unified-code"
    PERIOD = "name-period"
    DISTRICT = "district"
    KIND = "kind"


ASPECT_LABELS: Mapping[Aspect, str] = MappingProxyType(
    {
        Aspect.NAME: "名称",
        Aspect.PLACE: "地名",
        Aspect.WORD: "字号",
        Aspect.TRADE: "行业",
        Aspect.FORM: "组织形式",
        Aspect.BRANCH: "分支机构",
        Aspect.REGISTRATION_NUMBER: "工商注册号",
        Aspect.ORGANISATION_CODE: "组织机构代码",
        Aspect.CODE: "统一社会信用代码",
        Aspect.PERIOD: "名称使用时间",
        Aspect.DISTRICT: "登记区划",
        Aspect.KIND: "主体类型",
    }
)


class Finding(StrEnum):
    """What comparing an aspect gave."""

    AGREES = "agrees"
    NEAR = "near"
    SILENT = "silent"
    DIFFERS = "differs"


FINDING_LABELS: Mapping[Finding, str] = MappingProxyType(
    {Finding.AGREES: "一致", Finding.NEAR: "相近", Finding.SILENT: "一方没有写", Finding.DIFFERS: "不一致"}
)


class Evidence(NamedTuple):
    """One piece: the aspect, what comparing it gave, and why in a Chinese sentence for the person who decides.

    The sentence is put together when it is asked for: of the thousands of names looked at few are shown.
    """

    aspect: Aspect
    finding: Finding
    says: str
    facts: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The sentence."""
        return self.says.format(*self.facts)
