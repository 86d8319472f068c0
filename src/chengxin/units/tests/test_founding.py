"""How the first administrators come into being, and the way back in."""

from datetime import datetime

import pytest

from chengxin.foundation.actor import Actor, system_actor
from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.foundation.roles import Role
from chengxin.units import queries, rules, services
from chengxin.units.models import Appointment, User
from chengxin.units.services import founding
from chengxin.units.services.directory import WrongDistrict
from chengxin.units.tests import factories, trail
from chengxin.units.tests.conftest import Cast
from chengxin.units.tests.factories import BEGINNING, CITY, COUNTY, Platform

pytestmark = pytest.mark.service
SERVER = system_actor("console")


def found(now: datetime, actor: Actor = SERVER, district: str = CITY, **names: str) -> services.Founding:
    usernames = {"system": "one", "security": "two", "audit": "three"} | names
    return services.found_platform(
        actor=actor,
        now=now,
        code="office",
        name="第一办公室",
        short_name="一办",
        district=district,
        valid_from=BEGINNING,
        founders={
            Role.SYSTEM_ADMINISTRATOR: services.Founder(usernames["system"], "甲"),
            Role.SECURITY_ADMINISTRATOR: services.Founder(usernames["security"], "乙"),
            Role.AUDIT_ADMINISTRATOR: services.Founder(usernames["audit"], "丙"),
        },
    )


@pytest.mark.django_db
def test_three_administrators_with_first_passwords(now: datetime) -> None:
    made = found(now)

    assert {row.role for row in Appointment.objects.all()} == {role.value for role in rules.ADMINISTRATORS}
    for login in made.logins.values():
        assert login.user.check_password(login.password)
        assert login.user.must_change_password
    assert len({login.password for login in made.logins.values()}) == 3
    assert trail.last(rules.PLATFORM_FOUNDED).facts["administrators"] == ["one", "three", "two"]
    assert not any(
        login.password in str(entry.facts)
        for login in made.logins.values()
        for entry in trail.entries(rules.PLATFORM_FOUNDED)
    )


@pytest.mark.django_db
def test_founding_happens_once(now: datetime) -> None:
    found(now)
    with pytest.raises(founding.FoundedAlready):
        found(now, system="four", security="five", audit="six")
    assert User.objects.count() == 3


@pytest.mark.django_db
def test_one_person_is_not_two_administrators(now: datetime) -> None:
    with pytest.raises(founding.ThreePeople):
        found(now, security="One ")
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_platform_is_founded_at_a_city_unit(now: datetime) -> None:
    with pytest.raises(WrongDistrict):
        found(now, district=COUNTY)


def test_no_role_founds_or_rescues(platform: Platform, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        found(now, actor=platform.security, system="four", security="five", audit="six")
    with pytest.raises(NotPermitted):
        services.rescue_administrator(actor=platform.system, now=now, username="warden")


def test_rescue_opens_an_administrators_login(platform: Platform, now: datetime) -> None:
    user = platform.logins[Role.SECURITY_ADMINISTRATOR].user
    factories.equip(user, now)

    login = services.rescue_administrator(actor=SERVER, now=now, username=" Warden")

    login.user.refresh_from_db()
    assert login.user.check_password(login.password)
    assert login.user.must_change_password
    assert not queries.has_second_factor(user)
    assert trail.last(rules.ADMINISTRATOR_RESCUED).actor_kind == "system"


def test_rescue_is_for_administrators(cast: Cast, now: datetime) -> None:
    with pytest.raises(founding.NoAdministrator):
        services.rescue_administrator(actor=SERVER, now=now, username=cast.reporter.username)
    with pytest.raises(NotFound):
        services.rescue_administrator(actor=SERVER, now=now, username="nobody")
