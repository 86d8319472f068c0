"""The cast: a city with one bureau, a county with another, and people who work there."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count

from django.test import Client
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from chengxin.foundation.actor import Actor, ActorKind, Grant
from chengxin.foundation.roles import Role
from chengxin.units.models import Unit, User
from chengxin.units.queries import Seat, staff_actor
from chengxin.units.rules import Level
from chengxin.units.services import create_login, create_unit

NOW = datetime(2018, 6, 30, 2, 0, tzinfo=UTC)
"""Ten in the morning of a Saturday in China."""

FOUNDER = Actor(
    kind=ActorKind.STAFF,
    id="founder",
    name="创建人",
    grants=(
        Grant(Role.CREDIT_OFFICE, everywhere=True),
        Grant(Role.SYSTEM_ADMINISTRATOR, everywhere=True),
        Grant(Role.SECURITY_ADMINISTRATOR, everywhere=True),
    ),
)
_numbers = count(1)


@dataclass(frozen=True)
class Person:
    """A login and the actor it becomes at its seat."""

    user: User
    actor: Actor


def bureau(level: Level = Level.CITY, district: str = "990100") -> Unit:
    number = next(_numbers)
    return create_unit(
        actor=FOUNDER,
        now=NOW,
        code=f"bureau-{number}",
        name=f"测试第{number}局",
        short_name=f"测{number}局",
        level=level,
        district=district,
        valid_from=date(2010, 1, 1),
    )


def person(unit: Unit, *roles: Role, email: str = "") -> Person:
    number = next(_numbers)
    made = create_login(
        actor=FOUNDER,
        now=NOW,
        username=f"person-{number}",
        name=f"测试员{number}",
        email=email,
        unit=unit.id,
        role=roles[0],
    )
    return Person(made.user, staff_actor(made.user, Seat(unit=unit, roles=roles), "192.0.2.1"))


def sign_in(client: Client, someone: Person) -> None:
    """Let the client act as the person, past password and second factor."""
    User.objects.filter(id=someone.user.id).update(must_change_password=False, password_changed_at=timezone.now())
    client.force_login(someone.user, "django.contrib.auth.backends.ModelBackend")
    device = TOTPDevice.objects.create(user=someone.user, name="test", confirmed=True)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
