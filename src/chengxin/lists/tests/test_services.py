"""Moves on the database: what each needs, what it leaves, who may."""

import hashlib
import io
import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from chengxin.audit.models import AuditEntry
from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.foundation.transport import NoRoom
from chengxin.lists import public, queries, services
from chengxin.lists.models import Entry, Paper
from chengxin.lists.rules import doings
from chengxin.lists.rules.entries import ExitGround
from chengxin.lists.rules.procedure import State
from chengxin.lists.services import (
    AlreadyUnderWay,
    BadDays,
    BadExit,
    BadRemovalSigning,
    BadSigning,
    BadTerm,
    Decision,
    EntryChangedMeanwhile,
    GroundMissing,
    MoveNotOpen,
    NumberInWords,
    PersonNotListed,
    Proposal,
    Signature,
    SomethingMissing,
    UnknownSubject,
    WayOut,
)
from chengxin.lists.services.deciding import OPEN_JOINT_ACTION
from chengxin.lists.services.leaving import END_JOINT_ACTION
from chengxin.lists.tests.scenes import (
    AFTER,
    DAY,
    DECISION,
    GROUND,
    JOB,
    KIND,
    REASON,
    TIME,
    TODAY,
    Scene,
    answered,
    approved,
    decided,
    fresh,
    heard,
    left,
    notified,
    proposed,
    published,
    served,
    settle,
)
from chengxin.register.models import RecordVersion, Takedown
from chengxin.register.queries import history_for
from chengxin.register.tests.scenes import LATER, NOW, organisation
from chengxin.units.queries import day_of
from chengxin.vault.adapters.refusals import FileRefused
from chengxin.vault.queries import file_for
from chengxin.vault.services import Upload
from chengxin.vault.tests.samples import pdf

pytestmark = pytest.mark.service


@contextmanager
def full_disk() -> Iterator[None]:
    """Let the system refuse to make any file of this process larger than two kilobytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def jobs(name: str) -> list[dict[str, object]]:
    return [one.args for one in ProcrastinateJob.objects.filter(task_name=name)]


def test_the_whole_way_ends_in_a_public_entry_with_all_its_papers(scene: Scene) -> None:
    row = published(scene)
    assert row.state == State.PUBLISHED
    papers = Paper.objects.filter(entry=row).order_by("number")
    assert [one.written_number for one in papers] == [
        f"{scene.unit.short_name}名单〔2026〕1号",
        f"{scene.unit.short_name}名单〔2026〕2号",
    ]
    moves = [one.move for one in row.moves.order_by("number")]
    assert moves == ["propose", "approve", "notify", "decide", "publish"]
    assert jobs(OPEN_JOINT_ACTION) == [{"entry": row.record}]
    assert AuditEntry.objects.filter(action=doings.PUBLISHED.code, object_id=row.public_id).exists()


def test_what_is_published_answers_the_five_questions(scene: Scene) -> None:
    row = published(scene)
    (view,) = public.public_entries(KIND).rows
    assert (view.id, view.name, view.code) == (row.public_id, row.subject_name, row.subject_code)
    assert view.listing_body == row.unit.name
    assert "第四十八条" in view.basis
    assert (view.listed_on, view.until) == (DECISION.signed_on, LATER)
    assert "届满" in view.why_until
    assert public.public_entry(row.public_id) == view
    left(scene, fresh(row))
    assert public.public_entries(KIND).rows == ()
    with pytest.raises(NotFound):
        public.public_entry(row.public_id)


def test_exit_takes_the_record_down_and_ends_the_joint_action(scene: Scene) -> None:
    row = left(scene, fresh(published(scene)))
    assert (row.state, row.exit_ground) == (State.EXITED, ExitGround.REPAIRED)
    takedown = Takedown.objects.get(record__public_id=row.record)
    assert takedown.reason == "repaired"
    assert "工资已经付清" in takedown.sentence
    assert jobs(END_JOINT_ACTION) == [{"entry": row.record}]
    assert Paper.objects.filter(entry=row, kind="removal").exists()


def removed(row: Entry) -> list[tuple[object, object]]:
    """What each version of the entry's record says of its removal, oldest first."""
    versions = RecordVersion.objects.filter(record__public_id=row.record).order_by("number")
    said = [{**one.payload, **one.closed_payload} for one in versions]
    return [(one.get("MD_YCRQ"), one.get("MD_YCYY")) for one in said]


def test_the_record_says_when_and_why_the_list_was_left(scene: Scene) -> None:
    row = fresh(published(scene))
    assert removed(row) == [(None, None)]
    row = left(scene, row)
    assert removed(row) == [(None, None), (day_of(AFTER).isoformat(), "repaired")]
    assert row.moves.get(move="exit").facts["recorded"] is True
    history = history_for(scene.head, row.record, today=day_of(AFTER))
    assert ("移出原因", "已经改正（信用修复），提前移出") in [(one.name, one.value) for one in history.fields]
    assert public.public_entries(KIND).rows == ()


def test_nobody_reviews_the_own_proposal(scene: Scene) -> None:
    row = services.propose(
        actor=scene.head, now=NOW, unit=scene.unit.id, proposal=Proposal(KIND, scene.firm.public_id, REASON, GROUND)
    )
    with pytest.raises(SomethingMissing) as caught:
        services.review(actor=scene.head, now=NOW, entry=row.public_id, seen=1, approve=True, words="")
    assert "另一个人" in caught.value.sentence()


def test_sent_back_with_words_and_mended(scene: Scene) -> None:
    row = proposed(scene)
    with pytest.raises(SomethingMissing):
        services.review(actor=scene.head, now=NOW, entry=row.public_id, seen=1, approve=False, words=" ")
    row = services.review(actor=scene.head, now=NOW, entry=row.public_id, seen=1, approve=False, words="缺文书")
    with pytest.raises(GroundMissing):
        services.amend_proposal(actor=scene.clerk, now=NOW, entry=row.public_id, seen=2, reason=" ", ground=GROUND)
    row = services.amend_proposal(
        actor=scene.clerk, now=NOW, entry=row.public_id, seen=2, reason="补充了文书", ground=GROUND
    )
    assert (row.state, fresh(row).reason) == (State.PROPOSED, "补充了文书")


def test_a_decision_waits_for_delivery_and_the_time_to_answer(scene: Scene) -> None:
    row = notified(scene)
    with pytest.raises(SomethingMissing) as caught:
        decided(scene, row)
    assert "还没有登记送达" in caught.value.sentence()
    row = served(scene, row, "notice")
    early = Decision("局长", TODAY, LATER)
    with pytest.raises(SomethingMissing) as caught:
        services.decide(actor=scene.head, now=NOW, entry=row.public_id, seen=row.seen, decision=early)
    assert "陈述申辩的期限也没有过" in caught.value.sentence()
    assert decided(scene, row).state == State.DECIDED


def test_a_statement_is_answered_before_the_decision(scene: Scene) -> None:
    row = heard(scene, served(scene, notified(scene), "notice"))
    with pytest.raises(SomethingMissing) as caught:
        decided(scene, row)
    assert "没有答复" in caught.value.sentence()
    row = answered(scene, row)
    early = Decision("局长", TODAY, LATER)
    services.decide(actor=scene.head, now=NOW, entry=row.public_id, seen=row.seen, decision=early)
    text = Paper.objects.get(entry=row, kind="decision").content
    assert "陈述申辩1次" in text["paragraphs"][0]
    assert text["signed_by"] == "局长"


def test_publication_waits_for_the_delivery_of_the_decision(scene: Scene) -> None:
    row = decided(scene, served(scene, notified(scene), "notice"))
    with pytest.raises(SomethingMissing) as caught:
        services.publish(actor=scene.head, now=AFTER, entry=row.public_id, seen=row.seen)
    assert "列入决定书还没有登记送达" in caught.value.sentence()


def test_a_notice_names_the_days_and_where_they_stand(scene: Scene) -> None:
    row = approved(scene)
    for time in (TIME.__class__(0, working=True, basis="x"), TIME.__class__(5, working=True, basis=" ")):
        with pytest.raises(BadDays):
            services.give_notice(actor=scene.head, now=NOW, entry=row.public_id, seen=row.seen, time=time)
    paper = services.give_notice(actor=scene.head, now=NOW, entry=row.public_id, seen=row.seen, time=TIME)
    assert "5个工作日" in "".join(paper.content["closing"])
    assert ("法定依据", row.basis) in [tuple(line) for line in paper.content["facts"]]


def test_a_decision_is_signed_and_within_the_term(scene: Scene) -> None:
    row = served(scene, notified(scene), "notice")
    for wrong in (
        Decision(" ", TODAY, LATER),
        Decision("局长", day_of(AFTER) + DAY, LATER),
        Decision("局长", TODAY - DAY, LATER),
    ):
        with pytest.raises(BadSigning):
            decided(scene, row, wrong)
    for until in (None, TODAY):
        with pytest.raises(BadTerm):
            decided(scene, row, Decision("局长", TODAY, until))


def test_whom_and_what_cannot_be_listed(scene: Scene) -> None:
    trader = organisation("sole-trader")
    person = "11010519491231002X"
    with pytest.raises(PersonNotListed):
        proposed(scene, subject=trader.public_id)
    with pytest.raises(PersonNotListed):
        proposed(scene, subject=person)
    with pytest.raises(UnknownSubject):
        proposed(scene, subject="91999999MAEXAMP14A")
    with pytest.raises(NotFound):
        proposed(scene, kind="wages-black-2017")
    proposed(scene)
    with pytest.raises(AlreadyUnderWay):
        proposed(scene)


def test_a_move_that_is_not_open_or_was_seen_otherwise_is_refused(scene: Scene) -> None:
    row = approved(scene)
    with pytest.raises(MoveNotOpen):
        services.publish(actor=scene.head, now=NOW, entry=row.public_id, seen=row.seen)
    with pytest.raises(EntryChangedMeanwhile):
        services.give_notice(actor=scene.head, now=NOW, entry=row.public_id, seen=row.seen - 1, time=TIME)


def test_others_neither_see_nor_move(scene: Scene) -> None:
    row, other = proposed(scene), settle()
    with pytest.raises(NotFound):
        services.review(actor=other.head, now=NOW, entry=row.public_id, seen=1, approve=True, words="")
    with pytest.raises(NotPermitted):
        services.review(actor=scene.clerk, now=NOW, entry=row.public_id, seen=1, approve=True, words="")
    assert not queries.entries_for(other.clerk).exists()
    assert queries.entries_waiting(scene.head).get().public_id == row.public_id


def test_an_exit_names_its_paper(scene: Scene) -> None:
    row = fresh(published(scene))
    for way in (
        WayOut(ExitGround.ENDED, "x", "x", "x", day_of(AFTER)),
        WayOut(ExitGround.REPAIRED, "", "x", "x", day_of(AFTER)),
        WayOut(ExitGround.REVOKED, "x", "x", "x", TODAY - DAY),
    ):
        with pytest.raises(BadExit):
            services.leave(actor=scene.head, now=AFTER, entry=row.public_id, seen=row.seen, way=way)


def test_the_period_s_end_takes_off_by_the_same_channel(scene: Scene) -> None:
    row = fresh(published(scene))
    assert services.end_listings(actor=JOB, now=AFTER) == 0
    over = AFTER.replace(year=LATER.year + 1)
    assert services.end_listings(actor=JOB, now=over) == 1
    row = fresh(row)
    assert (row.state, row.exit_ground) == (State.EXITED, ExitGround.ENDED)
    assert Takedown.objects.get(record__public_id=row.record).reason == "expired"
    assert removed(row)[-1] == (day_of(over).isoformat(), "ended")
    assert services.end_listings(actor=JOB, now=over) == 0


def sign(scene: Scene, row: Entry, signature: Signature) -> Paper:
    over = AFTER.replace(year=LATER.year + 1)
    return services.sign_removal(actor=scene.head, now=over, entry=row.public_id, seen=row.seen, signature=signature)


def test_a_removal_by_the_platform_is_signed_afterwards_with_a_number(scene: Scene) -> None:
    row = fresh(published(scene))
    over = AFTER.replace(year=LATER.year + 1)
    services.end_listings(actor=JOB, now=over)
    row = fresh(row)
    removal = Paper.objects.get(entry=row, kind="removal")
    assert (removal.content["signed_by"], removal.content["unsigned"]) == (
        "",
        "平台按期自动移出，待认定单位负责人签发",
    )
    for wrong in (
        Signature(" ", day_of(over)),
        Signature("局长", day_of(over) - DAY),
        Signature("局长", day_of(over) + DAY),
    ):
        with pytest.raises(BadRemovalSigning):
            sign(scene, row, wrong)
    paper = sign(scene, row, Signature("局长 示例", day_of(over)))
    assert (paper.kind, paper.number, paper.content["signed_by"]) == ("confirmation", removal.number + 1, "局长 示例")
    assert removal.written_number in paper.content["paragraphs"][1]
    signed = fresh(row)
    assert (signed.state, signed.exited_at) == (State.EXITED, row.exited_at)
    assert AuditEntry.objects.get(action=doings.REMOVAL_SIGNED.code).facts["removal"] == removal.written_number
    with pytest.raises(SomethingMissing):
        sign(scene, signed, Signature("局长 示例", day_of(over)))


def test_a_removal_that_a_head_signed_needs_no_other_signature(scene: Scene) -> None:
    row = left(scene, fresh(published(scene)))
    assert Paper.objects.get(entry=row, kind="removal").content["unsigned"] == ""
    with pytest.raises(SomethingMissing):
        sign(scene, row, Signature("局长", day_of(AFTER)))


def test_stopping_lists_nobody(scene: Scene) -> None:
    row = notified(scene)
    row = services.stop(actor=scene.head, now=NOW, entry=row.public_id, seen=row.seen, words="申辩成立")
    assert row.state == State.STOPPED
    assert not Entry.objects.filter(published_at__isnull=False).exists()


def test_the_scan_of_a_statement_is_kept_with_its_hash(scene: Scene) -> None:
    content = pdf()
    row = heard(scene, served(scene, notified(scene), "notice"), scan=Upload(io.BytesIO(content), "申辩书.pdf", "x"))
    (statement,) = queries.statements_of(row)
    assert statement.scan is not None
    told = hashlib.sha256(content).hexdigest()
    assert statement.scan.sha256 == told
    assert row.moves.get(move="hear").facts["scan"] == told
    assert AuditEntry.objects.get(action=doings.STATEMENT_HEARD.code).facts["scan"] == told
    for reader in (scene.clerk, scene.head, scene.server):
        assert file_for(reader, statement.scan.public_id).id == statement.scan_id
    with pytest.raises(NotFound):
        file_for(settle().head, statement.scan.public_id)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "空.pdf", "文件是空的"),
        (b"MZ\x90\x00" + bytes(60), "程序.pdf", "这里只接收"),
        (pdf(b"x" * (21 * 1024 * 1024)), "大.pdf", "20兆字节"),
    ],
    ids=["empty", "type", "large"],
)
def test_a_bad_scan_is_refused_and_nothing_is_heard(scene: Scene, content: bytes, name: str, words: str) -> None:
    row = served(scene, notified(scene), "notice")
    with pytest.raises(FileRefused) as caught:
        heard(scene, row, scan=Upload(io.BytesIO(content), name, "application/pdf"))
    assert words in caught.value.sentence()
    assert fresh(row).seen == row.seen


def test_a_full_disk_keeps_neither_scan_nor_statement(scene: Scene) -> None:
    row = served(scene, notified(scene), "notice")
    with full_disk(), pytest.raises(NoRoom) as caught:
        heard(scene, row, scan=Upload(io.BytesIO(pdf(b"x" * 9_000)), "申辩书.pdf", "application/pdf"))
    assert "存储空间不足" in caught.value.sentence()
    assert (queries.statements_of(row), fresh(row).seen) == ([], row.seen)


def test_no_number_of_a_person_gets_into_papers(scene: Scene) -> None:
    person = "法定代表人11010519491231002X"
    with pytest.raises(NumberInWords):
        services.propose(
            actor=scene.clerk,
            now=NOW,
            unit=scene.unit.id,
            proposal=Proposal(KIND, scene.firm.public_id, person, GROUND),
        )
    row = served(scene, notified(scene), "notice")
    with pytest.raises(NumberInWords):
        heard(scene, row, person)
