from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import psycopg
import pytest
from django.db import DatabaseError, connections, transaction

from chengxin.audit.models import AuditEntry
from chengxin.foundation.refusals import NotFound, NotPermitted, Refusal
from chengxin.foundation.roles import Role
from chengxin.notices import queries, services
from chengxin.notices.models import Delivery, Notice
from chengxin.notices.rules import Channel, Manner, Outcome
from chengxin.notices.services import PaperReport, Recipient
from chengxin.notices.tests.cast import SERVED, send
from chengxin.units.models import Unit
from chengxin.vault.adapters.refusals import TypeNotAllowed
from chengxin.vault.models import StoredFile
from chengxin.vault.services import Upload, read_file
from chengxin.vault.tests import samples
from chengxin.vault.tests.people import NOW, Person, bureau, person

pytestmark = pytest.mark.service

LATER = NOW + timedelta(days=3)


def scan(content: bytes = samples.pdf()) -> Upload:
    return Upload(BytesIO(content), "回证.pdf", "application/pdf")


def report(**changes: object) -> PaperReport:
    usual = PaperReport(Outcome.DELIVERED, Manner.POST, date(2018, 7, 2), "张三", "", scan())
    return replace(usual, **changes)  # type: ignore[arg-type]  # the tests name fields freely


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in the database
    return bureau()


@pytest.fixture
def officer(unit: Unit) -> Person:
    return person(unit, Role.CASE_OFFICER)


@pytest.fixture
def paper(officer: Person) -> Notice:
    return send(officer, Recipient(party="某某测试公司"), Channel.PAPER, template=SERVED)


def record(someone: Person, notice: Notice, said: PaperReport) -> Delivery:
    return services.record_paper_delivery(actor=someone.actor, now=LATER, notice_id=notice.public_id, report=said)


def test_the_day_on_the_receipt_counts(officer: Person, paper: Notice) -> None:
    assert queries.delivered_on(paper) is None
    assert [row.public_id for row in queries.papers_page(officer.actor, served=False, cursor="").rows] == [
        paper.public_id
    ]
    delivery = record(officer, paper, report())
    assert queries.delivered_on(paper) == date(2018, 7, 2)
    assert delivery.scan is not None
    opened = read_file(actor=officer.actor, now=LATER, file_id=delivery.scan.public_id, reason="核对", basis="规定")
    assert b"".join(opened.pieces()) == samples.pdf()
    assert not queries.papers_page(officer.actor, served=False, cursor="").rows
    assert queries.papers_page(officer.actor, served=True, cursor="").rows[0].delivered_on == date(2018, 7, 2)
    entry = AuditEntry.objects.get(action="notices.paper-recorded")
    assert (entry.facts["delivered_on"], entry.facts["scan"]) == ("2018-07-02", delivery.scan.sha256)


def test_a_day_of_service_is_never_rewritten(officer: Person, paper: Notice) -> None:
    delivery = record(officer, paper, report())
    with pytest.raises(services.AlreadyServed):
        record(officer, paper, report(delivered_on=date(2018, 7, 1)))
    with pytest.raises(services.AlreadyServed):
        record(officer, paper, report(outcome=Outcome.REFUSED, detail="拒收", scan=None))
    for change in (
        lambda: Delivery.objects.filter(id=delivery.id).update(delivered_on=date(2018, 6, 30)),
        lambda: Delivery.objects.filter(id=delivery.id).delete(),
        lambda: Notice.objects.filter(id=paper.id).update(subject="改"),
    ):
        with pytest.raises(DatabaseError) as caught, transaction.atomic():
            change()
        assert isinstance(caught.value.__cause__, psycopg.errors.InsufficientPrivilege)
    assert queries.delivered_on(paper) == date(2018, 7, 2)


def test_attempts_in_vain_are_kept_and_start_no_clock(officer: Person, paper: Notice) -> None:
    record(officer, paper, report(outcome=Outcome.FAILED, detail="查无此人", scan=None, delivered_on=None))
    record(officer, paper, report(outcome=Outcome.REFUSED, detail="拒收", delivered_on=date(2018, 7, 1)))
    assert queries.delivered_on(paper) is None
    record(officer, paper, report(manner=Manner.LEFT))
    attempts = queries.paper_page(officer.actor, paper.public_id).deliveries
    assert [(one.outcome, one.manner, one.delivered_on) for one in attempts] == [
        ("未送达", "邮寄送达", None),
        ("拒收", "邮寄送达", None),
        ("已送达", "留置送达", date(2018, 7, 2)),
    ]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"scan": None}, services.ProofMissing),
        ({"delivered_on": None}, services.ProofMissing),
        ({"outcome": Outcome.FAILED, "detail": " "}, services.ProofMissing),
        ({"delivered_on": date(2018, 7, 4)}, services.FutureDay),
        ({"delivered_on": date(2018, 6, 29)}, services.NotYetSent),
        ({"scan": scan(b"MZ" + bytes(100))}, TypeNotAllowed),
        ({"scan": Upload(BytesIO(samples.office()), "回证.xlsx", "")}, TypeNotAllowed),
    ],
)
def test_what_is_refused(officer: Person, paper: Notice, changes: dict[str, object], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        record(officer, paper, report(**changes))
    assert not Delivery.objects.exists()
    assert not StoredFile.objects.exists()


def test_the_days_at_both_ends_are_taken(officer: Person, paper: Notice) -> None:
    record(officer, paper, report(delivered_on=date(2018, 7, 3)))
    second = send(officer, Recipient(party="某某测试公司"), Channel.PAPER, template=SERVED)
    record(officer, second, report(delivered_on=date(2018, 6, 30), scan=scan()))


def test_who_may_record(officer: Person, paper: Notice, unit: Unit) -> None:
    for stranger in (person(bureau(), Role.CASE_OFFICER), person(unit, Role.REPORTER)):
        with pytest.raises((NotFound, NotPermitted)):
            record(stranger, paper, report())
    not_on_paper = send(officer, Recipient(party="某某测试公司"), template=SERVED)
    with pytest.raises(NotFound):
        record(officer, not_on_paper, report())
    record(person(bureau(), Role.CREDIT_OFFICE), paper, report())


@pytest.mark.usefixtures("committed_db")
def test_two_people_at_once_record_one_delivery() -> None:
    officer = person(bureau(), Role.CASE_OFFICER)
    paper = send(officer, Recipient(party="某某测试公司"), Channel.PAPER, template=SERVED)

    def attempt(day: int) -> str:
        try:
            record(officer, paper, report(delivered_on=date(2018, 7, day), scan=scan()))
        except services.AlreadyServed as refusal:
            return refusal.code
        finally:
            connections.close_all()
        return "recorded"

    with ThreadPoolExecutor(3) as pool:
        results = sorted(pool.map(attempt, [1, 2, 3]))
    assert results == ["notices.already-served", "notices.already-served", "recorded"]
    assert Delivery.objects.count() == 1
    assert StoredFile.objects.count() == 1
