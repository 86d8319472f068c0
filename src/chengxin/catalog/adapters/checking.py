"""The shape of a definition that comes from a file: every key known, every value of its type and not too long."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, StrictStr, ValidationError

from chengxin.catalog.adapters.refusals import UnreadableDefinition
from chengxin.catalog.rules.definition import item_from, list_from
from chengxin.catalog.rules.item import (
    Area,
    CodeList,
    Cycle,
    Disclosure,
    Family,
    FieldType,
    Item,
    Means,
    Need,
    Origin,
    RuleKind,
    Shape,
    SubjectKind,
)
from chengxin.catalog.rules.shapes import (
    CODE_SHAPE,
    KEY_SHAPE,
    MOST_ALIASES,
    MOST_BASES,
    MOST_FIELDS,
    MOST_LENGTH,
    MOST_MONTHS,
    MOST_PROVIDERS,
    MOST_VALUES,
    VALUE_SHAPE,
)

Place = tuple[int | str, ...]
Locate = Callable[[Place], str]
WORDS = {
    "missing": "没有写",
    "extra_forbidden": "不认识这一项",
    "string_too_long": "太长，最多{max_length}个字符",
    "string_too_short": "没有写",
    "too_long": "太多，最多{max_length}个",
    "string_pattern_mismatch": "格式不对",
    "greater_than_equal": "不能小于{ge}",
    "less_than_equal": "不能大于{le}",
    "string_type": "应为文本",
    "int_type": "应为整数",
    "bool_type": "应为是或否",
    "list_type": "应为若干项",
    "enum": "不是可以写的值",
    "literal_error": "不是可以写的值",
}
OTHERWISE = "写得不对"


def _nothing(value: Any) -> Any:
    """Read an empty text as nothing said."""
    return None if value == "" else value


Day = Annotated[date | None, BeforeValidator(_nothing)]
Text = Annotated[StrictStr, Field(max_length=300)]
Name = Annotated[StrictStr, Field(min_length=1, max_length=100)]
Key = Annotated[StrictStr, Field(pattern=f"^{KEY_SHAPE}$")]
Column = Annotated[StrictStr, Field(pattern=f"^{CODE_SHAPE}$")]
Value = Annotated[StrictStr, Field(pattern=f"^{VALUE_SHAPE}$")]
Values = Annotated[list[Value], Field(max_length=MOST_VALUES)]
Alias = Annotated[StrictStr, Field(min_length=1, max_length=100, pattern=r"^[^;；\n\r]+$")]
Limit = Annotated[Annotated[StrictInt, Field(ge=-(10**9), le=10**9)] | None, BeforeValidator(_nothing)]
Aliases = Annotated[list[Alias], Field(max_length=MOST_ALIASES)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Basis(_Strict):
    text: Annotated[StrictStr, Field(min_length=1, max_length=300)]
    article: Text = ""
    instrument: Annotated[StrictStr, Field(max_length=60)] = ""


class _Condition(_Strict):
    field: Column
    in_: Values | None = Field(None, alias="in")
    contains: Values | None = None


class _Field(_Strict):
    code: Column
    name: Name
    type: FieldType
    length: Annotated[StrictInt, Field(ge=1, le=MOST_LENGTH)]
    required: Need
    when: _Condition | None = None
    list: Key | Literal[""] = ""
    means: Means | Literal[""] = ""
    disclosure: Disclosure = Disclosure.PUBLIC
    aliases: Aliases = []
    hint: Text = ""
    example: Text = ""
    ours: StrictBool = False


class _Value(_Strict):
    code: Value
    label: Name
    aliases: Aliases = []
    from_: Day = Field(None, alias="from")
    until: Day = None


class _List(_Strict):
    key: Key
    name: Name
    values: Annotated[list[_Value], Field(max_length=MOST_VALUES)]


class _Rule(_Strict):
    kind: RuleKind
    field: Column
    other: Column | Literal[""] = ""
    least: Limit = None
    most: Limit = None
    shape: Shape | Literal[""] | None = None
    warns: StrictBool = False


class _Definition(_Strict):
    key: Key
    name: Name
    family: Family
    adverse: StrictBool
    origin: Origin
    disclosure: Disclosure
    subject_kinds: list[SubjectKind]
    basis: Annotated[list[_Basis], Field(max_length=MOST_BASES)] = []
    cycle: Cycle
    retention_months: Annotated[StrictInt, Field(ge=0, le=MOST_MONTHS)]
    publicity_item: Annotated[StrictStr, Field(max_length=40)]
    business_key: Annotated[list[Column], Field(max_length=MOST_FIELDS)]
    valid_from: date
    valid_until: Day = None
    providers: Annotated[list[Annotated[StrictStr, Field(max_length=40)]], Field(max_length=MOST_PROVIDERS)] = []
    grave_ground: Text = ""
    field: Annotated[list[_Field], Field(max_length=MOST_FIELDS)] = []
    lists: Annotated[list[_List], Field(max_length=MOST_FIELDS)] = []
    rule: Annotated[list[_Rule], Field(max_length=MOST_FIELDS)] = []
    collected: StrictBool = True
    by_procedure: StrictBool = False
    area: Area | Literal[""] = ""
    source: Text = ""
    remark: Text = ""


def checked_item(data: Any, known: Mapping[str, CodeList], locate: Locate) -> Item:
    """Return the item that the data says.

    ``data`` has the keys of ``rules.definition_of``; a code list it does not carry is taken from ``known``. ``locate``
    gives the words for a place in the data.

    Raises:
        UnreadableDefinition: a key is missing or unknown, or a value is none of those allowed.
    """
    try:
        definition = _Definition.model_validate(data).model_dump(mode="python", by_alias=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise UnreadableDefinition(where=locate(first["loc"]), what=_words(first)) from None
    for place, field in enumerate(definition["field"]):
        if field["when"]:
            field["when"] = _one_way(field["when"], locate(("field", place, "when")))
    own = {entry["key"]: list_from(entry) for entry in definition["lists"]}
    try:
        return item_from(definition, {**known, **own})
    except KeyError as missing:
        raise UnreadableDefinition(where=f"代码集“{missing.args[0]}”", what="文件里和平台上都没有") from None


def _one_way(when: dict[str, Any], where: str) -> dict[str, Any]:
    """Return the condition with one of ``in`` and ``contains``."""
    said = {key: when[key] for key in ("in", "contains") if when[key] is not None}
    if len(said) != 1:
        raise UnreadableDefinition(where=where, what="要写明“是”或“含有”哪些值")
    return {"field": when["field"], **said}


def _words(error: Mapping[str, Any]) -> str:
    return WORDS.get(str(error["type"]), OTHERWISE).format(**error.get("ctx", {}))
