"""Checks by the interface: a unit's system asks at the moment of decision, says what was done, proves it later."""

import hashlib
import json
from base64 import b64decode
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pytest_django import Settings

from chengxin.audit.models import LedgerKey
from chengxin.checks import services
from chengxin.checks.models import Check, CheckEvidence, Matter, Report
from chengxin.checks.tests.scenes import BUYING, MEASURE, keeper, list_for_wages, penalise
from chengxin.foundation.opaque import LENGTH
from chengxin.register.models import Record
from chengxin.register.rules import TakedownReason
from chengxin.register.services import Why, take_down
from chengxin.register.tests.scenes import NOW, OFFICE, organisation
from chengxin.subjects.models import NamePeriod, Organisation
from chengxin.subjects.rules.naming import name_forms
from chengxin.units.tests import factories
from tests.contracts.conftest import System

pytestmark = pytest.mark.service
CHECKS = "/api/v1/checks"
Answer = tuple[int, dict[str, Any]]


@dataclass(frozen=True)
class Desk:
    """A system whose unit has a matter, and a company."""

    system: System
    matter: Matter
    firm: Organisation

    def get(self, path: str) -> Answer:
        return told(self.system.browser().get(path))

    def post(self, body: object, path: str = CHECKS, key: str = "") -> Answer:
        headers = {"Idempotency-Key": key} if key else {}
        sent = self.system.browser().post(path, json.dumps(body), content_type="application/json", headers=headers)
        return told(sent)

    def body(self, **other: object) -> dict[str, object]:
        """Return a question about the firm."""
        return {
            "matter": self.matter.public_id,
            "code": self.firm.unified_code,
            "name": self.firm.name,
            "purpose": "某项目投标人资格审查",
            "basis": "《政府采购法》第二十二条",
            **other,
        }


def told(response: Any) -> Answer:
    return response.status_code, json.loads(response.content)


def called(firm: Organisation) -> None:
    """Have the firm's name be found."""
    forms = name_forms(firm.name)
    NamePeriod.objects.create(
        organisation=firm,
        name=firm.name,
        normal=forms.normal,
        text=forms.text,
        tokens=forms.tokens,
        lane=1,
        personal=False,
        current=True,
    )


@pytest.fixture
def desk(system: System, settings: Settings, tmp_path: Path) -> Desk:
    settings.DATA = tmp_path
    definition = replace(BUYING, since=BUYING.since.replace(year=2020))
    matter = services.register_matter(actor=keeper(system.unit), now=NOW, unit=system.unit.id, definition=definition)
    firm = organisation()
    list_for_wages(firm)
    return Desk(system, matter, firm)


def test_a_system_checks_says_what_was_done_and_the_check_closes(desk: Desk) -> None:
    status, answer = desk.post(desk.body(reference="采〔2026〕1号"))
    assert status == 200
    assert answer["subject"]["identity"] == "exact"
    assert [one["item"] for one in answer["entries"]] == ["wage-arrears"]
    assert [(one["key"], one["force"]) for one in answer["measures"]] == [(MEASURE, "mandatory")]
    assert (answer["waiting"], answer["closed_at"]) == (1, None)
    said = {"decisions": [{"measure": MEASURE, "applied": True, "words": "取消投标资格，由评标委员会决定"}]}
    status, closed = desk.post(said, f"{CHECKS}/{answer['id']}/feedback")
    assert status == 200
    assert closed["waiting"] == 0
    assert closed["closed_at"] is not None
    assert closed["decisions"] == said["decisions"]


def test_an_answer_holds_no_conclusion_and_no_number_about_the_subject(desk: Desk) -> None:
    _status, answer = desk.post(desk.body())
    words = json.dumps(answer, ensure_ascii=False)
    for banned in ("评分", "等级", "风险", "score", "grade", "level"):
        assert banned not in words


def test_the_signature_proves_the_answer_with_the_public_key_alone(desk: Desk) -> None:
    _status, answer = desk.post(desk.body())
    evidence = answer["evidence"]
    key = Ed25519PublicKey.from_public_bytes(bytes(LedgerKey.objects.get(id=evidence["key"]).public_key))
    key.verify(bytes.fromhex(evidence["signature"]), f"chengxin-check-1\n{evidence['digest']}".encode())
    assert CheckEvidence.objects.get().digest == evidence["digest"]


def test_the_same_key_answers_once_and_another_body_conflicts(desk: Desk) -> None:
    first = desk.post(desk.body(), key="case-1")
    again = desk.post(desk.body(), key="case-1")
    assert first == again
    assert Check.objects.count() == 1
    status, problem = desk.post(desk.body(purpose="别的"), key="case-1")
    assert (status, problem["code"]) == (409, "units.idempotency-key-reused")


def test_what_was_taken_down_is_not_given_out_again(desk: Desk) -> None:
    penalise(desk.firm)
    _status, answer = desk.post(desk.body(), key="case-2")
    record = Record.objects.get(subject=desk.firm, item="penalty-organisation")
    why = Why(TakedownReason.REPAIRED, "已经信用修复", "测试依据")
    take_down(actor=OFFICE, now=NOW, records=[record.public_id], why=why)
    for _status, seen in (desk.get(f"{CHECKS}/{answer['id']}"), desk.post(desk.body(), key="case-2")):
        assert seen["records"] == []
        assert seen["gone"] == 1
        assert seen["evidence"] == answer["evidence"]


def test_a_name_alone_gives_candidates_only(desk: Desk) -> None:
    called(desk.firm)
    _status, answer = desk.post(desk.body(code=""))
    assert answer["subject"]["identity"] == "candidates"
    assert answer["entries"] == answer["measures"] == []
    assert desk.firm.unified_code in {one["code"] for one in answer["candidates"]}


@pytest.mark.parametrize(
    ("other", "status", "code"),
    [
        ({"purpose": ""}, 422, "foundation.invalid"),
        ({"code": "", "name": ""}, 422, "checks.nothing-asked"),
        ({"code": "110101199003074477"}, 422, "checks.person-not-checked"),
        ({"ground": "curiosity"}, 422, "foundation.invalid"),
        ({"matter": "0" * LENGTH}, 404, "foundation.not-found"),
        ({"until": "1999-01-01"}, 422, "checks.bad-approval-end"),
        ({"more": 1}, 422, "foundation.invalid"),
    ],
)
def test_a_bad_question_is_a_problem_that_says_why(
    desk: Desk, other: dict[str, object], status: int, code: str
) -> None:
    got, problem = desk.post(desk.body(**other))
    assert (got, problem["code"]) == (status, code)
    assert not Check.objects.exists()


def test_a_batch_answers_all_or_none(desk: Desk) -> None:
    why = {name: desk.body()[name] for name in ("matter", "purpose", "basis")}
    others = [organisation() for _ in range(3)]
    subjects = [{"code": one.unified_code} for one in (desk.firm, *others)]
    status, answer = desk.post(why | {"subjects": subjects}, f"{CHECKS}/batch")
    assert status == 200
    assert [one["subject"]["code"] for one in answer["checks"]] == [one["code"] for one in subjects]
    assert [one["waiting"] for one in answer["checks"]] == [1, 0, 0, 0]
    status, _problem = desk.post(why | {"subjects": [*subjects, {"code": ""}]}, f"{CHECKS}/batch")
    assert status == 422
    assert Check.objects.count() == 4
    status, listed = desk.get(f"{CHECKS}?open=true")
    assert (status, len(listed["checks"])) == (200, 1)


def test_another_units_system_sees_neither_matter_nor_check(desk: Desk) -> None:
    _status, answer = desk.post(desk.body())
    platform, now = desk.system.platform, factories.real_now()
    other = factories.unit(platform, now, "other-bureau", factories.COUNTY)
    client = factories.client(platform, now, "other-system", other)
    stranger = replace(desk, system=System(platform, other, client, factories.key(platform, now, client)))
    assert stranger.get(f"{CHECKS}/{answer['id']}")[0] == 404
    assert stranger.post(stranger.body())[0] == 404
    assert stranger.get(f"{CHECKS}/matters") == (200, {"matters": []})
    assert desk.get(f"{CHECKS}/matters")[1]["matters"][0]["id"] == desk.matter.public_id


def test_a_report_is_made_with_its_purpose_and_comes_with_its_hash(desk: Desk) -> None:
    asked = {"code": desk.firm.unified_code, "purpose": "某项目资格审查", "basis": "《政府采购法》第二十二条"}
    status, made = desk.post(asked, f"{CHECKS}/reports")
    content = b64decode(made["pdf"])
    assert status == 200
    assert content.startswith(b"%PDF")
    assert hashlib.sha256(content).hexdigest() == made["sha256"]
    row = Report.objects.get(number=made["number"])
    assert (row.unit_id, row.purpose, row.pdf_hash) == (desk.matter.unit_id, "某项目资格审查", made["sha256"])


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"code": "91990102MA40001KXX"}, "checks.report-subject-unknown"),
        ({"basis": ""}, "checks.report-purpose-missing"),
        ({"ground": "consent"}, "checks.consent-needed"),
    ],
)
def test_a_report_that_can_not_be_made_is_a_problem_that_says_why(
    desk: Desk, other: dict[str, object], code: str
) -> None:
    asked = {"code": desk.firm.unified_code, "purpose": "某项目资格审查", "basis": "《政府采购法》第二十二条"}
    status, problem = desk.post(asked | other, f"{CHECKS}/reports")
    assert (status, problem["code"]) == (422, code)
    assert not Report.objects.exists()
