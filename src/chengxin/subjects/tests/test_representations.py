"""Who may act for whom: with a paper, within its days, by the unit that saw it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from chengxin.audit.models import AuditEntry
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.foundation.roles import Role
from chengxin.subjects import queries, services
from chengxin.subjects.models import Organisation, Person, Representation
from chengxin.subjects.rules import Capacity, PaperKind
from chengxin.subjects.services import Terms
from chengxin.subjects.services.representations import (
    AlreadyEnded,
    AlreadyRepresents,
    BadPeriod,
    OneSubject,
    ReasonMissing,
)
from chengxin.subjects.tests.cast import NOW, bureau, code, load, officer, scan
from chengxin.subjects.tests.test_people import id_number
from chengxin.units.models import Unit
from chengxin.vault.models import StoredFile

pytestmark = pytest.mark.service

FIRST, END = date(2018, 7, 1), date(2018, 12, 1)
TERMS = Terms(Capacity.AGENT, FIRST, END)


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in the database
    return bureau()


@pytest.fixture
def actor(unit: Unit) -> Actor:
    return officer(unit, Role.CASE_OFFICER)


def person(actor: Actor, number: int = 1) -> Person:
    return services.record_person(
        actor=actor, now=NOW, paper=PaperKind.ID_CARD, number=id_number("19800101", number), name="王小伟"
    )


def record(actor: Actor, agent: Person, terms: Terms = TERMS, **other: Any) -> Representation:
    words: dict[str, Any] = {"organisation": code(1), "principal": None, "unit": actor.unit} | other
    return services.record_representation(
        actor=actor, now=NOW, agent=agent.public_id, terms=terms, scan=scan(), **words
    )


def end(actor: Actor, row: Representation, day: date, reason: str = "委托人撤回委托") -> Representation:
    return services.end_representation(
        actor=actor, now=NOW, representation=row.public_id, valid_until=day, reason=reason
    )


def test_an_agent_acts_for_an_organisation_on_paper_until_a_day(actor: Actor) -> None:
    load([(code(1), "甲乙贸易商店")])
    agent = person(actor)
    row = record(actor, agent)
    assert row.paper.owner_id == row.public_id
    assert row.paper.purpose == "subjects.authorisation"
    (facts,) = queries.representations_of(actor, Organisation.objects.get())
    assert (facts.capacity, facts.valid_until, facts.agent) == ("委托代理人", END, agent.public_id)
    for day, holds in ((date(2018, 6, 30), False), (FIRST, True), (date(2018, 11, 30), True), (END, False)):
        assert Representation.objects.filter(queries.may_act_on(day)).exists() == holds
    entry = AuditEntry.objects.get(action="subjects.representation-recorded")
    assert (entry.object_label, entry.facts["agent"]) == ("甲乙贸易商店", agent.public_id)


def test_a_person_may_be_represented_but_not_by_himself(actor: Actor) -> None:
    one, two = person(actor, 1), person(actor, 2)
    assert record(actor, one, organisation=None, principal=two.public_id).principal == two
    for words in (
        {"organisation": None, "principal": one.public_id},
        {"organisation": None, "principal": None},
        {"organisation": code(1), "principal": two.public_id},
    ):
        with pytest.raises(OneSubject):
            record(actor, one, **words)


@pytest.mark.parametrize(
    "terms",
    [
        Terms(Capacity.AGENT, FIRST, None),
        Terms(Capacity.HANDLER, FIRST, None),
        Terms(Capacity.AGENT, FIRST, FIRST),
        Terms(Capacity.OPERATOR, END, FIRST),
    ],
)
def test_a_period_that_is_none_is_refused_and_keeps_no_paper(actor: Actor, terms: Terms) -> None:
    load([(code(1), "甲乙贸易商店")])
    with pytest.raises(BadPeriod):
        record(actor, person(actor), terms)
    assert not StoredFile.objects.exists()


def test_the_same_may_not_be_recorded_for_the_same_days(actor: Actor) -> None:
    load([(code(1), "甲乙贸易商店"), (code(2), "丙丁贸易商店")])
    agent = person(actor)
    record(actor, agent)
    for terms in (TERMS, Terms(Capacity.AGENT, date(2018, 11, 30), date(2019, 1, 1))):
        with pytest.raises(AlreadyRepresents):
            record(actor, agent, terms)
    record(actor, agent, Terms(Capacity.AGENT, END, date(2019, 1, 1)))
    record(actor, agent, Terms(Capacity.LEGAL_REPRESENTATIVE, FIRST, None))
    with pytest.raises(AlreadyRepresents):
        record(actor, agent, Terms(Capacity.LEGAL_REPRESENTATIVE, date(2030, 1, 1), None))
    record(actor, agent, organisation=code(2))


def test_two_who_record_the_same_at_once_do_not_both_succeed(committed_db: object) -> None:  # noqa: ARG001  stands in the database
    actor = officer(bureau(), Role.CASE_OFFICER)
    load([(code(1), "甲乙贸易商店")])
    agent = person(actor)
    start = Barrier(3)

    def one(_number: int) -> bool:
        try:
            start.wait(timeout=30)
            record(actor, agent)
        except AlreadyRepresents:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(3) as threads:
        assert sorted(threads.map(one, range(3))) == [False, False, True]
    assert Representation.objects.count() == 1


def test_it_ends_before_its_time_with_a_reason(actor: Actor) -> None:
    load([(code(1), "甲乙贸易商店")])
    row = record(actor, person(actor))
    with pytest.raises(ReasonMissing):
        end(actor, row, date(2018, 8, 1), " ")
    with pytest.raises(BadPeriod):
        end(actor, row, FIRST)
    with pytest.raises(AlreadyEnded):
        end(actor, row, END)
    ended = end(actor, row, date(2018, 8, 1))
    assert (ended.valid_until, ended.ended_reason) == (date(2018, 8, 1), "委托人撤回委托")
    with pytest.raises(AlreadyEnded):
        end(actor, row, date(2018, 9, 1))
    assert AuditEntry.objects.get(action="subjects.representation-ended").facts["reason"] == "委托人撤回委托"


def test_another_unit_neither_sees_nor_ends_it(actor: Actor) -> None:
    load([(code(1), "甲乙贸易商店")])
    row = record(actor, person(actor))
    other = officer(bureau(), Role.CASE_OFFICER)
    assert queries.representations_of(other, Organisation.objects.get()) == []
    with pytest.raises(NotFound):
        end(other, row, date(2018, 8, 1))
    with pytest.raises(NotFound):
        record(other, person(actor, 2), unit=actor.unit)
    with pytest.raises(NotFound):
        record(actor, person(actor, 2), organisation=code(9))


def test_it_takes_a_permission(actor: Actor, unit: Unit) -> None:
    load([(code(1), "甲乙贸易商店")])
    row = record(actor, person(actor))
    reporter = officer(unit, Role.REPORTER)
    with pytest.raises(NotPermitted):
        end(reporter, row, date(2018, 8, 1))
    with pytest.raises(NotPermitted):
        record(reporter, person(actor, 2))
