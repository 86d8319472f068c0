"""Joint actions by the interface: a unit reads, accepts, applies, declines, confirms stops; once for a key."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from chengxin.audit.models import AuditEntry
from chengxin.foundation.opaque import LENGTH
from chengxin.foundation.rest import write_cursor
from chengxin.measures import services
from chengxin.measures.models import Application, Task
from chengxin.measures.tests.scenes import DECIDED_ON, Scene, entry, scene, send
from chengxin.register.tests.scenes import NOW, organisation
from chengxin.units.tests import factories
from tests.contracts.conftest import System

pytestmark = pytest.mark.service
TASKS = "/api/v1/joint-actions/tasks"
DAY = DECIDED_ON.isoformat()
APPLIED = {"on": DAY, "matter": "某项目招标资格审查", "content": "取消投标资格", "decided_by": "测试局办公会"}
INVALID, NOT_FOUND, MOVED = "foundation.invalid", "foundation.not-found", "measures.move-not-possible"
NO_TASK = "0" * LENGTH
Answer = tuple[int, dict[str, Any]]


@dataclass(frozen=True)
class Asked:
    """A system whose unit is asked for a measure, the joint action, and the address of the task."""

    system: System
    joint: Scene
    address: str

    def get(self, path: str = "") -> Answer:
        return told(self.system.browser().get(path or self.address))

    def post(self, verb: str, body: object = None, key: str = "") -> Answer:
        headers = {"Idempotency-Key": key} if key else {}
        content = "" if body is None else json.dumps(body)
        path = f"{self.address}/{verb}"
        return told(self.system.browser().post(path, content, content_type="application/json", headers=headers))

    def state(self) -> str:
        return str(Task.objects.get(public_id=self.address.rsplit("/", 1)[1]).state)

    def end(self) -> None:
        services.end_action(actor=self.joint.office, now=NOW, action=self.joint.action.public_id, reason="移出名单")


def told(response: Any) -> Answer:
    return response.status_code, json.loads(response.content)


@pytest.fixture
def asked(system: System, settings: Settings, tmp_path: Path) -> Asked:
    settings.DATA = tmp_path
    joint = scene()
    (task,) = send(joint, system.unit)
    return Asked(system, joint, f"{TASKS}/{task.public_id}")


def stranger_of(asked: Asked) -> Asked:
    """Return the same task as another unit's system calls it."""
    platform, now = asked.system.platform, factories.real_now()
    other = factories.unit(platform, now, "other-bureau", factories.COUNTY)
    client = factories.client(platform, now, "other-system", other)
    return Asked(System(platform, other, client, factories.key(platform, now, client)), asked.joint, asked.address)


def test_a_task_says_who_what_and_by_when_and_the_look_is_on_record(asked: Asked) -> None:
    status, task = asked.get()
    row = asked.joint.action
    assert (status, task["state"], task["measure"], task["measure_kind"]) == (
        200,
        "waiting",
        "wages-public-money",
        "restriction",
    )
    assert (task["subject"], task["code"], task["kind"]) == (row.subject_name, row.subject_code, row.kind_name)
    assert (task["listed_on"], task["due_on"], task["applications"]) == (DAY, "2026-07-14", [])
    assert "《保障农民工工资支付条例》" in task["listed_under"]
    assert (task["ground"], task["stop_ordered_on"], task["stop_reason"]) == (None, None, "")
    seen = AuditEntry.objects.get(action="measures.action-seen")
    assert (seen.actor_kind, seen.object_id) == ("client", row.public_id)


def test_tasks_come_by_pages_and_by_state(asked: Asked) -> None:
    unit, office = asked.system.unit, asked.joint.office
    for days in (5, 5, 20):
        row = services.open_action(actor=office, now=NOW, entry=entry(asked.joint.listing, organisation()).public_id)
        sending = services.Sending(measure="wages-public-money", units=(unit.id,), days=days, basis="工作安排")
        services.send_tasks(actor=office, now=NOW, action=row.public_id, sending=sending)
    send(asked.joint)
    asked.post("accept")
    _, all_of_them = asked.get(TASKS)
    _, first = asked.get(f"{TASKS}?limit=3")
    _, rest = asked.get(f"{TASKS}?limit=3&after={first['next']}")
    ids = [one["id"] for one in first["tasks"] + rest["tasks"]]
    assert ids == [one["id"] for one in all_of_them["tasks"]]
    assert (len(set(ids)), len(rest["tasks"]), rest["next"], all_of_them["next"]) == (4, 1, "", "")
    days = [one["due_on"] for one in all_of_them["tasks"]]
    assert days == sorted(days)
    _, accepted = asked.get(f"{TASKS}?state=accepted")
    assert [f"{TASKS}/{one['id']}" for one in accepted["tasks"]] == [asked.address]
    assert len(asked.get(f"{TASKS}?state=waiting")[1]["tasks"]) == 3


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("state=done", INVALID),
        ("limit=0", INVALID),
        ("limit=101", INVALID),
        ("after=x", "foundation.bad-cursor"),
        (f"after={write_cursor('2026-13-01', NO_TASK)}", "foundation.bad-cursor"),
        (f"after={write_cursor(DAY, chr(0))}", "foundation.bad-cursor"),
        ("unit=7", "foundation.unknown-parameters"),
    ],
)
def test_what_can_not_be_asked_is_refused(asked: Asked, query: str, code: str) -> None:
    status, refused = asked.get(f"{TASKS}?{query}")
    assert (status, refused["code"]) == (422, code)


def test_a_task_is_accepted_once_for_a_key(asked: Asked) -> None:
    first = asked.post("accept", key="a")
    assert (first[0], first[1]["state"]) == (200, "accepted")
    assert asked.post("accept", key="a") == first
    status, refused = asked.post("accept")
    assert (status, refused["code"]) == (409, MOVED)
    assert "已接收" in refused["detail"]
    accepted = AuditEntry.objects.get(action="measures.task-accepted")
    assert (accepted.actor_kind, accepted.unit) == ("client", asked.system.unit.id)


def test_a_measure_is_written_down_once_for_a_key_and_again_for_another_matter(asked: Asked) -> None:
    asked.post("accept")
    body = APPLIED | {"amount": "120000.50", "until": "2026-12-31", "effect": "未进入评标"}
    first = asked.post("applications", body, key="m1")
    assert asked.post("applications", body, key="m1") == first
    assert asked.post("applications", body | {"matter": "评优"}, key="m1")[1]["code"] == "units.idempotency-key-reused"
    status, task = asked.post("applications", APPLIED | {"matter": "评优"}, key="m2")
    assert (status, task["state"]) == (200, "applied")
    made, other = task["applications"]
    assert (made["amount"], made["until"], made["decided_by"]) == ("120000.50", "2026-12-31", "测试局办公会")
    assert (other["matter"], other["amount"], other["withdrawn"]) == ("评优", None, "")
    assert Application.objects.count() == AuditEntry.objects.filter(action="measures.measure-applied").count() == 2


def test_a_key_tells_the_addresses_apart(asked: Asked) -> None:
    asked.post("accept", key="k")
    asked.end()
    assert asked.post("stop-confirmations", {"on": DAY}, key="k")[1]["code"] == "units.idempotency-key-reused"


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({"on": "2026-06-15"}, "measures.before-listing", "/on"),
        ({"on": "2095-01-01"}, "measures.day-in-future", "/on"),
        ({"on": "mai"}, INVALID, "/on"),
        ({"until": "2095-01-01"}, "measures.past-entry", "/until"),
        ({"amount": -1}, INVALID, "/amount"),
        ({"amount": 10**15}, INVALID, "/amount"),
        ({"amount": "1.005"}, INVALID, "/amount"),
        ({"matter": " "}, INVALID, "/matter"),
        ({"content": "长" * 501}, INVALID, "/content"),
        ({"content": "甲\u0000乙"}, INVALID, "/content"),
        ({"content": "\ud800"}, INVALID, "/content"),
        ({"decided_by": ""}, INVALID, "/decided_by"),
        ({"decided_by": None}, INVALID, "/decided_by"),
        ({"person": "某人"}, INVALID, "/person"),
    ],
)
def test_what_can_not_be_so_is_not_applied_and_the_fact_is_named(
    asked: Asked, changes: dict[str, Any], code: str, pointer: str
) -> None:
    asked.post("accept")
    status, refused = asked.post("applications", APPLIED | changes, key="k")
    assert (status, refused["code"], [one["pointer"] for one in refused["fields"]]) == (422, code, [pointer])
    assert not Application.objects.exists()


def test_who_decided_must_be_told(asked: Asked) -> None:
    asked.post("accept")
    body = {name: value for name, value in APPLIED.items() if name != "decided_by"}
    _, refused = asked.post("applications", body)
    assert refused["fields"] == [{"pointer": "/decided_by", "code": "missing", "message": "缺少这一项"}]


def test_nothing_is_applied_before_it_is_accepted(asked: Asked) -> None:
    assert asked.post("applications", APPLIED)[1]["code"] == MOVED
    assert not Application.objects.exists()


def test_a_unit_declines_with_a_lawful_reason(asked: Asked) -> None:
    _, refused = asked.post("decline", {"ground": "other", "words": " "}, key="d")
    assert (refused["code"], refused["fields"][0]["pointer"]) == ("measures.words-missing", "/words")
    assert asked.post("decline", {"ground": "no-wish"})[1]["fields"][0]["pointer"] == "/ground"
    status, task = asked.post("decline", {"ground": "no-matter"}, key="d")
    assert (status, task["state"], task["ground"], task["words"]) == (200, "declined", "no-matter", "")
    assert asked.post("decline", {"ground": "no-matter"}, key="d") == (status, task)
    assert asked.post("decline", {"ground": "no-matter"})[1]["code"] == MOVED


def test_a_stop_is_confirmed_after_its_order(asked: Asked) -> None:
    assert asked.post("stop-confirmations", {"on": DAY})[1]["code"] == MOVED
    asked.end()
    _, task = asked.get()
    assert (task["state"], task["stop_reason"]) == ("stopping", "移出名单")
    early = asked.post("stop-confirmations", {"on": "2020-01-01"})[1]
    assert (early["code"], early["fields"][0]["pointer"]) == ("measures.stopped-before-listing", "/on")
    body = {"on": DAY, "words": "没有采取过措施"}
    done = asked.post("stop-confirmations", body, key="s")
    assert (done[0], done[1]["state"], done[1]["stopped_on"]) == (200, "stopped", DAY)
    assert asked.post("stop-confirmations", body, key="s") == done
    assert asked.post("accept")[1]["code"] == MOVED


def test_a_measure_that_goes_on_is_told_with_its_reason(asked: Asked) -> None:
    body = {"words": "合同本月底终止", "expected_on": "2099-01-31"}
    assert asked.post("still-applied", body)[1]["code"] == MOVED
    asked.end()
    assert asked.post("still-applied", {"words": " ", "expected_on": "2099-01-31"})[1]["code"] == INVALID
    early = asked.post("still-applied", {**body, "expected_on": "2016-01-01"})[1]
    assert early["code"] == "measures.expected-too-early"
    told_once = asked.post("still-applied", body, key="later")
    assert (told_once[0], told_once[1]["state"]) == (200, "stopping")
    said = [(one["words"], one["expected_on"]) for one in told_once[1]["still_applied"]]
    assert said == [(body["words"], body["expected_on"])]
    assert asked.post("still-applied", body, key="later") == told_once
    assert AuditEntry.objects.filter(action="measures.still-applied").count() == 1


def test_what_was_entered_by_mistake_is_withdrawn_once_and_stays_to_be_read(asked: Asked) -> None:
    asked.post("accept")
    _, task = asked.post("applications", APPLIED)
    verb = f"applications/{task['applications'][0]['id']}/withdrawal"
    assert asked.post(verb, {"reason": ""})[1]["code"] == INVALID
    done = asked.post(verb, {"reason": "登记到另一家公司"}, key="w")
    assert (done[0], done[1]["state"], done[1]["applications"][0]["withdrawn"]) == (200, "accepted", "登记到另一家公司")
    assert asked.post(verb, {"reason": "登记到另一家公司"}, key="w") == done
    assert asked.post(verb, {"reason": "再次"})[0] == 409
    assert asked.post(f"applications/{NO_TASK}/withdrawal", {"reason": "没有"})[1]["code"] == NOT_FOUND


def test_another_unit_withdraws_nothing(asked: Asked) -> None:
    asked.post("accept")
    _, task = asked.post("applications", APPLIED)
    verb = f"applications/{task['applications'][0]['id']}/withdrawal"
    assert stranger_of(asked).post(verb, {"reason": "不是我的"})[1]["code"] == NOT_FOUND
    assert asked.get()[1]["applications"][0]["withdrawn"] == ""


def test_another_units_task_reads_as_not_found(asked: Asked) -> None:
    stranger = stranger_of(asked)
    assert stranger.get(TASKS)[1]["tasks"] == []
    bodies = {
        "accept": None,
        "applications": APPLIED,
        "decline": {"ground": "no-matter"},
        "stop-confirmations": {"on": DAY},
        "still-applied": {"words": "尚未停止", "expected_on": "2099-01-31"},
    }
    codes = {stranger.get()[1]["code"], *(stranger.post(verb, body)[1]["code"] for verb, body in bodies.items())}
    assert (codes, asked.state()) == ({NOT_FOUND}, "waiting")


def test_who_listed_reads_by_the_interface_its_own_tasks_only(asked: Asked) -> None:
    task = Task.objects.get()
    task.action.unit, task.unit = asked.system.unit, asked.joint.units[0]
    task.action.save(update_fields=["unit"])
    task.save(update_fields=["unit"])
    assert asked.get(TASKS)[1]["tasks"] == []
    assert asked.get()[0] == 404


@pytest.mark.parametrize("name", ["x", "%00", NO_TASK, "9" * 300])
def test_what_is_no_task_is_not_found(asked: Asked, name: str) -> None:
    assert asked.get(f"{TASKS}/{name}")[1]["code"] == NOT_FOUND


def test_a_key_without_the_scope_opens_nothing(asked: Asked) -> None:
    asked.system.client.scopes = ["subjects:read"]
    asked.system.client.save(update_fields=["scopes"])
    answers = {asked.get(TASKS)[0], asked.get()[0], asked.post("accept")[0]}
    assert (answers, asked.state()) == ({403}, "waiting")
