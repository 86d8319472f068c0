"""Code lists: values added, changed and ended; one that was in force is never removed."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from chengxin.catalog import queries, rules, services
from chengxin.catalog.adapters import standard_lists
from chengxin.catalog.rules import CodeList, CodeValue
from chengxin.catalog.rules.lists import clash_of
from chengxin.catalog.services import checking, lists
from chengxin.catalog.tests.making import KEY, LIST, made, with_list
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotFound
from chengxin.units.tests import trail
from chengxin.units.tests.conftest import Cast

USED = "penalty-kind"


def put(actor: Actor, now: datetime, key: str, code: str, value: CodeValue) -> CodeList:
    number = queries.list_state(actor, key).number
    services.put_value(actor=actor, now=now, key=key, seen=number, code=code, value=value)
    return queries.code_lists(actor)[key]


@pytest.fixture
def office(cast: Cast) -> Actor:
    return cast.city_office


@pytest.mark.parametrize("key", sorted(standard_lists()))
def test_the_values_of_a_standard_list_can_be_told_apart(key: str) -> None:
    assert clash_of(standard_lists()[key]) is None


@pytest.mark.service
def test_a_value_is_added_and_its_old_name_stays_a_writing(office: Actor, now: datetime) -> None:
    with_list(office, now)
    entry = put(office, now, LIST, "city", CodeValue("city", "设区的市级"))
    assert entry.values[0] == CodeValue("city", "设区的市级", ("市级",))
    assert trail.last(rules.LIST_CHANGED).facts["changes"] == ["值由“市级”改为“设区的市级”"]


@pytest.mark.service
def test_a_value_that_was_in_force_is_ended_not_removed(office: Actor, now: datetime) -> None:
    number = queries.list_state(office, USED).number
    with pytest.raises(lists.ValueInUse):
        services.remove_value(actor=office, now=now, key=USED, seen=number, code="fine")
    fine = next(value for value in queries.code_lists(office)[USED].values if value.code == "fine")
    with pytest.raises(lists.ValueInUse):
        put(office, now, USED, "fine", replace(fine, code="money"))
    entry = put(office, now, USED, "fine", replace(fine, until=date(2030, 1, 1)))
    assert "fine" in {value.code for value in entry.values}


@pytest.mark.service
def test_a_value_never_in_force_is_removed(office: Actor, now: datetime) -> None:
    made(office, now)
    number = queries.list_state(office, LIST).number
    services.remove_value(actor=office, now=now, key=LIST, seen=number, code="county")
    assert [value.code for value in queries.code_lists(office)[LIST].values] == ["city"]
    assert [value.code for value in queries.draft_for(office, KEY).item.fields[3].list.values] == ["city"]  # type: ignore[union-attr]  # the field has a list


@pytest.mark.service
@pytest.mark.parametrize(
    ("value", "refusal"),
    [
        (CodeValue("city", "别的"), checking.CodeTaken),
        (CodeValue("a b", "别的"), checking.BadCode),
        (CodeValue("x", " "), checking.BadText),
        (CodeValue("x", "市级"), lists.WritingTaken),
        (CodeValue("x", "别的", ("县级",)), lists.WritingTaken),
        (CodeValue("x", "别的", (), date(2020, 1, 2), date(2020, 1, 2)), lists.WrongTime),
    ],
)
def test_a_value_that_could_not_be_told_apart_is_refused(
    office: Actor, now: datetime, value: CodeValue, refusal: type[Exception]
) -> None:
    with_list(office, now)
    with pytest.raises(refusal):
        put(office, now, LIST, "", value)


@pytest.mark.service
def test_one_name_at_two_times_is_two_values(office: Actor, now: datetime) -> None:
    with_list(office, now)
    put(office, now, LIST, "city", CodeValue("city", "市级", (), None, date(2021, 1, 1)))
    assert len(put(office, now, LIST, "", CodeValue("city-new", "市级", (), date(2021, 1, 1))).values) == 3


@pytest.mark.service
def test_of_two_editors_of_a_list_the_second_is_told(office: Actor, now: datetime) -> None:
    with_list(office, now)
    both_saw = queries.list_state(office, LIST).number
    services.rename_list(actor=office, now=now, key=LIST, seen=both_saw, name="级别")
    with pytest.raises(checking.ChangedMeanwhile):
        services.remove_value(actor=office, now=now, key=LIST, seen=both_saw, code="city")


@pytest.mark.service
def test_a_list_says_which_items_use_it_and_whether_they_have_it_as_it_stands(office: Actor, now: datetime) -> None:
    use, other = queries.list_uses(office)[USED]
    assert [(one.key, one.current) for one in (use, other)] == [
        ("penalty-organisation", True),
        ("penalty-person", True),
    ]
    entry = put(office, now, USED, "", CodeValue("apology", "责令赔礼道歉"))
    assert [one.current for one in queries.list_uses(office, entry=entry)[USED]] == [False, False]
    services.begin_draft(actor=office, now=now, key=use.key)
    kinds = queries.draft_for(office, use.key).item.field("CF_CFLB").list
    assert kinds == entry
    assert queries.drafts_with_list(office, USED) == [use.key]


@pytest.mark.service
def test_lists_that_are_none(office: Actor, now: datetime) -> None:
    with pytest.raises(NotFound):
        queries.list_state(office, "nothing")
    with pytest.raises(NotFound):
        services.rename_list(actor=office, now=now, key="nothing", seen=0, name="甲")
    with pytest.raises(NotFound):
        put(office, now, USED, "nothing", CodeValue("x", "甲"))
    with pytest.raises(checking.KeyTaken):
        services.create_list(actor=office, now=now, key=USED, name="甲")
