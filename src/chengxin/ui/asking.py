"""A page with a form that does one thing: how it is shown, and how a refusal comes back into it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from chengxin.foundation.refusals import NotFound, NotPermitted, Refusal
from chengxin.ui.pieces import Crumb

T = TypeVar("T")
page = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class FormPage:
    """What stands around a form.

    ``title`` is the question or the finding, ``here`` the page's short name, ``steps`` the way to it, ``effect`` what
    sending it does, ``submit`` the words of the button, ``back`` the address to which the other link leads.
    """

    title: str
    here: str
    submit: str
    back: str
    effect: str = ""
    lead: str = ""
    steps: tuple[Crumb, ...] = field(default=())


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a form sent, though it be nothing; None while it is only looked at."""
    return request.POST if request.method == "POST" else None


def ask(request: HttpRequest, form: BaseForm, around: FormPage) -> HttpResponse:
    """Show the form; with status 422 if it came back."""
    status = 422 if form.is_bound else 200
    return render(request, "ui/form.html", {"form": form, "page": around}, status=status)


def attempt(form: BaseForm, call: Callable[[], T]) -> T | None:
    """Return what the call gives; on a refusal that the person can answer put it into the form and return None.

    A refusal goes to the field it names if the form has it. What is not there, or is not this person's to do at all,
    becomes a page of its own.

    Raises:
        NotFound, NotPermitted: as the call.
    """
    try:
        return call()
    except Refusal as refusal:
        if isinstance(refusal, NotFound) or type(refusal) is NotPermitted:
            raise
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence())
        return None


def carried_out(form: BaseForm, call: Callable[[], object]) -> bool:
    """Say whether the form was sent, is in order and the call went through; else the form says why not.

    Raises:
        NotFound, NotPermitted: as ``attempt``.
    """
    return form.is_valid() and attempt(form, call) is not None
