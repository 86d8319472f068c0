"""The first administrators, and the way back in when the last of them is shut out.

Both are called from the server's command line only: their permissions are held by no role.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from chengxin.audit.services import use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.names import pinyin_key
from chengxin.foundation.refusals import Conflict, Invalid, NotFound
from chengxin.foundation.roles import Role
from chengxin.units import queries, rules
from chengxin.units.models import Appointment, Unit, User
from chengxin.units.services.appointments import current_appointments, lock_administrators
from chengxin.units.services.checking import checked_code, checked_text
from chengxin.units.services.directory import KEY_LENGTH, WrongDistrict
from chengxin.units.services.staff import NewLogin, new_login, remove_second_factor, set_first_password
from chengxin.units.services.trail import note


class FoundedAlready(Conflict):
    """Administrators exist; they appoint the next ones."""

    code = "units.founded-already"
    says = "平台已有管理员，新的管理员由安全管理员在工作台任命"


class ThreePeople(Invalid):
    """The three administrators are three persons."""

    code = "units.three-people"
    says = "三位管理员要由三个人担任，登录名不能相同"


class NoAdministrator(Invalid):
    """The way back in is for administrators only."""

    code = "units.no-administrator"
    says = "“{username}”不是管理员，请系统管理员在工作台重置密码"


@dataclass(frozen=True)
class Founder:
    """One of the three persons: login name and name."""

    username: str
    name: str


@dataclass(frozen=True)
class Founding:
    """The unit and the three logins with their first passwords, shown once."""

    unit: Unit
    logins: dict[Role, NewLogin] = field(repr=False)


@use_case
def found_platform(
    *,
    actor: Actor,
    now: datetime,
    code: str,
    name: str,
    short_name: str,
    district: str,
    valid_from: date,
    founders: dict[Role, Founder],
) -> Founding:
    """Enter the unit that runs the platform and make its three administrators, once in the platform's life.

    ``founders`` names a person for each of ``rules.ADMINISTRATORS``; ``valid_from`` is the unit's first day.

    Raises:
        NotPermitted: the actor is not the server's command line.
        FoundedAlready: there is an administrator.
        ThreePeople: two of the three are one, or one is missing.
        WrongDistrict: the district is not a city's division code.
        BadCode, TextMissing, TextTooLong, BadUsername, UsernameTaken: of what is given.
    """
    actor.require(rules.FOUND_PLATFORM)
    lock_administrators()
    if Appointment.objects.filter(role__in=rules.ADMINISTRATORS).exists():
        raise FoundedAlready
    usernames = {founder.username.strip().lower() for founder in founders.values()}
    if set(founders) != rules.ADMINISTRATORS or len(usernames) != len(founders):
        raise ThreePeople
    if not rules.level_fits(rules.Level.CITY, district):
        raise WrongDistrict(district=district)
    full_name = checked_text(name, what="单位名称", field="name", limit=200)
    unit, _made = Unit.objects.get_or_create(
        code=checked_code(code),
        defaults={
            "name": full_name,
            "short_name": checked_text(short_name, what="简称", field="short_name", limit=40),
            "name_key": pinyin_key(full_name)[:KEY_LENGTH],
            "level": rules.Level.CITY,
            "district": district,
            "valid_from": valid_from,
        },
    )
    logins = {role: _seated(actor, now, unit, role, founder) for role, founder in sorted(founders.items())}
    note(actor, now, rules.PLATFORM_FOUNDED, unit, administrators=sorted(usernames))
    return Founding(unit=unit, logins=logins)


def _seated(actor: Actor, now: datetime, unit: Unit, role: Role, founder: Founder) -> NewLogin:
    user, password = new_login(now=now, username=founder.username, name=founder.name, email="")
    Appointment.objects.create(
        user=user, unit=unit, role=role, valid_from=queries.day_of(now), appointed_by=f"服务器 {actor.name}"
    )
    note(actor, now, rules.APPOINTED, user, unit=unit.name, role=role)
    return NewLogin(user=user, password=password)


@use_case
def rescue_administrator(*, actor: Actor, now: datetime, username: str) -> NewLogin:
    """Open an administrator's login again with a new first password and without second factor.

    Raises:
        NotPermitted: the actor is not the server's command line.
        NotFound: no such login.
        NoAdministrator: it is no administrator's.
    """
    actor.require(rules.RESCUE_ADMINISTRATOR)
    plain = username.strip().lower()
    user = User.objects.select_for_update().filter(username=plain).first()
    if user is None:
        raise NotFound
    roles = {Role(row.role) for row in current_appointments(user, now)}
    if not roles & rules.ADMINISTRATORS:
        raise NoAdministrator(username=plain)
    remove_second_factor(user)
    password = set_first_password(user, now, open_again=True)
    note(actor, now, rules.ADMINISTRATOR_RESCUED, user)
    return NewLogin(user=user, password=password)
