"""Codes that are wrong: confirmed once by a person with the certificate in hand, or replaced by the right one."""

from datetime import datetime

from django.db import IntegrityError, transaction

from chengxin.audit.services import record, use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.identifiers import Fault, read_unified_code
from chengxin.foundation.identifiers.unified_code import SOLE_TRADER
from chengxin.foundation.refusals import Conflict, Invalid, NotFound
from chengxin.subjects import rules
from chengxin.subjects.models import ConfirmedCode, Organisation
from chengxin.units.queries import unit_for
from chengxin.vault.services import Owner, Upload, keep_file

LONGEST_NAME = 200


class CodeHoldsWithout(Invalid):
    """Both check characters are right: there is nothing to confirm."""

    code = "subjects.code-holds-without"
    says = "这个代码校验正确，不需要确认"
    field = "code"


class CodeNotConfirmable(Invalid):
    """More is wrong than the last check character; no certificate bears such a code."""

    code = "subjects.code-not-confirmable"
    says = "这个代码不只是校验码不符，不能确认，请核对证照"
    field = "code"


class CertificateNameMissing(Invalid):
    """The name on the certificate is missing or too long."""

    code = "subjects.certificate-name-missing"
    says = "请填写证照上的名称，不超过{limit}个字"
    field = "name"


class AlreadyConfirmed(Conflict):
    """The code was confirmed before."""

    code = "subjects.already-confirmed"
    says = "这个代码已经确认过"


class CodeTaken(Conflict):
    """Another organisation carries the code."""

    code = "subjects.code-taken"
    says = "平台里已有另一个主体使用这个代码。是同一个主体的，请先合并；不是的，请核对代码"
    field = "right_code"


class CodeOfAnotherKind(Invalid):
    """A 个体工商户 does not become an organisation by another code, nor the other way."""

    code = "subjects.code-of-another-kind"
    says = "以92开头的代码只给个体工商户，这两个代码的主体类型不同，请核对"
    field = "right_code"


@use_case
def correct_code(*, actor: Actor, now: datetime, organisation: int, code: str) -> Organisation:
    """Give an organisation the right code in place of a wrong one, and return it; the trail keeps both.

    ``code`` is tidied and sound, or confirmed: the caller has seen to it.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such organisation.
        CodeOfAnotherKind: one of the two codes is a 个体工商户's.
        CodeTaken: another organisation carries it.
    """
    actor.require(rules.KEEP_ORGANISATIONS)
    row = Organisation.objects.select_for_update().filter(id=organisation).first()
    if row is None:
        raise NotFound
    wrong = row.unified_code or ""
    if wrong.startswith(SOLE_TRADER) != code.startswith(SOLE_TRADER):
        raise CodeOfAnotherKind
    try:
        with transaction.atomic():
            row.unified_code = code
            row.save(update_fields=["unified_code"])
    except IntegrityError:
        raise CodeTaken from None
    record(
        actor=actor,
        now=now,
        action=rules.CODE_CORRECTED,
        object_kind="unified-code",
        object_id=code,
        object_label=row.name,
        facts={"wrong": wrong},
    )
    return row


@use_case
def confirm_faulty_code(*, actor: Actor, now: datetime, code: str, name: str, scan: Upload, unit: int) -> ConfirmedCode:
    """Confirm that a certificate bears a code although its last check character is wrong; the scan is kept.

    From then on loads accept the code. A wrong inner check as well, a wrong length or character is never confirmed:
    codes of the pilot years have a wrong outer character only.

    Raises:
        NotFound: the unit lies outside the actor's reach.
        CodeHoldsWithout: the code is right.
        CodeNotConfirmable: more is wrong with it.
        CertificateNameMissing: no name, or too long a one.
        AlreadyConfirmed: it was confirmed before.
        FileRefused: the scan is not taken.
    """
    actor.require(rules.CONFIRM_CODES)
    keeping = unit_for(actor, unit, permission=rules.CONFIRM_CODES)
    reading = read_unified_code(code)
    if reading.valid:
        raise CodeHoldsWithout
    if reading.faults != (Fault.CHECK,):
        raise CodeNotConfirmable
    called = name.strip()
    if not 0 < len(called) <= LONGEST_NAME:
        raise CertificateNameMissing(limit=LONGEST_NAME)
    if ConfirmedCode.objects.filter(code=reading.text).exists():
        raise AlreadyConfirmed
    certificate = keep_file(
        actor=actor,
        now=now,
        purpose=rules.CERTIFICATE,
        upload=scan,
        unit=keeping.id,
        owner=Owner("subjects", "confirmed-code", reading.text),
    )
    try:
        with transaction.atomic():
            confirmed = ConfirmedCode.objects.create(
                code=reading.text,
                name=called,
                faults=" ".join(fault.value for fault in reading.faults),
                certificate=certificate,
                unit=keeping,
                confirmed_at=now,
                confirmed_by=actor.id,
                confirmed_by_name=actor.name,
            )
    except IntegrityError:
        raise AlreadyConfirmed from None
    record(
        actor=actor,
        now=now,
        action=rules.CODE_CONFIRMED,
        object_kind="unified-code",
        object_id=confirmed.code,
        object_label=called,
        facts={"faults": confirmed.faults, "sha256": certificate.sha256},
    )
    return confirmed
