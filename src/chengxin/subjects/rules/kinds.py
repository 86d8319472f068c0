"""What kinds of organisations and persons there are, in which states, with which old numbers, and who acts for them."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """What an organisation is (主体类型)."""

    ENTERPRISE = "enterprise"
    SOLE_TRADER = "sole-trader"
    COOPERATIVE = "cooperative"
    INSTITUTION = "institution"
    GOVERNMENT = "government"
    SOCIAL = "social"
    OTHER = "other"


class Status(StrEnum):
    """How its registration stands (登记状态); ``unknown`` while no registration has told."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    DEREGISTERED = "deregistered"
    MOVED_OUT = "moved-out"
    UNKNOWN = "unknown"


class OldNumberKind(StrEnum):
    """A number that the unified code replaced (存量转换)."""

    REGISTRATION = "registration-number"
    ORGANISATION_CODE = "organisation-code"
    TAX = "tax-number"
    INSTITUTION = "institution-number"
    SOCIAL = "social-number"


class PaperKind(StrEnum):
    """Which paper a person is known by."""

    ID_CARD = "id-card"
    PASSPORT = "passport"
    HONG_KONG_MACAO_PERMIT = "hong-kong-macao-permit"
    TAIWAN_PERMIT = "taiwan-permit"
    RESIDENCE_PERMIT = "residence-permit"


class Capacity(StrEnum):
    """In which capacity somebody acts for a subject."""

    LEGAL_REPRESENTATIVE = "legal-representative"
    OPERATOR = "operator"
    AGENT = "agent"
    HANDLER = "handler"


KIND_LABELS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.ENTERPRISE: "企业",
        Kind.SOLE_TRADER: "个体工商户",
        Kind.COOPERATIVE: "农民专业合作社",
        Kind.INSTITUTION: "事业单位",
        Kind.GOVERNMENT: "机关",
        Kind.SOCIAL: "社会组织",
        Kind.OTHER: "其他",
    }
)
STATUS_LABELS: Mapping[Status, str] = MappingProxyType(
    {
        Status.ACTIVE: "存续",
        Status.SUSPENDED: "停业",
        Status.REVOKED: "吊销",
        Status.DEREGISTERED: "注销",
        Status.MOVED_OUT: "迁出",
        Status.UNKNOWN: "登记状态未报送",
    }
)
OLD_NUMBER_LABELS: Mapping[OldNumberKind, str] = MappingProxyType(
    {
        OldNumberKind.REGISTRATION: "工商注册号",
        OldNumberKind.ORGANISATION_CODE: "组织机构代码",
        OldNumberKind.TAX: "税务登记号",
        OldNumberKind.INSTITUTION: "事业单位证书号",
        OldNumberKind.SOCIAL: "社会组织登记证号",
    }
)
PAPER_LABELS: Mapping[PaperKind, str] = MappingProxyType(
    {
        PaperKind.ID_CARD: "居民身份证",
        PaperKind.PASSPORT: "护照",
        PaperKind.HONG_KONG_MACAO_PERMIT: "港澳居民来往内地通行证",
        PaperKind.TAIWAN_PERMIT: "台湾居民来往大陆通行证",
        PaperKind.RESIDENCE_PERMIT: "外国人永久居留身份证",
    }
)
CAPACITY_LABELS: Mapping[Capacity, str] = MappingProxyType(
    {
        Capacity.LEGAL_REPRESENTATIVE: "法定代表人、负责人",
        Capacity.OPERATOR: "经营者",
        Capacity.AGENT: "委托代理人",
        Capacity.HANDLER: "经办人",
    }
)
OPEN_ENDED = frozenset({Capacity.LEGAL_REPRESENTATIVE, Capacity.OPERATOR})
"""Capacities that last until they end by registration; the others need a last day on their paper."""

PREFIX_KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "11": Kind.GOVERNMENT,
        "12": Kind.INSTITUTION,
        "13": Kind.SOCIAL,
        "51": Kind.SOCIAL,
        "52": Kind.SOCIAL,
        "53": Kind.SOCIAL,
        "59": Kind.SOCIAL,
        "81": Kind.SOCIAL,
        "89": Kind.SOCIAL,
        "91": Kind.ENTERPRISE,
        "92": Kind.SOLE_TRADER,
        "93": Kind.COOPERATIVE,
        "A1": Kind.INSTITUTION,
    }
)
"""Kind by the first two characters of a unified code (GB 32100-2015: department, kind of body); else ``other``."""


def kind_of_code(code: str) -> Kind:
    """Return the kind of organisation a unified code is given to."""
    return PREFIX_KINDS.get(code[:2], Kind.OTHER)


def division_of_code(code: str) -> str:
    """Return the division of the authority that gave the code: six characters, not always one of GB/T 2260."""
    return code[2:8]
