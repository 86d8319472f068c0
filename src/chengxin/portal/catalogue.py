"""The catalogue as the public reads it: editions, and what each holds, on what basis, shown to whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from chengxin.catalog.public import CommentView, Consultation, EditionView
from chengxin.catalog.rules import Item, basis_words
from chengxin.catalog.rules.editions import STANDING_LABELS, Standing, standings
from chengxin.catalog.rules.labels import CYCLE_LABELS, DISCLOSURE_LABELS, ORIGIN_LABELS
from chengxin.portal.commenting import AnswerLine, answer_lines
from chengxin.ui.pieces import Crumb
from chengxin.ui.wording import date_text

LOOKS = {Standing.TO_COME: "idle", Standing.IN_FORCE: "good", Standing.SUPERSEDED: "done"}


@dataclass(frozen=True)
class EditionLine:
    """An edition in the list; ``since`` is None for the one laid open for comments."""

    title: str
    address: str
    since: date | None
    look: str
    state: str


@dataclass(frozen=True)
class Catalogue:
    """All editions; ``open_until`` and ``open_address`` are of the one laid open for comments, if there is one."""

    title: str
    lines: tuple[EditionLine, ...]
    open_title: str
    open_address: str
    open_until: date | None


@dataclass(frozen=True)
class ItemLine:
    """An item of an edition in words."""

    name: str
    disclosure: str
    origin: str
    cycle: str
    basis: tuple[str, ...]
    fields: str


@dataclass(frozen=True)
class EditionPage:
    """An edition with its items and what became of the public's comments.

    ``open_until`` while comments are taken, ``is_shown`` False while nobody reads the draft.
    """

    title: str
    lead: str
    steps: tuple[Crumb, ...]
    here: str
    lines: tuple[ItemLine, ...]
    open_until: date | None
    comment_address: str
    contact: tuple[str, ...]
    answers: tuple[AnswerLine, ...]
    is_shown: bool = True


def catalogue_of(editions: Iterable[EditionView], today: date) -> Catalogue:
    """Return the list of editions as it stands on a day."""
    every = list(editions)
    standing = standings([one.in_force_from for one in every if one.in_force_from], today)
    lines = [_line(one, standing) for one in every if one.in_force_from or is_open(one, today)]
    current = next((one for one in every if standing.get(one.in_force_from or today) is Standing.IN_FORCE), None)
    laid_open = next((one for one in every if is_open(one, today)), None)
    return Catalogue(
        title=_("现行的是{title}").format(title=current.title) if current else _("目录还没有施行"),
        lines=tuple(lines),
        open_title=laid_open.title if laid_open else "",
        open_address=reverse("portal:catalogue-edition", args=[laid_open.key]) if laid_open else "",
        open_until=laid_open.consultation_ends_on if laid_open else None,
    )


def is_open(edition: EditionView, today: date) -> bool:
    """Say whether comments on an edition are taken on a day."""
    return (
        edition.in_consultation and edition.consultation_ends_on is not None and today <= edition.consultation_ends_on
    )


def _line(edition: EditionView, standing: dict[date, Standing]) -> EditionLine:
    address = reverse("portal:catalogue-edition", args=[edition.key])
    if edition.in_force_from is None:
        return EditionLine(edition.title, address, None, "near", _("征求意见"))
    found = standing[edition.in_force_from]
    return EditionLine(edition.title, address, edition.in_force_from, LOOKS[found], _(STANDING_LABELS[found]))


def edition_page(
    edition: EditionView,
    items: Iterable[Item],
    *,
    every: Iterable[EditionView],
    today: date,
    contact: tuple[str, ...],
    answers: Sequence[CommentView],
) -> EditionPage:
    """Return an edition's page as it stands on a day."""
    lines = tuple(_item(item) for item in sorted(items, key=lambda item: (item.family.value, item.name)))
    return EditionPage(
        title=_("{title}，{n}个目录项").format(title=edition.title, n=len(lines)),
        lead=_lead(edition, every, today),
        steps=(Crumb(_("信用信息目录"), reverse("portal:catalogue")),),
        here=edition.title,
        lines=lines,
        open_until=edition.consultation_ends_on if is_open(edition, today) else None,
        comment_address=reverse("portal:comment", args=[edition.key]),
        contact=contact,
        answers=answer_lines(answers),
    )


def answers_page(over: Consultation, answers: Sequence[CommentView]) -> EditionPage:
    """Return the page of a draft whose consultation is over: only what was answered."""
    return EditionPage(
        title=_("{title}征求意见已截止，公布{n}条意见的答复").format(title=over.title, n=len(answers)),
        lead=_("征求意见到{day}截止，正在定稿，草案不再展示。").format(day=date_text(over.until)),
        steps=(Crumb(_("信用信息目录"), reverse("portal:catalogue")),),
        here=over.title,
        lines=(),
        open_until=None,
        comment_address="",
        contact=(),
        answers=answer_lines(answers),
        is_shown=False,
    )


def _lead(edition: EditionView, every: Iterable[EditionView], today: date) -> str:
    if edition.in_force_from is None:
        return _("这是征求意见稿，还没有施行。")
    standing = standings([one.in_force_from for one in every if one.in_force_from], today)[edition.in_force_from]
    words = {
        Standing.TO_COME: _("将从{day}起施行。"),
        Standing.IN_FORCE: _("从{day}起施行，现在有效。"),
        Standing.SUPERSEDED: _("从{day}起施行，已被后来的一版取代。当时的记录仍按这一版。"),
    }
    return f"{words[standing].format(day=date_text(edition.in_force_from))}{edition.remark}"


def _item(item: Item) -> ItemLine:
    return ItemLine(
        name=item.name,
        disclosure=_(DISCLOSURE_LABELS[item.disclosure]),
        origin=_(ORIGIN_LABELS[item.origin]),
        cycle=_(CYCLE_LABELS[item.cycle]),
        basis=tuple(basis_words(basis) for basis in item.basis),
        fields="、".join(field.name for field in item.fields),
    )
