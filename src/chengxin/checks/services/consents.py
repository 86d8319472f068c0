"""Consents: recorded by an officer from a signed paper, withdrawn as easily. A look by consent rests on one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from chengxin.audit.services import record, use_case
from chengxin.checks.models import Approval, Consent
from chengxin.checks.queries.consents import consent_for
from chengxin.checks.rules.consents import (
    CONSENT_RECORDED,
    CONSENT_SCAN,
    CONSENT_WITHDRAWN,
    MOST_YEARS,
    RECORD_CONSENTS,
    Covers,
    days_fit,
)
from chengxin.foundation.actor import Actor
from chengxin.foundation.identifiers import tidy
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.refusals import Conflict, Invalid, NotPermitted
from chengxin.subjects.queries.identifying import Identified, organisations_by_codes
from chengxin.units.queries import day_of, unit_for
from chengxin.vault.services import Owner, Upload, keep_file

LONGEST_NUMBER, LONGEST_WORDS = 100, 300
WITHDRAWN = "主体已撤回授权"


class ConsentSubjectUnknown(Invalid):
    """No organisation has the code."""

    code = "checks.consent-subject-unknown"
    says = "没有收录这个统一社会信用代码，请核对授权书"
    field = "subject"


class ConsentIncomplete(Invalid):
    """A consent says on which paper, for what and for which looks it was given."""

    code = "checks.consent-incomplete"
    says = "请写明授权书的编号（不超过{number}个字）、用途（不超过{words}个字），并选择授权的内容"
    field = "number"


class BadConsentDays(Invalid):
    """The days are not those of a consent that is in force."""

    code = "checks.bad-consent-days"
    says = "签署日期不能晚于今天；截止日期照授权书写，不能早于今天，也不能超过签署以后{years}年"
    field = "until"


class ConsentWithdrawn(Conflict):
    """It was withdrawn before."""

    code = "checks.consent-withdrawn"
    says = "这份授权已经撤回"


class WithdrawalUnexplained(Invalid):
    """Nobody said how it was withdrawn, or at too great length."""

    code = "checks.withdrawal-unexplained"
    says = "请写明主体怎样撤回授权，不超过{limit}个字"
    field = "words"


@dataclass(frozen=True)
class Given:
    """What a signed paper says: ``subject`` is the unified code of who signed."""

    subject: str
    number: str
    covers: Collection[Covers]
    purpose: str
    signed_on: date
    until: date


@use_case
def record_consent(*, actor: Actor, now: datetime, given: Given, scan: Upload) -> Consent:
    """Record a consent to the actor's own unit, with the scan of the paper, and return it.

    Raises:
        NotPermitted: the actor may not, or has no unit.
        ConsentSubjectUnknown, ConsentIncomplete, BadConsentDays: of what the paper says.
        FileRefused, NoRoom: the scan is not kept.
    """
    actor.require(RECORD_CONSENTS)
    if actor.unit is None:
        raise NotPermitted
    unit = unit_for(actor, actor.unit, permission=RECORD_CONSENTS)
    subject = _signer(actor, given.subject)
    number, purpose = given.number.strip(), given.purpose.strip()
    if not 0 < len(number) <= LONGEST_NUMBER or not 0 < len(purpose) <= LONGEST_WORDS or not given.covers:
        raise ConsentIncomplete(number=LONGEST_NUMBER, words=LONGEST_WORDS)
    if not days_fit(given.signed_on, given.until, day_of(now)):
        raise BadConsentDays(years=MOST_YEARS)
    public_id = new_opaque_id()
    owner = Owner("checks", "consent", public_id)
    file = keep_file(actor=actor, now=now, purpose=CONSENT_SCAN, upload=scan, unit=unit.id, owner=owner)
    consent = Consent.objects.create(
        public_id=public_id,
        unit=unit,
        subject_id=subject.id,
        subject_name=subject.name[:300],
        subject_code=subject.code,
        number=number,
        covers=sorted(one.value for one in given.covers),
        purpose=purpose,
        signed_on=given.signed_on,
        until=given.until,
        scan=file,
        at=now,
        by_name=actor.shown_name,
    )
    facts = {"number": number, "covers": consent.covers, "until": given.until.isoformat(), "scan": file.sha256}
    record(
        actor=actor,
        now=now,
        action=CONSENT_RECORDED,
        object_kind="consent",
        object_id=public_id,
        object_label=subject.name[:300],
        purpose=purpose,
        basis=consent.as_basis,
        facts=facts,
    )
    return consent


def _signer(actor: Actor, code: str) -> Identified:
    sound = tidy(code)[0].replace("\0", "")
    found = organisations_by_codes(actor, {sound}, permission=RECORD_CONSENTS).get(sound) if sound else None
    if found is None:
        raise ConsentSubjectUnknown
    return found


@use_case
def withdraw_consent(*, actor: Actor, now: datetime, consent: str, words: str) -> Consent:
    """Write down that the subject withdrew a consent; approvals that were followed by it are followed no more.

    What was looked at before stays in the evidence: it was allowed then.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such consent to a unit in reach.
        ConsentWithdrawn: it was withdrawn before.
        WithdrawalUnexplained: nothing says how.
    """
    actor.require(RECORD_CONSENTS)
    row = consent_for(actor, consent, permission=RECORD_CONSENTS, lock=True)
    if row.withdrawn_at is not None:
        raise ConsentWithdrawn
    said = words.strip()
    if not 0 < len(said) <= LONGEST_WORDS:
        raise WithdrawalUnexplained(limit=LONGEST_WORDS)
    row.withdrawn_at, row.withdrawn_words, row.withdrawn_by_name = now, said, actor.shown_name
    row.save(update_fields=["withdrawn_at", "withdrawn_words", "withdrawn_by_name"])
    followed = Approval.objects.filter(owner__consent=row, ended_at__isnull=True)
    ended = followed.update(ended_at=now, ended_why=WITHDRAWN)
    record(
        actor=actor,
        now=now,
        action=CONSENT_WITHDRAWN,
        object_kind="consent",
        object_id=row.public_id,
        object_label=row.subject_name,
        purpose=row.purpose,
        basis=row.as_basis,
        facts={"number": row.number, "words": said, "approvals": ended},
    )
    return row
