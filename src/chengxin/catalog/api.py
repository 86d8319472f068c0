"""API of the catalogue, under /api/v1/catalog: the items in force and what each asks for, lists, measures."""

from datetime import date
from typing import Any, cast

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from chengxin.catalog import queries, rules
from chengxin.catalog.adapters import table_schema
from chengxin.catalog.queries import kinds
from chengxin.catalog.rules import Item
from chengxin.catalog.rules.kind_definitions import hash_of_plain, plain
from chengxin.catalog.rules.kind_words import term_words
from chengxin.catalog.rules.list_kinds import ListKind
from chengxin.foundation.doors import machine
from chengxin.foundation.requests import Request
from chengxin.units.queries import day_of

router = Router(tags=["信用信息目录"])


class DayQuery(Schema):
    """The day for which the catalogue is asked."""

    on: date | None = Field(None, description="哪一天生效的目录，例如 2026-06-16；不写就是今天")


class ItemLine(Schema):
    """An item as the list shows it."""

    key: str = Field(description="目录项代号，报送时用它")
    name: str = Field(description="名称")
    family: str = Field(
        description="类别：penalty 处罚，licence 许可，registration 登记，honour 良好记录，listing 名单，other 其他"
    )
    adverse: bool = Field(description="是不是不利信息")
    disclosure: str = Field(description="公开属性：public 公开公示，government 政务共享，authorised 授权查询")
    cycle: str = Field(description="更新周期：decision 作出决定后，day、month、quarter、year")
    fields: int = Field(description="字段数")
    valid_from: date = Field(description="从哪一天起可以报送")
    valid_until: date | None = Field(description="到哪一天为止（不含）；没有写则为空")
    version: str = Field(description="这一版定义的 SHA-256（十六进制）")
    collected: bool = Field(description="是否已经归集；尚未归集的没有模板，也不收报送")


class ItemsAnswer(Schema):
    """The items in force."""

    items: list[ItemLine] = Field(description="生效的目录项，按代号排列")


class BasisAnswer(Schema):
    """What an item rests on."""

    text: str = Field(description="文件名称和文号")
    article: str = Field(description="条款")
    instrument: str = Field(description="法规库代号；不在库里则为空")


class ConditionAnswer(Schema):
    """When a field must be filled: another field is, or holds, one of the values."""

    field: str = Field(description="看哪个字段（字段代码）")
    contains: bool = Field(description="true：那个字段的若干值里有一个是；false：那个字段的值是")
    values: list[str] = Field(description="值的代码")


class FieldAnswer(Schema):
    """A field."""

    code: str = Field(description="字段代码")
    name: str = Field(description="名称")
    type: str = Field(description="类型，例如 text、date、amount（万元）、choice、choices、unified-code")
    length: int = Field(description="最多几个字符")
    required: str = Field(description="填写要求：always 必填，never 可以不填，when 按条件必填")
    when: ConditionAnswer | None = Field(description="按条件必填时的条件")
    code_list: str = Field(description="代码集代号；不是选择字段则为空")
    means: str = Field(description="含义，例如 subject-name、decided-on；没有则为空")
    disclosure: str = Field(description="公开属性")
    aliases: list[str] = Field(description="表头还认哪些写法")
    hint: str = Field(description="填写提示")
    example: str = Field(description="示例")


class ValueAnswer(Schema):
    """A value of a code list."""

    code: str = Field(description="值的代码")
    label: str = Field(description="名称，文件里写它")
    aliases: list[str] = Field(description="还认哪些写法")
    valid_from: date | None = Field(description="从哪一天作出的决定起可以用")
    valid_until: date | None = Field(description="到哪一天为止（不含）")


class ListAnswer(Schema):
    """A code list."""

    key: str = Field(description="代码集代号")
    name: str = Field(description="名称")
    values: list[ValueAnswer] = Field(description="值")


class ItemAnswer(ItemLine):
    """An item with everything that it asks for."""

    area: str = Field(description="领域：government、commerce、society、justice；没有写则为空")
    source: str = Field(description="信息来自哪类单位；没有写则为空")
    remark: str = Field(description="说明；没有则为空")
    rules: list[str] = Field(description="本目录项自己的校验，每条一句话")
    subject_kinds: list[str] = Field(description="关于谁：organisation、sole-trader、person")
    basis: list[BasisAnswer] = Field(description="依据")
    business_key: list[str] = Field(description="哪几个字段合起来确定一条记录")
    field_list: list[FieldAnswer] = Field(description="字段")
    code_lists: list[ListAnswer] = Field(description="用到的代码集")


class TermAnswer(Schema):
    """How long something lasts, and where that is written."""

    months: int | None = Field(description="多少个月；由决定写明的为空")
    words: str = Field(description="用文字说的期限")
    basis: BasisAnswer = Field(description="期限的依据")


class KindAnswer(Schema):
    """A kind of list."""

    key: str = Field(description="名单代号")
    name: str = Field(description="名称")
    type: str = Field(
        description="种类：serious-dishonesty 严重失信主体名单，honest-subject 守信激励对象，red、black、attention 旧的"
    )
    field: str = Field(description="领域，法规库里的代号")
    adverse: bool = Field(description="是不是不利的名单")
    listing_bodies: list[str] = Field(description="列入机关")
    basis: list[BasisAnswer] = Field(description="依据")
    basis_level: str = Field(description="依据的层级")
    term: TermAnswer = Field(description="在列期限")
    exit_rule: str = Field(description="退出规则")
    public_fields: list[str] = Field(description="公开的内容")
    units: list[str] = Field(description="本市的列入单位（代码）")
    decided_elsewhere: bool = Field(description="是不是由外部机关决定，本市只登记")
    in_force_from: date = Field(description="从哪一天起")
    last_day: date | None = Field(description="最后一天；没有写则为空")
    version: str = Field(description="这一版定义的 SHA-256（十六进制）")


class KindsAnswer(Schema):
    """The kinds of lists of a day."""

    kinds: list[KindAnswer] = Field(description="名单种类，按代号排列")


class MeasureAnswer(Schema):
    """A measure."""

    key: str = Field(description="措施代号")
    name: str = Field(description="名称")
    kind: str = Field(description="种类：incentive 激励，restriction 惩戒")
    content: str = Field(description="内容")
    implementing: list[str] = Field(description="实施机关")
    units: list[str] = Field(description="本市的实施单位（代码）")
    ordered_by: str = Field(
        description="由谁决定：court 法院，listing-body 列入机关，implementing-unit 实施单位；前两种其他单位只作提示"
    )
    force: str = Field(description="mandatory 应当，discretionary 可以")
    matter: str = Field(description="事项")
    basis: BasisAnswer = Field(description="依据")
    term: TermAnswer = Field(description="期限")
    list_kinds: list[str] = Field(description="触发它的名单（代号）")
    items: list[str] = Field(description="触发它的目录项（代号）")
    subjects: list[str] = Field(description="对谁：organisation、sole-trader、person")
    in_force_from: date = Field(description="从哪一天起")
    last_day: date | None = Field(description="最后一天；没有写则为空")
    version: str = Field(description="这一版定义的 SHA-256（十六进制）")


class MeasuresAnswer(Schema):
    """The measures of a day."""

    measures: list[MeasureAnswer] = Field(description="依据在这一天生效的措施，按代号排列")


@router.get("items", response=ItemsAnswer, auth=machine(rules.SEE_CATALOG), summary="生效的目录项")
def list_items(request: HttpRequest, query: Query[DayQuery]) -> dict[str, Any]:
    """Return the items in force, by key."""
    found = queries.items_in_force(cast("Request", request).actor, on=_day(request, query))
    return {"items": [_line(item) for item in found.values()]}


@router.get("items/{key}", response=ItemAnswer, auth=machine(rules.SEE_CATALOG), summary="一个目录项的全部要求")
def get_item(request: HttpRequest, key: str, query: Query[DayQuery]) -> dict[str, Any]:
    """Return an item in force."""
    item = queries.item_in_force(cast("Request", request).actor, key, on=_day(request, query))
    return {
        **_line(item),
        "subject_kinds": sorted(kind.value for kind in item.subject_kinds),
        "area": item.area.value if item.area else "",
        "source": item.source,
        "remark": item.remark,
        "rules": [rules.rule_words(item, rule) for rule in item.rules],
        "basis": [vars(basis) for basis in item.basis],
        "business_key": item.business_key,
        "field_list": [_field(field) for field in item.fields],
        "code_lists": [_list(entry) for entry in rules.lists_of(item).values()],
    }


@router.get(
    "items/{key}/table-schema",
    response=dict[str, Any],
    auth=machine(rules.SEE_CATALOG),
    summary="一个目录项的 Table Schema",
)
def get_table_schema(request: HttpRequest, key: str, query: Query[DayQuery]) -> dict[str, Any]:
    """Return an item in force as a Frictionless Table Schema."""
    return table_schema(queries.item_in_force(cast("Request", request).actor, key, on=_day(request, query)))


@router.get("list-kinds", response=KindsAnswer, auth=machine(rules.SEE_CATALOG), summary="名单种类")
def list_list_kinds(request: HttpRequest, query: Query[DayQuery]) -> dict[str, Any]:
    """Return the kinds of lists for decisions of a day."""
    found = kinds.list_kinds_on(cast("Request", request).actor, on=_day(request, query))
    return {"kinds": [_kind(one) for one in found]}


@router.get("measures", response=MeasuresAnswer, auth=machine(rules.SEE_CATALOG), summary="措施目录")
def list_measures(request: HttpRequest, query: Query[DayQuery]) -> dict[str, Any]:
    """Return the published measures whose articles are in force on a day."""
    found = kinds.measures_on(cast("Request", request).actor, on=_day(request, query))
    return {"measures": [{**plain(one), "version": hash_of_plain(plain(one))} for one in found]}


def _kind(one: ListKind) -> dict[str, Any]:
    told = plain(one)
    term = {"months": one.term.months, "words": term_words(one.term), "basis": told["term"]["basis"]}
    return {**told, "term": term, "adverse": one.is_adverse, "version": hash_of_plain(told)}


def _day(request: HttpRequest, query: DayQuery) -> date:
    return query.on or day_of(cast("Request", request).now)


def _line(item: Item) -> dict[str, Any]:
    return {
        "key": item.key,
        "name": item.name,
        "family": item.family.value,
        "adverse": item.adverse,
        "disclosure": item.disclosure.value,
        "cycle": item.cycle.value,
        "fields": len(item.fields),
        "valid_from": item.valid_from,
        "valid_until": item.valid_until,
        "version": rules.hash_of(item),
        "collected": item.collected,
    }


def _field(field: rules.Field) -> dict[str, Any]:
    return {
        "code": field.code,
        "name": field.name,
        "type": field.type.value,
        "length": field.length,
        "required": field.required.value,
        "when": vars(field.when) if field.when else None,
        "code_list": field.list.key if field.list else "",
        "means": field.means.value if field.means else "",
        "disclosure": field.disclosure.value,
        "aliases": field.aliases,
        "hint": field.hint,
        "example": field.example,
    }


def _list(entry: rules.CodeList) -> dict[str, Any]:
    values = [
        {
            "code": value.code,
            "label": value.label,
            "aliases": value.aliases,
            "valid_from": value.since,
            "valid_until": value.until,
        }
        for value in entry.values
    ]
    return {"key": entry.key, "name": entry.name, "values": values}
