import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin.foundation import names
from chengxin.subjects.rules import naming
from chengxin.subjects.tests import invented

ANY_NAME = st.one_of(
    st.text(max_size=40),
    st.text("甲乙重庆长行银行第一百货（）()·ＡＢab12 \u3000\ue000𠮷𬭚", max_size=30),
    st.sampled_from(list(invented.names(300, seed=11))),
)


@given(ANY_NAME)
def test_the_short_cuts_give_what_the_foundation_gives(name: str) -> None:
    forms = naming.name_forms(name)
    assert forms.normal == names.read_name(name).key
    assert forms.text == names.search_text(name)
    assert forms.personal == names.may_be_person(name)
    assert naming.sorting_key(name) == names.pinyin_key(name)


@pytest.mark.parametrize(
    "name",
    [
        "重庆长兴银行第一百货门市部",
        "百货大楼",
        "音乐",
        "快乐",
        "行行重行行",
        "第一百货门市部",
        "甲㈱乙",
        "Ⅳ号仓库",
        "éclair",
    ],
)
def test_words_are_cut_as_pypinyin_cuts_them(name: str) -> None:
    assert naming.sorting_key(name) == names.pinyin_key(name)


@given(ANY_NAME, st.data())
def test_every_part_of_a_name_finds_it_by_tokens(name: str, data: st.DataObject) -> None:
    forms = naming.name_forms(name)
    if not forms.text:
        return
    start = data.draw(st.integers(0, len(forms.text) - 1))
    part = forms.text[start : data.draw(st.integers(start + 1, len(forms.text)))]
    held = set(forms.tokens.split(" "))
    wanted = naming.tokens_wanted(part)
    if wanted.endswith(":*"):
        assert any(token.startswith(part) for token in held)
    else:
        assert set(wanted.split(" & ")) <= held


def test_a_sign_that_unfolds_does_not_outgrow_the_index() -> None:
    forms = naming.name_forms("\ufdfa" * 200)
    assert len(forms.normal) == len(forms.text[:300]) == 300
    assert len(naming.sorting_key("\ufdfa" * 200)) <= naming.KEY_LENGTH


@pytest.mark.parametrize(
    ("name", "personal"), [("张三", True), ("欧阳修", True), ("张 三", True), ("甲乙丙丁", False), ("AB", False)]
)
def test_a_name_as_short_as_a_person_s_is_protected(name: str, personal: bool) -> None:  # noqa: FBT001  a column of the table
    assert naming.name_forms(name).personal == personal
