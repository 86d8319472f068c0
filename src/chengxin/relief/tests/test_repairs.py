"""Repairs: what can be applied for, from when, where and with which papers, by the day of the application."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from chengxin.foundation.refusals import Refusal
from chengxin.foundation.roles import Role
from chengxin.law.book import load
from chengxin.notices.models import Notice
from chengxin.register import public
from chengxin.register.models import DisputeMark, Record, Takedown
from chengxin.register.public import RecordGone
from chengxin.register.rules import TakedownReason
from chengxin.register.services import Why, take_down
from chengxin.register.tests.scenes import (
    ITEMS,
    NOW,
    OFFICE,
    WINDOW,
    Fact,
    Permit,
    officer,
    organisation,
    record_of,
    shown,
)
from chengxin.register.tests.scenes import LICENCE as LICENCE_ITEM
from chengxin.relief import queries, services
from chengxin.relief.models import Case
from chengxin.relief.queries import advice_for
from chengxin.relief.rules.procedure import Result, State
from chengxin.relief.rules.repairs import Chance, Shown, chance_of
from chengxin.relief.services import Decision
from chengxin.relief.services.filing import NotRepairable
from chengxin.relief.services.moving import MoveNotOpen, SomethingMissing
from chengxin.relief.services.repairing import BadDecisionDay, ResultMissing
from chengxin.relief.tests.scenes import Scene
from chengxin.subjects.models import Organisation
from chengxin.units.models import Unit
from chengxin.vault.tests.people import bureau, person, sign_in

LAW = load(None)
TWO = ("已经改正并履行法定义务的证明", "信用承诺书")


@given(earliest=st.dates(date(2019, 1, 1), date(2030, 1, 1)), on=st.dates(date(2019, 1, 1), date(2030, 1, 1)))
def test_an_application_is_possible_from_its_first_day_on(earliest: date, on: date) -> None:
    assert (chance_of(Shown("general", earliest), on) is Chance.NOW) == (on >= earliest)


def test_what_is_never_repaired_says_so_and_what_no_rule_speaks_of_is_not_called_never() -> None:
    assert chance_of(Shown("specific-serious", None), date(2021, 1, 1)) is Chance.NEVER
    assert chance_of(Shown("", None), date(2018, 1, 1)) is Chance.UNSAID


@pytest.mark.parametrize(
    ("rule", "severity", "on", "entrance", "papers"),
    [
        ("R1", "general", date(2019, 6, 30), None, 0),
        ("R2", "general", date(2019, 7, 1), "city", 3),
        ("R2", "serious", date(2023, 4, 30), "city", 5),
        ("R2", "serious", date(2023, 5, 1), "credit-china", 7),
        ("R3", "general", date(2025, 6, 21), "credit-china", 7),
        ("R3", "general", date(2025, 6, 22), "credit-china", 2),
        ("R4", "serious", date(2026, 4, 1), "credit-china", 2),
        ("M1", "", date(2021, 9, 1), "enterprise-system", 0),
        ("M2", "", date(2026, 4, 1), "enterprise-system", 2),
        ("", "", date(2026, 11, 28), "credit-china", 2),
    ],
)
def test_the_way_is_that_of_the_day_of_the_application(
    rule: str, severity: str, on: date, entrance: str | None, papers: int
) -> None:
    way = LAW.repair_way(rule, severity, on=on)
    assert (way.entrance if way else None, len(way.materials) if way else 0) == (entrance, papers)


@pytest.fixture
def giving(db: None) -> Unit:  # noqa: ARG001  it stands in the database
    return bureau()


def given_to(unit: Unit, firm: Organisation) -> None:
    """Publish what stands against a firm: repairable now, later, never, unsaid; taken down; and a licence."""
    windows = {
        "早": replace(WINDOW, earliest_repair_on=date(2026, 6, 1)),
        "晚": WINDOW,
        "永": replace(WINDOW, minimum_ends_on=None, earliest_repair_on=None, reason="特定严重失信，不得提前修复。"),
        "撤": WINDOW,
    }
    shown(unit, *(Fact(firm, number, window=window) for number, window in windows.items()))
    shown(unit, Permit(firm), item=LICENCE_ITEM)
    why = Why(TakedownReason.REPAIRED, "已经信用修复", "测试依据")
    take_down(actor=OFFICE, now=NOW, records=[record_of("撤").public_id], why=why)


@pytest.mark.service
def test_what_stands_against_a_firm_is_told_with_its_first_day_and_its_way(giving: Unit) -> None:
    firm = organisation()
    given_to(giving, firm)
    found = advice_for(officer(giving, Role.CASE_OFFICER), firm.public_id, on=date(2026, 6, 30))
    chances = {one.document_number: one.chance for one in found}
    assert chances == {"早": Chance.NOW, "晚": Chance.LATER, "永": Chance.UNSAID}
    assert {one.way.materials for one in found if one.way} == {TWO}
    assert advice_for(officer(bureau(), Role.CASE_OFFICER), firm.public_id, on=date(2026, 6, 30)) == ()
    assert advice_for(OFFICE, firm.public_id, on=date(2026, 6, 30)) == found


@pytest.mark.service
def test_the_page_tells_where_to_go_and_what_to_bring(giving: Unit) -> None:
    firm = organisation()
    given_to(giving, firm)
    client = Client()
    sign_in(client, person(giving, Role.CASE_OFFICER))
    assert "输入代码" in client.get("/desk/relief/repairs").content.decode()
    page = client.get(f"/desk/relief/repairs?code={firm.unified_code}").content.decode()
    assert "现在就可以申请" in page
    assert "特定严重失信，不得提前修复。" in page
    assert all(paper in page for paper in TWO)
    assert "“信用中国”网站" in page
    answer = client.get("/desk/relief/repairs?code=91990100MA00000000")
    assert (answer.status_code, "没有收录这个主体" in answer.content.decode()) == (422, True)
    nothing = client.get(f"/desk/relief/repairs?code={organisation().unified_code}").content.decode()
    assert "没有正在公示的不利记录" in nothing


@dataclass(frozen=True)
class Applied:
    """An application for the first record of a scene, repairable since June."""

    scene: Scene
    row: Case

    def handed_over(self) -> Case:
        """Hand it over with all papers."""
        return services.hand_over(
            actor=self.scene.office(),
            now=NOW,
            case=self.row.public_id,
            seen=self.row.seen,
            words="信用中国受理编号某号",
            materials=TWO,
        )


@pytest.fixture
def applied(scene: Scene) -> Applied:
    """Return an application at the window."""
    number = f"示市监处罚〔2026〕{scene.bureau.id}3号"
    shown(scene.bureau, Fact(scene.firm, number, window=replace(WINDOW, earliest_repair_on=date(2026, 6, 1))))
    application = scene.application(record_of(number))
    row = services.file_repair(actor=scene.office(), now=NOW, unit=scene.house.id, application=application, scan=None)
    return Applied(scene, row)


DECIDED = Decision("某修决〔2026〕1号", "某局", date(2026, 6, 30))


@pytest.mark.service
def test_what_is_not_yet_repairable_is_not_taken(scene: Scene) -> None:
    with pytest.raises(NotRepairable) as caught:
        services.file_repair(
            actor=scene.office(), now=NOW, unit=scene.house.id, application=scene.application(), scan=None
        )
    assert "还不能申请修复" in caught.value.sentence()
    assert not Case.objects.exists()


@pytest.mark.service
def test_a_repair_is_numbered_by_itself_handed_over_whole_and_marks_nothing(applied: Applied) -> None:
    row, scene = applied.row, applied.scene
    assert row.written_number == f"{scene.house.short_name}修复〔2026〕1号"
    assert scene.filed(scene.records[0]).written_number == f"{scene.house.short_name}异议〔2026〕1号"
    about: dict[str, Any] = {"actor": scene.office(), "now": NOW, "case": row.public_id, "seen": row.seen}
    with pytest.raises(SomethingMissing) as caught:
        services.hand_over(**about, words="窗口转交", materials=TWO[:1])
    assert "材料还不齐" in caught.value.sentence()
    with pytest.raises(MoveNotOpen):
        services.accept(**about, words="")
    row = applied.handed_over()
    assert row.state == State.HANDED_OVER
    assert row.moves.get(move="hand-over").facts["entrances"] == ["“信用中国”网站"]
    assert not DisputeMark.objects.exists()
    (limit,) = queries.deadlines(queries.courses_of([row])[row.id])
    assert limit.due_on == date(2026, 7, 14)
    assert queries.cases_for(scene.clerk).filter(id=row.id).exists()
    assert row not in queries.cases_waiting(scene.office())


@pytest.mark.service
def test_a_granted_repair_leaves_every_surface_with_the_decision(applied: Applied) -> None:
    row = applied.handed_over()
    (record,) = queries.records_of(row)
    about: dict[str, Any] = {"actor": applied.scene.office(), "now": NOW, "case": row.public_id, "seen": row.seen}
    granted = {record.id: Result.REPAIR}
    bad_ones: tuple[tuple[dict[str, Any], type[Refusal]], ...] = (
        ({"decision": replace(DECIDED, number=" "), "results": granted}, SomethingMissing),
        ({"decision": replace(DECIDED, decided_on=date(2026, 7, 1)), "results": granted}, BadDecisionDay),
        ({"decision": replace(DECIDED, decided_on=date(2026, 6, 29)), "results": granted}, BadDecisionDay),
        ({"decision": DECIDED, "results": {}}, ResultMissing),
        ({"decision": DECIDED, "results": {record.id: Result.DELETE}}, ResultMissing),
    )
    for bad, refusal in bad_ones:
        with pytest.raises(refusal):
            services.decide_repair(**about, **bad)
    assert not Takedown.objects.exists()
    row = services.decide_repair(**about, decision=DECIDED, results=granted)
    gone = Takedown.objects.get()
    assert (row.state, gone.reason, gone.basis) == (State.DECIDED, "repaired", "某局某修决〔2026〕1号")
    with pytest.raises(RecordGone):
        public.record(record.record, ITEMS)
    told = Notice.objects.get(about_id=row.public_id)
    assert "修复" in told.body
    assert told.served


@pytest.mark.service
def test_what_was_not_granted_stays_and_can_be_applied_for_again(applied: Applied) -> None:
    row, scene = applied.handed_over(), applied.scene
    (record,) = queries.records_of(row)
    about: dict[str, Any] = {"actor": scene.office(), "now": NOW, "case": row.public_id, "seen": row.seen}
    services.decide_repair(**about, decision=DECIDED, results={record.id: Result.MAINTAIN})
    assert not Takedown.objects.exists()
    again = scene.application(Record.objects.get(public_id=record.record))
    row = services.file_repair(actor=scene.office(), now=NOW, unit=scene.house.id, application=again, scan=None)
    row = services.withdraw(actor=scene.office(), now=NOW, case=row.public_id, seen=row.seen, words="撤回")
    assert row.state == State.WITHDRAWN


@pytest.mark.service
def test_a_repair_on_pages(applied: Applied) -> None:
    scene, row = applied.scene, applied.row
    client = Client()
    sign_in(client, person(scene.house, Role.CREDIT_OFFICE))
    here = f"/desk/relief/cases/{row.public_id}/"
    assert "转交受理机关" in client.get(here).content.decode()
    back = client.post(f"{here}hand-over", {"seen": 1, "words": "窗口转交", "materials": TWO[:1]})
    assert (back.status_code, "材料还不齐" in back.content.decode()) == (422, True)
    assert client.post(f"{here}hand-over", {"seen": 1, "words": "窗口转交", "materials": TWO}).status_code == 302
    assert "信用修复办结" in client.get(here).content.decode()
    assert "已转交，待决定" in client.get("/desk/relief/?procedure=repair").content.decode()
    (record,) = queries.records_of(row)
    today = timezone.localdate().isoformat()
    typed = {"seen": 2, "number": "某号", "body": "某局", "decided_on": today, f"result_{record.id}": "repair"}
    assert client.post(f"{here}decide", {**typed, f"result_{record.id}": ""}).status_code == 422
    assert client.post(f"{here}decide", typed).status_code == 302
    assert Takedown.objects.get().reason == "repaired"
    printed = client.get(f"{here}print").content.decode()
    assert "某局某号" in printed
    code = scene.firm.unified_code
    again = client.get(f"/desk/relief/repairs/file?code={code}").content.decode()
    assert record.document_number not in again
    assert scene.records[0].versions.get().document_number in again  # its first day has come by now


@pytest.mark.service
def test_the_paper_that_goes_with_a_decision_tells_when_where_and_with_what(giving: Unit) -> None:
    firm = organisation()
    given_to(giving, firm)
    client, stranger = Client(), Client()
    sign_in(client, person(giving, Role.CASE_OFFICER))
    sign_in(stranger, person(bureau(), Role.CASE_OFFICER))
    address = f"/desk/relief/repairs/notices/{record_of('晚').public_id}"
    paper = client.get(address).content.decode()
    for words in (firm.name, "信用修复告知书", *TWO, "“信用中国”网站", "提出异议", giving.name):
        assert words in paper
    assert stranger.get(address).status_code == 404
    for number in ("撤", Permit(firm).number):
        assert client.get(f"/desk/relief/repairs/notices/{record_of(number).public_id}").status_code == 404
