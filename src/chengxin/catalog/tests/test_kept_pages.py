"""The staff pages of kinds of lists and of measures: read by all, changed and published by the office."""

from datetime import timedelta
from typing import Any

import pytest

from chengxin.catalog.models import ListKindVersion, MeasureVersion
from chengxin.catalog.tests.test_pages import fill
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
    bad = fill(office, "catalog:change-list-kind", "wages", **KIND, units=[unit.code], title="办法")
    assert bad.status_code == 422
    assert "认定标准要写全" in text(bad)
    standards = {
        "title": "示例办法",
        "number": "示〔2026〕1号",
        "issuer": "示例部",
        "issued_on": "2026-01-05",
        "text": "一、",
    }
    saved = fill(office, "catalog:change-list-kind", "wages", **KIND, units=[unit.code], **standards)
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
    assert fill(office, "catalog:change-measure", key, **words).status_code == 302
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
