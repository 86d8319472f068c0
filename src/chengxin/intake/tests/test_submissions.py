import pytest

from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.foundation.roles import Role
from chengxin.intake import queries, services
from chengxin.intake.models import MergedChunk, Submission
from chengxin.intake.rules import Origin
from chengxin.intake.services.deciding import NotToWithdraw, UnknownSeverity
from chengxin.intake.services.moving import NotNow
from chengxin.intake.services.sending import ItemNotInForce, SameFileAtWork
from chengxin.intake.tests.rows import COMPANY, SOUND, TRADER
from chengxin.intake.tests.scenes import (
    JOB,
    NOW,
    YESTERDAY,
    bureau,
    causes,
    confirmed,
    csv_of,
    loaded,
    officer,
    processed,
    recent,
    reporter,
    sent,
    shown,
    upload,
)
from chengxin.register.models import Load, RecordVersion
from chengxin.register.tests.scenes import FOUNDER
from chengxin.subjects.models import Organisation
from chengxin.units.models import Unit
from chengxin.units.services import succeed_unit
from chengxin.vault.models import StoredFile

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("db")]


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in that database
    return bureau()


def counts(row: Submission) -> tuple[int, int, int, int]:
    return row.rows, row.accepted, row.unchanged, row.returned


def test_a_units_file_becomes_a_public_record(unit: Unit) -> None:
    row = processed(sent(unit, recent(), recent(CF_WSH="示市监处罚〔2026〕12号", CF_NR_FK="")))
    assert row.state == "to-confirm"
    assert (row.rows, row.returned) == (2, 1)
    (group,) = queries.groups_of(row)
    assert (group.proposed, group.rows, group.examples) == ("general", 1, ["示市监处罚〔2026〕11号"])
    assert shown(COMPANY) == ()

    row = confirmed(unit, row)
    assert row.state == "done"
    assert counts(row) == (2, 1, 0, 1)
    (view,) = shown(COMPANY)
    assert (view.document_number, view.decided_by, view.severity) == ("示市监处罚〔2026〕11号", "演示一局", "一般")
    assert view.until.ends_on is not None
    assert view.until.reason
    assert view.contest.objection_to == unit.name


def test_the_raw_file_is_kept_as_it_came(unit: Unit) -> None:
    row = sent(unit, recent())
    assert row.file.sha256 == StoredFile.objects.get(owner_id=row.public_id).sha256
    assert row.file.size == len(csv_of(recent()))


def test_a_named_severity_needs_no_confirmation(unit: Unit) -> None:
    row = processed(sent(unit, recent(CX_SXCD="严重")))
    assert row.state == "done"
    version = RecordVersion.objects.get()
    assert (version.severity, version.severity_author) == ("serious", "unit")


def test_the_unit_may_choose_another_severity_than_the_proposed(unit: Unit) -> None:
    row = processed(sent(unit, recent()))
    key = queries.groups_of(row).get().key
    with pytest.raises(UnknownSeverity):
        confirmed(unit, row, **{key: "terrible"})
    confirmed(unit, row, **{key: "serious"})
    version = RecordVersion.objects.get()
    assert (version.severity, version.severity_author) == ("serious", "unit")


def test_a_confirmed_proposal_says_who_judged(unit: Unit) -> None:
    loaded(unit, recent())
    version = RecordVersion.objects.get()
    assert (version.severity, version.severity_author) == ("general", "proposal")


def test_the_same_rows_again_change_nothing(unit: Unit) -> None:
    loaded(unit, recent())
    row = loaded(unit, recent(), recent(CF_WSH="示市监处罚〔2026〕13号"))
    assert counts(row) == (2, 1, 1, 0)
    assert len(shown(COMPANY)) == 2


def test_a_corrected_row_supersedes(unit: Unit) -> None:
    loaded(unit, recent())
    loaded(unit, recent(CF_NR="罚款人民币叁仟元", CF_NR_FK="0.3"))
    (view,) = shown(COMPANY)
    assert view.corrected
    assert {field.code: field.value for field in view.fields}["CF_NR_FK"] == "3,000元"


def test_a_name_that_is_not_the_codes_is_returned(unit: Unit) -> None:
    loaded(unit, recent())
    row = loaded(unit, recent(CF_XDR_MC="示例市另一家食品有限公司", CF_WSH="示市监处罚〔2026〕14号"))
    assert (1, "name-mismatch") in causes(row)
    assert counts(row) == (1, 0, 0, 1)
    message = row.findings.get(code="name-mismatch").message
    assert SOUND["CF_XDR_MC"] in message


def test_without_severities_to_settle_the_load_itself_looks_at_names(unit: Unit) -> None:
    loaded(unit, recent(CX_SXCD="一般"))
    other = recent(CX_SXCD="一般", CF_XDR_MC="示例市另一家食品有限公司", CF_WSH="示市监处罚〔2026〕14号")
    row = processed(sent(unit, other, recent(CX_SXCD="一般", CF_WSH="示市监处罚〔2026〕15号")))
    assert (counts(row), causes(row)) == ((2, 1, 0, 1), [(1, "name-mismatch")])
    assert MergedChunk.objects.filter(submission=row).get().returned == [1]
    assert len(shown(COMPANY)) == 2


def test_a_short_name_is_not_told_to_somebody_who_types_codes(unit: Unit) -> None:
    trader = recent(CF_XDR_SHXYM=TRADER, CF_XDR_LB="个体工商户", CF_FRDB="")
    loaded(unit, trader | {"CF_XDR_MC": "王某"})
    row = loaded(unit, trader)
    assert "王某" not in row.findings.get(code="name-mismatch").message


def test_what_another_unit_reported_otherwise_is_returned(unit: Unit) -> None:
    loaded(unit, recent())
    row = loaded(bureau(), recent(CF_SY="别的事实"))
    assert counts(row) == (1, 0, 0, 1)
    assert (1, "duplicate-in-register") in causes(row)
    assert row.load is not None
    assert row.load.abandoned_at is not None


def test_a_successor_corrects_what_its_predecessor_reported(unit: Unit) -> None:
    loaded(unit, recent())
    heir = bureau()
    succeed_unit(
        actor=FOUNDER,
        now=NOW,
        predecessor=unit.id,
        successor=heir.id,
        valid_from=NOW.date(),
        duties="全部职责",
        basis="机构改革方案",
        ends=False,
    )
    row = loaded(heir, recent(CF_SY="更正后的事实"))
    assert counts(row) == (1, 1, 0, 0)


def test_findings_name_the_senders_line(unit: Unit) -> None:
    row = processed(sent(unit, recent(), recent(CF_WSH="")))
    finding = row.findings.get(code="missing")
    assert (finding.row, finding.line) == (2, 3)


def test_a_file_that_is_no_table_is_returned_as_a_whole(unit: Unit) -> None:
    row = services.send_submission(
        actor=reporter(unit),
        now=NOW,
        unit=unit.id,
        item="penalty-organisation",
        upload=upload(b"a,b\n1,2\n"),
        origin=Origin.DESK,
        follows="",
    )
    row = processed(row)
    assert row.state == "unreadable"
    assert causes(row) == [(0, "wrong-item")]
    assert not Load.objects.exists()


def test_a_missing_column_returns_every_row_and_says_it_once(unit: Unit) -> None:
    rows = [recent(), recent(CF_WSH="示市监处罚〔2026〕15号")]
    for one in rows:
        del one["CF_YJ"]
    row = processed(sent(unit, *rows))
    assert row.state == "done"
    assert counts(row) == (2, 0, 0, 2)
    assert causes(row) == [(0, "missing-column")]


def test_a_licence_needs_no_severity_and_shows_at_once(unit: Unit) -> None:
    licence = {
        "XK_XDR_MC": SOUND["CF_XDR_MC"], "XK_XDR_LB": "法人及非法人组织", "XK_XDR_SHXYM": COMPANY, "XK_FRDB": "某某",
        "XK_XKWS": "食品经营许可决定书", "XK_WSH": "示许〔2026〕1号", "XK_XKLB": "普通", "XK_NR": "食品经营",
        "XK_JDRQ": YESTERDAY, "XK_YXQZ": YESTERDAY, "XK_YXQZI": "2099/12/31", "XK_XKJG": "演示一局",
        "XK_XKJGDM": SOUND["CF_CFJGDM"], "XK_ZT": "有效", "XK_LYDW": "演示一局", "XK_LYDWDM": SOUND["CF_CFJGDM"],
    }  # fmt: skip
    row = processed(sent(unit, licence, item="licence-organisation"))
    assert row.state == "done"
    (view,) = shown(COMPANY)
    assert not view.adverse


REGISTERED = {
    "DJ_TYSHXYDM": COMPANY,
    "DJ_MC": SOUND["CF_XDR_MC"],
    "DJ_CYM": "示例市旧名食品有限公司",
    "DJ_ZTLX": "企业",
    "DJ_ZT": "存续",
    "DJ_CLRQ": "2020/03/05",
    "DJ_QH": "990102",
    "DJ_DJJG": "演示一局",
}


def test_registrations_tell_what_an_organisation_is(unit: Unit) -> None:
    loaded(unit, recent())
    row = processed(sent(unit, REGISTERED | {"DJ_MC": "示例市新名食品有限公司"}, item="registration"))
    assert row.state == "done"
    found = Organisation.objects.get(unified_code=COMPANY)
    assert (found.name, found.status, found.district) == ("示例市新名食品有限公司", "active", "990102")
    assert {one.name for one in found.names.all()} >= {SOUND["CF_XDR_MC"], "示例市旧名食品有限公司"}
    assert len(shown(COMPANY)) == 1
    with pytest.raises(NotToWithdraw):
        services.withdraw_submission(actor=reporter(unit), now=NOW, submission=row.public_id)


def test_the_same_file_is_not_worked_on_twice(unit: Unit) -> None:
    sent(unit, recent())
    with pytest.raises(SameFileAtWork):
        sent(unit, recent())


def test_a_submission_is_taken_back_within_the_hour(unit: Unit) -> None:
    row = loaded(unit, recent())
    assert shown(COMPANY)
    row = services.withdraw_submission(actor=reporter(unit), now=NOW, submission=row.public_id)
    assert row.state == "withdrawn"
    assert shown(COMPANY) == ()


def test_a_waiting_submission_is_cancelled_and_nothing_is_kept(unit: Unit) -> None:
    row = processed(sent(unit, recent()))
    services.cancel_submission(actor=reporter(unit), now=NOW, submission=row.public_id)
    assert processed(row).state == "cancelled"
    with pytest.raises(NotNow):
        confirmed(unit, row)
    assert not RecordVersion.objects.exists()


def test_work_under_way_stops_when_asked(unit: Unit) -> None:
    row = sent(unit, recent(CX_SXCD="一般"))
    Submission.objects.filter(id=row.id).update(state="checking")
    services.cancel_submission(actor=reporter(unit), now=NOW, submission=row.public_id)
    assert processed(row).state == "cancelled"
    assert not MergedChunk.objects.exists()


def test_running_the_job_again_changes_nothing(unit: Unit) -> None:
    row = loaded(unit, recent())
    before = RecordVersion.objects.count(), row.ended_at
    assert (RecordVersion.objects.count(), processed(row).ended_at) == before


def test_only_reporters_of_the_unit_send_and_see(unit: Unit) -> None:
    with pytest.raises(NotPermitted):
        sent(unit, recent(), actor=officer(unit, Role.CHECKER))
    with pytest.raises(NotFound):
        sent(unit, recent(), actor=reporter(bureau()))
    row = sent(unit, recent())
    with pytest.raises(NotFound):
        queries.submission_for(reporter(bureau()), row.public_id)
    assert queries.submission_for(reporter(unit), row.public_id) == row


def test_an_item_that_is_not_in_force_is_refused(unit: Unit) -> None:
    with pytest.raises(ItemNotInForce):
        sent(unit, recent(), item="no-such-item")


def test_a_fault_of_ours_can_be_tried_again(unit: Unit) -> None:
    row = sent(unit, recent(CX_SXCD="一般"))
    StoredFile.objects.filter(id=row.file_id).update(sha256="0" * 64)
    with pytest.raises(Exception, match="0000"):
        processed(row)
    row.refresh_from_db()
    assert (row.state, row.fault) == ("failed", "ContentMissing")
    StoredFile.objects.filter(id=row.file_id).update(sha256=row.sha256)
    services.retry_submission(actor=reporter(unit), now=NOW, submission=row.public_id)
    assert processed(row).state == "done"


def test_numbers_of_persons_stay_in_the_raw_file(unit: Unit) -> None:
    loaded(unit, recent(CF_FR_ZJHM="11010519491231002X", CF_FR_ZJLX="身份证"))
    version = RecordVersion.objects.get()
    assert "CF_FR_ZJHM" not in version.payload | version.closed_payload


def test_a_sole_trader_is_shown_without_name_and_number(unit: Unit) -> None:
    row = loaded(unit, recent(CF_XDR_SHXYM=TRADER, CF_XDR_LB="个体工商户", CF_XDR_MC="王某", CF_FRDB=""))
    assert counts(row) == (1, 1, 0, 0)
    (view,) = shown(TRADER)
    assert "王某" not in str(view)


def test_the_job_alone_processes(unit: Unit) -> None:
    row = sent(unit, recent())
    with pytest.raises(NotPermitted):
        services.process_submission(actor=reporter(unit), moment=lambda: NOW, submission=row.id)
    assert processed(row).attempt == 1
    assert JOB.kind.value == "system"


@pytest.mark.parametrize("severity", ["", "一般"])
def test_a_day_before_the_republic_returns_its_row_alone(unit: Unit, severity: str) -> None:
    row = processed(sent(unit, recent(CF_JDRQ="1848/6/1", CX_SXCD=severity), recent(CX_SXCD="一般", CF_WSH="乙号")))
    assert (1, "implausible-date") in causes(row)
    assert counts(row) == (2, 1, 0, 1)
