"""The own login: password and second factor, as services."""

from datetime import datetime

import pytest
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from chengxin.foundation.actor import public_actor
from chengxin.foundation.roles import Role
from chengxin.units import queries, rules, services
from chengxin.units.models import User
from chengxin.units.services import sign_in
from chengxin.units.tests import factories, trail
from chengxin.units.tests.conftest import Cast
from chengxin.units.tests.factories import PASSWORD, Platform

pytestmark = pytest.mark.service
NOBODY = public_actor("192.0.2.9")


@pytest.fixture
def user(cast: Cast, platform: Platform, now: datetime) -> User:
    return factories.ready(factories.person(platform, now, "somebody", cast.bureau, Role.REPORTER), now)


def test_a_changed_password_is_ones_own(user: User) -> None:
    assert user.check_password(PASSWORD)
    assert not user.must_change_password
    entry = trail.last(rules.PASSWORD_CHANGED)
    assert (entry.actor_kind, entry.actor_id, entry.origin) == ("staff", "somebody", factories.ORIGIN)
    assert PASSWORD not in str(entry.facts)


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (PASSWORD, "不能和现在的一样"),
        ("short-1", "10"),
        ("onlyletters", "字母和数字"),
        ("98723498712", "字母和数字"),
        ("qwerty12345", "常见"),
        ("somebody-1234", "登录名|相似|username"),
    ],
)
def test_weak_passwords_are_refused(user: User, now: datetime, new: str, words: str) -> None:
    with pytest.raises(sign_in.WeakPassword) as refused:
        services.change_password(actor=NOBODY, now=now, user=user, old=PASSWORD, new=new)
    assert any(word in refused.value.sentence() for word in words.split("|"))
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_the_old_password_is_asked_for(user: User, now: datetime) -> None:
    with pytest.raises(sign_in.WrongPassword):
        services.change_password(actor=NOBODY, now=now, user=user, old="wrong", new="another-pass-9")


def test_a_first_token_makes_an_authenticator_and_ten_codes(user: User, now: datetime) -> None:
    waiting = services.waiting_authenticator(user=user)
    assert services.waiting_authenticator(user=user) == waiting
    assert not queries.has_second_factor(user)
    with pytest.raises(sign_in.WrongToken):
        services.set_second_factor(actor=NOBODY, now=now, user=user, device=waiting, token="12345x")
    waiting = services.waiting_authenticator(user=user)  # as the next request reads it

    codes = services.set_second_factor(
        actor=NOBODY, now=now, user=user, device=waiting, token=f" {factories.token(waiting)} "
    )

    assert len(set(codes)) == 10
    assert queries.has_second_factor(user)
    entry = trail.last(rules.SECOND_FACTOR_SET)
    assert entry.actor_id == "somebody"
    assert not any(code in str(entry.facts) for code in codes)


def test_a_new_authenticator_takes_the_place_of_the_old(user: User, now: datetime) -> None:
    old = factories.equip(user, now)
    old_codes = set(StaticToken.objects.values_list("token", flat=True))
    new = factories.equip(user, now)
    assert [device.pk for device in TOTPDevice.objects.filter(user=user)] == [new.pk]
    assert old.pk != new.pk
    assert old_codes.isdisjoint(StaticToken.objects.values_list("token", flat=True))


def test_a_token_is_good_once(user: User, now: datetime) -> None:
    device = factories.equip(user, now)
    next_token = factories.token(device, later=1)
    assert services.pass_second_factor(actor=NOBODY, now=now, user=user, token=next_token) == device
    assert services.pass_second_factor(actor=NOBODY, now=now, user=user, token=next_token) is None
    assert trail.last(rules.SECOND_FACTOR_PASSED).actor_id == "somebody"
    assert trail.last(rules.SECOND_FACTOR_FAILED).object_id == str(user.id)


def test_a_wrong_token_is_kept_and_slows_the_next(user: User, now: datetime) -> None:
    device = factories.equip(user, now)
    for _ in range(3):
        assert services.pass_second_factor(actor=NOBODY, now=now, user=user, token="000000x") is None
    device.refresh_from_db()
    assert device.throttling_failure_count >= 1
    assert services.pass_second_factor(actor=NOBODY, now=now, user=user, token=factories.token(device, 1)) is None
    assert len(trail.entries(rules.SECOND_FACTOR_FAILED)) == 4


def test_a_recovery_code_is_good_once(user: User, now: datetime) -> None:
    factories.equip(user, now)
    code = StaticToken.objects.order_by("id").values_list("token", flat=True)[0]
    assert services.pass_second_factor(actor=NOBODY, now=now, user=user, token=code) is not None
    assert not StaticToken.objects.filter(token=code).exists()
    assert services.pass_second_factor(actor=NOBODY, now=now, user=user, token=code) is None


def test_anothers_token_opens_nothing(user: User, cast: Cast, now: datetime) -> None:
    factories.equip(user, now)
    other = factories.equip(cast.reporter, now)
    token = factories.token(other, later=1)
    assert services.pass_second_factor(actor=NOBODY, now=now, user=user, token=token) is None


@pytest.mark.parametrize("typed", ["SomeBody ", "no.such", "my-secret-password", "a\x00b", "长" * 500])
def test_failed_attempts_name_only_logins_that_exist(user: User, now: datetime, typed: str) -> None:
    services.note_sign_in_failure(actor=NOBODY, now=now, username=typed)
    entry = trail.last(rules.SIGN_IN_FAILED)
    known = typed == "SomeBody "
    assert entry.object_label == ("somebody" if known else "不存在的登录名")
    assert entry.object_id == (str(user.id) if known else "")
    assert (entry.actor_kind, entry.origin) == ("public", "192.0.2.9")


def test_the_secret_can_be_typed(user: User) -> None:
    device = services.waiting_authenticator(user=user)
    groups = services.secret_text(device).split(" ")
    assert all(len(group) == 4 for group in groups)
    assert set("".join(groups)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
