"""Who is to do a task, as cells of 责任单位 write it."""

import pytest

from chengxin.oversight.rules.plan import Group, Named, Part
from chengxin.oversight.rules.reading.bodies import Bodies, together, units_in, with_part

LEAD, JOINT, OPEN = Part.LEAD, Part.JOINT, Part.UNSPECIFIED


def texts(cell: str) -> list[str]:
    return [one.text for one in units_in(cell).units]


def parts(cell: str) -> list[tuple[str, Part]]:
    return [(one.text, one.part) for one in units_in(cell).units]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("市甲局、市乙局，海棠海关；市丙局", ["市甲局", "市乙局", "海棠海关", "市丙局"]),
        ("市甲局;市乙局,市丙局", ["市甲局", "市乙局", "市丙局"]),
        ("市甲局、市乙局等", ["市甲局", "市乙局"]),
        ("市甲局、市乙局等有关单位按职责分工负责", ["市甲局", "市乙局"]),
        ("市甲局、市乙局、等12个单位", ["市甲局", "市乙局"]),
        ("市科技和信息化局", ["市科技和信息化局"]),
        ("市人力资源和社会保障局", ["市人力资源和社会保障局"]),
        ("市住房和城乡建设局和市科技和信息化局", ["市住房和城乡建设局", "市科技和信息化局"]),
        ("市委网信办及市甲局", ["市委网信办", "市甲局"]),
        ("市委网信办及其下属单位", ["市委网信办及其下属单位"]),
        ("市委网络安全和信息化委员会办公室", ["市委网络安全和信息化委员会办公室"]),
        ("市国资委及所属企业、市甲局", ["市国资委及所属企业", "市甲局"]),
        ("市发展和改革委员会、工业和信息化局和商务局", ["市发展和改革委员会", "工业和信息化局", "商务局"]),
        ("市甲局以及市乙局", ["市甲局", "市乙局"]),
        ("市甲局会同市乙局、市丙局", ["市甲局", "市乙局", "市丙局"]),
        ("市甲局\n市乙局\n市人力资源\n和社会保障局", ["市甲局", "市乙局", "市人力资源和社会保障局"]),
        ("市甲局、市乙局，以及市丙局", ["市甲局", "市乙局", "市丙局"]),
        ("市甲局\n及市乙局\n和市丙局", ["市甲局", "市乙局", "市丙局"]),
        ("市甲局、和平县人民政府", ["市甲局", "和平县人民政府"]),
        ("市委\n宣传部、市甲局", ["市委宣传部", "市甲局"]),
        ("市委 宣传部", ["市委 宣传部"]),
        ("市中级法院 市财政局", ["市中级法院", "市财政局"]),
        ("人行海棠市中心支行、海棠银监分局", ["人行海棠市中心支行", "海棠银监分局"]),
        ("市甲局、市乙局、市甲局", ["市甲局", "市乙局"]),
        ("市编办（市委编办、市审改办）、市甲局", ["市编办（市委编办、市审改办）", "市甲局"]),
        ("", []),
        ("/", []),
        ("等", []),
    ],
)
def test_units_are_told_apart_and_names_stay_whole(cell: str, expected: list[str]) -> None:
    assert texts(cell) == expected


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("联席会议成员单位", Group.MEETING),
        ("市社会信用体系建设联席会议各成员单位", Group.MEETING),
        ("海棠市社会信用体系建设联席会议成员单位", Group.MEETING),
        ("各成员单位", Group.MEETING),
        ("其他成员单位", Group.MEETING),
        ("各县区人民政府", Group.COUNTIES),
        ("各县（区）人民政府", Group.COUNTIES),
        ("各县(区)政府", Group.COUNTIES),
        ("各县、区政府", Group.COUNTIES),
        ("各县（市、区）人民政府", Group.COUNTIES),
        ("各县（市）区人民政府", Group.COUNTIES),
        ("县（区）人民政府", Group.COUNTIES),
        ("各县区", Group.COUNTIES),
        ("管委", Group.ZONES),
        ("管委会", Group.ZONES),
        ("各管委会", Group.ZONES),
        ("各开发区管委", Group.ZONES),
        ("各开发区（园区）管委会", Group.ZONES),
        ("海棠港经济开发区管委会", None),
        ("市安委会成员单位", None),
        ("市打击传销工作联席会议成员单位", None),
        ("市直各部门", None),
        ("海棠县人民政府", None),
    ],
)
def test_groups_in_their_variants(name: str, group: Group | None) -> None:
    assert units_in(f"市甲局、{name}").units == (Named("市甲局"), Named(name, group=group))


def test_a_unit_and_a_group_joined_by_a_word_are_two() -> None:
    cell = "市乙局及市社会信用体系建设联席会议各成员单位、各县、区政府和各管委会"
    assert [(one.text, one.group) for one in units_in(cell).units] == [
        ("市乙局", None),
        ("市社会信用体系建设联席会议各成员单位", Group.MEETING),
        ("各县、区政府", Group.COUNTIES),
        ("各管委会", Group.ZONES),
    ]


def test_a_group_in_brackets_behind_another_is_one_of_its_own() -> None:
    found = units_in("各县区人民政府（管委会）").units
    assert [one.group for one in found] == [Group.COUNTIES, Group.ZONES]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("市甲局、市乙局", [("市甲局", OPEN), ("市乙局", OPEN)]),
        ("市甲局牵头，市乙局、市丙局配合", [("市甲局", LEAD), ("市乙局", JOINT), ("市丙局", JOINT)]),
        ("市甲局、市乙局牵头", [("市甲局", LEAD), ("市乙局", LEAD)]),
        ("市甲局和市乙局共同牵头，市丙局等配合", [("市甲局", LEAD), ("市乙局", LEAD), ("市丙局", JOINT)]),
        ("市甲局、市乙局牵头、市丙局配合", [("市甲局", LEAD), ("市乙局", LEAD), ("市丙局", JOINT)]),
        ("牵头单位：市甲局；配合单位：市乙局、市丙局", [("市甲局", LEAD), ("市乙局", JOINT), ("市丙局", JOINT)]),
        ("牵头单位:市甲局\n配合单位:市乙局", [("市甲局", LEAD), ("市乙局", JOINT)]),
        ("【牵头单位】市甲局【配合单位】市乙局", [("市甲局", LEAD), ("市乙局", JOINT)]),
        ("市甲局（牵头）、市乙局", [("市甲局", LEAD), ("市乙局", JOINT)]),
        ("市甲局、市乙局(牵头单位)", [("市甲局", JOINT), ("市乙局", LEAD)]),
        ("由市甲局牵头会同市乙局", [("市甲局", LEAD), ("市乙局", JOINT)]),
        ("市甲局，市乙局牵头", [("市甲局", JOINT), ("市乙局", LEAD)]),
        ("市甲局（市乙局配合）、市丙局", [("市甲局", OPEN), ("市乙局", JOINT), ("市丙局", OPEN)]),
        ("责任单位：市甲局、市乙局", [("市甲局", OPEN), ("市乙局", OPEN)]),
        ("市甲局牵头，各县区人民政府、市甲局配合", [("市甲局", LEAD), ("各县区人民政府", JOINT)]),
    ],
)
def test_a_part_is_given_only_where_the_text_says_so(cell: str, expected: list[tuple[str, Part]]) -> None:
    assert parts(cell) == expected


@pytest.mark.parametrize(
    ("cell", "gaps"), [("市甲局、、市乙局", True), ("市甲局、市乙局、", False), ("市甲局、等单位", False)]
)
def test_an_empty_place_between_two_separators_is_seen(cell: str, gaps: bool) -> None:  # noqa: FBT001  a column of the table
    assert units_in(cell).gaps is gaps


def test_columns_of_their_own_give_the_part() -> None:
    lead, joint = units_in("市甲局"), units_in("市乙局、市甲局")
    assert together(with_part(lead, LEAD), with_part(joint, JOINT)) == Bodies(
        (Named("市甲局", LEAD), Named("市乙局", JOINT))
    )
