"""Roles at units: given, taken, handed over; and what seats come of them."""

import threading
from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotFound, NotPermitted, Refusal
from chengxin.foundation.roles import Role
from chengxin.units import queries, rules, services
from chengxin.units.models import Appointment, Unit, User
from chengxin.units.services import appointments, checking
from chengxin.units.tests import factories, trail
from chengxin.units.tests.conftest import Cast
from chengxin.units.tests.factories import BEGINNING, Platform

pytestmark = pytest.mark.service
WEEK = timedelta(days=7)


def give(
    actor: Actor,
    now: datetime,
    user: User,
    unit: Unit,
    role: Role,
    *,
    start: date | None = None,
    until: date | None = None,
) -> Appointment:
    return services.appoint(
        actor=actor,
        now=now,
        username=user.username,
        unit=unit.id,
        role=role,
        valid_from=start or queries.day_of(now),
        valid_until=until,
    )


@pytest.mark.parametrize(
    ("who", "where", "role", "refusal"),
    [
        ("keeper", "bureau", Role.REVIEWER, None),
        ("keeper", "bureau", Role.UNIT_ADMINISTRATOR, appointments.MayNotAppoint),
        ("keeper", "other_bureau", Role.REVIEWER, NotFound),
        ("city_office", "far_bureau", Role.UNIT_ADMINISTRATOR, None),
        ("city_office", "bureau", Role.CREDIT_OFFICE, appointments.MayNotAppoint),
        ("city_office", "bureau", Role.SECURITY_ADMINISTRATOR, appointments.MayNotAppoint),
        ("county_office", "far_bureau", Role.REPORTER, NotFound),
        ("county_office", "bureau", Role.REPORTER, NotFound),
        ("county_office", "county_bureau", Role.CASE_OFFICER, None),
        ("county_office", "county_bureau", Role.CREDIT_OFFICE, appointments.MayNotAppoint),
    ],
)
def test_who_gives_which_role_where(  # noqa: PLR0917  a table's columns
    cast: Cast, now: datetime, who: str, where: str, role: Role, refusal: type[Refusal] | None
) -> None:
    actor, unit = getattr(cast, who), getattr(cast, where)
    if refusal is None:
        assert give(actor, now, cast.reporter, unit, role).role == role
        assert trail.last(rules.APPOINTED).facts["unit"] == unit.name
    else:
        with pytest.raises(refusal):
            give(actor, now, cast.reporter, unit, role)


def test_administrators_sit_at_city_units(cast: Cast, platform: Platform, now: datetime) -> None:
    with pytest.raises(appointments.CityRoleOnly):
        give(platform.security, now, cast.reporter, cast.county_bureau, Role.AUDIT_ADMINISTRATOR)


def test_separated_roles(cast: Cast, platform: Platform, now: datetime) -> None:
    system = platform.logins[Role.SYSTEM_ADMINISTRATOR].user
    with pytest.raises(appointments.RolesExclude):
        give(platform.security, now, system, cast.bureau, Role.AUDIT_ADMINISTRATOR)
    with pytest.raises(appointments.RolesExclude):
        give(platform.security, now, cast.reporter, cast.other_bureau, Role.AUDITOR)


def test_a_role_to_come_excludes_as_well(cast: Cast, platform: Platform, now: datetime) -> None:
    new = factories.login(platform, now, "new.one").user
    today = queries.day_of(now)
    give(platform.security, now, new, cast.bureau, Role.SYSTEM_ADMINISTRATOR, start=today + WEEK)
    with pytest.raises(appointments.RolesExclude):
        give(platform.security, now, new, cast.bureau, Role.SECURITY_ADMINISTRATOR)


def test_nobody_appoints_the_own_login(cast: Cast, platform: Platform, now: datetime) -> None:
    own = platform.logins[Role.SECURITY_ADMINISTRATOR].user
    with pytest.raises(appointments.NotYourself):
        give(platform.security, now, own, cast.bureau, Role.REPORTER)
    row = Appointment.objects.get(user=own)
    with pytest.raises(appointments.NotYourself):
        services.end_appointment(actor=platform.security, now=now, appointment=row.id)


def test_a_login_without_any_role_is_nobodys_to_seat(cast: Cast, platform: Platform, now: datetime) -> None:
    """Else a unit could seat the future administrator, give it a new password and wait."""
    new = factories.login(platform, now, "new.one").user
    with pytest.raises(appointments.LoginWithoutRole):
        give(cast.keeper, now, new, cast.bureau, Role.REPORTER)
    give(platform.security, now, new, cast.bureau, Role.REPORTER)
    give(cast.keeper, now, new, cast.bureau, Role.REVIEWER)


def test_one_who_left_can_come_back(cast: Cast, now: datetime) -> None:
    row = Appointment.objects.get(user=cast.reporter)
    services.end_appointment(actor=cast.keeper, now=now, appointment=row.id)
    give(cast.keeper, now, cast.reporter, cast.bureau, Role.CHECKER)


def test_the_same_role_is_held_once_at_a_time(cast: Cast, platform: Platform, now: datetime) -> None:
    today = queries.day_of(now)
    new = factories.login(platform, now, "new.one").user
    give(platform.security, now, new, cast.bureau, Role.REPORTER, start=today, until=today + WEEK)
    with pytest.raises(appointments.HeldAlready):
        give(platform.security, now, new, cast.bureau, Role.REPORTER, start=today + timedelta(days=6))
    give(platform.security, now, new, cast.bureau, Role.REPORTER, start=today + WEEK)
    assert queries.seats_of(new, today)[0].roles == (Role.REPORTER,)


@pytest.mark.parametrize("days", [0, -1])
def test_a_term_ends_after_it_begins(cast: Cast, now: datetime, days: int) -> None:
    today = queries.day_of(now)
    with pytest.raises(checking.WrongDay):
        give(cast.keeper, now, cast.reporter, cast.bureau, Role.REVIEWER, until=today + timedelta(days=days))


def test_nobody_is_appointed_where_nothing_is(cast: Cast, platform: Platform, now: datetime) -> None:
    cast.everybody()
    services.end_unit(actor=platform.system, now=now, unit=cast.bureau.id, valid_until=date(2019, 1, 1), basis="文")
    with pytest.raises(appointments.UnitNotInForce):
        give(platform.security, now, cast.reporter, cast.bureau, Role.REVIEWER)
    with pytest.raises(appointments.UnitNotInForce):
        give(
            platform.security,
            now,
            cast.reporter,
            cast.other_bureau,
            Role.REVIEWER,
            start=BEGINNING - timedelta(days=1),
        )


def test_nobody_of_that_name(cast: Cast, now: datetime) -> None:
    cast.reporter.username = "no.such"
    with pytest.raises(appointments.UnknownLogin):
        give(cast.keeper, now, cast.reporter, cast.bureau, Role.REVIEWER)


def test_a_role_is_taken_back_from_today(cast: Cast, now: datetime) -> None:
    row = Appointment.objects.get(user=cast.reporter)
    with pytest.raises(NotFound):
        services.end_appointment(actor=cast.far_office, now=now, appointment=row.id)
    services.end_appointment(actor=cast.keeper, now=now, appointment=row.id)
    assert queries.seats_of(cast.reporter, queries.day_of(now)) == []
    assert trail.last(rules.APPOINTMENT_ENDED).facts["role"] == "reporter"
    with pytest.raises(checking.AlreadyEnded):
        services.end_appointment(actor=cast.keeper, now=now, appointment=row.id)


def test_a_role_given_and_taken_on_one_day_leaves_two_entries(cast: Cast, now: datetime) -> None:
    row = give(cast.keeper, now, cast.reporter, cast.bureau, Role.REVIEWER)
    services.end_appointment(actor=cast.keeper, now=now, appointment=row.id)
    assert not Appointment.objects.filter(role=Role.REVIEWER).exists()
    assert trail.last(rules.APPOINTED).facts["role"] == trail.last(rules.APPOINTMENT_ENDED).facts["role"]


def test_the_last_security_administrator_keeps_the_role(cast: Cast, platform: Platform, now: datetime) -> None:
    second = factories.person(platform, now, "second.warden", cast.bureau, Role.SECURITY_ADMINISTRATOR).user
    second_actor = factories.actor_of(second, now)
    first_row = Appointment.objects.get(user=platform.logins[Role.SECURITY_ADMINISTRATOR].user)
    services.end_appointment(actor=second_actor, now=now, appointment=first_row.id)
    own = Appointment.objects.get(user=second)
    with pytest.raises(appointments.NotYourself):
        services.end_appointment(actor=second_actor, now=now, appointment=own.id)
    with pytest.raises(appointments.LastAdministrator):
        services.end_appointment(actor=platform.security, now=now, appointment=own.id)


def test_two_administrators_do_not_remove_each_other(
    committed_db: object,  # noqa: ARG001  real commits
    now: datetime,
) -> None:
    platform = factories.found(now)
    first = platform.logins[Role.SECURITY_ADMINISTRATOR].user
    second = factories.person(platform, now, "second", platform.office, Role.SECURITY_ADMINISTRATOR).user
    refused: list[Refusal] = []

    def disable(login: int) -> None:
        try:
            services.disable_login(actor=platform.system, now=now, login=login)
        except appointments.LastAdministrator as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=disable, args=[user.id]) for user in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert User.objects.filter(id__in=[first.id, second.id], is_active=True).count() == 1


def test_a_leaving_colleague_hands_everything_over(cast: Cast, platform: Platform, now: datetime) -> None:
    give(cast.keeper, now, cast.reporter, cast.bureau, Role.REVIEWER, start=queries.day_of(now) - WEEK)
    coming = factories.person(platform, now, "coming", cast.bureau, Role.REVIEWER).user

    given = services.hand_over(
        actor=cast.keeper, now=now, login=cast.reporter.id, unit=cast.bureau.id, username="coming"
    )

    today = queries.day_of(now)
    assert [row.role for row in given] == [Role.REPORTER]
    assert queries.seats_of(coming, today)[0].roles == (Role.REPORTER, Role.REVIEWER)
    assert queries.seats_of(cast.reporter, today) == []
    entry = trail.last(rules.HANDED_OVER)
    assert (entry.object_id, entry.facts["to"], entry.facts["roles"]) == (str(cast.reporter.id), "coming", ["报送员"])


def test_hand_over_moves_all_or_nothing(cast: Cast, platform: Platform, now: datetime) -> None:
    cast.everybody()
    auditor = factories.person(platform, now, "auditor", cast.other_bureau, Role.AUDITOR).user
    leaving = cast.reporter

    def hand_over(actor: Actor, username: str, login: int = leaving.id, unit: int = cast.bureau.id) -> None:
        services.hand_over(actor=actor, now=now, login=login, unit=unit, username=username)

    with pytest.raises(appointments.RolesExclude):
        hand_over(platform.security, auditor.username)
    with pytest.raises(appointments.SamePerson):
        hand_over(cast.keeper, leaving.username)
    with pytest.raises(appointments.UnknownLogin):
        hand_over(cast.keeper, "no.such")
    with pytest.raises(appointments.NotYourself):
        hand_over(cast.keeper, "unit.keeper")
    with pytest.raises(NotFound):
        hand_over(cast.far_office, "far.reporter")
    with pytest.raises(appointments.NothingToHandOver):
        hand_over(platform.security, "far.reporter", unit=cast.other_bureau.id)
    with pytest.raises(appointments.MayNotAppoint):
        hand_over(
            cast.city_office, "far.reporter", login=User.objects.get(username="auditor").id, unit=cast.other_bureau.id
        )
    with pytest.raises(NotPermitted):
        hand_over(platform.system, "far.reporter")
    assert queries.seats_of(leaving, queries.day_of(now))[0].roles == (Role.REPORTER,)


def test_seats_of_several_units(cast: Cast, platform: Platform, now: datetime) -> None:
    cast.everybody()
    factories.appoint(platform, now, cast.reporter, cast.county_bureau, Role.CREDIT_OFFICE)
    today = queries.day_of(now)
    seats = queries.seats_of(cast.reporter, today)
    assert [seat.unit.code for seat in seats] == ["bureau", "county-bureau"]
    assert seats[1].role_labels == "信用办"

    county = queries.staff_actor(cast.reporter, seats[1], "")
    assert queries.logins_for(county).filter(username="county.office").exists()
    assert not queries.logins_for(county).filter(username="far.reporter").exists()
    assert queries.roles_elsewhere(county, cast.reporter, today) == 1
