"""Objections from the application to the answer and the review, in the database."""

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from chengxin.audit.models import AuditEntry
from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.foundation.roles import Role
from chengxin.notices.models import Notice
from chengxin.register import public
from chengxin.register.models import DisputeMark, Takedown
from chengxin.register.public import RecordGone
from chengxin.register.services import correct_record, withdraw_load
from chengxin.register.tests.scenes import ITEMS, NOW, PENALTY, Fact, bureau, officer, organisation, shown
from chengxin.register.tests.scenes import JOB as LOADER
from chengxin.relief import queries, services
from chengxin.relief.models import Case, CaseMove
from chengxin.relief.rules.procedure import ENDED, Move, Result, State
from chengxin.relief.services import Finding
from chengxin.relief.services.checking import BadExtension
from chengxin.relief.services.filing import (
    AlreadyInCase,
    BadFilingDay,
    NoRecords,
    NotItsRecord,
    NoWords,
)
from chengxin.relief.services.moving import CaseChangedMeanwhile, MoveNotOpen, NumberInWords, SomethingMissing
from chengxin.relief.tests.scenes import CLAIM, FOUND, JOB, Scene, settle, staff
from chengxin.vault.services import Upload
from chengxin.vault.tests.samples import pdf

pytestmark = pytest.mark.service


@contextmanager
def lacking(words: str) -> Iterator[None]:
    """Expect that the move is refused for want of something that the sentence names."""
    with pytest.raises(SomethingMissing) as caught:
        yield
    assert words in caught.value.sentence()


def scan() -> Upload:
    """Return a scan of a paper."""
    return Upload(io.BytesIO(pdf()), "补正材料.pdf", "application/pdf")


def marked(scene: Scene) -> list[bool]:
    """Say of each record whether it carries the mark."""
    last = [DisputeMark.objects.filter(record=one).order_by("-id").first() for one in scene.records]
    return [one is not None and one.disputed for one in last]


def test_an_objection_is_numbered_kept_and_marks_nothing_before_it_is_accepted(scene: Scene) -> None:
    first, second = scene.filed(scene.records[0]), scene.filed(scene.records[1])
    assert (first.state, first.number, second.number) == (State.RECEIVED, 1, 2)
    assert first.written_number == f"{scene.house.short_name}异议〔2026〕1号"
    assert marked(scene) == [False, False]
    (record,) = queries.records_of(first)
    assert (record.unit, record.version, record.open) == (scene.bureau, 1, True)
    assert AuditEntry.objects.get(action="relief.filed", object_id=first.public_id).facts["records"]


def test_acceptance_marks_the_records_everywhere_and_tells_the_applicant(scene: Scene) -> None:
    row = scene.accepted()
    assert marked(scene) == [True, True]
    assert public.record(scene.records[0].public_id, ITEMS).disputed
    notice = Notice.objects.get(about_id=row.public_id)
    assert notice.served
    assert "已经受理" in notice.body
    assert row.moves.get(move=Move.ACCEPT).notice == notice


def test_the_bureau_sees_a_case_once_it_is_accepted_and_finds_only_what_it_was_asked(scene: Scene) -> None:
    row = scene.filed()
    assert not queries.cases_for(scene.clerk).exists()
    assert queries.cases_for(scene.office()).get() == row
    row = services.accept(actor=scene.office(), now=NOW, case=row.public_id, seen=row.seen, words="")
    assert queries.cases_for(scene.clerk).get() == row
    finding = Finding(queries.records_of(row)[0].id, Result.MAINTAIN, FOUND)
    with pytest.raises(NotFound):
        services.find(actor=scene.clerk, now=NOW, case=row.public_id, seen=row.seen, finding=finding)
    row = services.forward(actor=scene.office(), now=NOW, case=row.public_id, seen=row.seen, words="请调阅案卷")
    assert row.moves.get(move=Move.FORWARD).words == "请调阅案卷"
    asked = Notice.objects.get(unit=scene.bureau)
    assert (asked.due_on, CLAIM in asked.body) == (date(2026, 7, 7), True)
    assert list(queries.cases_waiting(scene.clerk)) == [row]
    stranger = staff(bureau(), Role.CASE_OFFICER)
    with pytest.raises(NotFound):
        services.find(actor=stranger, now=NOW, case=row.public_id, seen=row.seen, finding=finding)
    row = services.find(actor=scene.clerk, now=NOW, case=row.public_id, seen=row.seen, finding=finding)
    assert row.state == State.WITH_SOURCE


def test_a_wrong_record_is_gone_with_the_answer_and_the_marks_come_off(scene: Scene) -> None:
    row = scene.found(Result.DELETE, Result.MAINTAIN)
    assert row.state == State.CHECKED
    assert not Takedown.objects.exists()

    row = services.answer(actor=scene.office(2), now=NOW, case=row.public_id, seen=row.seen, words="第一条有误。")

    assert row.state == State.ANSWERED
    assert marked(scene) == [False, False]
    gone = Takedown.objects.get()
    assert (gone.record, gone.reason) == (scene.records[0], "corrected")
    assert row.written_number in gone.basis
    with pytest.raises(RecordGone):
        public.record(scene.records[0].public_id, ITEMS)
    told = Notice.objects.filter(about_id=row.public_id, subject__startswith="异议处理结果").get()
    assert "删除" in told.body
    assert "复核" in told.body
    assert [one.answered for one in queries.records_of(row)] == ["delete", "maintain"]
    assert not row.records.filter(open=True).exists()


def test_who_found_does_not_answer_and_nothing_is_answered_before_everything_is_found(scene: Scene) -> None:
    own = scene.accepted(unit=scene.bureau)
    boss = staff(scene.bureau, Role.CASE_OFFICER, Role.CREDIT_OFFICE)
    with pytest.raises(MoveNotOpen):
        services.answer(actor=boss, now=NOW, case=own.public_id, seen=own.seen, words="维持。")
    with lacking("不用转交"):
        services.forward(actor=boss, now=NOW, case=own.public_id, seen=own.seen, words="")
    for one in queries.records_of(own):
        own = services.find(
            actor=boss, now=NOW, case=own.public_id, seen=own.seen, finding=Finding(one.id, Result.MAINTAIN, FOUND)
        )
    with lacking("另一个人"):
        services.answer(actor=boss, now=NOW, case=own.public_id, seen=own.seen, words="维持。")
    with lacking("理由"):
        services.answer(actor=scene.office(), now=NOW, case=own.public_id, seen=own.seen, words=" ")
    assert services.answer(actor=scene.office(), now=NOW, case=own.public_id, seen=own.seen, words="维持。").state


def test_a_correction_stands_in_the_record_before_the_answer(scene: Scene) -> None:
    row = scene.found(Result.CORRECT)
    with lacking(scene.records[0].versions.get().document_number):
        services.answer(actor=scene.office(2), now=NOW, case=row.public_id, seen=row.seen, words="已更正。")
    number = scene.records[0].versions.get().document_number
    assert correct_record(
        actor=officer(scene.bureau, Role.REPORTER),
        now=NOW,
        record_id=scene.records[0].public_id,
        item=PENALTY,
        state=Fact(scene.firm, number, summary="罚款1000元").state(),
        why="异议核查",
    )
    row = services.answer(actor=scene.office(2), now=NOW, case=row.public_id, seen=row.seen, words="已更正。")
    assert row.state == State.ANSWERED
    assert not Takedown.objects.exists()


def test_what_was_maintained_is_reviewed_once_by_a_third_person(scene: Scene) -> None:
    row = scene.answered(Result.MAINTAIN, Result.DELETE)
    row = services.ask_review(actor=scene.office(), now=NOW, case=row.public_id, seen=row.seen, words="有新证据。")
    assert marked(scene) == [True, False]
    kept = next(one for one in queries.records_of(row) if one.open)
    review: dict[str, Any] = {"now": NOW, "case": row.public_id, "seen": row.seen, "words": "采纳。"}
    review["results"] = {kept.id: Result.END}
    with lacking("另一个人"):
        services.answer_review(actor=scene.office(2), **review)
    row = services.answer_review(actor=scene.office(3), **review)
    assert (row.state, marked(scene), Takedown.objects.count()) == (State.ANSWERED, [False, False], 2)
    told = Notice.objects.get(about_id=row.public_id, subject__startswith="异议复核结果")
    assert "终止披露" in told.body
    assert "申请复核" not in told.body
    assert FOUND not in told.body
    with pytest.raises(SomethingMissing):
        services.ask_review(actor=scene.office(), now=NOW, case=row.public_id, seen=row.seen, words="再来。")


def test_papers_are_asked_for_and_nobody_loses_by_silence(scene: Scene) -> None:
    row = scene.filed()
    row = services.ask_papers(actor=scene.office(), now=NOW, case=row.public_id, seen=row.seen, words="营业执照")
    late = NOW + timedelta(days=900)
    assert queries.deadlines(queries.courses_of([row])[row.id]) == ()
    assert services.remind_all(actor=JOB, now=late) == 0
    row = services.take_papers(
        actor=scene.office(), now=NOW + timedelta(days=6), case=row.public_id, seen=row.seen, words="已交", scan=scan()
    )
    assert row.state == State.RECEIVED
    assert row.moves.get(move=Move.TAKE_PAPERS).scan is not None
    (first, *_others) = queries.deadlines(queries.courses_of([row])[row.id])
    assert (first.from_on, first.due_on) == (date(2026, 7, 6), date(2026, 7, 7))


def test_refusal_and_withdrawal_free_the_records_and_take_the_marks_off(scene: Scene) -> None:
    refused = scene.filed()
    with pytest.raises(AlreadyInCase):
        scene.filed(scene.records[0])
    refused = services.refuse(
        actor=scene.office(), now=NOW, case=refused.public_id, seen=refused.seen, words="不是本单位的记录"
    )
    assert refused.state == State.REFUSED
    again = scene.accepted()
    again = services.withdraw(actor=scene.office(), now=NOW, case=again.public_id, seen=again.seen, words="撤回")
    assert (again.state, marked(scene)) == (State.WITHDRAWN, [False, False])
    assert scene.filed().state == State.RECEIVED


def test_the_clock_stands_still_and_runs_longer_once_with_its_article(scene: Scene) -> None:
    row, office = scene.accepted(), scene.office()
    row = services.suspend(actor=office, now=NOW, case=row.public_id, seen=row.seen, words="委托鉴定")
    with lacking("恢复"):
        services.forward(actor=office, now=NOW, case=row.public_id, seen=row.seen, words="")
    row = services.resume(
        actor=office, now=NOW + timedelta(days=3), case=row.public_id, seen=row.seen, words="鉴定意见已出"
    )
    bad: dict[str, Any] = {"actor": office, "now": NOW, "case": row.public_id, "seen": row.seen}
    for days, basis in ((0, "条款"), (61, "条款"), (3, " ")):
        with pytest.raises(BadExtension):
            services.extend(**bad, working_days=days, basis=basis)
    row = services.extend(**bad, working_days=3, basis="某条例第五十一条")
    whole = queries.deadlines(queries.courses_of([row])[row.id])[-1]
    # seven working days and three, of which the three days of the pause (Wednesday to Friday) do not count
    assert whole.due_on == date(2026, 7, 17)
    with lacking("一次"):
        services.extend(**{**bad, "seen": row.seen}, working_days=3, basis="某条例第五十一条")


def test_bad_applications(scene: Scene) -> None:
    office, house = scene.office(), scene.house.id
    other = organisation()
    shown(scene.bureau, Fact(other, "示市监处罚〔2026〕别家号"))
    stranger = scene.application()
    first = scene.application(scene.records[0])
    cases = (
        (NoRecords, {**vars(first), "records": ()}),
        (NoRecords, {**vars(first), "records": tuple(f"{number:026d}" for number in range(51))}),
        (NotFound, {**vars(first), "records": ("0" * 26,)}),
        (NoWords, {**vars(first), "words": "  "}),
        (NumberInWords, {**vars(first), "words": "身份证110101199003074477的人"}),
        (BadFilingDay, {**vars(first), "filed_on": date(2026, 7, 1)}),
        (BadFilingDay, {**vars(first), "filed_on": date(2025, 6, 28)}),
        (NotItsRecord, {**vars(stranger), "subject": other.public_id}),
    )
    for refusal, given in cases:
        with pytest.raises(refusal):
            services.file_objection(
                actor=office, now=NOW, unit=house, application=services.Application(**given), scan=None
            )
    with pytest.raises(NotPermitted):
        services.file_objection(actor=scene.clerk, now=NOW, unit=house, application=first, scan=None)
    assert not Case.objects.exists()


def test_of_two_at_once_the_second_is_told(scene: Scene) -> None:
    row = scene.filed()
    services.accept(actor=scene.office(), now=NOW, case=row.public_id, seen=row.seen, words="")
    with pytest.raises(CaseChangedMeanwhile):
        services.refuse(actor=scene.office(2), now=NOW, case=row.public_id, seen=row.seen, words="不受理")


def test_units_are_reminded_once_of_each_last_day(scene: Scene) -> None:
    row = scene.forwarded()
    assert services.remind_all(actor=JOB, now=NOW) == 0
    before = NOW + timedelta(days=6)
    assert services.remind_all(actor=JOB, now=before) == 1
    assert services.remind_all(actor=JOB, now=before) == 0
    told = Notice.objects.filter(unit=scene.bureau, label="异议和修复提醒").get()
    assert (told.subject, told.due_on) == (f"期限快到了：{row.written_number}", date(2026, 7, 7))
    over = NOW + timedelta(days=20)
    assert services.remind_all(actor=JOB, now=over) == 1
    assert Notice.objects.filter(unit=scene.house, label="异议和修复提醒").count() == 1
    assert queries.cases_late(scene.office(), today=date(2026, 7, 20)) == [row.id]


def test_moves_are_only_added_and_a_look_leaves_a_trace(scene: Scene) -> None:
    row = scene.answered(Result.MAINTAIN)
    moves = list(CaseMove.objects.filter(case=row).order_by("number").values_list("move", flat=True))
    assert moves == ["file", "accept", "forward", "find", "answer"]
    assert services.look_at_case(actor=scene.clerk, now=NOW, case=row.public_id) == row
    look = AuditEntry.objects.get(action="relief.case-seen")
    assert (look.object_id, bool(look.basis)) == (row.public_id, True)
    assert row.state in ENDED


def test_a_finding_that_does_not_convince_goes_back_and_can_be_another(scene: Scene) -> None:
    row = scene.found(Result.CORRECT)
    later = NOW + timedelta(days=7)
    row = services.send_back(
        actor=scene.office(), now=later, case=row.public_id, seen=row.seen, words="文号不能更正，请改为删除后重报"
    )
    assert row.state == State.WITH_SOURCE
    (provider, whole) = queries.deadlines(queries.courses_of([row])[row.id])
    assert (provider.from_on, whole.from_on) == (date(2026, 7, 7), date(2026, 6, 30))
    assert Notice.objects.filter(unit=scene.bureau, label="异议核查").count() == 2
    finding = Finding(queries.records_of(row)[0].id, Result.DELETE, FOUND)
    row = services.find(actor=scene.clerk, now=later, case=row.public_id, seen=row.seen, finding=finding)
    row = services.answer(actor=scene.office(), now=later, case=row.public_id, seen=row.seen, words="已删除。")
    assert (row.state, Takedown.objects.count()) == (State.ANSWERED, 1)


def test_own_records_go_back_to_the_office_itself(scene: Scene) -> None:
    row = scene.accepted(scene.records[0], unit=scene.bureau)
    finding = Finding(queries.records_of(row)[0].id, Result.MAINTAIN, FOUND)
    row = services.find(actor=scene.clerk, now=NOW, case=row.public_id, seen=row.seen, finding=finding)
    row = services.send_back(actor=scene.office(), now=NOW, case=row.public_id, seen=row.seen, words="请补充证据")
    assert row.state == State.ACCEPTED
    assert not Notice.objects.filter(label="异议核查").exists()


def test_what_the_unit_withdrew_meanwhile_keeps_no_case_open(scene: Scene) -> None:
    row = scene.found(Result.CORRECT, Result.MAINTAIN)
    withdraw_load(actor=LOADER, now=NOW, load=scene.records[0].versions.get().load_id)
    assert queries.standing_of(scene.office(2), row, today=date(2026, 6, 30)).undone == ()
    row = services.answer(actor=scene.office(2), now=NOW, case=row.public_id, seen=row.seen, words="记录已经撤回。")
    assert row.state == State.ANSWERED


def test_a_review_of_a_record_that_is_in_another_case_by_now_is_refused(scene: Scene) -> None:
    row = scene.answered(Result.MAINTAIN)
    other = scene.filed(scene.records[0])
    with pytest.raises(AlreadyInCase) as caught:
        services.ask_review(actor=scene.office(), now=NOW, case=row.public_id, seen=row.seen, words="有新证据。")
    assert other.written_number in caught.value.sentence()


def test_what_nobody_touches_for_a_month_is_listed_whatever_it_waits_for(scene: Scene) -> None:
    waiting = scene.filed(scene.records[0])
    services.ask_papers(actor=scene.office(), now=NOW, case=waiting.public_id, seen=waiting.seen, words="营业执照")
    assert list(queries.cases_stuck(scene.office(), today=date(2026, 7, 29))) == []
    assert list(queries.cases_stuck(scene.office(), today=date(2026, 7, 30))) == [waiting]


@pytest.mark.usefixtures("committed_db")
def test_of_two_cases_about_a_record_at_the_same_moment_one_is_refused() -> None:
    scene = settle()
    orders, ready = (scene.records, scene.records[::-1]), Barrier(2)

    def file(number: int) -> str:
        ready.wait()
        try:
            return services.file_objection(
                actor=scene.office(number),
                now=NOW,
                unit=(scene.house, scene.bureau)[number].id,
                application=scene.application(*orders[number]),
                scan=None,
            ).written_number
        except AlreadyInCase:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        numbers = list(pool.map(file, range(2)))
    assert numbers.count("") == 1
    assert Case.objects.count() == 1
