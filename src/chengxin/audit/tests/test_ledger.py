"""Batches, their place in the tree, proofs and the erasing of salts, on the database."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections, transaction
from pytest_django import Settings

from chengxin.audit import public
from chengxin.audit.models import (
    AuditEntry,
    LedgerBatch,
    LedgerKey,
    LedgerPlace,
    LedgerSalts,
    SealedEntry,
    TreeHead,
    UnplacedBatch,
    UnsealedEntry,
)
from chengxin.audit.queries import ledger
from chengxin.audit.queries.exports import export_lines
from chengxin.audit.queries.leaves import UnknownKind, check_batch
from chengxin.audit.queries.ledger import NoSuchHead, NotSealedYet, WrongOrder
from chengxin.audit.rules import ENTRY_LEAF, Action, canonical_json, exports, merkle
from chengxin.audit.rules.proofs import commits_to
from chengxin.audit.rules.statements import CHUNK_LEAVES
from chengxin.audit.services import append_batch, erase_salts, record_look, seal_ledger
from chengxin.audit.tests.people import COUNTY_REPORTER, NOW
from chengxin.foundation.refusals import NotFound

pytestmark = pytest.mark.service

LOOKED = Action("audit.looked-in-a-test", "测试里看了")


@pytest.fixture(autouse=True)
def _key_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path


def facts(count: int) -> Iterator[bytes]:
    return (canonical_json({"number": number}) for number in range(count))


def append(count: int) -> LedgerBatch:
    """A batch under the only kind of leaf this room has; no test reads its facts again."""
    with transaction.atomic():
        return append_batch(kind=ENTRY_LEAF, leaves=facts(count), now=NOW)


def look() -> int:
    return record_look(
        actor=COUNTY_REPORTER,
        now=NOW,
        action=LOOKED,
        object_kind="thing",
        object_id="7",
        object_label="某物",
        purpose="某项核查",
        basis="某法第一条",
    )


@pytest.mark.django_db
class TestBatches:
    @pytest.mark.parametrize("count", [1, 2, CHUNK_LEAVES, CHUNK_LEAVES + 1, 3 * CHUNK_LEAVES + 17])
    def test_each_leaf_can_be_proven_and_opened(self, count: int) -> None:
        batch = append(count)
        head = seal_ledger(now=NOW)
        assert head is not None
        for index in {0, count // 2, count - 1}:
            proof = ledger.inclusion_proof(batch=batch.id, index=index)
            opening = ledger.opening(batch=batch.id, index=index)
            assert proof.faults() == []
            assert proof.leaf == opening.leaf
            assert opening.salt is not None
            assert commits_to(proof.leaf, opening.salt, {"number": index})

    def test_equal_facts_have_unequal_leaves(self) -> None:
        with transaction.atomic():
            batch = append_batch(kind=ENTRY_LEAF, leaves=[b"{}"] * 5, now=NOW)
        assert len({ledger.opening(batch=batch.id, index=index).leaf for index in range(5)}) == 5

    def test_a_batch_that_is_rolled_back_never_was(self) -> None:
        with transaction.atomic():
            append_batch(kind=ENTRY_LEAF, leaves=facts(3), now=NOW)
            transaction.set_rollback(True)
        assert not LedgerBatch.objects.exists()
        assert seal_ledger(now=NOW) is None

    def test_what_can_not_be_a_batch_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("chengxin.audit.services.ledger.BATCH_LEAVES", CHUNK_LEAVES + 1)
        with transaction.atomic(), pytest.raises(ValueError, match="1 to"):
            append_batch(kind=ENTRY_LEAF, leaves=[], now=NOW)
        with transaction.atomic(), pytest.raises(ValueError, match="at most"):
            append_batch(kind=ENTRY_LEAF, leaves=facts(CHUNK_LEAVES + 2), now=NOW)
        with transaction.atomic(), pytest.raises(UnknownKind):
            append_batch(kind="nobody.reads-this", leaves=[b"{}"], now=NOW)
        assert not LedgerBatch.objects.exists()

    @pytest.mark.parametrize("index", [-1, 3, CHUNK_LEAVES, 2**40])
    def test_a_leaf_that_is_not_there(self, index: int) -> None:
        batch = append(3)
        seal_ledger(now=NOW)
        for ask in (ledger.inclusion_proof, ledger.opening):
            with pytest.raises(NotFound):
                ask(batch=batch.id, index=index)
        with pytest.raises(NotFound):
            ledger.inclusion_proof(batch=batch.id + 1000, index=0)

    def test_a_batch_waits_for_the_next_head(self) -> None:
        first = append(1)
        seal_ledger(now=NOW)
        second = append(1)
        with pytest.raises(NotSealedYet):
            ledger.inclusion_proof(batch=second.id, index=0)
        seal_ledger(now=NOW)
        with pytest.raises(NotSealedYet):
            ledger.inclusion_proof(batch=second.id, index=0, size=1)
        assert ledger.inclusion_proof(batch=first.id, index=0, size=1).faults() == []
        assert ledger.inclusion_proof(batch=first.id, index=0, size=2).faults() == []


@pytest.mark.django_db
class TestErasing:
    def test_an_erased_leaf_stays_proven_and_says_nothing(self) -> None:
        batch = append(CHUNK_LEAVES + 3)
        with transaction.atomic():
            assert erase_salts(batch=batch.id, indexes=[1, CHUNK_LEAVES + 2, 1]) == 2
            assert erase_salts(batch=batch.id, indexes=[1]) == 0
        seal_ledger(now=NOW)
        for index, erased in ((0, False), (1, True), (2, False), (CHUNK_LEAVES + 1, False), (CHUNK_LEAVES + 2, True)):
            assert (ledger.opening(batch=batch.id, index=index).salt is None) is erased
            assert ledger.inclusion_proof(batch=batch.id, index=index).faults() == []

    @pytest.mark.parametrize("index", [3, CHUNK_LEAVES, -1])
    def test_a_leaf_that_is_not_there_is_no_success(self, index: int) -> None:
        batch = append(3)
        with transaction.atomic(), pytest.raises(IndexError):
            erase_salts(batch=batch.id, indexes=[0, index])


@pytest.mark.django_db
class TestSealing:
    def test_nothing_to_seal_gives_no_head(self) -> None:
        assert seal_ledger(now=NOW) is None
        assert public.current_head() is None
        with pytest.raises(NoSuchHead):
            ledger.head_of()

    def test_entries_of_the_trail_are_sealed_and_hold(self) -> None:
        numbers = [look() for _ in range(3)]
        head = seal_ledger(now=NOW)
        assert head is not None
        assert not UnsealedEntry.objects.exists()
        batch = LedgerBatch.objects.get()
        assert (batch.kind, batch.size) == (ENTRY_LEAF, len(numbers))
        assert check_batch(batch.id).intact == 3

    def test_sealing_twice_seals_once(self) -> None:
        look()
        assert seal_ledger(now=NOW) is not None
        assert seal_ledger(now=NOW) is None
        assert TreeHead.objects.count() == 1

    def test_heads_grow_out_of_each_other(self) -> None:
        heads = []
        for count in (1, 3, 2, 7, 1, 1):
            for _ in range(count):
                append(2)
            heads.append(seal_ledger(now=NOW))
        sizes = [head.size for head in heads if head]
        assert sizes == [1, 4, 6, 13, 14, 15]
        for first in sizes:
            for second in sizes:
                if first <= second:
                    older, newer = ledger.head_of(first).statement, ledger.head_of(second).statement
                    proof = ledger.consistency_proof(first=first, second=second)
                    assert merkle.is_consistent(first, second, older.root, newer.root, proof)

    @pytest.mark.parametrize(
        ("first", "second", "refusal"), [(0, 1, WrongOrder), (2, 1, WrongOrder), (1, 9, NoSuchHead)]
    )
    def test_a_proof_that_can_not_be(self, first: int, second: int, refusal: type[Exception]) -> None:
        append(1)
        seal_ledger(now=NOW)
        with pytest.raises(refusal):
            ledger.consistency_proof(first=first, second=second)

    def test_a_new_key_signs_on(self, tmp_path: Path) -> None:
        append(1)
        seal_ledger(now=NOW)
        (tmp_path / "keys" / "ledger.ed25519").unlink()
        append(1)
        seal_ledger(now=NOW)
        assert LedgerKey.objects.count() == 2
        assert not exports.verify(export_lines()).fault

    def test_the_export_holds_and_counts(self) -> None:
        look()
        append(CHUNK_LEAVES + 1)
        seal_ledger(now=NOW)
        append(2)
        seal_ledger(now=NOW)
        append(1)  # waits, and is not in it
        verdict = exports.verify(export_lines())
        assert (verdict.fault, verdict.batches, verdict.heads) == ("", 3, 2)
        assert verdict.leaves == 1 + CHUNK_LEAVES + 1 + 2

    def test_the_public_sees_heads_without_rows(self) -> None:
        for _ in range(3):
            append(1)
            seal_ledger(now=NOW)
        views = public.recent_heads(2)
        assert [view.size for view in views] == [3, 2]
        assert views[0] == public.current_head()
        json.dumps({name: str(value) for name, value in vars(views[0]).items()})


def in_threads(count: int, action: object) -> list[Exception]:
    """Run an action in threads with connections of their own and return what went wrong."""
    faults: list[Exception] = []

    def run() -> None:
        try:
            action()  # type: ignore[operator]  # a callable without arguments
        except Exception as error:  # noqa: BLE001  a thread's fault must reach the test
            faults.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def assert_whole() -> None:
    """The tree holds each batch once, without a gap, and the export of it verifies."""
    placed = list(LedgerPlace.objects.order_by("position").values_list("position", "batch_id"))
    assert [position for position, _ in placed] == list(range(LedgerBatch.objects.count()))
    assert {batch for _, batch in placed} == set(LedgerBatch.objects.values_list("id", flat=True))
    assert not UnplacedBatch.objects.exists()
    assert not exports.verify(export_lines()).fault


def test_writers_and_sealers_at_once_lose_nothing(committed_db: object) -> None:
    assert committed_db

    def write_and_seal() -> None:
        for _ in range(4):
            append(3)
            look()
            seal_ledger(now=NOW)

    assert in_threads(4, write_and_seal) == []
    seal_ledger(now=NOW)
    assert_whole()
    assert SealedEntry.objects.count() == AuditEntry.objects.count() == 16
    assert not UnsealedEntry.objects.exists()


def test_an_entry_committed_late_is_sealed_later(committed_db: object) -> None:
    """Numbers are given at the insert and become visible at the commit: the sealer must not pass over the late one."""
    assert committed_db
    written, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            look()
            written.set()
            go_on.wait(10)

    thread = threading.Thread(target=lambda: in_threads(1, slow))
    thread.start()
    assert written.wait(10)
    later = look()
    assert seal_ledger(now=NOW) is not None
    assert LedgerBatch.objects.get().size == 1
    go_on.set()
    thread.join()
    assert seal_ledger(now=NOW) is not None
    assert [batch.size for batch in LedgerBatch.objects.order_by("id")] == [1, 1]
    assert check_batch(LedgerBatch.objects.order_by("id").last().id).intact == 1  # type: ignore[union-attr]  # it is there
    assert later
    assert_whole()


def test_killed_between_writing_and_commit_leaves_nothing(committed_db: object) -> None:
    assert committed_db
    append(2)

    def die() -> None:
        with transaction.atomic():
            append_batch(kind=ENTRY_LEAF, leaves=facts(5), now=NOW)
            seal_ledger(now=NOW)
            connections["default"].connection.close()

    assert in_threads(1, die)
    assert [batch.size for batch in LedgerBatch.objects.all()] == [2]
    assert not TreeHead.objects.exists()
    assert seal_ledger(now=NOW) is not None
    assert_whole()


def test_a_changed_fact_is_found(committed_db: object) -> None:
    """As if somebody had got past the triggers: what is read again differs from what was committed."""
    assert committed_db
    look()
    seal_ledger(now=NOW)
    batch = LedgerBatch.objects.get()
    salts = LedgerSalts.objects.get(batch=batch)
    salts.salts = bytes(salts.salts)[::-1]
    salts.save(update_fields=["salts"])
    assert check_batch(batch.id).changed == [0]
