"""What tests of the catalogue stand on: an item of the city's own, made by services field by field."""

from datetime import datetime

from chengxin.catalog import queries, services
from chengxin.catalog.rules import Basis, CodeValue, Family, Field, FieldType, Item, Means, Need
from chengxin.foundation.actor import Actor

KEY, LIST = "honour-organisation", "honour-level"
LAW = Basis(text="《广西壮族自治区社会信用条例》", article="第八条", instrument="gx-credit-2023")


def field(code: str, name: str, means: Means | None = None, kind: FieldType = FieldType.TEXT) -> Field:
    """Return a field that must be filled."""
    return Field(code=code, name=name, type=kind, length=100, required=Need.ALWAYS, means=means)


FIELDS = (
    field("RY_MC", "主体名称", Means.SUBJECT_NAME),
    field("RY_DM", "统一社会信用代码", Means.SUBJECT_CODE, FieldType.UNIFIED_CODE),
    field("RY_WH", "表彰文件文号", Means.DOCUMENT_NUMBER),
)


def seen(actor: Actor, key: str = KEY) -> int:
    """Return the number of the draft as it stands."""
    return queries.draft_for(actor, key).number


def made(actor: Actor, now: datetime, *, key: str = KEY, name: str = "表彰奖励") -> Item:
    """Make an item as a draft that has no fault, with a code list of two values, and return it."""
    services.create_item(actor=actor, now=now, key=key, name=name, family=Family.OTHER)
    with_list(actor, now)
    entry = queries.code_lists(actor)[LIST]
    level = Field("RY_JB", "级别", FieldType.CHOICE, 20, Need.ALWAYS, list=entry)
    for one in (*FIELDS, level):
        services.put_field(actor=actor, now=now, key=key, seen=seen(actor, key), code="", field=one)
    services.set_key(actor=actor, now=now, key=key, seen=seen(actor, key), codes=["RY_WH", "RY_DM"])
    return services.put_basis(actor=actor, now=now, key=key, seen=seen(actor, key), place=None, basis=LAW)


def with_list(actor: Actor, now: datetime) -> None:
    """Make the code list, unless it is there."""
    if LIST in queries.code_lists(actor):
        return
    services.create_list(actor=actor, now=now, key=LIST, name="表彰级别")
    for number, (code, label) in enumerate((("city", "市级"), ("county", "县级"))):
        value = CodeValue(code=code, label=label)
        services.put_value(actor=actor, now=now, key=LIST, seen=number, code="", value=value)
