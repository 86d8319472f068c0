import pytest

from chengxin.catalog.adapters import standard_items
from chengxin.intake.rules import map_headers
from chengxin.intake.rules.layouts import plain_header
from chengxin.intake.rules.mapping import likely_item

PENALTY = standard_items()["penalty-organisation"]
LICENCE = standard_items()["licence-organisation"]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("CF_WSH", "CF_WSH"),
        ("cf_wsh ", "CF_WSH"),
        ("行政处罚决定书文号", "CF_WSH"),
        ("行政处罚决定文书号", "CF_WSH"),
        ("* 行政处罚决定书文号（必填）", "CF_WSH"),
        ("罚款金额(万元)", "CF_NR_FK"),
        ("罚款金额（万元）", "CF_NR_FK"),
        ("没收违法所得、没收非法财务的金额(万元)", "CF_NR_WFFF"),
        ("行政相对人代码_1(统一社会信用代码)", "CF_XDR_SHXYM"),
        ("处罚部门", "CF_CFJG"),
        ("CF_XZJG", "CF_CFJG"),
        ("随便什么", None),
    ],
)
def test_headers_as_files_have_them(header: str, code: str | None) -> None:
    assert map_headers(PENALTY, [header]).columns.get(0) == code


def test_a_second_column_of_the_same_field_is_named() -> None:
    mapping = map_headers(PENALTY, ["CF_WSH", "行政处罚决定书文号", "别的"])
    assert mapping.columns == {0: "CF_WSH"}
    assert mapping.twice == ("行政处罚决定书文号",)
    assert mapping.unknown == ("别的",)


def test_a_file_of_another_item_is_recognised_and_the_likely_one_named() -> None:
    headers = [field.name for field in LICENCE.fields]
    assert map_headers(PENALTY, headers).is_wrong_item(PENALTY)
    assert not map_headers(LICENCE, headers).is_wrong_item(LICENCE)
    assert likely_item(standard_items().values(), headers) is LICENCE


def test_remarks_brackets_and_spaces_do_not_matter() -> None:
    assert plain_header(" 处罚 决定日期（必填）") == plain_header("处罚决定日期")
