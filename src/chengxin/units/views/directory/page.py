"""The page of one unit: facts, succession in both directions, groups, contacts, people, delegations, clients."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.foundation.roles import Role
from chengxin.ui.pieces import Crumb
from chengxin.units import queries, rules
from chengxin.units.models import Unit


@dataclass(frozen=True)
class Step:
    """One step of the succession: ``outward`` says that the other took over from this unit, else this one from it."""

    on: date
    outward: bool
    other: str
    address: str
    duties: str
    basis: str


@dataclass(frozen=True)
class GroupLine:
    """A time in a group."""

    name: str
    valid_from: date
    valid_until: date | None
    leave: str


@dataclass(frozen=True)
class LiaisonLine:
    """A contact in office."""

    name: str
    post: str
    phone: str
    email: str
    valid_from: date
    end: str


@dataclass(frozen=True)
class PersonLine:
    """Somebody with roles here."""

    name: str
    roles: str
    address: str
    closed: bool


@dataclass(frozen=True)
class DelegationLine:
    """A delegation in force, seen from this unit."""

    words: str
    roles: str
    address: str


@dataclass(frozen=True)
class ClientLine:
    """An API client of the unit."""

    name: str
    code: str
    address: str


@dataclass(frozen=True)
class Action:
    """Something that may be done to the unit."""

    label: str
    address: str


@dataclass(frozen=True)
class UnitPage:
    """Everything about a unit that the actor may see; None stands for what it may not see at all."""

    name: str
    title: str
    code: str
    short_name: str
    unified_code: str
    level: str
    district: str
    district_code: str
    parent: str
    parent_address: str
    valid_from: date
    valid_until: date | None
    steps: tuple[Step, ...]
    groups: tuple[GroupLine, ...]
    liaisons: tuple[LiaisonLine, ...]
    people: tuple[PersonLine, ...] | None
    delegations: tuple[DelegationLine, ...] | None
    clients: tuple[ClientLine, ...] | None
    over: bool
    actions: tuple[Action, ...]
    name_liaison: str
    join: str
    appoint: str
    delegate: str


def crumbs_to(unit: Unit) -> tuple[Crumb, ...]:
    """Return the way to the pages below a unit."""
    here = Crumb(unit.short_name, reverse("units:unit", args=[unit.id]))
    return (Crumb(_("单位名录"), reverse("units:units")), here)


@require_safe
@staff(rules.SEE_UNITS)
def unit(request: Request, unit_id: int) -> HttpResponse:
    """Show a unit."""
    row = queries.unit_for(request.actor, unit_id)
    page = _page(request.actor, row, queries.day_of(request.now))
    steps = (Crumb(_("单位名录"), reverse("units:units")),)
    return render(request, "units/unit.html", {"page": page, "steps": steps})


def _page(actor: Actor, row: Unit, today: date) -> UnitPage:
    steps = _steps(actor, row)
    people = _people(actor, row, today)
    over = row.valid_until is not None and row.valid_until <= today
    return UnitPage(
        name=row.name,
        title=_title(row, steps, people, over=over),
        code=row.code,
        short_name=row.short_name,
        unified_code=row.unified_code,
        level=rules.LEVEL_LABELS[rules.Level(row.level)],
        district=queries.district_names([row.district], today)[row.district],
        district_code=row.district,
        parent=row.parent.name if row.parent else "",
        parent_address=reverse("units:unit", args=[row.parent_id]) if row.parent_id else "",
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        steps=steps,
        groups=_groups(actor, row),
        liaisons=_liaisons(actor, row, today),
        people=people,
        delegations=_delegations(actor, row, today),
        clients=_clients(actor, row),
        over=over,
        actions=_actions(actor, row),
        name_liaison="" if over else _may(actor, rules.NAME_LIAISON, row, "units:name-liaison"),
        join=_may(actor, rules.KEEP_GROUPS, row, "units:join-group") if _everywhere(actor) and not over else "",
        appoint="" if over else _may(actor, rules.APPOINT, row, "units:seat"),
        delegate=reverse("units:delegate") if _reaches(actor, rules.DELEGATE, row) and not over else "",
    )


def _title(row: Unit, steps: tuple[Step, ...], people: tuple[PersonLine, ...] | None, *, over: bool) -> str:
    if over:
        heirs = "、".join(dict.fromkeys(step.other for step in steps if step.outward))
        title = _("{name}已撤销，由{heirs}承继") if heirs else _("{name}已撤销")
        return title.format(name=row.name, heirs=heirs)
    if people is not None:
        return _("{name}有{n}人任职").format(name=row.name, n=len(people))
    return row.name


def _steps(actor: Actor, row: Unit) -> tuple[Step, ...]:
    found = []
    for succession in queries.successions_of(actor, row):
        outward = succession.predecessor_id == row.id
        other = succession.successor if outward else succession.predecessor
        found.append(
            Step(
                on=succession.valid_from,
                outward=outward,
                other=other.name,
                address=reverse("units:unit", args=[other.id]),
                duties=succession.duties,
                basis=succession.basis,
            )
        )
    return tuple(found)


def _groups(actor: Actor, row: Unit) -> tuple[GroupLine, ...]:
    may_keep = _everywhere(actor)
    return tuple(
        GroupLine(
            name=membership.group.name,
            valid_from=membership.valid_from,
            valid_until=membership.valid_until,
            leave=reverse("units:leave-group", args=[membership.id])
            if may_keep and membership.valid_until is None
            else "",
        )
        for membership in queries.memberships_for(actor).filter(unit=row)
    )


def _liaisons(actor: Actor, row: Unit, today: date) -> tuple[LiaisonLine, ...]:
    may_name = _reaches(actor, rules.NAME_LIAISON, row)
    return tuple(
        LiaisonLine(
            name=liaison.name,
            post=liaison.post,
            phone=liaison.phone,
            email=liaison.email,
            valid_from=liaison.valid_from,
            end=reverse("units:end-liaison", args=[liaison.id]) if may_name and liaison.valid_until is None else "",
        )
        for liaison in queries.liaisons_for(actor).filter(queries.not_over(today), unit=row)
    )


def _people(actor: Actor, row: Unit, today: date) -> tuple[PersonLine, ...] | None:
    if not _reaches(actor, rules.SEE_STAFF, row):
        return None
    held: dict[int, list[Role]] = {}
    users = {}
    found = queries.appointments_for(actor).filter(queries.in_force(today), unit=row)
    for appointment in found.order_by("user__username", "id"):
        users[appointment.user_id] = appointment.user
        held.setdefault(appointment.user_id, []).append(Role(appointment.role))
    return tuple(
        PersonLine(
            name=user.name,
            roles="、".join(rules.ROLE_LABELS[role] for role in held[user.id]),
            address=reverse("units:person", args=[user.id]),
            closed=not user.is_active,
        )
        for user in users.values()
    )


def _delegations(actor: Actor, row: Unit, today: date) -> tuple[DelegationLine, ...] | None:
    if not _reaches(actor, rules.SEE_DELEGATIONS, row):
        return None
    lines = []
    for delegation in queries.delegations_for(actor).filter(queries.not_over(today)):
        if row.id not in (delegation.principal_id, delegation.deputy_id):
            continue
        given = delegation.principal_id == row.id
        other = delegation.deputy if given else delegation.principal
        words = _("委托{other}代办") if given else _("受{other}委托代办")
        lines.append(
            DelegationLine(
                words=words.format(other=other.name),
                roles="、".join(rules.ROLE_LABELS[Role(role)] for role in delegation.roles),
                address=reverse("units:delegations"),
            )
        )
    return tuple(lines)


def _clients(actor: Actor, row: Unit) -> tuple[ClientLine, ...] | None:
    if not _reaches(actor, rules.KEEP_CLIENTS, row):
        return None
    return tuple(
        ClientLine(name=client.name, code=client.code, address=reverse("units:client", args=[client.id]))
        for client in queries.clients_for(actor).filter(unit=row)
    )


def _actions(actor: Actor, row: Unit) -> tuple[Action, ...]:
    if not _reaches(actor, rules.KEEP_UNITS, row):
        return ()
    found = [Action(_("更正"), reverse("units:correct", args=[row.id]))]
    if row.valid_until is None:
        found.append(Action(_("登记承继"), reverse("units:succeed", args=[row.id])))
        found.append(Action(_("登记撤销"), reverse("units:end-unit", args=[row.id])))
    return tuple(found)


def _may(actor: Actor, permission: Permission, row: Unit, name: str) -> str:
    return reverse(name, args=[row.id]) if _reaches(actor, permission, row) else ""


def _reaches(actor: Actor, permission: Permission, row: Unit) -> bool:
    return actor.scope(permission).covers(unit=row.id, district=row.district)


def _everywhere(actor: Actor) -> bool:
    return actor.scope(rules.KEEP_GROUPS).everything
