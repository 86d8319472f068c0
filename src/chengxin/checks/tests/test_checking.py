"""Checking an organisation: what is answered, what is kept, who may."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chengxin.audit.models import AuditEntry
from chengxin.audit.public import looks_at
from chengxin.checks import services
from chengxin.checks.models import Check, CheckEvidence
from chengxin.checks.queries import answer_of, check_for, checks_for
from chengxin.checks.rules.answers import Identity
from chengxin.checks.services.checking import (
    BadApprovalEnd,
    BasisNeeded,
    MatterClosed,
    NothingAsked,
    PersonNotChecked,
    PurposeNeeded,
    TextTooLong,
)
from chengxin.checks.services.replaying import is_intact
from chengxin.checks.tests.scenes import (
    BUYING,
    MEASURE,
    QUALIFICATION,
    Scene,
    fresh,
    keeper,
    list_for_wages,
    penalise,
    scene,
)
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.foundation.roles import Role
from chengxin.measures.tests.scenes import officer
from chengxin.register.models import Record
from chengxin.register.rules import TakedownReason
from chengxin.register.services import Why, mark_disputed, take_down
from chengxin.register.tests.scenes import NIGHT, NOW, OFFICE, OVER, WINDOW, bureau, organisation
from chengxin.subjects.models import NamePeriod, OldNumber, Organisation
from chengxin.subjects.rules.naming import name_forms
from chengxin.units.queries import day_of

pytestmark = pytest.mark.service


@pytest.fixture
def desk(db: None) -> Scene:  # noqa: ARG001  the scene stands in the database
    return scene()


def told(answered: services.Answered) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answered.body)
    return found


def test_an_answer_names_facts_entries_and_measures_with_their_articles(desk: Scene) -> None:
    penalise(desk.firm)
    list_for_wages(desk.firm)
    answer = told(desk.check())
    assert [one["item"] for one in answer["records"]] == ["penalty-organisation"]
    assert [one["item"] for one in answer["entries"]] == ["wage-arrears"]
    assert answer["records"][0]["ends_on"] == "2090-01-01"
    assert answer["records"][0]["values"]["CF_NR"] == "罚款2000元"
    assert {one["key"]: one["by"] for one in answer["measures"]} == {
        MEASURE: [answer["entries"][0]["record"]],
        QUALIFICATION: [answer["records"][0]["record"]],
    }
    assert all(one["basis"].startswith("《") for one in answer["measures"])
    assert [one["code"] for one in answer["unknown"]] == ["needs-judgement"]


def test_measures_that_the_matter_does_not_name_are_not_offered(db: None) -> None:  # noqa: ARG001  the scene stands in the database
    desk = scene(replace(BUYING, measures=(QUALIFICATION,)))
    list_for_wages(desk.firm)
    assert told(desk.check())["measures"] == []


def test_what_ended_was_taken_down_or_withdrawn_is_not_in_an_answer(desk: Scene) -> None:
    penalise(desk.firm, number="示市监处罚〔2016〕1号", window=replace(WINDOW, ends_on=OVER))
    penalise(desk.firm, number="示市监处罚〔2026〕2号")
    record = Record.objects.get(versions__document_number="示市监处罚〔2026〕2号")
    why = Why(TakedownReason.REPAIRED, "已经信用修复", "测试依据")
    take_down(actor=OFFICE, now=NOW, records=[record.public_id], why=why)
    assert told(desk.check())["records"] == []


def test_a_dispute_stands_with_its_fact(desk: Scene) -> None:
    penalise(desk.firm)
    record = Record.objects.get(subject=desk.firm)
    mark_disputed(actor=OFFICE, now=NOW, record_id=record.public_id, basis="异议受理〔2026〕1号")
    assert told(desk.check())["records"][0]["disputed"] is True


def test_numbers_of_persons_and_representatives_never_stand_in_an_answer(desk: Scene) -> None:
    penalise(desk.firm)
    answered = desk.check()
    assert "某代表人" not in answered.body.decode()
    assert "CF_FRDB" not in told(answered)["records"][0]["values"]


@pytest.mark.parametrize(
    ("name", "how"), [("", Identity.CODE_ONLY), ("same", Identity.EXACT), ("某某别的公司", Identity.NAME_DIFFERS)]
)
def test_a_code_finds_the_subject_and_the_name_is_compared(desk: Scene, name: str, how: Identity) -> None:
    given = desk.firm.name if name == "same" else name
    assert told(desk.check(name=given))["subject"]["identity"] == how


def called(firm: Organisation, name: str, *, current: bool) -> None:
    """Give the firm a name by which it is found."""
    forms = name_forms(name)
    NamePeriod.objects.create(
        organisation=firm,
        name=name,
        normal=forms.normal,
        text=forms.text,
        tokens=forms.tokens,
        lane=1,
        personal=False,
        current=current,
    )


def test_a_former_name_is_said_to_be_one(desk: Scene) -> None:
    called(desk.firm, "旧名称有限公司", current=False)
    assert told(desk.check(name="旧名称有限公司"))["subject"]["identity"] == Identity.FORMER_NAME


def test_an_old_number_finds_the_subject_only_together_with_its_name(desk: Scene) -> None:
    number = "990100000000013"
    called(desk.firm, desk.firm.name, current=True)
    OldNumber.objects.create(organisation=desk.firm, kind="registration-number", number=number)
    assert told(desk.check(code=number, name=desk.firm.name))["subject"]["identity"] == Identity.OLD_NUMBER
    assert told(desk.check(code=number))["subject"]["identity"] == Identity.UNKNOWN
    assert told(desk.check(code=number, name="某某别的公司"))["subject"]["identity"] == Identity.UNKNOWN


def test_a_name_alone_links_nobody(desk: Scene) -> None:
    penalise(desk.firm)
    answered = desk.check(code="", name=desk.firm.name)
    answer = told(answered)
    assert answer["subject"]["identity"] == Identity.CANDIDATES
    assert answer["records"] == answer["entries"] == answer["measures"] == []
    assert answered.check.subject_id is None
    assert answered.check.closed_at is not None


def test_an_unknown_code_is_said_to_be_unknown(desk: Scene) -> None:
    assert told(desk.check(code="91999999MA00000001"))["subject"]["identity"] == Identity.UNKNOWN


def test_answer_evidence_and_trail_are_one_and_the_subject_sees_the_look(desk: Scene) -> None:
    answered = desk.check()
    evidence = CheckEvidence.objects.get(owner=answered.check)
    entry = AuditEntry.objects.get(action="checks.checked")
    assert evidence.body.encode() == answered.body
    assert entry.facts["answer"] == evidence.digest
    assert is_intact(evidence)
    (look,) = looks_at(object_kind="organisation", object_id=desk.firm.public_id, limit=5)
    assert look.unit == desk.unit.name
    assert "某项目投标人资格审查" in look.purpose


def test_a_flipped_byte_is_found(desk: Scene) -> None:
    evidence = CheckEvidence.objects.get(owner=desk.check().check)
    evidence.body = evidence.body.replace("check-1", "check-2")
    assert not is_intact(evidence)


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"code": " ", "name": ""}, NothingAsked),
        ({"code": "110101199003074477"}, PersonNotChecked),
        ({"purpose": " "}, PurposeNeeded),
        ({"purpose": "一" * 301}, PurposeNeeded),
        ({"basis": ""}, BasisNeeded),
        ({"name": "名" * 301}, TextTooLong),
        ({"code": "9" * 41}, TextTooLong),
        ({"reference": "号" * 101}, TextTooLong),
    ],
)
def test_a_question_without_what_it_needs_is_refused(
    desk: Scene, other: dict[str, str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        desk.check(None, **other)
    assert not Check.objects.exists()


def test_a_closed_matter_checks_nobody(db: None) -> None:  # noqa: ARG001  the scene stands in the database
    desk = scene(replace(BUYING, until=BUYING.since))
    with pytest.raises(MatterClosed):
        desk.check()


@pytest.mark.parametrize("days", [-1, 4000])
def test_an_approval_ends_on_a_day_that_can_be(desk: Scene, days: int) -> None:
    with pytest.raises(BadApprovalEnd):
        desk.check(until=day_of(NOW) + timedelta(days=days))


@pytest.mark.parametrize("role", [Role.REPORTER, Role.AUDITOR, Role.EDITOR])
def test_who_is_no_checker_checks_nobody(desk: Scene, role: Role) -> None:
    with pytest.raises(NotPermitted):
        services.check(actor=officer(desk.unit, role), now=NOW, asked=desk.asked())


def test_another_unit_neither_checks_in_the_matter_nor_sees_its_checks(desk: Scene) -> None:
    answered = desk.check()
    other = officer(bureau(), Role.CHECKER)
    with pytest.raises(NotFound):
        services.check(actor=other, now=NOW, asked=desk.asked())
    with pytest.raises(NotFound):
        check_for(other, answered.check.public_id)
    assert not checks_for(other).exists()


def test_what_was_taken_down_since_is_sealed_in_the_answer(desk: Scene) -> None:
    penalise(desk.firm)
    answered = desk.check()
    record = Record.objects.get(subject=desk.firm)
    why = Why(TakedownReason.REPAIRED, "已经信用修复", "测试依据")
    take_down(actor=NIGHT, now=NOW, records=[record.public_id], why=why)
    answer = answer_of(desk.checker, answered.check, today=day_of(NOW))
    assert answer.gone == {record.public_id}


class TestClosing:
    """Closing a check that offered measures."""

    def test_it_closes_with_what_was_decided_on_each_measure(self, desk: Scene) -> None:
        list_for_wages(desk.firm)
        check = desk.check().check
        assert fresh(check).closed_at is None
        self.close(desk.checker, check, applied=False, words="法条要求拖欠尚未支付，该公司已经支付")
        assert fresh(check).closed_at == NOW
        assert fresh(check).waiting == 0

    def test_without_an_explanation_it_does_not_close(self, desk: Scene) -> None:
        list_for_wages(desk.firm)
        check = desk.check().check
        for applied in (True, False):
            with pytest.raises(services.closing.DecisionUnexplained):
                self.close(desk.checker, check, applied=applied, words=" ")
        with pytest.raises(services.closing.DecisionMissing):
            services.close_check(actor=desk.checker, now=NOW, check=check.public_id, decisions=[])
        assert fresh(check).closed_at is None

    def test_a_measure_that_was_not_offered_is_refused(self, desk: Scene) -> None:
        list_for_wages(desk.firm)
        check = desk.check().check
        with pytest.raises(services.closing.MeasureNotOffered):
            self.close(desk.checker, check, applied=True, words="取消资格", measure="high-consumption")

    def test_a_correction_takes_a_reason_and_keeps_what_was_said(self, desk: Scene) -> None:
        list_for_wages(desk.firm)
        check = desk.check().check
        self.close(desk.checker, check, applied=True, words="取消投标资格")
        with pytest.raises(services.closing.CorrectionUnexplained):
            self.close(desk.checker, check, applied=False, words="没有采取")
        self.close(desk.checker, check, applied=False, words="没有采取", reason="登记到另一件业务")
        assert [one.number for one in fresh(check).feedback.order_by("number")] == [1, 2]

    def test_a_check_without_measures_is_closed_already(self, desk: Scene) -> None:
        check = desk.check().check
        assert check.closed_at == NOW
        with pytest.raises(services.closing.NothingToClose):
            self.close(desk.checker, check, applied=True, words="取消资格")

    def close(
        self, actor: Actor, check: Check, *, applied: bool, words: str, measure: str = MEASURE, reason: str = ""
    ) -> None:
        decision = services.MeasureDecision(measure, applied, words)
        services.close_check(actor=actor, now=NOW, check=check.public_id, decisions=[decision], reason=reason)


class TestMatters:
    """Keeping matters."""

    def test_a_change_is_a_new_version_and_needs_a_reason(self, desk: Scene) -> None:
        matter = desk.matter
        changed = replace(BUYING, must_check=False)
        with pytest.raises(services.matters.ReasonNeeded):
            self.change(desk, changed, reason=" ")
        self.change(desk, changed, reason="按新规定")
        assert [one.number for one in matter.versions.order_by("number")] == [1, 2]
        with pytest.raises(services.matters.MatterChanged):
            self.change(desk, BUYING, reason="再改")

    @pytest.mark.parametrize(
        ("other", "refusal"),
        [
            ({"name": ""}, services.matters.MatterIncomplete),
            ({"basis": " "}, services.matters.MatterIncomplete),
            ({"measures": ("high-consumption",)}, services.matters.MeasureNotForMatter),
            ({"measures": ("nothing",)}, services.matters.MeasureNotForMatter),
            ({"item": "nothing"}, services.matters.UnknownDecisionItem),
            ({"until": BUYING.since.replace(year=2025)}, services.matters.BadMatterPeriod),
        ],
    )
    def test_a_matter_that_does_not_do_is_refused(
        self, desk: Scene, other: dict[str, Any], refusal: type[Exception]
    ) -> None:
        wrong = replace(BUYING, **{"name": "另一事项", **other})
        with pytest.raises(refusal):
            services.register_matter(actor=keeper(desk.unit), now=NOW, unit=desk.unit.id, definition=wrong)

    def test_a_name_stands_once_at_a_unit(self, desk: Scene) -> None:
        with pytest.raises(services.matters.MatterExists):
            services.register_matter(actor=keeper(desk.unit), now=NOW, unit=desk.unit.id, definition=BUYING)
        services.register_matter(actor=keeper(other := bureau()), now=NOW, unit=other.id, definition=BUYING)

    def test_another_unit_keeps_none_of_it(self, desk: Scene) -> None:
        other = keeper(bureau())
        with pytest.raises(NotFound):
            services.register_matter(actor=other, now=NOW, unit=desk.unit.id, definition=replace(BUYING, name="另"))
        with pytest.raises(NotPermitted):
            services.register_matter(actor=desk.checker, now=NOW, unit=desk.unit.id, definition=BUYING)

    def change(self, desk: Scene, definition: Any, *, reason: str) -> None:
        services.change_matter(
            actor=keeper(desk.unit),
            now=NOW,
            matter=desk.matter.public_id,
            number=1,
            definition=definition,
            reason=reason,
        )


def test_organisations_of_one_name_are_never_mixed(desk: Scene) -> None:
    twin = organisation(name=desk.firm.name)
    penalise(twin)
    assert told(desk.check(name=desk.firm.name))["records"] == []
