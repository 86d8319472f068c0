import json
import multiprocessing
import os
import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from chengxin.law import adding, book, overlays
from chengxin.law.adding import Signature
from chengxin.law.refusals import AlreadyAdded, AlteredOverlay, NotAdded, StillNeeded, UnlawfulFile
from chengxin.law.tests.files import FIFTH_REGIME, NATIONAL_NOTICE, REGIONAL_NOTICE, SIGNATURE, added, written


def test_an_added_file_is_kept_by_its_hash_and_signed(tmp_path: Path) -> None:
    law = added(tmp_path, FIFTH_REGIME)
    (overlay,) = law.overlays
    store = tmp_path / "data" / "law"
    assert overlays.overlay_path(store, overlay.hash).read_bytes() == FIFTH_REGIME.encode()
    assert stat.S_IMODE((store / "signing-key.pem").stat().st_mode) == 0o600
    (entry,) = overlays.read_log(tmp_path / "data")
    assert (entry.action, entry.by, entry.hash) == ("add", SIGNATURE.by, overlay.hash)


def test_a_second_identical_file_is_refused(tmp_path: Path) -> None:
    added(tmp_path, FIFTH_REGIME)
    with pytest.raises(AlreadyAdded) as refusal:
        adding.add(tmp_path / "rules.toml", tmp_path / "data", SIGNATURE)
    assert refusal.value.sentence().startswith("已经加入")
    assert len(overlays.read_log(tmp_path / "data")) == 1


def test_withdrawing_is_recorded_and_deletes_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    law = added(tmp_path, FIFTH_REGIME)
    digest = law.overlays[0].hash
    adding.withdraw(digest[:8], data, "录入有误", SIGNATURE)
    assert book.load(data).overlays == ()
    assert book.load(data).version == book.load(None).version
    assert [entry.action for entry in overlays.read_log(data)] == ["add", "withdraw"]
    assert overlays.overlay_path(data / "law", digest).exists()
    with pytest.raises(NotAdded):
        adding.withdraw(digest, data, "再来一次", SIGNATURE)
    adding.add(tmp_path / "rules.toml", data, SIGNATURE)
    assert len(book.load(data).overlays) == 1


def test_a_short_hash_withdraws_nothing(tmp_path: Path) -> None:
    law = added(tmp_path, FIFTH_REGIME)
    with pytest.raises(NotAdded):
        adding.withdraw(law.overlays[0].hash[:7], tmp_path / "data", "", SIGNATURE)
    assert len(book.load(tmp_path / "data").overlays) == 1


def test_what_another_file_rests_on_is_not_withdrawn(tmp_path: Path) -> None:
    law = added(tmp_path, FIFTH_REGIME)
    clock = """
[[clock]]
key = "invented-clock"
rule = "invented-clock"
title = "虚构的时限"
starts = "decision"
span = { working_days = 2 }
sense = "at-most"
region = "national"
instrument = "invented-2027"
in_force_from = 2028-01-01
mark = "derived"
"""
    adding.add(written(tmp_path, clock, "clock.toml"), tmp_path / "data", SIGNATURE)
    with pytest.raises(StillNeeded, match="still-needed"):
        adding.withdraw(law.overlays[0].hash, tmp_path / "data", "", SIGNATURE)
    due = book.load(tmp_path / "data").due("invented-clock", date(2028, 1, 3), calendar="national")
    assert due.due_on == date(2028, 1, 5)


def edit_overlay(store: Path) -> None:
    path = next((store / "overlays").glob("*.toml"))
    path.write_bytes(path.read_bytes() + b"# later thoughts\n")


def remove_overlay(store: Path) -> None:
    next((store / "overlays").glob("*.toml")).unlink()


def edit_entry(store: Path) -> None:
    path = store / "log" / "00000001.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["entry"]["at"] = "2020-01-01T00:00:00+00:00"
    path.write_text(json.dumps(content), encoding="utf-8")


def remove_first_entry(store: Path) -> None:
    (store / "log" / "00000001.json").unlink()


def rename_entry(store: Path) -> None:
    (store / "log" / "00000002.json").rename(store / "log" / "00000003.json")


def spoil_entry(store: Path) -> None:
    (store / "log" / "00000002.json").write_text("[]", encoding="utf-8")


def swap_public_key(store: Path) -> None:
    other = store.parent.parent / "other"
    adding.add(written(store.parent.parent, NATIONAL_NOTICE, "other.toml"), other, SIGNATURE)
    (store / "signing-key.pub").write_bytes((other / "law" / "signing-key.pub").read_bytes())


def remove_public_key(store: Path) -> None:
    (store / "signing-key.pub").unlink()


@pytest.mark.parametrize(
    "harm",
    [
        edit_overlay,
        remove_overlay,
        edit_entry,
        remove_first_entry,
        rename_entry,
        spoil_entry,
        swap_public_key,
        remove_public_key,
    ],
)
def test_an_altered_store_is_refused_loudly(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    data = tmp_path / "data"
    added(tmp_path, FIFTH_REGIME)
    adding.add(written(tmp_path, NATIONAL_NOTICE, "notice.toml"), data, SIGNATURE)
    harm(data / "law")
    with pytest.raises(AlteredOverlay):
        book.load(data)
    with pytest.raises(AlteredOverlay):
        adding.add(written(tmp_path, REGIONAL_NOTICE, "regional.toml"), data, SIGNATURE)


def test_a_withdrawn_file_must_stay_as_it_was(tmp_path: Path) -> None:
    law = added(tmp_path, FIFTH_REGIME)
    adding.withdraw(law.overlays[0].hash, tmp_path / "data", "", SIGNATURE)
    edit_overlay(tmp_path / "data" / "law")
    with pytest.raises(AlteredOverlay):
        book.load(tmp_path / "data")


def test_without_the_private_key_one_can_load_but_not_add(tmp_path: Path) -> None:
    data = tmp_path / "data"
    added(tmp_path, FIFTH_REGIME)
    (data / "law" / "signing-key.pem").unlink()
    assert len(book.load(data).overlays) == 1
    with pytest.raises(AlteredOverlay):
        adding.add(written(tmp_path, NATIONAL_NOTICE, "notice.toml"), data, SIGNATURE)
    assert len(book.load(data).overlays) == 1


def test_traces_of_a_crash_have_no_effect(tmp_path: Path) -> None:
    data = tmp_path / "data"
    store = data / "law"
    for folder in ("log", "overlays"):
        (store / folder).mkdir(parents=True)
    (store / "overlays" / f"{'0' * 64}.toml").write_text("half", encoding="utf-8")
    (store / "log" / ".00000001.json.ab12").write_text('{"entry"', encoding="utf-8")
    assert book.load(data).overlays == ()
    assert len(added(tmp_path, FIFTH_REGIME).overlays) == 1


def test_a_half_written_file_of_the_same_hash_is_written_anew(tmp_path: Path) -> None:
    digest = adding.check_file(written(tmp_path, FIFTH_REGIME), None)
    store = tmp_path / "data" / "law" / "overlays"
    store.mkdir(parents=True)
    (store / f"{digest}.toml").write_text("half", encoding="utf-8")
    assert added(tmp_path, FIFTH_REGIME).overlays[0].content == FIFTH_REGIME.encode()


def term(number: int) -> str:
    return f'[[term]]\nfact = "list-field"\nkey = "invented-{number}"\nname = "虚构领域{number}"\n'


def add_in_a_process(file: Path, data: Path) -> None:
    adding.add(file, data, Signature(by="并行", now=SIGNATURE.now))
    os._exit(0)


def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    files = [written(tmp_path, term(number), f"{number}.toml") for number in range(6)]
    context = multiprocessing.get_context("spawn")
    jobs = [context.Process(target=add_in_a_process, args=(file, tmp_path / "data")) for file in files]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    assert [job.exitcode for job in jobs] == [0] * len(jobs)
    law = book.load(tmp_path / "data")
    assert sorted(overlay.file for overlay in law.overlays) == [f"{number}.toml" for number in range(6)]
    assert [entry.number for entry in overlays.read_log(tmp_path / "data")] == [1, 2, 3, 4, 5, 6]


def test_the_same_file_from_two_processes_is_added_once(tmp_path: Path) -> None:
    file = written(tmp_path, FIFTH_REGIME)
    context = multiprocessing.get_context("spawn")
    jobs = [context.Process(target=add_in_a_process, args=(file, tmp_path / "data")) for _ in range(2)]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    assert sorted(job.exitcode or 0 for job in jobs) == [0, 1]
    assert len(book.load(tmp_path / "data").overlays) == 1


def test_a_check_leaves_no_trace(tmp_path: Path) -> None:
    adding.check_file(written(tmp_path, FIFTH_REGIME), tmp_path / "data")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("content", [b"", b"  \n", b"\xff\xfe\x00", b"a = ", b"x" * 1_000_001, b"[" * 5000])
def test_what_is_no_rule_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.toml"
    path.write_bytes(content)
    with pytest.raises(UnlawfulFile) as refusal:
        adding.add(path, tmp_path / "data", SIGNATURE)
    assert refusal.value.sentence().startswith("odd.toml")
    assert book.load(tmp_path / "data").overlays == ()


def test_a_folder_or_nothing_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.toml"):
        with pytest.raises(UnlawfulFile):
            adding.check_file(path, None)
