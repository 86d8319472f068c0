from datetime import date

import pytest

from chengxin.oversight.rules.history import as_facts, changes
from chengxin.oversight.rules.numerals import chinese
from chengxin.oversight.rules.plan import Basis, Milestone, Named, Part
from chengxin.oversight.rules.wording import (
    bases_of_lines,
    lines_of_bases,
    lines_of_milestones,
    lines_of_units,
    milestones_of_lines,
    units_of_lines,
)

UNITS = (Named("市统计局", Part.LEAD), Named("市财政局", Part.JOINT), Named("各县区人民政府"))
MILESTONES = (Milestone("公布首批名单", date(2018, 5, 31)), Milestone("每月25日前报送"))
BASES = (Basis("关于加快信用建设的意见", "示政发〔2018〕1号"), Basis("信用办法"))


def test_what_is_typed_is_what_was_shown() -> None:
    assert units_of_lines(lines_of_units(UNITS)) == UNITS
    assert milestones_of_lines(lines_of_milestones(MILESTONES)) == MILESTONES
    assert bases_of_lines(lines_of_bases(BASES)) == BASES


@pytest.mark.parametrize(
    ("typed", "units"),
    [
        ("牵头： 市统计局\n\n  配合  市财政局 ", (Named("市统计局", Part.LEAD), Named("市财政局", Part.JOINT))),
        ("牵头", (Named("牵头"),)),
        ("市统计局\n牵头 市统计局", (Named("市统计局"),)),
        ("牵头 市统计局 信息科", (Named("市统计局 信息科", Part.LEAD),)),
        ("", ()),
    ],
)
def test_units_are_read_line_by_line(typed: str, units: tuple[Named, ...]) -> None:
    assert units_of_lines(typed) == units


def test_a_day_that_no_calendar_has_is_refused_with_its_line() -> None:
    with pytest.raises(ValueError, match="2018-02-30 公布名单"):
        milestones_of_lines("2018-02-28 交初稿\n2018-02-30 公布名单")


def test_a_policy_s_number_stands_behind_either_kind_of_bar() -> None:
    assert bases_of_lines("意见 | 1号\n办法｜2号") == (Basis("意见", "1号"), Basis("办法", "2号"))


def test_what_changed_is_told_in_words() -> None:
    before = {"title": "甲", "due_on": None, "units": [{"text": "市统计局", "unit": "tjj", "group": ""}], "remark": ""}
    after = {**before, "due_on": "2018-11-30", "units": []}
    found = changes(before, after)
    assert [(one.label, one.before, one.after) for one in found] == [
        ("责任单位", "市统计局（tjj）", ""),
        ("期限", "", "2018-11-30"),
    ]
    assert as_facts(found)["due_on"] == ["", "2018-11-30"]
    assert changes(before, before) == ()


def test_the_trail_keeps_long_texts_short() -> None:
    (change,) = changes({"requirement": "长" * 900}, {"requirement": "短"})
    assert as_facts((change,)) == {"requirement": ["长" * 200, "短"]}
    assert len(change.before) == 900


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (99, "九十九"), (0, "0"), (100, "100")]
)
def test_headings_are_numbered_in_chinese(number: int, words: str) -> None:
    assert chinese(number) == words
