"""Entries and looks as they are written."""

import pytest
from django.db import DatabaseError, connection, transaction
from structlog.contextvars import bound_contextvars

from chengxin.audit.models import AuditEntry, LedgerBatch, LedgerNode, TreeHead, UnsealedEntry
from chengxin.audit.public import looks_at
from chengxin.audit.rules import Action, PurposeMissing, SealedNumber
from chengxin.audit.services import record_look
from chengxin.audit.tests.people import COUNTY_REPORTER, NOW
from chengxin.foundation.actor import public_actor, system_actor

pytestmark = [pytest.mark.service, pytest.mark.django_db]

LOOKED = Action("audit.looked-in-a-test", "测试里看了")


def look(**changes: object) -> int:
    given = {
        "actor": COUNTY_REPORTER,
        "now": NOW,
        "action": LOOKED,
        "object_kind": "thing",
        "object_id": "7",
        "object_label": "某物",
        "purpose": "某项核查",
        "basis": "某法第一条",
    }
    return record_look(**{**given, **changes})  # type: ignore[arg-type]  # a test's short hand


def test_a_look_is_recorded_with_purpose_and_basis() -> None:
    entry = AuditEntry.objects.get(id=look())
    assert (entry.purpose, entry.basis, entry.action) == ("某项核查", "某法第一条", LOOKED.code)


@pytest.mark.parametrize("missing", ["purpose", "basis"])
@pytest.mark.parametrize("value", ["", "  ", "\t\n"])
def test_a_look_without_a_reason_is_refused(missing: str, value: str) -> None:
    with pytest.raises(PurposeMissing):
        look(**{missing: value})
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"purpose": "查990102199003074514"},
        {"basis": "990102199003074514"},
        {"object_id": "990102199003074514"},
        {"object_label": "某人990102199003074514"},
        {"facts": {"deep": [{"id": "990102199003074514"}]}},
        {"facts": {"990102199003074514": 1}},
    ],
)
def test_an_identity_number_is_refused_anywhere(changes: dict[str, object]) -> None:
    with pytest.raises(SealedNumber):
        look(**changes)
    assert not AuditEntry.objects.exists()


def test_the_request_s_number_comes_along() -> None:
    with bound_contextvars(request="abc123"):
        number = look()
    assert AuditEntry.objects.get(id=number).request == "abc123"
    assert AuditEntry.objects.get(id=look()).request == ""


def test_hostile_text_is_stored_not_stumbled_over() -> None:
    entry = AuditEntry.objects.get(
        id=look(actor=public_actor("x" * 500), object_id="\x00" * 500, object_label="\ud800")
    )
    assert entry.origin == "x" * 45
    assert entry.object_id == "\ufffd" * 80
    assert entry.object_label == "?"


def test_a_job_has_a_name_and_no_unit() -> None:
    entry = AuditEntry.objects.get(id=look(actor=system_actor("audit.seal-ledger")))
    assert (entry.actor_kind, entry.actor_id, entry.unit, entry.district) == ("system", "audit.seal-ledger", None, "")


def test_every_entry_waits_for_the_sealer() -> None:
    one = look()
    AuditEntry.objects.bulk_create(
        [AuditEntry(at=NOW, actor_kind="system", action="a.b", facts={}, outcome="done") for _ in range(3)]
    )
    assert UnsealedEntry.objects.filter(entry_id=one).exists()
    assert UnsealedEntry.objects.count() == AuditEntry.objects.count() == 4


def test_a_subject_sees_who_looked_but_not_the_officer() -> None:
    look(now=NOW)
    look(object_id="8")
    seen = looks_at(object_kind="thing", object_id="7", limit=10)
    assert [(view.unit, view.purpose, view.basis) for view in seen] == [("演示单位21", "某项核查", "某法第一条")]
    assert "county-reporter" not in repr(seen)


@pytest.mark.parametrize("model", [AuditEntry, LedgerBatch, LedgerNode, TreeHead])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_application_can_only_add(model: type[AuditEntry], statement: str) -> None:
    table = connection.ops.quote_name(f"audit_{model.__name__.lower()}")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_an_entry_can_not_be_changed_by_the_models_either() -> None:
    number = look()
    for attempt in (
        lambda: AuditEntry.objects.filter(id=number).update(purpose="别的"),
        lambda: AuditEntry.objects.filter(id=number).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    assert AuditEntry.objects.get(id=number).purpose == "某项核查"
