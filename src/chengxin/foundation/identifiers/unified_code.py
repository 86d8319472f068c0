"""统一社会信用代码 (GB 32100-2015 and its amendments): shape, category, both check characters."""

from dataclasses import dataclass

from chengxin.foundation.identifiers.organisation_code import organisation_code_check
from chengxin.foundation.identifiers.reading import Fault, Reading, absence, tidy

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""31 characters: no I, O, S, V, Z. A character's value is its index."""
VALUE = {character: value for value, character in enumerate(ALPHABET)}
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
LENGTH = 18
DIGITS = frozenset("0123456789")


@dataclass(frozen=True)
class Category:
    """A department (登记管理部门) with a kind of body (机构类别): the first two characters of a code."""

    prefix: str
    department: str
    kind: str


DEPARTMENTS: dict[str, tuple[str, dict[str, str]]] = {
    "1": ("机构编制", {"1": "机关", "2": "事业单位", "3": "编办直接管理机构编制的群众团体", "9": "其他"}),
    "2": ("外交", {"1": "外国常驻新闻机构", "9": "其他"}),
    "3": (
        "司法行政",
        {
            "1": "律师执业机构",
            "2": "公证处",
            "3": "基层法律服务所",
            "4": "司法鉴定机构",
            "5": "仲裁委员会",
            "9": "其他",
        },
    ),
    "4": ("文化", {"1": "外国在华文化中心", "9": "其他"}),
    "5": ("民政", {"1": "社会团体", "2": "民办非企业单位", "3": "基金会", "9": "其他"}),
    "6": ("旅游", {"1": "外国旅游部门常驻代表机构", "2": "港澳台地区旅游部门常驻内地代表机构", "9": "其他"}),
    "7": ("宗教", {"1": "宗教活动场所", "2": "宗教院校", "9": "其他"}),
    "8": ("工会", {"1": "基层工会", "9": "其他"}),
    "9": ("市场监管", {"1": "企业", "2": "个体工商户", "3": "农民专业合作社", "9": "其他"}),
    "A": ("中央军委改革和编制办公室", {"1": "军队事业单位", "9": "其他"}),
    "N": ("农业", {"1": "组级集体经济组织", "2": "村级集体经济组织", "3": "乡镇级集体经济组织", "9": "其他"}),
    "Y": ("其他", {"1": "其他"}),
}
CATEGORIES: dict[str, Category] = {
    department + kind: Category(department + kind, name, label)
    for department, (name, kinds) in DEPARTMENTS.items()
    for kind, label in kinds.items()
}
SOLE_TRADER = "92"


@dataclass(frozen=True)
class UnifiedCode(Reading):
    """A unified code as read.

    The parts are sound only if ``faults`` holds neither ``bad-length`` nor ``bad-character``. Real codes of the pilot
    years exist whose outer check character is wrong and whose inner one is right: ``bad-check-digit`` alone may be
    confirmed once by a person with the certificate in hand.
    """

    @property
    def category(self) -> Category | None:
        """Department and kind of body, or nothing for a pair that the standard does not have."""
        return CATEGORIES.get(self.text[:2])

    @property
    def division(self) -> str:
        """The registering authority's division, six digits; no revision of GB/T 2260 needs to hold it."""
        return self.text[2:8]

    @property
    def organisation_code(self) -> str:
        """The body's own organisation code inside, nine characters."""
        return self.text[8:17]

    @property
    def sole_trader(self) -> bool:
        """Whether the code is that of a 个体工商户."""
        return self.text.startswith(SOLE_TRADER)


def unified_code_check(body: str) -> str:
    """Return the check character of seventeen characters out of ``ALPHABET``."""
    total = sum(VALUE[character] * weight for character, weight in zip(body, WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def compose_unified_code(prefix: str, division: str, body: str) -> str:
    """Return the code of a category prefix, a division and eight characters of a body, with both check characters."""
    start = prefix + division + body + organisation_code_check(body)
    return start + unified_code_check(start)


def read_unified_code(raw: str) -> UnifiedCode:
    """Read a unified code; the outer and the inner check are reported apart."""
    text, changes = tidy(raw)
    return UnifiedCode(raw, text, changes, _faults(text))


def _faults(text: str) -> tuple[Fault, ...]:
    if absent := absence(text):
        return (absent,)
    if len(text) != LENGTH:
        return (Fault.LENGTH,)
    if any(character not in VALUE for character in text):
        return (Fault.CHARACTER,)
    found = (
        (Fault.CATEGORY, text[:2] not in CATEGORIES),
        (Fault.DIVISION, not DIGITS.issuperset(text[2:8])),
        (Fault.CHECK, unified_code_check(text[:17]) != text[17]),
        (Fault.INNER_CHECK, organisation_code_check(text[8:16]) != text[16]),
    )
    return tuple(fault for fault, wrong in found if wrong)
