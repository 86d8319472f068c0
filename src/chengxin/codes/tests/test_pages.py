"""Pages of codes: the work list, one fault, closing and opening again, rates, conversions, look-ups, who sees what."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chengxin.codes import services
from chengxin.codes.models import CodeFault, OldRegistration, Registrar
from chengxin.codes.rules.kinds import FaultKind
from chengxin.codes.tests.scenes import (
    FOUNDER,
    JOB,
    NOW,
    TODAY,
    code,
    opened,
    register,
    scan,
    suspicion,
    wrong_end,
)
from chengxin.foundation.roles import Role
from chengxin.units.models import Unit
from chengxin.vault.tests.people import Person, bureau, person, sign_in

pytestmark = pytest.mark.service
FAULTY = wrong_end(code(1))
LIST = "/desk/codes/faults/"


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def text(shown: str) -> str:
    """Return the words of a page, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown))


def heading(shown: str) -> str:
    return text(shown.split("<h1>", 1)[1].split("</h1>", 1)[0])


def post(client: Client, address: str, data: dict[str, object], status: int = 302) -> str:
    response = client.post(address, data)
    assert response.status_code == status, text(response.content.decode())
    return response.content.decode()


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in the database
    named = bureau()
    services.set_registrar(actor=FOUNDER, now=NOW, department="9", district="", unit=named.id)
    return named


@pytest.fixture
def clerk(client: Client, unit: Unit) -> Person:
    someone = person(unit, Role.REPORTER)
    sign_in(client, someone)
    return someone


def address(end: str = "") -> str:
    return f"{LIST}{CodeFault.objects.order_by('id')[0].public_id}/{end}"


def test_empty_pages_say_what_fills_them(client: Client, clerk: Person) -> None:
    assert clerk.user.id
    assert "没有待办的重错码" in heading(page(client, LIST))
    assert "还没有收到存量主体" in heading(page(client, "/desk/codes/"))
    assert "还没有归集代码" in heading(page(client, "/desk/codes/rates/"))
    assert "没有等待换发" in heading(page(client, "/desk/codes/waiting/"))
    assert "没有已换发" in heading(page(client, "/desk/codes/converted/"))
    assert "这一组里没有发现过问题" in page(client, "/desk/codes/rates/faults")


def test_a_fault_is_found_in_the_list_and_narrowed_to(client: Client, clerk: Person, unit: Unit) -> None:
    assert clerk.user.id
    opened(suspicion(unit, FAULTY), suspicion(unit, code(2)[:17], FaultKind.LENGTH, line=2))
    assert "2条重错码待办" in heading(page(client, LIST))
    assert "1条重错码待办" in heading(page(client, f"{LIST}?kind=bad-length"))
    assert "1条重错码待办" in heading(page(client, f"{LIST}?text={FAULTY}"))
    assert "没有待办" in heading(page(client, f"{LIST}?kind=shared-code"))
    assert "没有符合条件" in heading(page(client, f"{LIST}?state=closed"))
    assert "2条重错码" in heading(page(client, f"{LIST}?state=every&unit={unit.id}"))
    assert FAULTY in page(client, f"{LIST}faults.csv")
    assert "2条重错码待办" in heading(page(client, f"{LIST}?kind=nonsense&unit=zz"))


def test_a_fault_shows_what_the_check_works_out(client: Client, clerk: Person, unit: Unit) -> None:
    assert clerk.user.id
    opened(suspicion(unit, FAULTY))
    shown = text(page(client, address()))
    assert f"最后一位应是{code(1)[17]}，写的是{FAULTY[17]}" in shown
    assert "报送的文件" in shown
    assert "平台" in shown


def test_a_fault_is_closed_and_the_next_one_comes(client: Client, clerk: Person, unit: Unit) -> None:
    assert clerk.user.id
    opened(suspicion(unit, FAULTY), suspicion(unit, wrong_end(code(3)), line=3))
    assert "证照如此" not in page(client, address("close")), "a reporter does not confirm certificates"
    shown = post(client, address("close"), {"outcome": "corrected", "reason": "已对照", "right_code": code(1)}, 422)
    assert "还没有收到这个代码的登记信息" in shown
    register((code(1), "测试甲贸易有限公司"))
    second = CodeFault.objects.order_by("id")[1]
    answer = client.post(address("close"), {"outcome": "corrected", "reason": "已对照", "right_code": code(1)})
    assert answer.headers["Location"] == f"{LIST}{second.public_id}/"
    assert "已改正" in page(client, address())
    post(client, address("reopen"), {"reason": ""}, 422)
    post(client, address("reopen"), {"reason": "看错了一位"})
    assert "看错了一位" in page(client, address())
    assert CodeFault.objects.get(code=FAULTY).state == "open"


def test_the_work_list_is_among_what_waits_for_its_unit_only(client: Client, clerk: Person, unit: Unit) -> None:
    opened(suspicion(unit, FAULTY), suspicion(None, wrong_end(code(2))))
    assert clerk.user.id
    shown = page(client, "/desk/")
    assert "1件等您办理" in text(shown)
    assert "重错码" in shown.split("<main", 1)[1].split("</main", 1)[0]
    assert f'href="{LIST}"' in shown
    sign_in(client, person(bureau(), Role.REPORTER))
    assert "重错码" not in page(client, "/desk/").split("<main", 1)[1].split("</main", 1)[0]


def test_the_last_one_leads_back_to_the_list(client: Client, clerk: Person, unit: Unit) -> None:
    assert clerk.user.id
    opened(suspicion(unit, FAULTY))
    answer = client.post(address("close"), {"outcome": "not-a-fault", "reason": "报送单位填错"})
    assert answer.headers["Location"] == LIST


def test_a_reviewer_confirms_with_the_scan(client: Client, unit: Unit) -> None:
    someone = person(unit, Role.REVIEWER)
    sign_in(client, someone)
    opened(suspicion(unit, FAULTY))
    shown = post(client, address("close"), {"outcome": "confirmed", "reason": "证照如此"}, 422)
    assert "请附上证照的扫描件" in shown
    paper = SimpleUploadedFile("证照.pdf", scan().content.read(), "application/pdf")
    post(client, address("close"), {"outcome": "confirmed", "reason": "证照如此", "scan": paper})
    assert "重新打开" not in page(client, address())
    assert "confirmed-for-good" not in post(client, address("reopen"), {"reason": "再看"}, 422)


def test_another_unit_and_nobody_see_nothing(client: Client, unit: Unit) -> None:
    opened(suspicion(unit, FAULTY))
    assert client.get(address()).status_code == 302
    sign_in(client, person(bureau(), Role.REPORTER))
    page(client, address(), 404)
    page(client, address("close"), 404)
    assert "没有待办" in heading(page(client, LIST))


def test_the_city_states_its_rate_with_the_rows_behind(client: Client, clerk: Person, unit: Unit) -> None:
    assert clerk.user.id
    register(*((code(number), f"测试{number}号有限公司") for number in range(1, 4)))
    opened(suspicion(unit, FAULTY))
    shown = page(client, "/desk/codes/rates/")
    assert "重错码率33.33%，纠正率0.00%" in heading(shown)
    assert "期末没有办结的重码、错码、一主体多码" in shown
    behind = page(client, f"/desk/codes/rates/faults?unit={unit.id}")
    assert FAULTY[:2] in behind
    assert "1条问题" in heading(behind)
    services.close_months(actor=JOB, now=NOW.replace(month=7, day=1))
    month = page(client, "/desk/codes/rates/?month=2018-06&by=kind")
    assert "2018年6月末的数" in month
    assert "1条问题" in heading(page(client, "/desk/codes/rates/faults?month=2018-06&kind=enterprise&district=990100"))
    assert "33.33%" in page(client, "/desk/codes/rates/rates.csv?by=district&month=2018-06")
    assert FAULTY in page(client, "/desk/codes/rates/faults.csv?month=2018-06")
    assert "0条问题" in heading(page(client, "/desk/codes/rates/faults?unit=0"))


def test_conversions_lead_to_the_subjects_behind_them(client: Client, clerk: Person, unit: Unit) -> None:
    assert clerk.user.id
    ids = register((code(1), "测试1号有限公司"), registered_on=date(2010, 1, 1))
    services.note_events(actor=JOB, now=NOW, organisations=ids, unit=unit.id)
    OldRegistration.objects.create(
        unit=unit,
        old_kind="registration-number",
        old_number="990100000000013",
        name="测试等待有限公司",
        kind="enterprise",
        district="990100",
        registering_body="测试局",
        told_on=TODAY,
        recorded_at=NOW,
    )
    assert "存量转换率50.00%，还有1家没有换发" in heading(page(client, "/desk/codes/"))
    assert "50.00%" in page(client, "/desk/codes/conversion.csv?by=district")
    assert "测试等待有限公司" in page(client, f"/desk/codes/waiting/?unit={unit.id}&kind=enterprise")
    assert "990100000000013" in page(client, "/desk/codes/waiting/waiting.csv")
    assert "测试1号有限公司" in page(client, f"/desk/codes/converted/?unit={unit.id}&district=990100")
    assert code(1) in page(client, "/desk/codes/converted/converted.csv")
    assert "没有已换发" in heading(page(client, "/desk/codes/converted/?unit=0"))


def test_a_number_is_looked_up(client: Client, clerk: Person) -> None:
    assert clerk.user.id
    register((code(1), "测试1号有限公司"))
    lookup = "/desk/codes/look-up"
    assert "核对代码和旧证照" in heading(page(client, lookup))
    assert "代码校验正确" in heading(page(client, f"{lookup}?number={code(1)}"))
    assert "测试1号有限公司" in page(client, f"{lookup}?number={code(1).lower()}")
    assert "这个代码不对" in heading(page(client, f"{lookup}?number={FAULTY}"))
    assert "只是占位" in heading(page(client, f"{lookup}?number=无"))
    old = page(client, f"{lookup}?number=600037341&decided_on=2018-06-30")
    assert "平台里没有这个号码的主体" in old
    assert "组织机构代码" in heading(old)
    page(client, f"{lookup}?number={'9' * 65}", 422)
    page(client, f"{lookup}?number=600037341&decided_on=1700-01-01", 422)


def test_the_office_names_who_answers(client: Client, unit: Unit) -> None:
    office = person(bureau(), Role.CREDIT_OFFICE)
    sign_in(client, office)
    shown = page(client, "/desk/codes/registrars/")
    assert unit.name in shown
    post(client, "/desk/codes/registrars/new", {"department": "1", "district": "", "unit": str(unit.id)})
    post(client, "/desk/codes/registrars/new", {"department": "Q", "district": "", "unit": str(unit.id)}, 422)
    row = Registrar.objects.get(department="1")
    assert unit.name in page(client, f"/desk/codes/registrars/{row.id}/end")
    post(client, f"/desk/codes/registrars/{row.id}/end", {})
    page(client, f"/desk/codes/registrars/{row.id}/end", 404)
    sign_in(client, person(unit, Role.REPORTER))
    page(client, "/desk/codes/registrars/", 403)
