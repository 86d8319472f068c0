"""The staff pages of kinds of lists and of measures: read by all, changed and published by the office."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from threading import Barrier
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.db import connections
from django.urls import reverse

from chengxin.audit.models import AuditEntry
from chengxin.catalog.adapters.kinds import standard_list_kinds
from chengxin.catalog.models import ListKindVersion, MeasureVersion
from chengxin.catalog.services.kinds import KeyTaken, draft_list_kind
from chengxin.catalog.tests.test_pages import fill
from chengxin.foundation.actor import system_actor
from chengxin.law.current import law_in_force
from chengxin.units.queries import day_of
from chengxin.units.tests.conftest import Cast, Enter
from chengxin.units.tests.visitor import Visitor, heading, text

pytestmark = pytest.mark.service
KIND: dict[str, Any] = {
    "exit_rule": "期满移出",
    "public_fields": ["name", "code", "basis"],
    "last_day": "",
    "months": "",
    "most_months": "",
    "remark": "",
}


def retype(visitor: Visitor, page: str, key: str, **data: Any) -> Any:
    """Open a form and send it as it stands, with these words in it instead."""
    address = reverse(page, args=[key])
    form = visitor.browser.get(address).context["form"]
    standing = {one.html_name: one.value() for one in form}
    told = {name: value for name, value in standing.items() if value is not None and value is not False}
    days = {name: value.isoformat() for name, value in told.items() if isinstance(value, date)}
    return visitor.browser.post(address, told | days | data)


@pytest.fixture
def office(enter: Enter) -> Visitor:
    return enter("city.office")


def test_everybody_reads_and_finds(enter: Enter) -> None:
    visitor = enter("reporter")
    page = text(visitor.get("catalog:list-kinds"))
    assert "拖欠农民工工资失信联合惩戒对象名单" in page
    assert "已停用" in page
    measures = text(visitor.get("catalog:measures"))
    assert "限制高消费" in measures
    one = text(visitor.get("catalog:measure", "high-consumption"))
    assert "由人民法院或者有权机关决定" in one
    assert "法释〔2015〕17号" in one
    assert "公布…" not in one
    assert visitor.get("catalog:change-measure", "high-consumption").status_code == 403
    assert visitor.get("catalog:list-kind", "no-such").status_code == 404


def test_the_office_changes_a_kind_sees_what_changes_and_publishes(office: Visitor, cast: Cast, now: Any) -> None:
    today = day_of(now)
    unit = cast.bureau
    bad = retype(office, "catalog:change-list-kind", "wages", **KIND, units=[unit.code], title="办法")
    assert bad.status_code == 422
    assert "认定标准要写全" in text(bad)
    standards = {
        "title": "示例办法",
        "number": "示〔2026〕1号",
        "issuer": "示例部",
        "issued_on": "2026-01-05",
        "text": "一、",
    }
    saved = retype(office, "catalog:change-list-kind", "wages", **KIND, units=[unit.code], **standards)
    assert saved.status_code == 302
    assert "有一份草稿" in text(office.get("catalog:list-kind", "wages"))
    assert "退出规则由" in text(office.get("catalog:publish-list-kind", "wages"))
    late = fill(office, "catalog:publish-list-kind", "wages", on=(today - timedelta(days=1)).isoformat())
    assert "不能早于今天" in text(late)
    assert fill(office, "catalog:publish-list-kind", "wages", on=today.isoformat()).status_code == 302
    page = text(office.get("catalog:list-kind", "wages"))
    assert unit.name in page
    assert "示例办法" in page
    assert ListKindVersion.objects.filter(row__key="wages").count() == 2


def test_a_draft_is_given_up_and_restored_in_the_browser(office: Visitor, cast: Cast, now: Any) -> None:
    key = "wages-public-money"
    words: dict[str, Any] = {
        "content": "照条例办",
        "matter": "采购",
        "last_day": "",
        "remark": "",
        "units": [cast.bureau.code],
    }
    assert retype(office, "catalog:change-measure", key, **words).status_code == 302
    assert fill(office, "catalog:discard-measure", key).status_code == 302
    nothing = fill(office, "catalog:publish-measure", key, on=day_of(now).isoformat())
    assert "没有改动" in text(nothing)
    assert fill(office, "catalog:restore-measure", key).status_code == 302
    assert fill(office, "catalog:publish-measure", key, on=day_of(now).isoformat()).status_code == 302
    assert "照条例办" in text(office.get("catalog:measure", key))
    assert MeasureVersion.objects.filter(row__key=key).count() == 2


def test_the_tables_are_narrowed_and_taken_away_as_files(office: Visitor) -> None:
    narrowed = office.browser.get("/desk/catalog/measures/?sort=incentive")
    assert "符合条件的有3个" in heading(narrowed)
    assert office.browser.get("/desk/catalog/measures/?sort=x").status_code == 422
    file = office.browser.get("/desk/catalog/kinds/?as=csv&state=ended")
    lines = file.content.decode("utf-8-sig").splitlines()
    assert file["Content-Type"].startswith("text/csv")
    assert any("生态环境领域黑名单" in line for line in lines)
    assert not any(",wages," in line for line in lines)


NEW_KIND: dict[str, Any] = {
    "key": "wages-county",
    "name": "示例拖欠工资失信名单",
    "type": "serious-dishonesty",
    "field": "wages",
    "region": "*",
    "listing_bodies": "示例人力资源社会保障部门",
    "basis_level": "administrative-regulation",
    "basis0_instrument": "reg-wages",
    "basis0_article": "第四十八条",
    "term_instrument": "reg-wages",
    "term_article": "",
    "months": "12",
    "exit_rule": "期满移出",
    "public_fields": ["name", "code", "basis"],
    "in_force_from": "2026-01-01",
}
NEW_MEASURE: dict[str, Any] = {
    "key": "no-county-prize",
    "name": "取消示例评优资格",
    "kind": "restriction",
    "content": "不得参加示例评优",
    "implementing": "示例部门",
    "basis_instrument": "reg-wages",
    "basis_article": "第四十八条",
    "ordered_by": "implementing-unit",
    "force": "mandatory",
    "matter": "评优",
    "words": "名单在列期间",
    "term_instrument": "reg-wages",
    "list_kinds": ["wages"],
    "subjects": ["organisation"],
    "in_force_from": "2026-01-01",
}


def wages_instrument() -> str:
    """Return the key under which the law knows the regulation on wages."""
    version = ListKindVersion.objects.filter(row__key="wages").order_by("-number").first()
    assert version is not None
    return str(version.definition["basis"][0]["instrument"])


def with_law(given: dict[str, Any]) -> dict[str, Any]:
    key = wages_instrument()
    return {name: key if value == "reg-wages" else value for name, value in given.items()}


def test_a_new_kind_is_made_published_and_lists(office: Visitor, cast: Cast, now: Any) -> None:
    given = with_law(NEW_KIND)
    assert "新建名单种类" in text(office.get("catalog:list-kinds"))
    for wrong, words in (
        ({"key": "Wages 2"}, "代号"),
        ({"key": "wages"}, "已经用过"),
        ({"name": ""}, "名称"),
        ({"last_day": "2025-01-01"}, "不能早于生效"),
        ({"basis0_instrument": ""}, "依据1"),
        ({"months": "13", "most_months": "12"}, "最长不能短于期限"),
    ):
        refused = fill(office, "catalog:make-list-kind", **given | wrong, units=[])
        assert refused.status_code == 422, wrong
        assert words in text(refused)
    assert fill(office, "catalog:make-list-kind", **given, units=[cast.bureau.code]).status_code == 302
    assert "没有公布" in text(office.get("catalog:list-kinds"))
    today = day_of(now).isoformat()
    assert fill(office, "catalog:publish-list-kind", "wages-county", on=today).status_code == 302
    page = text(office.get("catalog:list-kind", "wages-county"))
    assert "“示例拖欠工资失信名单”现行有效" in page
    assert cast.bureau.name in page
    assert "地区 全国" in page


def test_a_draft_that_was_never_published_is_given_up_and_taken_back(office: Visitor, enter: Enter) -> None:
    given, key = with_law(NEW_KIND), NEW_KIND["key"]
    assert fill(office, "catalog:make-list-kind", **given).status_code == 302
    assert fill(office, "catalog:discard-list-kind", key).status_code == 302
    assert "恢复草稿" in text(office.get("catalog:list-kind", key))
    assert "草稿已放弃" in text(office.get("catalog:list-kinds"))
    taken = fill(office, "catalog:make-list-kind", **given)
    assert "可以在它的页面恢复" in text(taken)
    assert enter("reporter").get("catalog:list-kind", key).status_code == 404
    assert fill(office, "catalog:restore-list-kind", key).status_code == 302
    assert "没有公布" in text(office.get("catalog:list-kinds"))


def test_what_a_kind_is_about_is_told_by_names(office: Visitor, cast: Cast, now: Any) -> None:
    given = {"units": [cast.bureau.code], "field": "tax", "region": settings.CITY.calendar}
    assert retype(office, "catalog:change-list-kind", "wages", **given).status_code == 302
    asked = text(office.get("catalog:publish-list-kind", "wages"))
    law = law_in_force(settings.DATA)
    assert f"领域由“{law.words.name('list-field', 'wages')}”改为“{law.words.name('list-field', 'tax')}”" in asked
    assert "地区由“全国”改为“只在本地”" in asked
    back = retype(office, "catalog:change-list-kind", "wages", field="wages", region="*")
    assert back.status_code == 302
    assert fill(office, "catalog:publish-list-kind", "wages", on=day_of(now).isoformat()).status_code == 302
    told = AuditEntry.objects.filter(action="catalog.list-kind-published").latest("id")
    assert told.facts["changes"] == [f"本市的单位由“空”改为“{cast.bureau.name}”"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"basis0_instrument": "OVER", "basis_level": "law"}, "的“依据”这一天没有生效"),
        ({"term_instrument": "OVER"}, "“期限的依据”这一天没有生效"),
        ({"basis_level": "normative-document"}, "“依据层级”不够"),
        ({"persons_instrument": "reg-wages", "persons_article": ""}, "“公开自然人的依据”要写到条款"),
    ],
)
def test_what_forbids_to_publish_stands_at_the_day(
    office: Visitor, now: Any, wrong: dict[str, str], words: str
) -> None:
    law = law_in_force(settings.DATA)
    ended = [key for key, row in law.instruments.items() if (row.last_day_in_force or day_of(now)) < day_of(now)]
    told = {name: ended[0] if value == "OVER" else value for name, value in with_law(NEW_KIND | wrong).items()}
    assert fill(office, "catalog:make-list-kind", **told).status_code == 302
    refused = fill(office, "catalog:publish-list-kind", NEW_KIND["key"], on=day_of(now).isoformat())
    assert refused.status_code == 422
    assert words in str(refused.context["form"].errors["on"])


def test_of_two_who_make_the_same_key_at_once_one_is_told_that_it_is_taken(committed_db: object) -> None:  # noqa: ARG001  stands in the database
    actor, kind, now = system_actor("test"), standard_list_kinds()["wages"], datetime(2026, 7, 1, tzinfo=UTC)
    start = Barrier(2)

    def one(number: int) -> str:
        try:
            start.wait(timeout=30)
            named = replace(kind, name=f"示例{number}", units=())
            draft_list_kind(actor=actor, now=now, key="wages-county", seen=0, kind=named, new=True)
        except KeyTaken as refusal:
            return refusal.sentence()
        else:
            return "made"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        answers = sorted(threads.map(one, range(2)))
    assert answers[0] == "made"
    assert "代号“wages-county”已经用过" in answers[1]


def test_a_new_measure_is_made_and_published_only_with_an_article_in_force(office: Visitor, now: Any) -> None:
    given, today = with_law(NEW_MEASURE), day_of(now).isoformat()
    assert fill(office, "catalog:make-measure", **given | {"last_day": "2026-01-02"}).status_code == 302
    over = fill(office, "catalog:publish-measure", "no-county-prize", on=today)
    assert "没有生效" in text(over)
    assert retype(office, "catalog:change-measure", "no-county-prize", last_day="").status_code == 302
    assert fill(office, "catalog:publish-measure", "no-county-prize", on=today).status_code == 302
    assert "取消示例评优资格" in text(office.get("catalog:measures"))


def test_what_a_measure_rests_on_and_who_orders_it_is_changed_and_told_by_names(
    office: Visitor, cast: Cast, now: Any
) -> None:
    key = "wages-public-money"
    changed = {"basis_article": "第四十九条", "ordered_by": "listing-body", "units": [cast.bureau.code]}
    assert retype(office, "catalog:change-measure", key, **changed).status_code == 302
    asked = text(office.get("catalog:publish-measure", key))
    assert "第四十九条" in asked
    assert "由列入机关决定" in asked
    assert fill(office, "catalog:publish-measure", key, on=day_of(now).isoformat()).status_code == 302
    page = text(office.get("catalog:measure", key))
    assert f"改为“{cast.bureau.name}”" in page
    assert "触发的名单 拖欠农民工工资失信联合惩戒对象名单" in page


def test_a_change_that_touches_nothing_changes_nothing(office: Visitor, now: Any) -> None:
    for shelf, keys in (("list-kind", ListKindVersion), ("measure", MeasureVersion)):
        for key in keys.objects.order_by("row__key").values_list("row__key", flat=True).distinct()[:40]:
            assert retype(office, f"catalog:change-{shelf}", key).status_code == 302, key
            told = text(fill(office, f"catalog:publish-{shelf}", key, on=day_of(now).isoformat()))
            assert "没有改动" in told, key


def test_only_the_office_makes_new_ones(enter: Enter) -> None:
    visitor = enter("reporter")
    assert "新建措施" not in text(visitor.get("catalog:measures"))
    assert visitor.get("catalog:make-measure").status_code == 403
    assert visitor.get("catalog:make-list-kind").status_code == 403


def test_the_tables_are_workbooks_too(office: Visitor) -> None:
    file = office.browser.get("/desk/catalog/measures/?as=xlsx")
    sheet = openpyxl.load_workbook(BytesIO(file.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1][:2] == ("名称", "代号")
    assert len(rows) == 2 + MeasureVersion.objects.values("row").distinct().count()


def test_a_name_that_looks_like_a_formula_is_words_in_the_workbook(office: Visitor) -> None:
    odd = with_law(NEW_MEASURE) | {"name": "=1+1", "key": "odd"}
    assert fill(office, "catalog:make-measure", **odd).status_code == 302
    sheet = openpyxl.load_workbook(BytesIO(office.browser.get("/desk/catalog/measures/?as=xlsx").content)).active
    assert sheet is not None
    cell = next(row[0] for row in sheet.iter_rows() if row[1].value == "odd")
    assert (cell.data_type, cell.value) == ("s", "=1+1")
