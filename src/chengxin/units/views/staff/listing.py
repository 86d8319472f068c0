"""The list of staff, on screen and as a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.foundation.roles import Role
from chengxin.ui.listing import file_of, slice_of
from chengxin.ui.pieces import Pager
from chengxin.units import queries, rules, services
from chengxin.units.forms import StaffFilter
from chengxin.units.models import User


@dataclass(frozen=True)
class PersonLine:
    """A login in the list. ``seats`` are the units and roles inside the reach, ``idle`` says long not used."""

    name: str
    username: str
    seats: tuple[str, ...]
    last_login: datetime | None
    second_factor: bool
    needs_second_factor: bool
    closed: bool
    idle: bool
    address: str


@dataclass(frozen=True)
class StaffPage:
    """The list: its finding, its rows, what the actor may do here."""

    title: str
    lead: str
    lines: tuple[PersonLine, ...]
    pager: Pager
    export: str
    may_create: bool
    may_seat: str
    filtered: bool


@require_safe
@staff(rules.SEE_STAFF)
def staff_list(request: Request) -> HttpResponse:
    """List the logins inside the reach."""
    form, found = _asked(request)
    part = slice_of(request, found, _("人"))
    own_unit = request.actor.unit
    page = StaffPage(
        title=_title(request, found),
        lead=_lead(found, request.now),
        lines=tuple(_lines(request, part.rows)),
        pager=part.pager,
        export=f"{reverse('units:staff-file')}?{request.GET.urlencode()}",
        may_create=request.actor.may(rules.KEEP_LOGINS),
        may_seat=reverse("units:seat", args=[own_unit]) if own_unit and request.actor.may(rules.APPOINT) else "",
        filtered=any(request.GET.get(key) for key in ("q", "unit", "role", "state")),
    )
    return render(request, "units/staff.html", {"page": page, "form": form})


@require_safe
@staff(rules.SEE_STAFF)
def staff_file(request: Request) -> HttpResponse:
    """Give the list as asked for as a csv file."""
    _form, found = _asked(request)
    lines = list(_lines(request, found))
    services.note_staff_export(actor=request.actor, now=request.now, rows=len(lines))
    heads = [_("登录名"), _("姓名"), _("单位和角色"), _("最近登录"), _("第二重验证"), _("状态")]
    rows = (
        [
            line.username,
            line.name,
            "；".join(line.seats),
            f"{timezone.localtime(line.last_login):%Y-%m-%d %H:%M}" if line.last_login else "",
            _("已启用") if line.second_factor else _("未启用"),
            _("已停用") if line.closed else _("在用"),
        ]
        for line in lines
    )
    return file_of("staff", heads, rows)


def _asked(request: Request) -> tuple[StaffFilter, QuerySet[User]]:
    """Return the filter and the logins it finds; a filter that can not be read finds nothing."""
    form = StaffFilter(request.GET or None, units=queries.units_for(request.actor, permission=rules.SEE_STAFF))
    found = queries.logins_for(request.actor)
    if not form.is_bound:
        return form, found
    if not form.is_valid():
        return form, found.none()
    given = form.cleaned_data
    today = queries.day_of(request.now)
    if words := given["q"].strip():
        found = found.filter(Q(name__icontains=words) | Q(username__icontains=words))
    held = queries.appointments_for(request.actor).order_by().filter(queries.not_over(today))
    if given["unit"]:
        found = found.filter(id__in=held.filter(unit=given["unit"]).values("user_id"))
    if given["role"]:
        found = found.filter(id__in=held.filter(role=given["role"]).values("user_id"))
    return form, _in_state(found, given["state"], request.now)


def _in_state(found: QuerySet[User], state: str, now: datetime) -> QuerySet[User]:
    match state:
        case "open":
            return found.filter(is_active=True)
        case "closed":
            return found.filter(is_active=False)
        case "idle":
            return found.filter(queries.idle_since(now), is_active=True)
        case "without-second-factor":
            return queries.without_second_factor(found).filter(is_active=True)
        case "without-role":
            return found.exclude(id__in=queries.seated_users(queries.day_of(now)))
        case _:
            return found


def _lines(request: Request, found: Iterable[User]) -> Iterable[PersonLine]:
    shown = list(found)
    today = queries.day_of(request.now)
    held = _held(request, shown, today)
    verified = queries.second_factor_holders(shown)
    for user in shown:
        seats = held.get(user.id, {})
        used = user.last_login or user.created_at
        yield PersonLine(
            name=user.name,
            username=user.username,
            seats=tuple(
                f"{unit}：{'、'.join(rules.ROLE_LABELS[role] for role in roles)}" for unit, roles in seats.items()
            ),
            last_login=user.last_login,
            second_factor=user.id in verified,
            needs_second_factor=rules.needs_second_factor(role for roles in seats.values() for role in roles),
            closed=not user.is_active,
            idle=user.is_active and request.now - used >= queries.IDLE,
            address=reverse("units:person", args=[user.id]),
        )


def _held(request: Request, shown: list[User], today: date) -> dict[int, dict[str, list[Role]]]:
    """Return, for each login by id, its present roles by unit."""
    held: dict[int, dict[str, list[Role]]] = {}
    found = queries.appointments_for(request.actor).filter(queries.in_force(today), user__in=shown)
    for row in found.order_by("unit__name_key", "id"):
        held.setdefault(row.user_id, {}).setdefault(row.unit.short_name, []).append(Role(row.role))
    return held


def _title(request: Request, found: QuerySet[User]) -> str:
    open_logins = found.filter(is_active=True)
    without = queries.without_second_factor(open_logins).filter(id__in=_must_have_second_factor(request)).count()
    if without:
        return _("{n}个在用账号，{m}人还没有启用第二重验证").format(n=open_logins.count(), m=without)
    return _("{n}个在用账号，该启用第二重验证的都已启用").format(n=open_logins.count())


def _must_have_second_factor(request: Request) -> QuerySet[User]:
    today = queries.day_of(request.now)
    held = queries.appointments_for(request.actor).order_by().filter(queries.in_force(today))
    return User.objects.filter(id__in=held.filter(role__in=rules.SECOND_FACTOR_ROLES).values("user_id"))


def _lead(found: QuerySet[User], now: datetime) -> str:
    idle = found.filter(queries.idle_since(now), is_active=True).count()
    closed = found.filter(is_active=False).count()
    parts = []
    if idle:
        parts.append(_("{n}个账号90天没有登录过，请核实是否还需要").format(n=idle))
    if closed:
        parts.append(_("另有{n}个已停用").format(n=closed))
    return "；".join(parts)
