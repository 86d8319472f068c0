"""A file with more rows than are laid before a person: the receipt says how many of how many, and what to do."""

import pytest
from django.test import Client
from django.urls import reverse

from chengxin.codes.models import CodeFault
from chengxin.foundation.roles import Role
from chengxin.intake.models import UnidentifiedRow
from chengxin.intake.rules.identifying import MOST
from chengxin.intake.services.doubting import MOST as MOST_FAULTS
from chengxin.intake.tests.scenes import loaded, recent
from chengxin.intake.tests.test_codes import code, registered, wrong_end
from chengxin.units.models import Unit
from chengxin.vault.tests.people import bureau, person, sign_in

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("db")]


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in that database
    return bureau()


@pytest.fixture
def client(client: Client, unit: Unit) -> Client:
    sign_in(client, person(unit, Role.REPORTER))
    return client


def test_of_too_many_rows_without_a_code_the_receipt_says_how_many_wait(client: Client, unit: Unit) -> None:
    told = {"CX_SXCD": "一般", "CF_XDR_GSZC": "", "CF_XDR_ZZJG": "", "CF_XDR_SHXYM": ""}
    rows = [
        recent(**told, CF_WSH=f"示市监处罚〔2026〕{number}号", CF_XDR_MC=f"测试第{number}贸易有限公司")
        for number in range(MOST + 3)
    ]
    row = loaded(unit, *rows)
    assert (row.returned, UnidentifiedRow.objects.filter(submission=row).count()) == (MOST + 3, MOST)
    page = client.get(reverse("intake:submission", args=[row.public_id])).content.decode()
    assert "只有代码不能用的有2,003行，其中前2,000行列入“待认定主体”，其余3行没有列入" in page
    assert "请下载退回的行，补上代码以后作为改好的行再传" in page


def test_a_file_of_which_all_rows_wait_says_nothing_of_it(client: Client, unit: Unit) -> None:
    row = loaded(unit, recent(CX_SXCD="一般", CF_XDR_SHXYM="", CF_XDR_MC="测试甲贸易有限公司"))
    assert UnidentifiedRow.objects.filter(submission=row).count() == 1
    page = client.get(reverse("intake:submission", args=[row.public_id])).content.decode()
    assert "没有列入" not in page


def test_of_too_many_wrong_codes_the_receipt_says_that_none_is_listed(client: Client, unit: Unit) -> None:
    rows = [registered(wrong_end(code(number)), f"测试第{number}贸易有限公司") for number in range(MOST_FAULTS + 1)]
    row = loaded(unit, *rows, item="registration")
    assert (row.state, row.returned, CodeFault.objects.count()) == ("done", MOST_FAULTS + 1, 0)
    page = client.get(reverse("intake:submission", args=[row.public_id])).content.decode()
    assert "代码有错的有2,001处，超过2,000处的按整列填错处理，一处也没有列入“重错码”" in page
    assert "请核对代码这一列是不是选错、错位" in page
    assert "请分成几份报送" in page
