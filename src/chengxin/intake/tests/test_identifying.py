"""Rows without a usable code: linked by number and name, or laid before a person; decided, undone, decided by two."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from chengxin.audit.models import AuditEntry
from chengxin.foundation.actor import Actor, system_actor
from chengxin.foundation.identifiers import compose_unified_code, read_registration_number
from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.foundation.roles import Role
from chengxin.intake import queries, services
from chengxin.intake.models import IdentifyingStep, LinkedRow, Submission, UnidentifiedRow
from chengxin.intake.rules.identifying import Fate
from chengxin.intake.services.identifying import AlreadyDecided, NothingToUndo, SubjectWithoutCode, TooLateToUndo
from chengxin.intake.tests.rows import COMPANY, SOUND, TRADER
from chengxin.intake.tests.scenes import NOW, causes, confirmed, loaded, processed, recent, reporter, sent, shown
from chengxin.register.tests.scenes import OFFICE, bureau, county_office, officer
from chengxin.subjects.models import OldNumber, Organisation
from chengxin.subjects.rules import OldNumberKind
from chengxin.subjects.tests.cast import load
from chengxin.units.models import Unit

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("db")]

NAME = SOUND["CF_XDR_MC"]
SLIP = COMPANY[:17] + ("0" if COMPANY[17] != "0" else "1")
ANOTHER = compose_unified_code("91", "999999", "MAXN0777")
JOB = system_actor("intake.send-identified")


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in that database
    return bureau()


@pytest.fixture
def reviewer(unit: Unit) -> Actor:
    return officer(unit, Role.REVIEWER)


@pytest.fixture
def company(db: None) -> Organisation:  # noqa: ARG001  it stands in that database
    load([(COMPANY, NAME)])
    return Organisation.objects.get(unified_code=COMPANY)


def row_of(number: int, **changes: str) -> dict[str, str]:
    told = {"CX_SXCD": "一般", "CF_WSH": f"示市监处罚〔2026〕{number}号", "CF_XDR_GSZC": "", "CF_XDR_ZZJG": ""}
    return recent(**{**told, **changes})


def notes(row: Submission) -> list[tuple[int, str]]:
    """Return what was found but for rows of equal names."""
    return [one for one in causes(row) if one[1] != "same-name"]


def waiting(unit: Unit, **changes: str) -> UnidentifiedRow:
    """Report one row without a code and return what waits."""
    loaded(unit, row_of(1), row_of(2, **{"CF_XDR_SHXYM": "", **changes}))
    return UnidentifiedRow.objects.get()


def sent_again(row: UnidentifiedRow) -> Submission:
    """Run the job that reports a row again, and the job of that submission."""
    services.send_identified(actor=JOB, now=NOW, row=row.id)
    row.refresh_from_db()
    assert row.sent is not None
    return processed(row.sent)


def with_number(company: Organisation, number: str) -> None:
    OldNumber.objects.create(organisation=company, kind=OldNumberKind.REGISTRATION, number=number)


def number_with_check(body: str) -> str:
    """Return a registration number whose check digit holds."""
    return next(body + str(digit) for digit in range(10) if read_registration_number(body + str(digit)).valid)


class TestLinked:
    """What goes to an organisation without anybody looking."""

    def test_number_and_name_together_link(self, unit: Unit, company: Organisation) -> None:
        number = number_with_check("99010800000001")
        with_number(company, number)
        row = loaded(unit, row_of(1), row_of(2, CF_XDR_SHXYM="", CF_XDR_GSZC=number))
        assert (row.accepted, row.returned) == (2, 0)
        assert notes(row) == [(2, "subject-linked")]
        kept = LinkedRow.objects.get()
        assert (kept.row, kept.organisation_id, kept.code) == (2, company.id, COMPANY)
        assert kept.evidence[0] == f"工商注册号{number}相同，校验正确"
        assert {one.document_number for one in shown(COMPANY)} == {"示市监处罚〔2026〕1号", "示市监处罚〔2026〕2号"}

    def test_a_load_that_reads_the_file_again_knows_it(self, unit: Unit, company: Organisation) -> None:
        number = number_with_check("99010800000001")
        with_number(company, number)
        row = processed(sent(unit, row_of(1), row_of(2, CF_XDR_SHXYM="", CF_XDR_GSZC=number, CX_SXCD="")))
        assert (row.state, row.returned) == ("to-confirm", 0)
        assert confirmed(unit, row).accepted == 2
        assert len(shown(COMPANY)) == 2

    def test_an_old_certificate_in_the_column_of_the_code_is_never_linked_by_itself(
        self, unit: Unit, company: Organisation, reviewer: Actor
    ) -> None:
        number = number_with_check("99010800000001")
        with_number(company, number)
        row = loaded(unit, row_of(1), row_of(2, CF_XDR_SHXYM=number))
        assert (row.accepted, notes(row)) == (1, [(2, "old-certificate"), (2, "to-identify")])
        assert not LinkedRow.objects.exists()
        waits = UnidentifiedRow.objects.get()
        (first, *_) = queries.candidates_of(reviewer, waits)
        assert (first.code, first.evidence[0].words) == (COMPANY, f"工商注册号{number}相同，校验正确")
        services.identify_row(actor=reviewer, now=NOW, row_id=waits.public_id, organisation=first.public_id)
        assert sent_again(waits).accepted == 1

    def test_the_organisation_code_inside_links_as_well(self, unit: Unit, company: Organisation) -> None:
        row = loaded(unit, row_of(1), row_of(2, CF_XDR_SHXYM="", CF_XDR_ZZJG=f"{COMPANY[8:16]}-{COMPANY[16]}"))
        assert (row.accepted, notes(row)) == (2, [(2, "subject-linked")])
        assert LinkedRow.objects.get().organisation_id == company.id

    def test_another_way_of_writing_the_name_is_the_same_name(self, unit: Unit, company: Organisation) -> None:
        number = number_with_check("99010800000001")
        with_number(company, number)
        written = f" {NAME[:3]}·{NAME[3:]}".replace("产", "產")
        row = loaded(unit, row_of(1), row_of(2, CF_XDR_SHXYM="", CF_XDR_GSZC=number, CF_XDR_MC=written))
        assert (2, "subject-linked") in causes(row)

    @pytest.mark.parametrize(
        "changes",
        [
            {},
            {"CF_XDR_GSZC": "wrong"},
            {"CF_XDR_GSZC": "other"},
            {"CF_XDR_GSZC": "right", "CF_XDR_MC": NAME.replace("澜舟", "舟澜")},
            {"CF_XDR_GSZC": "right", "CF_XDR_MC": NAME + "第一分店"},
            {"CF_XDR_GSZC": "right", "CF_XDR_LB": "个体工商户"},
            {"CF_XDR_GSZC": "right", "CF_XDR_ZZJG": f"{ANOTHER[8:16]}-{ANOTHER[16]}"},
            {"CF_XDR_SHXYM": SLIP},
        ],
        ids=["name-alone", "bad-check", "unknown-number", "turned", "branch", "trader", "other-code", "slip-in-code"],
    )
    def test_less_or_a_contradiction_links_nothing(
        self, unit: Unit, company: Organisation, changes: dict[str, str]
    ) -> None:
        right, other = (number_with_check(body) for body in ("99010800000001", "99010800000777"))
        with_number(company, right)
        numbers = {"right": right, "other": other, "wrong": right[:-1] + str((int(right[-1]) + 1) % 10)}
        told = {**changes}
        if "CF_XDR_GSZC" in told:
            told["CF_XDR_GSZC"] = numbers[told["CF_XDR_GSZC"]]
        row = loaded(unit, row_of(1), row_of(2, **{"CF_XDR_SHXYM": "", **told}))
        assert (row.accepted, row.returned) == (1, 1)
        assert not LinkedRow.objects.exists()
        assert UnidentifiedRow.objects.get().fate == Fate.OPEN

    def test_a_number_that_two_share_links_to_neither(self, unit: Unit, company: Organisation) -> None:
        number = number_with_check("99010800000001")
        with_number(company, number)
        load([(ANOTHER, NAME)])
        with_number(Organisation.objects.get(unified_code=ANOTHER), number)
        row = loaded(unit, row_of(1), row_of(2, CF_XDR_SHXYM="", CF_XDR_GSZC=number))
        assert (row.returned, LinkedRow.objects.count()) == (1, 0)


class TestWaiting:
    """What is laid before a person, and what is not."""

    def test_the_row_comes_back_and_says_so(self, unit: Unit, company: Organisation) -> None:
        row = waiting(unit, CF_XDR_SHXYM="无")
        assert notes(row.submission) == [(2, "missing"), (2, "to-identify")]
        assert (row.line, row.name, row.code) == (3, NAME, "")
        assert ["行政处罚决定书文号", "示市监处罚〔2026〕2号"] in row.told
        assert len(shown(COMPANY)) == 1
        assert company.id

    @pytest.mark.parametrize(
        "changes", [{"CF_NR_FK": "很多"}, {"CF_XDR_MC": "张三"}, {"CF_XDR_SHXYM": TRADER}], ids=str
    )
    def test_rows_with_more_wrong_and_names_of_persons_do_not_wait(self, unit: Unit, changes: dict[str, str]) -> None:
        loaded(unit, row_of(1), row_of(2, **{"CF_XDR_SHXYM": "", **changes}))
        assert not UnidentifiedRow.objects.exists()

    def test_candidates_come_with_evidence(self, unit: Unit, company: Organisation, reviewer: Actor) -> None:
        row = waiting(unit, CF_XDR_MC=NAME.replace("示例市", ""), CF_XDR_SHXYM=SLIP)
        first = queries.candidates_of(reviewer, row)[0]
        assert first.code == COMPANY
        assert first.evidence[0].words == f"填的代码{SLIP}和登记的{COMPANY}只差一位"
        assert company.name == first.name

    def test_it_is_seen_within_reach_only(self, unit: Unit, reviewer: Actor) -> None:
        row = waiting(unit)
        for actor in (reviewer, OFFICE, county_office(unit.district)):
            assert queries.unidentified_row_for(actor, row.public_id).id == row.id
        for actor in (officer(bureau(), Role.REVIEWER), county_office("990199"), reporter(unit)):
            with pytest.raises(NotFound):
                queries.unidentified_row_for(actor, row.public_id)


class TestDecided:
    """What a person decides, and takes back."""

    def test_a_row_is_reported_again_with_code_and_registered_name(
        self, unit: Unit, company: Organisation, reviewer: Actor
    ) -> None:
        row = waiting(unit, CF_XDR_MC=NAME.replace("示例市", ""))
        services.identify_row(actor=reviewer, now=NOW, row_id=row.public_id, organisation=company.public_id)
        again = sent_again(row)
        assert (again.state, again.accepted, again.follows_id) == ("done", 1, row.submission_id)
        assert {one.document_number for one in shown(COMPANY)} == {"示市监处罚〔2026〕1号", "示市监处罚〔2026〕2号"}
        assert queries.mending_of(row.submission).mended == 1
        step = IdentifyingStep.objects.get()
        assert (step.fate, step.organisation_id, step.by_name) == (Fate.FOUND, company.id, reviewer.name)
        assert step.evidence

    def test_the_job_runs_twice_and_reports_once(self, unit: Unit, company: Organisation, reviewer: Actor) -> None:
        row = waiting(unit)
        services.identify_row(actor=reviewer, now=NOW, row_id=row.public_id, organisation=COMPANY)
        first = sent_again(row)
        assert sent_again(row) == first
        assert company.unified_code == COMPANY

    def test_an_undone_decision_takes_its_record_back(self, unit: Unit, company: Organisation, reviewer: Actor) -> None:
        row = waiting(unit)
        services.identify_row(actor=reviewer, now=NOW, row_id=row.public_id, organisation=company.public_id)
        again = sent_again(row)
        services.undo_identifying(actor=reviewer, now=NOW + timedelta(minutes=5), row_id=row.public_id)
        services.take_back_identified(actor=JOB, now=NOW + timedelta(minutes=6), submission=again.id)
        again.refresh_from_db()
        assert again.state == "withdrawn"
        assert {one.document_number for one in shown(COMPANY)} == {"示市监处罚〔2026〕1号"}
        assert queries.unidentified_row_for(reviewer, row.public_id).fate == Fate.OPEN
        services.identify_row(actor=reviewer, now=NOW, row_id=row.public_id, organisation=company.public_id)
        assert sent_again(row).accepted == 1

    def test_a_decision_undone_before_the_job_reports_nothing(
        self, unit: Unit, company: Organisation, reviewer: Actor
    ) -> None:
        row = waiting(unit)
        services.identify_row(actor=reviewer, now=NOW, row_id=row.public_id, organisation=company.public_id)
        services.undo_identifying(actor=reviewer, now=NOW, row_id=row.public_id)
        services.send_identified(actor=JOB, now=NOW, row=row.id)
        assert not Submission.objects.filter(follows__isnull=False).exists()

    def test_after_an_hour_it_is_too_late(self, unit: Unit, company: Organisation, reviewer: Actor) -> None:
        row = waiting(unit)
        services.identify_row(actor=reviewer, now=NOW, row_id=row.public_id, organisation=company.public_id)
        sent_again(row)
        with pytest.raises(TooLateToUndo):
            services.undo_identifying(actor=reviewer, now=NOW + timedelta(hours=1), row_id=row.public_id)

    def test_two_at_once_decide_once(self, unit: Unit, company: Organisation, reviewer: Actor) -> None:
        row = waiting(unit)
        services.find_nobody(actor=OFFICE, now=NOW, row_id=row.public_id)
        with pytest.raises(AlreadyDecided) as refused:
            services.identify_row(actor=reviewer, now=NOW, row_id=row.public_id, organisation=company.public_id)
        assert refused.value.sentence() == "这一行现在是“都不是”，由办案员办理，没有再改"
        services.undo_identifying(actor=reviewer, now=NOW, row_id=row.public_id)
        with pytest.raises(NothingToUndo):
            services.undo_identifying(actor=reviewer, now=NOW, row_id=row.public_id)
        assert list(row.steps.order_by("id").values_list("fate", flat=True)) == [Fate.NOBODY, Fate.OPEN]

    def test_a_row_the_unit_mended_waits_no_more(self, unit: Unit, reviewer: Actor) -> None:
        row = waiting(unit)
        mended = row_of(2, 原文件行号="3")
        processed(sent(unit, mended, follows=row.submission.public_id))
        assert not queries.unidentified_for(reviewer).exists()
        with pytest.raises(NotFound):
            services.find_nobody(actor=reviewer, now=NOW, row_id=row.public_id)

    def test_who_reports_does_not_decide(self, unit: Unit, company: Organisation) -> None:
        row = waiting(unit)
        calls: tuple[Callable[[], object], ...] = (
            lambda: services.identify_row(
                actor=reporter(unit), now=NOW, row_id=row.public_id, organisation=company.public_id
            ),
            lambda: services.find_nobody(actor=reporter(unit), now=NOW, row_id=row.public_id),
            lambda: services.undo_identifying(actor=reporter(unit), now=NOW, row_id=row.public_id),
        )
        for call in calls:
            with pytest.raises(NotPermitted):
                call()

    def test_an_organisation_without_a_code_can_not_be_chosen(self, unit: Unit, reviewer: Actor) -> None:
        row = waiting(unit)
        load([(ANOTHER, "示例市无码有限公司")])
        Organisation.objects.filter(unified_code=ANOTHER).update(unified_code=None)
        nameless = Organisation.objects.get(unified_code=None)
        with pytest.raises(SubjectWithoutCode):
            services.identify_row(actor=reviewer, now=NOW, row_id=row.public_id, organisation=nameless.public_id)

    def test_each_step_stands_in_the_trail(self, unit: Unit, company: Organisation, reviewer: Actor) -> None:
        row = waiting(unit)
        services.identify_row(actor=reviewer, now=NOW, row_id=row.public_id, organisation=company.public_id)
        sent_again(row)
        services.undo_identifying(actor=reviewer, now=NOW, row_id=row.public_id)
        told = AuditEntry.objects.filter(object_kind="unidentified-row").order_by("id")
        assert list(told.values_list("action", flat=True)) == [
            "intake.row-identified",
            "intake.identified-row-sent",
            "intake.identifying-undone",
        ]
