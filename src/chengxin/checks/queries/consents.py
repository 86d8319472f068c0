"""Reads of consents: those given to units in the actor's reach."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from chengxin.checks.models import Check, Consent, Report
from chengxin.checks.rules.consents import Covers
from chengxin.checks.rules.doings import SEE_CHECKS
from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.scoping import within


@dataclass(frozen=True)
class ConsentFilter:
    """What a list of consents is narrowed to: a part of the name, the code or the paper's number; those in force."""

    text: str = ""
    in_force_on: date | None = None


EVERY = ConsentFilter()


def consents_for(
    actor: Actor, asked: ConsentFilter = EVERY, *, permission: Permission = SEE_CHECKS
) -> QuerySet[Consent]:
    """Return the consents given to units in the actor's reach, newest first."""
    reach = within(actor.scope(permission), unit="unit", district="unit__district")
    found = Consent.objects.filter(reach).select_related("unit", "scan").order_by("-id")
    if asked.in_force_on:
        found = found.filter(in_force(asked.in_force_on))
    text = asked.text.strip()
    if text:
        found = found.filter(Q(subject_code=text.upper()) | Q(subject_name__contains=text) | Q(number__contains=text))
    return found


def consent_for(actor: Actor, public_id: str, *, permission: Permission = SEE_CHECKS, lock: bool = False) -> Consent:
    """Return a consent in reach; ``lock`` holds its row.

    Raises:
        NotFound: there is none, or not in reach.
    """
    found = consents_for(actor, permission=permission).filter(public_id=public_id)
    row = (found.select_for_update(of=("self",)) if lock else found).first()
    if row is None:
        raise NotFound
    return row


def in_force(on: date) -> Q:
    """Return the condition of consents that are in force on a day."""
    return Q(withdrawn_at__isnull=True, signed_on__lte=on, until__gte=on)


def consents_standing(
    actor: Actor, unit: int, subjects: Collection[str], covers: Covers, *, on: date, permission: Permission
) -> dict[str, Consent]:
    """Return by opaque id of the subject the consent to a unit that is in force on the day, of several the last.

    What an organisation signed holds for the one that it was merged into.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(permission)
    reach = within(actor.scope(permission), unit="unit", district="unit__district")
    signed = Q(subject__public_id__in=subjects, subject__merged_into__isnull=True)
    signed |= Q(subject__merged_into__public_id__in=subjects)
    found = Consent.objects.filter(reach, in_force(on), signed, unit=unit, covers__contains=[covers.value])
    rows = found.select_related("subject__merged_into").order_by("until", "id")
    return {(one.subject.merged_into or one.subject).public_id: one for one in rows}


def uses_of(consent: Consent) -> tuple[int, int]:
    """Return how many checks and reports rest on a consent that a scoped query found."""
    return Check.objects.filter(consent=consent).count(), Report.objects.filter(consent=consent).count()
