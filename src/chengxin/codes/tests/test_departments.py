"""Which departments are asked about an organisation whose code is not known."""

import pytest

from chengxin.codes.rules.departments import departments_of, division_of
from chengxin.foundation.identifiers import compose_unified_code, read_registration_number

PREFIXES = frozenset({"11", "12", "51", "52", "53", "81", "91", "92", "93", "31"})
CODE = compose_unified_code("51", "990102", "MJ000001")
NUMBER = next(f"99010200000001{end}" for end in range(10) if read_registration_number(f"99010200000001{end}").valid)


@pytest.mark.parametrize(
    ("name", "numbers", "category", "expected"),
    [
        ("测试市示例贸易有限公司", [], "", "9"),
        ("测试县示例种植农民专业合作社", [], "", "9"),
        ("测试市示例龙舟协会", [], "", "5"),
        ("测试市示例局", [], "", "1"),
        ("测试市示例港口工会委员会", [], "", "8"),
        ("测试市示例村民委员会", [], "", ""),
        ("测试市示例律师事务所", [], "", "3"),
        ("测试市示例幼儿园", [], "", "159"),
        ("示例说不清的名称", [], "", ""),
        ("测试市示例幼儿园", [CODE[:17]], "", "5"),
        ("测试市示例幼儿园", [CODE + "X"], "", "5"),
        ("测试市示例幼儿园", ["无"], "", "159"),
        ("测试市示例幼儿园", [NUMBER], "", "9"),
        ("测试市示例幼儿园", [], "sole-trader", "9"),
        ("测试市示例协会", ["ZZ" + CODE[2:]], "", "5"),
    ],
)
def test_numbers_tell_more_than_names(name: str, numbers: list[str], category: str, expected: str) -> None:
    assert departments_of(name=name, numbers=numbers, category=category, prefixes=PREFIXES) == expected


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([], ""),
        (["无"], ""),
        ([CODE[:17]], "990102"),
        ([NUMBER], "990102"),
        (["51ABCDEF" + CODE[8:]], ""),
        (["1234"], ""),
    ],
)
def test_a_number_names_a_division(numbers: list[str], expected: str) -> None:
    assert division_of(numbers, PREFIXES) == expected
