"""The directory: units, succession, groups, liaisons."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chengxin.foundation.actor import Actor
from chengxin.foundation.identifiers import compose_unified_code
from chengxin.foundation.refusals import NotFound, NotPermitted, Refusal
from chengxin.foundation.roles import Role
from chengxin.units import queries, rules, services
from chengxin.units.models import Membership, Unit
from chengxin.units.rules import Level
from chengxin.units.services import checking, directory, groups
from chengxin.units.tests import factories, trail
from chengxin.units.tests.conftest import Cast
from chengxin.units.tests.factories import BEGINNING, CITY, COUNTY, OTHER_COUNTY, ZONE, Platform

pytestmark = pytest.mark.service
UNIFIED = compose_unified_code("11", "990100", "MA0000X1")
REFORM = date(2019, 1, 1)


def create(actor: Actor, now: datetime, **changes: Any) -> Unit:
    given: dict[str, Any] = {
        "code": "new-unit",
        "name": "新单位",
        "short_name": "新",
        "level": Level.COUNTY,
        "district": COUNTY,
        "valid_from": BEGINNING,
    }
    return services.create_unit(actor=actor, now=now, **{**given, **changes})


def succeed(actor: Actor, now: datetime, old: Unit, new: Unit, **changes: Any) -> None:
    given: dict[str, Any] = {"valid_from": REFORM, "duties": "全部职责", "basis": "方案", "ends": True}
    services.succeed_unit(actor=actor, now=now, predecessor=old.id, successor=new.id, **{**given, **changes})


def test_a_county_office_enters_units_of_its_county(cast: Cast, now: datetime) -> None:
    unit = create(cast.county_office, now, parent=cast.county_bureau.id, unified_code=UNIFIED.lower())

    assert (unit.name_key, unit.unified_code) == ("xin1 dan1 wei4  新单位", UNIFIED)
    entry = trail.last(rules.UNIT_CREATED)
    assert (entry.object_label, entry.actor_id, entry.facts["district"]) == ("新单位", "county.office", COUNTY)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"district": OTHER_COUNTY}, directory.OutsideDistrict),
        ({"district": CITY, "level": Level.CITY}, directory.OutsideDistrict),
        ({"level": Level.CITY}, directory.OutsideDistrict),
        ({"level": Level.ZONE, "district": ZONE}, directory.OutsideDistrict),
        ({"code": "New Unit"}, checking.BadCode),
        ({"code": "1unit"}, checking.BadCode),
        ({"code": ""}, checking.BadCode),
        ({"code": "bureau"}, checking.CodeTaken),
        ({"name": " \u3000 "}, checking.TextMissing),
        ({"name": "长" * 201}, checking.TextTooLong),
        ({"short_name": "长" * 41}, checking.TextTooLong),
        ({"unified_code": UNIFIED[:-1] + "0"}, directory.BadUnifiedCode),
        ({"unified_code": "123"}, directory.BadUnifiedCode),
        ({"parent": 10**30}, NotFound),
    ],
)
def test_a_unit_that_can_not_be_entered(
    cast: Cast, now: datetime, changes: dict[str, Any], refusal: type[Refusal]
) -> None:
    cast.everybody()
    before = Unit.objects.count()
    with pytest.raises(refusal):
        create(cast.county_office, now, **changes)
    assert Unit.objects.count() == before


def test_level_and_district_fit(cast: Cast, now: datetime) -> None:
    with pytest.raises(directory.WrongDistrict):
        create(cast.city_office, now, level=Level.CITY, district=COUNTY)


def test_one_unified_code_one_unit_in_force(cast: Cast, now: datetime) -> None:
    create(cast.city_office, now, unified_code=UNIFIED)
    with pytest.raises(directory.UnifiedCodeTaken):
        create(cast.city_office, now, code="second", unified_code=UNIFIED)


@pytest.mark.parametrize("who", ["keeper", "system"])
def test_who_may_enter_units(cast: Cast, platform: Platform, now: datetime, who: str) -> None:
    if who == "keeper":
        with pytest.raises(NotPermitted):
            create(cast.keeper, now)
        assert trail.entries(rules.UNIT_CREATED)[-1].actor_id != "unit.keeper"
    else:
        assert create(platform.system, now).code == "new-unit"


def test_a_correction_says_why(cast: Cast, now: datetime) -> None:
    changed = services.change_unit(
        actor=cast.county_office,
        now=now,
        unit=cast.county_bureau.id,
        name="更正后的名称",
        short_name="更正",
        unified_code="",
        reason="少打一个字",
    )

    assert changed.name == "更正后的名称"
    facts = trail.last(rules.UNIT_CHANGED).facts
    assert facts["reason"] == "少打一个字"
    assert facts["before"]["name"] == cast.county_bureau.name


def test_another_countys_unit_is_not_there(cast: Cast, now: datetime) -> None:
    with pytest.raises(NotFound):
        services.change_unit(
            actor=cast.county_office,
            now=now,
            unit=cast.far_bureau.id,
            name="改名",
            short_name="改",
            unified_code="",
            reason="越权",
        )
    with pytest.raises(NotFound):
        succeed(cast.county_office, now, cast.far_bureau, cast.county_bureau)
    with pytest.raises(NotFound):
        services.end_unit(actor=cast.county_office, now=now, unit=cast.far_bureau.id, valid_until=REFORM, basis="文")


def test_succession_closes_the_predecessor(cast: Cast, platform: Platform, now: datetime) -> None:
    cast.everybody()
    succeed(platform.system, now, cast.bureau, cast.other_bureau)

    cast.bureau.refresh_from_db()
    assert cast.bureau.valid_until == REFORM
    assert cast.bureau not in queries.units_for(platform.system, on=REFORM)
    assert cast.bureau in queries.units_for(platform.system, on=REFORM - timedelta(days=1))
    assert queries.successor_names([cast.bureau]) == {cast.bureau.id: [cast.other_bureau.name]}
    assert queries.seats_of(cast.reporter, queries.day_of(now)) == []
    assert trail.last(rules.UNIT_SUCCEEDED).facts["successor"] == cast.other_bureau.name


def test_part_of_the_duties_leaves_the_predecessor_open(cast: Cast, platform: Platform, now: datetime) -> None:
    succeed(platform.system, now, cast.bureau, cast.other_bureau, duties="价格职责", ends=False)
    cast.bureau.refresh_from_db()
    assert cast.bureau.valid_until is None


def test_successions_that_make_no_sense(cast: Cast, platform: Platform, now: datetime) -> None:
    old, new = cast.bureau, cast.other_bureau
    third = factories.unit(platform, now, "third")
    with pytest.raises(directory.SameSuccessor):
        succeed(platform.system, now, old, old)
    with pytest.raises(checking.WrongDay):
        succeed(platform.system, now, old, new, valid_from=BEGINNING)
    with pytest.raises(checking.TextMissing):
        succeed(platform.system, now, old, new, duties=" ")
    succeed(platform.system, now, old, new, ends=False)
    with pytest.raises(directory.SuccessionKnown):
        succeed(platform.system, now, old, new, ends=False)
    succeed(platform.system, now, new, third)
    with pytest.raises(directory.SuccessionCircle):
        succeed(platform.system, now, third, old)
    with pytest.raises(checking.AlreadyEnded):
        succeed(platform.system, now, new, third, duties="其余职责")
    with pytest.raises(directory.SuccessorNotInForce):
        succeed(platform.system, now, third, new)


def test_a_unit_that_nobody_succeeds(cast: Cast, platform: Platform, now: datetime) -> None:
    ended = services.end_unit(actor=platform.system, now=now, unit=cast.bureau.id, valid_until=REFORM, basis="撤销文件")
    assert ended.valid_until == REFORM
    assert trail.last(rules.UNIT_ENDED).facts["basis"] == "撤销文件"
    with pytest.raises(checking.AlreadyEnded):
        services.end_unit(actor=platform.system, now=now, unit=cast.bureau.id, valid_until=REFORM, basis="又一份")


def test_the_unit_of_the_last_security_administrator_stays(cast: Cast, platform: Platform, now: datetime) -> None:
    office, heir = platform.office, cast.bureau
    with pytest.raises(directory.AdministratorsSitHere):
        succeed(platform.system, now, office, heir, valid_from=queries.day_of(now))
    with pytest.raises(directory.AdministratorsSitHere):
        services.end_unit(actor=platform.system, now=now, unit=office.id, valid_until=queries.day_of(now), basis="撤销")
    factories.person(platform, now, "second.warden", heir, Role.SECURITY_ADMINISTRATOR)
    succeed(platform.system, now, office, heir, valid_from=queries.day_of(now))
    office.refresh_from_db()
    assert office.valid_until is not None


def test_groups_hold_units_for_a_time(cast: Cast, platform: Platform, now: datetime) -> None:
    group = services.create_group(actor=platform.system, now=now, key="joint", name="联席会议")
    member = services.join_group(
        actor=platform.system, now=now, group=group.id, unit=cast.bureau.id, valid_from=BEGINNING
    )
    with pytest.raises(groups.AlreadyMember):
        services.join_group(actor=platform.system, now=now, group=group.id, unit=cast.bureau.id, valid_from=REFORM)
    with pytest.raises(checking.WrongDay):
        services.leave_group(actor=platform.system, now=now, membership=member.id, valid_until=BEGINNING)
    services.leave_group(actor=platform.system, now=now, membership=member.id, valid_until=REFORM)
    with pytest.raises(checking.AlreadyEnded):
        services.leave_group(actor=platform.system, now=now, membership=member.id, valid_until=REFORM)
    with pytest.raises(groups.AlreadyMember):
        services.join_group(actor=platform.system, now=now, group=group.id, unit=cast.bureau.id, valid_from=BEGINNING)
    services.join_group(actor=platform.system, now=now, group=group.id, unit=cast.bureau.id, valid_from=REFORM)

    assert Membership.objects.count() == 2
    assert [entry.facts["unit"] for entry in trail.entries(rules.GROUP_JOINED)] == [cast.bureau.name] * 2
    assert trail.last(rules.GROUP_LEFT).object_label == "联席会议"
    assert trail.last(rules.GROUP_CREATED).object_label == "联席会议"
    with pytest.raises(checking.CodeTaken):
        services.create_group(actor=platform.system, now=now, key="joint", name="又一个")


def test_groups_are_the_citys_affair(cast: Cast, platform: Platform, now: datetime) -> None:
    group = services.create_group(actor=cast.city_office, now=now, key="joint", name="联席会议")
    with pytest.raises(NotPermitted):
        services.create_group(actor=cast.county_office, now=now, key="mine", name="我的")
    with pytest.raises(NotPermitted):
        services.join_group(
            actor=cast.county_office, now=now, group=group.id, unit=cast.county_bureau.id, valid_from=BEGINNING
        )
    with pytest.raises(NotFound):
        services.join_group(actor=platform.system, now=now, group=0, unit=cast.bureau.id, valid_from=BEGINNING)


def name_liaison(actor: Actor, now: datetime, unit: Unit, phone: str = "0771-2800000") -> Any:
    return services.name_liaison(
        actor=actor, now=now, unit=unit.id, name="联络员", post="科长", phone=phone, email="", valid_from=BEGINNING
    )


def test_liaisons_come_and_go(cast: Cast, now: datetime) -> None:
    liaison = name_liaison(cast.keeper, now, cast.bureau)
    assert trail.last(rules.LIAISON_NAMED).facts["name"] == "联络员"
    services.end_liaison(actor=cast.keeper, now=now, liaison=liaison.id, valid_until=REFORM)
    with pytest.raises(checking.AlreadyEnded):
        services.end_liaison(actor=cast.keeper, now=now, liaison=liaison.id, valid_until=REFORM)
    assert trail.last(rules.LIAISON_ENDED).object_label == cast.bureau.name


def test_liaisons_of_other_units(cast: Cast, now: datetime) -> None:
    far = name_liaison(cast.far_office, now, cast.far_bureau)
    with pytest.raises(NotFound):
        name_liaison(cast.keeper, now, cast.other_bureau)
    with pytest.raises(NotFound):
        services.end_liaison(actor=cast.county_office, now=now, liaison=far.id, valid_until=REFORM)
    with pytest.raises(groups.BadPhone):
        name_liaison(cast.keeper, now, cast.bureau, phone="找门卫")
