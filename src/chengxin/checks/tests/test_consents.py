"""Looks by consent: only with a recorded paper in force, for this unit and this kind of look; withdrawn as easily."""

import io
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chengxin.audit.models import AuditEntry
from chengxin.checks import queries, services
from chengxin.checks.models import Approval, Check, Consent, Report
from chengxin.checks.queries.checks import evidence_of
from chengxin.checks.queries.consents import ConsentFilter, consent_for, consents_for
from chengxin.checks.rules.answers import Ground, Identity
from chengxin.checks.rules.consents import Covers, days_fit
from chengxin.checks.services import Given
from chengxin.checks.services.checking import LONGEST_BASIS, ApprovalBeyondConsent, ConsentNeeded
from chengxin.checks.services.consents import (
    BadConsentDays,
    ConsentIncomplete,
    ConsentSubjectUnknown,
    ConsentWithdrawn,
    WithdrawalUnexplained,
)
from chengxin.checks.tests.scenes import Scene, list_for_wages, scene
from chengxin.checks.tests.test_batches import upload, workbook
from chengxin.foundation.actor import system_actor
from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.foundation.roles import Role
from chengxin.measures.tests.scenes import officer
from chengxin.measures.tests.test_pages import main, page, post, text
from chengxin.register.services.subject_links import merge_subjects
from chengxin.register.tests.scenes import NOW, OFFICE, bureau, organisation
from chengxin.subjects.models import Organisation
from chengxin.units.queries import day_of
from chengxin.vault.adapters.refusals import FileRefused
from chengxin.vault.services import Upload
from chengxin.vault.tests import samples
from chengxin.vault.tests.people import person, sign_in

TODAY = day_of(NOW)
YEAR = timedelta(days=365)


@pytest.mark.parametrize(
    ("signed_on", "until", "fits"),
    [
        (TODAY, TODAY, True),
        (TODAY + timedelta(days=1), TODAY + YEAR, False),
        (TODAY - YEAR, TODAY - timedelta(days=1), False),
        (TODAY, date(TODAY.year + 10, 1, 1), True),
        (TODAY, date(TODAY.year + 11, 1, 1), False),
    ],
)
def test_the_days_of_a_consent(signed_on: date, until: date, fits: bool) -> None:  # noqa: FBT001  a column of the table
    assert days_fit(signed_on, until, TODAY) is fits


@pytest.fixture
def desk(db: None) -> Scene:  # noqa: ARG001  the scene stands in the database
    return scene()


def scan(content: bytes = b"") -> Upload:
    return Upload(io.BytesIO(content or samples.pdf()), "授权书.pdf", "application/pdf")


def given(desk: Scene, **other: object) -> Given:
    told = Given(
        subject=desk.firm.unified_code or "",
        number="授2026-7",
        covers=[Covers.CHECKS],
        purpose="办理某项贷款",
        signed_on=TODAY,
        until=TODAY + YEAR,
    )
    return replace(told, **other)  # type: ignore[arg-type]  # fields of a consent


def recorded(desk: Scene, **other: object) -> Consent:
    return services.record_consent(actor=desk.checker, now=NOW, given=given(desk, **other), scan=scan())


def by_consent(desk: Scene, until: date | None = None, **other: object) -> Check:
    told = {"ground": Ground.CONSENT, "basis": ""} | other
    return desk.check(until, **told).check


def merge(desk: Scene, survivor: Organisation) -> None:
    merge_subjects(
        actor=OFFICE,
        now=NOW,
        absorbed=desk.firm.public_id,
        survivor=survivor.public_id,
        reason="重复收录",
        basis="测试依据",
        evidence=["名称相同"],
    )


@pytest.mark.service
class TestLooking:
    """What a consent opens, and to whom."""

    def test_without_one_nothing_is_answered_and_nothing_is_left(self, desk: Scene) -> None:
        with pytest.raises(ConsentNeeded):
            by_consent(desk)
        assert not Check.objects.exists()
        assert not AuditEntry.objects.filter(action="checks.checked").exists()

    def test_with_one_the_answer_names_it_as_its_basis(self, desk: Scene) -> None:
        consent = recorded(desk)
        row = by_consent(desk)
        basis = f"授权书授2026-7（{TODAY:%Y-%m-%d}签署，到{TODAY + YEAR:%Y-%m-%d}，用于办理某项贷款）"
        assert row.consent == consent
        assert basis in evidence_of(row).body
        assert AuditEntry.objects.get(action="checks.checked").basis == f"主体书面授权：{basis}"

    @pytest.mark.parametrize(
        "other",
        [
            {"covers": [Covers.REPORTS]},
            {"signed_on": TODAY - YEAR, "until": TODAY},
        ],
    )
    def test_one_that_covers_something_else_or_is_over_opens_nothing(
        self, desk: Scene, other: dict[str, object]
    ) -> None:
        recorded(desk, **other)
        question = desk.asked(ground=Ground.CONSENT, basis="")
        with pytest.raises(ConsentNeeded):
            services.check(actor=desk.checker, now=NOW + timedelta(days=1), asked=question)

    def test_it_opens_nothing_to_another_unit_and_of_another_subject(self, desk: Scene) -> None:
        other = scene()
        recorded(desk)
        with pytest.raises(ConsentNeeded):
            by_consent(other, code=desk.firm.unified_code)
        with pytest.raises(ConsentNeeded):
            by_consent(desk, code=organisation().unified_code)

    def test_it_stays_that_of_a_subject_that_was_merged(self, desk: Scene) -> None:
        consent, survivor = recorded(desk), organisation()
        merge(desk, survivor)
        assert by_consent(desk, code=survivor.unified_code).consent == consent

    def test_a_report_rests_on_it_after_a_merger_too(self, desk: Scene) -> None:
        consent, survivor = recorded(desk, covers=[Covers.REPORTS]), organisation()
        merge(desk, survivor)
        made = services.make_authorised_report(
            actor=officer(desk.unit, Role.CASE_OFFICER),
            now=NOW,
            unit=desk.unit.id,
            subject=survivor.unified_code or "",
            ground=Ground.CONSENT,
            purpose="某项贷款",
            basis="",
        )
        assert Report.objects.get(number=made.number).consent == consent

    def test_a_long_purpose_fits_among_the_words_of_a_basis(self, desk: Scene) -> None:
        consent = recorded(desk, number="9" * 100, purpose="贷" * 300)
        assert len(consent.as_basis) <= LONGEST_BASIS
        assert by_consent(desk).consent == consent

    def test_a_name_that_finds_nobody_sees_nothing_and_needs_none(self, desk: Scene) -> None:
        row = by_consent(desk, code="", name="没有这家公司")
        assert (row.identity, row.consent, row.used) == (Identity.CANDIDATES, None, [])

    def test_of_a_workbook_only_who_consented_is_checked(self, desk: Scene) -> None:
        consenting, silent = desk.firm, organisation()
        recorded(desk)
        rows = [(1, one.name, one.unified_code, 9) for one in (consenting, silent)]
        asked = services.BatchQuestion(desk.matter.public_id, "某项目", Ground.CONSENT, "")
        batch = services.check_workbook(actor=desk.checker, now=NOW, question=asked, upload=upload(workbook(*rows)))
        assert [one.subject_id for one in batch.checks.all()] == [consenting.id]
        assert silent.name in batch.refused["4"]
        assert set(batch.refused) == {"4"}

    def test_a_report_by_consent_needs_one_that_covers_reports(self, desk: Scene) -> None:
        def ask() -> services.Made:
            return services.make_authorised_report(
                actor=officer(desk.unit, Role.CASE_OFFICER),
                now=NOW,
                unit=desk.unit.id,
                subject=desk.firm.unified_code or "",
                ground=Ground.CONSENT,
                purpose="某项贷款",
                basis="口头同意",
            )

        recorded(desk)
        with pytest.raises(ConsentNeeded):
            ask()
        consent = recorded(desk, covers=[Covers.CHECKS, Covers.REPORTS], number="授2026-8")
        report = Report.objects.get(number=ask().number)
        assert (report.consent, "授2026-8" in report.basis, "口头" in report.facts) == (consent, True, False)


@pytest.mark.service
class TestRecording:
    """What a paper must say, and who may record and withdraw one."""

    @pytest.mark.parametrize(
        ("other", "refusal"),
        [
            ({"subject": "91990102MA40001KXX"}, ConsentSubjectUnknown),
            ({"subject": ""}, ConsentSubjectUnknown),
            ({"number": " "}, ConsentIncomplete),
            ({"number": "9" * 101}, ConsentIncomplete),
            ({"purpose": ""}, ConsentIncomplete),
            ({"covers": []}, ConsentIncomplete),
            ({"until": TODAY - timedelta(days=1)}, BadConsentDays),
        ],
    )
    def test_what_is_missing_is_refused(self, desk: Scene, other: dict[str, object], refusal: type[Exception]) -> None:
        with pytest.raises(refusal):
            recorded(desk, **other)
        assert not Consent.objects.exists()

    def test_a_scan_that_is_no_paper_is_refused(self, desk: Scene) -> None:
        with pytest.raises(FileRefused):
            services.record_consent(actor=desk.checker, now=NOW, given=given(desk), scan=scan(b"MZ"))
        assert not Consent.objects.exists()

    def test_it_is_withdrawn_once_and_what_rests_on_it_ends(self, desk: Scene) -> None:
        consent = recorded(desk)
        row = by_consent(desk, TODAY + timedelta(days=90))
        with pytest.raises(WithdrawalUnexplained):
            services.withdraw_consent(actor=desk.checker, now=NOW, consent=consent.public_id, words=" ")
        services.withdraw_consent(actor=desk.checker, now=NOW, consent=consent.public_id, words="书面撤回函")
        approval = Approval.objects.get(owner=row)
        assert (approval.ended_at, approval.ended_why) == (NOW, "主体已撤回授权")
        with pytest.raises(ConsentNeeded):
            by_consent(desk)
        with pytest.raises(ConsentWithdrawn):
            services.withdraw_consent(actor=desk.checker, now=NOW, consent=consent.public_id, words="书面撤回函")
        assert queries.checks_for(desk.checker).get() == row, "what was looked at by it stays"

    def test_nothing_is_followed_longer_than_it_runs(self, desk: Scene) -> None:
        consent = recorded(desk)
        with pytest.raises(ApprovalBeyondConsent):
            by_consent(desk, consent.until + timedelta(days=1))
        assert not Check.objects.exists()
        assert Approval.objects.filter(owner=by_consent(desk, consent.until)).exists()

    def test_others_neither_see_nor_withdraw_nor_record(self, desk: Scene) -> None:
        consent = recorded(desk)
        stranger = officer(bureau(), Role.CHECKER)
        assert not consents_for(stranger).exists()
        with pytest.raises(NotFound):
            consent_for(stranger, consent.public_id)
        with pytest.raises(NotFound):
            services.withdraw_consent(actor=stranger, now=NOW, consent=consent.public_id, words="x")
        for role in (Role.REPORTER, Role.UNIT_ADMINISTRATOR):
            clerk = officer(desk.unit, role)
            with pytest.raises(NotPermitted):
                services.record_consent(actor=clerk, now=NOW, given=given(desk), scan=scan())
            with pytest.raises(NotPermitted):
                services.withdraw_consent(actor=clerk, now=NOW, consent=consent.public_id, words="x")

    def test_the_list_is_narrowed(self, desk: Scene) -> None:
        consent = recorded(desk)
        for text_, found in ((desk.firm.unified_code or "", 1), ("授2026", 1), (desk.firm.name[:3], 1), ("没有", 0)):
            assert consents_for(desk.checker, ConsentFilter(text_)).count() == found
        over = consent.until + timedelta(days=1)
        assert not consents_for(desk.checker, ConsentFilter(in_force_on=over)).exists()


@pytest.mark.service
class TestPages:
    """In the browser."""

    def test_an_officer_records_one_uses_it_and_writes_down_its_withdrawal(self, desk: Scene, client: Client) -> None:
        sign_in(client, person(desk.unit, Role.CHECKER))
        assert "没有这样的授权书" in page(client, "/desk/checks/consents/")
        told: dict[str, object] = {
            "subject": desk.firm.unified_code,
            "number": "授2026-9",
            "covers": ["checks"],
            "purpose": "办理某项贷款",
            "signed_on": "2026-06-30",
            "until": "2030-06-30",
        }
        bad = post(client, "/desk/checks/consents/new", told | {"until": "2020-01-01", "file": file()}, 422)
        assert "不能早于今天" in text(bad)
        wrong = client.post("/desk/checks/consents/new", told | {"file": SimpleUploadedFile("授权书.pdf", b"MZ")})
        assert "只接收" in str(wrong.context["form"].errors["file"])
        post(client, "/desk/checks/consents/new", told | {"file": file()})
        consent = Consent.objects.get()
        shown = main(page(client, f"/desk/checks/consents/{consent.public_id}/"))
        assert "授2026-9" in shown
        assert "0次核查，0份报告" in shown
        new = page(client, f"/desk/checks/new?code={desk.firm.unified_code}&purpose=x&ground=consent")
        assert re.search(r'<input[^>]*value="consent"[^>]*checked', new)
        asked: dict[str, object] = {
            "matter": desk.matter.public_id,
            "code": desk.firm.unified_code,
            "purpose": "办理某项贷款",
            "ground": "consent",
        }
        post(client, "/desk/checks/new", asked)
        assert "1次核查" in page(client, f"/desk/checks/consents/{consent.public_id}/")
        assert "授2026-9" in client.get("/desk/checks/consents/consents.csv").content.decode("utf-8-sig")
        post(client, f"/desk/checks/consents/{consent.public_id}/withdraw", {"words": "书面撤回函"})
        assert "书面撤回函" in page(client, f"/desk/checks/consents/{consent.public_id}/")
        refused = post(client, "/desk/checks/new", asked, 422)
        assert "没有登记" in text(refused)
        assert "已撤回" in page(client, "/desk/checks/consents/")
        assert "没有这样的授权书" in page(client, "/desk/checks/consents/?state=in-force")

    def test_a_new_look_at_the_same_case_is_by_consent_again(self, desk: Scene, client: Client) -> None:
        recorded(desk)
        row = by_consent(desk, TODAY + timedelta(days=90))
        list_for_wages(desk.firm)
        assert services.look_at_all(actor=system_actor("checks.follow-feed"), now=NOW) == 1
        sign_in(client, person(desk.unit, Role.CHECKER))
        shown = main(page(client, f"/desk/checks/{row.public_id}/"))
        (again,) = re.findall(r'href="(/desk/checks/new[^"]*)"', shown)
        assert "ground=consent&amp;basis=&amp;" in again

    def test_by_duty_a_basis_must_be_written(self, desk: Scene, client: Client) -> None:
        sign_in(client, person(desk.unit, Role.CHECKER))
        asked: dict[str, object] = {
            "matter": desk.matter.public_id,
            "code": desk.firm.unified_code,
            "purpose": "x",
            "ground": "duty",
        }
        assert "请写明核查的法律依据" in text(post(client, "/desk/checks/new", asked, 422))


def file() -> SimpleUploadedFile:
    return SimpleUploadedFile("授权书.pdf", samples.pdf(), "application/pdf")
