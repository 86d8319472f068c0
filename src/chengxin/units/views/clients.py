"""API clients and their keys."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.ui.asking import FormPage, ask, attempt, carried_out, page, sent
from chengxin.ui.listing import slice_of
from chengxin.ui.pieces import Crumb, Pager
from chengxin.units import queries, rules, services
from chengxin.units.forms import ClientChangeForm, ClientForm
from chengxin.units.models import ApiClient, ApiKey


@dataclass(frozen=True)
class ClientLine:
    """A client in the list."""

    name: str
    code: str
    unit: str
    scopes: str
    calls_a_minute: int
    look: str
    state: str
    address: str


@dataclass(frozen=True)
class ClientsPage:
    """The list: its finding and rows."""

    title: str
    lines: tuple[ClientLine, ...]
    pager: Pager


@dataclass(frozen=True)
class KeyLine:
    """A key, by the part of it that may be shown."""

    prefix: str
    created_at: datetime
    expires_at: datetime
    look: str
    state: str
    revoke: str


@dataclass(frozen=True)
class ClientPage:
    """One client with its keys."""

    title: str
    name: str
    code: str
    unit: str
    unit_address: str
    scopes: tuple[str, ...]
    calls_a_minute: int
    keys: tuple[KeyLine, ...]
    change: str
    issue: str
    close: str
    example: str


@require_safe
@staff(rules.KEEP_CLIENTS)
def clients(request: Request) -> HttpResponse:
    """List the API clients of units inside the reach."""
    found = queries.clients_for(request.actor)
    part = slice_of(request, found, _("个"))
    shown = ClientsPage(
        title=_("{n}个系统可以调用接口").format(n=found.filter(queries.not_over(queries.day_of(request.now))).count()),
        lines=tuple(_line(row, request.now) for row in part.rows),
        pager=part.pager,
    )
    return render(request, "units/clients.html", {"page": shown})


@require_safe
@staff(rules.KEEP_CLIENTS)
def client(request: Request, client_id: int) -> HttpResponse:
    """Show a client with its keys."""
    row = queries.client_for(request.actor, client_id)
    keys = tuple(_key_line(key, request.now) for key in queries.keys_of(row))
    is_open = _is_open(row, request.now)
    working = sum(1 for key in keys if key.revoke)
    shown = ClientPage(
        title=_title(row, working, is_open=is_open),
        name=row.name,
        code=row.code,
        unit=row.unit.name,
        unit_address=reverse("units:unit", args=[row.unit_id]),
        scopes=tuple(rules.CLIENT_SCOPES.get(scope, scope) for scope in row.scopes),
        calls_a_minute=row.calls_a_minute,
        keys=keys,
        change=reverse("units:change-client", args=[row.id]) if is_open else "",
        issue=reverse("units:issue-key", args=[row.id]) if is_open else "",
        close=reverse("units:close-client", args=[row.id]) if is_open else "",
        example=_example(request, "$CHENGXIN_KEY"),
    )
    steps = (Crumb(_("接口客户端"), reverse("units:clients")),)
    return render(request, "units/client.html", {"page": shown, "steps": steps})


@page
@staff(rules.KEEP_CLIENTS)
def register_client(request: Request) -> HttpResponse:
    """Register another system."""
    today = queries.day_of(request.now)
    form = ClientForm(
        sent(request),
        units=queries.units_for(request.actor, on=today, permission=rules.KEEP_CLIENTS),
        initial={"unit": request.actor.unit, "calls_a_minute": settings.API_CALLS_A_MINUTE},
    )
    if form.is_valid():
        made = attempt(form, lambda: services.create_client(actor=request.actor, now=request.now, **form.cleaned_data))
        if made:
            messages.success(request, _("{name}已登记。下一步：发放密钥。").format(name=made.name))
            return redirect("units:client", made.id)
    around = FormPage(
        title=_("登记要调用接口的系统"),
        here=_("登记客户端"),
        submit=_("登记"),
        back=reverse("units:clients"),
        effect=_("只登记，不发放密钥。它以所属单位的名义调用，只能看到和报送这个单位的数据。"),
        steps=(Crumb(_("接口客户端"), reverse("units:clients")),),
    )
    return ask(request, form, around)


@page
@staff(rules.KEEP_CLIENTS)
def change_client(request: Request, client_id: int) -> HttpResponse:
    """Change name, scopes and limit."""
    row = queries.client_for(request.actor, client_id)
    now_there = {"name": row.name, "scopes": row.scopes, "calls_a_minute": row.calls_a_minute}
    form = ClientChangeForm(sent(request), initial=now_there)
    if carried_out(
        form,
        lambda: services.change_client(actor=request.actor, now=request.now, client=client_id, **form.cleaned_data),
    ):
        messages.success(request, _("已修改，从下一次调用起生效。"))
        return redirect("units:client", client_id)
    effect = _("从下一次调用起生效，不需要换密钥。")
    return ask(request, form, _around(row, _("修改{name}"), _("修改"), _("修改"), effect))


@page
@staff(rules.KEEP_CLIENTS)
def issue_key(request: Request, client_id: int) -> HttpResponse:
    """Give a client a new key and show it once."""
    row = queries.client_for(request.actor, client_id)
    form = forms.Form(sent(request))
    if form.is_valid():
        made = attempt(form, lambda: services.issue_key(actor=request.actor, now=request.now, client=client_id))
        if made:
            context = {
                "name": row.name,
                "secret": made.secret,
                "expires_at": made.row.expires_at,
                "example": _example(request, made.secret),
                "back": reverse("units:client", args=[client_id]),
                "steps": _steps(row),
            }
            return render(request, "units/new_key.html", context)
    effect = _("显示一次密钥，平台只保存它的摘要。旧密钥继续有效，便于对方不停机更换；换好以后请吊销旧的。")
    return ask(request, form, _around(row, _("为{name}发放密钥"), _("发放密钥"), _("发放"), effect))


@page
@staff(rules.KEEP_CLIENTS)
def revoke_key(request: Request, key_id: int) -> HttpResponse:
    """Close a key at once."""
    key = queries.key_for(request.actor, key_id)
    form = forms.Form(sent(request))
    if carried_out(form, lambda: services.revoke_key(actor=request.actor, now=request.now, key=key_id)):
        messages.success(request, _("密钥{prefix}…已吊销。").format(prefix=key.prefix))
        return redirect("units:client", key.client_id)
    effect = _("密钥{prefix}…立即作废，还在用它的系统会收到401。不能撤回。").format(prefix=key.prefix)
    return ask(request, form, _around(key.client, _("吊销{name}的密钥"), _("吊销密钥"), _("吊销"), effect))


@page
@staff(rules.KEEP_CLIENTS)
def close_client(request: Request, client_id: int) -> HttpResponse:
    """Close a client for good."""
    row = queries.client_for(request.actor, client_id)
    form = forms.Form(sent(request))
    if carried_out(form, lambda: services.close_client(actor=request.actor, now=request.now, client=client_id)):
        messages.success(request, _("{name}已停用。").format(name=row.name))
        return redirect("units:client", client_id)
    effect = _("它的密钥全部作废，从下一次调用起被拒绝。停用以后不能恢复，需要时另行登记。")
    return ask(request, form, _around(row, _("停用{name}"), _("停用客户端"), _("停用"), effect))


def _steps(row: ApiClient) -> tuple[Crumb, ...]:
    here = Crumb(row.name, reverse("units:client", args=[row.id]))
    return (Crumb(_("接口客户端"), reverse("units:clients")), here)


def _around(row: ApiClient, title: str, here: str, submit: str, effect: str) -> FormPage:
    return FormPage(
        title=title.format(name=row.name),
        here=here,
        submit=submit,
        back=reverse("units:client", args=[row.id]),
        effect=effect,
        steps=_steps(row),
    )


def _example(request: Request, secret: str) -> str:
    address = request.build_absolute_uri("/api/v1/client")
    return f'curl -H "Authorization: Bearer {secret}" {address}'


def _is_open(row: ApiClient, now: datetime) -> bool:
    return row.valid_until is None or row.valid_until > queries.day_of(now)


def _title(row: ApiClient, working: int, *, is_open: bool) -> str:
    if not is_open:
        return _("{name}已停用").format(name=row.name)
    if not working:
        return _("{name}还没有可用的密钥").format(name=row.name)
    return _("{name}有{n}把可用的密钥").format(name=row.name, n=working)


def _line(row: ApiClient, now: datetime) -> ClientLine:
    is_open = _is_open(row, now)
    return ClientLine(
        name=row.name,
        code=row.code,
        unit=row.unit.name,
        scopes="、".join(rules.CLIENT_SCOPES.get(scope, scope) for scope in row.scopes),
        calls_a_minute=row.calls_a_minute,
        look="good" if is_open else "done",
        state=_("在用") if is_open else _("已停用"),
        address=reverse("units:client", args=[row.id]),
    )


def _key_line(key: ApiKey, now: datetime) -> KeyLine:
    over = key.expires_at <= now
    works = key.revoked_at is None and not over
    return KeyLine(
        prefix=key.prefix,
        created_at=key.created_at,
        expires_at=key.expires_at,
        look="good" if works else "done",
        state=_("有效") if works else _("已吊销") if key.revoked_at else _("已到期"),
        revoke=reverse("units:revoke-key", args=[key.id]) if works else "",
    )
