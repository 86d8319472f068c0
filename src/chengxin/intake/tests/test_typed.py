from chengxin.catalog.adapters import standard_items
from chengxin.intake.rules.typed import Part, can_be_typed, groups_of_fields, prefilled, typed_fields, typed_text

ITEMS = standard_items()
PENALTY = ITEMS["penalty-organisation"]


def test_every_field_but_numbers_of_persons_is_asked_once() -> None:
    for item in ITEMS.values():
        asked = [field.code for group in groups_of_fields(item) for field in (*group.usual, *group.rare)]
        assert sorted(asked) == sorted(field.code for field in typed_fields(item))
        assert len(asked) == len(set(asked))
        assert can_be_typed(item) is not item.is_about_persons or not item.collected  # a draft is not sealed
    assert "CF_FR_ZJHM" not in {field.code for field in typed_fields(PENALTY)}


def test_fields_stand_with_what_they_are_about() -> None:
    groups = {group.part: group for group in groups_of_fields(PENALTY)}
    assert {field.code for field in groups[Part.BODY].usual} == {"CF_CFJG", "CF_CFJGDM", "CF_SJLY", "CF_SJLYDM"}
    assert "CF_FR_ZJLX" in {field.code for field in groups[Part.SUBJECT].rare}
    assert [field.code for field in groups[Part.OTHER].rare] == ["BZ"]
    assert "CX_SXCD" in {field.code for field in groups[Part.CONTENT].usual}


def test_values_are_typed_as_they_are_read() -> None:
    fine = PENALTY.field("CF_NR_FK")
    cases = {200_000: "0.2", 1: "0.000001", 100_000_000: "100", 0: "0", 1_000_000: "1"}
    assert {cents: typed_text(fine, cents) for cents in cases} == cases
    assert typed_text(PENALTY.field("CF_CFLB"), ["fine", "warning"]) == "fine;warning"
    assert typed_text(PENALTY.field("CF_JDRQ"), "2026-06-16") == "2026-06-16"
    assert typed_text(fine, None) == ""


def test_what_is_not_known_is_not_filled_in() -> None:
    assert prefilled(PENALTY, unit_name="测试局", unit_code="") == {"CF_SJLY": "测试局"}
