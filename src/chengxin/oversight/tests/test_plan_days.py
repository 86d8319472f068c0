"""Days as cells of 完成时限 and requirements write them."""

from datetime import date

import pytest

from chengxin.oversight.rules.plan import Milestone
from chengxin.oversight.rules.reading.days import bad_days_in, due_of, milestones_in, milestones_of
from chengxin.oversight.rules.reading.doubts import DoubtCode

JUNE, YEAR_END = date(2030, 6, 30), date(2030, 12, 31)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2030年6月30日", JUNE),
        ("2030 年 6 月 30 日前", JUNE),
        ("2030年6月底", JUNE),
        ("2030年2月底前", date(2030, 2, 28)),
        ("2028年2月底前", date(2028, 2, 29)),
        ("2030年6月", JUNE),
        ("6月30日前", JUNE),
        ("6月底前", JUNE),
        ("12月", YEAR_END),
        ("2030-06-30", JUNE),
        ("2030.6.30", JUNE),
        ("2030/6/30", JUNE),
        ("20300630", JUNE),
        ("2030.06", JUNE),
        ("2030-6-30 00:00:00", JUNE),
        ("２０３０年６月３０日", JUNE),
        ("二〇三〇年六月三十日", JUNE),
        ("十二月三十一日前", YEAR_END),
        ("30年6月30日", JUNE),
        ("六月中旬", date(2030, 6, 20)),
        ("第二季度末", JUNE),
        ("二季度", JUNE),
        ("上半年", JUNE),
        ("年底前", YEAR_END),
        ("年内", YEAR_END),
        ("2030年底", YEAR_END),
        ("2030年度", YEAR_END),
        ("本年12月底", YEAR_END),
        ("次年1月31日前", date(2031, 1, 31)),
        ("2030年3月1日至6月30日", JUNE),
        ("3月—6月", JUNE),
        ("2030年6月30日前完成，长期坚持", JUNE),
    ],
)
def test_a_due_date(cell: str, expected: date) -> None:
    due = due_of(cell, 2030)
    assert (due.on, due.fault) == (expected, None)


@pytest.mark.parametrize("cell", ["长期", "长期推进", "持续推进", "常态化开展", "全年", "每月25日前", "每季度末"])
def test_what_has_no_end_keeps_its_words(cell: str) -> None:
    due = due_of(cell, 2030)
    assert (due.on, due.milestones, due.fault) == (None, (Milestone(cell),), DoubtCode.OPEN_ENDED)


@pytest.mark.parametrize("cell", ["", "/", "无", "—"])
def test_no_due_date(cell: str) -> None:
    assert due_of(cell, 2030).fault is DoubtCode.NO_DUE_DATE


@pytest.mark.parametrize("cell", ["2030年2月30日", "2030年13月1日", "6月31日前", "择机", "市甲局", "月底前", "6月初"])
def test_what_is_no_day_is_said(cell: str) -> None:
    due = due_of(cell, 2030)
    assert (due.on, due.fault) == (None, DoubtCode.UNREADABLE_DUE_DATE)


def test_a_day_without_year_needs_the_plans() -> None:
    assert due_of("6月30日前", None).fault is DoubtCode.UNREADABLE_DUE_DATE


def test_of_several_days_the_last_is_due_and_the_others_are_milestones() -> None:
    due = due_of("6月底前出台方案，12月底前完成", 2030)
    assert (due.on, due.milestones) == (YEAR_END, (Milestone("6月底前出台方案", JUNE),))


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [
        (
            "企业自2030年1月1日、其他组织自2030年6月30日起停用旧证照",
            [("企业自2030年1月1日", date(2030, 1, 1)), ("其他组织自2030年6月30日起停用旧证照", JUNE)],
        ),
        ("2030年3月1日后，停用旧表，改用新表", [("2030年3月1日后，停用旧表", date(2030, 3, 1))]),
        ("建立制度；尚未建立的领域6月底前建立", [("尚未建立的领域6月底前建立", JUNE)]),
        ("3月1日至6月30日开展活动", [("3月1日至6月30日开展活动", JUNE)]),
        ("6月底前：出台方案", [("6月底前：出台方案", JUNE)]),
        ("每月25日前报送指标，及时回应", [("每月25日前报送指标", None)]),
        ("按月报送数据。", [("按月报送数据", None)]),
        ("经媒体公开：主管部门全年被采用3个以上", [("主管部门全年被采用3个以上", None)]),
        ("自作出决定起7个工作日内推送", []),
        ("出台《信用目录（2030年6月本）》", []),
        ("落实海政发〔2029〕5号文件，开展“3·15”活动", []),
    ],
)
def test_milestones_in_a_requirement(requirement: str, expected: list[tuple[str, date | None]]) -> None:
    assert [(one.text, one.due_on) for one in milestones_in(requirement, 2030)] == expected


def test_a_day_that_does_not_exist_is_no_milestone() -> None:
    assert milestones_in("6月31日前完成", 2030) == ()
    assert bad_days_in("6月31日前完成，12月底前总结", 2030) == ("6月31日前完成",)


def test_a_column_of_milestones() -> None:
    cell = "2030-01-01 企业；2030年6月30日 其他组织；每月25日前；全年 报送；2030-02-30 坏的"
    found, bad = milestones_of(cell, 2030)
    assert found == (
        Milestone("企业", date(2030, 1, 1)),
        Milestone("其他组织", JUNE),
        Milestone("每月25日前"),
        Milestone("全年 报送"),
    )
    assert bad == ("2030-02-30 坏的",)
