"""``chengxin law`` as people and programs call it: shapes, words, exit status, rule files."""

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from chengxin.config.commands.law import app
from chengxin.law.tests.files import FIFTH_REGIME, NATIONAL_NOTICE, REGIONAL_NOTICE

HERE = Path(__file__).parent
SHAPE = ("publish", "starts_on", "minimum_ends_on", "earliest_repair_on", "ends_on", "rule", "instrument", "reason")


def table(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    data = tmp_path / "data"
    monkeypatch.setenv("CHENGXIN_DATA", str(data))
    return data


def call(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def answer(*words: object) -> dict[str, Any]:
    result = call(*words, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.mark.parametrize(
    "row", table("publicity.csv"), ids=lambda row: f"{row['decided']} {row['as_of']} {row['options']}"
)
def test_publicity(row: dict[str, str]) -> None:
    words = (*row["options"].split(), "--decided", row["decided"], "--as-of", row["as_of"])
    found = answer("publicity", *words)
    assert set(SHAPE) <= set(found)
    assert found["publish"] is (row["publish"] == "true")
    for key in ("rule", "minimum_ends_on", "earliest_repair_on", "ends_on"):
        assert found[key] == (row[key] or None), key
    assert found["starts_on"] == (row["decided"] if found["publish"] else None)
    assert len(found["law_version"]) == 64


@pytest.mark.parametrize("row", table("due.csv"), ids=lambda row: row["decided"])
def test_due(row: dict[str, str]) -> None:
    words = ("due", "--rule", "double-publicity", "--from", row["decided"])
    for calendar in ("national", "guangxi"):
        found = answer(*words, "--calendar", calendar)
        assert found["due_on"] == row[calendar]
        assert found["due_on_national"] == row["national"]
        assert (found["calendar"], found["rule"], found["provisional"]) == (calendar, "double-publicity", False)
        assert "国办发〔2015〕51号" in found["instrument"]
    assert answer(*words)["due_on"] == row["guangxi"]


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("publicity", "--decided", "2024-01-15"), 2, "缺少：处罚种类、领域（用 --kinds、--field 说明）"),
        (("publicity", "--decided", "2026-05-01"), 2, "缺少：失信程度（用 --severity 说明）"),
        (("publicity", "--severity", "general"), 2, "缺少 --decided（决定日期）"),
        (("publicity", "--severity", "grave", "--decided", "2026-05-01"), 2, "失信程度“grave”不认识"),
        (("publicity", "--severity", "general", "--decided", "2026-02-30"), 2, "决定日期“2026-02-30”不是"),
        (("publicity", "--severity", "general", "--decided", "1026-02-03"), 2, "决定日期“1026-02-03”不是"),
        (("publicity", "--severity", "general", "--decided", "２０２６"), 2, "决定日期"),
        (("publicity", "--line", "market-regulation", "--decided", "2010-01-01"), 1, "2010-01-01没有收录"),
        (("due", "--from", "2018-04-16"), 2, "缺少 --rule"),
        (("due", "--rule", "double-publicity"), 2, "缺少 --from"),
        (("due", "--rule", "triple", "--from", "2018-04-16"), 2, "时限规则“triple”不认识"),
        (("due", "--rule", "double-publicity", "--from", "2018-04-16", "--calendar", "moon"), 2, "日历“moon”不认识"),
        (("due", "--rule", "double-publicity", "--from", "2010-04-16"), 1, "2010-04-16没有收录"),
        (("division", "999999"), 1, "没有收录区划代码999999"),
        (("certificate", "--organisation", "club", "--decided", "2018-01-01"), 2, "组织类别“club”不认识"),
        (("list-basis", "--on", "2018-01-01"), 2, "缺少 --kind"),
        (("calendar", "--month", "2018-13"), 2, "月份"),
        (("add", "missing.toml"), 1, "missing.toml：不能读取"),
        (("withdraw", "0123456789abcdef", "--reason", "试"), 1, "没有加入过这个文件"),
        (("withdraw", "0123456789abcdef"), 2, "缺少 --reason"),
    ],
)
def test_wrong_calls_and_missing_rules(words: tuple[str, ...], status: int, said: str) -> None:
    people = call(*words)
    assert people.exit_code == status
    assert said in people.stderr
    assert people.stdout == ""
    program = call(*words, "--json")
    assert program.exit_code == status
    assert said in json.loads(program.stdout)["error"]["message"]


def test_people_read_the_reason_and_the_days() -> None:
    text = call("due", "--rule", "double-publicity", "--from", "2018-04-16").stdout
    assert "壮族三月三放假" in text
    assert "劳动节调休上班" in text
    assert "至2018年4月28日24时届满" in text
    assert "最短公示期三个月" in call("publicity", "--severity", "general", "--decided", "2026-05-31").stdout


def test_a_month_of_the_calendar() -> None:
    found = answer("calendar", "--month", "2018-04")
    assert (found["calendar"], len(found["days"]), found["working_days"]) == ("guangxi", 30, 18)
    assert "壮族三月三调休上班" in call("calendar", "--month", "2018-04").stdout


@pytest.mark.parametrize(
    ("words", "key", "value"),
    [
        (("severity", "--kinds", "吊销许可证件", "--on", "2026-05-01"), "severity", "general"),
        (("severity", "--kinds", "警告", "--on", "2026-05-01"), "severity", "minor"),
        (("certificate", "--organisation", "企业", "--decided", "2018-01-01"), "accepted", False),
        (("certificate", "--organisation", "个体工商户", "--decided", "2018-01-01"), "accepted", True),
        (("list-basis", "--kind", "黑名单", "--on", "2018-06-30", "--region", "guangxi"), "permitted", True),
        (("list-basis", "--kind", "黑名单", "--on", "2021-06-30", "--region", "guangxi"), "permitted", False),
    ],
)
def test_smaller_answers(words: tuple[str, ...], key: str, value: object) -> None:
    found = answer(*words)
    assert found[key] == value
    assert found["reason"] in call(*words).stdout


def test_rule_files_change_answers_and_can_be_withdrawn(tmp_path: Path) -> None:
    five, regional, national = tmp_path / "five.toml", tmp_path / "regional.toml", tmp_path / "national.toml"
    five.write_text(FIFTH_REGIME, encoding="utf-8")
    regional.write_text(REGIONAL_NOTICE, encoding="utf-8")
    national.write_text(NATIONAL_NOTICE, encoding="utf-8")
    general = ("publicity", "--severity", "general", "--decided", "2028-02-01", "--as-of", "2028-03-01")
    spring = ("due", "--rule", "double-publicity", "--from", "2026-04-16")
    winter = ("due", "--rule", "double-publicity", "--from", "2026-12-23", "--calendar", "national")
    before = answer(*general)
    assert (before["rule"], answer(*spring)["provisional"], answer(*winter)["provisional"]) == ("R4", True, True)
    digest = answer("check", five)["hash"]
    assert answer(*general) == before
    for file in (five, regional, national):
        assert answer("add", file)["added"]
    after = answer(*general)
    assert (after["rule"], after["ends_on"]) == ("R5", "2028-08-01")
    assert after["law_version"] != before["law_version"]
    assert (answer(*spring)["due_on"], answer(*spring)["provisional"]) == ("2026-04-28", False)
    assert (answer(*winter)["due_on"], answer(*winter)["provisional"]) == ("2026-12-31", False)
    again = call("add", five)
    assert again.exit_code == 1
    assert "已经加入" in again.stderr
    assert [entry["file"] for entry in answer("list")["active"]] == ["five.toml", "regional.toml", "national.toml"]
    assert answer("withdraw", digest, "--reason", "试加")["withdrawn"]
    assert answer(*general)["rule"] == "R4"
    assert [entry["action"] for entry in answer("list")["log"]] == ["add", "add", "add", "withdraw"]
    assert "试加" in call("list").stdout


def test_an_altered_store_answers_nothing(tmp_path: Path, store: Path) -> None:
    five = tmp_path / "five.toml"
    five.write_text(FIFTH_REGIME, encoding="utf-8")
    answer("add", five)
    kept = next((store / "law" / "overlays").glob("*.toml"))
    kept.write_text(FIFTH_REGIME.replace("months = 6", "months = 9"), encoding="utf-8")
    result = call("publicity", "--severity", "general", "--decided", "2028-02-01")
    assert result.exit_code == 1
    assert "被改动或不完整" in result.stderr
    assert result.stdout == ""


def test_a_wrong_file_is_told_with_place_and_status(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(FIFTH_REGIME.replace("publish", "publsh"), encoding="utf-8")
    result = call("add", wrong, "--json")
    assert result.exit_code == 1
    error = json.loads(result.stdout)["error"]
    assert error["code"] == "law.unlawful-file"
    assert any("R5-general › publsh" in sentence for sentence in error["problems"])


def test_no_database_and_no_django_are_needed() -> None:
    script = "import sys; import chengxin.config.commands.law; sys.exit('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], check=False)  # noqa: S603  our own interpreter
    assert done.returncode == 0
