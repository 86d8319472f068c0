"""What a lawyer is told about a rule file: the file, the table, the row, the key, and what is wrong."""

from pathlib import Path

import pytest

from chengxin.law import adding
from chengxin.law.refusals import UnlawfulFile
from chengxin.law.tests.files import FIFTH_REGIME, NATIONAL_NOTICE, REGIONAL_NOTICE, written

NOT_NEXT_YEAR = NATIONAL_NOTICE.replace("2027", "2028").replace("2026", "2027")


def problems(folder: Path, text: str) -> str:
    with pytest.raises(UnlawfulFile) as refusal:
        adding.check_file(written(folder, text), None)
    return refusal.value.sentence()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('mark = "derived"', 'marc = "derived"', "rules.toml › [[instrument]] › invented-2027 › marc：没有这个键"),
        ('title = "虚构的信用修复规定"\n', "", "[[instrument]] › invented-2027 › title：必须填写"),
        ('"虚构的信用修复规定"', '""', "title：不能为空"),
        ('"department-rule"', '"ministry"', "level：“ministry”不在可选值中：law、"),
        ("issued_on = 2027-11-01", 'issued_on = "2027-11-01"', "issued_on：应为日期，写作 2028-01-01，不加引号"),
        ("issued_on = 2027-11-01", "issued_on = 2027-11-01T00:00:00", "issued_on：应为日期"),
        ("issued_on = 2027-11-01", "issued_on = 1027-11-01", "日期应在1949年10月1日至2099年12月31日之间"),
        ("issued_on = 2027-11-01", "issued_on = 2028-11-01", "施行日（2028年1月1日）早于发布日"),
        ("issued_on = 2027-11-01", "last_day_in_force = 2027-11-01", "最后一日（2027年11月1日）早于施行日"),
        ("[[instrument]]", "[[instruments]]", "[[instruments]]：没有这种表；可用的表"),
        ("[[instrument]]", "[instrument]", "应写成 [[instrument]]"),
        ('key = "invented-2027"', 'key = "虚构"', "key：键名只用拉丁字母"),
        ('instrument = "invented-2027"', 'instrument = "nowhere"', "R5 › instrument：“nowhere”不存在"),
        ('instrument = "invented-2027"\n', "", "R5 › instrument：必须写明依据哪个文件"),
        ('replaces = ["R4"]\n', "", '与“R4”（2026年4月1日—）管同一件事而日期重叠；如为取代，请写 replaces = ["R4"]'),
        ('replaces = ["R4"]', 'replaces = ["R9"]', "replaces：“R9”不存在"),
        ('replaces = ["R4"]', 'replaces = "R4"', "replaces：应为列表"),
        ('lines = ["credit-site"]', 'lines = ["newspaper"]', "lines：“newspaper”不在词表中"),
        ('severity = ["minor", "general"]', 'severity = ["small"]', "when.severity：“small”不在词表中"),
        ('severity = ["minor", "general"]', 'weather = ["rain"]', "when：没有“weather”这个条件"),
        ('severity = ["minor", "general"]', "severity = []", "条件 severity 没有列出任何值"),
        ('{ severity = ["minor", "general"] }', "{}", "R5-serious › when：永远用不到：前面的“R5-general”"),
        ("minimum = { months = 1 }", "minimum = { weeks = 1 }", "minimum：应写成 { months = 3 }"),
        ("minimum = { months = 1 }", "minimum = { months = 0 }", "months 应为1至1000的整数"),
        ("minimum = { months = 1 }", "minimum = { months = 6 }", "最短公示期应短于最长公示期"),
        ("minimum = { months = 1 }", "minimum = { working_days = 7 }", "公示期只用年、月、日"),
        ("minimum = { months = 1 }\n", "", "repair：有最短公示期（minimum）时写 after-minimum"),
        ("publish = true", "publish = 1", "publish：应为 true 或 false"),
        ("publish = true", "publish = false", "不公示（false）就不能有公示期"),
        ('regime = "R5"', 'regime = "R4"', "regime：只能给本文件新增的规则写公示行"),
        ('key = "R5-serious"', 'key = "R4-serious"', "key：已经有同名的一行（publicity.toml）"),
        ("in_force_from = 2028-01-01\nreplaces", "in_force_from = 2026-04-01\nreplaces", "不能早于或等于被取代的“R4”"),
        ("in_force_from = 2028-01-01\nreplaces", "in_force_from = 2027-12-31\nreplaces", "早于所依据文件的施行日"),
    ],
)
def test_mistakes_in_a_regime(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in FIFTH_REGIME
    assert said in problems(tmp_path, FIFTH_REGIME.replace(old, new))


@pytest.mark.parametrize(
    ("text", "old", "new", "said"),
    [
        (NATIONAL_NOTICE, "2026-12-26", "2026-12-28", "2026年12月28日本来就是工作日"),
        (NATIONAL_NOTICE, "2026-12-26", "2027-01-02", "2027年1月2日既放假又上班"),
        (NATIONAL_NOTICE, "2026-12-26", "2029-12-29", "2029年12月29日不在2027年前后"),
        (NATIONAL_NOTICE, "off_until = 2027-01-03", "off_until = 2027-03-03", "应为1至31天"),
        (NATIONAL_NOTICE, "off_until = 2027-01-03\n", "", "off_from 和 off_until 要一起写"),
        (NATIONAL_NOTICE, "covers = 2027", "covers = 2025", "2025年已有通知；如为修订，请写 amends"),
        (NATIONAL_NOTICE, 'calendar = "national"', 'calendar = "lunar"', "calendar：“lunar”不存在"),
        (NATIONAL_NOTICE, "[[notice.holiday]]", "[[notice.feast]]", "feast：没有这个键"),
        (NATIONAL_NOTICE, 'name = "元旦"', 'nome = "元旦"', "[[notice.holiday]] › national-2027 › nome：没有这个键"),
        (NOT_NEXT_YEAR, "", "", "中间缺2027年的通知"),
        (REGIONAL_NOTICE, "2026-04-18", "2026-04-22", "2026年4月22日本来就是工作日"),
        (REGIONAL_NOTICE, "covers = 2026", "covers = true", "covers：应为整数"),
    ],
)
def test_mistakes_in_a_notice(tmp_path: Path, text: str, old: str, new: str, said: str) -> None:
    assert said in problems(tmp_path, text.replace(old, new) if old else text)


HARSH = """
[[severity]]
key = "harsh"
label = "一切"
indicates = "serious"
proposes = "serious"
instrument = "ndrc-36"
in_force_from = 2028-01-01
replaces = ["rest"]
mark = "derived"
explanation = "无"
"""
LATE = HARSH.replace("serious", "minor").replace('replaces = ["rest"]\n', "")
AGAIN = '[[division]]\nkey = "again"\nsystem = "gb2260"\ncode = "110101"\nname = "另一个区"\nmark = "derived"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[term]]\nfact = "kind"\nkey = "penance"\nname = "罚款"\n', "aliases：“罚款”已经是“fine”的写法"),
        ('[[term]]\nfact = "mood"\nkey = "good"\nname = "好"\n', "fact：“mood”不存在"),
        ('[[severity_cap]]\nkey = "more"\nseverity = "serious"\n', "建议上限只能有一行"),
        (HARSH, "建议的失信程度不得高于上限"),
        (LATE, "永远用不到：“rest”同期有效"),
        (AGAIN, "code：与现有的“东城区”"),
        ("[[regime]]\nkey = 7\n", "[[regime]] › 第1行 › key：应为文字"),
    ],
)
def test_mistakes_in_other_tables(tmp_path: Path, text: str, said: str) -> None:
    assert said in problems(tmp_path, text)


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    text = FIFTH_REGIME.replace("publish = true", "publish = 1").replace("mark =", "marc =")
    assert len(problems(tmp_path, text).splitlines()) >= 6


def test_control_characters_and_endless_text_are_refused(tmp_path: Path) -> None:
    assert "控制字符" in problems(tmp_path, FIFTH_REGIME.replace("虚构的信用修复规定", "a\\u0007"))
    assert "超过1000字" in problems(tmp_path, FIFTH_REGIME.replace("虚构的信用修复规定", "长" * 1001))


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_bytes(b"\xef\xbb\xbf" + FIFTH_REGIME.encode())
    assert len(adding.check_file(path, None)) == 64
