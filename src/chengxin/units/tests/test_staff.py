"""Logins: made, corrected, closed, given a new first password; who may do it to whom."""

from datetime import datetime, timedelta

import pytest

from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.foundation.roles import Role
from chengxin.units import queries, rules, services
from chengxin.units.models import User
from chengxin.units.services import appointments, checking, staff
from chengxin.units.tests import factories, trail
from chengxin.units.tests.conftest import Cast
from chengxin.units.tests.factories import Platform

pytestmark = pytest.mark.service


def create(
    actor: Actor, now: datetime, username: str = "new.one", unit: int | None = None, role: Role | None = None
) -> services.NewLogin:
    return services.create_login(actor=actor, now=now, username=username, name="新人", email="", unit=unit, role=role)


def test_a_unit_administrator_makes_a_login_with_its_first_role(cast: Cast, now: datetime) -> None:
    made = create(cast.keeper, now, " New.One ", cast.bureau.id, Role.REPORTER)

    assert made.user.username == "new.one"
    assert made.user.must_change_password
    assert made.user.check_password(made.password)
    assert made.password not in repr(made)
    seats = queries.seats_of(made.user, queries.day_of(now))
    assert [(seat.unit, seat.roles) for seat in seats] == [(cast.bureau, (Role.REPORTER,))]
    assert trail.last(rules.LOGIN_CREATED).object_label == "新人（new.one）"
    assert trail.last(rules.APPOINTED).facts["role"] == "reporter"


@pytest.mark.parametrize("username", ["", "a", "1abc", "甲乙丙", "a b", "a" * 41, "a'b", "new\x00one"])
def test_login_names_are_plain(platform: Platform, now: datetime, username: str) -> None:
    with pytest.raises(staff.BadUsername):
        create(platform.system, now, username)


def test_login_names_are_one_persons(cast: Cast, platform: Platform, now: datetime) -> None:
    with pytest.raises(staff.UsernameTaken):
        create(platform.system, now, cast.reporter.username.upper())


def test_a_login_for_nowhere_is_the_system_administrators(cast: Cast, platform: Platform, now: datetime) -> None:
    assert create(platform.system, now).user.pk
    with pytest.raises(staff.FirstRoleMissing):
        create(cast.keeper, now, "second")
    with pytest.raises(staff.FirstRoleMissing):
        create(cast.keeper, now, "second", cast.bureau.id)
    with pytest.raises(NotPermitted):
        create(platform.security, now, "second")
    assert not User.objects.filter(username="second").exists()


@pytest.mark.parametrize(
    ("role", "refusal"),
    [(Role.UNIT_ADMINISTRATOR, appointments.MayNotAppoint), (Role.CREDIT_OFFICE, appointments.MayNotAppoint)],
)
def test_a_refused_first_role_leaves_no_login(
    cast: Cast, now: datetime, role: Role, refusal: type[NotPermitted]
) -> None:
    with pytest.raises(refusal):
        create(cast.keeper, now, "second", cast.bureau.id, role)
    with pytest.raises(NotFound):
        create(cast.keeper, now, "second", cast.other_bureau.id, Role.REPORTER)
    assert not User.objects.filter(username="second").exists()


def test_disabling_and_enabling(cast: Cast, now: datetime) -> None:
    services.disable_login(actor=cast.keeper, now=now, login=cast.reporter.id)
    cast.reporter.refresh_from_db()
    assert not cast.reporter.is_active
    assert queries.seats_of(cast.reporter, queries.day_of(now)) == []
    with pytest.raises(checking.AlreadyEnded):
        services.disable_login(actor=cast.keeper, now=now, login=cast.reporter.id)
    with pytest.raises(checking.AlreadyEnded):
        services.reset_password(actor=cast.keeper, now=now, login=cast.reporter.id)

    again = services.enable_login(actor=cast.keeper, now=now, login=cast.reporter.id)

    assert again.user.is_active
    assert again.user.check_password(again.password)
    with pytest.raises(staff.LoginOpen):
        services.enable_login(actor=cast.keeper, now=now, login=cast.reporter.id)
    assert trail.last(rules.LOGIN_DISABLED).actor_id == "unit.keeper"
    assert trail.last(rules.LOGIN_ENABLED).object_id == str(cast.reporter.id)


def test_a_new_first_password_ends_the_old_one(cast: Cast, now: datetime) -> None:
    before = cast.reporter.password
    made = services.reset_password(actor=cast.keeper, now=now, login=cast.reporter.id)
    assert made.user.password != before
    assert made.user.must_change_password
    assert made.password not in str(trail.last(rules.PASSWORD_RESET).facts)


def test_a_correction_keeps_what_was(cast: Cast, now: datetime) -> None:
    old = cast.reporter.name
    services.change_login(actor=cast.keeper, now=now, login=cast.reporter.id, name="改 名", email="")
    assert trail.last(rules.LOGIN_CHANGED).facts["before"]["name"] == old
    with pytest.raises(checking.TextMissing):
        services.change_login(actor=cast.keeper, now=now, login=cast.reporter.id, name="", email="")


def test_people_of_another_county_are_not_there(cast: Cast, now: datetime) -> None:
    assert cast.far_reporter not in queries.logins_for(cast.county_office)
    for service in (services.disable_login, services.enable_login, services.reset_password):
        with pytest.raises(NotFound):
            service(actor=cast.county_office, now=now, login=cast.far_reporter.id)
    with pytest.raises(NotFound):
        services.change_login(actor=cast.county_office, now=now, login=cast.far_reporter.id, name="改", email="")


def test_no_take_over_by_way_of_a_side_job(cast: Cast, platform: Platform, now: datetime) -> None:
    """Who seats somebody with a role elsewhere does not get hold of the login."""
    services.appoint(
        actor=cast.keeper,
        now=now,
        username=cast.far_reporter.username,
        unit=cast.bureau.id,
        role=Role.REPORTER,
        valid_from=queries.day_of(now),
        valid_until=None,
    )
    assert cast.far_reporter in queries.logins_for(cast.keeper)
    for service in (services.disable_login, services.reset_password):
        with pytest.raises(staff.LoginOutOfHand):
            service(actor=cast.keeper, now=now, login=cast.far_reporter.id)
    assert services.reset_password(actor=platform.system, now=now, login=cast.far_reporter.id).password


def test_a_role_to_come_counts(cast: Cast, platform: Platform, now: datetime) -> None:
    services.appoint(
        actor=platform.security,
        now=now,
        username=cast.reporter.username,
        unit=cast.other_bureau.id,
        role=Role.CREDIT_OFFICE,
        valid_from=queries.day_of(now) + timedelta(days=5),
        valid_until=None,
    )
    with pytest.raises(staff.LoginOutOfHand):
        services.reset_password(actor=cast.keeper, now=now, login=cast.reporter.id)


def test_the_citys_office_does_not_keep_administrators(cast: Cast, platform: Platform, now: datetime) -> None:
    for role in rules.ADMINISTRATORS:
        with pytest.raises(staff.LoginOutOfHand):
            services.reset_password(actor=cast.city_office, now=now, login=platform.logins[role].user.id)
    auditor = factories.person(platform, now, "auditor", cast.bureau, Role.AUDITOR).user
    with pytest.raises(staff.LoginOutOfHand):
        services.disable_login(actor=cast.city_office, now=now, login=auditor.id)


def test_a_fellow_unit_administrator_is_not_in_hand(cast: Cast, platform: Platform, now: datetime) -> None:
    fellow = factories.person(platform, now, "fellow", cast.bureau, Role.UNIT_ADMINISTRATOR).user
    with pytest.raises(staff.LoginOutOfHand):
        services.reset_password(actor=cast.keeper, now=now, login=fellow.id)


def test_nobody_keeps_the_own_login(cast: Cast, now: datetime) -> None:
    cast.everybody()
    own = User.objects.get(username="unit.keeper")
    for service in (services.disable_login, services.reset_password):
        with pytest.raises(appointments.NotYourself):
            service(actor=cast.keeper, now=now, login=own.id)


def test_a_second_factor_is_reset_by_the_security_administrator(cast: Cast, platform: Platform, now: datetime) -> None:
    factories.equip(cast.reporter, now)
    with pytest.raises(NotPermitted):
        services.reset_second_factor(actor=cast.keeper, now=now, login=cast.reporter.id)
    services.reset_second_factor(actor=platform.security, now=now, login=cast.reporter.id)
    assert not queries.has_second_factor(cast.reporter)
    assert trail.last(rules.SECOND_FACTOR_RESET).actor_id == "warden"
    own = platform.logins[Role.SECURITY_ADMINISTRATOR].user
    with pytest.raises(appointments.NotYourself):
        services.reset_second_factor(actor=platform.security, now=now, login=own.id)


def test_the_last_security_administrator_stays(cast: Cast, platform: Platform, now: datetime) -> None:
    only = platform.logins[Role.SECURITY_ADMINISTRATOR].user
    with pytest.raises(appointments.LastAdministrator):
        services.disable_login(actor=platform.system, now=now, login=only.id)
    factories.person(platform, now, "second.warden", cast.bureau, Role.SECURITY_ADMINISTRATOR)
    services.disable_login(actor=platform.system, now=now, login=only.id)
    only.refresh_from_db()
    assert not only.is_active


def test_logins_long_not_used(cast: Cast, now: datetime) -> None:
    def idle() -> set[str]:
        return set(User.objects.filter(queries.idle_since(now)).values_list("username", flat=True))

    assert idle() == set()
    User.objects.filter(id=cast.reporter.id).update(last_login=now - timedelta(days=90))
    User.objects.filter(id=cast.far_reporter.id).update(created_at=now - timedelta(days=400))
    assert idle() == {"reporter", "far.reporter"}
    User.objects.filter(id=cast.far_reporter.id).update(last_login=now - timedelta(days=89))
    assert idle() == {"reporter"}


def test_an_export_of_staff_is_in_the_trail(cast: Cast, now: datetime) -> None:
    services.note_staff_export(actor=cast.keeper, now=now, rows=7)
    assert trail.last(rules.STAFF_EXPORTED).facts["rows"] == 7
    with pytest.raises(NotPermitted):
        services.note_staff_export(actor=factories.actor_of(cast.reporter, now), now=now, rows=7)
