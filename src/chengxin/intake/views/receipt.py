"""The receipt: one page for a submission from the moment it came in to its end."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.catalog.queries import item_of_hash
from chengxin.catalog.rules import Item
from chengxin.foundation.actor import Actor
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.intake import queries, rules, services
from chengxin.intake.models import SeverityGroup, Submission
from chengxin.intake.queries import Cause
from chengxin.intake.rules import ORIGIN_LABELS, WORKING, Origin, Severity, State, causes
from chengxin.intake.rules.findings import SEVERITY_LABELS
from chengxin.intake.rules.typed import can_be_mended_here
from chengxin.intake.views import wording
from chengxin.intake.views.mapping import mapping_view
from chengxin.intake.views.mending import mended_view
from chengxin.intake.views.pages import (
    CauseView,
    Choice,
    Confirm,
    ExampleLine,
    FindingLine,
    FindingsPage,
    GroupView,
    Receipt,
)
from chengxin.register.rules import WITHDRAW, WITHDRAWAL_TIME
from chengxin.ui.listing import slice_of
from chengxin.ui.pieces import LongWork
from chengxin.ui.wording import date_text

LOOKS = {Severity.ERROR.value: "late", Severity.WARNING.value: "near", Severity.NOTE.value: "idle"}
KILOBYTE = 1024


@require_safe
@staff(rules.SEE_SUBMISSIONS)
def submission(request: Request, public_id: str) -> HttpResponse:
    """Show a submission."""
    row = queries.submission_for(request.actor, public_id)
    return render(request, "intake/submission.html", {"page": _receipt(request, row)})


@require_safe
@staff(rules.SEE_SUBMISSIONS)
def progress(request: Request, public_id: str) -> HttpResponse:
    """Show how far the work is, as a part of the page; when it ends the whole page is fetched anew."""
    row = queries.submission_for(request.actor, public_id)
    if State(row.state) not in WORKING:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "intake/progress.html", {"work": _work(request, row)})


@require_safe
@staff(rules.SEE_SUBMISSIONS)
def findings(request: Request, public_id: str) -> HttpResponse:
    """List all findings, or those of one cause."""
    row = queries.submission_for(request.actor, public_id)
    item = item_of_hash(request.actor, row.item_version, permission=rules.SEE_SUBMISSIONS)
    code, field = request.GET.get("code", ""), request.GET.get("field", "")
    found = queries.findings_of(row)
    if code:
        found = found.filter(code=code[:40], field=field[:60])
    part = slice_of(request, found, _("处"))
    names = _names(item)
    page = FindingsPage(
        public_id=row.public_id,
        title=_findings_title(code, names.get(field, field), part.total),
        about=row.item_name,
        lines=tuple(
            FindingLine(
                line=one.line,
                field=names.get(one.field, one.field),
                value=one.value,
                message=one.message,
                look=LOOKS[one.severity],
                severity=_(SEVERITY_LABELS[Severity(one.severity)]),
            )
            for one in part.rows
        ),
        pager=part.pager,
        received_on=row.received_on,
    )
    return render(request, "intake/findings.html", {"page": page})


def _findings_title(code: str, field: str, total: int) -> str:
    known = code in {one.value for one in rules.FindingCode}
    title = causes.title_of(code, field) if known else _("全部问题和提醒")
    return _("{title}，{n}处").format(title=title, n=f"{total:,}")


def _receipt(request: Request, row: Submission) -> Receipt:
    item = item_of_hash(request.actor, row.item_version, permission=rules.SEE_SUBMISSIONS)
    look, state = wording.state_words(row)
    told = queries.causes_of(row) if row.checked_at else ()
    found = [_cause(row, cause, _names(item)) for cause in told]
    severe = {cause.code + cause.field for cause in told if cause.severity == Severity.ERROR.value}
    errors = tuple(view for key, view in found if key in severe)
    address = reverse("intake:findings", args=[row.public_id])
    shown = Receipt(
        public_id=row.public_id,
        title=wording.title(row),
        state=state,
        look=look,
        about=_about(row),
        figures=wording.figures(row, "#causes" if errors else address),
        mended=mended_view(row),
        sentences=_sentences(row, item),
        errors=errors,
        remarks=tuple(view for key, view in found if key not in severe),
        facts=_facts(row),
        sha256=row.sha256,
        findings_file=reverse("intake:findings-file", args=[row.public_id]) if found else "",
        mapping=mapping_view(row, item),
        follows=reverse("intake:submission", args=[row.follows.public_id]) if row.follows else "",
        followers=tuple(
            reverse("intake:submission", args=[one]) for one in row.followers.values_list("public_id", flat=True)
        ),
    )
    return _with_doings(request, row, item, shown)


def _with_doings(request: Request, row: Submission, item: Item, shown: Receipt) -> Receipt:
    """Add what this member of staff may do now."""
    actor, state = request.actor, State(row.state)
    groups = tuple(_group(group, services.severities_of(item)) for group in queries.groups_of(row))
    if state in WORKING:
        return replace(shown, work=_work(request, row))
    if not _reaches(actor, row):
        return replace(shown, settled=groups if row.confirmed_at else ())
    addresses = {
        name: reverse(f"intake:{name}", args=[row.public_id]) for name in ("marked-workbook", "cancel", "retry")
    }
    until = row.ended_at + WITHDRAWAL_TIME if row.ended_at else None
    may_withdraw = state is State.DONE and row.accepted > 0 and until is not None and request.now <= until
    mends = state in {State.DONE, State.UNREADABLE} and (row.returned > 0 or state is State.UNREADABLE)
    here = reverse("intake:mend", args=[row.public_id])
    mended = shown.mended and replace(shown.mended, here=here if can_be_mended_here(item, shown.mended.open) else "")
    return replace(
        shown,
        mended=mended,
        confirm=_confirm(row, item, groups) if state is State.TO_CONFIRM else None,
        settled=groups if row.confirmed_at else (),
        marked=addresses["marked-workbook"] if row.returned and state is not State.UNREADABLE else "",
        marked_returned=f"{addresses['marked-workbook']}?rows=returned" if row.returned < row.rows else "",
        mend=f"{reverse('intake:upload')}?follows={row.public_id}&item={row.item}" if mends else "",
        raw_file=reverse("vault:file", args=[row.file.public_id]),
        retry=addresses["retry"] if state is State.FAILED else "",
        columns=reverse("intake:columns", args=[row.public_id]) if state is State.TO_MAP else "",
        cancel=addresses["cancel"] if state in {State.TO_MAP, State.TO_CONFIRM, State.FAILED} else "",
        withdraw=reverse("intake:withdraw", args=[row.public_id]) if may_withdraw and actor.may(WITHDRAW) else "",
        withdraw_until=until if may_withdraw else None,
    )


def _reaches(actor: Actor, row: Submission) -> bool:
    return actor.scope(rules.SEND).covers(unit=row.unit_id, district=row.unit.district)


def _work(request: Request, row: Submission) -> LongWork:
    may_stop = request.actor.scope(rules.CANCEL).covers(unit=row.unit_id, district=row.unit.district)
    asked = row.cancel_asked_at is not None
    return LongWork(
        title=row.file.name,
        about=_about(row),
        done=row.done,
        total=row.total,
        words=_("已要求停止，做完手上的一步就停") if asked else wording.progress_words(row, request.now),
        stages=wording.stages(row),
        again=reverse("intake:progress", args=[row.public_id]),
        stop=reverse("intake:cancel", args=[row.public_id]) if may_stop and not asked else "",
        stop_effect=_("可以离开本页，在“我的待办”能再找到。停止后一行也不入库，原件保留。"),
    )


def _about(row: Submission) -> str:
    size = max(1, row.file.size // KILOBYTE)
    return _("{item} · {name}于{day}报送 · {size} KB").format(
        item=row.item_name, name=row.sent_by_name, day=date_text(row.received_on), size=f"{size:,}"
    )


def _sentences(row: Submission, item: Item) -> tuple[str, ...]:
    """Return what follows from the numbers for the reporter."""
    said = []
    if row.state == State.TO_MAP:
        said.append(_("确认以后接着核对；现在还没有任何一行入库。"))
    if row.state == State.DONE and row.accepted and item.is_about_persons:
        said.append(_("接收的记录已封存，不公开。要查看其中一条，请到“自然人记录”按证件号码或文书号查找。"))
    elif row.state == State.DONE and row.accepted:
        said.append(_("接收的记录已写入登记簿；依法公示的，现在就能在公示页查到。"))
    if row.state == State.DONE and row.returned:
        said.append(_("退回的行没有入库。改正以后可以只传这几行，也可以整份重传：已经接收的不会重复。"))
    if row.state == State.FAILED and row.fault == rules.WORKERS_DIED:
        words = _("处理这份文件时，程序连续中断了{n}次，已经停下；本单位后面的报送接着办理。")
        said.append(words.format(n=rules.MOST_DEATHS))
        said.append(
            _(
                "没有任何一行公示，原件已留存。可以再试一次；还是不行的，停止办理，把数据另存为新的xlsx，或者分成几份再报送。"
            )
        )
    elif row.state == State.FAILED:
        said.append(_("没有任何一行公示，原件已留存。再试一次从停下的地方接着办理；还是不行的，请联系信用办。"))
    if row.state == State.UNREADABLE:
        said.append(_("没有任何一行入库，原件已留存。"))
    return tuple(said)


def _facts(row: Submission) -> tuple[tuple[str, str], ...]:
    facts = [
        (_("报送单位"), row.unit.name),
        (_("方式"), _(ORIGIN_LABELS[Origin(row.origin)])),
        (_("文件"), row.file.name or _("原件已按期清除")),
        (_("工作表"), row.sheet_name),
        (_("编码"), row.encoding),
        (_("目录项版本"), row.item_version[:8]),
        (_("确认人"), row.confirmed_by_name),
    ]
    return tuple((label, value) for label, value in facts if value)


def _names(item: Item) -> dict[str, str]:
    return {field.code: field.name for field in item.fields}


def _cause(row: Submission, cause: Cause, names: dict[str, str]) -> tuple[str, CauseView]:
    field = names.get(cause.field, cause.field)
    view = CauseView(
        code=cause.code,
        title=causes.title_of(cause.code, field),
        count=cause.count,
        message=causes.repair_of(cause.code, field, cause.message),
        unlocks=cause.unlocks,
        examples=tuple(ExampleLine(one.line, one.value, one.message) for one in cause.examples),
        address=f"{reverse('intake:findings', args=[row.public_id])}?code={cause.code}&field={cause.field}",
    )
    return cause.code + cause.field, view


def _confirm(row: Submission, item: Item, groups: tuple[GroupView, ...]) -> Confirm:
    choices = tuple(Choice(code, label) for code, label in services.severities_of(item).items())
    return Confirm(groups=groups, choices=choices, rows=row.rows - row.returned)


def _group(group: SeverityGroup, labels: dict[str, str]) -> GroupView:
    return GroupView(
        key=group.key,
        rows=group.rows,
        proposed=group.proposed,
        proposed_label=labels.get(group.proposed, ""),
        reason=group.reason,
        examples=tuple(group.examples),
        more=max(0, group.rows - len(group.examples)),
        chosen_label=labels.get(group.chosen, ""),
    )
