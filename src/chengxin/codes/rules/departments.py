"""Which departments may have registered an organisation whose code is not known.

By what is left of its numbers, else by the form at the end of its name. A department is the first character of codes it
gives (GB 32100-2015).
"""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from chengxin.foundation.identifiers import read_registration_number, tidy

MARKET, SOLE_TRADER = "9", "sole-trader"
CODE_LENGTHS = range(16, 21)
"""A unified code with a character too many or too few is still read; anything shorter is another number."""
PREFIX, DIVISION_ENDS, REGISTRATION_DIVISION = 2, 8, 6
FORMS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("工会", "工会委员会", "工会联合会"), "8"),
        **dict.fromkeys(("村民委员会", "居民委员会"), ""),
        **dict.fromkeys(("协会", "商会", "学会", "研究会", "促进会", "联合会", "联谊会", "校友会", "基金会"), "5"),
        "律师事务所": "3",
        **dict.fromkeys(("局", "政府", "办公室", "委员会"), "1"),
        **dict.fromkeys(
            ("医院", "学校", "小学", "中学", "幼儿园", "中心", "研究所", "研究院", "站", "院", "馆"), "159"
        ),
        **dict.fromkeys(("公司", "厂", "合作社", "企业", "店", "行", "经营部", "加工坊", "超市", "家庭农场"), "9"),
    }
)
"""Departments by the end of a name; a longer end goes before a shorter one. Schools and stations are registered as
事业单位, as 民办非企业单位 and as enterprises."""
LONGEST_FIRST = tuple(sorted(FORMS, key=len, reverse=True))


def departments_of(*, name: str, numbers: Iterable[str], category: str, prefixes: Collection[str]) -> str:
    """Return the departments that may have registered an organisation, as first characters of codes; empty: unknown.

    ``numbers`` are its broken code and its old numbers as written, ``prefixes`` the first two characters of codes that
    the law has. A number tells more than the name does.
    """
    texts = [tidy(number)[0] for number in numbers]
    if category == SOLE_TRADER or any(_is_registration(text) for text in texts):
        return MARKET
    codes = [text[0] for text in texts if _is_near_a_code(text, prefixes)]
    if codes:
        return codes[0]
    plain, _ = tidy(name)
    return next((FORMS[end] for end in LONGEST_FIRST if plain.endswith(end)), "")


def division_of(numbers: Iterable[str], prefixes: Collection[str]) -> str:
    """Return the division that a broken code or a registration number names, six digits; empty where none does."""
    for text in (tidy(number)[0] for number in numbers):
        near = text[PREFIX:DIVISION_ENDS] if _is_near_a_code(text, prefixes) else ""
        named = text[:REGISTRATION_DIVISION] if _is_registration(text) else near
        if named.isascii() and named.isdigit():
            return named
    return ""


def _is_registration(text: str) -> bool:
    return read_registration_number(text).valid


def _is_near_a_code(text: str, prefixes: Collection[str]) -> bool:
    return len(text) in CODE_LENGTHS and text[:PREFIX] in prefixes and not _is_registration(text)
