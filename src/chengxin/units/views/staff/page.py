"""The page of one login."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.audit.rules import SEE_TRAIL
from chengxin.foundation.actor import Actor
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.foundation.roles import Role
from chengxin.ui.pieces import Crumb
from chengxin.units import queries, rules, services
from chengxin.units.models import User


@dataclass(frozen=True)
class RoleLine:
    """A role at a unit, now, to come or over. ``end`` leads to taking it back, if that is the actor's to do."""

    unit: str
    unit_address: str
    role: str
    valid_from: date
    valid_until: date | None
    look: str
    state: str
    appointed_by: str
    end: str


@dataclass(frozen=True)
class Deed:
    """Something that may be done to the login."""

    label: str
    address: str


@dataclass(frozen=True)
class PersonPage:
    """A login with its roles inside the actor's reach; ``elsewhere`` counts the present ones outside."""

    title: str
    name: str
    username: str
    email: str
    created_at: datetime
    last_login: datetime | None
    second_factor: bool
    closed: bool
    must_change_password: bool
    roles: tuple[RoleLine, ...]
    elsewhere: int
    own: bool
    deeds: tuple[Deed, ...]
    appoint: str
    trail: str


def crumbs_to(user: User) -> tuple[Crumb, ...]:
    """Return the way to the pages below a person."""
    here = Crumb(user.name, reverse("units:person", args=[user.id]))
    return (Crumb(_("人员"), reverse("units:staff")), here)


@require_safe
@staff(rules.SEE_STAFF)
def person(request: Request, user_id: int) -> HttpResponse:
    """Show a login."""
    user = queries.login_for(request.actor, user_id)
    page = _page(request, user)
    return render(request, "units/person.html", {"page": page, "steps": (Crumb(_("人员"), reverse("units:staff")),)})


def _page(request: Request, user: User) -> PersonPage:
    actor, today = request.actor, queries.day_of(request.now)
    lines = tuple(_role_lines(actor, user, today))
    now_held = sum(1 for line in lines if line.look == "good")
    second_factor = queries.has_second_factor(user)
    own = actor.id == user.username
    return PersonPage(
        title=_title(user, now_held, missing=not second_factor and _needs_second_factor(actor, user, today)),
        name=user.name,
        username=user.username,
        email=user.email,
        created_at=user.created_at,
        last_login=user.last_login,
        second_factor=second_factor,
        closed=not user.is_active,
        must_change_password=user.must_change_password,
        roles=lines,
        elsewhere=queries.roles_elsewhere(actor, user, today),
        own=own,
        deeds=() if own else tuple(_deeds(actor, user, second_factor=second_factor, holds=bool(now_held))),
        appoint=reverse("units:appoint", args=[user.id])
        if actor.may(rules.APPOINT) and user.is_active and not own
        else "",
        trail=f"{reverse('audit:trail')}?actor={user.username}" if actor.may(SEE_TRAIL) else "",
    )


def _title(user: User, now_held: int, *, missing: bool) -> str:
    if not user.is_active:
        return _("{name}的账号已停用").format(name=user.name)
    if not now_held:
        return _("{name}现在没有角色").format(name=user.name)
    if missing:
        return _("{name}现有{n}个角色，还没有启用第二重验证").format(name=user.name, n=now_held)
    return _("{name}现有{n}个角色").format(name=user.name, n=now_held)


def _needs_second_factor(actor: Actor, user: User, today: date) -> bool:
    held = queries.appointments_for(actor).filter(queries.in_force(today), user=user)
    return rules.needs_second_factor(Role(row.role) for row in held)


def _role_lines(actor: Actor, user: User, today: date) -> list[RoleLine]:
    lines = []
    for row in queries.appointments_for(actor).filter(user=user):
        over = row.valid_until is not None and row.valid_until <= today
        to_come = row.valid_from > today
        may_end = not over and actor.id != user.username and services.may_give(actor, row.unit, Role(row.role))
        lines.append(
            RoleLine(
                unit=row.unit.name,
                unit_address=reverse("units:unit", args=[row.unit_id]),
                role=rules.ROLE_LABELS[Role(row.role)],
                valid_from=row.valid_from,
                valid_until=row.valid_until,
                look="done" if over else "idle" if to_come else "good",
                state=_("已免除") if over else _("未到") if to_come else _("在任"),
                appointed_by=row.appointed_by,
                end=reverse("units:end-appointment", args=[row.id]) if may_end else "",
            )
        )
    return lines


def _deeds(actor: Actor, user: User, *, second_factor: bool, holds: bool) -> list[Deed]:
    found = []
    if actor.may(rules.APPOINT) and holds:
        found.append(Deed(_("移交角色"), reverse("units:hand-over", args=[user.id])))
    if actor.may(rules.KEEP_LOGINS):
        found.append(Deed(_("更正资料"), reverse("units:correct-person", args=[user.id])))
        if user.is_active:
            found.append(Deed(_("重置密码"), reverse("units:reset-password", args=[user.id])))
            found.append(Deed(_("停用账号"), reverse("units:disable", args=[user.id])))
        else:
            found.append(Deed(_("恢复账号"), reverse("units:enable", args=[user.id])))
    if actor.may(rules.RESET_SECOND_FACTOR) and second_factor:
        found.append(Deed(_("重置第二重验证"), reverse("units:reset-second-factor", args=[user.id])))
    return found
