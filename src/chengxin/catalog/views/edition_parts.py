"""Parts that the pages of editions share: the way to them, how an edition stands, in words."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from chengxin.catalog import queries
from chengxin.catalog.models import Edition
from chengxin.catalog.rules.editions import STANDING_LABELS, STATE_LABELS, EditionState, Standing
from chengxin.catalog.views.parts import catalogue, day_words
from chengxin.foundation.actor import Actor
from chengxin.ui.pieces import Crumb

STATE_LOOKS = {
    EditionState.DRAFT: "idle",
    EditionState.CONSULTATION: "near",
    EditionState.SETTLING: "near",
    EditionState.ADOPTED: "good",
    EditionState.GIVEN_UP: "done",
}
STANDING_LOOKS = {Standing.TO_COME: "idle", Standing.IN_FORCE: "good", Standing.SUPERSEDED: "done"}


def way_to_editions() -> tuple[Crumb, ...]:
    """Return the way to the pages of editions."""
    return (catalogue(), Crumb(_("目录版本"), reverse("catalog:editions")))


def way_to_edition(row: Edition) -> tuple[Crumb, ...]:
    """Return the way to the pages below an edition."""
    return (*way_to_editions(), Crumb(row.title, reverse("catalog:edition", args=[row.key])))


def state_of(actor: Actor, row: Edition, on: date) -> tuple[str, str]:
    """Return look and words of how an edition stands on a day."""
    standing = queries.standings_of(actor, on=on).get(row.key)
    if standing is not None:
        return STANDING_LOOKS[standing], _(STANDING_LABELS[standing])
    state = EditionState(row.state)
    return STATE_LOOKS[state], _(STATE_LABELS[state])


def title_of(actor: Actor, row: Edition, on: date) -> str:
    """Return the finding about an edition."""
    state = EditionState(row.state)
    if state is EditionState.CONSULTATION and row.consultation_ends_on is not None:
        day = day_words(row.consultation_ends_on)
        if row.consultation_ends_on < on:
            return _("{title}征求意见已在{day}截止").format(title=row.title, day=day)
        return _("{title}正在征求意见，到{day}截止").format(title=row.title, day=day)
    if state is EditionState.ADOPTED and row.in_force_from is not None:
        by_standing = {
            Standing.TO_COME: _("{title}将从{day}起施行"),
            Standing.IN_FORCE: _("{title}施行中，从{day}起"),
            Standing.SUPERSEDED: _("{title}已被取代，曾从{day}起施行"),
        }
        standing = queries.standings_of(actor, on=on)[row.key]
        return by_standing[standing].format(title=row.title, day=day_words(row.in_force_from))
    words = {
        EditionState.DRAFT: _("{title}正在起草"),
        EditionState.SETTLING: _("{title}征求意见结束，正在定稿"),
        EditionState.GIVEN_UP: _("{title}已放弃"),
    }[state]
    return words.format(title=row.title)
