"""``chengxin intake check``: what it prints and how it ends."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chengxin.config.commands.intake import app
from chengxin.intake.adapters import long_tables
from chengxin.intake.tests.layout_files import PENALTY_2015
from chengxin.intake.tests.rows import penalty

RUN = CliRunner()


@pytest.fixture(autouse=True)
def _own_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHENGXIN_DATA", str(tmp_path / "data"))


def table(folder: Path, *rows: dict[str, str]) -> str:
    path = folder / "a.csv"
    lines = ["\t".join(rows[0]), *["\t".join(row.values()) for row in rows]]
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def called(*words: str) -> tuple[int, str]:
    result = RUN.invoke(app, ["check", *words])
    return result.exit_code, result.stdout


def test_a_sound_file(tmp_path: Path) -> None:
    words = (table(tmp_path, penalty()), "--item", "penalty-organisation", "--received", "2026-06-16", "--json")
    status, printed = called(*words)
    assert status == 0
    answer = json.loads(printed)
    counts = {name: answer[name] for name in ("rows", "accepted", "returned", "findings", "unchanged")}
    assert counts == {"rows": 1, "accepted": 1, "returned": 0, "findings": [], "unchanged": 0}
    assert (answer["layout"], answer["columns"]["CF_WSH"]) == ("g2019-penalty", "CF_WSH")


def test_the_layout_is_printed(tmp_path: Path) -> None:
    status, printed = called(table(tmp_path, PENALTY_2015), "--item", "penalty-organisation")
    assert status == 0
    assert "认出的版式：2015年版（处罚）（确定）" in printed


def test_a_late_and_a_wrong_row(tmp_path: Path) -> None:
    path = table(tmp_path, penalty(), penalty(CF_WSH=""))
    status, printed = called(path, "--item", "penalty-organisation", "--received", "2026-07-16", "--json")
    answer = json.loads(printed)
    assert status == 1
    assert (answer["rows"], answer["accepted"], answer["returned"]) == (2, 1, 1)
    found = {(one["row"], one["field"], one["code"], one["severity"]) for one in answer["findings"]}
    assert found == {
        (1, "CF_JDRQ", "late", "warning"),
        (2, "CF_JDRQ", "late", "warning"),
        (2, "CF_WSH", "missing", "error"),
    }
    assert "2026年6月18日" in answer["findings"][0]["message"]


def test_every_finding_goes_into_a_file_that_no_program_takes_for_formulas(tmp_path: Path) -> None:
    path, told = table(tmp_path, penalty(CF_WSH=""), penalty(CF_NR_FK="=1+1")), tmp_path / "found.csv"
    words = (path, "--item", "penalty-organisation", "--received", "2026-06-16", "--findings", str(told))
    status, printed = called(*words)
    assert status == 1
    assert "2行请改正" in printed
    with told.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["行", "字段", "问题代码", "后果", "原文", "怎么改"]
    assert [row[:5] for row in rows[1:]] == [
        ["1", "行政处罚决定书文号", "missing", "退回", ""],
        ["2", "罚款金额（万元）", "bad-type", "退回", "'=1+1"],
    ]
    before = told.read_bytes()
    assert called(*words)[0] == 2
    assert told.read_bytes() == before


def test_a_csv_of_many_parts_is_one_answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(long_tables, "ROWS_AT_ONCE", 100)
    rows = [penalty(CF_WSH=f"示市监处罚〔2026〕1{number % 700}号") for number in range(1_400)]
    words = (table(tmp_path, *rows), "--item", "penalty-organisation", "--received", "2026-06-16", "--json")
    status, printed = called(*words)
    answer = json.loads(printed)
    assert (status, answer["rows"], answer["returned"]) == (1, 1_400, 700)
    assert [one["row"] for one in answer["findings"]] == list(range(701, 1_401))
    assert {one["code"] for one in answer["findings"]} == {"duplicate-in-file"}


def test_for_people_it_groups_by_cause(tmp_path: Path) -> None:
    path = table(tmp_path, penalty(CF_YJ=""), penalty(CF_WSH="示2号", CF_YJ=""))
    status, printed = called(path, "--item", "penalty-organisation", "--received", "2026-06-16")
    assert status == 1
    assert "2行请改正" in printed
    assert printed.count("“处罚依据”必须填写") <= 1


def test_what_can_not_be_read_is_one_finding(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04broken")
    status, printed = called(str(path), "--item", "penalty-organisation", "--json")
    assert status == 1
    assert [one["code"] for one in json.loads(printed)["findings"]] == ["unreadable"]


@pytest.mark.parametrize(
    "words",
    [
        ("nowhere.csv", "--item", "penalty-organisation"),
        ("a.csv", "--item", "no-such-item"),
        ("a.csv", "--item", "penalty-organisation", "--received", "16.6.2026"),
    ],
)
def test_a_wrong_call_ends_with_two(words: tuple[str, ...]) -> None:
    assert called(*words)[0] == 2


def test_an_item_that_nobody_reports_yet_is_refused(tmp_path: Path) -> None:
    status, _printed = called(table(tmp_path, penalty()), "--item", "food-safety-record")
    assert status == 2
    told = RUN.invoke(app, ["check", table(tmp_path, penalty()), "--item", "food-safety-record"])
    assert "尚未归集" in told.output
