"""Records of natural persons: found by number, opened one at a time for a purpose, ended by a person with a reason."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.register import queries, rules, services
from chengxin.register.forms import PersonEndForm, PersonOpenForm, PersonSearchForm
from chengxin.register.services import PersonLine, PersonRecordFacts
from chengxin.ui.asking import FormPage, ask, attempt, page, sent
from chengxin.ui.pieces import Crumb
from chengxin.units.queries import day_of


@dataclass(frozen=True)
class SearchPage:
    """The search; ``lines`` is None before anything was asked."""

    title: str
    lines: tuple[PersonLine, ...] | None


@dataclass(frozen=True)
class PersonRecordPage:
    """One record: ``facts`` is None until purpose and basis are told; ``end`` the address at which it is ended."""

    title: str
    facts: PersonRecordFacts | None
    steps: tuple[Crumb, ...]
    end: str


@page
@staff(rules.SEE_PERSON_RECORDS)
def search(request: Request) -> HttpResponse:
    """Find the records about one person, or of one decision. What is looked for is sent, never part of an address.

    Once something was found the form is for the next one: the number is not shown again beside the masked one.
    """
    form = PersonSearchForm(sent(request))
    lines = None
    if form.is_valid():
        said = form.cleaned_data
        lines = attempt(
            form,
            lambda: services.find_person_records(
                actor=request.actor,
                now=request.now,
                sought=form.sought(),
                purpose=said["purpose"],
                basis=said["basis"],
            ),
        )
    status = 422 if form.is_bound and lines is None else 200
    if lines:
        form = PersonSearchForm(initial={name: said[name] for name in ("kind", "purpose", "basis")})
    shown = SearchPage(title=_search_title(lines), lines=lines)
    return render(request, "register/persons.html", {"form": form, "page": shown}, status=status)


def _search_title(lines: tuple[PersonLine, ...] | None) -> str:
    if lines is None:
        return _("查找自然人的记录")
    return _("找到{n}条记录").format(n=len(lines)) if lines else _("没有找到记录")


@page
@staff(rules.SEE_PERSON_RECORDS)
def person_record(request: Request, record_id: str) -> HttpResponse:
    """Ask why a record is opened, then show it in the answer itself: no address leads to an opened record."""
    queries.person_version_for(request.actor, record_id, today=day_of(request.now))
    form = PersonOpenForm(sent(request))
    facts = None
    if form.is_valid():
        said = form.cleaned_data
        facts = attempt(
            form,
            lambda: services.open_person_record(
                actor=request.actor,
                now=request.now,
                record_id=record_id,
                purpose=said["purpose"],
                basis=said["basis"],
                reveal=said["reveal"],
            ),
        )
    status = 422 if form.is_bound and facts is None else 200
    shown = PersonRecordPage(
        title=facts.item_name if facts else _("为什么查看这条记录"),
        facts=facts,
        steps=(_to_search(),),
        end=_end_address(request, record_id),
    )
    return render(request, "register/person_record.html", {"form": form, "page": shown}, status=status)


def _to_search() -> Crumb:
    return Crumb(_("自然人记录"), reverse("register:persons"))


def _end_address(request: Request, record_id: str) -> str:
    may = request.actor.may(rules.END_PERSON_RECORDS)
    return reverse("register:end-person-record", args=[record_id]) if may else ""


@page
@staff(rules.END_PERSON_RECORDS)
def end_person_record(request: Request, record_id: str) -> HttpResponse:
    """End a person's record for good."""
    queries.person_version_for(request.actor, record_id, today=day_of(request.now), permission=rules.END_PERSON_RECORDS)
    form = PersonEndForm(sent(request))
    if form.is_valid() and attempt(form, lambda: _end(request, record_id, form)):
        messages.success(request, _("已停止使用这条记录，并记入操作留痕。"))
        return redirect("register:persons")
    around = FormPage(
        title=_("停止使用这条记录"),
        here=_("停止使用"),
        submit=_("停止使用"),
        back=reverse("register:person-record", args=[record_id]),
        effect=_("以后谁也查不到它，不能恢复；同一文件再次报送也不会重新出现。内容封存，只供审计和争议使用。"),
        steps=(_to_search(),),
    )
    return ask(request, form, around)


def _end(request: Request, record_id: str, form: PersonEndForm) -> bool:
    services.end_person_record(actor=request.actor, now=request.now, record_id=record_id, why=form.why())
    return True
