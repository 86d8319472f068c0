"""An answer is built again as it was known then, whatever became of the records since."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chengxin.audit.models import AuditEntry
from chengxin.audit.rules.entries import PurposeMissing
from chengxin.checks import services
from chengxin.checks.services import Answered, Replay
from chengxin.checks.tests.scenes import Scene, auditor, list_for_wages, penalise, scene
from chengxin.foundation.refusals import NotPermitted
from chengxin.register.models import Load, Record
from chengxin.register.rules import TakedownReason
from chengxin.register.services import Why, clear_dispute, mark_disputed, take_down, withdraw_load
from chengxin.register.services.subject_links import merge_subjects
from chengxin.register.tests.scenes import JOB, NOW, OFFICE, OVER, WINDOW, organisation

pytestmark = pytest.mark.service
WHY = Why(TakedownReason.REPAIRED, "已经信用修复", "测试依据")
HOUR = timedelta(hours=1)


@pytest.fixture
def desk(committed_db: object) -> Scene:  # each step is a transaction of its own, as moments tell them apart
    assert committed_db
    return scene()


def replayed(answered: Answered) -> Replay:
    return services.replay_check(
        actor=auditor(), now=NOW + HOUR, check=answered.check.public_id, purpose="审计", basis="审计通知书"
    )


def test_nothing_that_happens_later_changes_the_answer_as_known_then(desk: Scene) -> None:
    penalise(desk.firm, number="示市监处罚〔2026〕1号")
    list_for_wages(desk.firm)
    first = Record.objects.get(versions__document_number="示市监处罚〔2026〕1号")
    mark_disputed(actor=OFFICE, now=NOW, record_id=first.public_id, basis="异议受理")
    before = desk.check()

    clear_dispute(actor=OFFICE, now=NOW, record_id=first.public_id, basis="异议处理")
    marked_off = desk.check()
    penalise(desk.firm, number="示市监处罚〔2026〕2号")
    grown = desk.check()
    take_down(actor=OFFICE, now=NOW, records=[first.public_id], why=WHY)
    entry = Load.objects.get(item="wage-arrears")
    withdraw_load(actor=JOB, now=NOW, load=entry.id)
    merge_subjects(
        actor=OFFICE,
        now=NOW,
        absorbed=desk.firm.public_id,
        survivor=organisation().public_id,
        reason="同一主体",
        basis="登记机关复函",
        evidence=["注册号相同"],
    )
    after = desk.check()

    answers = [before, marked_off, grown, after]
    assert len({one.body for one in answers}) == 4
    for one in answers:
        replay = replayed(one)
        assert replay.intact
        assert replay.same, replay.again


def test_a_later_earlier_end_does_not_change_the_answer_as_known_then(desk: Scene) -> None:
    penalise(desk.firm)
    answered = desk.check()
    penalise(desk.firm, summary="罚款3000元", window=replace(WINDOW, ends_on=OVER))
    assert replayed(answered).same


def test_evidence_that_leaves_a_fact_out_is_not_what_is_built_again(desk: Scene) -> None:
    penalise(desk.firm)
    answered = desk.check()
    again = replayed(answered).again
    assert len(again["records"]) == 1
    assert again["records"][0]["values"]["CF_NR"] == "罚款2000元"


def test_only_who_audits_replays_and_says_why(desk: Scene) -> None:
    check = desk.check().check.public_id
    with pytest.raises(NotPermitted):
        services.replay_check(actor=desk.checker, now=NOW, check=check, purpose="看看", basis="无")
    with pytest.raises(PurposeMissing):
        services.replay_check(actor=auditor(), now=NOW, check=check, purpose=" ", basis="审计通知书")
    assert not AuditEntry.objects.filter(action="checks.check-replayed").exists()
