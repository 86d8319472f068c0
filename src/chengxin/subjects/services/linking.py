"""Two organisations that are one, and one that is two after all: an event each, so that either can be taken back.

Nothing is rewritten: what was kept for the absorbed organisation stays its own, with its ledger, and is read under the
survivor. Its names are lent to the survivor, so that a search finds that one.
"""

from collections.abc import Sequence
from datetime import datetime

from chengxin.audit.rules import Action
from chengxin.audit.services import record, use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.subjects import rules
from chengxin.subjects.models import NamePeriod, Organisation, SubjectLink
from chengxin.subjects.queries.organisations import organisation_for, organisations_for
from chengxin.subjects.rules.kinds import Kind

LONGEST_WORDS = 300


class SameSubject(Invalid):
    """An organisation can not be merged into itself."""

    code = "subjects.same-subject"
    says = "请选择另一个主体"
    field = "survivor"


class LinkUnexplained(Invalid):
    """A merger or a split says why and on what basis."""

    code = "subjects.link-unexplained"
    says = "请写明理由和依据，各不超过{limit}个字"
    field = "reason"


class AlreadyMerged(Conflict):
    """One of the two is part of a merger already."""

    code = "subjects.already-merged"
    says = "“{name}”已经和别的主体合并，请先拆分"


class NotMerged(Conflict):
    """The organisation is not merged into another one."""

    code = "subjects.not-merged"
    says = "“{name}”没有并入别的主体，不能拆分"


class ProtectedSubject(Conflict):
    """A 个体工商户 is protected like a person: it is not merged with what is not protected."""

    code = "subjects.protected-subject"
    says = "个体工商户不能和企业或者其他组织合并：个体转为企业的，是两个主体"


@use_case
def merge_organisations(
    *, actor: Actor, now: datetime, absorbed: str, survivor: str, reason: str, basis: str, evidence: Sequence[str]
) -> SubjectLink:
    """Say that two organisations (public ids or codes) are one, and return the event.

    ``evidence`` are the sentences that lay before the person who decided.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such organisation.
        SameSubject: both are the same.
        LinkUnexplained: reason or basis is blank or too long.
        AlreadyMerged: one of them is merged already, or something is merged into the absorbed one.
        ProtectedSubject: one is a 个体工商户 and the other is not.
    """
    actor.require(rules.MERGE_SUBJECTS)
    _require_words(reason, basis)
    one, other = (organisation_for(actor, key, permission=rules.MERGE_SUBJECTS) for key in (absorbed, survivor))
    if one.id == other.id:
        raise SameSubject
    held = _held(actor, one.id, other.id)
    one, other = held[one.id], held[other.id]
    for organisation in (one, other):
        if organisation.merged_into_id is not None:
            raise AlreadyMerged(name=organisation.name)
    if Organisation.objects.filter(merged_into=one).exists():
        raise AlreadyMerged(name=one.name)
    if (one.kind == Kind.SOLE_TRADER) != (other.kind == Kind.SOLE_TRADER):
        raise ProtectedSubject
    link = _written(actor, now, (one, other), (reason, basis), evidence, merged=True)
    one.merged_into = other
    one.save(update_fields=["merged_into"])
    _lend_names(one, other, link)
    _note(actor, now, rules.SUBJECTS_MERGED, link)
    return link


@use_case
def split_organisations(*, actor: Actor, now: datetime, absorbed: str, reason: str, basis: str) -> SubjectLink:
    """Take a merger back: the absorbed organisation (public id or code) is one of its own again; return the event.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such organisation.
        LinkUnexplained: reason or basis is blank or too long.
        NotMerged: it is not merged into another one.
    """
    actor.require(rules.MERGE_SUBJECTS)
    _require_words(reason, basis)
    found = organisation_for(actor, absorbed, permission=rules.MERGE_SUBJECTS)
    one = _held(actor, found.id)[found.id]
    if one.merged_into is None:
        raise NotMerged(name=one.name)
    link = _written(actor, now, (one, one.merged_into), (reason, basis), (), merged=False)
    _give_names_back(one)
    one.merged_into = None
    one.save(update_fields=["merged_into"])
    _note(actor, now, rules.SUBJECTS_SPLIT, link)
    return link


def _require_words(*words: str) -> None:
    if not all(0 < len(one.strip()) <= LONGEST_WORDS for one in words):
        raise LinkUnexplained(limit=LONGEST_WORDS)


def _held(actor: Actor, *ids: int) -> dict[int, Organisation]:
    """Hold the organisations in the order of their numbers: two mergers at once wait for each other."""
    found = organisations_for(actor, permission=rules.MERGE_SUBJECTS).filter(id__in=ids)
    return {row.id: row for row in found.order_by("id").select_for_update()}


def _written(
    actor: Actor,
    now: datetime,
    pair: tuple[Organisation, Organisation],
    words: tuple[str, str],
    evidence: Sequence[str],
    *,
    merged: bool,
) -> SubjectLink:
    return SubjectLink.objects.create(
        public_id=new_opaque_id(),
        absorbed=pair[0],
        survivor=pair[1],
        merged=merged,
        reason=words[0].strip(),
        basis=words[1].strip(),
        evidence=list(evidence),
        at=now,
        by=actor.id,
        by_name=actor.name,
    )


def _lend_names(absorbed: Organisation, survivor: Organisation, link: SubjectLink) -> None:
    """Have the survivor found under the names of the absorbed one, and nobody else."""
    NamePeriod.objects.filter(organisation=absorbed).update(organisation=survivor, current=False, lent=link)


def _give_names_back(absorbed: Organisation) -> None:
    """Give lent names back; a name that was registered meanwhile stays the current one."""
    lent = NamePeriod.objects.filter(lent__absorbed=absorbed)
    now_current = NamePeriod.objects.filter(organisation=absorbed, current=True).exists()
    last = (
        lent.filter(name=absorbed.name, valid_until__isnull=True).order_by("-id").values_list("id", flat=True).first()
    )
    if last is not None and not now_current:
        NamePeriod.objects.filter(id=last).update(organisation=absorbed, current=True, lent=None)
    lent.update(organisation=absorbed, lent=None)


def _note(actor: Actor, now: datetime, action: Action, link: SubjectLink) -> None:
    record(
        actor=actor,
        now=now,
        action=action,
        object_kind="organisation",
        object_id=link.absorbed.public_id,
        object_label=link.absorbed.name,
        basis=link.basis,
        facts={"survivor": link.survivor.public_id, "reason": link.reason},
    )
