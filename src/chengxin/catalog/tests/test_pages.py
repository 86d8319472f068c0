"""The staff pages of the catalogue: who sees what, how an item is made, what is refused where."""

import re
from datetime import datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from chengxin.catalog import queries
from chengxin.catalog.adapters import Format, item_of_file, standard_items, written
from chengxin.catalog.models import CatalogItem, CodeListRow, ItemVersion
from chengxin.catalog.tests.making import KEY, LIST, made, seen, typed_papers, with_list
from chengxin.units.queries import day_of
from chengxin.units.tests.conftest import Cast, Enter
from chengxin.units.tests.visitor import Visitor, heading, text

pytestmark = pytest.mark.service
STANDARD = "penalty-organisation"
COLLECTED = [key for key, item in standard_items().items() if item.collected]


@pytest.fixture
def office(enter: Enter) -> Visitor:
    return enter("city.office")


def hidden(response: Any) -> dict[str, str]:
    """Return the hidden fields of the page's form, as the browser sends them back."""
    return dict(re.findall(r'<input type="hidden" name="(seen|after)" value="(\d+)"', response.content.decode()))


def fill(visitor: Visitor, page: str, *args: str, query: str = "", **data: Any) -> Any:
    """Open a page with a form and send it with these words in it."""
    address = reverse(page, args=args) + query
    return visitor.browser.post(address, {**hidden(visitor.browser.get(address)), **data})


FIELD = {
    "type": "text",
    "code_list": "",
    "length": "100",
    "required": "always",
    "when_field": "",
    "when_values": "",
    "means": "",
    "disclosure": "public",
    "aliases": "",
    "hint": "",
    "example": "",
}
FACTS: dict[str, Any] = {
    "name": "表彰奖励",
    "family": "other",
    "origin": "local-supplement",
    "subject_kinds": ["organisation"],
    "disclosure": "public",
    "publicity_item": "none",
    "cycle": "decision",
    "retention_months": "0",
    "valid_until": "",
}


def test_an_item_with_a_list_is_made_in_the_browser_and_its_template_downloaded(office: Visitor, now: datetime) -> None:
    assert fill(office, "catalog:create-list", name="表彰级别", key=LIST).status_code == 302
    for code, label in (("city", "市级"), ("county", "县级")):
        answer = fill(office, "catalog:value", LIST, code=code, label=label, aliases="", since="", until="")
        assert answer.status_code == 302, text(answer)
    assert fill(office, "catalog:create-item", name="表彰奖励", key=KEY, family="other").status_code == 302
    for more in (
        {"code": "RY_MC", "name": "主体名称", "means": "subject-name"},
        {"code": "RY_DM", "name": "统一社会信用代码", "type": "unified-code", "means": "subject-code", "length": "18"},
        {"code": "RY_JB", "name": "级别", "type": "choice", "code_list": LIST},
        {
            "code": "RY_WH",
            "name": "文号",
            "required": "when",
            "when_field": "RY_JB",
            "when_values": "市级；county",
            "aliases": "表彰文号; 文件号",
        },
    ):
        answer = fill(office, "catalog:field", KEY, **{**FIELD, **more})
        assert answer.status_code == 302, text(answer)
    assert fill(office, "catalog:business-key", KEY, codes=["RY_DM", "RY_MC"]).status_code == 302
    assert fill(office, "catalog:facts", KEY, **FACTS).status_code == 302
    assert "没有写明法律、法规或政策依据" in text(office.get("catalog:draft", KEY))

    refused = office.get("catalog:put-in-force", KEY)
    assert heading(refused) == "“表彰奖励”还有1处要改，不能生效"
    forced = {**hidden(office.get("catalog:basis", KEY)), "after": "0", "on": day_of(now).isoformat()}
    assert office.post("catalog:put-in-force", KEY, **forced).status_code == 422
    assert not ItemVersion.objects.filter(item__key=KEY).exists()

    basis = fill(office, "catalog:basis", KEY, instrument="gx-credit-2023", text="", article="第三条")
    assert basis.status_code == 302
    assert heading(office.get("catalog:draft", KEY)) == "“表彰奖励”的草稿没有问题，可以生效"
    assert fill(office, "catalog:put-in-force", KEY, on=day_of(now).isoformat(), **typed_papers(now)).status_code == 302

    template = office.get("catalog:template", KEY)
    assert template["Content-Disposition"] == 'attachment; filename="honour-organisation-template.xlsx"'
    heads = [cell.value for cell in openpyxl.load_workbook(BytesIO(template.content))["填报"][1]]
    assert heads == ["*主体名称", "*统一社会信用代码", "*级别", "文号"]
    page = text(office.get("catalog:item", KEY))
    assert "“级别”是“市级”、“县级”时必填" in page
    assert "社会信用条例》（自治区第十四届人民代表大会常务委员会公告第1号）第三条" in page


def test_everybody_on_the_staff_sees_items_and_only_the_citys_office_changes_them(
    enter: Enter, now: datetime, cast: Cast
) -> None:
    made(cast.city_office, now)
    for username in ("reporter", "county.office", "unit.keeper", "watcher"):
        visitor = enter(username)
        page = visitor.get("catalog:items")
        assert heading(page) == f"{len(COLLECTED)}个目录项在生效，可以报送"
        assert "新建目录项" not in text(page)
        assert KEY not in text(page)
        assert "开始修改" not in text(visitor.get("catalog:item", STANDARD))
        assert visitor.get("catalog:item", KEY).status_code == 404
        assert visitor.get("catalog:template", KEY).status_code == 404
        assert visitor.get("catalog:definition", KEY, of="draft").status_code == 404
        assert visitor.get("catalog:template", STANDARD).status_code == 200
        assert visitor.get("catalog:list", "penalty-kind").status_code == 200
        for name in ("catalog:draft", "catalog:facts", "catalog:put-in-force"):
            assert visitor.get(name, KEY).status_code == 403
        assert visitor.post("catalog:begin-draft", STANDARD).status_code == 403
        assert visitor.post("catalog:move-field", KEY, seen=1, code="RY_MC", by=1).status_code == 403
    assert queries.draft_for(cast.city_office, KEY).item.fields[0].code == "RY_MC"


def test_the_list_finds_items(office: Visitor, cast: Cast, now: datetime) -> None:
    made(cast.city_office, now)

    def found(**query: str) -> list[str]:
        content = office.get("catalog:items", **query).content.decode()
        return re.findall(r'<span class="sub">([a-z-]+)</span>', content)

    assert found() == sorted([KEY, *standard_items()])
    assert found(q="行政处罚") == [STANDARD, "penalty-person"]
    assert found(q="HONOUR-ORG") == [KEY]
    assert found(family="licence") == ["licence-organisation", "licence-person"]
    assert {KEY, "licence-person", "penalty-person"} <= set(found(disclosure="government"))
    assert STANDARD not in found(disclosure="government")
    assert found(state="draft") == found(state="never") == [KEY]
    assert found(state="over") == []
    assert "没有符合条件的目录项" in text(office.get("catalog:items", q="%_\\'\"<script>"))
    assert office.get("catalog:items", family="moon").status_code == 200


def test_faults_stand_beside_the_field_they_are_about(office: Visitor, cast: Cast, now: datetime) -> None:
    made(cast.city_office, now)
    answer = fill(office, "catalog:field", KEY, query="?code=RY_WH", **{**FIELD, "code": "RY_WH", "name": "主体名称"})
    assert answer.status_code == 302
    content = office.get("catalog:draft", KEY).content.decode()
    row = content[content.index('id="field-RY_WH"') :]
    assert "字段名称“主体名称”出现两次" in row[: row.index("</tr>")]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"type": "choice"}, "单选和多选要选一个代码集"),
        ({"code_list": "penalty-kind"}, "只有单选和多选用代码集"),
        ({"required": "when"}, "请选条件看哪个字段"),
        ({"required": "when", "when_field": "RY_JB"}, "请写是哪些值时必填"),
        ({"required": "when", "when_field": "RY_JB", "when_values": "省级"}, "“省级”不在代码集“表彰级别”里"),
        ({"when_field": "RY_JB", "when_values": "市级"}, "填写要求请选“按条件必填”"),
        ({"required": "when", "when_field": "RY_MC", "when_values": "甲"}, "条件看哪个字段"),
        ({"code": "RY_DM"}, "代码“RY_DM”已经用过"),
        ({"code": "ry mc"}, "代码的写法不对"),
        ({"length": "0"}, "最多几个字符"),
        ({"means": "moon"}, "含义"),
        ({"type": ""}, "请选择类型"),
    ],
)
def test_a_field_that_does_not_fit_comes_back_with_a_sentence(
    office: Visitor, cast: Cast, now: datetime, changes: dict[str, str], sentence: str
) -> None:
    before = made(cast.city_office, now)
    data = {**FIELD, "code": "RY_NEW", "name": "新字段", **changes}
    answer = fill(office, "catalog:field", KEY, **data)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert queries.draft_for(cast.city_office, KEY).item == before


def test_of_two_editors_the_second_reads_that_it_was_changed(office: Visitor, cast: Cast, now: datetime) -> None:
    made(cast.city_office, now)
    opened = hidden(office.get("catalog:facts", KEY))
    assert fill(office, "catalog:business-key", KEY, codes=["RY_DM"]).status_code == 302
    answer = office.post("catalog:facts", KEY, **opened, **FACTS)
    assert answer.status_code == 422
    assert "您打开这一页以后" in text(answer)


@pytest.mark.parametrize("forged", ["", "-1", "99999999999999999999999", "abc", "1.5"])
def test_a_forged_number_saves_nothing(office: Visitor, cast: Cast, now: datetime, forged: str) -> None:
    before = made(cast.city_office, now)
    assert office.post("catalog:facts", KEY, **FACTS, seen=forged).status_code == 422
    assert office.post("catalog:move-field", KEY, seen=forged, code="RY_MC", by="1").status_code in {409, 422}
    assert office.post("catalog:discard-draft", KEY, seen=forged).status_code == 422
    assert queries.draft_for(cast.city_office, KEY).item == before


def test_a_field_is_moved_and_removed(office: Visitor, cast: Cast, now: datetime) -> None:
    made(cast.city_office, now)
    answer = office.post("catalog:move-field", KEY, seen=seen(cast.city_office), code="RY_MC", by="1")
    assert answer["Location"].endswith("#field-RY_MC")
    assert "生效以后，报送的文件里这一列不再使用" in text(office.get("catalog:remove-field", KEY, code="RY_WH"))
    assert fill(office, "catalog:remove-field", KEY, query="?code=RY_WH").status_code == 302
    item = queries.draft_for(cast.city_office, KEY).item
    assert [field.code for field in item.fields] == ["RY_DM", "RY_MC", "RY_JB"]
    assert office.post("catalog:move-field", KEY, seen=seen(cast.city_office), code="NO", by="1").status_code == 404
    assert office.post("catalog:move-field", KEY, seen=seen(cast.city_office), code="RY_MC", by="7").status_code == 422


def test_a_draft_given_up_is_taken_back(office: Visitor, cast: Cast, now: datetime) -> None:
    item = made(cast.city_office, now)
    assert "可以把这份恢复回来" in text(office.get("catalog:discard-draft", KEY))
    assert fill(office, "catalog:discard-draft", KEY).status_code == 302
    assert office.get("catalog:draft", KEY).status_code == 404
    assert "恢复草稿" in text(office.get("catalog:item", KEY))
    assert office.post("catalog:restore-draft", KEY).status_code == 302
    assert queries.draft_for(cast.city_office, KEY).item == item


def test_a_new_version_is_compared_in_words(office: Visitor, now: datetime) -> None:
    assert office.post("catalog:begin-draft", STANDARD).status_code == 302
    assert office.post("catalog:begin-draft", STANDARD).status_code == 409
    assert (
        fill(
            office, "catalog:basis", STANDARD, query="?place=0", instrument="gf-2016-33", text="", article=""
        ).status_code
        == 302
    )
    ask = office.get("catalog:put-in-force", STANDARD)
    assert "已经收下的记录不重新检查" in text(ask)
    assert "增加依据《国务院关于建立完善守信联合激励" in text(ask)
    assert fill(office, "catalog:put-in-force", STANDARD, on="2001-01-01").status_code == 422
    assert (
        fill(office, "catalog:put-in-force", STANDARD, on=day_of(now).isoformat(), **typed_papers(now)).status_code
        == 302
    )
    page = office.get("catalog:versions", STANDARD)
    assert heading(page) == "第2版比第1版改了2处"
    assert heading(office.get("catalog:versions", STANDARD, older="2", newer="2")) == "第2版和第2版一样"
    assert office.get("catalog:versions", STANDARD, older="1", newer="9").status_code == 422
    assert office.get("catalog:versions", STANDARD, older="x").status_code == 422
    assert "第2版，生效中" in text(office.get("catalog:item", STANDARD))


@pytest.mark.parametrize("place", ["7", "-1", "x", "9" * 50, "１"])
def test_a_place_that_is_none_is_not_found(office: Visitor, place: str) -> None:
    office.post("catalog:begin-draft", STANDARD)
    assert office.get("catalog:basis", STANDARD, place=place).status_code == 404
    assert office.get("catalog:field", STANDARD, code=place).status_code == 404


def test_a_form_shows_what_stands_in_the_draft(office: Visitor, cast: Cast, now: datetime) -> None:
    made(cast.city_office, now)
    fill(office, "catalog:providers", KEY, units=["bureau"])
    for name, value in (
        ("catalog:facts", "organisation"),
        ("catalog:business-key", "RY_DM"),
        ("catalog:providers", "bureau"),
    ):
        ticked = re.findall(r'value="([^"]+)"[^>]* checked', office.get(name, KEY).content.decode())
        assert value in ticked, name
    form = office.get("catalog:field", KEY, code="RY_JB").content.decode()
    assert re.findall(r'<option value="([^"]+)" selected', form) == ["choice", LIST, "always", "public"]


def test_which_units_report(office: Visitor, cast: Cast, now: datetime) -> None:
    made(cast.city_office, now)
    assert fill(office, "catalog:providers", KEY, units=["bureau"]).status_code == 302
    assert cast.bureau.name in text(office.get("catalog:draft", KEY))
    assert fill(office, "catalog:providers", KEY, units=["nobody"]).status_code == 422


def upload(visitor: Visitor, page: str, *args: str, content: bytes, name: str) -> Any:
    return fill(visitor, page, *args, file=SimpleUploadedFile(name, content))


def test_what_was_exported_comes_back_into_the_draft(office: Visitor, cast: Cast) -> None:
    office.post("catalog:begin-draft", STANDARD)
    book = openpyxl.load_workbook(BytesIO(office.get("catalog:definition", STANDARD, of="draft").content))
    book["目录项"]["B2"] = "行政处罚（改）"
    out = BytesIO()
    book.save(out)
    answer = upload(office, "catalog:import-draft", STANDARD, content=out.getvalue(), name="a.xlsx")
    assert answer.status_code == 302, text(answer)
    assert queries.draft_for(cast.city_office, STANDARD).item.name == "行政处罚（改）"
    schema = office.get("catalog:schema", STANDARD)
    assert item_of_file(schema.content, "a.json", lists={}, base=None) == standard_items()[STANDARD]


def test_a_file_makes_a_new_item_once(office: Visitor) -> None:
    content = written(standard_items()[STANDARD], Format.TOML).replace(b'"penalty-organisation"', b'"penalty-copy"')
    assert upload(office, "catalog:import-item", content=content, name="a.toml").status_code == 302
    again = upload(office, "catalog:import-item", content=content, name="a.toml")
    assert again.status_code == 422
    assert "您的改动没有保存" in text(again)
    assert CatalogItem.objects.filter(key="penalty-copy").count() == 1


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.xlsx", "文件是空的"),
        (b"PK\x03\x04rubbish", "a.xlsx", "文件："),
        (b"%PDF-1.4", "a.pdf", "只能导入xlsx、json或toml"),
        (b"{}", "a.json", "没有 fields"),
        (b"x" * (2 * 1024 * 1024 + 1), "a.json", "超过2兆字节"),
        (written(standard_items()["registration"], Format.XLSX), "a.xlsx", "写的是目录项registration，不是这一个"),
    ],
)
def test_a_wrong_file_changes_nothing(office: Visitor, cast: Cast, content: bytes, name: str, sentence: str) -> None:
    office.post("catalog:begin-draft", STANDARD)
    before = queries.draft_for(cast.city_office, STANDARD)
    answer = upload(office, "catalog:import-draft", STANDARD, content=content, name=name)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert queries.draft_for(cast.city_office, STANDARD) == before


def test_values_of_a_list_are_changed_ended_and_kept(office: Visitor, cast: Cast, now: datetime) -> None:
    with_list(cast.city_office, now)
    page = office.get("catalog:list", "penalty-kind").content.decode()
    assert f"{reverse('catalog:remove-value', args=['penalty-kind'])}?code=fine" not in page
    assert fill(office, "catalog:remove-value", "penalty-kind", query="?code=fine").status_code == 422
    data = {"code": "fine", "label": "罚款", "aliases": "", "since": "", "until": "2030-01-01"}
    assert fill(office, "catalog:value", "penalty-kind", query="?code=fine", **data).status_code == 302
    shown = text(office.get("catalog:list", "penalty-kind"))
    assert "2030-01-01 起不再用" in shown
    assert "还没用上改动" in shown
    assert "代码集后来改过" in text(office.get("catalog:item", STANDARD))
    assert fill(office, "catalog:rename-list", LIST, name="级别").status_code == 302
    assert fill(office, "catalog:remove-value", LIST, query="?code=city").status_code == 302
    assert CodeListRow.objects.get(key=LIST).values[0]["code"] == "county"
    assert fill(office, "catalog:value", LIST, query="?code=no", **data).status_code == 404
    assert office.get("catalog:list", "nothing").status_code == 404


def test_what_people_wrote_is_shown_as_text(office: Visitor, cast: Cast, now: datetime) -> None:
    made(cast.city_office, now, name="<script>alert(1)</script>")
    for name in ("catalog:item", "catalog:draft", "catalog:facts", "catalog:put-in-force"):
        assert b"<script>alert" not in office.get(name, KEY).content
