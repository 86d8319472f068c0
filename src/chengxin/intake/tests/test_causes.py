"""How causes are called: each finding a receipt can show has a title."""

import pytest

from chengxin.intake.rules import FindingCode
from chengxin.intake.rules.causes import repair_of, title_of


@pytest.mark.parametrize("code", list(FindingCode))
def test_every_cause_has_a_title_and_a_repair(code: FindingCode) -> None:
    assert title_of(code.value, "处罚依据")
    assert "{" not in title_of(code.value, "处罚依据")
    assert repair_of(code.value, "处罚依据", "请补上") != ""
