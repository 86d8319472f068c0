"""The headers that the office lets mean a field."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from chengxin.audit.models import AuditEntry
from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.foundation.roles import Role
from chengxin.intake import services
from chengxin.intake.models import HeaderAlias
from chengxin.intake.services.aliases import BadHeader, HeaderOfLayouts, HeaderTaken, UnknownAliasField
from chengxin.intake.tests.scenes import NOW, bureau, reporter
from chengxin.register.tests.scenes import OFFICE, county_office
from chengxin.units.models import Unit
from chengxin.vault.tests.people import bureau as seated_bureau
from chengxin.vault.tests.people import person, sign_in

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("db")]
ITEM = "penalty-organisation"
Add = Callable[..., HeaderAlias]


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in that database
    return bureau()


@pytest.fixture
def add() -> Add:
    def added(header: str, field: str = "CF_YJ", unit: int | None = None, item: str = ITEM) -> HeaderAlias:
        return services.add_alias(actor=OFFICE, now=NOW, item=item, header=header, field=field, unit=unit)

    return added


def test_an_alias_is_on_record(add: Add) -> None:
    alias = add(" 根据 条款 ")
    assert (alias.header, alias.plain) == ("根据 条款", "根据条款")
    entry = AuditEntry.objects.get(action="intake.alias-added")
    assert (entry.object_id, entry.facts["field"]) == (alias.public_id, "CF_YJ")
    services.end_alias(actor=OFFICE, now=NOW, alias=alias.public_id)
    assert AuditEntry.objects.filter(action="intake.alias-ended", object_id=alias.public_id).exists()
    add("根据条款", "CF_SY")


@pytest.mark.parametrize("header", ["CF_YJ", "处罚依据", "处罚 依据（必填）", "法律依据", "处罚部门"])
def test_a_header_of_the_item_means_what_it_means(add: Add, header: str) -> None:
    with pytest.raises(HeaderTaken) as refused:
        add(header, "CF_SY")
    assert "不能再指别的字段" in refused.value.sentence()


@pytest.mark.parametrize("header", ["行政相对人代码_2", "公示期限表", "CF_XDR_SFZ", "DFBM", "地方编码"])
def test_a_header_that_years_read_differently_is_for_one_unit_at_most(add: Add, unit: Unit, header: str) -> None:
    if header == "公示期限表":
        assert add(header).unit is None
        return
    with pytest.raises(HeaderOfLayouts):
        add(header)
    assert add(header, unit=unit.id).unit == unit


def test_a_header_means_one_field_at_a_time(add: Add, unit: Unit) -> None:
    add("根据条款")
    with pytest.raises(HeaderTaken) as refused:
        add("＊根据条款：", "CF_SY")
    assert "“处罚依据”的表头" in refused.value.sentence()
    assert add("根据条款", "CF_SY", unit=unit.id).field == "CF_SY"
    with pytest.raises(HeaderTaken):
        add("根据条款", "CF_NR", unit=unit.id)


def test_the_database_keeps_it_so(add: Add) -> None:
    first = add("根据条款")
    with pytest.raises(IntegrityError), transaction.atomic():
        HeaderAlias.objects.create(
            public_id="x", item=ITEM, header="a", plain=first.plain, field="CF_SY", added_at=NOW, added_by_name="某"
        )


@pytest.mark.parametrize(
    ("header", "field", "refusal"), [("（）", "CF_YJ", BadHeader), ("根据", "X", UnknownAliasField)]
)
def test_bad_input_is_refused(add: Add, header: str, field: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        add(header, field)


def test_an_item_that_is_not_in_force_is_not_found(add: Add) -> None:
    with pytest.raises(NotFound):
        add("根据条款", item="no-such-item")


def test_only_the_office_keeps_aliases_and_within_its_reach(unit: Unit) -> None:
    with pytest.raises(NotPermitted):
        services.add_alias(actor=reporter(unit), now=NOW, item=ITEM, header="根据", field="CF_YJ", unit=unit.id)
    county, theirs = county_office("990200"), bureau("990200")
    wish: dict[str, Any] = {"now": NOW, "item": ITEM, "header": "根据", "field": "CF_YJ"}
    assert services.add_alias(actor=county, unit=theirs.id, **wish).unit == theirs
    for other in (None, unit.id):
        with pytest.raises(NotFound):
            services.add_alias(actor=county, unit=other, **wish)


def test_the_page_refuses_in_chinese_beside_the_field(client: Client) -> None:
    sign_in(client, person(seated_bureau(), Role.CREDIT_OFFICE))
    assert "还没有登记过表头别名" in client.get("/desk/aliases/").content.decode()
    address = f"/desk/aliases/add/{ITEM}"
    response = client.post(address, {"header": "处罚依据", "target": "CF_SY", "unit": ""})
    assert response.status_code == 422
    assert "已经是“处罚依据”的表头" in response.content.decode()
    assert client.post(address, {"header": "根据条款", "target": "CF_YJ", "unit": ""}).status_code == 302
    html = client.get(f"/desk/aliases/?item={ITEM}").content.decode()
    assert "根据条款" in html
    assert "所有单位" in html
    assert client.get("/desk/aliases/add/no-such-item").status_code == 404
