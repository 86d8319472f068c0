"""Parts that several pages show: the way to them, states and units in words."""

from django.urls import reverse
from django.utils.translation import gettext as _

from chengxin.relief.models import Case
from chengxin.relief.rules.procedure import STATE_LABELS, State
from chengxin.ui.pieces import Crumb

LOOKS = {
    State.RECEIVED: "near",
    State.PAPERS_REQUESTED: "idle",
    State.ACCEPTED: "near",
    State.WITH_SOURCE: "near",
    State.CHECKED: "near",
    State.ANSWERED: "done",
    State.REVIEW: "near",
    State.HANDED_OVER: "idle",
    State.DECIDED: "done",
    State.REFUSED: "idle",
    State.WITHDRAWN: "idle",
}


def to_cases() -> Crumb:
    """Return the way to the table."""
    return Crumb(_("异议和修复"), reverse("relief:cases"))


def to_case(row: Case) -> tuple[Crumb, ...]:
    """Return the way to the pages below a case."""
    return (to_cases(), Crumb(row.written_number, reverse("relief:case", args=[row.public_id])))


def state_words(row: Case) -> str:
    """Return the state of a case in words."""
    return _(STATE_LABELS[State(row.state)])
