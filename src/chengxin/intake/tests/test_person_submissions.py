"""A file about natural persons, from upload to the sealed register."""

from datetime import date, timedelta

import pytest
from django.db import connection

from chengxin.audit.models import AuditEntry
from chengxin.foundation.roles import Role
from chengxin.intake import services
from chengxin.intake.models import MergedChunk, Submission
from chengxin.intake.tests.people import NAME, NUMBER, SOUND, number, recent
from chengxin.intake.tests.scenes import NOW, bureau, causes, loaded, officer, reporter
from chengxin.register.models import ChangeBatch, PersonRecord, PersonRecordVersion, Record, RecordVersion
from chengxin.register.services import PersonLine, Sought, find_person_records
from chengxin.subjects.models import Person
from chengxin.subjects.rules import PaperKind
from chengxin.units.models import Unit

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("db")]
CHILD = number(date(NOW.year - 10, 1, 1))
SECRETS = (NAME, NUMBER, "挂标志", "贰佰元", SOUND["CF_WSH"])
TABLES = ("subjects_person", "register_personrecord", "register_personrecordversion", "intake_submissionfinding")


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in that database
    return bureau()


def counts(row: Submission) -> tuple[int, int, int, int]:
    return row.rows, row.accepted, row.unchanged, row.returned


def taken(unit: Unit, *rows: dict[str, str]) -> Submission:
    return loaded(unit, *rows, item="penalty-person")


def known(unit: Unit, told: str = NUMBER, role: Role = Role.REPORTER) -> tuple[PersonLine, ...]:
    """Return what a person of the unit finds under a number."""
    return find_person_records(
        actor=officer(unit, role),
        now=NOW,
        sought=Sought(PaperKind.ID_CARD, told),
        purpose="核对测试案件",
        basis="测试规定第一条",
    )


def stored(*tables: str) -> str:
    """Return everything that stands in tables, as text."""
    with connection.cursor() as cursor:
        every = []
        for table in tables:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ''), '') FROM {table} t")  # noqa: S608  names of our own
            every.append(cursor.fetchone()[0])
    return "".join(every)


def test_a_file_is_taken_in_sealed_and_nothing_of_it_is_published(unit: Unit) -> None:
    row = taken(unit, recent(), recent(CF_WSH="示公罚决字〔2026〕32号"), recent(CF_YJ="", CF_WSH="三号"))
    assert (row.state, counts(row)) == ("done", (3, 2, 0, 1))
    assert (Person.objects.count(), PersonRecord.objects.count(), PersonRecordVersion.objects.count()) == (1, 2, 2)
    assert not Record.objects.exists()
    assert not RecordVersion.objects.exists()
    assert not ChangeBatch.objects.exists()
    assert [line.document_number for line in known(unit)] == ["示公罚决字〔2026〕32号", SOUND["CF_WSH"]]
    assert {line.name for line in known(unit)} == {"测**"}


def test_nothing_about_the_person_stands_in_the_clear_in_tables_trail_or_findings(unit: Unit) -> None:
    bad = number(sequence=7)
    taken(unit, recent(), recent(CF_WSH="甲号", CF_XDR_ZJHM=bad[:17] + "?", CF_SY="", CF_NR_FK="某"))
    known(unit)
    text = stored(*TABLES, "audit_auditentry", "intake_submission", "intake_mergedchunk")
    assert [secret for secret in (*SECRETS, bad[:17], NUMBER[6:14]) if secret in text] == []


def test_a_minor_s_row_comes_back_and_nothing_of_it_is_kept(unit: Unit) -> None:
    row = taken(unit, recent(), recent(CF_XDR_MC="测童眠", CF_XDR_ZJHM=CHILD, CF_WSH="甲号", CF_YJ=""))
    assert counts(row) == (2, 1, 0, 1)
    assert causes(row) == [(2, "minor")]
    assert Person.objects.count() == 1
    text = stored(*TABLES, "audit_auditentry", "intake_submission")
    assert [secret for secret in ("测童眠", CHILD, "甲号") if secret in text] == []


def test_the_same_rows_again_change_nothing(unit: Unit) -> None:
    taken(unit, recent())
    row = taken(unit, recent(), recent(CF_WSH="二号"))
    assert counts(row) == (2, 1, 1, 0)
    assert PersonRecordVersion.objects.count() == 2


def test_a_corrected_row_supersedes(unit: Unit) -> None:
    taken(unit, recent())
    row = taken(unit, recent(CF_NR="罚款人民币叁佰元", CF_NR_FK="0.03"))
    assert counts(row) == (1, 1, 0, 0)
    assert list(PersonRecordVersion.objects.order_by("number").values_list("number", "change")) == [
        (1, "first"),
        (2, "correction"),
    ]
    assert len(known(unit)) == 1


def test_two_rows_about_one_fact_that_differ_leave_the_first(unit: Unit) -> None:
    row = taken(unit, recent(CF_CFJG="演示一局"), recent(CF_NR="罚款人民币叁佰元"))
    assert counts(row) == (2, 1, 0, 1)
    assert causes(row) == [(2, "duplicate-in-file")]


def test_another_unit_s_fact_told_otherwise_is_returned_without_a_value(unit: Unit) -> None:
    taken(unit, recent())
    other = bureau()
    row = taken(other, recent(CF_NR="罚款人民币叁佰元"))
    assert counts(row) == (1, 0, 0, 1)
    assert causes(row) == [(1, "duplicate-in-register")]
    assert row.findings.get().value == "（不显示）"
    assert known(other) == ()
    assert len(known(unit)) == 1


def test_a_submission_is_taken_back_within_the_hour_and_what_stood_stands_again(unit: Unit) -> None:
    taken(unit, recent())
    row = taken(unit, recent(CF_NR="罚款人民币叁佰元"), recent(CF_WSH="二号"))
    assert len(known(unit)) == 2
    services.withdraw_submission(actor=reporter(unit), now=NOW, submission=row.public_id)
    assert [line.document_number for line in known(unit)] == [SOUND["CF_WSH"]]
    assert not ChangeBatch.objects.exists()
    assert AuditEntry.objects.filter(action="register.person-load-withdrawn").count() == 1


def test_a_record_is_read_until_the_end_of_its_retention(unit: Unit) -> None:
    old = NOW.date() - timedelta(days=61 * 31)
    row = taken(unit, recent(CF_WSH="旧号", CF_JDRQ=f"{old:%Y/%m/%d}"), recent())
    assert row.accepted == 2
    assert [line.document_number for line in known(unit)] == [SOUND["CF_WSH"]]


def test_rows_and_chunks_add_up(unit: Unit) -> None:
    rows = [recent(CF_WSH=f"{n}号", CF_XDR_ZJHM=number(sequence=n)) for n in range(1, 12)]
    row = taken(unit, *rows)
    assert counts(row) == (11, 11, 0, 0)
    assert sum(chunk.taken for chunk in MergedChunk.objects.filter(submission=row)) == 11
    assert Person.objects.count() == 11


def test_licences_go_the_same_way(unit: Unit) -> None:
    told = recent()
    licence = {
        "XK_XDR_MC": NAME,
        "XK_XDR_ZJLX": "身份证",
        "XK_XDR_ZJHM": NUMBER,
        "XK_XKWS": "准予行政许可决定书",
        "XK_WSH": "示许〔2026〕1号",
        "XK_XKLB": "普通",
        "XK_NR": "内河船员适任",
        "XK_JDRQ": told["CF_JDRQ"],
        "XK_YXQZ": told["CF_JDRQ"],
        "XK_YXQZI": "2099/12/31",
        "XK_XKJG": told["CF_CFJG"],
        "XK_XKJGDM": told["CF_CFJGDM"],
        "XK_ZT": "有效",
        "XK_LYDW": told["CF_SJLY"],
        "XK_LYDWDM": told["CF_SJLYDM"],
    }
    row = loaded(unit, {**licence, "CX_CSRQ": ""}, item="licence-person")
    assert counts(row) == (1, 1, 0, 0)
    (line,) = known(unit)
    assert (line.item_name, line.document_number) == ("行政许可（自然人）", "示许〔2026〕1号")
