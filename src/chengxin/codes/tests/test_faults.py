"""A fault is listed once, worked by its unit, closed by what holds, and opened again."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from chengxin.audit.models import AuditEntry
from chengxin.codes import queries, services
from chengxin.codes.models import CodeFault, FaultMove
from chengxin.codes.rules.kinds import FaultKind, Outcome
from chengxin.codes.services import Closing
from chengxin.codes.services.closing import (
    ConfirmedForGood,
    FaultClosed,
    FaultOpen,
    OutcomeNotPossible,
    ReasonMissing,
    RevocationUntold,
    RightCodeMissing,
    RightCodeUnknown,
    RightCodeWrong,
    ScanMissing,
)
from chengxin.codes.services.registrars import DepartmentUnknown
from chengxin.codes.tests.scenes import (
    FOUNDER,
    JOB,
    NOW,
    bureau,
    clerk,
    code,
    opened,
    register,
    reviewer,
    same_body,
    scan,
    suspicion,
    wrong_end,
)
from chengxin.foundation.actor import Actor, public_actor
from chengxin.foundation.identifiers import compose_unified_code
from chengxin.foundation.refusals import NotFound, NotPermitted, Refusal
from chengxin.subjects.models import ConfirmedCode, Organisation
from chengxin.subjects.services.codes import CodeOfAnotherKind, CodeTaken
from chengxin.units.models import Unit
from chengxin.units.rules import Level

pytestmark = pytest.mark.service

FAULTY = wrong_end(code(1))


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in the database
    return bureau()


def close(actor: Actor, outcome: Outcome, reason: str = "已对照登记档案", **more: object) -> CodeFault:
    closing = Closing(outcome, reason, **more)  # type: ignore[arg-type]  # named by each test
    return services.close_fault(actor=actor, now=NOW, fault=CodeFault.objects.get().public_id, closing=closing)


def moves() -> list[tuple[str, str]]:
    return list(FaultMove.objects.order_by("id").values_list("move", "outcome"))


def test_the_same_sight_changes_nothing_and_another_one_is_evidence(unit: Unit) -> None:
    opened(suspicion(unit, FAULTY))
    opened(suspicion(unit, FAULTY), suspicion(unit, FAULTY, line=2))
    assert (CodeFault.objects.count(), CodeFault.objects.get().evidence.count(), moves()) == (1, 2, [("found", "")])


def test_only_the_unit_and_its_office_see_a_fault(unit: Unit) -> None:
    opened(suspicion(unit, FAULTY))
    fault = CodeFault.objects.get()
    assert queries.fault_for(clerk(unit), fault.public_id) == fault
    assert queries.fault_for(FOUNDER, fault.public_id) == fault
    for stranger in (clerk(bureau()), public_actor("")):
        with pytest.raises(NotFound):
            queries.fault_for(stranger, fault.public_id)
    with pytest.raises(NotFound):
        close(clerk(bureau()), Outcome.NOT_A_FAULT)
    with pytest.raises(NotPermitted):
        close(public_actor(""), Outcome.NOT_A_FAULT)
    with pytest.raises(NotPermitted):
        services.open_faults(actor=clerk(unit), now=NOW, suspicions=[])


def test_corrected_needs_a_right_code_that_was_reported(unit: Unit) -> None:
    opened(suspicion(unit, FAULTY))
    with pytest.raises(RightCodeMissing):
        close(clerk(unit), Outcome.CORRECTED)
    with pytest.raises(RightCodeWrong):
        close(clerk(unit), Outcome.CORRECTED, right_code=wrong_end(code(2)))
    with pytest.raises(RightCodeUnknown):
        close(clerk(unit), Outcome.CORRECTED, right_code=code(1))
    register((code(1), "测试甲贸易有限公司"))
    row = close(clerk(unit), Outcome.CORRECTED, right_code=code(1).lower())
    assert (row.state, row.outcome, moves()[-1]) == ("closed", "corrected", ("closed", "corrected"))
    assert FaultMove.objects.latest("id").right_code == code(1)
    assert AuditEntry.objects.get(action="codes.fault-closed").object_id == row.public_id
    with pytest.raises(FaultClosed):
        close(clerk(unit), Outcome.NOT_A_FAULT)


def test_a_subject_that_carries_the_wrong_code_gets_the_right_one(unit: Unit) -> None:
    (number,) = register((FAULTY, "测试甲贸易有限公司"))
    services.set_registrar(actor=FOUNDER, now=NOW, department="9", district="", unit=unit.id)
    services.look_at_all(actor=JOB, now=NOW)
    register((code(2), "测试乙贸易有限公司"))
    with pytest.raises(CodeTaken):
        close(clerk(unit), Outcome.CORRECTED, right_code=code(2))
    with pytest.raises(CodeOfAnotherKind):
        close(clerk(unit), Outcome.CORRECTED, right_code=same_body(code(1), "92"))
    close(clerk(unit), Outcome.CORRECTED, right_code=code(1))
    assert Organisation.objects.get(id=number).unified_code == code(1)
    assert AuditEntry.objects.get(action="subjects.code-corrected").facts["wrong"] == FAULTY
    assert services.look_at_all(actor=JOB, now=NOW).new == 0


def test_a_certificate_is_confirmed_with_its_scan_and_for_good(unit: Unit) -> None:
    opened(suspicion(unit, FAULTY))
    with pytest.raises(ScanMissing):
        close(reviewer(unit), Outcome.CONFIRMED)
    with pytest.raises(NotPermitted):
        close(clerk(unit), Outcome.CONFIRMED, scan=scan())
    row = close(reviewer(unit), Outcome.CONFIRMED, scan=scan())
    assert ConfirmedCode.objects.get().code == FAULTY
    with pytest.raises(ConfirmedForGood):
        services.reopen_fault(actor=reviewer(unit), now=NOW, fault=row.public_id, reason="再核对")
    opened(suspicion(unit, FAULTY, line=9))
    row.refresh_from_db()
    assert row.state == "closed", "what a person confirmed is not opened by another file"


@pytest.mark.parametrize("kind", [FaultKind.LENGTH, FaultKind.INNER_CHECK, FaultKind.NAME, FaultKind.SHARED])
def test_nothing_else_is_confirmed(unit: Unit, kind: FaultKind) -> None:
    opened(suspicion(unit, FAULTY, kind))
    with pytest.raises(OutcomeNotPossible):
        close(reviewer(unit), Outcome.CONFIRMED, scan=scan())


def test_no_fault_needs_a_reason_and_stays_closed(unit: Unit) -> None:
    opened(suspicion(unit, FAULTY))
    for reason in ("", "  ", "字" * 301):
        with pytest.raises(ReasonMissing):
            close(clerk(unit), Outcome.NOT_A_FAULT, reason=reason)
    close(clerk(unit), Outcome.NOT_A_FAULT)
    opened(suspicion(unit, FAULTY, line=2))
    assert CodeFault.objects.get().state == "closed"


def test_what_was_corrected_and_comes_again_is_open_again(unit: Unit) -> None:
    opened(suspicion(unit, FAULTY))
    register((code(1), "测试甲贸易有限公司"))
    close(clerk(unit), Outcome.CORRECTED, right_code=code(1))
    opened(suspicion(unit, FAULTY))
    assert CodeFault.objects.get().state == "closed", "the same line of the same file is no new sight"
    opened(suspicion(unit, FAULTY, line=2))
    assert (CodeFault.objects.get().state, moves()[-1][0]) == ("open", "found-again")


def test_a_person_opens_it_again_with_a_reason(unit: Unit) -> None:
    opened(suspicion(unit, FAULTY))
    row = CodeFault.objects.get()
    with pytest.raises(FaultOpen):
        services.reopen_fault(actor=clerk(unit), now=NOW, fault=row.public_id, reason="看错了")
    close(clerk(unit), Outcome.NOT_A_FAULT)
    again = services.reopen_fault(actor=clerk(unit), now=NOW, fault=row.public_id, reason="看错了")
    assert (again.state, again.outcome, again.closed_on) == ("open", "", None)
    assert moves() == [("found", ""), ("closed", "not-a-fault"), ("reopened", "")]


def test_the_night_finds_each_kind_once_and_closes_what_is_gone(unit: Unit) -> None:
    register(
        (FAULTY, "测试甲贸易有限公司"),
        (code(2)[:16] + wrong_inner(code(2)), "测试乙贸易有限公司"),
        (compose_unified_code("94", "990100", "MT000003"), "测试丙贸易有限公司"),
        (code(4), "测试丁贸易有限公司"),
        (code(5), "测试戊贸易有限公司"),
        (same_body(code(5), "93"), "测试戊种植农民专业合作社"),
        (code(6), "测试同名有限公司"),
        (code(7), "测试同名有限公司"),
    )
    services.set_registrar(actor=FOUNDER, now=NOW, department="9", district="", unit=unit.id)
    assert services.look_at_all(actor=JOB, now=NOW).new == 5
    assert services.look_at_all(actor=JOB, now=NOW) == services.Found(0, 0)
    kinds = sorted(tuple(kinds) for kinds in CodeFault.objects.values_list("kinds", flat=True))
    assert kinds == [
        ("bad-check-digit",),
        ("bad-check-digit", "bad-inner-check-digit"),
        ("several-codes",),
        ("several-codes",),
        ("unknown-category",),
    ]
    assert set(CodeFault.objects.values_list("unit", flat=True)) == {unit.id}
    register((code(6), "测试同名有限公司"), status="deregistered")
    services.look_at_all(actor=JOB, now=NOW + timedelta(days=1))
    gone = CodeFault.objects.get(state="closed")
    assert (gone.code in {code(6), code(7)}, gone.outcome) == (True, "gone")


def wrong_inner(number: str) -> str:
    """Return the last two characters so that both checks are wrong."""
    return ("0" if number[16] != "0" else "1") + wrong_end(number)[17]


def test_a_code_given_up_must_be_reported_so(unit: Unit) -> None:
    services.set_registrar(actor=FOUNDER, now=NOW, department="9", district="", unit=unit.id)
    register((code(6), "测试同名有限公司"), (code(7), "测试同名有限公司"))
    services.look_at_all(actor=JOB, now=NOW)
    with pytest.raises(RevocationUntold):
        close(clerk(unit), Outcome.REVOKED)
    register((code(7), "测试同名有限公司"), status="deregistered")
    assert close(clerk(unit), Outcome.REVOKED).outcome == "revoked"


def test_a_name_that_was_reported_since_needs_no_other_code(unit: Unit) -> None:
    (number,) = register((code(1), "测试旧名有限公司"))
    one = suspicion(unit, code(1), FaultKind.NAME)
    opened(type(one)(**{**vars(one), "organisation": number, "against": "测试甲贸易有限公司"}))
    with pytest.raises(RightCodeMissing):
        close(clerk(unit), Outcome.CORRECTED)
    register((code(1), "测试甲贸易有限公司"))
    assert close(clerk(unit), Outcome.CORRECTED).outcome == "corrected"


def test_who_answers_is_named_by_the_citys_office_and_takes_over_the_lists(unit: Unit) -> None:
    opened(suspicion(None, FAULTY))
    assert CodeFault.objects.get().unit is None
    county = bureau(district="990102", level=Level.COUNTY)
    services.set_registrar(actor=FOUNDER, now=NOW, department="9", district="990102", unit=county.id)
    assert CodeFault.objects.get().unit is None
    row = services.set_registrar(actor=FOUNDER, now=NOW, department="9", district="", unit=unit.id)
    assert CodeFault.objects.get().unit == unit
    named = queries.registrars(FOUNDER)
    assert (named.of(code(1), "990102"), named.of(code(1), "990100"), named.of("11", "990100")) == (
        county.id,
        unit.id,
        None,
    )
    services.end_registrar(actor=FOUNDER, now=NOW, registrar=row.id)
    assert queries.registrars(FOUNDER).of(code(1), "990100") is None
    refused: list[tuple[Callable[[], object], type[Refusal]]] = [
        (lambda: services.end_registrar(actor=FOUNDER, now=NOW, registrar=row.id), NotFound),
        (
            lambda: services.set_registrar(actor=FOUNDER, now=NOW, department="I", district="", unit=unit.id),
            DepartmentUnknown,
        ),
        (
            lambda: services.set_registrar(actor=clerk(unit), now=NOW, department="9", district="", unit=unit.id),
            NotPermitted,
        ),
    ]
    for call, refusal in refused:
        with pytest.raises(refusal):
            call()
