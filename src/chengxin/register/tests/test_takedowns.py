"""Takedowns, revocations, corrections of one record, and marks."""

from dataclasses import replace
from datetime import date

import pytest

from chengxin.audit.models import AuditEntry
from chengxin.audit.queries.leaves import check_batch
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.foundation.roles import Role
from chengxin.law import book
from chengxin.register import public, queries, services
from chengxin.register.models import LedgerShare, Outbox, RecordVersion, Revocation, Takedown
from chengxin.register.rules import FeedKind, RevocationKind, State, TakedownReason
from chengxin.register.services import Ruling, Why
from chengxin.register.services.corrections import (
    AlreadyRevoked,
    KeyChanged,
    RevocationIncomplete,
    RevokedInFuture,
    WhyMissing,
)
from chengxin.register.services.marks import BasisMissing
from chengxin.register.services.takedowns import ReasonMissing
from chengxin.register.tests.scenes import (
    ITEMS,
    LATER,
    NIGHT,
    NOW,
    OVER,
    PENALTY,
    READER,
    Fact,
    begun,
    bureau,
    county_office,
    frame,
    merged,
    officer,
    organisation,
    shown,
    the_record,
)
from chengxin.subjects.models import Organisation
from chengxin.units.models import Unit
from chengxin.units.rules import Level

pytestmark = pytest.mark.service

WITHDRAWN = Why(TakedownReason.SOURCE_WITHDRAWN, "报送有误，来源单位撤回", "来源单位来函")
LAW = book.load(None)
RULING = Ruling(RevocationKind.REVOKED, "示复决字〔2026〕3号", date(2026, 6, 26), "事实不清")


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in the database
    return bureau()


@pytest.fixture
def firm(db: None) -> Organisation:  # noqa: ARG001  it stands in the database
    return organisation()


@pytest.fixture
def reviewer(unit: Unit) -> Actor:
    return officer(unit, Role.REVIEWER)


@pytest.fixture
def record_id(unit: Unit, firm: Organisation) -> str:
    shown(unit, Fact(firm))
    return the_record().public_id


def is_gone(record_id: str) -> bool:
    try:
        public.record(record_id, ITEMS)
    except public.RecordGone:
        return True
    return False


def test_a_takedown_is_at_once_in_feed_ledger_outbox_and_trail(reviewer: Actor, record_id: str) -> None:
    assert not is_gone(record_id)
    assert services.take_down(actor=reviewer, now=NOW, records=[record_id], why=WITHDRAWN) == 1
    assert is_gone(record_id)
    (change,) = queries.changes_after(READER, "").entries
    assert (change.record, change.kind, change.item) == (record_id, FeedKind.VANISHED, "")
    ledger = LedgerShare.objects.get(batch__partition="orders").ledger_batch
    assert (check_batch(ledger).kind, check_batch(ledger).intact) == ("register.takedown", 1)
    assert Outbox.objects.filter(batch__partition="orders").count() == 1
    assert AuditEntry.objects.get(action="register.taken-down").facts["records"] == [record_id]


def test_taken_down_twice_is_as_once(reviewer: Actor, record_id: str) -> None:
    services.take_down(actor=reviewer, now=NOW, records=[record_id, record_id], why=WITHDRAWN)
    assert services.take_down(actor=reviewer, now=NOW, records=[record_id], why=WITHDRAWN) == 0
    assert Takedown.objects.count() == 1


def test_nothing_comes_back_by_a_new_import(unit: Unit, firm: Organisation, reviewer: Actor, record_id: str) -> None:
    services.take_down(actor=reviewer, now=NOW, records=[record_id], why=WITHDRAWN)
    same = services.merge_chunk(load=begun(unit), item=PENALTY, rows=frame([Fact(firm)]))
    assert same.unchanged == (1,)
    shown(unit, Fact(firm, summary="又报了一次"))
    assert is_gone(record_id)
    assert RecordVersion.objects.get(number=2).feed == ""


def test_a_load_that_was_under_way_does_not_bring_it_back(
    unit: Unit, firm: Organisation, reviewer: Actor, record_id: str
) -> None:
    load = merged(unit, Fact(firm, summary="路上"))
    services.take_down(actor=reviewer, now=NOW, records=[record_id], why=WITHDRAWN)
    services.show_load(actor=officer(unit, Role.REPORTER), now=NOW, load=load.id)
    assert is_gone(record_id)
    services.withdraw_load(actor=officer(unit, Role.REPORTER), now=NOW, load=load.id)
    assert is_gone(record_id)


@pytest.mark.parametrize("why", [replace(WITHDRAWN, sentence=" "), replace(WITHDRAWN, basis="")])
def test_a_takedown_says_why(reviewer: Actor, record_id: str, why: Why) -> None:
    with pytest.raises(ReasonMissing):
        services.take_down(actor=reviewer, now=NOW, records=[record_id], why=why)
    assert not is_gone(record_id)


def test_reach_is_the_unit_s_or_the_district_s_own(firm: Organisation) -> None:
    near, far = bureau("990102", Level.COUNTY), bureau("990121", Level.COUNTY)
    shown(near, Fact(firm))
    record_id = the_record().public_id
    for stranger in (officer(far, Role.REVIEWER), county_office("990121")):
        with pytest.raises(NotFound):
            services.take_down(actor=stranger, now=NOW, records=[record_id], why=WITHDRAWN)
        assert not queries.records_for(stranger).exists()
        assert not queries.versions_for(stranger).exists()
    assert queries.versions_for(county_office("990102")).count() == 1
    with pytest.raises(NotPermitted):
        services.take_down(actor=officer(near, Role.REPORTER), now=NOW, records=[record_id], why=WITHDRAWN)
    assert services.take_down(actor=county_office("990102"), now=NOW, records=[record_id], why=WITHDRAWN) == 1


def test_all_or_none_of_several(firm: Organisation, reviewer: Actor, record_id: str) -> None:
    shown(bureau(), Fact(firm, number="外单位"))
    other = next(
        one.public_id for one in public.records_of(firm.public_id, ITEMS).records if one.public_id != record_id
    )
    for pair in ([record_id, other], [record_id, "0" * 26], []):
        with pytest.raises(NotFound):
            services.take_down(actor=reviewer, now=NOW, records=pair, why=WITHDRAWN)
    assert not is_gone(record_id)


def test_what_expired_is_gone_before_the_job_and_written_down_by_it(unit: Unit, firm: Organisation) -> None:
    shown(unit, Fact(firm).until(OVER), Fact(firm, number="长").until(LATER), Fact(firm, number="无").until(None))
    assert len(public.records_of(firm.public_id, ITEMS).records) == 2
    assert services.take_down_all_expired(actor=NIGHT, now=NOW) == 1
    assert services.take_down_all_expired(actor=NIGHT, now=NOW) == 0
    assert Takedown.objects.get().reason == "expired"
    assert len(queries.changes_after(READER, "").entries) == 1
    assert len(public.records_of(firm.public_id, ITEMS).records) == 2


def test_the_last_day_is_still_shown_and_the_next_is_not(unit: Unit, firm: Organisation) -> None:
    shown(unit, Fact(firm).until(date(2026, 6, 30)))
    assert services.take_down_all_expired(actor=NIGHT, now=NOW) == 0
    assert services.take_down_all_expired(actor=NIGHT, now=NOW.replace(hour=16)) == 1  # midnight in China


def test_only_the_system_ends_what_expired_everywhere(reviewer: Actor) -> None:
    with pytest.raises(NotPermitted):
        services.take_down_expired(actor=reviewer, now=NOW)


def test_a_revocation_takes_down_and_says_by_when_it_was_due(reviewer: Actor, record_id: str) -> None:
    revocation = services.revoke_record(
        actor=reviewer, now=NOW, record_id=record_id, ruling=RULING, law=LAW, calendar="national"
    )
    assert is_gone(record_id)
    assert revocation.due_on == LAW.due("withdrawal", RULING.revoked_on, calendar="national").due_on
    takedown = Takedown.objects.get()
    assert (takedown.reason, takedown.sentence) == ("revoked", "原决定已被依法撤销：事实不清")
    assert takedown.basis.startswith("示复决字〔2026〕3号；")
    with pytest.raises(AlreadyRevoked):
        services.revoke_record(
            actor=reviewer, now=NOW, record_id=record_id, ruling=RULING, law=LAW, calendar="national"
        )
    assert Revocation.objects.count() == 1


@pytest.mark.parametrize(
    ("ruling", "refusal"),
    [
        (replace(RULING, document_number=" "), RevocationIncomplete),
        (replace(RULING, sentence=""), RevocationIncomplete),
        (replace(RULING, revoked_on=date(2026, 7, 1)), RevokedInFuture),
    ],
)
def test_a_bad_revocation_changes_nothing(
    reviewer: Actor, record_id: str, ruling: Ruling, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        services.revoke_record(
            actor=reviewer, now=NOW, record_id=record_id, ruling=ruling, law=LAW, calendar="national"
        )
    assert not is_gone(record_id)


def correct(actor: Actor, record_id: str, state: State, why: str = "笔误") -> bool:
    return services.correct_record(actor=actor, now=NOW, record_id=record_id, item=PENALTY, state=state, why=why)


def test_one_record_is_corrected(unit: Unit, firm: Organisation, record_id: str) -> None:
    reporter = officer(unit, Role.REPORTER)
    state = Fact(firm, summary="罚款1000元").until(date(2091, 1, 1)).state()
    assert correct(reporter, record_id, state)
    assert not correct(reporter, record_id, state)
    view = public.record(record_id, ITEMS)
    assert view.corrected
    assert view.until.ends_on == LATER
    assert AuditEntry.objects.filter(action="register.record-corrected", facts__changed=True).count() == 1


def test_two_corrections_share_a_transaction(unit: Unit, firm: Organisation, record_id: str) -> None:
    for summary in ("一", "二"):
        assert correct(officer(unit, Role.REPORTER), record_id, Fact(firm, summary=summary).state())
    assert RecordVersion.objects.filter(record__public_id=record_id).count() == 3


def test_a_correction_is_refused_without_reason_reach_or_with_another_key(
    unit: Unit, firm: Organisation, record_id: str
) -> None:
    state = Fact(firm, summary="改").state()
    other = Fact(firm, number="别的文号").state()
    for actor, values, why, refusal in (
        (officer(unit, Role.REPORTER), state, " ", WhyMissing),
        (officer(unit, Role.REPORTER), other, "笔误", KeyChanged),
        (officer(bureau(), Role.REPORTER), state, "笔误", NotFound),
        (officer(unit, Role.CHECKER), state, "笔误", NotPermitted),
    ):
        with pytest.raises(refusal):
            correct(actor, record_id, values, why)
    assert RecordVersion.objects.count() == 1


def test_a_dispute_is_marked_and_cleared(unit: Unit, record_id: str) -> None:
    handler = officer(unit, Role.CASE_OFFICER)
    for service, disputed in ((services.mark_disputed, True), (services.clear_dispute, False)):
        assert service(actor=handler, now=NOW, record_id=record_id, basis="异议第1号")
        assert not service(actor=handler, now=NOW, record_id=record_id, basis="异议第1号")
        assert public.record(record_id, ITEMS).disputed == disputed
    assert [change.kind for change in queries.changes_after(READER, "").entries] == [FeedKind.CHANGED] * 2


def test_a_mark_needs_a_basis_and_reach(unit: Unit, record_id: str) -> None:
    with pytest.raises(BasisMissing):
        services.mark_disputed(actor=officer(unit, Role.CASE_OFFICER), now=NOW, record_id=record_id, basis=" ")
    with pytest.raises(NotFound):
        services.mark_disputed(actor=officer(bureau(), Role.CASE_OFFICER), now=NOW, record_id=record_id, basis="异议")
