"""From a unit's file over its public page to what mends it: corrected, revoked, taken down, and never back."""

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chengxin.audit.models import AuditEntry
from chengxin.foundation.roles import Role
from chengxin.intake.tests.rows import COMPANY, OFFICE, SOUND
from chengxin.intake.tests.scenes import NOW, bureau, loaded, recent, shown
from chengxin.register import public as register
from chengxin.register.models import Record, RecordVersion, Revocation
from chengxin.subjects.public import search_organisations
from chengxin.units.models import Unit
from chengxin.units.queries import day_of
from chengxin.units.rules import Level
from chengxin.vault.tests.people import person, sign_in

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("db")]
FINE = {"CF_NR": "罚款人民币叁仟元", "CF_NR_FK": "0.3"}


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in that database
    return bureau("990102", Level.COUNTY)


def browser(unit: Unit, *roles: Role) -> Client:
    client = Client()
    sign_in(client, person(unit, *roles))
    return client


def words(response: Any) -> str:
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", html.unescape(plain))


def the_record() -> str:
    return Record.objects.get().public_id


def page_of(client: Client, record: str) -> Any:
    return client.get(reverse("register:record", args=[record]))


def form_of(**changes: str | list[str]) -> dict[str, Any]:
    """Return the fields of the correction form as they stand, with some changed."""
    fixed = {"CF_WSH", "CF_XDR_MC", "CF_CFJG", "CF_JDRQ", "CF_XDR_SHXYM"}
    codes = {
        "CF_XDR_LB": "organisation",
        "CF_CFLB": ["fine"],
        "CF_YXQ": "2099-12-31",
        "CX_SXCD": "general",
    }
    return {code: text for code, text in {**SOUND, **codes}.items() if code not in fixed} | changes


def test_a_revoked_penalty_comes_down_and_no_import_brings_it_back(unit: Unit) -> None:
    loaded(unit, recent())
    record, reviewer = the_record(), browser(unit, Role.REVIEWER)
    assert len(shown(COMPANY)) == 1
    address = reverse("register:revoke", args=[record])
    day = day_of(NOW).isoformat()
    ruling = {"kind": "revoked", "revoked_on": day, "document_number": "示复决字〔2026〕3号", "sentence": "事实不清"}

    asked = reviewer.get(address)
    assert "三个工作日" in words(asked)
    assert "不能恢复" in words(asked)
    reckoned = reviewer.post(address, ruling | {"reckon": "1"})
    assert "应在" in words(reckoned)
    assert "示复决字〔2026〕3号" in reckoned.content.decode()
    assert not Revocation.objects.exists()

    done = reviewer.post(address, ruling | {"revoke": "1"}, follow=True)
    assert "已停止公示：决定已被变更、撤销、确认违法或者无效" in words(done)
    assert "示复决字〔2026〕3号" in words(done)
    assert shown(COMPANY) == ()
    with pytest.raises(register.RecordGone):
        register.record(record, {})
    assert AuditEntry.objects.filter(action="register.record-revoked", object_id=record).count() == 1

    again = loaded(unit, recent())
    assert (again.unchanged, again.accepted) == (1, 0)
    loaded(unit, recent(**FINE))
    assert shown(COMPANY) == ()
    assert search_organisations(COMPANY).hits[0].code == COMPANY


def test_a_correction_supersedes_and_the_public_page_says_so(unit: Unit) -> None:
    loaded(unit, recent(BZ="内部说明"))
    record, reporter = the_record(), browser(unit, Role.REPORTER)
    address = reverse("intake:correct", args=[record])
    ends_on = shown(COMPANY)[0].until.ends_on

    asked = reporter.get(address)
    assert 'value="0.2"' in asked.content.decode()
    assert SOUND["CF_WSH"] in words(asked)
    assert 'name="CF_WSH"' not in asked.content.decode()

    mended = form_of(**FINE, BZ="内部说明", why="金额录错")
    without = reporter.post(address, mended | {"do": "check", "why": ""})
    assert without.status_code == 422
    checked = reporter.post(address, mended | {"do": "check"})
    assert "将更正2项" in words(checked)
    assert "“2,000元”改为“3,000元”" in words(checked).replace(" ", "")
    assert RecordVersion.objects.count() == 1

    done = reporter.post(address, mended | {"do": "send"}, follow=True)
    assert "第2版，更正" in words(done)
    assert "罚款人民币贰仟元" in words(done)
    (view,) = shown(COMPANY)
    assert view.corrected
    assert {field.code: field.value for field in view.fields}["CF_NR_FK"] == "3,000元"
    assert view.until.ends_on == ends_on
    version = RecordVersion.objects.latest("number")
    assert (version.severity, version.severity_author) == ("general", "proposal")
    assert AuditEntry.objects.get(action="register.record-corrected").facts["why"] == "金额录错"


def test_a_correction_that_changes_nothing_or_is_faulty_leaves_what_stands(unit: Unit) -> None:
    loaded(unit, recent())
    address = reverse("intake:correct", args=[the_record()])
    reporter = browser(unit, Role.REPORTER)
    same = reporter.post(address, form_of(why="核对", do="send"), follow=True)
    assert "没有改动" in words(same)
    faulty = reporter.post(address, form_of(why="金额", do="send", CF_NR_FK=""))
    assert faulty.status_code == 422
    assert "必须填写“罚款金额（万元）”" in words(faulty)
    assert RecordVersion.objects.count() == 1


def test_whom_a_record_is_about_can_not_be_corrected(unit: Unit) -> None:
    loaded(unit, recent())
    record = the_record()
    another = form_of(CF_XDR_SHXYM=OFFICE, CF_WSH="别的文号", CF_SY="更正后的事实", why="试一试", do="send")
    browser(unit, Role.REPORTER).post(reverse("intake:correct", args=[record]), another)
    version = RecordVersion.objects.get(number=2)
    assert (version.payload["CF_XDR_SHXYM"], version.payload["CF_WSH"]) == (COMPANY, SOUND["CF_WSH"])
    assert version.payload["CF_SY"] == "更正后的事实"


def test_a_taken_down_record_leaves_every_public_answer(unit: Unit) -> None:
    loaded(unit, recent())
    record, reviewer = the_record(), browser(unit, Role.REVIEWER)
    address = reverse("register:take-down", args=[record])
    assert "将从公示页撤下，不能恢复" in words(reviewer.get(address))
    assert reviewer.post(address, {"reason": "corrected"}).status_code == 422
    assert len(shown(COMPANY)) == 1
    why = {"reason": "source-withdrawn", "sentence": "报错了对象", "basis": "来函1号"}
    done = reviewer.post(address, why, follow=True)
    assert "已停止公示：数据来源单位撤回" in words(done)
    assert "停止公示" not in [deed.label for deed in done.context["page"].deeds]
    assert shown(COMPANY) == ()
    assert "此前已经停止公示" in words(reviewer.post(address, why, follow=True))


def test_reach_and_role_decide_who_sees_and_who_may(unit: Unit) -> None:
    loaded(unit, recent())
    record = the_record()
    for stranger in (
        browser(bureau(), Role.REPORTER, Role.REVIEWER),
        browser(bureau("990121", Level.COUNTY), Role.CREDIT_OFFICE),
    ):
        for name in ("register:record", "register:revoke", "register:take-down", "intake:correct"):
            assert stranger.get(reverse(name, args=[record])).status_code in {403, 404}, name
        assert page_of(stranger, record).status_code == 404
    reporter = browser(unit, Role.REPORTER)
    assert [deed.label for deed in page_of(reporter, record).context["page"].deeds] == ["更正"]
    assert reporter.get(reverse("register:revoke", args=[record])).status_code == 403
    office = browser(bureau("990102", Level.COUNTY), Role.CREDIT_OFFICE)
    assert len(page_of(office, record).context["page"].deeds) == 3


def test_a_record_page_tells_all_and_leaves_a_look(unit: Unit) -> None:
    loaded(unit, recent(BZ="只给单位看"))
    record = the_record()
    response = page_of(browser(unit, Role.REPORTER), record)
    told = words(response)
    assert response.status_code == 200
    for part in ("公示到", "只给单位看", "某某", "第1版，首次报送", "一般", "系统建议，报送单位确认", "规则R4"):
        assert part in told, part
    look = AuditEntry.objects.get(action="register.record-seen")
    assert (look.object_id, bool(look.purpose), bool(look.basis)) == (record, True, True)
    assert reverse("api:get_proof") in response.content.decode()


def test_versions_of_two_units_files_are_compared_in_words(unit: Unit) -> None:
    loaded(unit, recent())
    loaded(unit, recent(**FINE, CX_SXCD="严重"))
    told = words(page_of(browser(unit, Role.REPORTER), the_record()))
    assert "第2版，再次报送，内容有变化" in told
    assert "罚款金额（万元）：“2,000元”改为“3,000元”" in told
    assert "失信程度：“一般”改为“严重”" in told
