"""A month by the interface: declare, a nil return, a difference, missing numbers, rates; once for each key."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from chengxin.audit.models import AuditEntry
from chengxin.oversight import services
from chengxin.oversight.models import Declaration, DifferenceAnswer, GapAnswer
from chengxin.oversight.rules.months import moved, written
from chengxin.oversight.tests.reporting import AFTER, ITEM, JOB, MONTH, NOW, TODAY, YEAR, office, received
from chengxin.units.models import Unit
from chengxin.units.tests import factories
from tests.contracts.conftest import System

pytestmark = pytest.mark.service
REPORTING = "/api/v1/reporting"
LAST_MONTH = moved(TODAY.replace(day=1), -1)
MONTH_PATH = f"{REPORTING}/months/{written(LAST_MONTH)}"
Answer = tuple[int, dict[str, Any]]


@pytest.fixture
def court(system: System, settings: Settings, tmp_path: Path) -> System:
    settings.DATA = tmp_path
    assign(system.unit)
    return system


def assign(unit: Unit) -> None:
    services.assign_item(
        actor=office(),
        now=NOW,
        unit=unit.id,
        item=ITEM,
        valid_from=moved(LAST_MONTH, -2),
        valid_until=None,
        basis="示信〔2026〕1号",
    )


def get(system: System, path: str) -> Answer:
    response = system.browser().get(path)
    return response.status_code, json.loads(response.content)


def post(system: System, path: str, body: object, key: str = "") -> Answer:
    headers = {"Idempotency-Key": key} if key else {}
    response = system.browser().post(path, json.dumps(body), content_type="application/json", headers=headers)
    return response.status_code, json.loads(response.content)


def counts(count: int, seen: int = 0, reason: str = "") -> dict[str, Any]:
    return {"declarations": [{"item": ITEM, "count": count, "seen": seen}], "reason": reason}


def only(answer: Answer) -> dict[str, Any]:
    status, body = answer
    assert status == 200, body
    (line,) = body["lines"]
    return dict(line)


def test_a_nil_return_is_declared_once_for_a_key_and_corrected_with_its_reason(court: System) -> None:
    before = only(get(court, MONTH_PATH))
    assert (before["item"], before["declared"], before["received"], before["asks"]) == (ITEM, None, 0, False)
    first = post(court, MONTH_PATH, counts(0), key="nil")
    assert only(first)["declared"]["count"] == 0
    assert post(court, MONTH_PATH, counts(0), key="nil") == first
    assert post(court, MONTH_PATH, counts(1), key="nil")[1]["code"] == "units.idempotency-key-reused"
    assert Declaration.objects.count() == 1

    assert post(court, MONTH_PATH, counts(2))[1]["code"] == "oversight.declared-meanwhile"
    assert post(court, MONTH_PATH, counts(2, seen=1))[1]["code"] == "oversight.correction-unexplained"
    corrected = only(post(court, MONTH_PATH, counts(2, seen=1, reason="漏了两件")))
    assert (corrected["declared"]["version"], corrected["declared"]["reason"]) == (2, "漏了两件")
    assert corrected["asks"] is True
    entry = AuditEntry.objects.filter(action="oversight.declared").latest("id")
    assert (entry.actor_kind, entry.unit) == ("client", court.unit.id)


def test_a_key_tells_the_months_apart(court: System) -> None:
    assert post(court, MONTH_PATH, counts(0), key="k")[0] == 200
    other = f"{REPORTING}/months/{written(moved(LAST_MONTH, -1))}"
    assert post(court, other, counts(0), key="k")[1]["code"] == "units.idempotency-key-reused"


def test_a_difference_is_explained(court: System) -> None:
    post(court, MONTH_PATH, counts(3))
    said = {"item": ITEM, "kind": "explained", "words": "3件由上级单位报送"}
    line = only(post(court, f"{MONTH_PATH}/differences", said, key="why"))
    assert (line["asks"], line["answer"], line["words"]) == (False, "explained", "3件由上级单位报送")
    assert only(post(court, f"{MONTH_PATH}/differences", said, key="why")) == line
    assert DifferenceAnswer.objects.count() == 1
    status, refused = post(court, f"{MONTH_PATH}/differences", said | {"kind": "because"})
    assert (status, refused["fields"][0]["pointer"]) == (422, "/kind")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"declarations": [{"item": "no-such-item", "count": 1}]}, "foundation.not-found"),
        ({"declarations": [{"item": ITEM, "count": 1}, {"item": ITEM, "count": 2}]}, "oversight.item-twice"),
        ({"declarations": [{"item": ITEM, "count": -1}]}, "foundation.invalid"),
        ({"declarations": [{"item": ITEM, "count": 10**30}]}, "foundation.invalid"),
        ({"declarations": [{"item": ITEM, "count": 1.5}]}, "foundation.invalid"),
        ({"declarations": []}, "foundation.invalid"),
        ({"declarations": [{"item": ITEM, "count": 1, "unit": 7}]}, "foundation.invalid"),
        ({"declarations": [{"item": "\u0000", "count": 1}]}, "foundation.not-found"),
    ],
)
def test_what_can_not_be_declared_leaves_nothing(court: System, body: object, code: str) -> None:
    status, refused = post(court, MONTH_PATH, body)
    assert (status in {404, 422}, refused["code"]) == (True, code)
    assert not Declaration.objects.exists()


@pytest.mark.parametrize("month", ["2026-13", "2026-5", "mai", "9999-01"])
def test_what_is_no_month_is_not_found(court: System, month: str) -> None:
    assert get(court, f"{REPORTING}/months/{month}")[0] == 404


def test_this_month_is_seen_and_not_declared_yet(court: System) -> None:
    path = f"{REPORTING}/months/{written(TODAY)}"
    status, body = get(court, path)
    assert (status, body["can_declare"]) == (200, False)
    assert post(court, path, counts(1))[1]["code"] == "oversight.month-not-over"


def test_missing_numbers_are_read_by_pages_and_answered(court: System) -> None:
    received(court.unit, 1, 2, 5, 7, 12)
    _, told = get(court, f"{REPORTING}/sequences/{YEAR}")
    (series,) = told["series"]
    assert (series["word"], series["received"], series["unanswered"], series["promised"]) == ("示市监处罚", 5, 7, 0)
    _, page = get(court, f"{REPORTING}/gaps?year={YEAR}&limit=2")
    _, rest = get(court, f"{REPORTING}/gaps?year={YEAR}&limit=2&after={page['next']}")
    assert [(one["first"], one["last"]) for one in page["gaps"] + rest["gaps"]] == [(3, 4), (6, 6), (8, 11)]
    assert rest["next"] == ""

    said = {"word": "示市监处罚", "year": YEAR, "first": 3, "last": 4, "kind": "void"}
    status, kept = post(court, f"{REPORTING}/gaps", said, key="void")
    assert (status, kept["kind"], kept["words"]) == (200, "void", "")
    assert post(court, f"{REPORTING}/gaps", said, key="void") == (200, kept)
    assert GapAnswer.objects.count() == 1
    assert post(court, f"{REPORTING}/gaps", said | {"first": 6, "last": 11, "kind": "forgotten"})[0] == 200
    _, left = get(court, f"{REPORTING}/gaps?year={YEAR}&open=true")
    assert [(one["first"], one["kind"]) for one in left["gaps"]] == [(6, "forgotten"), (8, "forgotten")]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"first": 4, "last": 3}, "oversight.numbers-reversed"),
        ({"first": 1, "last": 1}, "oversight.no-gap"),
        ({"kind": "elsewhere"}, "oversight.text-missing"),
        ({"word": "示环罚"}, "foundation.not-found"),
        ({"kind": "lost"}, "foundation.invalid"),
        ({"last": 100_000}, "foundation.invalid"),
    ],
)
def test_what_can_not_be_said_of_numbers_is_refused(court: System, changes: dict[str, Any], code: str) -> None:
    received(court.unit, 1, 4)
    said = {"word": "示市监处罚", "year": YEAR, "first": 2, "last": 3, "kind": "void"} | changes
    assert post(court, f"{REPORTING}/gaps", said)[1]["code"] == code
    assert not GapAnswer.objects.exists()


def test_the_rates_come_with_their_working_and_formula(court: System) -> None:
    received(court.unit, 1, 2)
    status, told = get(court, f"{REPORTING}/rates")
    (line,) = told["lines"]
    assert (status, line["month"], line["item"], line["rows"]) == (200, written(TODAY), ITEM, 2)
    assert line["compliant"] == {"part": 2, "whole": 2, "percent": "100.0%"}
    assert "÷" in line["formula"]["compliant"]
    assert get(court, f"{REPORTING}/rates?item=other")[1]["lines"] == []


@pytest.mark.parametrize(
    "query", ["first=2026-05&last=2026-04", "first=2020-01&last=2026-04", "first=x", "last=2026-13"]
)
def test_rates_of_no_period_are_refused(court: System, query: str) -> None:
    assert get(court, f"{REPORTING}/rates?{query}")[1]["code"] == "oversight.bad-period"


def test_another_units_key_sees_and_says_nothing_of_this_one(court: System) -> None:
    received(court.unit, 1, 3)
    now = factories.real_now()
    other = factories.unit(court.platform, now, "other-bureau", factories.COUNTY)
    client = factories.client(court.platform, now, "other-system", other)
    stranger = System(court.platform, other, client, factories.key(court.platform, now, client))
    assert get(stranger, MONTH_PATH)[1]["lines"] == []
    assert get(stranger, f"{REPORTING}/sequences/{YEAR}")[1]["series"] == []
    assert get(stranger, f"{REPORTING}/rates")[1]["lines"] == []
    assert post(stranger, MONTH_PATH, counts(0))[0] == 404
    said = {"word": "示市监处罚", "year": YEAR, "first": 2, "last": 2, "kind": "void"}
    assert post(stranger, f"{REPORTING}/gaps", said)[0] == 404
    assert not Declaration.objects.exists()


@pytest.mark.parametrize(("scope", "status"), [("reporting:read", 403), ("reporting:write", 403), ("", 403)])
def test_declaring_needs_both_scopes(court: System, scope: str, status: int) -> None:
    court.client.scopes = [scope] if scope else ["submissions:write"]
    court.client.save(update_fields=["scopes"])
    assert post(court, MONTH_PATH, counts(0))[0] == status
    assert get(court, MONTH_PATH)[0] == (200 if scope == "reporting:read" else 403)
    assert not Declaration.objects.exists()


def test_what_is_counted_is_the_same_as_on_the_page(court: System) -> None:
    received(court.unit, 1, 2)
    services.tally_all(actor=JOB, now=datetime.now(tz=AFTER.tzinfo))
    _, told = get(court, f"{REPORTING}/months/{written(MONTH)}")
    assert [line["received"] for line in told["lines"]] == [2]
