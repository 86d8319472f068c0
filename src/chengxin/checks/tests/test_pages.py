"""The desk pages of checks, through their addresses: asking, reading, closing, replaying, keeping matters."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from chengxin.checks import services
from chengxin.checks.models import Approval, Check, Matter
from chengxin.checks.tests.scenes import MEASURE, Scene, list_for_wages, penalise, scene
from chengxin.foundation.actor import system_actor
from chengxin.foundation.roles import Role
from chengxin.measures import services as joint
from chengxin.measures.models import Task
from chengxin.measures.rules.states import TaskState
from chengxin.measures.tests.scenes import office_of
from chengxin.measures.tests.test_pages import main, page, post, text
from chengxin.register.models import Record
from chengxin.register.rules import TakedownReason
from chengxin.register.services import Why, take_down
from chengxin.register.tests.scenes import NOW, OFFICE, bureau
from chengxin.units.queries import day_of
from chengxin.units.rules import Level
from chengxin.vault.tests.people import person, sign_in

pytestmark = pytest.mark.service


@pytest.fixture
def desk(db: None) -> Scene:  # noqa: ARG001  the scene stands in the database
    found = scene()
    list_for_wages(found.firm)
    return found


def seated(client: Client, desk: Scene, *roles: Role) -> Client:
    sign_in(client, person(desk.unit, *roles))
    return client


def asked(desk: Scene, **other: str) -> dict[str, object]:
    return {
        "matter": desk.matter.public_id,
        "code": desk.firm.unified_code,
        "name": desk.firm.name,
        "purpose": "某项目投标人资格审查",
        "ground": "duty",
        "basis": "《政府采购法》第二十二条",
        **other,
    }


def test_an_officer_checks_applies_and_closes(client: Client, desk: Scene) -> None:
    seated(client, desk, Role.CHECKER)
    assert "核查谁的信用" in page(client, "/desk/checks/new")
    post(client, "/desk/checks/new", asked(desk, reference="采〔2026〕1号"))
    check = Check.objects.get()
    address = f"/desk/checks/{check.public_id}/"
    shown = text(main(page(client, address)))
    for words in (desk.firm.name, "代码和名称都相符", "第四十八条", "1项措施待登记", "采〔2026〕1号"):
        assert words in shown
    back = post(client, f"{address}close", {f"said-{MEASURE}": "not-applied", f"words-{MEASURE}": ""}, status=422)
    assert f'name="words-{MEASURE}"' in back
    post(client, f"{address}close", {f"said-{MEASURE}": "not-applied", f"words-{MEASURE}": "拖欠已经付清"})
    shown = text(main(page(client, address)))
    assert "已办结" in shown
    assert "不采取： 拖欠已经付清" in shown or "不采取：拖欠已经付清" in shown
    assert desk.firm.name in page(client, "/desk/checks/")
    assert "采〔2026〕1号" in page(client, "/desk/checks/checks.csv")


def test_a_question_that_does_not_do_comes_back_with_what_was_typed(client: Client, desk: Scene) -> None:
    seated(client, desk, Role.CHECKER)
    back = post(client, "/desk/checks/new", asked(desk, code="110101199003074477"), status=422)
    assert "不要填写自然人的证件号码" in back
    assert "某项目投标人资格审查" in back


def test_a_name_alone_lists_candidates_and_shows_nothing_of_them(client: Client, desk: Scene) -> None:
    seated(client, desk, Role.CHECKER)
    post(client, "/desk/checks/new", asked(desk, code=""))
    shown = main(page(client, f"/desk/checks/{Check.objects.get().public_id}/"))
    assert "可能的主体" in shown
    assert "第四十八条" not in text(shown)


def test_what_was_taken_down_since_is_hidden_and_replayed_for_an_auditor_only(client: Client, desk: Scene) -> None:
    penalise(desk.firm, summary="罚款二千元整")
    check = desk.check().check
    address = f"/desk/checks/{check.public_id}/"
    record = Record.objects.get(subject=desk.firm, item="penalty-organisation")
    seated(client, desk, Role.CHECKER)
    assert "罚款二千元整" in page(client, address)
    take_down(
        actor=OFFICE, now=NOW, records=[record.public_id], why=Why(TakedownReason.REPAIRED, "已经修复", "测试依据")
    )
    shown = page(client, address)
    assert "罚款二千元整" not in shown
    assert "此后已依法停止公示" in shown
    page(client, f"{address}replay", status=403)
    sign_in(client, person(bureau(level=Level.CITY), Role.AUDITOR))
    back = post(client, f"{address}replay", {"purpose": "", "basis": ""}, status=422)
    assert "罚款二千元整" not in back
    shown = post(client, f"{address}replay", {"purpose": "年度审计", "basis": "审通〔2026〕1号"}, status=200)
    assert "罚款二千元整" in shown


@pytest.mark.parametrize("tail", ["", "close", "replay"])
def test_another_unit_finds_no_such_check(client: Client, desk: Scene, tail: str) -> None:
    check = desk.check().check
    sign_in(client, person(bureau(), Role.CHECKER, Role.CASE_OFFICER))
    response = client.get(f"/desk/checks/{check.public_id}/{tail}")
    assert response.status_code in {403, 404}
    assert desk.firm.name not in response.content.decode()


def test_a_matter_is_registered_changed_and_its_versions_stand(client: Client, desk: Scene) -> None:
    seated(client, desk, Role.UNIT_ADMINISTRATOR)
    given: dict[str, object] = {
        "unit": str(desk.unit.id),
        "name": "食品生产许可",
        "kind": "licensing",
        "basis": "《食品安全法》第三十五条",
        "must_check": "on",
        "since": "2026-01-01",
        "measures": [MEASURE],
        "item": "licence-organisation",
    }
    back = post(client, "/desk/checks/matters/new", given | {"name": ""}, status=422)
    assert "食品安全法" in back
    post(client, "/desk/checks/matters/new", given)
    matter = Matter.objects.get(name="食品生产许可")
    address = f"/desk/checks/matters/{matter.public_id}/"
    post(client, f"{address}change", given | {"until": "2026-12-31", "reason": "划转到审批局"})
    shown = text(main(page(client, address)))
    assert "划转到审批局" in shown
    assert "2026年12月31日" in shown
    assert "食品生产许可" in page(client, "/desk/checks/matters/")


def test_shares_are_counted(client: Client, desk: Scene) -> None:
    desk.check()
    seated(client, desk, Role.UNIT_ADMINISTRATOR)
    shown = text(main(page(client, "/desk/checks/matters/shares/")))
    assert f"{desk.unit.name} 1 1 1 1 1 不能计量 —" in shown
    assert desk.unit.name in page(client, "/desk/checks/matters/shares/shares.csv")


def test_an_approval_is_ended_and_news_after_the_check_stand_on_its_page(client: Client, desk: Scene) -> None:
    check = desk.check(day_of(NOW) + timedelta(days=30)).check
    penalise(desk.firm)
    services.look_at_all(actor=system_actor("checks.follow-feed"), now=NOW)
    seated(client, desk, Role.CHECKER)
    address = f"/desk/checks/{check.public_id}/"
    shown = text(main(page(client, address)))
    assert "核查以后的变化" in shown
    assert "新增 行政处罚" in shown
    assert f"登记措施：{desk.firm.name}" in page(client, "/desk/")
    post(client, f"{address}end", {"reason": ""}, status=422)
    Approval.objects.filter(owner=check).update(until=timezone.now().date() + timedelta(days=9))
    assert "结束跟踪" in page(client, address)
    post(client, f"{address}end", {"reason": "已经办结"})
    assert "已结束跟踪：已经办结" in text(main(page(client, address)))


def test_a_joint_action_that_waits_for_the_same_decision_is_named(client: Client, desk: Scene) -> None:
    office, record = office_of(bureau()), Record.objects.get(subject=desk.firm)
    action = joint.open_action(actor=office, now=NOW, entry=record.public_id)
    sending = joint.Sending(measure=MEASURE, units=[desk.unit.id], days=10, basis="市信用办工作安排")
    (task,) = joint.send_tasks(actor=office, now=NOW, action=action.public_id, sending=sending)
    row = desk.check().check
    seated(client, desk, Role.CASE_OFFICER)
    address = f"/desk/checks/{row.public_id}/"
    assert f"/desk/joint/actions/{action.public_id}/#task-{task.public_id}" in main(page(client, address))
    Task.objects.filter(id=task.id).update(state=TaskState.DECLINED)
    assert "联合奖惩任务在等" not in main(page(client, address))
