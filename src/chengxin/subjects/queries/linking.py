"""Organisations that are one by now: who belongs to whom, and the events that made it so."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from chengxin.foundation.actor import Actor
from chengxin.subjects import rules
from chengxin.subjects.models import Organisation, SubjectLink


@dataclass(frozen=True)
class LinkFacts:
    """A merger or its end: of whom, with whom (public id, name, code), why, by whom, and what lay before them."""

    merged: bool
    absorbed: tuple[str, str, str]
    survivor: tuple[str, str, str]
    reason: str
    basis: str
    evidence: tuple[str, ...]
    at: datetime
    by_name: str


def family_of(actor: Actor, public_id: str) -> list[int]:
    """Return the numbers of an organisation (public id) and of those that are merged into it."""
    if not actor.may(rules.SEE_SUBJECTS):
        return []
    own = list(Organisation.objects.filter(public_id=public_id).values_list("id", flat=True))
    merged = Organisation.objects.filter(merged_into__isnull=False, merged_into__in=own)
    return [*own, *merged.values_list("id", flat=True)]


def survivor_of(actor: Actor, public_id: str) -> tuple[str, str, str] | None:
    """Return the organisation (public id, name, code) that one is merged into, or None."""
    if not actor.may(rules.SEE_SUBJECTS):
        return None
    row = Organisation.objects.filter(public_id=public_id).select_related("merged_into").first()
    return _named(row.merged_into) if row and row.merged_into else None


def links_of(actor: Actor, public_id: str) -> tuple[LinkFacts, ...]:
    """Return the mergers and splits in which an organisation (public id) took part, newest first."""
    if not actor.may(rules.SEE_SUBJECTS):
        return ()
    found = SubjectLink.objects.filter(Q(absorbed__public_id=public_id) | Q(survivor__public_id=public_id))
    return tuple(
        LinkFacts(
            merged=row.merged,
            absorbed=_named(row.absorbed),
            survivor=_named(row.survivor),
            reason=row.reason,
            basis=row.basis,
            evidence=tuple(row.evidence),
            at=row.at,
            by_name=row.by_name,
        )
        for row in found.select_related("absorbed", "survivor").order_by("-id")
    )


def _named(row: Organisation) -> tuple[str, str, str]:
    return row.public_id, row.name, row.unified_code or ""
