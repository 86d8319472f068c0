"""Reads of organisations for staff: search, the facts of one with its names and old numbers, what was confirmed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.identifiers import tidy
from chengxin.foundation.opaque import is_opaque_id
from chengxin.foundation.refusals import NotFound
from chengxin.subjects import rules
from chengxin.subjects.models import ConfirmedCode, Organisation
from chengxin.subjects.queries import search
from chengxin.subjects.rules.kinds import Kind, OldNumberKind, Status
from chengxin.subjects.rules.searching import PAGE_ROWS, read_question


@dataclass(frozen=True)
class NameFacts:
    """A name and its time; None is a day not known, for the current name also "not over"."""

    name: str
    current: bool
    valid_from: date | None
    valid_until: date | None


@dataclass(frozen=True)
class Dossier:
    """What staff see of an organisation; ``old_numbers`` are pairs of what it is and the number."""

    public_id: str
    code: str
    name: str
    kind: str
    status: str
    district: str
    registered_on: date | None
    closed_on: date | None
    address: str
    business_scope: str
    registering_body: str
    facts_on: date | None
    names: tuple[NameFacts, ...]
    old_numbers: tuple[tuple[str, str], ...]


def search_organisations(
    actor: Actor,
    text: str,
    *,
    kinds: Sequence[str] = (),
    districts: Sequence[str] = (),
    cursor: str = "",
    limit: int = PAGE_ROWS,
) -> search.SearchPage:
    """Return a page of the organisations whose present or former name holds the text, or that it numbers.

    An actor without the permission finds nothing. Registration facts are for all staff, so there is no other limit.

    Raises:
        NothingToSearch, QuestionTooLong, UnknownKind, UnknownDistrict: as ``read_question``.
        BadCursor: the cursor is not ours, or of another question.
    """
    question = read_question(text, kinds=kinds, districts=districts)
    if not actor.may(rules.SEE_SUBJECTS):
        return search.SearchPage((), "")
    return search.search(search.DESK, question, cursor=cursor, limit=limit)


def count_organisations(
    actor: Actor, text: str, *, kinds: Sequence[str] = (), districts: Sequence[str] = ()
) -> search.Count:
    """Return how many organisations ``search_organisations`` finds, exactly up to 10,000.

    Raises:
        NothingToSearch, QuestionTooLong, UnknownKind, UnknownDistrict: as ``read_question``.
    """
    question = read_question(text, kinds=kinds, districts=districts)
    if not actor.may(rules.SEE_SUBJECTS):
        return search.Count(0, exact=True)
    return search.count(search.DESK, question)


def organisations_for(actor: Actor, *, permission: Permission = rules.SEE_SUBJECTS) -> QuerySet[Organisation]:
    """Return the organisations the actor may see: all of them, or none."""
    return Organisation.objects.all() if actor.may(permission) else Organisation.objects.none()


def organisation_for(actor: Actor, key: str, *, permission: Permission = rules.SEE_SUBJECTS) -> Organisation:
    """Return the organisation with a unified code, as written, or an opaque id.

    Raises:
        NotFound: there is none, or the actor may not see it.
    """
    found = organisations_for(actor, permission=permission)
    organisation = (
        found.filter(public_id=key).first() if is_opaque_id(key) else found.filter(unified_code=_code(key)).first()
    )
    if organisation is None:
        raise NotFound
    return organisation


def dossier_for(actor: Actor, key: str) -> Dossier:
    """Return what staff see of the organisation with this code or opaque id.

    Raises:
        NotFound: as ``organisation_for``.
    """
    organisation = organisation_for(actor, key)
    names = organisation.names.order_by("-current", "-valid_until", "-id")
    numbers = organisation.old_numbers.order_by("kind", "number")
    return Dossier(
        public_id=organisation.public_id,
        code=organisation.unified_code or "",
        name=organisation.name,
        kind=rules.KIND_LABELS[Kind(organisation.kind)],
        status=rules.STATUS_LABELS[Status(organisation.status)],
        district=organisation.district,
        registered_on=organisation.registered_on,
        closed_on=organisation.closed_on,
        address=organisation.address,
        business_scope=organisation.business_scope,
        registering_body=organisation.registering_body,
        facts_on=organisation.facts_on,
        names=tuple(NameFacts(row.name, row.current, row.valid_from, row.valid_until) for row in names),
        old_numbers=tuple((rules.OLD_NUMBER_LABELS[OldNumberKind(row.kind)], row.number) for row in numbers),
    )


def confirmed_codes(actor: Actor, codes: Iterable[str]) -> frozenset[str]:
    """Return those of the codes that were confirmed although a check character of theirs is wrong."""
    if not actor.may(rules.SEE_SUBJECTS):
        return frozenset()
    found = ConfirmedCode.objects.filter(code__in=list(codes))
    return frozenset(found.values_list("code", flat=True))


def _code(key: str) -> str:
    text, _ = tidy(key)
    return text.replace("\0", "")
