"""What people decide on a receipt: confirm, cancel, try again, take back; a page that asks once, or a button."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chengxin.catalog.queries import item_of_hash
from chengxin.catalog.rules import Item
from chengxin.foundation.doors import staff
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.foundation.requests import Request
from chengxin.intake import queries, rules, services
from chengxin.intake.forms.deciding import EmptyForm
from chengxin.register.rules import WITHDRAW
from chengxin.ui.asking import FormPage, ask, carried_out, page, sent
from chengxin.ui.pieces import Crumb

GROUP = "severity-"


@require_POST
@staff(rules.CONFIRM)
def confirm(request: Request, public_id: str) -> HttpResponse:
    """Settle the severities; what can not be accepted is said on the receipt."""
    try:
        services.confirm_severities(
            actor=request.actor, now=request.now, submission=public_id, chosen=_chosen(request.POST)
        )
    except (Conflict, Invalid) as refusal:
        messages.error(request, refusal.sentence())
    return redirect("intake:submission", public_id)


def _chosen(posted: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix(GROUP): str(value) for name, value in posted.items() if name.startswith(GROUP)}


@page
@staff(rules.CANCEL)
def cancel(request: Request, public_id: str) -> HttpResponse:
    """Cancel a submission that is not done."""
    row = queries.submission_for(request.actor, public_id, permission=rules.CANCEL)
    form = EmptyForm(sent(request))
    call = lambda: services.cancel_submission(actor=request.actor, now=request.now, submission=public_id)  # noqa: E731  one word for the call below
    if carried_out(form, call):
        messages.success(request, _("已要求停止；停下以后一行也不入库。"))
        return redirect("intake:submission", public_id)
    around = FormPage(
        title=_("停止办理这次报送"),
        here=_("停止办理"),
        submit=_("停止，一行也不入库"),
        back=reverse("intake:submission", args=[public_id]),
        effect=_("停止以后一行也不会入库，不会公示；原件保留。要报送时重新上传。"),
        lead=row.file.name,
        steps=_steps(public_id),
    )
    return ask(request, form, around)


@require_POST
@staff(rules.SEND)
def retry(request: Request, public_id: str) -> HttpResponse:
    """Try again after a fault of ours."""
    try:
        services.retry_submission(actor=request.actor, now=request.now, submission=public_id)
    except Conflict as refusal:
        messages.error(request, refusal.sentence())
    return redirect("intake:submission", public_id)


@page
@staff(WITHDRAW)
def withdraw(request: Request, public_id: str) -> HttpResponse:
    """Take a whole submission back within the hour."""
    row = queries.submission_for(request.actor, public_id, permission=WITHDRAW)
    form = EmptyForm(sent(request))
    call = lambda: services.withdraw_submission(actor=request.actor, now=request.now, submission=public_id)  # noqa: E731  one word for the call below
    words = _of_withdrawal(item_of_hash(request.actor, row.item_version, permission=WITHDRAW))
    if carried_out(form, call):
        messages.success(request, words.done)
        return redirect("intake:submission", public_id)
    around = FormPage(
        title=_("整批撤回这次报送的{n}条记录").format(n=f"{row.accepted:,}"),
        here=_("整批撤回"),
        submit=words.submit,
        back=reverse("intake:submission", args=[public_id]),
        effect=words.effect,
        lead=row.file.name,
        steps=_steps(public_id),
    )
    return ask(request, form, around)


@dataclass(frozen=True)
class _Withdrawal:
    """How a withdrawal is called: on its button, in what it does, when it is done."""

    submit: str
    effect: str
    done: str


def _of_withdrawal(item: Item) -> _Withdrawal:
    if item.is_about_persons:
        return _Withdrawal(
            submit=_("撤回，停止使用"),
            effect=_(
                "这些自然人的记录立即停止使用；被它们更正过的旧记录恢复原样。撤回只能在入库后1小时内办一次，会记入操作留痕。"
            ),
            done=_("已整批撤回，这些记录不再使用。"),
        )
    return _Withdrawal(
        submit=_("撤回，停止公示"),
        effect=_(
            "这些记录立即从公示页和接口撤下；被它们更正过的旧记录恢复原样。撤回只能在公示后1小时内办一次，撤回这件事会记入台账。"
        ),
        done=_("已整批撤回，这些记录不再公示。"),
    )


def _steps(public_id: str) -> tuple[Crumb, ...]:
    return (
        Crumb(_("报送记录"), reverse("intake:submissions")),
        Crumb(_("回执"), reverse("intake:submission", args=[public_id])),
    )
