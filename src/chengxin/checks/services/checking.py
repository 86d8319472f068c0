"""Checking: one answer or many, each with its evidence, in one transaction. No answer without evidence.

The signed answer, its digest in the trail and the check itself are committed together before anything is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import repeat
from typing import Any

from chengxin.audit.services import Look, Signer, record_looks, signer, use_case
from chengxin.checks.models import Approval, Batch, Check, CheckEvidence, Consent
from chengxin.checks.queries.answering import Found, find_many
from chengxin.checks.queries.consents import consents_standing
from chengxin.checks.queries.matters import NewestMatter, matter_to_check
from chengxin.checks.rules.answers import (
    FOUND,
    GROUND_LABELS,
    TEMPLATE,
    Asked,
    Ground,
    answer_bytes,
    digest_of,
    known_of,
    signed_bytes,
    told_asked,
)
from chengxin.checks.rules.consents import Covers
from chengxin.checks.rules.doings import CHECK, CHECKED, NOT_IDENTIFIED
from chengxin.foundation.actor import Actor
from chengxin.foundation.copying import write_rows
from chengxin.foundation.identifiers import IdentifierKind, kind_of, may_be_id_number
from chengxin.foundation.opaque import new_opaque_ids
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.measures.rules.entries import is_for_units
from chengxin.units.queries import day_of

LONGEST_PURPOSE, LONGEST_BASIS, LONGEST_NAME, LONGEST_CODE, LONGEST_REFERENCE = 300, 300, 300, 40, 100
LONGEST_APPROVAL = timedelta(days=3 * 366)
PERSONS = frozenset({IdentifierKind.ID_NUMBER, IdentifierKind.OLD_ID_NUMBER})


class NothingAsked(Invalid):
    """Neither a code nor a name was given."""

    code = "checks.nothing-asked"
    says = "请填写统一社会信用代码；没有代码的，填写名称可以查看可能的主体"
    field = "code"


class PersonNotChecked(Invalid):
    """The code is a natural person's identity number."""

    code = "checks.person-not-checked"
    says = "信用核查只针对企业和组织，请不要填写自然人的证件号码"
    field = "code"


class PurposeNeeded(Invalid):
    """Nobody said what the look is for, or at too great length."""

    code = "checks.purpose-needed"
    says = "请写明核查的用途，不超过{limit}个字"
    field = "purpose"


class BasisNeeded(Invalid):
    """No legal basis is named."""

    code = "checks.basis-needed"
    says = "请写明核查的法律依据，不超过{limit}个字"
    field = "basis"


class ConsentNeeded(Invalid):
    """A look by consent rests on one that is recorded and in force."""

    code = "checks.consent-needed"
    says = "没有登记“{subject}”给本单位的、现在有效的授权书；请先登记，或者依照职责核查"
    field = "ground"


class ApprovalBeyondConsent(Invalid):
    """What rests on a consent is followed no longer than it runs."""

    code = "checks.approval-beyond-consent"
    says = "办理期限不能晚于授权书的截止日期{until}"
    field = "until"


class TextTooLong(Invalid):
    """A name, code or reference is longer than any real one."""

    code = "checks.text-too-long"
    says = "{what}太长，最多{limit}个字"


class MatterClosed(Conflict):
    """The matter is not handled on this day."""

    code = "checks.matter-closed"
    says = "“{matter}”现在不办理，不能核查"


class BadApprovalEnd(Invalid):
    """The day until which an approval is under way is past, or too far."""

    code = "checks.bad-approval-end"
    says = "办理期限请填今天以后、三年以内的日期"
    field = "until"


@dataclass(frozen=True)
class Answered:
    """A check that was made: its row, the bytes that were signed, the facts told in them."""

    check: Check
    body: bytes
    facts: tuple[dict[str, Any], ...]

    @property
    def known(self) -> dict[str, str]:
        """A digest of each fact by record, by which a later look is compared."""
        return known_of(self.facts)


@use_case
def check(*, actor: Actor, now: datetime, asked: Asked, until: date | None = None) -> Answered:
    """Answer one check and keep the evidence. With ``until`` the approval is looked at again up to that day.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such matter at the actor's unit.
        MatterClosed: it is not handled today.
        NothingAsked, PersonNotChecked, PurposeNeeded, BasisNeeded, TextTooLong, BadApprovalEnd: the question is none.
        ConsentNeeded, ApprovalBeyondConsent: it is asked by consent, and there is none that goes so far.
        SealedNumber: an identity number stands in it.
    """
    actor.require(CHECK)
    today = day_of(now)
    matter = matter_to_check(actor, asked.matter, permission=CHECK)
    require_open(matter, today)
    question = checked_question(asked, today)
    if until is not None and not today <= until <= today + LONGEST_APPROVAL:
        raise BadApprovalEnd
    answered = answer_many(actor, now, matter, [question])[0]
    consent = answered.check.consent
    if until is not None and consent is not None and until > consent.until:
        raise ApprovalBeyondConsent(until=consent.until.isoformat())
    if until is not None and answered.check.subject_id is not None:
        Approval.objects.create(
            owner=answered.check, subject_id=answered.check.subject_id, until=until, known=answered.known
        )
    return answered


@use_case
def check_many(*, actor: Actor, now: datetime, matter: str, questions: Sequence[Asked]) -> list[Answered]:
    """Answer many questions about one matter, all or none, each with its evidence.

    Raises:
        NotPermitted, NotFound, MatterClosed, NothingAsked, PersonNotChecked, PurposeNeeded, BasisNeeded, TextTooLong,
        ConsentNeeded, SealedNumber: as ``check``.
    """
    actor.require(CHECK)
    today = day_of(now)
    found = matter_to_check(actor, matter, permission=CHECK)
    require_open(found, today)
    return answer_many(actor, now, found, [checked_question(one, today) for one in questions])


def require_open(matter: NewestMatter, on: date) -> None:
    """Do nothing if the matter is handled on the day.

    Raises:
        MatterClosed: it is not.
    """
    if not matter.definition.is_open(on):
        raise MatterClosed(matter=matter.definition.name)


def checked_question(asked: Asked, today: date) -> Asked:
    """Return the question with its texts trimmed.

    Raises:
        NothingAsked, PersonNotChecked, PurposeNeeded, BasisNeeded, TextTooLong: as they say.
    """
    told = replace(
        asked,
        code=asked.code.strip(),
        name=asked.name.strip(),
        purpose=asked.purpose.strip(),
        basis=asked.basis.strip(),
        reference=asked.reference.strip(),
    )
    if not told.code and not told.name:
        raise NothingAsked
    for what, text, limit in (
        ("代码", told.code, LONGEST_CODE),
        ("名称", told.name, LONGEST_NAME),
        ("业务编号", told.reference, LONGEST_REFERENCE),
    ):
        if len(text) > limit:
            raise TextTooLong(what=what, limit=limit)
    require_no_person(told.code, today)
    if not told.purpose or len(told.purpose) > LONGEST_PURPOSE:
        raise PurposeNeeded(limit=LONGEST_PURPOSE)
    if (not told.basis and told.ground is Ground.DUTY) or len(told.basis) > LONGEST_BASIS:
        raise BasisNeeded(limit=LONGEST_BASIS)
    return told


def require_no_person(code: str, today: date) -> None:
    """Do nothing unless the code is a natural person's identity number.

    Raises:
        PersonNotChecked: it is one.
    """
    if may_be_id_number(code, on=today) and kind_of(code, on=today) in PERSONS:
        raise PersonNotChecked


def answer_many(
    actor: Actor,
    now: datetime,
    matter: NewestMatter,
    questions: Sequence[Asked],
    *,
    batch: Batch | None = None,
    lines: Sequence[int] = (),
) -> list[Answered]:
    """Answer questions about one matter and keep evidence of each. Part of a use case; the questions are checked.

    Of a batch ``lines`` say which row asks which question; a row that lacks a consent is refused alone.

    Raises:
        ConsentNeeded: a question is asked by consent and there is none; of a batch it stands among what was refused.
    """
    found = find_many(actor, questions, matter.definition, now=now, permission=CHECK)
    case = _Case(actor, now, day_of(now), matter, batch)
    resting = _on_consents(case, questions, found, lines)
    questions, found, consents, lines = resting.questions, resting.found, resting.consents, resting.lines
    count, signing = len(found), signer(now=now)
    rows = [
        case.row(public_id, asked, one, consent, line)
        for public_id, asked, one, consent, line in zip(
            new_opaque_ids(count), questions, found, consents, lines or repeat(None, count), strict=True
        )
    ]
    write_rows(Check, rows, count)
    answered = list(zip(rows, questions, found, strict=True))
    write_rows(CheckEvidence, (case.evidence(*each, signing) for each in answered), count)
    record_looks(actor=actor, now=now, looks=(case.look(*each) for each in answered), count=count)
    return [Answered(row, row.evidence.body.encode(), one.facts) for row, _, one in answered]


@dataclass(frozen=True)
class _Case:
    """Who checks when in which matter: what all questions share."""

    actor: Actor
    now: datetime
    today: date
    matter: NewestMatter
    batch: Batch | None

    def consents(self, subjects: set[str]) -> dict[str, Consent]:
        """Return the consents to check these subjects (opaque ids), by subject."""
        unit = self.matter.unit
        return consents_standing(self.actor, unit, subjects, Covers.CHECKS, on=self.today, permission=CHECK)

    def evidence(self, row: Check, asked: Asked, one: Found, signing: Signer) -> CheckEvidence:
        """Return the answer as it is kept, signed, not written yet."""
        subject, measures = one.told()
        body = answer_bytes(
            asked=told_asked(asked, self.matter.hash, self.matter.unit_code),
            subject=subject,
            facts=one.facts,
            measures=measures,
            measures_in_force=one.measures_in_force,
            unknown=one.unknown,
            moment=one.moment,
            at=self.now,
            on=self.today,
        )
        digest = digest_of(body)
        return CheckEvidence(
            owner=row,
            body=body.decode(),
            digest=digest,
            template=TEMPLATE,
            key=signing.fingerprint,
            signature=signing.sign(signed_bytes(digest)),
        )

    def row(self, public_id: str, asked: Asked, one: Found, consent: Consent | None, line: int | None) -> Check:
        """Return the check, not written yet."""
        waiting = sum(is_for_units(each.measure) for each in one.offered)
        return Check(
            public_id=public_id,
            matter_id=self.matter.id,
            matter_version_id=self.matter.version,
            unit_id=self.matter.unit,
            batch=self.batch,
            line=line,
            subject_id=one.number,
            subject_name=one.subject.name or asked.name,
            subject_code=one.subject.code[:18],
            identity=one.subject.identity,
            ground=asked.ground,
            consent=consent,
            reference=asked.reference,
            at=self.now,
            on=self.today,
            by=self.actor.id,
            by_name=self.actor.shown_name,
            used=[str(fact["record"]) for fact in one.facts],
            waiting=waiting,
            closed_at=None if waiting else self.now,
        )

    def look(self, row: Check, asked: Asked, one: Found) -> Look:
        """Return the trail's entry, which the organisation sees among the looks, with the digest the ledger seals."""
        known = one.subject.identity in FOUND
        return Look(
            action=CHECKED if known else NOT_IDENTIFIED,
            object_kind="organisation" if known else "check",
            object_id=one.subject.public_id if known else row.public_id,
            object_label=row.subject_name or asked.code,
            purpose=f"{self.matter.definition.name}：{asked.purpose}"[:300],
            basis=f"{GROUND_LABELS[asked.ground]}：{asked.basis}"[:300],
            facts={
                "check": row.public_id,
                "answer": row.evidence.digest,
                "facts": len(one.facts),
                "measures": len(one.offered),
            },
        )


@dataclass(frozen=True)
class _Resting:
    """The questions that can be answered, with what was found and the consent each rests on, None by duty."""

    questions: list[Asked]
    found: list[Found]
    consents: list[Consent | None]
    lines: list[int]


def _on_consents(case: _Case, questions: Sequence[Asked], found: Sequence[Found], lines: Sequence[int]) -> _Resting:
    """Name the consent of each question by consent as its basis; leave out rows of a batch that have none."""
    by_consent = [one for asked, one in zip(questions, found, strict=True) if asked.ground is Ground.CONSENT]
    subjects = {one.subject.public_id for one in by_consent} - {""}
    standing = case.consents(subjects) if subjects else {}
    resting = _Resting([], [], [], [])
    refused: dict[str, str] = {}
    for place, (asked, one) in enumerate(zip(questions, found, strict=True)):
        needed = asked.ground is Ground.CONSENT and one.subject.identity in FOUND
        consent = standing.get(one.subject.public_id) if needed else None
        if needed and consent is None:
            refusal = ConsentNeeded(subject=one.subject.name)
            if case.batch is None:
                raise refusal
            refused[str(lines[place])] = refusal.sentence()
            continue
        basis = consent.as_basis if consent else asked.basis
        resting.questions.append(replace(asked, basis=basis))
        resting.found.append(one)
        resting.consents.append(consent)
        resting.lines.extend(lines[place : place + 1])
    if refused and case.batch is not None:
        case.batch.refused |= refused
        case.batch.save(update_fields=["refused"])
    return resting
