import pytest

from chengxin.portal.nearby import shorter_questions, unusual_characters


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("澜州水产", ("澜州", "水产")),
        ("海棠市澜州水产有限公司", ("澜州水产", "澜州", "水产")),
        ("云溪区盛隆鱼丸厂（普通合伙）", ("盛隆鱼丸厂", "盛隆", "鱼丸厂", "丸厂")),
        ("海棠盛隆贸易集团有限公司分公司", ("盛隆贸易", "盛隆", "贸易")),
        ("有限公司", ()),
        ("海棠市", ("棠市", "海棠")),
        ("盛隆", ()),
    ],
)
def test_shorter_questions_leave_out_what_many_names_have(wanted: str, expected: tuple[str, ...]) -> None:
    assert shorter_questions(wanted, ["海棠市", "云溪区", "灵湾县"]) == expected


def test_never_more_than_four_and_never_the_same_again() -> None:
    for wanted in ("甲乙丙丁戊己庚辛壬癸" * 6, "a" * 60, "海棠市" * 20, "（（（"):
        found = shorter_questions(wanted, ["海棠市"])
        assert len(found) <= 4
        assert wanted not in found
        assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("麒麟獨角獨", "獨"), ("盛隆贸易", ""), ("盛隆貿易", "貿"), ("ABC123", ""), ("𠮷野家", "𠮷"), ("，。", "")],
)
def test_characters_that_registrations_hardly_use_are_named(text: str, expected: str) -> None:
    assert unusual_characters(text) == expected
