"""What an entry says, as a table of cases: no database."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from chengxin.portal.entries import Entry, clipped, entry_of
from chengxin.register.public import Contest, FieldView, RecordView, SubjectView, Until

TODAY = date(2026, 6, 16)
PENALTY = RecordView(
    public_id="0123456789abcdefghjkmnpqrs",
    item="penalty-organisation",
    item_name="行政处罚",
    family="penalty",
    adverse=True,
    subject=SubjectView("subject", "海棠盛隆食品有限公司", "91990102MA40001KXX", "enterprise", "990102"),
    document_number="示市监处罚〔2026〕87号",
    decided_by="测试市场监督管理局",
    basis="《食品安全法》第一百二十五条",
    decided_on=date(2026, 5, 20),
    until=Until(
        starts_on=date(2026, 5, 20),
        minimum_ends_on=date(2026, 8, 20),
        ends_on=date(2027, 5, 20),
        rule="R4",
        reason="一般失信，最长一年。",
    ),
    contest=Contest("测试第一局", "测试市场监督管理局", date(2026, 8, 21)),
    severity="一般",
    disputed=False,
    corrected=False,
    shown_at=datetime(2026, 5, 21, 17, 0, tzinfo=UTC),
    fields=(
        FieldView("CF_WFXW", "违法行为类型", "生产标签不符合规定的食品", "x", "text", "offence"),
        FieldView("CF_SY", "违法事实", "两批鱼丸没有标明贮存条件", "x", "text", "facts"),
        FieldView("CF_NR", "处罚内容", "罚款20000元。", "x", "text", "summary"),
        FieldView("CF_NR_FK", "罚款金额（万元）", "20,000元", "2.000000", "amount", "fine"),
        FieldView("CF_JDRQ", "处罚决定日期", "2026-05-20", "2026-05-20", "date", "decided-on"),
        FieldView("CF_YXQ", "处罚有效期", "2026-05-31", "2026-05-31", "date", "valid-until"),
    ),
)
LICENCE = replace(
    PENALTY,
    family="licence",
    adverse=False,
    until=Until(None, None, None, "", "行政许可决定应当公开。"),
    contest=Contest("测试第一局", "测试行政审批局", None),
    severity="",
    fields=(
        FieldView("XK_XKZS", "许可证书名称", "食品生产许可证", "x", "text", "certificate-name"),
        FieldView("XK_NR", "许可内容", "速冻食品", "x", "text", "summary"),
    ),
)


def licence_until(value: str) -> RecordView:
    return replace(
        LICENCE, fields=(*LICENCE.fields, FieldView("XK_YXQZI", "有效期至", value, "x", "date", "valid-until"))
    )


def entry(record: RecordView = PENALTY, today: date = TODAY) -> Entry:
    return entry_of(record, today)


def test_a_penalty_answers_what_when_and_until_when() -> None:
    shown = entry()
    assert shown.title == "生产标签不符合规定的食品"
    assert shown.what == "两批鱼丸没有标明贮存条件。罚款20000元。"
    assert shown.sums == ("罚款20,000元",)
    assert (shown.ends, shown.ends_on) == ("公示至", date(2027, 5, 20))
    assert shown.until == "公示到2027年5月20日，之后自动停止。"
    assert shown.shown_on == date(2026, 5, 22)
    assert shown.subject_address == "/subjects/91990102MA40001KXX"


def test_the_window_is_drawn_from_decision_to_end() -> None:
    moments = entry().moments
    assert [(moment.words, moment.look) for moment in moments] == [
        ("作出决定，期限起算", ""),
        ("今天", "today"),
        ("最早可以申请修复", "to-come"),
        ("公示的最后一天", "to-come"),
    ]
    assert [moment.on for moment in moments] == sorted(moment.on for moment in moments)


@pytest.mark.parametrize("today", [date(2026, 5, 20), date(2026, 8, 21), date(2027, 5, 20), date(2026, 12, 1)])
def test_there_is_one_today_at_most(today: date) -> None:
    assert [moment.look for moment in entry(today=today).moments].count("today") == 1


@pytest.mark.parametrize(
    ("change", "today", "words"),
    [
        ({}, TODAY, "最早可于2026年8月21日申请修复"),
        ({}, date(2026, 8, 21), "现在就可以申请修复"),
        ({}, TODAY, "在“信用中国”网站提出，需要：已经改正并履行法定义务的证明、信用承诺书。"),
        ({}, date(2024, 3, 31), "经办人身份证"),
        ({}, date(2018, 3, 31), "向作出决定的单位提出"),
        ({"until": replace(PENALTY.until, rule="M2")}, TODAY, "国家企业信用信息公示系统"),
        ({"contest": replace(PENALTY.contest, repair_from=None)}, TODAY, "没有给出申请修复的日期"),
    ],
)
def test_repair_is_told_for_the_day(change: dict[str, object], today: date, words: str) -> None:
    assert words in entry(replace(PENALTY, **change), today).repair  # type: ignore[arg-type]  # fields of the record


def test_who_is_to_be_asked_is_named() -> None:
    objection, review = entry().contest
    assert "测试第一局提出异议" in objection
    assert "行政复议" in review
    assert len(entry(LICENCE).contest) == 1


@pytest.mark.parametrize(
    ("value", "ends", "over", "until"),
    [
        ("2029-09-11", "有效至", False, "有效期内公示，到2029年9月11日。"),
        ("2026-06-16", "有效至", False, "有效期内公示，到2026年6月16日。"),
        ("2026-06-15", "已失效", True, "有效期到2026年6月15日，已经失效，不再列入公示表。"),
        ("长期", "长期", False, "有效期内公示；没有写明到哪一天为止。"),
        ("", "长期", False, "有效期内公示；没有写明到哪一天为止。"),
    ],
)
def test_a_licence_is_valid_until_its_own_end(value: str, ends: str, over: bool, until: str) -> None:  # noqa: FBT001  a column of the table
    shown = entry(licence_until(value))
    assert (shown.ends, shown.over, shown.until) == (ends, over, until)
    assert shown.title == "食品生产许可证"
    assert shown.repair == "许可不涉及信用修复。"


def test_the_end_of_a_penalty_is_the_law_s_not_the_report_s() -> None:
    assert entry().ends_on == date(2027, 5, 20)
    open_end = replace(PENALTY, until=replace(PENALTY.until, ends_on=None))
    assert entry(open_end).until == "公示，法律没有规定到哪一天为止。"
    assert entry(open_end).ends == "没有期限"


def test_days_among_the_fields_are_days() -> None:
    days = {fact.code: fact.on for fact in entry().facts}
    assert days["CF_JDRQ"] == date(2026, 5, 20)
    assert days["CF_SY"] is None


def test_a_long_title_is_cut() -> None:
    assert clipped("字" * 41) == "字" * 39 + "…"
    assert clipped("字" * 40) == "字" * 40
