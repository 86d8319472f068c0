"""``chengxin ledger``: what it says, what it returns, and that verifying needs no platform."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from pytest_django import Settings
from typer.testing import CliRunner, Result

from chengxin.audit.rules import ENTRY_LEAF, TRAIL_SEEN, canonical_json
from chengxin.audit.rules.statements import salted_hashes
from chengxin.audit.services import append_batch, record_look, seal_ledger
from chengxin.audit.tests.paper import SALT, Paper, a_paper, leaves
from chengxin.audit.tests.people import CITY_AUDITOR, NOW
from chengxin.config.commands.ledger import app

FACT = {"number": "演字〔2026〕1号", "until": "2027-06-16"}


def call(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def told(*words: object, status: int = 0) -> Any:
    result = call(*words, "--json")
    assert result.exit_code == status, result.output
    return json.loads(result.stdout)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    file = tmp_path / "台账 导出.jsonl"
    file.write_bytes(b"".join(a_paper().lines()))
    return file


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    paper = Paper([salted_hashes(SALT, [canonical_json(FACT)]) + leaves(2)], [1])
    file = tmp_path / "proof.json"
    document = {**paper.proof(0, 0).document(), "salt": SALT.hex()}
    file.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
    return file


class TestExportFile:
    def test_a_good_one(self, good: Path) -> None:
        result = told("verify", good)
        assert (result["valid"], result["batches"], result["heads"], result["fault"]) == (True, 4, 3, "")
        assert "台账完好" in call("verify", good).stdout

    def test_one_altered_byte_is_named_by_its_line(self, good: Path) -> None:
        raw = bytearray(good.read_bytes())
        line = raw.index(b'{"leaves":{"batch":2')
        at = raw.index(b'"hashes":"', line) + 15
        raw[at] = ord("A") if raw[at] != ord("A") else ord("B")
        good.write_bytes(raw)
        result = told("verify", good, status=1)
        assert result["line"] == raw[:at].count(b"\n") + 1
        assert f"第 {result['line']} 行" in call("verify", good).stdout

    def test_the_key_that_is_expected(self, good: Path) -> None:
        key = told("verify", good)["keys"][0]
        assert told("verify", good, "--key", key)["valid"]
        assert "0123456789abcdef" in told("verify", good, "--key", "0123456789abcdef", status=1)["fault"]

    @pytest.mark.parametrize("content", [b"", b"\n", b"\x00" * 1000, b"PK\x03\x04", b"x" * 1_000_000])
    def test_what_is_no_export(self, tmp_path: Path, content: bytes) -> None:
        file = tmp_path / "file"
        file.write_bytes(content)
        assert told("verify", file, status=1)["fault"]

    def test_no_file_and_a_folder(self, tmp_path: Path) -> None:
        assert "不能读取" in told("verify", tmp_path / "none", status=2)["error"]
        assert "不能读取" in told("verify", tmp_path, status=2)["error"]


class TestProofFile:
    def test_a_proof_alone_and_with_its_content(self, proof: Path, tmp_path: Path) -> None:
        assert told("verify", "--proof", proof)["statement"] is None
        statement = tmp_path / "statement.json"
        statement.write_text(json.dumps(FACT, ensure_ascii=False, indent=4), encoding="utf-8")
        assert told("verify", "--proof", proof, "--statement", statement)["statement"] is True
        assert "内容与承诺一致" in call("verify", "--proof", proof, "--statement", statement).stdout

    def test_content_may_stand_in_the_proof(self, proof: Path) -> None:
        document = json.loads(proof.read_text(encoding="utf-8"))
        proof.write_text(json.dumps({**document, "statement": FACT}), encoding="utf-8")
        assert told("verify", "--proof", proof)["statement"] is True
        proof.write_text(json.dumps({**document, "statement": {**FACT, "until": "2028-06-16"}}), encoding="utf-8")
        assert told("verify", "--proof", proof, status=1)["statement"] is False

    @pytest.mark.parametrize(
        ("member", "value"), [("leaf", "00" * 32), ("index", 1), ("salt", "00" * 16), ("salt", "00")]
    )
    def test_an_altered_proof(self, proof: Path, tmp_path: Path, member: str, value: object) -> None:
        document = json.loads(proof.read_text(encoding="utf-8"))
        proof.write_text(json.dumps({**document, member: value}), encoding="utf-8")
        statement = tmp_path / "statement.json"
        statement.write_text(json.dumps(FACT), encoding="utf-8")
        assert told("verify", "--proof", proof, "--statement", statement, status=1)["faults"]
        assert "证明不成立" in call("verify", "--proof", proof, "--statement", statement).stdout

    def test_content_without_salt_is_not_checked_silently(self, proof: Path, tmp_path: Path) -> None:
        document = json.loads(proof.read_text(encoding="utf-8"))
        del document["salt"]
        proof.write_text(json.dumps(document), encoding="utf-8")
        statement = tmp_path / "statement.json"
        statement.write_text(json.dumps(FACT), encoding="utf-8")
        assert "盐" in str(told("verify", "--proof", proof, "--statement", statement, status=1)["faults"])

    @pytest.mark.parametrize("content", ["", "[]", "null", "{", "{}", "[" * 100_000, "9" * 5000, " " * 2_000_000])
    def test_what_is_no_proof(self, tmp_path: Path, content: str) -> None:
        file = tmp_path / "proof.json"
        file.write_text(content, encoding="utf-8")
        assert not told("verify", "--proof", file, status=1)["valid"]

    def test_another_key(self, proof: Path) -> None:
        assert "指纹" in str(told("verify", "--proof", proof, "--key", "0" * 16, status=1)["faults"])


def test_a_wrong_call(good: Path, proof: Path) -> None:
    assert call("verify").exit_code == 2
    assert call("verify", good, "--proof", proof).exit_code == 2
    assert call("verify", good, "--statement", proof).exit_code == 2


def test_verifying_needs_no_platform(good: Path, tmp_path: Path) -> None:
    """In a process of its own, whose data folder can not be made and whose database does not exist."""
    script = (
        "import sys\n"
        "from chengxin.config.commands.ledger import app\n"
        "try:\n    app(['verify', sys.argv[1], '--json'])\n"
        "except SystemExit as end:\n    status = end.code\n"
        "from django.conf import settings\n"
        "assert not settings.configured, 'settings were read'\n"
        "assert not [name for name in sys.modules if name.startswith('chengxin') and name.endswith('models')]\n"
        "sys.exit(status)\n"
    )
    blocked = tmp_path / "blocked"
    blocked.write_text("no folder", encoding="utf-8")
    environment = {**os.environ, "CHENGXIN_DATA": str(blocked / "data"), "DATABASE_URL": "postgresql://192.0.2.1/none"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    answer = subprocess.run(  # noqa: S603  our own interpreter and script
        [sys.executable, "-c", script, str(good)], env=environment, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["valid"]


@pytest.mark.service
class TestWithDatabase:
    @pytest.fixture(autouse=True)
    def _platform(
        self, committed_db: object, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Django's connections lead to the test's database already; the command must not start another server."""
        assert committed_db
        settings.DATA = tmp_path
        monkeypatch.setenv("DATABASE_URL", "postgresql://127.0.0.1/unused")

    def fill(self) -> None:
        with transaction.atomic():
            append_batch(kind=ENTRY_LEAF, leaves=leaves_of(5000), now=NOW)
        record_look(
            actor=CITY_AUDITOR,
            now=NOW,
            action=TRAIL_SEEN,
            object_kind="trail",
            object_id="",
            object_label="操作留痕",
            purpose="日常",
            basis="规定",
        )
        seal_ledger(now=NOW)

    def test_what_is_exported_verifies(self, tmp_path: Path) -> None:
        self.fill()
        file = tmp_path / "out.jsonl"
        written = told("export", file)
        assert written["bytes"] == file.stat().st_size
        result = told("verify", file)
        assert (result["batches"], result["leaves"], result["heads"]) == (2, 5001, 1)
        assert result["head"] == told("head")["head"]
        assert not list(tmp_path.glob(".*.part"))

    def test_a_file_is_never_overwritten(self, tmp_path: Path) -> None:
        file = tmp_path / "out.jsonl"
        file.write_text("mine", encoding="utf-8")
        assert "已经存在" in told("export", file, status=2)["error"]
        assert file.read_text(encoding="utf-8") == "mine"
        assert "没有文件夹" in told("export", tmp_path / "no" / "out", status=2)["error"]

    def test_an_empty_ledger(self, tmp_path: Path) -> None:
        assert told("head")["head"] is None
        told("export", tmp_path / "empty.jsonl")
        assert told("verify", tmp_path / "empty.jsonl")["valid"]

    def test_facts_are_held_to_the_ledger(self) -> None:
        record_only = told("check")
        assert (record_only["valid"], record_only["batches"]) == (True, 0)
        self.fill()
        result = told("check")
        assert (result["batches"], result["intact"], result["gone"]) == (2, 1, 5000)
        assert "没有第 999 批" in told("check", "--batch", 999, status=2)["error"]


def leaves_of(count: int) -> list[bytes]:
    return [canonical_json({"number": number}) for number in range(count)]
