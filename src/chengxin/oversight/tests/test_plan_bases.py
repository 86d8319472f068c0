"""Policies in cells of 政策依据, and the numbers before titles."""

import pytest

from chengxin.oversight.rules.plan import Basis
from chengxin.oversight.rules.reading.bases import bases_in, basis_of_columns
from chengxin.oversight.rules.reading.numbering import number_of, numbered


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("关于甲的意见（海政发〔2030〕1号）", [("关于甲的意见", "海政发〔2030〕1号")]),
        ("关于甲的意见(海政发[2030]1号)", [("关于甲的意见", "海政发〔2030〕1号")]),
        ("关于甲的意见（海政发(2030)1号）", [("关于甲的意见", "海政发〔2030〕1号")]),
        ("关于甲的意见（海政发【2030】第1号）", [("关于甲的意见", "海政发〔2030〕第1号")]),
        ("关于甲的意见（海政发〔２０３０〕１号）", [("关于甲的意见", "海政发〔2030〕1号")]),
        ("甲规划（2028-2032年）（海政发〔2030〕1号）", [("甲规划（2028-2032年）", "海政发〔2030〕1号")]),
        ("关于做好《甲意见》落实的通知（海办〔2030〕3号）精神", [("关于做好《甲意见》落实的通知", "海办〔2030〕3号")]),
        (
            "《转发〈甲（海发〔2029〕9号）〉的通知》（海政发〔2030〕2号）",
            [("《转发〈甲（海发〔2029〕9号）〉的通知》", "海政发〔2030〕2号")],
        ),
        (
            "甲办（乙办） 丙委等部门的通知（海编办发〔2030〕15号）",
            [("甲办（乙办） 丙委等部门的通知", "海编办发〔2030〕15号")],
        ),
        ("海棠市信用简报（某中心编）", [("海棠市信用简报（某中心编）", "")]),
        (
            "甲通知（海发〔2030〕1号）、乙通知（海发〔2030〕2号）",
            [("甲通知", "海发〔2030〕1号"), ("乙通知", "海发〔2030〕2号")],
        ),
        (
            "《甲》（海发〔2030〕1号）《乙》（海发〔2030〕2号）等文件",
            [("《甲》", "海发〔2030〕1号"), ("《乙》", "海发〔2030〕2号")],
        ),
        ("1.甲通知（海发〔2030〕1号）\n2.乙办法", [("甲通知", "海发〔2030〕1号"), ("乙办法", "")]),
        ("关于甲工作的\n通知（海发〔2030〕1号）", [("关于甲工作的通知", "海发〔2030〕1号")]),
        ("印发甲的意见\n的通知（海发〔2030〕1号）", [("印发甲的意见的通知", "海发〔2030〕1号")]),
        ("甲通知\n（海发〔2030〕1号）\n乙办法", [("甲通知", "海发〔2030〕1号"), ("乙办法", "")]),
        ("《甲办法》、《乙办法》", [("《甲办法》", ""), ("《乙办法》", "")]),
        ("《甲通知》海发〔2030〕1号", [("《甲通知》", "海发〔2030〕1号")]),
        ("甲意见；甲意见", [("甲意见", "")]),
        ("", []),
        ("/", []),
    ],
)
def test_titles_and_numbers(cell: str, expected: list[tuple[str, str]]) -> None:
    bases = bases_in(cell)
    assert [(one.title, one.number) for one in bases.found] == expected
    assert bases.unclear == ()


@pytest.mark.parametrize("cell", ["海发〔2030〕1号", "甲通知（海发〔2030〕1号", "甲通知〔2030〕", "《甲通知"])
def test_what_can_not_be_told_apart_is_kept_and_said(cell: str) -> None:
    bases = bases_in(cell)
    assert [one.title for one in bases.found] == [cell]
    assert bases.unclear == (cell,)


@pytest.mark.parametrize(
    ("title", "number", "expected", "unclear"),
    [
        ("《甲（2028年）》", "海发[2030]1号", (Basis("《甲（2028年）》", "海发〔2030〕1号"),), ()),
        (
            "甲\n乙",
            "海发〔2030〕1号\n海发〔2030〕2号",
            (Basis("甲", "海发〔2030〕1号"), Basis("乙", "海发〔2030〕2号")),
            (),
        ),
        ("甲通知", "", (Basis("甲通知"),), ()),
        ("甲通知", "第一号", (Basis("甲通知", "第一号"),), ("第一号",)),
    ],
)
def test_columns_of_their_own_keep_the_title_as_it_is(
    title: str, number: str, expected: tuple[Basis, ...], unclear: tuple[str, ...]
) -> None:
    bases = basis_of_columns(title, number)
    assert (bases.found, bases.unclear) == (expected, unclear)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、平台建设", (1, "平台建设")),
        ("（十二）升级", (12, "升级")),
        ("(3)升级", (3, "升级")),
        ("二十三、升级", (23, "升级")),
        ("1.完成", (1, "完成")),
        ("１．完成", (1, "完成")),
        ("2.2030年3月1日后停用", (2, "2030年3月1日后停用")),
        ("3.6月底前", (3, "6月底前")),
        ("①完成", (1, "完成")),
        ("1.5万户以上", (None, "1.5万户以上")),
        ("三农工作", (None, "三农工作")),
        ("十四五规划", (None, "十四五规划")),
        ("2030年目标", (None, "2030年目标")),
    ],
)
def test_numbers_before_titles(text: str, expected: tuple[int | None, str]) -> None:
    assert numbered(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", 12),
        ("１２", 12),
        ("12.0", 12),
        ("十二", 12),
        ("（十二）", 12),
        ("⑫", 12),
        ("", None),
        ("十十", None),
        ("甲", None),
    ],
)
def test_cells_that_hold_a_number(text: str, expected: int | None) -> None:
    assert number_of(text) == expected
