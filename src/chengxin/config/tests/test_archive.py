"""The bytes of an archive: every one counts. No database."""

import json
import tarfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from chengxin.config.backup import BackupFault, checking, keyfile, programs
from chengxin.config.backup.belongings import belongings, safe_place
from chengxin.config.backup.container import END, Writer, header, padding
from chengxin.config.backup.keyfile import Keys
from chengxin.config.backup.manifest import (
    DUMP,
    FORMAT,
    FORMAT_MEMBER,
    MANIFEST,
    MANIFEST_HASH,
    Manifest,
    hash_of,
)
from chengxin.config.cli import app

HASH = "ab" * 32
CONTENTS = {DUMP: b"PGDMP" + bytes(range(256)) * 5, f"vault/{HASH}": b"sealed", "files/1": b"", "files/2": b"x" * 512}
RUN = CliRunner()


def archive(path: Path, contents: dict[str, bytes], said: dict[str, bytes] | None = None, mark: str = FORMAT) -> Path:
    """Write an archive of contents whose manifest says it holds others."""
    with path.open("w+b") as file:
        writer = Writer(file)
        writer.add(FORMAT_MEMBER, BytesIO(mark.encode()))
        for name, content in contents.items():
            writer.add(name, BytesIO(content))
        told = writer
        if said is not None:
            told = Writer(BytesIO())
            told.add(FORMAT_MEMBER, BytesIO(mark.encode()))
            for name, content in said.items():
                told.add(name, BytesIO(content))
        text = Manifest(
            id="0" * 26,
            product="0.1.0",
            at="2026-06-30T02:00:00+00:00",
            server=180000,
            migrations={"audit": ["0001_trail_and_ledger"]},
            counts={"audit_auditentry": 3},
            head=None,
            feed_horizon=700,
            paths={"files/1": "law/空", "files/2": "law/满"},
            key_ids=["k1"],
            probe="v1.x",
            missing=[],
            members=tuple(told.members),
        ).text()
        writer.add(MANIFEST, BytesIO(text))
        writer.add(MANIFEST_HASH, BytesIO(hash_of(text).encode()))
        writer.finish()
    return path


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return archive(tmp_path_factory.mktemp("whole") / "one.tar", CONTENTS).read_bytes()


def test_a_whole_archive_is_whole_and_any_tar_reads_it(tmp_path: Path) -> None:
    path = archive(tmp_path / "one.tar", CONTENTS)
    manifest = checking.check_archive(path)
    assert manifest.contents == [HASH]
    assert manifest.rows == 3
    with tarfile.open(path) as tar:
        assert [one.name for one in tar] == [FORMAT_MEMBER, *CONTENTS, MANIFEST, MANIFEST_HASH]
        found = tar.extractfile(DUMP)
        assert found is not None
        assert found.read() == CONTENTS[DUMP]


@given(data=st.data())
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_altered_byte_is_seen(whole: bytes, tmp_path: Path, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(whole) - 1))
    change = data.draw(st.integers(1, 255))
    path = tmp_path / "altered.tar"
    path.write_bytes(whole[:place] + bytes([whole[place] ^ change]) + whole[place + 1 :])
    with pytest.raises(BackupFault):
        checking.check_archive(path)


@given(length=st.integers(0, 12_000))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_cut_is_seen(whole: bytes, tmp_path: Path, length: int) -> None:
    path = tmp_path / "cut.tar"
    path.write_bytes(whole[: min(length, len(whole) - 1)])
    with pytest.raises(BackupFault):
        checking.check_archive(path)


def test_what_follows_the_end_is_seen(whole: bytes, tmp_path: Path) -> None:
    (tmp_path / "more.tar").write_bytes(whole + b"\0")
    with pytest.raises(BackupFault, match="改动过"):
        checking.check_archive(tmp_path / "more.tar")


@pytest.mark.parametrize(
    ("contents", "said", "match"),
    [
        pytest.param({DUMP: b"x"}, CONTENTS, "已损坏", id="another-dump"),
        pytest.param({DUMP: CONTENTS[DUMP]}, CONTENTS, "缺少 files/1（共缺 3 项）", id="missing"),
        pytest.param(CONTENTS, {DUMP: CONTENTS[DUMP]}, "已损坏", id="too-much"),
        pytest.param({"files/1": b""}, {"files/1": b""}, "缺少 database.dump", id="no-dump"),
    ],
)
def test_members_are_those_of_the_manifest(
    tmp_path: Path, contents: dict[str, bytes], said: dict[str, bytes], match: str
) -> None:
    with pytest.raises(BackupFault, match=match):
        checking.check_archive(archive(tmp_path / "one.tar", contents, said))


def test_a_member_that_comes_twice_is_seen(tmp_path: Path) -> None:
    one = archive(tmp_path / "one.tar", {DUMP: b"x"}).read_bytes()
    dump = header(DUMP, 1) + b"x" + padding(1)
    (tmp_path / "two.tar").write_bytes(one.replace(dump, dump + dump))
    with pytest.raises(BackupFault, match="改动过"):
        checking.check_archive(tmp_path / "two.tar")


@pytest.mark.parametrize("text", [b"", b"x" * 100, b"PK\x03\x04" + bytes(2000), bytes(10_240)])
def test_something_else_is_no_archive(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "one.tar"
    path.write_bytes(text)
    with pytest.raises(BackupFault, match="不是本平台的备份文件"):
        checking.check_archive(path)


def test_another_tar_is_no_archive(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "other.tar", "w") as tar:
        tar.addfile(tarfile.TarInfo("letter"), BytesIO())
    with pytest.raises(BackupFault, match="不是本平台的备份文件"):
        checking.check_archive(tmp_path / "other.tar")


@pytest.mark.parametrize(
    ("mark", "match"),
    [("chengxin-backup/2\n", "请先升级平台"), ("chengxin-backup/x\n", "不是本平台"), ("chengxin-backup/0\n", "不是")],
)
def test_a_newer_format_is_told_apart(tmp_path: Path, mark: str, match: str) -> None:
    with pytest.raises(BackupFault, match=match):
        checking.check_archive(archive(tmp_path / "one.tar", CONTENTS, mark=mark))


def test_a_manifest_without_its_hash_was_cut(tmp_path: Path) -> None:
    one = archive(tmp_path / "one.tar", CONTENTS).read_bytes()
    (tmp_path / "cut.tar").write_bytes(one[: -len(END) - 1024] + END)
    with pytest.raises(BackupFault, match="不完整"):
        checking.check_archive(tmp_path / "cut.tar")


def test_the_command_checks_without_database(tmp_path: Path) -> None:
    path = archive(tmp_path / "one.tar", CONTENTS)
    done = RUN.invoke(app, ["backup", "--check", str(path), "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["valid"], told["vault_files"], told["rows"]) == (True, 1, 3)
    path.write_bytes(path.read_bytes()[:-2000])
    broken = RUN.invoke(app, ["backup", "--check", str(path)])
    assert isinstance(broken.exception, BackupFault)


@pytest.mark.parametrize("words", [[], ["--check", "a", "b"], ["--check", "a", "--keys", "b"], ["no-folder/one.tar"]])
def test_a_wrong_call_is_told(words: list[str]) -> None:
    assert RUN.invoke(app, ["backup", *words]).exit_code == 2


def test_a_missing_archive_is_told(tmp_path: Path) -> None:
    with pytest.raises(BackupFault, match="没有这个文件"):
        checking.check_archive(tmp_path / "none.tar")


KEYS = Keys("0" * 26, {"sealed.json": b"{}", "ledger.ed25519": bytes(32)})


def test_keys_come_back_and_are_for_their_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "apart" / "one.keys"
    keyfile.write_key_file(path, KEYS)
    assert path.stat().st_mode & 0o777 == 0o600
    assert keyfile.read_key_file(path) == KEYS
    with pytest.raises(BackupFault, match="不会覆盖"):
        keyfile.write_key_file(path, KEYS)
    assert keyfile.install_keys(tmp_path / "keys", KEYS) == ["sealed.json", "ledger.ed25519"]
    assert keyfile.install_keys(tmp_path / "keys", KEYS) == []
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()} == {0o600}
    assert keyfile.read_keys(tmp_path / "keys") == KEYS.files
    assert keyfile.read_keys(tmp_path / "none") == {}


def alter(change: Callable[[dict[str, Any]], object]) -> bytes:
    document = json.loads(keyfile.text_of(KEYS))
    change(document)
    document["sha256"] = keyfile.seal_of({key: value for key, value in document.items() if key != "sha256"})
    return json.dumps(document).encode()


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        keyfile.text_of(KEYS)[:-5],
        keyfile.text_of(KEYS).replace(b"AAAA", b"AAAB", 1),
        alter(lambda document: document.update(format="chengxin-keys/9")),
        alter(lambda document: document["files"].update({"../sealed.json": ""})),
        alter(lambda document: document["files"].update({"sealed.json": "?"})),
    ],
)
def test_damaged_keys_are_told(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "one.keys"
    path.write_bytes(text)
    path.chmod(0o600)
    with pytest.raises(BackupFault, match="不是密钥文件，或者已损坏"):
        keyfile.read_key_file(path)


def test_what_can_be_made_again_is_left_out(tmp_path: Path) -> None:
    for name in (
        "keys/sealed.json",
        "static/a.css",
        "vault/ab/x",
        "work/raw.xlsx",
        "law/log/1",
        "mail/信",
        "other/static/a",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "link").symlink_to("/etc/passwd")
    assert [told for told, _path in belongings(tmp_path)] == ["law/log/1", "mail/信", "other/static/a"]


@pytest.mark.parametrize(
    "told", ["", "/etc/passwd", "../x", "law/../../x", "keys/sealed.json", "postgres/pgpass", "a\0b"]
)
def test_no_archive_leads_out_of_the_data_folder(tmp_path: Path, told: str) -> None:
    with pytest.raises(BackupFault, match="改动过"):
        safe_place(tmp_path, told)


def program(folder: Path, name: str, version: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version}'\n", encoding="ascii")
    (folder / name).chmod(0o755)


def test_programs_fit_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    for name in ("pg_dump", "pg_restore"):
        program(tmp_path / "15" / "bin", name, "15.9 (Debian 15.9-0+deb12u1)")
        program(tmp_path / "bin", name, "16.2")
    assert programs.programs_for(150009).folder == tmp_path / "15" / "bin"
    assert programs.programs_for(160002).folder == tmp_path / "bin"
    assert programs.programs_for(170001).major == 18  # the wheel's own
    with pytest.raises(BackupFault, match=r"PostgreSQL 19.*16、18.*postgresql-client-19"):
        programs.programs_for(190001)
    for name in ("pg_dump", "pg_restore"):
        (tmp_path / "15" / "bin" / name).unlink()
    with pytest.raises(BackupFault, match="postgresql-client-15"):
        programs.programs_for(150009)


def test_no_password_stands_on_a_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "of-the-caller")
    own = programs.environment({"host": "h", "port": 5432, "password": "", "passfile": "f", "options": "-c x=1"})
    assert {key: value for key, value in own.items() if key.startswith("PG")} == {
        "PGHOST": "h",
        "PGPORT": "5432",
        "PGPASSFILE": "f",
    }
    assert programs.environment({"password": "own"})["PGPASSWORD"] == "own"
    assert programs.environment({"host": "h"})["PGPASSWORD"] == "of-the-caller"


def test_what_a_program_said_last_is_told() -> None:
    fault = programs.unsuccessful("pg_dump", BytesIO("一\n二\n三\n四\n五\n".encode()))
    assert str(fault).splitlines() == ["pg_dump 没有完成：", *(f"    {word}" for word in "二三四五")]
