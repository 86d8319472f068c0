"""Reports of registering units: codes given and converted, faults on the work lists, old certificates refused."""

from datetime import date

import pytest

from chengxin.codes.models import CodeEvent, CodeFault, FaultEvidence, OldRegistration
from chengxin.codes.services import set_registrar
from chengxin.foundation.identifiers import compose_unified_code
from chengxin.foundation.identifiers.unified_code import ALPHABET
from chengxin.intake.tests.scenes import NOW, bureau, causes, loaded, recent
from chengxin.subjects.models import OldNumber, Organisation
from chengxin.subjects.tests.cast import FOUNDER
from chengxin.units.models import Unit

pytestmark = pytest.mark.service

REGISTRATION_NUMBER = "990100000000013"


def code(number: int, prefix: str = "91") -> str:
    return compose_unified_code(prefix, "990100", f"MU{number:06d}")


def registered(number: str, name: str, **changes: str) -> dict[str, str]:
    row = {
        "DJ_TYSHXYDM": number,
        "DJ_MC": name,
        "DJ_CYM": "",
        "DJ_ZTLX": "企业",
        "DJ_ZT": "存续",
        "DJ_CLRQ": "2020/03/05",
        "DJ_ZXRQ": "",
        "DJ_QH": "990100",
        "DJ_DJJG": "测试登记局",
        "DJ_YZCH": "",
    }
    return {**row, **changes}


def old(number: str, name: str, **changes: str) -> dict[str, str]:
    row = {
        "ZH_JHMLX": "工商注册号",
        "ZH_JHM": number,
        "ZH_MC": name,
        "ZH_ZTLX": "企业",
        "ZH_ZT": "存续",
        "ZH_QH": "990100",
        "ZH_DJJG": "测试登记局",
        "ZH_TYSHXYDM": "",
        "ZH_HFRQ": "",
    }
    return {**row, **changes}


@pytest.fixture
def registrar(db: None) -> Unit:  # noqa: ARG001  the unit stands in the database
    return bureau()


def report(unit: Unit, *rows: dict[str, str], item: str = "registration") -> list[tuple[int, str]]:
    submission = loaded(unit, *rows, item=item)
    assert submission.state == "done"
    return causes(submission)


def faults() -> list[tuple[str, list[str], str]]:
    return [(row.code, row.kinds, row.name) for row in CodeFault.objects.order_by("code", "name")]


def wrong_end(number: str) -> str:
    return number[:17] + ALPHABET[(ALPHABET.index(number[17]) + 1) % 31]


def test_new_codes_are_events_and_a_second_file_adds_none(registrar: Unit) -> None:
    rows = [
        registered(code(1), "测试甲贸易有限公司"),
        registered(code(2), "测试乙贸易有限公司", DJ_CLRQ="2010/03/05", DJ_YZCH=REGISTRATION_NUMBER),
    ]
    assert report(registrar, *rows) == []
    report(registrar, *rows)
    told = list(CodeEvent.objects.order_by("code").values_list("code", "kind", "happened_on", "old_number", "unit"))
    assert told == [
        (code(1), "assigned", date(2020, 3, 5), "", registrar.id),
        (code(2), "converted", None, REGISTRATION_NUMBER, registrar.id),
    ]


def test_a_code_ends_with_its_subject_and_comes_back_with_it(registrar: Unit) -> None:
    for status in ("存续", "注销", "注销", "存续", "注销"):
        closed = "2024/05/06" if status == "注销" else ""
        report(registrar, registered(code(1), "测试甲贸易有限公司", DJ_ZT=status, DJ_ZXRQ=closed))
    kinds = list(CodeEvent.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["assigned", "revoked", "restored", "revoked"]


def test_wrong_codes_of_a_registration_are_faults_by_kind_and_come_once(registrar: Unit) -> None:
    rows = [
        registered(wrong_end(code(1)), "测试甲贸易有限公司"),
        registered(code(2)[:17], "测试乙贸易有限公司"),
        registered(code(3)[:9] + "O" + code(3)[10:], "测试丙贸易有限公司"),
        registered(compose_unified_code("94", "990100", "MU000004"), "测试丁贸易有限公司"),
        registered("", "测试戊贸易有限公司"),
        registered("000000000000000000", "测试己贸易有限公司"),
    ]
    report(registrar, *rows)
    report(registrar, *rows)
    assert sorted((kinds, name) for _code, kinds, name in faults()) == [
        (["bad-character"], "测试丙贸易有限公司"),
        (["bad-check-digit"], "测试甲贸易有限公司"),
        (["bad-length"], "测试乙贸易有限公司"),
        (["unknown-category"], "测试丁贸易有限公司"),
    ]
    assert {row.unit for row in CodeFault.objects.all()} == {registrar}
    assert FaultEvidence.objects.count() == 8, "each file is a sight of its own"


def test_numbers_of_persons_in_the_column_of_codes_are_not_kept(registrar: Unit) -> None:
    report(registrar, registered("13800138000", "测试甲贸易有限公司"), registered(code(1), "测试乙贸易有限公司"))
    assert faults() == []


def test_the_same_code_for_two_subjects_is_a_shared_code(registrar: Unit) -> None:
    report(registrar, registered(code(1), "测试甲贸易有限公司"))
    found = report(registrar, registered(code(1), "测试庚餐饮有限公司", DJ_CLRQ="2021/07/08"))
    assert found == [(1, "shared-code")]
    assert faults() == [(code(1), ["shared-code"], "测试庚餐饮有限公司")]
    assert Organisation.objects.get(unified_code=code(1)).name == "测试甲贸易有限公司"


def test_a_renamed_subject_is_none(registrar: Unit) -> None:
    report(registrar, registered(code(1), "测试甲贸易有限公司"))
    same_day = registered(code(1), "测试甲科技有限公司")
    told = registered(code(1), "测试辛科技有限公司", DJ_CLRQ="2021/07/08", DJ_CYM="测试甲科技有限公司")
    assert report(registrar, same_day) == []
    assert report(registrar, told) == []
    assert faults() == []
    assert Organisation.objects.get(unified_code=code(1)).name == "测试辛科技有限公司"


def test_two_names_in_one_file_are_a_shared_code(registrar: Unit) -> None:
    found = report(registrar, registered(code(1), "测试甲贸易有限公司"), registered(code(1), "测试庚餐饮有限公司"))
    assert (2, "duplicate-in-file") in found
    assert faults() == [(code(1), ["shared-code"], "测试庚餐饮有限公司")]


def test_a_name_that_misfits_in_a_penalty_goes_to_who_answers_for_the_code(registrar: Unit) -> None:
    other = bureau()
    report(registrar, registered(code(1), "测试甲贸易有限公司"))
    set_registrar(actor=FOUNDER, now=NOW, department="9", district="", unit=registrar.id)
    loaded(other, recent(CF_XDR_MC="测试壬贸易有限公司", CF_XDR_SHXYM=code(1)))
    fault = CodeFault.objects.get()
    assert (fault.kinds, fault.unit, fault.organisation is not None) == (["name-mismatch"], registrar, True)
    assert fault.evidence.get().unit == other


def test_a_wrong_code_in_a_penalty_is_the_senders_slip(registrar: Unit) -> None:
    loaded(registrar, recent(CF_XDR_SHXYM=wrong_end(code(1))))
    assert faults() == []


def test_old_registrations_wait_and_are_converted(registrar: Unit) -> None:
    waiting = old(REGISTRATION_NUMBER, "测试甲贸易有限公司")
    assert report(registrar, waiting, item="code-conversion") == []
    row = OldRegistration.objects.get()
    assert (row.organisation, row.ended, row.unit) == (None, False, registrar)
    done = waiting | {"ZH_TYSHXYDM": code(1), "ZH_HFRQ": "2017/09/01"}
    submission = loaded(registrar, done, item="code-conversion")
    assert (submission.rows, submission.accepted, submission.unchanged, submission.returned) == (1, 1, 0, 0)
    row.refresh_from_db()
    assert row.organisation is not None
    assert (row.organisation.unified_code, row.converted_on) == (code(1), date(2017, 9, 1))
    assert OldNumber.objects.get().number == REGISTRATION_NUMBER
    event = CodeEvent.objects.get()
    assert (event.kind, event.old_number, event.happened_on) == ("converted", REGISTRATION_NUMBER, date(2017, 9, 1))


def test_the_same_file_twice_changes_nothing_and_an_older_one_takes_no_code_away(registrar: Unit) -> None:
    done = old(REGISTRATION_NUMBER, "测试甲贸易有限公司", ZH_TYSHXYDM=code(1))
    loaded(registrar, done, item="code-conversion")
    again = loaded(registrar, done, item="code-conversion")
    assert (again.accepted, again.unchanged) == (0, 1)
    older = loaded(registrar, old(REGISTRATION_NUMBER, "测试甲贸易有限公司"), item="code-conversion")
    assert (older.accepted, older.unchanged) == (0, 1)
    assert OldRegistration.objects.get().organisation is not None
    assert CodeEvent.objects.count() == 1


def test_half_of_the_rows_wrong_leaves_the_other_half(registrar: Unit) -> None:
    other = bureau()
    loaded(other, old("990100000000021", "测试别贸易有限公司"), item="code-conversion")
    loaded(registrar, old("990100000000030", "测试先贸易有限公司", ZH_TYSHXYDM=code(7)), item="code-conversion")
    rows = [
        old(REGISTRATION_NUMBER, "测试甲贸易有限公司"),
        old("990100000000018", "测试乙贸易有限公司"),
        old("990100000000021", "测试丙贸易有限公司"),
        old("990100000000030", "测试先贸易有限公司", ZH_TYSHXYDM=code(8)),
        old("990100000000048", "测试异名有限公司", ZH_TYSHXYDM=code(7)),
        old("990100000000056", "测试戊贸易有限公司", ZH_TYSHXYDM=wrong_end(code(9))),
        old("123-456", "测试己社会团体", ZH_JHMLX="社会组织登记证号"),
    ]
    submission = loaded(registrar, *rows, item="code-conversion")
    assert (submission.rows, submission.accepted, submission.returned) == (7, 2, 5)
    assert causes(submission) == [
        (2, "bad-shape"),
        (3, "duplicate-in-register"),
        (4, "converted-otherwise"),
        (5, "name-mismatch"),
        (6, "bad-check-digit"),
    ]
    assert {kinds[0] for _code, kinds, _name in faults()} == {"name-mismatch", "bad-check-digit"}


def test_an_old_certificate_is_refused_and_the_code_offered(registrar: Unit) -> None:
    loaded(registrar, old(REGISTRATION_NUMBER, "测试甲贸易有限公司", ZH_TYSHXYDM=code(1)), item="code-conversion")
    row = recent(CF_XDR_SHXYM=REGISTRATION_NUMBER)
    submission = loaded(registrar, row)
    finding = submission.findings.get(row=1, severity="error")
    assert finding.code == "old-certificate"
    assert "2018年1月1日" in finding.message
    assert code(1) in finding.message
    assert submission.returned == 1


def test_a_decision_before_the_day_is_told_the_code_and_no_more(registrar: Unit) -> None:
    loaded(registrar, old(REGISTRATION_NUMBER, "测试甲贸易有限公司", ZH_TYSHXYDM=code(1)), item="code-conversion")
    submission = loaded(registrar, recent(CF_XDR_SHXYM=REGISTRATION_NUMBER, CF_JDRQ="2017/12/31"))
    finding = submission.findings.get(row=1, severity="error")
    assert finding.code == "bad-length"
    assert code(1) in finding.message


def test_a_wrong_file_is_sent_back_whole(registrar: Unit) -> None:
    submission = loaded(registrar, registered(code(1), "测试甲贸易有限公司"), item="code-conversion")
    assert submission.state == "unreadable"
    assert OldRegistration.objects.count() == 0
