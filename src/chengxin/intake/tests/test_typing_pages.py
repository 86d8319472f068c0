"""A record typed in a form: drafts, checks, what the law says before it is sent, and the submission it becomes."""

import html
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chengxin.audit.models import AuditEntry
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.roles import Role
from chengxin.intake import services
from chengxin.intake.models import Draft, Submission
from chengxin.intake.services.sending import SameFileAtWork
from chengxin.intake.services.typing import RowFaulty
from chengxin.intake.tests.rows import COMPANY, SOUND
from chengxin.intake.tests.scenes import NOW, bureau, loaded, processed, recent, reporter, shown
from chengxin.register.models import RecordVersion
from chengxin.units.models import Unit
from chengxin.units.queries import day_of
from chengxin.vault.services import read_file
from chengxin.vault.tests.people import Person, person, sign_in

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("db")]
ITEM = "penalty-organisation"
DECIDED = day_of(NOW) - timedelta(days=1)


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in that database
    return bureau()


@pytest.fixture
def clerk(unit: Unit) -> Person:
    return person(unit, Role.REPORTER)


@pytest.fixture
def client(client: Client, clerk: Person) -> Client:
    sign_in(client, clerk)
    return client


def filled(**changes: str | list[str]) -> dict[str, Any]:
    """Return a complete form with some fields changed."""
    codes = {
        "CF_XDR_LB": "organisation",
        "CF_CFLB": ["fine"],
        "CF_JDRQ": DECIDED.isoformat(),
        "CF_YXQ": "2099-12-31",
        "CX_SXCD": "general",
    }
    return {**SOUND, **codes, **changes}


def begun(client: Client) -> str:
    response = client.post(reverse("intake:typing"), {"item": ITEM})
    return str(response["Location"])


def words(response: Any) -> str:
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", html.unescape(plain))


def test_a_typed_record_becomes_a_submission_and_a_public_record(client: Client, unit: Unit) -> None:
    address = begun(client)
    checked = client.post(address, filled(do="check"))
    assert "核对无误，可以报送" in words(checked)
    assert "一小时内可以整批撤回" in words(checked)
    assert not Submission.objects.exists()

    sent = client.post(address, filled(do="send"))
    assert sent.status_code == 302
    row = Submission.objects.get()
    assert (row.origin, row.unit, row.state, row.draft.begun_by) == (
        "form",
        unit,
        "received",
        Draft.objects.get().begun_by,
    )
    assert row.file.name == "逐条填报-示市监处罚〔2026〕11号.json"
    row = processed(row)
    assert (row.state, row.rows, row.accepted) == ("done", 1, 1)
    (view,) = shown(COMPANY)
    assert view.severity == "一般"
    assert RecordVersion.objects.get().severity_author == "unit"
    assert client.get(address).status_code == 404


def test_the_raw_file_holds_what_was_typed(client: Client, clerk: Person) -> None:
    client.post(begun(client), filled(do="send"))
    row = Submission.objects.get()
    opened = read_file(actor=clerk.actor, now=NOW, file_id=row.file.public_id, reason="核对", basis="工作需要")
    (typed,) = json.loads(b"".join(opened.pieces()))
    assert typed["CF_NR_FK"] == "0.2"
    assert typed["CF_CFLB"] == "fine"


def test_faults_stand_at_their_fields_and_the_draft_is_kept(client: Client) -> None:
    address = begun(client)
    code = f"{COMPANY[:-1]}{'0' if COMPANY[-1] != '0' else '1'}"
    response = client.post(address, filled(do="send", CF_XDR_SHXYM=code, CF_NR_FK="", CF_SY=""))
    assert response.status_code == 422
    errors = response.context["form"].errors
    assert set(errors) == {"CF_XDR_SHXYM", "CF_NR_FK", "CF_SY"}
    assert "校验码" in errors["CF_XDR_SHXYM"][0]
    assert not Submission.objects.exists()
    assert Draft.objects.get().values["CF_XDR_MC"] == SOUND["CF_XDR_MC"]
    assert f'value="{code}"' in client.get(address).content.decode()


def test_a_name_that_is_not_the_code_s_is_found_before_sending(client: Client, unit: Unit) -> None:
    loaded(unit, recent())
    response = client.post(begun(client), filled(do="check", CF_XDR_MC="示例市另一家食品有限公司", CF_WSH="另一号"))
    assert "CF_XDR_MC" in response.context["form"].errors


def test_the_severity_is_proposed_and_has_to_be_chosen(client: Client) -> None:
    address = begun(client)
    response = client.post(address, filled(do="check", CX_SXCD=""))
    assert response.status_code == 422
    assert "CX_SXCD" in response.context["form"].errors
    told = words(response)
    assert "失信程度建议选“一般”" in told
    assert "由作出决定的单位确认" in told
    chosen = client.post(address, filled(do="check", CX_SXCD="serious"))
    assert "系统的建议是“一般”" in words(chosen)


def test_the_window_and_the_clock_are_reckoned_as_a_fragment_too(client: Client) -> None:
    address = begun(client)
    nothing = client.get(address)
    assert nothing.context["page"].reckoning.clock is None
    fragment = client.post(address, filled(), headers={"HX-Request": "true"})
    told = words(fragment)
    assert "<html" not in fragment.content.decode()
    assert "草稿已保存" in told
    assert "以前报送" in told
    assert "还剩" in told
    assert f"公示到{(DECIDED.year + 1)}年" in told
    assert "2,000元" in told
    whole = client.post(address, filled(do="reckon"))
    assert whole.status_code == 200
    assert "以前报送" in words(whole)
    assert not whole.context["page"].ready


def test_a_late_decision_goes_on_with_a_remark_beside_its_day(client: Client) -> None:
    late = (day_of(NOW) - timedelta(days=40)).isoformat()
    response = client.post(begun(client), filled(do="check", CF_JDRQ=late))
    assert response.context["page"].ready
    assert "请留意" in words(response)
    assert "已过期限，可以报送，记为迟报" in words(response)


def test_what_is_unusual_is_folded_and_numbers_of_persons_are_not_asked(client: Client) -> None:
    response = client.get(begun(client))
    names = [part.title for part in response.context["page"].parts]
    assert names == ["主体", "决定", "内容", "机关", "其他"]
    assert "CF_FR_ZJHM" not in response.context["form"].fields
    subject = response.context["page"].parts[0]
    assert "CF_XDR_GSZC" in {line.bound.name for line in subject.rare}
    assert not subject.rare_open


def test_the_unit_is_filled_in(client: Client, unit: Unit) -> None:
    form = client.get(begun(client)).context["form"]
    assert form["CF_SJLY"].value() == unit.name


def test_drafts_are_listed_continued_and_deleted_once_asked(client: Client) -> None:
    address = begun(client)
    saved = client.post(address, {"CF_XDR_MC": "示例市半成品有限公司", "do": "save"}, follow=True)
    assert "示例市半成品有限公司" in words(saved)
    assert "1份草稿还没有报送" in words(saved)
    assert 'value="示例市半成品有限公司"' in client.get(address).content.decode()
    delete = f"{address}/delete"
    assert "不能恢复" in words(client.get(delete))
    assert Draft.objects.count() == 1
    assert "没有草稿" in words(client.post(delete, follow=True))
    assert not Draft.objects.exists()
    codes = set(AuditEntry.objects.filter(object_kind="draft").values_list("action", flat=True))
    assert codes == {"intake.draft-begun", "intake.draft-deleted"}


def test_an_untouched_draft_is_taken_up_again(client: Client) -> None:
    assert begun(client) == begun(client)
    client.post(begun(client), {"CF_XDR_MC": "甲"})
    assert len({begun(client), begun(client)}) == 1
    assert Draft.objects.count() == 2


def test_a_draft_is_the_unit_s_own(client: Client, unit: Unit) -> None:
    address = begun(client)
    client.post(address, filled())
    colleague, stranger = Client(), Client()
    sign_in(colleague, person(unit, Role.REVIEWER))
    sign_in(stranger, person(bureau(), Role.REPORTER))
    assert colleague.get(address).status_code == 200
    for response in (
        stranger.get(address),
        stranger.post(address, filled(do="send")),
        stranger.post(f"{address}/delete"),
    ):
        assert response.status_code == 404
    assert "没有草稿" in words(stranger.get(reverse("intake:drafts")))


def test_what_came_back_is_a_draft_again(client: Client, unit: Unit) -> None:
    loaded(bureau(), recent(CF_JDRQ=DECIDED.isoformat(), CF_SY="另一单位报送的事实"))
    address = begun(client)
    client.post(address, filled(do="send"))
    assert client.get(address).status_code == 404
    row = processed(Submission.objects.get(unit=unit))
    assert (row.state, row.returned) == ("done", 1)
    assert "已退回，请改正" in words(client.get(reverse("intake:drafts")))
    client.post(address, filled(do="send", CF_WSH="示市监处罚〔2026〕99号"))
    row = processed(Submission.objects.filter(unit=unit).latest("id"))
    assert row.accepted == 1
    assert client.get(address).status_code == 404
    services.withdraw_submission(actor=reporter(unit), now=NOW, submission=row.public_id)
    assert "已撤回" in words(client.get(reverse("intake:drafts")))


def seen_in(response: Any) -> str:
    (value,) = re.findall(r'name="seen" value="([^"]+)"', response.content.decode())
    return str(html.unescape(value))


def test_a_colleague_s_work_is_not_overwritten_unsaid(client: Client, unit: Unit) -> None:
    address = begun(client)
    before = seen_in(client.get(address))
    colleague = Client()
    sign_in(colleague, person(unit, Role.REPORTER))
    colleague.post(address, filled(do="check", CF_WSH="同事的文号", seen=before))

    kept = client.post(address, filled(CF_WSH="我的文号", seen=before), headers={"HX-Request": "true"})
    assert "改过这份草稿" in words(kept)
    assert seen_in(kept) == before
    told = client.post(address, filled(do="send", CF_WSH="我的文号", seen=before))
    assert told.status_code == 422
    assert "改过这份草稿" in words(told)
    assert "我的文号" in told.content.decode()
    assert Draft.objects.get().values["CF_WSH"] == "同事的文号"
    assert not Submission.objects.exists()

    again = client.post(address, filled(do="check", CF_WSH="我的文号", seen=seen_in(told)))
    assert "核对无误" in words(again)
    assert Draft.objects.get().values["CF_WSH"] == "我的文号"


def test_what_was_kept_but_could_not_be_sent_is_not_called_lost(client: Client) -> None:
    client.post(begun(client), filled(do="send"))
    told = client.post(begun(client), filled(do="send"))
    assert told.status_code == 422
    assert "草稿已保存" in words(told)
    assert Submission.objects.count() == 1


def test_one_s_own_second_window_is_not_in_the_way(client: Client) -> None:
    address = begun(client)
    before = seen_in(client.get(address))
    for number in ("1号", "2号"):
        assert client.post(address, filled(do="check", CF_WSH=number, seen=before)).status_code == 200
    assert Draft.objects.get().values["CF_WSH"] == "2号"


def test_an_item_that_is_not_ours_is_refused(client: Client) -> None:
    assert client.post(reverse("intake:typing"), {"item": "no-such-item"}).status_code == 422
    assert client.get(reverse("intake:typing")).status_code == 200


def test_the_service_refuses_what_the_form_would(unit: Unit) -> None:
    actor = reporter(unit)
    draft = services.start_draft(actor=actor, now=NOW, unit=unit.id, item=ITEM)
    with pytest.raises(RowFaulty):
        services.send_draft(actor=actor, now=NOW, draft=draft.public_id)
    typed = {code: ";".join(text) if isinstance(text, list) else text for code, text in filled().items()}
    for _number in range(2):
        draft = services.start_draft(actor=actor, now=NOW, unit=unit.id, item=ITEM)
        services.save_draft(actor=actor, now=NOW, draft=draft.public_id, values=typed | {"strange": "x"})
        assert "strange" not in Draft.objects.get(id=draft.id).values
        if _number:
            with pytest.raises(SameFileAtWork):
                services.send_draft(actor=actor, now=NOW, draft=draft.public_id)
        else:
            services.send_draft(actor=actor, now=NOW, draft=draft.public_id)
    with pytest.raises(NotFound):
        services.start_draft(actor=actor, now=NOW, unit=bureau().id, item=ITEM)


def test_a_licence_is_typed_without_a_severity(client: Client) -> None:
    address = str(client.post(reverse("intake:typing"), {"item": "licence-organisation"})["Location"])
    values = {
        "XK_XDR_MC": SOUND["CF_XDR_MC"], "XK_XDR_LB": "organisation", "XK_XDR_SHXYM": COMPANY, "XK_FRDB": "某某",
        "XK_XKWS": "食品经营许可决定书", "XK_WSH": "示许〔2026〕1号", "XK_XKLB": "ordinary", "XK_NR": "食品经营",
        "XK_JDRQ": DECIDED.isoformat(), "XK_YXQZ": DECIDED.isoformat(), "XK_YXQZI": "2099-12-31",
        "XK_XKJG": "演示一局", "XK_XKJGDM": SOUND["CF_CFJGDM"], "XK_ZT": "valid", "XK_LYDW": "演示一局",
        "XK_LYDWDM": SOUND["CF_CFJGDM"], "do": "send",
    }  # fmt: skip
    assert client.post(address, values).status_code == 302
    assert processed(Submission.objects.get()).state == "done"
    assert not shown(COMPANY)[0].adverse
