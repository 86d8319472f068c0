import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chengxin.catalog.adapters import standard_items
from chengxin.catalog.rules import Item
from chengxin.intake.adapters.layouts import standard_layouts
from chengxin.intake.rules.layouts import Layout, counted, plain_header
from chengxin.intake.rules.recognising import Alias, Known, recognise
from chengxin.intake.rules.recognition import (
    PERSON,
    STATE,
    Ground,
    Recognition,
    as_json,
    chosen,
    from_json,
    settled,
)
from chengxin.intake.tests.layout_files import (
    KNOWN,
    LICENCE_2015,
    ORGANISATION_CODE,
    PENALTY_2015,
    PERSONS_NUMBER,
    REGISTRATION_NUMBERS,
    SECOND_ORGANISATION_CODE,
    names_of,
    table,
    under,
)
from chengxin.intake.tests.rows import COMPANY, PENALTY, SOUND, penalty

LICENCE = standard_items()["licence-organisation"]
ORGANISATION_CODES = (ORGANISATION_CODE, SECOND_ORGANISATION_CODE)


def seen(item: Item, headers: list[str], *rows: list[str], known: Known = KNOWN) -> Recognition:
    found = recognise(item, table(headers, *rows), known)
    assert found is not None
    return found


def targets(found: Recognition) -> dict[str, str]:
    return {column.header: column.target for column in found.columns}


def filled(headers: list[str], **cells: str) -> list[str]:
    return [cells.get(plain_header(header), "") for header in headers]


@pytest.mark.parametrize(
    ("item", "headers", "layout"),
    [
        (PENALTY, list(PENALTY_2015), "g2015-penalty"),
        (LICENCE, list(LICENCE_2015), "g2015-licence"),
        (PENALTY, names_of("g2015-penalty"), "g2015-penalty"),
        (LICENCE, names_of("g2015-licence"), "g2015-licence"),
        (PENALTY, [c.code for c in standard_layouts()["g2018-penalty"].columns], "g2018-penalty"),
        (LICENCE, [c.code for c in standard_layouts()["g2018-licence"].columns], "g2018-licence"),
        (PENALTY, names_of("g2018-penalty"), "g2018-penalty"),
        (PENALTY, names_of("g2019-penalty"), "g2019-penalty"),
        (LICENCE, names_of("g2019-licence"), "g2019-licence"),
        (PENALTY, [field.name for field in PENALTY.fields], "g2019-penalty"),
        (PENALTY, list(SOUND), "g2019-penalty"),
    ],
)
def test_each_year_is_recognised_by_codes_and_by_names(item: Item, headers: list[str], layout: str) -> None:
    found = seen(item, headers)
    assert found.layout == layout
    assert found.confidence > 0.85
    assert found.is_sure


@pytest.mark.parametrize(
    ("layout", "header", "target"),
    [
        ("g2015-penalty", "行政相对人代码_2（组织机构代码）", "CF_XDR_ZZJG"),
        ("g2015-penalty", "行政相对人代码_3（工商登记码）", "CF_XDR_GSZC"),
        ("g2015-penalty", "行政相对人代码_5（居民身份证号）", PERSON),
        ("g2015-penalty", "当前状态", STATE),
        ("g2015-penalty", "处罚类别2", "CF_CFLB"),
        ("g2018-penalty", "行政相对人代码_2（工商注册号）", "CF_XDR_GSZC"),
        ("g2018-penalty", "行政相对人代码_5（事业单位证书号）", "CF_XDR_SYDW"),
        ("g2018-penalty", "自然人证件号码", PERSON),
    ],
)
def test_a_counted_code_means_what_its_layout_says(layout: str, header: str, target: str) -> None:
    assert targets(seen(PENALTY, names_of(layout)))[header] == target


def bare(layout: str) -> list[str]:
    """Return the names of a layout with nothing in brackets after the number of a code."""
    return [f"行政相对人代码_{counted(name)[0]}" if counted(name)[0] else name for name in names_of(layout)]


@pytest.mark.parametrize(
    ("layout", "second", "fifth"),
    [
        ("g2015-penalty", "CF_XDR_ZZJG", PERSON),
        ("g2018-penalty", "CF_XDR_GSZC", "CF_XDR_SYDW"),
        ("g2019-penalty", "CF_XDR_GSZC", "CF_XDR_SYDW"),
    ],
)
def test_a_bare_number_is_decided_by_the_other_columns(layout: str, second: str, fifth: str) -> None:
    headers = bare(layout)
    found = seen(PENALTY, headers)
    assert (targets(found)["行政相对人代码_2"], targets(found)["行政相对人代码_5"]) == (second, fifth)
    assert found.is_sure


FEW = ["行政相对人名称", "行政处罚决定书文号", "行政相对人代码_2", "处罚决定日期"]


@pytest.mark.parametrize(
    ("values", "target"), [(ORGANISATION_CODES, "CF_XDR_ZZJG"), (REGISTRATION_NUMBERS, "CF_XDR_GSZC")]
)
def test_a_bare_number_without_other_evidence_is_decided_by_the_values(values: tuple[str, ...], target: str) -> None:
    found = seen(PENALTY, FEW, *[filled(FEW, 行政相对人代码_2=value) for value in values])
    column = next(column for column in found.columns if column.header == "行政相对人代码_2")
    assert (column.target, column.ground, column.doubt) == (target, Ground.VALUES, "")


@pytest.mark.parametrize("values", [("甲", "乙"), (ORGANISATION_CODE, REGISTRATION_NUMBERS[0])])
def test_a_bare_number_that_nothing_decides_is_asked(values: tuple[str, ...]) -> None:
    found = seen(PENALTY, FEW, *[filled(FEW, 行政相对人代码_2=value) for value in values])
    (asked,) = [column for column in found.columns if column.doubt and "编号" in column.doubt]
    assert asked.header == "行政相对人代码_2"
    assert "2015年版（处罚）是组织机构代码" in asked.doubt


@pytest.mark.parametrize(
    ("layout", "values"),
    [("g2015-penalty", REGISTRATION_NUMBERS), ("g2018-penalty", ORGANISATION_CODES)],
)
def test_values_that_contradict_the_layout_are_asked_never_guessed(layout: str, values: tuple[str, ...]) -> None:
    headers = bare(layout)
    found = seen(PENALTY, headers, *[filled(headers, 行政相对人代码_2=value) for value in values])
    assert not found.is_sure
    assert [column.header for column in found.columns if column.doubt] == ["行政相对人代码_2"]


def test_labels_that_one_system_swapped_go_by_their_words_not_by_their_number() -> None:
    headers = [*names_of("g2019-penalty")]
    headers[headers.index("行政相对人代码_2（工商注册号）")] = "行政相对人代码_3(工商注册号)"
    headers[headers.index("行政相对人代码_3（组织机构代码）")] = "行政相对人代码_2(组织机构代码)"
    found = targets(seen(PENALTY, headers))
    assert found["行政相对人代码_3(工商注册号)"] == "CF_XDR_GSZC"
    assert found["行政相对人代码_2(组织机构代码)"] == "CF_XDR_ZZJG"


def test_a_number_of_persons_in_any_counted_column_is_asked() -> None:
    headers = names_of("g2018-penalty")
    found = seen(
        PENALTY, headers, filled(headers, **{plain_header("行政相对人代码_5（事业单位证书号）"): PERSONS_NUMBER})
    )
    (asked,) = [column for column in found.columns if column.doubt]
    assert "居民身份证号" in asked.doubt
    assert PERSONS_NUMBER not in str(as_json(found))


def test_an_unknown_column_is_asked_when_a_required_one_is_missing() -> None:
    row = {code: cell for code, cell in penalty().items() if code != "CF_YJ"}
    found = seen(PENALTY, [*row, "根据"], [*row.values(), "《某法》第一条"])
    assert [column.header for column in found.columns if column.doubt] == ["根据"]
    assert "处罚依据" in found.columns[-1].doubt


def test_an_unknown_column_beside_a_whole_file_is_not_asked() -> None:
    assert seen(PENALTY, [*penalty(), "内部编号"], [*penalty().values(), "7"]).is_sure


def test_a_name_that_is_only_alike_is_proposed_and_asked() -> None:
    found = seen(PENALTY, [*penalty(), "没收违法所得和非法财物的金额（万元）"], [*penalty().values(), "0.1"])
    (asked,) = [column for column in found.columns if column.doubt]
    assert (asked.target, asked.ground) == ("CF_NR_WFFF", Ground.LIKENESS)


def test_a_state_that_years_read_differently_is_asked_with_the_layout() -> None:
    headers = ["行政相对人名称", "许可内容", "许可决定日期", "当前状态"]
    found = seen(LICENCE, headers, ["某公司", "经营", "2018/06/01", "1"])
    assert "2015年" not in found.layout_name
    assert "“1”" in found.doubt
    assert seen(LICENCE, headers, ["某公司", "经营", "2018/06/01", "有效"]).doubt == ""


def test_aliases_and_wishes_go_before_layouts() -> None:
    known = Known(
        layouts=KNOWN.layouts,
        aliases={plain_header("根据条款"): Alias("CF_YJ", "01ALIAS", Ground.OFFICE)},
        wishes={plain_header("随便"): "CF_SY"},
    )
    found = seen(PENALTY, ["CF_XDR_MC", "根据条款", "随便"], known=known)
    assert targets(found) == {"CF_XDR_MC": "CF_XDR_MC", "根据条款": "CF_YJ", "随便": "CF_SY"}
    assert found.aliases == ["01ALIAS"]


def test_title_rows_and_a_second_header_are_no_data() -> None:
    names, codes = names_of("g2015-penalty"), list(PENALTY_2015)
    width = max(len(names), len(codes))
    found = recognise(
        PENALTY, table(*(row + [""] * (width - len(row)) for row in (["处罚信息表"], names, codes, ["某公司"]))), KNOWN
    )
    assert found is not None
    assert (found.header, found.first) == (1, 3)


def test_rows_without_a_header_have_none() -> None:
    assert recognise(PENALTY, table(["某公司", "罚款"], ["另一公司", "警告"]), KNOWN) is None


def test_a_recognition_survives_being_kept() -> None:
    found = seen(PENALTY, bare("g2015-penalty"))
    assert from_json(as_json(found)) == found
    assert settled(found).columns[0].samples == ()


def test_what_a_person_chose_stands_and_leaves_nothing_to_ask() -> None:
    found = seen(PENALTY, FEW, filled(FEW, 行政相对人代码_2="甲"))
    place = FEW.index("行政相对人代码_2")
    after = chosen(found, PENALTY, {place: "CF_XDR_SYDW"}, None)
    assert after.is_sure
    assert (after.columns[place].target, after.columns[place].ground) == ("CF_XDR_SYDW", Ground.CHOSEN)


DECORATIONS = st.sampled_from(["{}", " {} ", "*{}", "{}（必填）", "{}：", "　{}", "{}(必填)", "“{}”"])


@settings(deadline=None, max_examples=60)
@given(data=st.data(), key=st.sampled_from(sorted(standard_layouts())))
def test_order_and_decoration_of_headers_change_nothing(data: st.DataObject, key: str) -> None:
    layout: Layout = standard_layouts()[key]
    item = PENALTY if key.endswith("penalty") else LICENCE
    plain = names_of(key)
    shuffled = data.draw(st.permutations(plain))
    worn = [data.draw(DECORATIONS).format(name) for name in shuffled]
    found = seen(item, worn)
    expected = targets(seen(item, plain))
    assert found.layout == layout.key
    twins = {name for name in plain if not expected[name]}  # of two columns of one field the first is used
    for name, column in zip(shuffled, found.columns, strict=True):
        if (
            name not in twins
            and list(expected.values()).count(expected[name]) == 1
            and column.ground is not Ground.TWICE
        ):
            assert column.target == expected[name], name
    assert {column.target for column in found.columns} == set(expected.values())


def test_a_unified_code_where_an_old_number_was_is_no_contradiction() -> None:
    headers = bare("g2018-penalty")
    assert seen(PENALTY, headers, filled(headers, 行政相对人代码_2=COMPANY)).is_sure


def test_rows_by_names_are_read_like_rows_by_codes() -> None:
    by_code = recognise(PENALTY, under(PENALTY_2015), KNOWN)
    assert by_code is not None
    assert targets(by_code)["CF_XDR_SFZ"] == PERSON
    assert targets(by_code)["DFBM"] == ""
