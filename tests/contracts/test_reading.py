"""Subjects, records and changes by the API: what the public sees, by the same masks, and nothing more."""

from typing import Any

import pytest

from chengxin.register.rules import TakedownReason
from chengxin.register.services import Why, mark_disputed, take_down
from chengxin.register.tests import scenes
from chengxin.register.tests.scenes import LICENCE, NOW, OFFICE, Fact, Permit
from chengxin.subjects.tests.cast import code, load
from chengxin.units.tests import factories
from tests.contracts.conftest import System

pytestmark = pytest.mark.service
NAME = "海棠盛隆食品有限公司"
ADDRESS = f"/api/v1/subjects/{code(1)}"


@pytest.fixture
def firm(system: System) -> System:
    """A company with a penalty and a licence."""
    load([(code(1), NAME), (code(2, "92"), "王小伟"), (code(3, "92"), "海棠盛隆小吃店")])
    fact = Fact(scenes.subject_of(code(1)), extra=(("CF_FR_ZJHM", "11010519491231002X"),))
    scenes.shown(system.unit, fact)
    scenes.shown(system.unit, Permit(scenes.subject_of(code(1))), item=LICENCE)
    return system


def ask(system: System, address: str, status: int = 200) -> dict[str, Any]:
    """Return what a route answers."""
    response = system.browser().get(address)
    assert response.status_code == status, response.content.decode()
    body: dict[str, Any] = response.json()
    return body


def test_subjects_are_found_by_name_and_code(firm: System) -> None:
    body = ask(firm, "/api/v1/subjects?q=盛隆食品")
    assert [one["name"] for one in body["subjects"]] == [NAME]
    assert (body["next"], body["count"]) == ("", None)
    assert body["subjects"][0]["kind"] == "enterprise"
    assert [one["code"] for one in ask(firm, f"/api/v1/subjects?q={code(1)}")["subjects"]] == [code(1)]


def test_subjects_come_page_by_page_and_are_counted_on_request(firm: System) -> None:
    asked = "/api/v1/subjects?q=盛隆&kind=enterprise&kind=sole-trader&limit=1"
    first = ask(firm, f"{asked}&count=true")
    assert first["count"] == {"number": 2, "exact": True}
    second = ask(firm, f"{asked}&cursor={first['next']}")
    assert second["next"] == ""
    assert {one["code"] for one in (*first["subjects"], *second["subjects"])} == {code(1), code(3, "92")}
    assert ask(firm, "/api/v1/subjects?q=盛隆&kind=cooperative&count=true")["count"]["number"] == 0


def test_no_person_is_found_by_name(firm: System) -> None:
    assert ask(firm, "/api/v1/subjects?q=王小伟&count=true")["count"]["number"] == 0
    assert ask(firm, f"/api/v1/subjects/{code(2, '92')}")["name"] == "王**"


def test_a_subject_is_found_by_code_and_by_id(firm: System) -> None:
    facts = ask(firm, ADDRESS)
    assert (facts["name"], facts["code"], facts["facts_on"]) == (NAME, code(1), None)
    assert ask(firm, f"/api/v1/subjects/{facts['id']}") == facts


def test_records_carry_values_under_the_official_columns(firm: System) -> None:
    penalty, licence = ask(firm, f"{ADDRESS}/records")["records"]
    if penalty["item"] == LICENCE.key:
        penalty, licence = licence, penalty
    assert penalty["fields"]["CF_NR_FK"] == "0.200000"
    assert penalty["fields"]["CF_JDRQ"] == "2026-06-16"
    assert penalty["fields"]["CF_CFLB"] == "罚款"
    assert not {"CF_FRDB", "CF_FR_ZJHM", "BZ"} & set(penalty["fields"])
    assert penalty["window"] == {
        "starts_on": "2026-06-16",
        "minimum_ends_on": "2026-09-16",
        "earliest_repair_on": "2026-09-17",
        "ends_on": "2090-01-01",
        "rule": "R3",
        "reason": "一般失信，公示至2090年1月1日。",
    }
    assert penalty["source_unit"] == firm.unit.name
    assert licence["fields"]["XK_YXQZI"] == "2099-12-31"
    assert (licence["adverse"], licence["window"]["ends_on"]) == (False, None)
    assert ask(firm, f"/api/v1/records/{penalty['id']}") == penalty
    only = ask(firm, f"{ADDRESS}/records?item={LICENCE.key}")["records"]
    assert only == [licence]


def test_records_come_page_by_page(firm: System) -> None:
    first = ask(firm, f"{ADDRESS}/records?limit=1")
    second = ask(firm, f"{ADDRESS}/records?limit=1&after={first['next']}")
    assert second["next"] == ""
    assert first["records"][0]["id"] != second["records"][0]["id"]


def test_changes_are_read_on_from_a_position(firm: System) -> None:
    record = scenes.record_of(Fact(scenes.subject_of(code(1))).number).public_id
    mark_disputed(actor=OFFICE, now=NOW, record_id=record, basis="异议1号")
    body = ask(firm, "/api/v1/changes")
    assert [(entry["record"], entry["kind"], entry["item"]) for entry in body["entries"]] == [
        (record, "changed", "penalty-organisation")
    ]
    assert ask(firm, f"/api/v1/changes?after={body['position']}")["entries"] == []
    take_down(actor=OFFICE, now=NOW, records=[record], why=Why(TakedownReason.REPAIRED, "已经修复", "修复1号"))
    (gone,) = ask(firm, f"/api/v1/changes?after={body['position']}&limit=1")["entries"]
    assert (gone["record"], gone["kind"], gone["item"]) == (record, "vanished", "")


@pytest.mark.parametrize(
    ("address", "status", "problem"),
    [
        ("/api/v1/subjects", 422, "foundation.invalid"),
        ("/api/v1/subjects?q=——", 422, "subjects.nothing-to-search"),
        ("/api/v1/subjects?q=盛隆&kind=person", 422, "subjects.unknown-kind"),
        ("/api/v1/subjects?q=盛隆&cursor=x", 422, "foundation.bad-cursor"),
        ("/api/v1/subjects?q=盛隆&limit=0", 422, "foundation.invalid"),
        ("/api/v1/subjects?q=盛隆&limit=101", 422, "foundation.invalid"),
        ("/api/v1/subjects?q=盛隆&as_of=2020-01-01", 422, "foundation.unknown-parameters"),
        (f"/api/v1/subjects/{code(9)}", 404, "subjects.no-such-subject"),
        (f"/api/v1/subjects/{code(9)}/records", 404, "subjects.no-such-subject"),
        (f"{ADDRESS}/records?item=no-such", 404, "register.no-such-item"),
        (f"{ADDRESS}/records?after=x", 422, "register.bad-position"),
        (f"{ADDRESS}/records?as_of=2020-01-01", 422, "foundation.unknown-parameters"),
        ("/api/v1/records/" + "0" * 26, 404, "foundation.not-found"),
        ("/api/v1/changes?after=x", 422, "register.bad-position"),
        ("/api/v1/changes?limit=1001", 422, "foundation.invalid"),
    ],
)
def test_faults_are_problem_documents(firm: System, address: str, status: int, problem: str) -> None:
    body = ask(firm, address, status)
    assert body["code"] == problem
    assert body["side"] == "client"


@pytest.mark.parametrize("address", ["/api/v1/subjects?q=盛隆", ADDRESS, f"{ADDRESS}/records", "/api/v1/changes"])
def test_each_route_needs_its_scope(firm: System, address: str) -> None:
    now = factories.real_now()
    wrong = ("subjects:read",) if "changes" in address else ("changes:read",)
    client = factories.client(firm.platform, now, "narrow", firm.unit, scopes=wrong)
    secret = factories.key(firm.platform, now, client).secret
    assert firm.browser(secret).get(address).status_code == 403
