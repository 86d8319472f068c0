"""Heads and proofs through their addresses."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import Settings

from chengxin.audit.models import LedgerBatch
from chengxin.audit.rules import ENTRY_LEAF, merkle
from chengxin.audit.rules.proofs import read_proof
from chengxin.audit.services import append_batch, seal_ledger
from chengxin.audit.tests.people import NOW

pytestmark = [pytest.mark.service, pytest.mark.django_db]

ROOT = "/api/v1/ledger"


@pytest.fixture(autouse=True)
def _key_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path


def a_batch(size: int = 5) -> int:
    with transaction.atomic():
        return append_batch(kind=ENTRY_LEAF, leaves=(str(at).encode() for at in range(size)), now=NOW).id


def get(path: str, status: int = 200) -> Any:
    answer = Client().get(f"{ROOT}/{path}")
    assert answer.status_code == status, answer.content
    return json.loads(answer.content)


def test_without_a_head_there_is_nothing_yet() -> None:
    assert get("head", 404)["code"] == "audit.no-such-head"


def test_the_proof_that_is_given_holds() -> None:
    batch = a_batch()
    a_batch()
    seal_ledger(now=NOW)
    document = get(f"proof?batch={batch}&index=3")
    proof = read_proof(document)
    assert proof.faults() == []
    assert document["head"] == get("head")
    assert "salt" not in json.dumps(document)


def test_heads_can_be_compared() -> None:
    for _ in range(3):
        a_batch()
        seal_ledger(now=NOW)
    first, second = get("head?size=1"), get("head")
    path = [bytes.fromhex(step) for step in get("consistency?first=1&second=3")["path"]]
    assert merkle.is_consistent(1, 3, bytes.fromhex(first["root"]), bytes.fromhex(second["root"]), path)


def test_a_batch_that_waits_says_so() -> None:
    a_batch()
    seal_ledger(now=NOW)
    assert get(f"proof?batch={a_batch()}&index=0", 409)["code"] == "audit.not-sealed-yet"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("head?size=99", 404),
        ("head?size=0", 422),
        ("head?size=x", 422),
        (f"head?size={10**30}", 422),
        ("proof", 422),
        ("proof?batch=1", 422),
        ("proof?batch=-1&index=0", 422),
        (f"proof?batch={2**53 - 1}&index={2**53 - 1}", 404),
        ("consistency?first=2&second=1", 422),
        ("consistency?first=1&second=99", 404),
    ],
)
def test_a_wrong_question_is_answered_as_such(path: str, status: int) -> None:
    a_batch()
    seal_ledger(now=NOW)
    assert get(path, status)["detail"]


def test_an_index_beyond_the_batch() -> None:
    batch = a_batch(2)
    seal_ledger(now=NOW)
    assert get(f"proof?batch={batch}&index=2", 404)
    assert LedgerBatch.objects.count() == 1
