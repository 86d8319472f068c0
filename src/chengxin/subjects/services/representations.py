"""Who may act for whom: recorded with the scanned paper, ended with a reason."""

from dataclasses import dataclass
from datetime import date, datetime

from chengxin.audit.rules import Action
from chengxin.audit.services import record, use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.subjects import queries, rules
from chengxin.subjects.models import Organisation, Person, Representation
from chengxin.subjects.rules import Capacity
from chengxin.units.queries import day_of, unit_for
from chengxin.vault.services import Owner, Upload, keep_file

LONGEST_REASON = 200


class BadPeriod(Invalid):
    """The period is empty, or has no last day where the capacity asks for one."""

    code = "subjects.bad-period"
    says = "授权期限不对：止期应晚于起期，委托代理人和经办人必须有止期"
    field = "valid_until"


class OneSubject(Invalid):
    """A representation is of one organisation or of one person, and nobody represents himself."""

    code = "subjects.one-subject"
    says = "请指明被代理的一个组织或一个自然人，且不能是代理人本人"
    field = "organisation"


class AlreadyRepresents(Conflict):
    """The same person acts for the same subject in the same capacity during some of the days."""

    code = "subjects.already-represents"
    says = "这个人在这段时间已登记了同样的代理关系"


class AlreadyEnded(Conflict):
    """The representation is over by the day given."""

    code = "subjects.already-ended"
    says = "这项代理关系到那一天已经结束"


class ReasonMissing(Invalid):
    """An end before time has a reason."""

    code = "subjects.reason-missing"
    says = "请写明终止的原因，不超过{limit}个字"
    field = "reason"


@dataclass(frozen=True)
class Terms:
    """In which capacity, from when, until when (the first day out; None: until it is ended)."""

    capacity: Capacity
    valid_from: date
    valid_until: date | None


@use_case
def record_representation(
    *,
    actor: Actor,
    now: datetime,
    organisation: str | None,
    principal: str | None,
    agent: str,
    terms: Terms,
    scan: Upload,
    unit: int,
) -> Representation:
    """Record that a person may act for an organisation (code or opaque id) or for another person, and keep the paper.

    ``agent`` and ``principal`` are opaque ids of persons; ``unit`` is the unit that saw the paper and keeps it.

    Raises:
        NotFound: one of them is not there, or the unit lies outside the actor's reach.
        OneSubject: none or both of organisation and principal, or the agent itself.
        BadPeriod: the days do not make a period, or the capacity needs a last one.
        AlreadyRepresents: the same is recorded for some of the days.
        FileRefused: the scan is not taken.
    """
    actor.require(rules.KEEP_REPRESENTATIONS)
    keeping = unit_for(actor, unit, permission=rules.KEEP_REPRESENTATIONS)
    if (organisation is None) == (principal is None) or principal == agent:
        raise OneSubject
    _check_terms(terms)
    acting = queries.person_for(actor, agent)
    represented = queries.organisation_for(actor, organisation) if organisation else None
    person = queries.person_for(actor, principal) if principal else None
    # whoever records for the same agent waits here, so that two can not both find the days free
    Person.objects.select_for_update().get(pk=acting.pk)
    if _overlapping(acting, represented, person, terms):
        raise AlreadyRepresents
    public_id = new_opaque_id()
    paper = keep_file(
        actor=actor,
        now=now,
        purpose=rules.AUTHORISATION,
        upload=scan,
        unit=keeping.id,
        owner=Owner("subjects", "representation", public_id),
    )
    representation = Representation.objects.create(
        public_id=public_id,
        organisation=represented,
        principal=person,
        agent=acting,
        capacity=terms.capacity.value,
        paper=paper,
        valid_from=terms.valid_from,
        valid_until=terms.valid_until,
        unit=keeping,
        recorded_at=now,
        recorded_by_name=actor.name,
        ended_reason="",
    )
    _note(actor, now, rules.REPRESENTATION_RECORDED, representation, sha256=paper.sha256)
    return representation


@use_case
def end_representation(
    *, actor: Actor, now: datetime, representation: str, valid_until: date, reason: str
) -> Representation:
    """End a representation before its time; ``valid_until`` is the first day on which it no longer holds.

    Raises:
        NotFound: there is none, or another unit recorded it.
        AlreadyEnded: it is over by that day.
        BadPeriod: the day lies before its first day.
        ReasonMissing: no reason, or too long a one.
    """
    actor.require(rules.KEEP_REPRESENTATIONS)
    row = queries.representation_for(actor, representation, lock=True)
    why = reason.strip()
    if not 0 < len(why) <= LONGEST_REASON:
        raise ReasonMissing(limit=LONGEST_REASON)
    if row.valid_until is not None and row.valid_until <= valid_until:
        raise AlreadyEnded
    if valid_until <= row.valid_from:
        raise BadPeriod
    row.valid_until, row.ended_reason = valid_until, why
    row.save(update_fields=["valid_until", "ended_reason"])
    _note(actor, now, rules.REPRESENTATION_ENDED, row, reason=why, today=day_of(now))
    return row


def _check_terms(terms: Terms) -> None:
    until = terms.valid_until
    if until is None and terms.capacity not in rules.OPEN_ENDED:
        raise BadPeriod
    if until is not None and until <= terms.valid_from:
        raise BadPeriod


def _overlapping(agent: Person, organisation: Organisation | None, principal: Person | None, terms: Terms) -> bool:
    same = Representation.objects.filter(
        agent=agent, organisation=organisation, principal=principal, capacity=terms.capacity.value
    )
    return same.filter(queries.overlapping(terms.valid_from, terms.valid_until)).exists()


def _note(actor: Actor, now: datetime, action: Action, row: Representation, **facts: object) -> None:
    organisation = row.organisation
    record(
        actor=actor,
        now=now,
        action=action,
        object_kind="representation",
        object_id=row.public_id,
        object_label=organisation.name if organisation else "自然人",
        facts={
            "capacity": row.capacity,
            "agent": row.agent.public_id,
            "valid_from": row.valid_from,
            "valid_until": row.valid_until,
        }
        | facts,
    )
