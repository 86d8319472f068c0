"""The staff pages: who sees what, what is refused where, what is shown once."""

import csv
import io
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from chengxin.foundation.actor import Actor
from chengxin.foundation.roles import Role
from chengxin.units import queries, rules, services
from chengxin.units.models import ApiClient, ApiKey, Appointment, Delegation, Liaison, Membership, Unit, UnitGroup, User
from chengxin.units.tests import factories, trail
from chengxin.units.tests.conftest import Cast, Enter
from chengxin.units.tests.factories import COUNTY, Platform
from chengxin.units.tests.visitor import Visitor, heading, text

pytestmark = pytest.mark.service


def names(response: Any) -> list[str]:
    """The row heads of the page's table."""
    return re.findall(r'<th role="rowheader" scope="row"><a [^>]*>([^<]+)</a>', response.content.decode())


LISTS = ["units:units", "units:groups", "units:staff", "units:delegations", "units:clients", "units:own"]


@pytest.mark.parametrize(
    ("username", "closed"),
    [
        ("city.office", set()),
        ("county.office", set()),
        ("unit.keeper", {"units:clients"}),
        ("keeper", {"units:delegations", "units:clients"}),
        ("warden", {"units:delegations"}),
        ("watcher", {"units:clients"}),
        ("reporter", {"units:staff", "units:delegations", "units:clients"}),
    ],
)
def test_which_lists_are_open_to_whom(enter: Enter, username: str, closed: set[str]) -> None:
    visitor = enter(username)
    for name in LISTS:
        assert visitor.get(name).status_code == (403 if name in closed else 200), name
    navigation = visitor.get("units:units").content.decode()
    for name in set(LISTS) - {"units:groups", "units:own"}:
        assert (f'href="{reverse(name)}"' in navigation) is (name not in closed)


def test_the_directory_finds_units(enter: Enter, cast: Cast, platform: Platform, now: datetime) -> None:
    visitor = enter("reporter")
    assert heading(visitor.get("units:units")) == "名录里有5个在册单位"
    assert names(visitor.get("units:units", q="far-b")) == [cast.far_bureau.name]
    assert names(visitor.get("units:units", level="county", district=COUNTY)) == [cast.county_bureau.name]
    assert "没有符合条件的单位" in text(visitor.get("units:units", q="%_\\'\"<script>"))
    assert visitor.get("units:units", level="moon").status_code == 200
    assert visitor.get("units:units", on="2026-13-45", page="x").status_code == 200

    last = queries.day_of(now)
    services.end_unit(actor=platform.system, now=now, unit=cast.bureau.id, valid_until=last, basis="文")
    office = enter("far.office")
    assert cast.bureau.name not in names(office.get("units:units"))
    assert cast.bureau.name in names(office.get("units:units", on=(last - timedelta(days=1)).isoformat()))
    assert cast.bureau.name in names(office.get("units:units", everything="on"))
    assert heading(office.get("units:unit", cast.bureau.id)) == f"{cast.bureau.name}已撤销"


def test_long_lists_come_by_the_page(enter: Enter, platform: Platform, now: datetime) -> None:
    for number in range(50):
        factories.unit(platform, now, f"many-{number}")
    visitor = enter("reporter")
    first = visitor.get("units:units")
    assert len(names(first)) == 50
    assert "第1至50家，共55家" in text(first)
    second = visitor.browser.get(reverse("units:units") + "?page=2")
    assert len(names(second)) == 5
    assert set(names(first)).isdisjoint(names(second))


@pytest.mark.parametrize(
    ("username", "sees_people", "may"),
    [
        ("city.office", True, {"succeed", "name-liaison", "join-group", "seat"}),
        ("far.office", False, set()),
        ("unit.keeper", True, {"name-liaison", "seat"}),
        ("far.reporter", False, set()),
        ("warden", True, {"seat"}),
    ],
)
def test_a_unit_shows_what_one_may_see_and_do(
    enter: Enter,
    cast: Cast,
    username: str,
    sees_people: bool,  # noqa: FBT001  a column of the table
    may: set[str],
) -> None:
    page = enter(username).get("units:unit", cast.bureau.id)
    assert page.status_code == 200
    assert (cast.reporter.name in text(page)) is sees_people
    offered = {
        name
        for name in ("succeed", "name-liaison", "join-group", "seat")
        if reverse(f"units:{name}", args=[cast.bureau.id]) in page.content.decode()
    }
    assert offered == may


def test_succession_reads_both_ways(enter: Enter, cast: Cast) -> None:
    office = enter("city.office")
    sent = office.post(
        "units:succeed",
        cast.bureau.id,
        successor=cast.other_bureau.id,
        duties="全部职责",
        valid_from="2019-01-01",
        basis="方案",
        ends="on",
    )
    # the office itself sat at the unit that is no more: it is asked where it wants to go on
    assert sent.status_code == 302
    far = enter("far.office")
    assert heading(far.get("units:unit", cast.bureau.id)) == f"{cast.bureau.name}已撤销，由{cast.other_bureau.name}承继"
    assert "承继自" in text(far.get("units:unit", cast.other_bureau.id))


@pytest.mark.parametrize("name", ["correct", "succeed", "end-unit", "name-liaison", "seat"])
def test_pages_about_another_countys_unit_are_not_there(enter: Enter, cast: Cast, name: str) -> None:
    office = enter("county.office")
    assert office.get(f"units:{name}", cast.far_bureau.id).status_code == 404
    assert office.post(f"units:{name}", cast.far_bureau.id).status_code == 404
    assert office.get(f"units:{name}", cast.county_bureau.id).status_code == 200


@pytest.mark.parametrize("name", ["person", "correct-person", "appoint", "hand-over", "disable", "reset-password"])
def test_pages_about_another_countys_person_are_not_there(enter: Enter, cast: Cast, name: str) -> None:
    office = enter("county.office")
    assert office.get(f"units:{name}", cast.far_reporter.id).status_code == 404
    assert office.post(f"units:{name}", cast.far_reporter.id).status_code in {404, 405}
    assert cast.far_reporter.name not in text(office.get("units:staff"))
    cast.far_reporter.refresh_from_db()
    assert cast.far_reporter.is_active


@pytest.mark.parametrize("number", [0, 999_999, 10**18, 10**25])
def test_numbers_of_nothing(enter: Enter, number: int) -> None:
    office = enter("city.office")
    for name in ("unit", "person", "client", "end-delegation", "end-liaison", "leave-group", "revoke-key"):
        assert office.get(f"units:{name}", number).status_code == 404, name


def test_a_unit_is_registered_and_refusals_go_to_their_fields(enter: Enter, cast: Cast) -> None:
    office = enter("county.office")
    given = {
        "name": "新设局",
        "short_name": "新设",
        "code": "bureau",
        "level": "county",
        "district": COUNTY,
        "valid_from": "2020-01-01",
        "parent": cast.county_bureau.id,
    }
    taken = office.post("units:register", **given)
    assert taken.status_code == 422
    assert re.search(r'id="id_code_error">[^<]*已经用过', taken.content.decode())
    wrong = office.post("units:register", **(given | {"code": "new", "district": "990103"}))
    assert re.search(r'id="id_district_error">[^<]*不在您的范围内', wrong.content.decode())
    made = office.post("units:register", **(given | {"code": "new"}))
    assert made["Location"] == reverse("units:unit", args=[Unit.objects.get(code="new").id])


def test_groups_and_liaisons_through_the_pages(enter: Enter, cast: Cast) -> None:
    office = enter("city.office")
    office.post("units:create-group", name="联席会议成员单位", key="joint")
    office.post("units:join-group", cast.bureau.id, group=UnitGroup.objects.get().id, valid_from="2018-01-01")
    membership = Membership.objects.get()
    assert cast.bureau.name in text(office.get("units:groups"))
    office.post("units:leave-group", membership.id, valid_until="2019-01-01")
    membership.refresh_from_db()
    assert membership.valid_until is not None

    keeper = enter("unit.keeper")
    bad = keeper.post("units:name-liaison", cast.bureau.id, name="联络员", phone="12", valid_from="2020-01-01")
    assert re.search(r'id="id_phone_error">[^<]*电话应是', bad.content.decode())
    keeper.post("units:name-liaison", cast.bureau.id, name="联络员", phone="0771-2800000", valid_from="2020-01-01")
    liaison = Liaison.objects.get()
    assert "联络员" in text(enter("far.reporter").get("units:unit", cast.bureau.id))
    keeper.post("units:end-liaison", liaison.id, valid_until="2021-01-01")
    liaison.refresh_from_db()
    assert liaison.valid_until is not None


def test_a_first_password_is_shown_once_and_nowhere_else(enter: Enter, cast: Cast) -> None:
    keeper = enter("unit.keeper")
    made = keeper.post("units:create-login", name="新同事", username="new.mate", unit=cast.bureau.id, role="reviewer")
    assert made.status_code == 200
    assert made["Cache-Control"] == "no-store"
    password = re.search(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}", made.content.decode())
    assert password is not None
    user = User.objects.get(username="new.mate")
    assert user.check_password(password.group())
    assert password.group() not in str(keeper.browser.session.items())
    assert password.group() not in keeper.get("units:person", user.id).content.decode()
    assert heading(keeper.get("units:person", user.id)) == "新同事现有1个角色"

    visitor = Visitor()
    visitor.sign_in(user, password.group())
    assert visitor.stands_at("units:password")


def test_the_list_of_staff_tells_who_has_no_second_factor(
    enter: Enter, platform: Platform, cast: Cast, now: datetime
) -> None:
    factories.person(platform, now, "officer", cast.bureau, Role.CASE_OFFICER)
    keeper = enter("unit.keeper")
    page = keeper.get("units:staff")
    # city.office, officer; the keeper has one and the reporter needs none
    assert heading(page) == "4个在用账号，2人还没有启用第二重验证"
    assert set(names(keeper.get("units:staff", state="without-second-factor"))) == {
        "测试员city.office",
        "测试员officer",
        "测试员reporter",
    }
    assert names(keeper.get("units:staff", role="case-officer")) == ["测试员officer"]
    assert names(keeper.get("units:staff", q="OFFICER")) == ["测试员officer"]
    User.objects.filter(id=cast.reporter.id).update(last_login=now - timedelta(days=91))
    assert names(keeper.get("units:staff", state="idle")) == ["测试员reporter"]
    assert "1个账号90天没有登录过" in text(keeper.get("units:staff"))
    services.disable_login(actor=cast.keeper, now=now, login=cast.reporter.id)
    assert names(keeper.get("units:staff", state="closed")) == ["测试员reporter"]


def test_a_person_seen_from_one_of_two_units(enter: Enter, cast: Cast, platform: Platform, now: datetime) -> None:
    factories.appoint(platform, now, cast.reporter, cast.far_bureau, Role.REVIEWER)
    keeper = enter("unit.keeper")
    page = text(keeper.get("units:person", cast.reporter.id))
    assert cast.far_bureau.name not in page
    assert "范围以外还有1个角色" in page
    refused = keeper.post("units:disable", cast.reporter.id)
    assert refused.status_code == 422
    assert "账号要由系统管理员办理" in text(refused)
    assert enter("warden").get("units:person", cast.reporter.id).content.decode().count(cast.far_bureau.name) >= 1


def test_roles_through_the_pages(enter: Enter, cast: Cast, now: datetime) -> None:
    keeper = enter("unit.keeper")
    today = queries.day_of(now).isoformat()
    given = {"unit": cast.bureau.id, "role": "checker", "valid_from": today, "last_day": today}
    assert keeper.post("units:appoint", cast.reporter.id, **given)["Location"] == reverse(
        "units:person", args=[cast.reporter.id]
    )
    row = Appointment.objects.get(role="checker")
    assert row.valid_until == queries.day_of(now) + timedelta(days=1)
    again = keeper.post("units:appoint", cast.reporter.id, **given)
    assert re.search(r'id="id_role_error">[^<]*已任核查员', again.content.decode())
    forged = keeper.post("units:appoint", cast.reporter.id, **(given | {"role": "security-administrator"}))
    assert forged.status_code == 422
    keeper.post("units:end-appointment", row.id)
    assert not Appointment.objects.filter(role="checker").exists()

    seated = keeper.post("units:seat", cast.bureau.id, username="far.reporter", **given)
    assert seated["Location"] == reverse("units:unit", args=[cast.bureau.id])
    own = User.objects.get(username="unit.keeper")
    refused = keeper.post("units:appoint", own.id, **given)
    assert "不能办理自己账号" in text(refused)
    assert keeper.get("units:person", own.id).content.decode().count("units/disable") == 0


def test_a_hand_over_through_the_page(enter: Enter, cast: Cast, platform: Platform, now: datetime) -> None:
    coming = factories.person(platform, now, "coming", cast.bureau, Role.CHECKER).user
    keeper = enter("unit.keeper")
    assert cast.bureau.name in text(keeper.get("units:hand-over", cast.reporter.id))
    keeper.post("units:hand-over", cast.reporter.id, unit=cast.bureau.id, username="coming")
    assert queries.seats_of(coming, queries.day_of(now))[0].roles == (Role.REPORTER, Role.CHECKER)
    nothing = keeper.post("units:hand-over", cast.reporter.id, unit=cast.bureau.id, username="coming")
    assert nothing.status_code == 422


def test_logins_closed_opened_and_reset_through_the_pages(enter: Enter, cast: Cast) -> None:
    keeper = enter("unit.keeper")
    assert "立即退出" in text(keeper.get("units:disable", cast.reporter.id))
    keeper.post("units:disable", cast.reporter.id)
    cast.reporter.refresh_from_db()
    assert not cast.reporter.is_active
    assert "初始密码" in text(keeper.post("units:enable", cast.reporter.id))
    assert "初始密码" in text(keeper.post("units:reset-password", cast.reporter.id))
    assert keeper.post("units:enable", cast.reporter.id).status_code == 422
    assert keeper.get("units:reset-second-factor", cast.reporter.id).status_code == 403
    factories.equip(cast.reporter, factories.real_now())
    enter("warden").post("units:reset-second-factor", cast.reporter.id)
    assert not queries.has_second_factor(cast.reporter)


def test_delegations_through_the_pages(enter: Enter, cast: Cast, now: datetime) -> None:
    keeper = enter("unit.keeper")
    today = queries.day_of(now)
    given = {
        "principal": cast.bureau.id,
        "deputy": cast.far_bureau.id,
        "roles": ["reporter"],
        "basis": "委托书",
        "valid_from": today.isoformat(),
        "last_day": (today + timedelta(days=30)).isoformat(),
    }
    early = keeper.post("units:delegate", **(given | {"last_day": (today - timedelta(days=1)).isoformat()}))
    assert early.status_code == 422
    assert keeper.post("units:delegate", **(given | {"principal": cast.far_bureau.id})).status_code == 422
    keeper.post("units:delegate", **given)
    row = Delegation.objects.get()
    assert heading(keeper.get("units:delegations")) == "1项委托正在执行"
    far = enter("far.office")
    assert cast.bureau.name in text(far.get("units:delegations"))
    assert far.get("units:end-delegation", row.id).status_code == 404
    keeper.post("units:end-delegation", row.id)
    assert heading(keeper.get("units:delegations")) == "现在没有委托"


def test_a_key_is_shown_once(enter: Enter, cast: Cast) -> None:
    office = enter("city.office")
    office.post(
        "units:register-client",
        unit=cast.bureau.id,
        name="审批系统",
        code="approval",
        scopes=["client:read"],
        calls_a_minute="60",
    )
    client = ApiClient.objects.get()
    assert heading(office.get("units:client", client.id)) == "审批系统还没有可用的密钥"
    shown = office.post("units:issue-key", client.id)
    key = ApiKey.objects.get()
    secret = re.search(rf"cx_{key.prefix}_[\w-]+", shown.content.decode())
    assert secret is not None
    assert f"Bearer {secret.group()}" in text(shown).replace("&quot;", '"')
    assert shown["Cache-Control"] == "no-store"
    assert secret.group() not in office.get("units:client", client.id).content.decode()
    bad = office.post("units:change-client", client.id, name="审批", scopes=["client:read"], calls_a_minute="0")
    assert bad.status_code == 422
    office.post("units:revoke-key", key.id)
    office.post("units:close-client", client.id)
    client.refresh_from_db()
    assert client.valid_until is not None
    assert enter("county.office").get("units:client", client.id).status_code == 404


def rows_of(response: Any) -> list[list[str]]:
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    raw = response.content
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))


def test_lists_as_files(enter: Enter, cast: Cast, now: datetime) -> None:
    services.change_login(actor=cast.keeper, now=now, login=cast.reporter.id, name="=cmd|calc", email="")
    keeper = enter("unit.keeper")
    staff = rows_of(keeper.get("units:staff-file"))
    assert staff[0][0] == "登录名"
    assert {row[0] for row in staff[1:]} == {"city.office", "reporter", "unit.keeper"}
    assert "'=cmd|calc" in {row[1] for row in staff}
    assert trail.last(rules.STAFF_EXPORTED).facts["rows"] == 3
    units = rows_of(keeper.get("units:units-file", q="bureau"))
    assert len(units) == 5
    assert rows_of(keeper.get("units:units-file", level="county"))[1][0] == "county-bureau"


def test_what_people_type_is_never_markup(enter: Enter, cast: Cast, now: datetime) -> None:
    services.change_login(actor=cast.keeper, now=now, login=cast.reporter.id, name="<script>x</script>{name}", email="")
    keeper = enter("unit.keeper")
    for name, args in (("staff", ()), ("person", (cast.reporter.id,)), ("disable", (cast.reporter.id,))):
        page = keeper.get(f"units:{name}", *args)
        assert page.status_code == 200
        assert "<script>x" not in page.content.decode()


def test_lists_keep_a_query_budget(
    enter: Enter, cast: Cast, platform: Platform, now: datetime, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        factories.person(platform, now, f"many{number}", cast.bureau, Role.REPORTER)
    office = enter("city.office")
    for name in ("units:units", "units:staff", "units:groups", "units:delegations", "units:clients"):
        with django_assert_max_num_queries(25):
            assert office.get(name).status_code == 200


def test_who_reaches_whom_reads_the_same_everywhere(cast: Cast, platform: Platform) -> None:
    cast.everybody()

    def people(actor: Actor) -> set[str]:
        return set(queries.logins_for(actor).values_list("username", flat=True))

    assert people(cast.county_office) == {"county.office"}
    assert people(cast.keeper) == {"city.office", "unit.keeper", "reporter"}
    assert people(platform.audit) == set(User.objects.values_list("username", flat=True))
