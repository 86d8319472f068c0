"""What is wrong with a call's values, in Chinese and with our own codes instead of the library's. Pure."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from chengxin.foundation.rest import FieldProblem

BAD_TYPE = "bad-type"
OTHER = ("not-accepted", "这一项不能接受")
WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "missing": ("missing", "缺少这一项"),
        "extra_forbidden": ("unknown-field", "没有这一项"),
        "string_type": (BAD_TYPE, "应为文本"),
        "string_unicode": (BAD_TYPE, "应为 UTF-8 文本"),
        "string_too_long": ("too-long", "最多{max_length}个字符"),
        "string_too_short": ("too-short", "至少{min_length}个字符"),
        "string_pattern_mismatch": ("bad-shape", "格式不对"),
        "int_type": (BAD_TYPE, "应为整数"),
        "int_parsing": (BAD_TYPE, "应为整数"),
        "int_from_float": (BAD_TYPE, "应为整数"),
        "int_parsing_size": (BAD_TYPE, "数字太大"),
        "float_type": (BAD_TYPE, "应为数字"),
        "float_parsing": (BAD_TYPE, "应为数字"),
        "finite_number": (BAD_TYPE, "应为有限的数字"),
        "decimal_type": (BAD_TYPE, "应为数字"),
        "decimal_parsing": (BAD_TYPE, "应为数字"),
        "decimal_max_places": (BAD_TYPE, "小数最多{decimal_places}位"),
        "bool_type": (BAD_TYPE, "应为 true 或 false"),
        "bool_parsing": (BAD_TYPE, "应为 true 或 false"),
        "date_type": (BAD_TYPE, "应为日期，例如 2018-06-30"),
        "date_parsing": (BAD_TYPE, "应为日期，例如 2018-06-30"),
        "date_from_datetime_parsing": (BAD_TYPE, "应为日期，例如 2018-06-30"),
        "date_from_datetime_inexact": (BAD_TYPE, "应为日期，例如 2018-06-30"),
        "datetime_type": (BAD_TYPE, "应为时间，例如 2018-06-30T09:00:00+08:00"),
        "datetime_parsing": (BAD_TYPE, "应为时间，例如 2018-06-30T09:00:00+08:00"),
        "datetime_from_date_parsing": (BAD_TYPE, "应为时间，例如 2018-06-30T09:00:00+08:00"),
        "timezone_aware": (BAD_TYPE, "时间要带时区，例如 2018-06-30T09:00:00+08:00"),
        "list_type": (BAD_TYPE, "应为数组"),
        "dict_type": (BAD_TYPE, "应为对象"),
        "model_type": (BAD_TYPE, "应为对象"),
        "model_attributes_type": (BAD_TYPE, "应为对象"),
        "enum": ("not-in-code-list", "只能是：{expected}"),
        "literal_error": ("not-in-code-list", "只能是：{expected}"),
        "greater_than": ("too-small", "必须大于{gt}"),
        "greater_than_equal": ("too-small", "不能小于{ge}"),
        "less_than": ("too-large", "必须小于{lt}"),
        "less_than_equal": ("too-large", "不能大于{le}"),
        "too_long": ("too-long", "最多{max_length}项"),
        "too_short": ("too-short", "至少{min_length}项"),
    },
)
"""By pydantic's name of an error: our code and a msgid with places for the limits."""
BODY = "body"


def field_problem(error: Mapping[str, Any], translate: Any) -> FieldProblem:
    """Return one error of pydantic as a problem of one field; ``translate`` is gettext."""
    code, words = WORDS.get(str(error.get("type")), OTHER)
    return FieldProblem(pointer_of(error.get("loc", ())), code, translate(words).format(**error.get("ctx", {})))


def pointer_of(location: Iterable[Any]) -> str:
    """Return where the error is: a JSON pointer into the body (RFC 6901), or the name of a parameter.

    Routes take the body as one argument; its name, which follows ``body``, is no part of the document.
    """
    source, *steps = [str(step) for step in location] or [""]
    if source != BODY:
        return steps[-1] if steps else source
    return "".join(f"/{step.replace('~', '~0').replace('/', '~1')}" for step in steps[1:])
