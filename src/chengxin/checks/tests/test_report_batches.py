"""Reports for a list of codes: made one by one, not twice, fetched together by the unit that ordered them."""

import io
import zipfile
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from chengxin.audit.models import AuditEntry
from chengxin.checks import services
from chengxin.checks.models import Report, ReportBatch
from chengxin.checks.queries import reports as queries
from chengxin.checks.rules.answers import Ground
from chengxin.checks.services import ReportWish, Verdict
from chengxin.checks.services.report_batches import STALLED_AFTER
from chengxin.checks.services.reports import NothingToSignWith, PurposeMissing, ReportSubjectUnknown
from chengxin.checks.tests.test_batches import upload, workbook
from chengxin.foundation.actor import Actor, public_actor, system_actor
from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.foundation.roles import Role
from chengxin.measures.tests.test_pages import heading, main, page, post, text
from chengxin.register.tests.scenes import NOW, City, Fact, bureau, city, officer, organisation, shown
from chengxin.vault.tests.people import person, sign_in

pytestmark = pytest.mark.service
JOB = system_actor("checks.make-reports")
WISH = ReportWish(Ground.DUTY, "某项目资格审查", "《政府采购法》第二十二条")
NOBODY = "91990102MA40001KXX"


@pytest.fixture
def town(db: None) -> City:  # noqa: ARG001  it stands in the database
    town = city()
    shown(town.unit, Fact(town.firm))
    return town


def clerk(town: City) -> Actor:
    return officer(town.unit, Role.CASE_OFFICER)


def ordered(town: City, *codes: str, wish: ReportWish = WISH) -> ReportBatch:
    rows = [(number, "", code, 1) for number, code in enumerate(codes, 1)]
    return services.order_reports(actor=clerk(town), now=NOW, wish=wish, upload=upload(workbook(*rows)))


def run(batch: ReportBatch, moment: datetime = NOW) -> int:
    return services.make_reports(actor=JOB, moment=lambda: moment, batch=batch.public_id)


def test_each_row_is_a_report_or_a_reason_and_the_look_is_the_units(town: City) -> None:
    other = organisation()
    batch = ordered(town, town.firm.unified_code or "", NOBODY, other.unified_code or "")
    made = run(batch)
    row = queries.batch_for(clerk(town), batch.public_id)
    assert row.refused == {"4": "没有收录这个代码的企业或组织"}
    assert [one.line for one in queries.reports_of(row)] == [3, 5]
    assert made == 2
    assert row.finished_at == NOW
    assert {one.made_by_name for one in queries.reports_of(row)} == {clerk(town).name}
    looks = AuditEntry.objects.filter(action="checks.report-read")
    assert {(one.unit, one.purpose, one.basis) for one in looks} == {(town.unit.id, WISH.purpose, WISH.basis)}
    assert looks.count() == 2


def test_what_was_made_is_not_made_twice_when_it_goes_on(town: City, monkeypatch: pytest.MonkeyPatch) -> None:
    others = [organisation() for _ in range(2)]
    batch = ordered(town, *(one.unified_code or "" for one in (town.firm, *others)))

    def dies_at_the_second(**asked: object) -> services.Made:
        if Report.objects.exists():
            raise KeyboardInterrupt
        return services.make_authorised_report(**asked)  # type: ignore[arg-type]  # handed on

    monkeypatch.setattr("chengxin.checks.services.report_batches.make_authorised_report", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        run(batch)
    monkeypatch.undo()
    row = ReportBatch.objects.get()
    assert (row.finished_at, row.reports.count()) == (None, 1)
    late = NOW + STALLED_AFTER + timedelta(seconds=1)
    assert services.take_up_reports(actor=JOB, now=NOW) == 0
    assert services.take_up_reports(actor=JOB, now=late) == 1
    assert run(batch, late) == 2
    assert set(Report.objects.values_list("line", flat=True)) == {3, 4, 5}
    assert services.take_up_reports(actor=JOB, now=late + STALLED_AFTER * 2) == 0


def test_a_persons_number_is_refused_and_not_kept(town: City) -> None:
    batch = ordered(town, "110101199003074477", town.firm.unified_code or "")
    assert "自然人" in batch.refused["3"]
    assert [line for line, _code in batch.codes] == [4]
    assert batch.rows == 2
    assert run(batch) == 1


def test_by_consent_only_who_consented_gets_one(town: City) -> None:
    batch = ordered(town, town.firm.unified_code or "", wish=ReportWish(Ground.CONSENT, "某项贷款", ""))
    assert run(batch) == 0
    assert "授权书" in ReportBatch.objects.get().refused["3"]


def test_a_platform_that_can_not_sign_says_so_for_each_row(town: City, settings: Settings) -> None:
    batch = ordered(town, town.firm.unified_code or "")
    settings.PRODUCTION = True
    assert run(batch) == 0
    assert ReportBatch.objects.get().refused["3"].startswith(NothingToSignWith.says.split("{", maxsplit=1)[0])


def test_who_may_not_and_what_is_missing_is_refused(town: City) -> None:
    code = town.firm.unified_code or ""
    for wish in (ReportWish(Ground.DUTY, " ", "依据"), ReportWish(Ground.DUTY, "用途", " ")):
        with pytest.raises(PurposeMissing):
            ordered(town, code, wish=wish)
    book = upload(workbook((1, "", code, 1)))
    with pytest.raises(NotPermitted):
        services.order_reports(actor=officer(town.unit, Role.REPORTER), now=NOW, wish=WISH, upload=book)
    with pytest.raises(NotPermitted):
        services.make_reports(actor=public_actor("192.0.2.7"), moment=lambda: NOW, batch="0" * 26)
    batch = ordered(town, code)
    with pytest.raises(NotFound):
        queries.batch_for(officer(bureau(), Role.CASE_OFFICER), batch.public_id)
    with pytest.raises(ReportSubjectUnknown):
        services.make_authorised_report(
            actor=clerk(town), now=NOW, unit=town.unit.id, subject=NOBODY, ground=Ground.DUTY, purpose="x", basis="x"
        )


def test_in_the_browser_a_batch_is_ordered_followed_and_fetched(town: City, client: Client) -> None:
    sign_in(client, person(town.unit, Role.CASE_OFFICER))
    assert "还没有批量出具" in heading(page(client, "/desk/checks/reports/batches/"))
    book = workbook((1, "", town.firm.unified_code, 1), (2, "", NOBODY, 1))
    told: dict[str, object] = {"purpose": "某项目资格审查", "ground": "duty", "basis": ""}
    file = SimpleUploadedFile("名单.xlsx", book)
    assert "还要写明依据" in text(post(client, "/desk/checks/reports/batches/new", told | {"file": file}, 422))
    file = SimpleUploadedFile("名单.xlsx", book)
    post(client, "/desk/checks/reports/batches/new", told | {"file": file, "basis": "《政府采购法》第二十二条"})
    batch = ReportBatch.objects.get()
    address = f"/desk/checks/reports/batches/{batch.public_id}/"
    assert "0/2份" in main(page(client, address))
    assert "0/2份" in page(client, f"{address}progress")
    assert "下载全部报告" not in page(client, address)
    run(batch)
    assert client.get(f"{address}progress").headers["HX-Redirect"] == address
    shown = main(page(client, address))
    assert "第4行：没有收录" in text(shown)
    package = zipfile.ZipFile(io.BytesIO(b"".join(client.get(f"{address}reports.zip"))))
    (name,) = package.namelist()
    number = Report.objects.get().number
    assert name == f"0003-{number}.pdf"
    seen = services.verify_file(actor=public_actor("192.0.2.9"), now=NOW, content=package.read(name))
    assert (seen.verdict, seen.number) == (Verdict.GENUINE, number)
    assert number in page(client, "/desk/checks/reports/")
    assert number in client.get(f"/desk/checks/reports/reports.csv?text={number}").content.decode("utf-8-sig")
    assert "没有这样的信用报告" in heading(page(client, "/desk/checks/reports/?text=没有"))


def test_in_the_browser_one_report_is_made_and_handed_over(town: City, client: Client) -> None:
    sign_in(client, person(town.unit, Role.CASE_OFFICER))
    asked: dict[str, object] = {
        "code": NOBODY,
        "purpose": "某项目",
        "ground": "duty",
        "basis": "《政府采购法》第二十二条",
    }
    assert "没有收录这个代码" in text(post(client, "/desk/checks/reports/new", asked, 422))
    response = client.post("/desk/checks/reports/new", asked | {"code": town.firm.unified_code})
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/pdf")
    assert response.content.startswith(b"%PDF")
    sign_in(client, person(bureau(), Role.CASE_OFFICER))
    assert "没有这样的信用报告" in heading(page(client, "/desk/checks/reports/"))
