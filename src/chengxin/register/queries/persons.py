"""Records of natural persons within the actor's reach: found one by one, by number, never by name."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.scoping import within
from chengxin.foundation.sealed import blind_indexes
from chengxin.register import rules
from chengxin.register.models import PersonRecordEnd, PersonRecordVersion
from chengxin.register.queries.scoped import STANDS

PAYLOAD_PLACE = "register_personrecordversion.sealed_payload"
DOCUMENT_KIND = "register.document-number"


def standing_versions() -> QuerySet[PersonRecordVersion]:
    """Return what stands of every person's record; for the merge, which compares with it."""
    visible = PersonRecordVersion.objects.filter(STANDS)
    return visible.filter(~Exists(visible.filter(record=OuterRef("record"), number__gt=OuterRef("number"))))


def person_versions_for(
    actor: Actor, *, today: date, permission: Permission = rules.SEE_PERSON_RECORDS
) -> QuerySet[PersonRecordVersion]:
    """Return what stands of persons' records that units in the actor's reach reported, the latest decision first.

    Records that ended, or that are kept no longer, are not among them.
    """
    reach = within(actor.scope(permission), unit="source_unit", district="source_unit__district")
    kept = Q(kept_until__isnull=True) | Q(kept_until__gte=today)
    ended = PersonRecordEnd.objects.filter(record=OuterRef("record"))
    found = standing_versions().filter(reach, kept, ~Exists(ended))
    return found.select_related("record__person", "load", "source_unit").order_by("-decided_on", "-id")


def of_paper(paper: str, number: str) -> Q:
    """Return the filter for records about the person with this tidied number on this kind of paper."""
    return Q(record__person__paper=paper, record__person__number_index__in=blind_indexes(number, kind=paper))


def of_document(number: str) -> Q:
    """Return the filter for records of a decision's document number."""
    return Q(document_index__in=blind_indexes(number, kind=DOCUMENT_KIND))


def person_version_for(
    actor: Actor, record_id: str, *, today: date, permission: Permission = rules.SEE_PERSON_RECORDS
) -> PersonRecordVersion:
    """Return what stands of a person's record (public id).

    Raises:
        NotFound: there is none, it ended or is kept no longer, or it lies outside the actor's reach.
    """
    row = person_versions_for(actor, today=today, permission=permission).filter(record__public_id=record_id).first()
    if row is None:
        raise NotFound
    return row
