"""Signing in through the pages: every hurdle, and every way around it that must be closed."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from chengxin.foundation.roles import Role
from chengxin.units import queries, rules, services
from chengxin.units.models import Appointment, User
from chengxin.units.tests import factories, trail
from chengxin.units.tests.conftest import Cast
from chengxin.units.tests.factories import PASSWORD, Platform
from chengxin.units.tests.visitor import Visitor

pytestmark = pytest.mark.service
UNITS = "units:units"


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


@pytest.fixture
def reporter(cast: Cast, platform: Platform, now: datetime) -> User:
    """A reporter who has replaced the first password and needs no second factor."""
    return factories.ready(factories.person(platform, now, "somebody", cast.bureau, Role.REPORTER), now)


@pytest.fixture
def officer(cast: Cast, platform: Platform, now: datetime) -> User:
    """A case officer, who needs a second factor and has none yet."""
    return factories.ready(factories.person(platform, now, "officer", cast.bureau, Role.CASE_OFFICER), now)


def lines(response: Any) -> str:
    """The page's text without its tags."""
    return re.sub(r"<[^>]+>", " ", response.content.decode())


def test_a_reporter_comes_in_with_name_and_password(visitor: Visitor, reporter: User) -> None:
    assert visitor.get(UNITS)["Location"] == f"/desk/login/?next={reverse(UNITS)}"
    answer = visitor.sign_in(reporter, next=reverse(UNITS))

    assert (answer.status_code, answer["Location"]) == (302, reverse(UNITS))
    assert visitor.get(UNITS).status_code == 200
    entry = trail.last(rules.SIGNED_IN)
    assert (entry.actor_id, entry.actor_name) == ("somebody", reporter.name)
    assert entry.request
    reporter.refresh_from_db()
    assert reporter.last_login is not None


@pytest.mark.usefixtures("reporter")
def test_names_are_not_case_sensitive(visitor: Visitor) -> None:
    assert visitor.post("units:sign-in", username=" SomeBody ", password=PASSWORD).status_code == 302


@pytest.mark.parametrize(
    "given",
    [
        {"username": "somebody", "password": "wrong-pass-1"},
        {"username": "no.such", "password": PASSWORD},
        {"username": "somebody", "password": ""},
        {"username": "", "password": PASSWORD},
        {"username": "a\x00b", "password": "x"},
        {"username": "长" * 100, "password": "x" * 300},
    ],
)
@pytest.mark.usefixtures("reporter")
def test_a_wrong_name_or_password_says_the_same(visitor: Visitor, given: dict[str, str]) -> None:
    answer = visitor.post("units:sign-in", **given)
    assert answer.status_code == 422
    assert answer["Cache-Control"] == "no-store"
    assert visitor.get("units:own").status_code == 302
    if given["password"] and given["username"] in {"somebody", "no.such"}:
        assert "登录名或密码不对。连续错5次，锁定15分钟。" in lines(answer)
        assert PASSWORD not in answer.content.decode()
        assert len(trail.entries(rules.SIGN_IN_FAILED)) == 1


def test_five_wrong_passwords_lock_even_the_right_one_out(visitor: Visitor, reporter: User) -> None:
    answers = [visitor.sign_in(reporter, "wrong-pass-1") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 429]
    assert answers[-1]["Retry-After"] == "900"
    assert "请15分钟后再试" in lines(answers[-1])

    assert visitor.sign_in(reporter).status_code == 429
    assert visitor.get(UNITS).status_code == 302
    assert trail.last(rules.LOCKED_OUT).object_label == "somebody"
    elsewhere = Visitor()
    elsewhere.browser.defaults["REMOTE_ADDR"] = "192.0.2.200"
    assert elsewhere.sign_in(reporter).status_code == 302


def test_a_success_forgets_earlier_slips(visitor: Visitor, reporter: User) -> None:
    for _ in range(4):
        visitor.sign_in(reporter, "wrong-pass-1")
    assert visitor.sign_in(reporter).status_code == 302
    assert Visitor().sign_in(reporter, "wrong-pass-1").status_code == 422


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "\x00/desk/",
    ],
)
def test_one_is_not_led_to_another_site(visitor: Visitor, reporter: User, address: str) -> None:
    answer = visitor.sign_in(reporter, next=address)
    assert answer["Location"] == reverse(settings.LOGIN_REDIRECT_URL)
    assert visitor.get("units:gate", next=address)["Location"] == reverse(settings.LOGIN_REDIRECT_URL)


def test_a_session_planted_before_is_not_the_one_after(visitor: Visitor, officer: User, now: datetime) -> None:
    device = factories.equip(officer, now)
    visitor.get("units:sign-in")
    visitor.browser.session.save()
    planted = visitor.browser.session.session_key
    visitor.sign_in(officer)
    half = visitor.browser.session.session_key
    visitor.post("units:second-factor", token=factories.token(device, later=1))
    whole = visitor.browser.session.session_key
    assert len({planted, half, whole}) == 3


def test_a_first_password_is_replaced_before_anything(cast: Cast, platform: Platform, now: datetime) -> None:
    new = factories.person(platform, now, "new.one", cast.bureau, Role.REPORTER)
    visitor = Visitor()
    visitor.sign_in(new.user, new.password)
    assert visitor.stands_at("units:password")
    assert "先换掉初始密码" in lines(visitor.get("units:password"))

    wrong = visitor.post("units:password", old_password="x", new_password=PASSWORD, again=PASSWORD)
    assert (wrong.status_code, "现在的密码不对" in lines(wrong)) == (422, True)
    unlike = visitor.post("units:password", old_password=new.password, new_password=PASSWORD, again="other-one-1")
    assert "两次填的新密码不一样" in lines(unlike)
    weak = visitor.post("units:password", old_password=new.password, new_password="abc", again="abc")
    assert weak.status_code == 422
    assert visitor.stands_at("units:password")

    visitor.post("units:password", old_password=new.password, new_password=PASSWORD, again=PASSWORD)
    assert visitor.stands_at(UNITS)


def test_a_password_gets_old(visitor: Visitor, reporter: User, now: datetime) -> None:
    User.objects.filter(id=reporter.id).update(password_changed_at=now - timedelta(days=91))
    visitor.sign_in(reporter)
    assert visitor.stands_at("units:password")
    assert "同一个密码最多用90天" in lines(visitor.get("units:password"))


def test_a_new_password_ends_the_other_sessions(visitor: Visitor, reporter: User) -> None:
    elsewhere = Visitor()
    elsewhere.sign_in(reporter)
    visitor.sign_in(reporter)
    visitor.post("units:password", old_password=PASSWORD, new_password="kapok-red-7", again="kapok-red-7")
    assert visitor.stands_at(UNITS)
    assert elsewhere.stands_at("units:sign-in")


def test_an_officer_sets_up_an_authenticator_first(visitor: Visitor, officer: User) -> None:
    visitor.sign_in(officer)
    assert visitor.stands_at("units:set-second-factor")
    page = visitor.get("units:set-second-factor")
    assert 'src="data:image/svg+xml' in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert visitor.post("units:set-second-factor", token="000000x").status_code == 422

    TOTPDevice.objects.update(throttling_failure_timestamp=None, throttling_failure_count=0)
    device = services.waiting_authenticator(user=officer)
    done = visitor.post("units:set-second-factor", token=factories.token(device))

    assert done.status_code == 200
    codes = re.findall(r'<li><span class="code">([a-z0-9]+)</span></li>', done.content.decode())
    assert set(codes) == set(StaticToken.objects.values_list("token", flat=True))
    assert len(codes) == 10
    assert visitor.stands_at(UNITS)


def test_an_officer_passes_the_second_factor(visitor: Visitor, officer: User, now: datetime) -> None:
    device = factories.equip(officer, now)
    visitor.sign_in(officer)
    assert visitor.stands_at("units:second-factor")
    for name in ("units:password", "units:set-second-factor"):
        assert visitor.get(name)["Location"] in {reverse("units:second-factor"), reverse("units:gate")}

    token = factories.token(device, later=1)
    passed = visitor.post("units:second-factor", token=token, next=reverse("units:own"))
    assert passed["Location"] == reverse("units:own")
    assert visitor.stands_at(UNITS)

    again = Visitor()
    again.sign_in(officer)
    replayed = again.post("units:second-factor", token=token)
    assert (replayed.status_code, "验证码不对，或已经用过" in lines(replayed)) == (422, True)
    assert again.stands_at("units:second-factor")


def test_a_recovery_code_opens_once(visitor: Visitor, officer: User, now: datetime) -> None:
    factories.equip(officer, now)
    code = StaticToken.objects.values_list("token", flat=True)[0]
    visitor.sign_in(officer)
    visitor.post("units:second-factor", token=code)
    assert visitor.stands_at(UNITS)
    again = Visitor()
    again.sign_in(officer)
    assert again.post("units:second-factor", token=code).status_code == 422


def test_who_has_a_second_factor_is_asked_even_where_no_role_needs_it(
    visitor: Visitor, reporter: User, now: datetime
) -> None:
    factories.equip(reporter, now)
    visitor.sign_in(reporter)
    assert visitor.stands_at("units:second-factor")


def test_a_stolen_password_changes_no_password(visitor: Visitor, officer: User, now: datetime) -> None:
    """The thief must not get as far as locking the owner out: neither password nor authenticator."""
    factories.equip(officer, now)
    User.objects.filter(id=officer.id).update(password_changed_at=now - timedelta(days=91))
    visitor.sign_in(officer)
    visitor.post("units:password", old_password=PASSWORD, new_password="kapok-red-7", again="kapok-red-7")
    device = services.waiting_authenticator(user=officer)
    visitor.post("units:set-second-factor", token=factories.token(device))
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)
    device.refresh_from_db()
    assert not device.confirmed


def test_a_reset_second_factor_is_missed_at_the_next_click(
    visitor: Visitor, officer: User, platform: Platform, now: datetime
) -> None:
    device = factories.equip(officer, now)
    visitor.sign_in(officer)
    visitor.post("units:second-factor", token=factories.token(device, later=1))
    services.reset_second_factor(actor=platform.security, now=now, login=officer.id)
    assert visitor.stands_at("units:set-second-factor")


def test_signing_out(visitor: Visitor, reporter: User) -> None:
    visitor.sign_in(reporter)
    assert visitor.get("units:sign-out").status_code == 405
    assert visitor.post("units:sign-out")["Location"] == reverse("units:sign-in")
    assert visitor.stands_at("units:sign-in")
    assert trail.last(rules.SIGNED_OUT).actor_id == "somebody"


def move(visitor: Visitor, key: str, back: timedelta) -> None:
    """Put the session's clock back."""
    session = visitor.browser.session
    session[key] = (datetime.fromisoformat(session[key]) - back).isoformat()
    session.save()


@pytest.mark.parametrize(
    ("key", "back", "stays"),
    [
        ("seen_at", timedelta(minutes=29), True),
        ("seen_at", timedelta(minutes=31), False),
        ("started_at", timedelta(hours=11), True),
        ("started_at", timedelta(hours=13), False),
    ],
)
def test_a_session_idles_or_lasts_only_so_long(
    visitor: Visitor,
    reporter: User,
    key: str,
    back: timedelta,
    stays: bool,  # noqa: FBT001  a column of the table
) -> None:
    visitor.sign_in(reporter)
    visitor.get(UNITS)
    move(visitor, key, back)
    assert visitor.stands_at(UNITS) is stays


def test_a_disabled_login_is_out_at_the_next_click(
    visitor: Visitor, reporter: User, platform: Platform, now: datetime
) -> None:
    visitor.sign_in(reporter)
    services.disable_login(actor=platform.system, now=now, login=reporter.id)
    assert visitor.stands_at("units:sign-in")
    assert visitor.sign_in(reporter).status_code == 422


def test_without_a_role_there_is_a_page_that_says_so(visitor: Visitor, reporter: User) -> None:
    visitor.sign_in(reporter)
    Appointment.objects.filter(user=reporter).delete()
    page = visitor.get("units:gate")
    assert (page.status_code, "您的账号现在没有角色" in lines(page)) == (403, True)
    assert visitor.get("units:switch")["Location"] == reverse("units:gate")
    assert visitor.get("units:own").status_code == 200


def test_changing_the_unit(visitor: Visitor, reporter: User, cast: Cast, platform: Platform, now: datetime) -> None:
    factories.appoint(platform, now, reporter, cast.far_bureau, Role.REVIEWER)
    visitor.sign_in(reporter)
    assert cast.bureau.name in lines(visitor.get(UNITS))
    seats = queries.seats_of(reporter, queries.day_of(now))

    assert visitor.post("units:switch", seat="999/").status_code == 422
    visitor.post("units:switch", seat=next(seat.key for seat in seats if seat.unit == cast.far_bureau))

    assert f"{cast.far_bureau.name}" in lines(visitor.get("units:own"))
    entry = trail.last(rules.UNIT_SWITCHED)
    assert (entry.facts["unit"], entry.actor_id) == (cast.far_bureau.name, "somebody")


def test_a_seat_that_ended_is_not_silently_another(
    visitor: Visitor, cast: Cast, platform: Platform, now: datetime
) -> None:
    deputy = factories.ready(factories.person(platform, now, "deputy", cast.far_bureau, Role.REPORTER), now)
    today = queries.day_of(now)
    row = services.delegate(
        actor=cast.keeper,
        now=now,
        principal=cast.bureau.id,
        deputy=cast.far_bureau.id,
        roles=[Role.REPORTER],
        basis="委托书",
        valid_from=today - timedelta(days=1),
        valid_until=today + timedelta(days=9),
    )
    visitor.sign_in(deputy)
    visitor.post("units:switch", seat=f"{cast.bureau.id}/{cast.far_bureau.id}")
    assert "受托，本单位是" in lines(visitor.get(UNITS))

    services.end_delegation(actor=cast.keeper, now=now, delegation=row.id)

    assert visitor.stands_at("units:switch")
    assert "原来的身份已终止" in lines(visitor.get("units:switch"))
    visitor.post("units:switch", seat=f"{cast.far_bureau.id}/")
    assert visitor.stands_at(UNITS)


@pytest.mark.usefixtures("officer")
def test_no_password_is_written_into_a_page_or_the_trail(visitor: Visitor) -> None:
    answer = visitor.post("units:sign-in", username="officer", password="my-own-secret-9")
    assert "my-own-secret-9" not in answer.content.decode()
    assert "my-own-secret-9" not in str([vars(entry) for entry in trail.entries(rules.SIGN_IN_FAILED)])


def test_pages_of_the_login_are_framed_by_nobody(visitor: Visitor, reporter: User) -> None:
    page = visitor.get("units:sign-in")
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    assert "unsafe" not in page["Content-Security-Policy"]
    visitor.sign_in(reporter)
    cookie = visitor.browser.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_a_form_without_its_token_is_refused(reporter: User) -> None:
    strict = Visitor()
    strict.browser.handler.enforce_csrf_checks = True
    assert strict.sign_in(reporter).status_code == 403
