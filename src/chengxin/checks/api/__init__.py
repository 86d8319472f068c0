"""Routes of checks: a unit's system asks at the moment of decision, and says afterwards what was done."""

import hashlib
import json
from base64 import b64encode
from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest
from ninja import Query, Router

from chengxin.catalog.queries.items import judging_item
from chengxin.checks import queries, services
from chengxin.checks.api.schemas import (
    BatchAnswer,
    BatchBody,
    CandidateAnswer,
    CheckAnswer,
    CheckBody,
    CheckLine,
    ChecksAnswer,
    ChecksQuery,
    DecisionAnswer,
    EvidenceAnswer,
    FactAnswer,
    FeedbackBody,
    MatterLine,
    MattersAnswer,
    MeasureAnswer,
    Question,
    ReportAnswer,
    ReportBody,
    SubjectAnswer,
    UnknownAnswer,
    ValueAnswer,
    Why,
)
from chengxin.checks.models import Check, CheckFeedback
from chengxin.checks.queries import Answer
from chengxin.checks.queries.answering import candidates
from chengxin.checks.rules.answers import IDENTITY_LABELS, UNKNOWN_WORDS, Asked, Identity, Unknown
from chengxin.checks.rules.doings import CHECK, SEE_CHECKS, SEE_MATTERS
from chengxin.checks.rules.matters import MatterKind
from chengxin.checks.rules.reports import MAKE_REPORTS
from chengxin.foundation.doors import machine
from chengxin.foundation.opaque import is_opaque_id
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.requests import Request
from chengxin.foundation.rest import read_cursor, write_cursor
from chengxin.register.rules import words_of
from chengxin.units.queries import day_of
from chengxin.units.services import answer_once

router = Router(tags=["信用核查"])
HEADER = "Idempotency-Key"


@router.get("/matters", response=MattersAnswer, auth=machine(SEE_MATTERS), summary="本单位的核查事项")
def list_matters(request: HttpRequest) -> MattersAnswer:
    """Return the own unit's matters that are handled today."""
    actual = cast("Request", request)
    rows = queries.matters_open(actual.actor, day_of(actual.now))
    return MattersAnswer(
        matters=[
            MatterLine(
                id=row.public_id,
                name=row.name,
                kind=MatterKind(row.kind),
                must_check=row.must_check,
                since=row.since,
                until=row.until,
                measures=list(queries.definition_now(row).measures),
            )
            for row in rows
        ]
    )


@router.post("", response=CheckAnswer, auth=machine(CHECK), summary="核查一个主体")
def check(request: HttpRequest, body: CheckBody) -> CheckAnswer:
    """Answer a check; evidence and trail are committed before the answer is given."""
    actual = cast("Request", request)

    def call() -> list[services.Answered]:
        asked = _asked(body, body)
        return [services.check(actor=actual.actor, now=actual.now, asked=asked, until=body.until)]

    return _made_once(actual, call)[0]


@router.post("/batch", response=BatchAnswer, auth=machine(CHECK), summary="为同一件事核查许多主体")
def check_many(request: HttpRequest, body: BatchBody) -> BatchAnswer:
    """Answer many checks of one matter in one transaction, each with evidence of its own."""
    actual = cast("Request", request)

    def call() -> list[services.Answered]:
        asked = [_asked(body, one) for one in body.subjects]
        return services.check_many(actor=actual.actor, now=actual.now, matter=body.matter, questions=asked)

    return BatchAnswer(checks=_made_once(actual, call))


@router.get("", response=ChecksAnswer, auth=machine(SEE_CHECKS), summary="本单位的核查")
def list_checks(request: HttpRequest, query: Query[ChecksQuery]) -> ChecksAnswer:
    """Return the own unit's checks."""
    actor = cast("Request", request).actor
    found = queries.checks_for(actor, queries.CheckFilter(open_only=query.open))
    if query.after:
        found = found.filter(id__lt=int(read_cursor(query.after, int)[0]))
    rows = list(found[: query.limit + 1])
    shown = rows[: query.limit]
    return ChecksAnswer(
        checks=[
            CheckLine(
                id=row.public_id,
                at=row.at,
                matter=row.matter.public_id,
                subject=row.subject_name,
                code=row.subject_code,
                reference=row.reference,
                waiting=row.waiting,
                closed_at=row.closed_at,
            )
            for row in shown
        ],
        next=write_cursor(shown[-1].id) if len(rows) > len(shown) else "",
    )


@router.post("/reports", response=ReportAnswer, auth=machine(MAKE_REPORTS), summary="出具授权版信用报告")
def make_report(request: HttpRequest, body: ReportBody) -> ReportAnswer:
    """Make an authorised report and hand it over. Each call makes a report of its own."""
    actual = cast("Request", request)
    made = services.make_authorised_report(
        actor=actual.actor,
        now=actual.now,
        unit=actual.actor.unit or 0,
        subject=body.code,
        ground=body.ground,
        purpose=body.purpose,
        basis=body.basis,
    )
    return ReportAnswer(
        number=made.number,
        file_name=made.file_name,
        sha256=hashlib.sha256(made.content).hexdigest(),
        pdf=b64encode(made.content).decode(),
    )


@router.get("/{check_id}", response=CheckAnswer, auth=machine(SEE_CHECKS), summary="一次核查")
def see_check(request: HttpRequest, check_id: str) -> CheckAnswer:
    """Return an answer as it was given, without what the law has taken down since."""
    return _whole(cast("Request", request), _named(check_id))


@router.post("/{check_id}/feedback", response=CheckAnswer, auth=machine(CHECK), summary="登记措施采取了没有")
def give_feedback(request: HttpRequest, check_id: str, body: FeedbackBody) -> CheckAnswer:
    """Say of each measure whether it was applied, and close the check."""
    actual, named = cast("Request", request), _named(check_id)

    def call() -> list[str]:
        decisions = [services.MeasureDecision(one.measure, one.applied, one.words) for one in body.decisions]
        services.close_check(actor=actual.actor, now=actual.now, check=named, decisions=decisions, reason=body.reason)
        return [named]

    return _whole(actual, _once(actual, call)[0])


def _asked(why: Why, question: Question) -> Asked:
    return Asked(
        matter=why.matter,
        code=question.code,
        name=question.name,
        purpose=why.purpose,
        ground=why.ground,
        basis=why.basis,
        reference=question.reference,
    )


def _named(check: str) -> str:
    """Return the id from an address.

    Raises:
        NotFound: no id looks so.
    """
    if not is_opaque_id(check):
        raise NotFound
    return check


def _once(request: Request, call: Callable[[], list[str]]) -> list[str]:
    """Return the ids of what the call made, or made before for the same key, address and body.

    Only ids are kept with the key: what has been taken down meanwhile is not given out a second time.
    """
    fingerprint = hashlib.sha256(f"{request.path}\x1f".encode() + request.body).hexdigest()
    key = request.headers.get(HEADER, "")
    told = answer_once(
        actor=request.actor, now=request.now, key=key, fingerprint=fingerprint, call=lambda: {"ids": call()}
    )
    return list(told["ids"])


def _made_once(request: Request, call: Callable[[], list[services.Answered]]) -> list[CheckAnswer]:
    """Return the answers that the call made, as they were signed; those made before for the same key as they stand."""
    made: list[services.Answered] = []

    def ids() -> list[str]:
        made.extend(call())
        return [one.check.public_id for one in made]

    checks = _once(request, ids)
    if not made:
        return _wholes(request, checks)
    nothing_gone: frozenset[str] = frozenset()
    return [
        _told(request, one.check, Answer(json.loads(one.body), one.check.evidence.digest, nothing_gone), [])
        for one in made
    ]


def _whole(request: Request, check: str) -> CheckAnswer:
    return _wholes(request, [check])[0]


def _wholes(request: Request, checks: list[str]) -> list[CheckAnswer]:
    found = queries.answers_to(request.actor, checks, today=day_of(request.now))
    return [_told(request, row, answer, list(row.feedback.all())) for row, answer in found]


def _told(request: Request, row: Check, answer: Answer, said: list[CheckFeedback]) -> CheckAnswer:
    evidence, told = row.evidence, answer.told
    subject = told["subject"]
    return CheckAnswer(
        id=row.public_id,
        at=row.at,
        matter=told["asked"]["matter"],
        reference=row.reference,
        subject=SubjectAnswer(
            identity=Identity(row.identity),
            words=IDENTITY_LABELS[Identity(row.identity)],
            code=subject["code"],
            name=subject["name"],
            given_name=subject["given_name"],
            kind=subject["kind"],
            status=subject["status"],
        ),
        entries=[_fact(one) for one in told["entries"] if one["record"] not in answer.gone],
        records=[_fact(one) for one in told["records"] if one["record"] not in answer.gone],
        measures=[
            MeasureAnswer(**{name: one[name] for name in MeasureAnswer.model_fields}) for one in told["measures"]
        ],
        unknown=[
            UnknownAnswer(code=one["code"], about=one["about"], words=UNKNOWN_WORDS[Unknown(one["code"])])
            for one in told["unknown"]
        ],
        candidates=_candidates(request, row, told["asked"]["name"]),
        gone=len(answer.gone),
        waiting=row.waiting,
        closed_at=row.closed_at,
        decisions=[DecisionAnswer(**one) for one in said[0].decisions] if said else [],
        evidence=EvidenceAnswer(
            digest=evidence.digest,
            key=evidence.key,
            signature=bytes(evidence.signature).hex(),
            template=evidence.template,
        ),
    )


def _candidates(request: Request, row: Check, name: str) -> list[CandidateAnswer]:
    if row.identity != Identity.CANDIDATES:
        return []
    return [
        CandidateAnswer(code=one.code, name=one.name, evidence=[each.words for each in one.evidence])
        for one in candidates(request.actor, name, "")
    ]


def _fact(told: dict[str, Any]) -> FactAnswer:
    item = judging_item(told["item_version"])
    values = told["values"]
    return FactAnswer(
        record=told["record"],
        item=told["item"],
        item_name=item.name,
        adverse=told["adverse"],
        document_number=told["document_number"],
        deciding_body=told["deciding_body"],
        decided_on=told["decided_on"],
        ends_on=told["ends_on"],
        ends_because=told["reason"],
        disputed=told["disputed"],
        published=told["published"],
        values=[
            ValueAnswer(code=field.code, name=field.name, value=words_of(field, values[field.code]))
            for field in item.fields
            if field.code in values
        ],
    )
