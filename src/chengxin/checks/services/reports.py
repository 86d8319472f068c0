"""Making a credit report and verifying one. The file is handed over once; its facts and its hash are kept."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from io import BytesIO

from django.conf import settings

from chengxin.audit.public import current_head
from chengxin.audit.services import record, record_look, use_case
from chengxin.checks.adapters import signing
from chengxin.checks.adapters.report_paper import RecordText, ReportText, SectionText, typeset
from chengxin.checks.models import Consent, Report, ReportBatch
from chengxin.checks.queries import reports as queries
from chengxin.checks.queries.consents import consents_standing
from chengxin.checks.rules import reports as rules
from chengxin.checks.rules.answers import Ground
from chengxin.checks.rules.consents import Covers
from chengxin.checks.rules.reports import Frozen, FrozenField, FrozenRecord, SectionKey, Version
from chengxin.checks.services.checking import ConsentNeeded
from chengxin.foundation.actor import Actor, Permission, system_actor
from chengxin.foundation.refusals import Conflict, Invalid, TooMany
from chengxin.law.periods import chinese
from chengxin.subjects.public import OrganisationFacts, organisation, organisation_facts
from chengxin.units.queries import day_of, unit_for
from chengxin.units.services import use_allowance
from chengxin.vault.models import StoredFile
from chengxin.vault.services import Owner, Upload, keep_file

TITLE = "公共信用信息报告"
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
COMPARE = Permission("checks.compare-reports", "核对信用报告是否已被取代", system=True)
VERIFY_ADDRESS = "https://{domain}/reports/verify?number={number}"


class NothingToSignWith(Conflict):
    """Reports can not be signed here."""

    code = "checks.nothing-to-sign-with"
    says = "现在不能出具信用报告：{why}"


class PurposeMissing(Invalid):
    """An authorised report says for what and on what basis it was made; by consent the consent is the basis."""

    code = "checks.report-purpose-missing"
    says = "授权版报告必须写明用途；依照职责的，还要写明依据。各不超过300字"
    field = "purpose"


class ReportSubjectUnknown(Invalid):
    """No organisation has the code."""

    code = "checks.report-subject-unknown"
    says = "没有收录这个代码的企业或组织"
    field = "code"


class FileTooLarge(Invalid):
    """Reports are smaller than this."""

    code = "checks.report-too-large"
    says = "文件超过5兆字节，不是本平台出具的报告"
    field = "file"


@dataclass(frozen=True)
class Made:
    """A report just made: its number, a name for the file, the signed PDF."""

    number: str
    file_name: str
    content: bytes


class Verdict(StrEnum):
    """What verification finds."""

    GENUINE = "genuine"
    SUPERSEDED = "superseded"
    ALTERED = "altered"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verification:
    """What may be told of a report.

    ``name`` is empty for an authorised report, and for one that is superseded or altered; ``ended`` counts items that
    ended or changed since, ``newer`` says that others came.
    """

    verdict: Verdict
    number: str = ""
    name: str = ""
    version: str = ""
    made_at: datetime | None = None
    pdf_hash: str = ""
    ended: int = 0
    newer: bool = False


def download_report(*, actor: Actor, now: datetime, subject: str) -> Made:
    """Make the public report of an organisation (code or opaque id) for anybody.

    Raises:
        TooMany: the address has had its reports of this minute.
        NoSuchSubject, TooManyRecords, NothingToSignWith: as ``make_public_report``.
    """
    _use_up("report", actor, rules.REPORTS_A_MINUTE, now)
    return make_public_report(actor=actor, now=now, subject=subject)


@use_case
def make_public_report(*, actor: Actor, now: datetime, subject: str) -> Made:
    """Make the public report of an organisation: exactly what its page shows now.

    Raises:
        NoSuchSubject: there is no such organisation.
        TooManyRecords: its page shows more than a report holds.
        NothingToSignWith: there is no certificate.
    """
    facts = organisation(subject)
    records = queries.public_records_of(facts.public_id, day_of(now))
    return _made(actor, now, facts, records, _Wish(Version.PUBLIC))


@dataclass(frozen=True)
class Row:
    """Of which batch and which line of it a report is made."""

    batch: ReportBatch
    line: int


@use_case
def make_authorised_report(
    *,
    actor: Actor,
    now: datetime,
    unit: int,
    subject: str,
    ground: Ground,
    purpose: str,
    basis: str,
    row: Row | None = None,
) -> Made:
    """Make a report that also says what is shared with the government or opened by the subject's authorisation.

    The file of a report of a batch (``row``) is kept under seal until it is fetched.

    Raises:
        NotPermitted: the actor may not.
        NotFound: the unit lies outside the actor's reach.
        ReportSubjectUnknown: there is no such organisation.
        PurposeMissing: purpose or basis is blank or too long.
        ConsentNeeded: it is made by consent, and none to the unit is recorded and in force.
        TooManyRecords, NothingToSignWith: as ``make_public_report``.
    """
    actor.require(rules.MAKE_REPORTS)
    unit_for(actor, unit, permission=rules.MAKE_REPORTS)
    purpose, basis = (" ".join(words.split()) for words in (purpose, basis))
    facts = organisation_facts(subject.strip())
    if facts is None:
        raise ReportSubjectUnknown
    consent = _consent(actor, unit, facts, day_of(now)) if ground is Ground.CONSENT else None
    if consent is not None:
        basis = consent.as_basis
    if not all(0 < len(words) <= rules.LONGEST_WORDS for words in (purpose, basis)):
        raise PurposeMissing
    wish = _Wish(Version.AUTHORISED, unit, ground, purpose, basis, consent, row)
    records = _records(actor, facts, wish, now, permission=rules.MAKE_REPORTS)
    record_look(
        actor=actor,
        now=now,
        action=rules.REPORT_READ,
        object_kind="organisation",
        object_id=facts.public_id,
        object_label=facts.name[:300],
        purpose=purpose,
        basis=basis,
    )
    return _made(actor, now, facts, records, wish)


@dataclass(frozen=True)
class _Wish:
    version: Version
    unit: int | None = None
    ground: Ground = Ground.DUTY
    purpose: str = ""
    basis: str = ""
    consent: Consent | None = None
    row: Row | None = None


def _consent(actor: Actor, unit: int, facts: OrganisationFacts, on: date) -> Consent:
    found = consents_standing(actor, unit, {facts.public_id}, Covers.REPORTS, on=on, permission=rules.MAKE_REPORTS)
    if facts.public_id not in found:
        raise ConsentNeeded(subject=facts.name)
    return found[facts.public_id]


def _records(
    actor: Actor, facts: OrganisationFacts, wish: _Wish, now: datetime, *, permission: Permission
) -> tuple[FrozenRecord, ...]:
    records = queries.public_records_of(facts.public_id, day_of(now))
    if wish.version is Version.PUBLIC or not facts.code:
        return records
    return records + queries.authorised_records_of(actor, facts.code, wish.ground, day_of(now), permission=permission)


def _made(
    actor: Actor, now: datetime, facts: OrganisationFacts, records: tuple[FrozenRecord, ...], wish: _Wish
) -> Made:
    number, head = rules.new_number(), current_head()
    frozen = Frozen(
        number=number,
        version=wish.version.value,
        template=rules.TEMPLATE_VERSION,
        made_at=now.isoformat(timespec="seconds"),
        subject=facts.public_id,
        name=facts.name,
        code=facts.code,
        based_on=f"{head.size}:{head.root}" if head else "",
        purpose=wish.purpose,
        basis=wish.basis,
        registered=queries.registered_of(facts, day_of(now)),
        records=rules.ordered(records),
    )
    content = _signed(frozen, now)
    name = f"信用报告-{facts.name}-{number}.pdf"
    body = rules.canonical_of(frozen)
    Report.objects.create(
        number=number,
        subject_id=facts.id,
        subject_name=facts.name[:400],
        version=wish.version.value,
        template=rules.TEMPLATE_VERSION,
        made_at=now,
        made_by_name=wish.row.batch.by_name if wish.row else actor.shown_name,
        unit_id=wish.unit,
        consent=wish.consent,
        purpose=wish.purpose,
        basis=wish.basis,
        ledger_size=head.size if head else 0,
        ledger_root=head.root if head else "",
        facts=body.decode(),
        facts_hash=hashlib.sha256(body).hexdigest(),
        digests={"ground": wish.ground.value, "items": _digests(frozen.name, frozen.registered, frozen.records)},
        pdf_hash=hashlib.sha256(content).hexdigest(),
        batch=wish.row.batch if wish.row else None,
        line=wish.row.line if wish.row else None,
        file=_kept(actor, now, wish, Made(number, name, content)),
    )
    record(
        actor=actor,
        now=now,
        action=rules.REPORT_MADE,
        object_kind="report",
        object_id=number,
        object_label=facts.name[:300],
        purpose=wish.purpose,
        basis=wish.basis,
        facts={"version": wish.version.value, "records": len(records)},
    )
    return Made(number, name, content)


def _kept(actor: Actor, now: datetime, wish: _Wish, made: Made) -> StoredFile | None:
    if wish.row is None or wish.unit is None:
        return None
    upload = Upload(BytesIO(made.content), made.file_name, "application/pdf")
    owner = Owner("checks", "report", made.number)
    return keep_file(actor=actor, now=now, purpose=rules.REPORT_FILE, upload=upload, unit=wish.unit, owner=owner)


def _digests(name: str, registered: tuple[FrozenField, ...], records: tuple[FrozenRecord, ...]) -> dict[str, str]:
    return rules.digests_of(name, registered, records)


def _signed(frozen: Frozen, now: datetime) -> bytes:
    site = settings.CITY.site_name
    try:
        by = signing.sealing(
            settings.DATA / "keys",
            certificate=settings.REPORT_CERTIFICATE,
            passphrase=settings.REPORT_PASSPHRASE,
            production=settings.PRODUCTION,
            now=now,
        )
    except signing.CannotSign as error:
        raise NothingToSignWith(why=str(error)) from error
    text = _text(frozen, now, site, demonstration=by.demonstration)
    return signing.sign(typeset(text), by, number=frozen.number, site=site)


def _text(frozen: Frozen, now: datetime, site: str, *, demonstration: bool) -> ReportText:
    head = [("出具日期", chinese(day_of(now))), ("统一社会信用代码", frozen.code or "没有")]
    if frozen.purpose:
        head += [("用途", frozen.purpose), ("查询依据", frozen.basis)]
    if frozen.based_on:
        size, root = frozen.based_on.split(":")
        head.append(("公示台账", f"第{size}项，树根{root[:16]}"))
    return ReportText(
        title=TITLE,
        site=site,
        name=frozen.name,
        number=frozen.number,
        version=rules.VERSION_LABELS[Version(frozen.version)],
        address=VERIFY_ADDRESS.format(domain=settings.CITY.domain, number=frozen.number),
        head=tuple(head),
        sections=tuple(_section(frozen, key) for key in SectionKey),
        remarks=(
            "本报告照出具时公示或者依法查询到的信息制作，信息由作出决定的单位报送并负责；本报告不评分，不下结论。",
            "所载信息到期、修复、撤销、撤下或者变更的，本报告即被取代，请以核验结果为准。",
            f"核验：扫描第一页的二维码，或者在本网站“信用报告核验”页输入编号{frozen.number}，也可以上传本文件。",
        ),
        demonstration=demonstration,
    )


def _section(frozen: Frozen, key: SectionKey) -> SectionText:
    sentences: Mapping[SectionKey, tuple[str, ...]] = {
        SectionKey.EVALUATION: (rules.NO_EVALUATION,),
        SectionKey.ADVICE: rules.advice_of(frozen.records),
    }
    registered = frozen.registered if key is SectionKey.BASIC else ()
    return SectionText(
        title=rules.SECTION_TITLES[key],
        nothing=rules.NOTHING_FOUND,
        lines=tuple((one.name, _readable(one.value)) for one in registered),
        records=tuple(_record(one) for one in frozen.of_section(key)),
        sentences=sentences.get(key, ()),
    )


def _record(one: FrozenRecord) -> RecordText:
    lines = [
        ("事项", one.item_name),
        ("作出单位", one.decided_by),
        ("文书号", one.document_number),
        ("依据", one.basis),
        ("决定日期", one.decided_on),
        ("失信程度", one.severity),
    ]
    lines += [(field.name, field.value) for field in one.fields]
    if one.adverse:
        lines.append(("公示的最后一天", one.ends_on or "法律没有规定"))
    marks = ["异议处理中"] if one.disputed else []
    if one.disclosure != "public":
        marks.append("非公开")
    return RecordText(one.title, tuple(marks), tuple((name, _readable(value)) for name, value in lines if value))


def _readable(value: str) -> str:
    """Return a value with a day written as people write it."""
    return chinese(date.fromisoformat(value)) if ISO_DAY.fullmatch(value) else value


def verify_number(*, actor: Actor, now: datetime, number: str) -> Verification:
    """Say what became of the report with this number, as somebody wrote it.

    Raises:
        TooMany: the address has had its verifications of this minute.
    """
    _use_up("verify", actor, rules.VERIFICATIONS_A_MINUTE, now)
    sound = rules.read_number(number)
    report = queries.report_of_number(sound) if sound else None
    return _told(report, now) if report else Verification(Verdict.UNKNOWN)


def verify_file(*, actor: Actor, now: datetime, content: bytes) -> Verification:
    """Say whether a file is a report of ours, byte for byte.

    Only its hash is computed and numbers are looked for in its bytes: what came from outside is never read as a PDF.

    Raises:
        TooMany: the address has had its verifications of this minute.
        FileTooLarge: it is larger than 5 MB.
    """
    _use_up("verify", actor, rules.VERIFICATIONS_A_MINUTE, now)
    if len(content) > rules.MOST_BYTES:
        raise FileTooLarge
    report = queries.report_of_hash(hashlib.sha256(content).hexdigest())
    if report:
        return _told(report, now)
    ours = next((one for one in rules.numbers_in(content) if queries.report_of_number(one)), "")
    return Verification(Verdict.ALTERED, ours) if ours else Verification(Verdict.UNKNOWN)


def _told(report: Report, now: datetime) -> Verification:
    standing = rules.standing_of(report.digests["items"], _digests_now(report, now))
    verdict = Verdict.SUPERSEDED if standing.superseded else Verdict.GENUINE
    open_now = verdict is Verdict.GENUINE and report.version == Version.PUBLIC.value
    return Verification(
        verdict=verdict,
        number=report.number,
        name=report.subject_name if open_now else "",
        version=rules.VERSION_LABELS[Version(report.version)],
        made_at=report.made_at,
        pdf_hash=report.pdf_hash,
        ended=standing.ended,
        newer=standing.newer,
    )


def _digests_now(report: Report, now: datetime) -> dict[str, str]:
    facts = organisation_facts(report.subject.public_id)
    if facts is None:
        return {}
    wish = _Wish(Version(report.version), ground=Ground(report.digests["ground"]))
    records = _records(system_actor("checks.verify-report"), facts, wish, now, permission=COMPARE)
    return _digests(facts.name, queries.registered_of(facts, day_of(now)), records)


def _use_up(door: str, actor: Actor, limit: int, now: datetime) -> None:
    allowance = use_allowance(caller=f"{door}:{actor.origin}", limit=limit, now=now)
    if allowance.exceeded:
        raise TooMany(seconds=allowance.seconds)
