"""Drafts: made, changed one part at a time, given up, taken back, put in force. On the database."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chengxin.catalog import queries, rules, services
from chengxin.catalog.adapters import Format, item_of_file, standard_items, written
from chengxin.catalog.models import ItemVersion
from chengxin.catalog.rules import (
    Basis,
    CodeValue,
    Condition,
    Cycle,
    Disclosure,
    Family,
    FieldType,
    Item,
    Means,
    Need,
    Origin,
    SubjectKind,
)
from chengxin.catalog.services import checking, drafts, in_force
from chengxin.catalog.tests.making import FIELDS, KEY, LAW, LIST, amending, field, made, seen
from chengxin.foundation.actor import Actor, system_actor
from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.units.queries import day_of
from chengxin.units.tests import factories, trail
from chengxin.units.tests.conftest import Cast
from chengxin.units.tests.factories import Platform

pytestmark = pytest.mark.service
STANDARD = "penalty-organisation"


@pytest.fixture
def office(cast: Cast) -> Actor:
    return cast.city_office


@pytest.fixture
def today(now: datetime) -> date:
    return day_of(now)


def put(actor: Actor, now: datetime, on: date, key: str = KEY) -> ItemVersion:
    draft = queries.draft_for(actor, key)
    return services.put_in_force(
        actor=actor, now=now, key=key, seen=draft.number, after=draft.newest, on=on, papers=amending(now)
    )


def test_an_item_made_by_the_office_is_in_force_from_the_day_said(office: Actor, now: datetime, today: date) -> None:
    made(office, now)
    assert KEY not in queries.items_in_force(office, on=today)
    version = put(office, now, today + timedelta(days=1))
    assert KEY not in queries.items_in_force(office, on=today)
    item = queries.item_in_force(office, KEY, on=today + timedelta(days=1))
    assert (item.valid_from, item.fields[3].list, item.business_key) == (
        today + timedelta(days=1),
        queries.code_lists(office)[LIST],
        ("RY_WH", "RY_DM"),
    )
    entry = trail.last(rules.PUT_IN_FORCE)
    assert (entry.object_id, entry.facts["version"], entry.facts["hash"]) == (KEY, 1, version.hash)
    with pytest.raises(NotFound):
        queries.draft_for(office, KEY)


def test_an_item_without_an_instrument_is_not_put_in_force(office: Actor, now: datetime, today: date) -> None:
    made(office, now)
    services.remove_basis(actor=office, now=now, key=KEY, seen=seen(office), place=0)
    with pytest.raises(in_force.HasFaults) as refused:
        put(office, now, today)
    assert "没有写明法律、法规或政策依据" in refused.value.sentence()
    assert KEY not in queries.items_in_force(office, on=today)


@pytest.mark.parametrize("name", ["群众信访情况", "无偿献 血记录", "欠缴物业费"])
def test_an_excluded_kind_is_not_put_in_force(office: Actor, now: datetime, today: date, name: str) -> None:
    made(office, now, name=name)
    with pytest.raises(in_force.HasFaults, match="has-faults") as refused:
        put(office, now, today)
    assert "不得作为信用信息归集" in refused.value.sentence()


def test_a_new_version_leaves_the_old_one_readable(office: Actor, now: datetime, today: date) -> None:
    before = standard_items()[STANDARD]
    services.begin_draft(actor=office, now=now, key=STANDARD)
    changed = replace(before.fields[0], length=250)
    services.put_field(
        actor=office, now=now, key=STANDARD, seen=seen(office, STANDARD), code=changed.code, field=changed
    )
    put(office, now, today, STANDARD)
    assert queries.item_in_force(office, STANDARD, on=today).fields[0].length == 250
    assert queries.item_of_hash(office, rules.hash_of(before)) == before
    assert trail.last(rules.PUT_IN_FORCE).facts["changes"] == ["“行政相对人名称”的长度由“200”改为“250”"]
    row = queries.catalogue_row(office, STANDARD)
    assert [version.number for version in queries.versions_of(office, row)] == [2, 1]


def test_only_one_draft_at_a_time(office: Actor, now: datetime) -> None:
    services.begin_draft(actor=office, now=now, key=STANDARD)
    with pytest.raises(drafts.DraftThere):
        services.begin_draft(actor=office, now=now, key=STANDARD)


def test_of_two_editors_the_second_is_told(office: Actor, now: datetime) -> None:
    services.begin_draft(actor=office, now=now, key=STANDARD)
    both_saw = seen(office, STANDARD)
    services.move_field(actor=office, now=now, key=STANDARD, seen=both_saw, code="BZ", by=-1)
    with pytest.raises(checking.ChangedMeanwhile) as told:
        services.remove_field(actor=office, now=now, key=STANDARD, seen=both_saw, code="CF_WSH")
    assert office.name in told.value.sentence()
    assert "CF_WSH" in {one.code for one in queries.draft_for(office, STANDARD).item.fields}
    with pytest.raises(checking.ChangedMeanwhile):
        services.discard_draft(actor=office, now=now, key=STANDARD, seen=both_saw)


@pytest.mark.parametrize("forged", [-1, 0, 10**12])
def test_a_forged_number_changes_nothing(office: Actor, now: datetime, forged: int) -> None:
    services.begin_draft(actor=office, now=now, key=STANDARD)
    with pytest.raises(checking.ChangedMeanwhile):
        services.set_providers(actor=office, now=now, key=STANDARD, seen=forged, units=[])


def test_a_version_that_came_meanwhile_is_told(office: Actor, now: datetime, today: date) -> None:
    services.begin_draft(actor=office, now=now, key=STANDARD)
    services.move_field(actor=office, now=now, key=STANDARD, seen=seen(office, STANDARD), code="BZ", by=-1)
    with pytest.raises(checking.ChangedMeanwhile):
        services.put_in_force(
            actor=office, now=now, key=STANDARD, seen=seen(office, STANDARD), after=0, on=today, papers={}
        )


def test_what_did_not_change_is_not_put_in_force_again(office: Actor, now: datetime, today: date) -> None:
    services.begin_draft(actor=office, now=now, key=STANDARD)
    with pytest.raises(in_force.SameAsBefore):
        put(office, now, today, STANDARD)


def test_a_version_begins_neither_yesterday_nor_before_the_one_before(
    office: Actor, now: datetime, today: date
) -> None:
    made(office, now)
    with pytest.raises(in_force.PastDay):
        put(office, now, today - timedelta(days=1))
    put(office, now, today + timedelta(days=10))
    services.begin_draft(actor=office, now=now, key=KEY)
    services.move_field(actor=office, now=now, key=KEY, seen=seen(office), code="RY_JB", by=-1)
    with pytest.raises(in_force.PastDay):
        put(office, now, today + timedelta(days=9))
    put(office, now, today + timedelta(days=10))
    assert queries.item_in_force(office, KEY, on=today + timedelta(days=10)).fields[2].code == "RY_JB"


def test_a_draft_given_up_can_be_taken_back_until_another_begins(office: Actor, now: datetime) -> None:
    item = made(office, now)
    services.discard_draft(actor=office, now=now, key=KEY, seen=seen(office))
    with pytest.raises(NotFound):
        queries.draft_for(office, KEY)
    services.restore_draft(actor=office, now=now, key=KEY)
    assert queries.draft_for(office, KEY).item == item
    with pytest.raises(drafts.DraftThere):
        services.restore_draft(actor=office, now=now, key=KEY)
    assert [trail.last(action).object_id for action in (rules.DRAFT_DISCARDED, rules.DRAFT_RESTORED)] == [KEY, KEY]
    with pytest.raises(drafts.NothingDiscarded):
        services.restore_draft(actor=office, now=now, key=STANDARD)
    services.discard_draft(actor=office, now=now, key=KEY, seen=seen(office))
    with pytest.raises(NotFound):
        services.begin_draft(actor=office, now=now, key=KEY)


def test_each_part_of_an_item_is_changed_and_said_in_the_trail(office: Actor, now: datetime) -> None:
    made(office, now)
    facts = services.ItemFacts(
        name=" 表彰 奖励信息 ",
        family=Family.OTHER,
        adverse=False,
        origin=Origin.LOCAL_SUPPLEMENT,
        disclosure=Disclosure.PUBLIC,
        subject_kinds=frozenset({SubjectKind.ORGANISATION, SubjectKind.SOLE_TRADER}),
        cycle=Cycle.MONTH,
        retention_months=0,
        publicity_item="none",
        valid_until=None,
        collected=True,
    )
    services.change_facts(actor=office, now=now, key=KEY, seen=seen(office), facts=facts)
    assert trail.last(rules.DRAFT_CHANGED).facts["changes"] == [
        "名称由“表彰奖励”改为“表彰 奖励信息”",
        "公开属性由“政务共享”改为“公开公示”",
        "关于谁由“法人和非法人组织”改为“法人和非法人组织、个体工商户”",
        "更新周期由“作出决定后”改为“每月”",
        "保存期限由“60个月”改为“不限”",
    ]
    other = replace(LAW, article="第九条")
    services.put_basis(actor=office, now=now, key=KEY, seen=seen(office), place=0, basis=other)
    services.set_providers(actor=office, now=now, key=KEY, seen=seen(office), units=["bureau"])
    services.set_key(actor=office, now=now, key=KEY, seen=seen(office), codes=["RY_DM", "RY_MC"])
    item = services.remove_field(actor=office, now=now, key=KEY, seen=seen(office), code="RY_MC")
    assert (item.basis, item.providers, item.business_key) == ((other,), frozenset({"bureau"}), ("RY_DM", "RY_MC"))
    assert {fault.code for fault in rules.faults_of(item)} == {"unknown-key-field", "no-subject-name"}


def test_a_field_that_gets_another_code_takes_its_conditions_and_key_along(office: Actor, now: datetime) -> None:
    made(office, now)
    when = Condition(field="RY_JB", values=("city",))
    extra = replace(field("RY_BZ", "备注"), required=Need.WHEN, when=when)
    services.put_field(actor=office, now=now, key=KEY, seen=seen(office), code="", field=extra)
    level = replace(queries.draft_for(office, KEY).item.field("RY_JB"), code="RY_LEVEL")
    item = services.put_field(actor=office, now=now, key=KEY, seen=seen(office), code="RY_JB", field=level)
    assert item.field("RY_BZ").when == replace(when, field="RY_LEVEL")
    number = replace(FIELDS[2], code="RY_NUMBER")
    item = services.put_field(actor=office, now=now, key=KEY, seen=seen(office), code="RY_WH", field=number)
    assert item.business_key == ("RY_NUMBER", "RY_DM")
    assert rules.faults_of(item) == []


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"code": "ry_mc"}, checking.BadCode),
        ({"code": "RY_DM"}, checking.CodeTaken),
        ({"name": " "}, checking.BadText),
        ({"name": "字" * 101}, checking.BadText),
        ({"length": 0}, checking.BadLength),
        ({"length": 10**9}, checking.BadLength),
        ({"hint": "字" * 301}, checking.BadText),
        ({"example": "\x00"}, checking.BadText),
        ({"aliases": ("甲；乙",)}, checking.TooManyAliases),
        ({"aliases": tuple(map(str, range(41)))}, checking.TooManyAliases),
        ({"list": rules.CodeList("no-such", "没有", ())}, checking.UnknownList),
    ],
)
def test_a_field_of_no_shape_is_refused(
    office: Actor, now: datetime, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    before = made(office, now)
    with pytest.raises(refusal):
        services.put_field(
            actor=office, now=now, key=KEY, seen=seen(office), code="RY_MC", field=replace(FIELDS[0], **changes)
        )
    assert queries.draft_for(office, KEY).item == before


@pytest.mark.parametrize("key", ["", "Honour", "a b", "new", "import", "lists", "../x", "a" * 61, "é"])
def test_a_key_of_no_shape_is_refused(office: Actor, now: datetime, key: str) -> None:
    with pytest.raises(checking.BadKey):
        services.create_item(actor=office, now=now, key=key, name="甲", family=Family.OTHER)


def test_a_key_names_one_item(office: Actor, now: datetime) -> None:
    with pytest.raises(checking.KeyTaken):
        services.create_item(actor=office, now=now, key=STANDARD, name="甲", family=Family.OTHER)


def test_a_unit_that_is_not_in_the_directory_reports_nothing(office: Actor, now: datetime, today: date) -> None:
    made(office, now)
    services.set_providers(actor=office, now=now, key=KEY, seen=seen(office), units=["bureau", "nobody"])
    with pytest.raises(in_force.UnknownUnit) as refused:
        put(office, now, today)
    assert "nobody" in refused.value.sentence()
    assert "bureau" not in refused.value.sentence()


def test_what_is_not_there_is_not_found(office: Actor, now: datetime) -> None:
    made(office, now)
    with pytest.raises(NotFound):
        services.begin_draft(actor=office, now=now, key="nothing")
    with pytest.raises(NotFound):
        services.remove_field(actor=office, now=now, key=KEY, seen=seen(office), code="NO")
    with pytest.raises(NotFound):
        services.put_field(actor=office, now=now, key=KEY, seen=seen(office), code="NO", field=FIELDS[0])
    with pytest.raises(NotFound):
        services.set_key(actor=office, now=now, key=KEY, seen=seen(office), codes=["NO"])
    for place in (-1, 1):
        with pytest.raises(NotFound):
            services.remove_basis(actor=office, now=now, key=KEY, seen=seen(office), place=place)
        with pytest.raises(NotFound):
            services.put_basis(actor=office, now=now, key=KEY, seen=seen(office), place=place, basis=LAW)


CALLS: dict[str, Callable[[Actor, datetime], object]] = {
    "create": lambda a, n: services.create_item(actor=a, now=n, key="x", name="甲", family=Family.OTHER),
    "begin": lambda a, n: services.begin_draft(actor=a, now=n, key=STANDARD),
    "discard": lambda a, n: services.discard_draft(actor=a, now=n, key=KEY, seen=1),
    "restore": lambda a, n: services.restore_draft(actor=a, now=n, key=KEY),
    "basis": lambda a, n: services.put_basis(actor=a, now=n, key=KEY, seen=1, place=None, basis=Basis("《甲》")),
    "field": lambda a, n: services.put_field(actor=a, now=n, key=KEY, seen=1, code="", field=FIELDS[0]),
    "force": lambda a, n: services.put_in_force(actor=a, now=n, key=KEY, seen=1, after=0, on=day_of(n), papers={}),
    "list": lambda a, n: services.create_list(actor=a, now=n, key="x", name="甲"),
    "value": lambda a, n: services.put_value(
        actor=a, now=n, key="severity", seen=0, code="", value=CodeValue("x", "甲")
    ),
    "remove": lambda a, n: services.remove_value(actor=a, now=n, key="severity", seen=0, code="x"),
    "import": lambda a, n: services.import_definition(
        actor=a, now=n, item=standard_items()[STANDARD], seen=0, source="a.toml", digest="0"
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_only_the_citys_office_keeps_the_catalogue(cast: Cast, platform: Platform, now: datetime, name: str) -> None:
    made(cast.city_office, now)
    reporter = factories.actor_of(cast.reporter, now)
    for actor in (cast.county_office, cast.keeper, reporter, platform.system, platform.security):
        with pytest.raises(NotPermitted):
            CALLS[name](actor, now)
        assert KEY not in {row.key for row in queries.catalogue_rows(actor)}
        with pytest.raises(NotFound):
            queries.draft_for(actor, KEY)


def imported(actor: Actor, now: datetime, item: Item, number: int) -> None:
    content = written(item, Format.TOML)
    services.import_definition(
        actor=actor,
        now=now,
        item=item_of_file(content, "a.toml", lists={}, base=None),
        seen=number,
        source="a.toml",
        digest=hashlib.sha256(content).hexdigest(),
    )


def test_a_file_becomes_the_draft_of_its_item(office: Actor, now: datetime, today: date) -> None:
    item = replace(standard_items()[STANDARD], key="penalty-copy", name="另一种处罚", valid_from=today)
    job = system_actor("catalog.import")
    imported(job, now, item, 0)
    draft = queries.draft_for(office, "penalty-copy")
    assert (draft.item, draft.by) == (item, "服务器上的命令")
    assert trail.last(rules.DEFINITION_IMPORTED).facts["file"] == "a.toml"
    put(office, now, today, "penalty-copy")
    assert queries.item_in_force(office, "penalty-copy", on=today) == item


def test_a_file_replaces_only_the_draft_that_was_seen(office: Actor, now: datetime) -> None:
    made(office, now)
    item = queries.draft_for(office, KEY).item
    with pytest.raises(checking.ChangedMeanwhile):
        imported(office, now, item, 0)
    imported(office, now, replace(item, retention_months=12), seen(office))
    assert queries.draft_for(office, KEY).item.retention_months == 12


def test_a_file_brings_its_code_lists_and_takes_no_value_away(office: Actor, now: datetime) -> None:
    item = made(office, now)
    given = rules.CodeList(LIST, "级别", (CodeValue("city", "地级市", ("市级",)), CodeValue("region", "自治区级")))
    fields = tuple(replace(one, list=given) if one.list else one for one in item.fields)
    imported(office, now, replace(item, fields=fields), seen(office))
    entry = queries.code_lists(office)[LIST]
    assert [(value.code, value.label) for value in entry.values] == [
        ("city", "地级市"),
        ("region", "自治区级"),
        ("county", "县级"),
    ]
    assert queries.draft_for(office, KEY).item.field("RY_JB").list == entry
    assert trail.last(rules.LIST_CHANGED).object_id == LIST


def test_meaning_and_type_survive_the_way_through_the_database(office: Actor, now: datetime) -> None:
    made(office, now)
    code = queries.draft_for(office, KEY).item.field("RY_DM")
    assert (code.type, code.means) == (FieldType.UNIFIED_CODE, Means.SUBJECT_CODE)
