"""Organisations merged and split: the one beside what it may be the same as, with the evidence, and the decision."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.register import services
from chengxin.register.forms import MergeForm, SplitForm
from chengxin.subjects.models import Organisation, SubjectLink
from chengxin.subjects.queries import organisation_for
from chengxin.subjects.queries.matching import Candidate, likely_doubles
from chengxin.subjects.rules import MERGE_SUBJECTS
from chengxin.subjects.rules.matching.evidence import ASPECT_LABELS, FINDING_LABELS
from chengxin.ui.asking import FormPage, ask, carried_out, page, sent
from chengxin.ui.pieces import Crumb


@dataclass(frozen=True)
class Double:
    """An organisation that may be the same, with the evidence: aspect and finding, and the sentence."""

    public_id: str
    name: str
    code: str
    address: str
    evidence: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MergePage:
    """The organisation that would be merged, and what it may be the same as."""

    around: FormPage
    doubles: tuple[Double, ...]


def _steps(organisation: Organisation) -> tuple[Crumb, ...]:
    address = reverse("desk:subject", args=[organisation.public_id])
    return (Crumb(_("信用主体"), reverse("desk:subjects")), Crumb(organisation.name, address))


@page
@staff(MERGE_SUBJECTS)
def merge(request: Request, key: str) -> HttpResponse:
    """Say that an organisation is another one: its records are shown there from now on."""
    organisation = organisation_for(request.actor, key, permission=MERGE_SUBJECTS)
    doubles = likely_doubles(request.actor, organisation)
    form = MergeForm(sent(request), initial={"survivor": request.GET.get("survivor", "")})
    if carried_out(form, lambda: _merge(request, organisation, form, doubles)):
        messages.success(request, _("已合并，记录和名称都归到了保留的主体；要拆开，在它的页面上办理。"))
        return redirect("desk:subject", form.cleaned_data["survivor"])
    around = FormPage(
        title=_("把“{name}”并入另一个主体").format(name=organisation.name),
        here=_("合并主体"),
        submit=_("合并"),
        back=reverse("desk:subject", args=[organisation.public_id]),
        effect=_(
            "它的记录、名称、原有号码和授权都在保留的主体名下显示，公众页面转到那里，并通知变更流。可以随时拆分恢复。"
        ),
        steps=_steps(organisation),
    )
    shown = MergePage(around, tuple(_double(organisation, one) for one in doubles))
    return render(request, "register/merge.html", {"form": form, "page": shown}, status=422 if form.is_bound else 200)


def _double(organisation: Organisation, one: Candidate) -> Double:
    address = reverse("register:merge-subjects", args=[organisation.public_id])
    return Double(
        public_id=one.public_id,
        name=one.name,
        code=one.code,
        address=f"{address}?survivor={one.code or one.public_id}",
        evidence=tuple(
            (ASPECT_LABELS[piece.aspect] + FINDING_LABELS[piece.finding], piece.words) for piece in one.evidence
        ),
    )


def _merge(request: Request, organisation: Organisation, form: MergeForm, doubles: Sequence[Candidate]) -> SubjectLink:
    given = form.cleaned_data
    survivor = organisation_for(request.actor, given["survivor"], permission=MERGE_SUBJECTS)
    lay = [one for one in doubles if one.public_id == survivor.public_id]
    return services.merge_subjects(
        actor=request.actor,
        now=request.now,
        absorbed=organisation.public_id,
        survivor=survivor.public_id,
        reason=given["reason"],
        basis=given["basis"],
        evidence=[piece.words for one in lay for piece in one.evidence],
    )


@page
@staff(MERGE_SUBJECTS)
def split(request: Request, key: str) -> HttpResponse:
    """Say that a merged organisation is one of its own after all."""
    organisation = organisation_for(request.actor, key, permission=MERGE_SUBJECTS)
    form = SplitForm(sent(request))
    if carried_out(form, lambda: _split(request, organisation, form)):
        messages.success(request, _("已拆分，记录和名称都回到了原来的主体。"))
        return redirect("desk:subject", organisation.public_id)
    survivor = organisation.merged_into
    around = FormPage(
        title=_("把“{name}”从“{survivor}”拆分出来").format(
            name=organisation.name, survivor=survivor.name if survivor else ""
        ),
        here=_("拆分主体"),
        submit=_("拆分"),
        back=reverse("desk:subject", args=[organisation.public_id]),
        effect=_("合并时归过去的记录、名称、号码和授权都回到它名下，公众页面恢复，并通知变更流。"),
        steps=_steps(organisation),
    )
    return ask(request, form, around)


def _split(request: Request, organisation: Organisation, form: SplitForm) -> SubjectLink:
    given = form.cleaned_data
    return services.split_subjects(
        actor=request.actor,
        now=request.now,
        absorbed=organisation.public_id,
        reason=given["reason"],
        basis=given["basis"],
    )
