"""Red against adverse: before, at and after publication; a hit stops or removes, with the reason."""

import polars as pl
import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from chengxin.catalog.adapters import standard_items
from chengxin.foundation.actor import system_actor
from chengxin.lists import public, services
from chengxin.lists.models import Paper
from chengxin.lists.rules.entries import ExitGround
from chengxin.lists.rules.procedure import State
from chengxin.lists.services import OnAdverseList, SomethingMissing
from chengxin.lists.tests.scenes import AFTER, JOB, Scene, approved, fresh, honoured, proposed, published
from chengxin.notices.models import Notice
from chengxin.register.models import Takedown
from chengxin.register.rules import Value, key_text, payload_text
from chengxin.register.services import begin_load, merge_chunk, show_load
from chengxin.register.tests.scenes import NOW, Fact, frame, organisation
from chengxin.subjects.models import Organisation

pytestmark = pytest.mark.service


def test_an_honour_is_posted_decided_and_published(scene: Scene, honest: str) -> None:
    row = honoured(scene)
    assert row.state == State.PUBLISHED
    assert [one.kind for one in Paper.objects.filter(entry=row).order_by("number")] == ["public-notice", "decision"]
    (view,) = public.public_entries(honest).rows
    assert view.track == "honest"
    assert view.ground == row.ground_number  # the kind does not let the body be shown


def test_an_honour_waits_until_its_public_notice_is_over(scene: Scene, honest: str) -> None:
    assert honest
    row = honoured(scene, State.NOTIFIED)
    early = services.Decision("局长", row.proposed_at.date(), None)
    with pytest.raises(SomethingMissing) as caught:
        services.decide(actor=scene.head, now=NOW, entry=row.public_id, seen=row.seen, decision=early)
    assert "公示的期限还没有过" in caught.value.sentence()


def test_who_is_on_an_adverse_list_is_not_proposed(scene: Scene, honest: str) -> None:
    published(scene)
    with pytest.raises(OnAdverseList) as caught:
        proposed(scene, kind=honest)
    assert "拖欠农民工工资" in caught.value.sentence()


def test_a_hit_after_the_proposal_stops_the_review_and_then_the_procedure(scene: Scene, honest: str) -> None:
    row = proposed(scene, kind=honest)
    published(scene)
    with pytest.raises(SomethingMissing) as caught:
        services.review(actor=scene.head, now=AFTER, entry=row.public_id, seen=row.seen, approve=True, words="")
    assert "失信名单" in caught.value.sentence()
    assert services.check_honours(actor=JOB, now=AFTER) == 1
    assert fresh(row).state == State.STOPPED
    assert Notice.objects.filter(template="lists.stopped-by-hit", unit=scene.unit).exists()


def test_a_hit_at_publication_keeps_it_off(scene: Scene, honest: str) -> None:
    assert honest
    row = honoured(scene, State.DECIDED)
    published(scene)
    with pytest.raises(SomethingMissing):
        services.publish(actor=scene.head, now=AFTER, entry=row.public_id, seen=row.seen)


def test_an_adverse_publication_has_the_honour_removed_with_the_reason(scene: Scene, honest: str) -> None:
    row = honoured(scene)
    published(scene)
    job = ProcrastinateJob.objects.get(task_name="lists.check-honours")
    assert job.args == {"entry": row.public_id}
    assert services.check_honour(actor=JOB, now=AFTER, entry=row.public_id)
    row = fresh(row)
    assert (row.state, row.exit_ground) == (State.EXITED, ExitGround.ADVERSE_HIT)
    assert "交叉比对命中" in Takedown.objects.get(record__public_id=row.record).sentence
    assert public.public_entries(honest).rows == ()
    assert Notice.objects.filter(template="lists.removed-by-law", unit=scene.unit).exists()
    assert not services.check_honour(actor=JOB, now=AFTER, entry=row.public_id)


def test_no_hit_changes_nothing(scene: Scene, honest: str) -> None:
    assert honest
    row = approved(scene, honest)
    assert services.check_honours(actor=JOB, now=NOW) == 0
    assert fresh(row).state == State.APPROVED


def test_a_listing_decided_elsewhere_about_what_was_merged_is_a_hit(scene: Scene, honest: str) -> None:
    assert honest
    row, twin = honoured(scene), organisation()
    Organisation.objects.filter(id=twin.id).update(merged_into=scene.firm)
    payload: dict[str, Value] = {"QX_SHXYM": twin.unified_code, "QX_WSH": "示人社欠列〔2026〕2号", "QX_JG": "测试局"}
    item = standard_items()["wage-arrears"]
    rows = frame([Fact(twin, number="示人社欠列〔2026〕2号")], item).with_columns(
        pl.lit(payload_text(payload)).alias("payload"), pl.lit(key_text(item, payload)).alias("business_key")
    )
    load = begin_load(submission="elsewhere", unit=scene.unit.id, item=item, now=NOW)
    merge_chunk(load=load, item=item, rows=rows)
    show_load(actor=system_actor("intake.load"), now=NOW, load=load.id)
    assert services.check_honours(actor=JOB, now=AFTER) == 1
    assert fresh(row).exit_ground == ExitGround.ADVERSE_HIT
    assert "示人社欠列〔2026〕2号" in Takedown.objects.get(record__public_id=row.record).sentence
