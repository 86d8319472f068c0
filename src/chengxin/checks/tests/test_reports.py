"""Reports are made, signed, verified and superseded, on the database and with real signatures."""

import asyncio
import io
import json
import random
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, load_pem_private_key, pkcs12
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign import signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pytest_django import Settings

from chengxin.audit.models import AuditEntry
from chengxin.checks import services
from chengxin.checks.adapters import signing
from chengxin.checks.adapters.report_paper import ReportText, typeset
from chengxin.checks.apps import refuse_demonstration_certificate
from chengxin.checks.models import Report
from chengxin.checks.rules.answers import Ground
from chengxin.checks.rules.reports import MOST_BYTES, REPORTS_A_MINUTE
from chengxin.checks.services import Verdict
from chengxin.checks.services.reports import FileTooLarge, NothingToSignWith, PurposeMissing
from chengxin.foundation.actor import public_actor
from chengxin.foundation.refusals import NotPermitted, TooMany
from chengxin.foundation.roles import Role
from chengxin.register.rules import TakedownReason
from chengxin.register.services import Why, mark_disputed, take_down
from chengxin.register.tests.scenes import (
    LICENCE,
    NOW,
    OFFICE,
    City,
    Fact,
    Permit,
    city,
    officer,
    organisation,
    record_of,
    shown,
)
from chengxin.subjects.public import NoSuchSubject

pytestmark = pytest.mark.service
ANYBODY = public_actor("192.0.2.7")
REPAIRED = Why(TakedownReason.REPAIRED, "已经信用修复", "测试依据")
PLACES, FLIPS = 20, 1_000


@pytest.fixture
def town(db: None) -> City:  # noqa: ARG001  it stands in the database
    """A bureau and one organisation with a penalty and a licence."""
    town = city()
    shown(town.unit, Fact(town.firm))
    shown(town.unit, Permit(town.firm), item=LICENCE)
    return town


def made(town: City) -> services.Made:
    return services.download_report(actor=ANYBODY, now=NOW, subject=town.firm.unified_code or "")


def told(content: bytes) -> services.Verification:
    return services.verify_file(actor=public_actor(str(hash(content))), now=NOW, content=content)


def test_a_report_says_what_the_page_shows_and_is_recorded(town: City) -> None:
    report = made(town)
    row = Report.objects.get(number=report.number)
    facts = json.loads(row.facts)
    assert facts["name"] == town.firm.name
    assert [one["title"] for one in facts["records"]] == ["食品生产许可证", "销售过期食品"]
    assert "某代表人" not in row.facts
    penalty = facts["records"][1]
    assert (penalty["basis"], penalty["ends_on"]) == ("《食品安全法》第一百二十四条", "2090-01-01")
    assert AuditEntry.objects.filter(action="checks.report-made", object_id=report.number).exists()


def test_what_was_taken_down_is_in_no_report(town: City) -> None:
    take_down(actor=OFFICE, now=NOW, records=[record_of(Fact(town.firm).number).public_id], why=REPAIRED)
    assert "销售过期食品" not in Report.objects.get(number=made(town).number).facts


def test_the_signature_covers_the_whole_file_and_leads_to_the_ca(town: City, data: Path) -> None:
    report = made(town)
    (root,) = load_certs_from_pemder_data(signing.ca_of(data / "keys"))
    (signature,) = PdfFileReader(io.BytesIO(report.content)).embedded_signatures
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=[root]))
    assert status.bottom_line
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert (data / "keys" / signing.FILE).stat().st_mode & 0o077 == 0


def test_it_signs_also_where_an_event_loop_runs(data: Path) -> None:
    paper = ReportText("报告", "示例", "示例公司", "XB-1", "公开版", "x", (), (), (), demonstration=True)
    by = signing.sealing(data / "keys", certificate="", passphrase="", production=False, now=NOW)

    async def sign() -> bytes:
        return signing.sign(typeset(paper), by, number="XB-1", site="示例")

    with ThreadPoolExecutor(1) as beside:  # a browser of another test may run a loop in this thread
        signed = beside.submit(lambda: asyncio.run(sign())).result()
    assert PdfFileReader(io.BytesIO(signed)).embedded_signatures


def test_a_genuine_report_names_its_organisation(town: City) -> None:
    report = made(town)
    for answer in (told(report.content), services.verify_number(actor=ANYBODY, now=NOW, number=report.number.lower())):
        assert (answer.verdict, answer.number, answer.name) == (Verdict.GENUINE, report.number, town.firm.name)


def test_every_flipped_byte_is_found(town: City) -> None:
    content = made(town).content
    for place in range(0, len(content), len(content) // PLACES):
        altered = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        assert told(altered).verdict is Verdict.ALTERED


@pytest.mark.soak
def test_a_thousand_flipped_bytes_are_found(town: City) -> None:
    content = made(town).content
    for number in range(1_000):
        place = number * 7_919 % len(content)
        altered = content[:place] + bytes([content[place] ^ (1 << number % 8)]) + content[place + 1 :]
        assert told(altered).verdict is Verdict.ALTERED


def test_hostile_files_are_answered(town: City) -> None:
    content = made(town).content
    other = made(town).content
    assert told(content + b"\n%appended").verdict is Verdict.ALTERED
    assert told(content[: len(content) - 20_000]).verdict is Verdict.ALTERED
    assert told(content + other).verdict is Verdict.ALTERED
    for foreign in (b"", b"no pdf", b"%PDF-1.7\n/Encrypt", content[:1_000]):
        assert told(foreign).verdict is Verdict.UNKNOWN
    with pytest.raises(FileTooLarge):
        told(b"x" * (MOST_BYTES + 1))


def test_a_second_signature_makes_it_another_file(town: City, data: Path) -> None:
    report = made(town)
    by = signing.sealing(data / "keys", certificate="", passphrase="", production=False, now=NOW)
    writer = IncrementalPdfFileWriter(io.BytesIO(report.content))
    twice = io.BytesIO()
    signers.sign_pdf(writer, signers.PdfSignatureMetadata(field_name="Second"), by.signer, output=twice)
    assert len(PdfFileReader(twice).embedded_signatures) == 2
    assert told(twice.getvalue()).verdict is Verdict.ALTERED


def test_an_encrypted_copy_is_not_genuine(town: City) -> None:
    copy = copy_into_new_writer(PdfFileReader(io.BytesIO(made(town).content)))
    copy.encrypt(owner_pass="demo")  # type: ignore[no-untyped-call]  # pyHanko has no annotations here
    out = io.BytesIO()
    copy.write(out)  # type: ignore[no-untyped-call]  # pyHanko has no annotations here
    assert told(out.getvalue()).verdict in {Verdict.ALTERED, Verdict.UNKNOWN}


def test_the_operators_own_certificate_signs(town: City, settings: Settings, data: Path) -> None:
    made(town)
    content = (data / "keys" / signing.FILE).read_bytes()
    key = load_pem_private_key(content, password=None)
    certificate, ca = x509.load_pem_x509_certificates(content)
    assert isinstance(key, rsa.RSAPrivateKey)
    sealed = pkcs12.serialize_key_and_certificates(b"x", key, certificate, [ca], BestAvailableEncryption(b"secret"))
    (data / "own.p12").write_bytes(sealed)
    settings.PRODUCTION, settings.REPORT_CERTIFICATE = True, str(data / "own.p12")
    settings.REPORT_PASSPHRASE = "wrong"
    with pytest.raises(NothingToSignWith):
        made(town)
    settings.REPORT_PASSPHRASE = "secret"
    (root,) = load_certs_from_pemder_data(signing.ca_of(data / "keys"))
    (signature,) = PdfFileReader(io.BytesIO(made(town).content)).embedded_signatures
    assert validate_pdf_signature(signature, ValidationContext(trust_roots=[root])).bottom_line


def test_the_deployment_check_asks_for_a_certificate(settings: Settings) -> None:
    settings.PRODUCTION = True
    for certificate, fault in (("", True), ("report.p12", False)):
        settings.REPORT_CERTIFICATE = certificate
        assert bool(refuse_demonstration_certificate(None)) is fault


def test_an_ended_item_supersedes_and_nothing_more_is_said(town: City) -> None:
    report = made(town)
    take_down(actor=OFFICE, now=NOW, records=[record_of(Fact(town.firm).number).public_id], why=REPAIRED)
    answer = told(report.content)
    assert (answer.verdict, answer.ended, answer.newer, answer.name) == (Verdict.SUPERSEDED, 1, False, "")


def test_a_dispute_changes_an_item_and_a_new_record_is_said(town: City) -> None:
    report = made(town)
    mark_disputed(actor=OFFICE, now=NOW, record_id=record_of(Fact(town.firm).number).public_id, basis="异议1号")
    shown(town.unit, replace(Fact(town.firm), number="示市监处罚〔2026〕12号"))
    answer = told(report.content)
    assert (answer.verdict, answer.ended, answer.newer) == (Verdict.SUPERSEDED, 1, True)


def test_an_unknown_subject_and_too_many_reports_are_refused(town: City) -> None:
    with pytest.raises(NoSuchSubject):
        services.make_public_report(actor=ANYBODY, now=NOW, subject="91990102MA40001KXX")
    for _ in range(REPORTS_A_MINUTE):
        made(town)
    with pytest.raises(TooMany):
        made(town)


def test_production_does_not_sign_with_the_demonstration(town: City, settings: Settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(NothingToSignWith):
        made(town)
    assert not Report.objects.exists()


@pytest.mark.soak
def test_a_thousand_bytes_flipped_at_random_are_found(town: City) -> None:
    content, seed = made(town).content, secrets.randbits(32)
    places = random.Random(seed)  # noqa: S311  places to try, no secret
    for _ in range(FLIPS):
        place, bit = places.randrange(len(content)), 1 << places.randrange(8)
        altered = content[:place] + bytes([content[place] ^ bit]) + content[place + 1 :]
        assert told(altered).verdict is Verdict.ALTERED, (seed, place, bit)


def test_a_shopkeepers_name_is_masked(db: None) -> None:  # noqa: ARG001  it stands in the database
    shop = organisation("sole-trader", "赵某某", personal=True)
    report = services.make_public_report(actor=ANYBODY, now=NOW, subject=shop.unified_code or "")
    assert "赵某某" not in Report.objects.get(number=report.number).facts


def test_an_authorised_report_takes_a_purpose_and_leaves_a_look(town: City) -> None:
    clerk = officer(town.unit, Role.CASE_OFFICER)

    def ask(purpose: str) -> services.Made:
        return services.make_authorised_report(
            actor=clerk,
            now=NOW,
            unit=town.unit.id,
            subject=town.firm.unified_code or "",
            ground=Ground.DUTY,
            purpose=purpose,
            basis="《政府采购法》第二十二条",
        )

    with pytest.raises(PurposeMissing):
        ask(" ")
    report = ask("某项目资格审查")
    look = AuditEntry.objects.get(action="checks.report-read")
    assert (look.purpose, look.object_id) == ("某项目资格审查", town.firm.public_id)
    answer = told(report.content)
    assert (answer.verdict, answer.name) == (Verdict.GENUINE, "")
    assert answer.pdf_hash


def test_who_may_not_make_reports_is_refused(town: City) -> None:
    with pytest.raises(NotPermitted):
        services.make_authorised_report(
            actor=officer(town.unit, Role.REPORTER),
            now=NOW,
            unit=town.unit.id,
            subject=town.firm.unified_code or "",
            ground=Ground.DUTY,
            purpose="用途",
            basis="依据",
        )
