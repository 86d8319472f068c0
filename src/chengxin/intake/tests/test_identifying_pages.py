"""The pages of rows that wait for their subject, and of the names of authorities."""

import pytest
from django.test import Client
from django.urls import reverse

from chengxin.foundation.roles import Role
from chengxin.intake.models import UnidentifiedRow
from chengxin.intake.rules.identifying import Fate
from chengxin.intake.services import find_nobody
from chengxin.intake.tests.rows import COMPANY, SOUND
from chengxin.intake.tests.scenes import NOW, loaded, recent
from chengxin.register.tests.scenes import OFFICE
from chengxin.subjects.tests.cast import load
from chengxin.units.models import Unit, UnitName
from chengxin.vault.tests.people import bureau, person, sign_in

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("db")]
NAME = SOUND["CF_XDR_MC"]


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in that database
    return bureau()


@pytest.fixture
def row(unit: Unit) -> UnidentifiedRow:
    load([(COMPANY, NAME)])
    rows = [recent(CX_SXCD="一般", CF_WSH=f"示市监处罚〔2026〕{number}号") for number in (1, 2)]
    loaded(unit, rows[0], {**rows[1], "CF_XDR_SHXYM": "无", "CF_XDR_MC": NAME.replace("示例市", "")})
    return UnidentifiedRow.objects.get()


@pytest.fixture
def client(client: Client, unit: Unit) -> Client:
    sign_in(client, person(unit, Role.REVIEWER))
    return client


def decide(client: Client, row: UnidentifiedRow, organisation: str) -> tuple[int, str]:
    answer = client.post(reverse("intake:decide-identifying", args=[row.public_id]), {"organisation": organisation})
    return answer.status_code, answer.content.decode()


def test_the_queue_and_its_file(client: Client, row: UnidentifiedRow) -> None:
    page = client.get(reverse("intake:unidentified")).content.decode()
    assert "1行待认定" in page
    assert reverse("intake:identify", args=[row.public_id]) in page
    assert "没有找到" in client.get(reverse("intake:unidentified"), {"fate": "nobody"}).content.decode()
    text = client.get(reverse("intake:unidentified-file")).content.decode("utf-8-sig")
    assert row.name in text
    assert "待认定" in text


def test_it_stands_among_what_waits(client: Client, row: UnidentifiedRow) -> None:
    page = client.get("/desk/").content.decode()
    assert "认定1行报送的是哪个主体" in page
    find_nobody(actor=OFFICE, now=NOW, row_id=row.public_id)
    assert "报送的是哪个主体" not in client.get("/desk/").content.decode()


def test_a_code_that_nobody_has_and_nothing_at_all_come_back(client: Client, row: UnidentifiedRow) -> None:
    status, page = decide(client, row, "")
    assert (status, "请选择一个候选" in page) == (422, True)
    assert decide(client, row, "91999999MA00000000")[0] == 404
    row.refresh_from_db()
    assert row.fate == Fate.OPEN


def test_somebody_else_was_faster(client: Client, row: UnidentifiedRow) -> None:
    find_nobody(actor=OFFICE, now=NOW, row_id=row.public_id)
    status, page = decide(client, row, COMPANY)
    assert (status, "由办案员办理，没有再改" in page) == (422, True)


def test_a_decision_by_code_and_its_undoing(client: Client, row: UnidentifiedRow) -> None:
    status, _ = decide(client, row, COMPANY)
    row.refresh_from_db()
    assert (status, row.fate) == (302, Fate.FOUND)
    shown = client.get(reverse("intake:identify", args=[row.public_id])).content.decode()
    assert f"认定为{NAME}" in shown
    client.post(reverse("intake:undo-identifying", args=["last"]))
    row.refresh_from_db()
    assert row.fate == Fate.OPEN
    again = client.post(reverse("intake:undo-identifying", args=[row.public_id]), follow=True).content.decode()
    assert "还没有认定" in again
    last = client.post(reverse("intake:undo-identifying", args=["last"]), follow=True).content.decode()
    assert "没有可以撤销的认定" in last


def test_another_unit_s_row_is_not_there(row: UnidentifiedRow) -> None:
    stranger = Client()
    sign_in(stranger, person(bureau(), Role.REVIEWER))
    assert stranger.get(reverse("intake:identify", args=[row.public_id])).status_code == 404
    assert decide(stranger, row, COMPANY)[0] == 404


def test_the_office_says_what_a_name_of_an_authority_means(client: Client, unit: Unit) -> None:
    loaded(unit, recent(CX_SXCD="一般", CF_CFJG=unit.name[:-1]))
    office = Client()
    sign_in(office, person(unit, Role.CREDIT_OFFICE))
    page = office.get(reverse("intake:authorities")).content.decode()
    assert "1个机关名称不在单位名录里" in page
    given = {"name": unit.name[:-1], "unit": str(unit.id)}
    assert office.post(reverse("intake:add-authority"), given).status_code == 302
    assert office.post(reverse("intake:add-authority"), given).status_code == 422
    assert "机关名称都认得" in office.get(reverse("intake:authorities")).content.decode()
    written = UnitName.objects.get()
    assert office.post(reverse("intake:end-authority", args=[written.public_id])).status_code == 302
    assert client.get(reverse("intake:authorities")).status_code == 403
