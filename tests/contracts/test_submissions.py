"""Submissions by other systems: rows and files, keys that make a call once, findings by page, severities."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pytest_django import Settings

from chengxin.intake.models import Submission
from chengxin.intake.tests import people
from chengxin.intake.tests.rows import COMPANY
from chengxin.intake.tests.scenes import csv_of, processed, recent, shown
from chengxin.units.models import AnsweredCall
from chengxin.units.services import forget_old_answers
from chengxin.units.tests import factories
from tests.contracts.conftest import System, make_system

pytestmark = pytest.mark.service
SUBMISSIONS = "/api/v1/submissions"
ITEM = "penalty-organisation"


@pytest.fixture
def sender(db: None, settings: Settings, tmp_path: Path) -> System:  # noqa: ARG001  the database comes first
    settings.DATA = tmp_path
    system = make_system()
    system.client.scopes = ["submissions:read", "submissions:write"]
    system.client.save(update_fields=["scopes"])
    return system


def post(system: System, path: str, body: object, key: str = "") -> tuple[int, dict[str, Any]]:
    headers = {"Idempotency-Key": key} if key else {}
    response = system.browser().post(path, json.dumps(body), content_type="application/json", headers=headers)
    return response.status_code, json.loads(response.content)


def get(system: System, path: str) -> tuple[int, dict[str, Any]]:
    response = system.browser().get(path)
    return response.status_code, json.loads(response.content)


def rows(*given: dict[str, str]) -> dict[str, Any]:
    return {"item": ITEM, "rows": list(given)}


def run(answer: dict[str, Any]) -> Submission:
    return processed(Submission.objects.get(public_id=answer["id"]))


def test_rows_become_public_once_the_severities_are_settled(sender: System) -> None:
    status, sent = post(sender, SUBMISSIONS, rows(recent()))
    assert (status, sent["state"]) == (202, "received")
    run(sent)
    _, waiting = get(sender, f"{SUBMISSIONS}/{sent['id']}")
    assert waiting["state"] == "to-confirm"
    (group,) = waiting["to_confirm"]
    assert (group["proposed"], group["rows"]) == ("general", 1)
    status, settled = post(sender, f"{SUBMISSIONS}/{sent['id']}/confirm", {"severities": {group["key"]: "serious"}})
    assert (status, settled["state"]) == (200, "loading")
    run(sent)
    _, done = get(sender, f"{SUBMISSIONS}/{sent['id']}")
    assert done["counts"] == {"rows": 1, "accepted": 1, "unchanged": 0, "returned": 0}
    assert [view.severity for view in shown(COMPANY)] == ["严重"]


def test_rows_about_natural_persons_are_taken_and_never_told_again(
    sender: System, caplog: pytest.LogCaptureFixture
) -> None:
    bad = people.number(sequence=7)[:17] + "?"
    told = [people.recent(), people.recent(CF_XDR_ZJHM=bad, CF_XDR_MC="测帆眠", CF_SY="")]
    _, sent = post(sender, SUBMISSIONS, {"item": "penalty-person", "rows": told}, key="persons")
    run(sent)
    _, done = get(sender, f"{SUBMISSIONS}/{sent['id']}")
    assert done["counts"] == {"rows": 2, "accepted": 1, "unchanged": 0, "returned": 1}
    _, found = get(sender, f"{SUBMISSIONS}/{sent['id']}/findings")
    assert {one["code"] for one in found["findings"]} == {"bad-character", "missing"}
    answers = json.dumps([sent, done, found], ensure_ascii=False)
    kept = json.dumps(list(AnsweredCall.objects.values("answer")), ensure_ascii=False, default=str)
    for secret in (people.NAME, people.NUMBER, "测帆眠", bad[:17]):
        assert secret not in answers
        assert secret not in kept
        assert secret not in caplog.text


def test_a_file_is_taken_as_a_whole(sender: System) -> None:
    file = SimpleUploadedFile("处罚.csv", csv_of(recent(CX_SXCD="一般")), content_type="text/csv")
    response = sender.browser().post(f"{SUBMISSIONS}/files", {"item": ITEM, "file": file})
    assert response.status_code == 202
    assert run(json.loads(response.content)).state == "done"


def test_what_was_sent_is_withdrawn_within_the_hour_and_not_after(sender: System) -> None:
    _, sent = post(sender, SUBMISSIONS, rows(recent(CX_SXCD="一般")))
    path = f"{SUBMISSIONS}/{sent['id']}/withdraw"
    assert post(sender, path, {})[0] == 409
    run(sent)
    assert len(shown(COMPANY)) == 1
    status, answer = post(sender, path, {})
    assert (status, answer["state"]) == (200, "withdrawn")
    assert not shown(COMPANY)

    _, later = post(sender, SUBMISSIONS, rows(recent(CX_SXCD="一般", CF_WSH="示市监处罚〔2026〕97号")))
    load = run(later).load
    assert load is not None
    load.visible_at -= timedelta(minutes=61)
    load.save(update_fields=["visible_at"])
    status, problem = post(sender, f"{SUBMISSIONS}/{later['id']}/withdraw", {})
    assert (status, problem["code"]) == (409, "register.too-late-to-withdraw")
    assert len(shown(COMPANY)) == 1


def test_the_same_key_sends_once(sender: System) -> None:
    first = post(sender, SUBMISSIONS, rows(recent()), key="one")
    assert post(sender, SUBMISSIONS, rows(recent()), key="one") == first
    assert Submission.objects.count() == 1


def test_the_same_key_with_something_else_is_refused(sender: System) -> None:
    post(sender, SUBMISSIONS, rows(recent()), key="one")
    status, problem = post(sender, SUBMISSIONS, rows(recent(CF_WSH="示市监处罚〔2026〕99号")), key="one")
    assert (status, problem["code"]) == (409, "units.idempotency-key-reused")
    assert Submission.objects.count() == 1


def test_what_was_refused_may_be_sent_again_with_its_key(sender: System) -> None:
    status, problem = post(sender, SUBMISSIONS, {"item": "no-such-item", "rows": [recent()]}, key="one")
    assert (status, problem["code"]) == (422, "intake.item-not-in-force")
    assert post(sender, SUBMISSIONS, rows(recent()), key="one")[0] == 202


def test_an_item_that_nobody_reports_yet_is_refused_by_its_own_sentence(sender: System) -> None:
    status, problem = post(sender, SUBMISSIONS, {"item": "food-safety-record", "rows": [recent()]})
    assert (status, problem["code"]) == (409, "catalog.not-yet-collected")
    assert "尚未归集" in problem["detail"]
    assert not Submission.objects.exists()


def test_a_key_is_free_again_after_a_day(sender: System) -> None:
    post(sender, SUBMISSIONS, rows(recent()), key="one")
    AnsweredCall.objects.update(at=timezone.now() - timedelta(hours=25))
    assert post(sender, SUBMISSIONS, rows(recent(CF_WSH="示市监处罚〔2026〕98号")), key="one")[0] == 202
    assert forget_old_answers(now=timezone.now() + timedelta(hours=25)) == 1


@pytest.mark.parametrize("key", ["中文", "x" * 81, "two words"])
def test_a_key_of_another_shape_is_refused(sender: System, key: str) -> None:
    status, problem = post(sender, SUBMISSIONS, rows(recent()), key=key)
    assert (status, problem["code"]) == (422, "units.bad-idempotency-key")


def test_the_same_rows_twice_at_work_are_a_conflict(sender: System) -> None:
    post(sender, SUBMISSIONS, rows(recent()))
    status, problem = post(sender, SUBMISSIONS, rows(recent()))
    assert (status, problem["code"]) == (409, "intake.same-file-at-work")


def test_findings_come_page_by_page_and_none_is_lost(sender: System) -> None:
    bad = [recent(CF_WSH=f"示市监处罚〔2026〕{number}号", CF_YJ="", CF_SY="") for number in range(5)]
    _, sent = post(sender, SUBMISSIONS, rows(*bad))
    run(sent)
    found: list[tuple[int, str]] = []
    after = ""
    while True:
        _, page = get(sender, f"{SUBMISSIONS}/{sent['id']}/findings?limit=3&after={after}")
        found += [(one["row"], one["field"]) for one in page["findings"] if one["severity"] == "error"]
        after = page["next"]
        if not after:
            break
    assert found == [(row, field) for row in range(1, 6) for field in ("CF_SY", "CF_YJ")]


def test_a_number_in_a_code_column_is_told(sender: System) -> None:
    body = {"item": ITEM, "rows": [recent() | {"CF_XDR_SHXYM": 911234567890123456}]}
    _, sent = post(sender, SUBMISSIONS, body)
    run(sent)
    _, page = get(sender, f"{SUBMISSIONS}/{sent['id']}/findings")
    assert {"numeric-code"} <= {one["code"] for one in page["findings"]}


def test_another_units_submission_reads_as_not_found(sender: System) -> None:
    _, sent = post(sender, SUBMISSIONS, rows(recent()))
    now = factories.real_now()
    other = factories.unit(sender.platform, now, "other-bureau")
    client = factories.client(sender.platform, now, "other-system", other)
    client.scopes = ["submissions:read", "submissions:write"]
    client.save(update_fields=["scopes"])
    stranger = System(sender.platform, other, client, factories.key(sender.platform, now, client))
    for path in ("", "/findings"):
        assert get(stranger, f"{SUBMISSIONS}/{sent['id']}{path}")[0] == 404
    assert post(stranger, f"{SUBMISSIONS}/{sent['id']}/confirm", {"severities": {}})[0] == 404
    assert post(stranger, f"{SUBMISSIONS}/{sent['id']}/cancel", {})[0] in {404, 422}
    assert post(stranger, f"{SUBMISSIONS}/{sent['id']}/withdraw", {})[0] == 404


@pytest.mark.parametrize(
    "body",
    [
        {"item": ITEM, "rows": []},
        {"item": ITEM, "rows": [1]},
        {"item": ITEM, "rows": "x"},
        {"item": ITEM, "rows": [{"a": {"b": 1}}]},
        {"item": ITEM, "rows": [{}], "more": 1},
        {"rows": [{"a": "b"}]},
    ],
)
def test_a_body_of_another_form_is_refused_with_its_place(sender: System, body: object) -> None:
    status, problem = post(sender, SUBMISSIONS, body)
    assert status == 422
    assert problem["fields"]
    assert not Submission.objects.exists()


def test_a_file_that_is_no_table_is_refused_or_returned(sender: System) -> None:
    program = SimpleUploadedFile("a.csv", b"MZ\x00\x00\x01\x02", content_type="text/csv")
    response = sender.browser().post(f"{SUBMISSIONS}/files", {"item": ITEM, "file": program})
    problem = json.loads(response.content)
    assert (response.status_code, problem["side"]) == (422, "client")
    assert problem["code"].startswith("vault.")
    assert not Submission.objects.exists()
