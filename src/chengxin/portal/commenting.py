"""The public's comments on a draft catalogue as the site shows them, and the receipt of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from chengxin.catalog.public import CommentView
from chengxin.catalog.rules.editions import OUTCOME_LABELS, Outcome
from chengxin.portal.forms import CommentForm, ReceiptForm
from chengxin.ui.pieces import Crumb

LOOKS = {Outcome.ADOPTED: "good", Outcome.PARTLY: "near", Outcome.NOT_ADOPTED: "done"}
GROUPS = (5, 5, 5, 5, 6)


@dataclass(frozen=True)
class AnswerLine:
    """A comment with what became of it; without an answer only when it came and what it is about."""

    title: str
    about: str
    given_at: datetime
    look: str
    outcome: str
    words: str
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True)
class CommentPage:
    """The form for a comment, or (``receipt``, in groups) what to keep once it was sent."""

    title: str
    until: date
    steps: tuple[Crumb, ...]
    form: CommentForm
    receipt: str


@dataclass(frozen=True)
class AnswerPage:
    """The question for a receipt, with what became of the comment once it is found."""

    title: str
    steps: tuple[Crumb, ...]
    form: ReceiptForm
    line: AnswerLine | None


def answer_line(one: CommentView) -> AnswerLine:
    """Return a comment as a line."""
    outcome = Outcome(one.outcome) if one.outcome else None
    return AnswerLine(
        title=_("意见已经答复：{outcome}").format(outcome=_(OUTCOME_LABELS[outcome]))
        if outcome
        else _("意见已收下，还没有答复"),
        about=_("{title}，{item}").format(title=one.title, item=one.item_name or _("整个目录")),
        given_at=one.given_at,
        look=LOOKS[outcome] if outcome else "idle",
        outcome=_(OUTCOME_LABELS[outcome]) if outcome else _("没有答复"),
        words=one.words,
        answer=one.answer,
        answered_at=one.answered_at,
    )


def answer_lines(comments: Sequence[CommentView]) -> tuple[AnswerLine, ...]:
    """Return the comments that are published, as lines."""
    return tuple(answer_line(one) for one in comments)


def grouped(receipt: str) -> str:
    """Return a receipt's number in groups that can be read out."""
    groups, rest = [], receipt
    for width in GROUPS:
        groups.append(rest[:width])
        rest = rest[width:]
    return "-".join(group for group in (*groups, rest) if group)
