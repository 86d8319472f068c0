"""The decision, signed by a named head, and publication: the entry becomes a record of the register."""

from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
from django.conf import settings

from chengxin.audit.services import use_case
from chengxin.catalog.queries import item_in_force
from chengxin.catalog.queries.kinds import list_kind
from chengxin.catalog.rules import Item
from chengxin.catalog.rules.list_kinds import JOINT_TYPES, EntryField, ListKind, ListType
from chengxin.foundation.actor import Actor
from chengxin.foundation.queue import defer
from chengxin.foundation.refusals import Invalid
from chengxin.law.current import law_in_force
from chengxin.law.facts import Facts
from chengxin.law.periods import chinese
from chengxin.lists.models import Entry, Paper
from chengxin.lists.queries import merged_with, open_honours
from chengxin.lists.rules import doings
from chengxin.lists.rules.entries import ITEM_OF_TRACK, KIND_COLUMN, KIND_NAME_COLUMN, last_day_of
from chengxin.lists.rules.procedure import Move, Need, PaperKind, Track
from chengxin.lists.services.moving import moved, require, taken_up
from chengxin.lists.services.papers import make_paper
from chengxin.register.models import RecordVersion
from chengxin.register.rules import Value, key_text, payload_text
from chengxin.register.services import ROWS, begin_load, merge_chunk, show_load
from chengxin.units.queries import day_of

CHECK_HONOURS = "lists.check-honours"
OPEN_JOINT_ACTION = "measures.open-joint-action"
"""The room of measures does it; it is told the public id of the entry's record in the register."""
FIELDS = {
    EntryField.REASON: "MD_SY",
    EntryField.GROUND_NUMBER: "MD_YJWSH",
    EntryField.GROUND_BODY: "MD_YJJG",
    EntryField.UNTIL: "MD_QXZ",
    EntryField.BASIS: "MD_YJ",
}
"""Columns that stand in a record only where the kind lets them be public; the others tell the entry from others."""


class BadSigning(Invalid):
    """A decision is signed by a head who is named, not before its notice and not in the future."""

    code = "lists.bad-signing"
    says = "请写明签发决定的负责人；签发日期不能早于告知（公示）期间，也不能晚于今天"
    field = "signed_on"


class BadTerm(Invalid):
    """The last day does not fit the term of the kind."""

    code = "lists.bad-term"
    says = "列入期限不对：{words}"
    field = "until"


@dataclass(frozen=True)
class Decision:
    """Who signed, on which day, and the last day on the list; None where the kind's own term gives it."""

    signed_by: str
    signed_on: date
    until: date | None


@use_case
def decide(*, actor: Actor, now: datetime, entry: str, seen: int, decision: Decision) -> Paper:
    """Decide that the subject is listed, and return the decision's paper; it is published by a move of its own.

    Raises:
        NotPermitted, NotFound, EntryChangedMeanwhile, MoveNotOpen, SomethingMissing: of the move.
        BadSigning: no head is named, or the day does not fit.
        BadTerm: the last day does not fit the kind's term.
    """
    actor.require(doings.DECIDE)
    row, step, standing = taken_up(actor, entry, seen, Move.DECIDE, now, permission=doings.DECIDE)
    head = decision.signed_by.strip()[:100]
    require(row, Move.DECIDE, standing, {Need.SIGNED: True, Need.TERM: True})
    today = day_of(now)
    noticed_on = day_of(standing.papers[0].made_at)
    if not head or not noticed_on <= decision.signed_on <= today:
        raise BadSigning
    kind = list_kind(actor, row.kind, on=decision.signed_on)
    until = last_day_of(kind.term, decision.signed_on, decision.until)
    if until is None:
        raise BadTerm(words=term_words(kind))
    row.signed_by, row.decided_on, row.until = head, decision.signed_on, until
    row.until_basis = f"{kind.term.basis.text}{kind.term.basis.article}"[:500]
    paper = make_paper(
        actor,
        now,
        row,
        PaperKind.DECISION,
        paragraphs=_decided(row, len(standing.statements)),
        facts=(
            ("列入期限", f"{chinese(row.decided_on)}至{chinese(until)}（{row.until_basis}）"),
            ("退出", kind.exit_rule),
        ),
        closing=_remedies(row),
        signed_by=head,
        day=decision.signed_on,
    )
    changed = ("signed_by", "decided_on", "until", "until_basis")
    facts = {"paper": paper.written_number, "signed_on": decision.signed_on.isoformat(), "until": until.isoformat()}
    moved(actor, now, row, Move.DECIDE, to=step.to, action=doings.DECIDED, changed=changed, facts=facts)
    return paper


def term_words(kind: ListKind) -> str:
    """Return what the term of a kind asks for, as a form and a refusal say it."""
    basis = f"{kind.term.basis.text}{kind.term.basis.article}"
    if kind.term.months is not None:
        return f"自决定之日起{kind.term.months}个月（{basis}），届满日由平台计算，可以不填"
    if kind.term.most_months is not None:
        return f"由决定书写明届满日，要晚于决定日期，最长{kind.term.most_months}个月（{basis}）"
    return f"由决定书写明届满日，要晚于决定日期（{basis}）"


def _decided(entry: Entry, statements: int) -> tuple[str, ...]:
    honest = Track(entry.track) is Track.HONEST
    if honest:
        return (f"经审核、交叉比对和公示，决定将{entry.subject_name}列入{entry.kind_name}。",)
    heard = f"收到你单位陈述申辩{statements}次，均已核实并答复" if statements else "你单位在期限内没有陈述申辩"
    return (f"已告知你单位列入的事由、依据和权利，{heard}。决定将你单位列入{entry.kind_name}。",)


def _remedies(entry: Entry) -> tuple[str, ...]:
    if Track(entry.track) is Track.HONEST:
        return ("列入期间被列入失信名单的，移出本名单。",)
    return ("不服本决定的，可以依法申请行政复议或者提起行政诉讼。改正以后，可以依照退出的规定向本单位申请提前移出。",)


@use_case
def publish(*, actor: Actor, now: datetime, entry: str, seen: int) -> Entry:
    """Publish a decided entry: a record of the register that shows from now to the last day; return the entry.

    An adverse publication has the subject's honours looked at at once; a kind that opens a joint action enqueues it.

    Raises:
        NotPermitted, NotFound, EntryChangedMeanwhile, MoveNotOpen, SomethingMissing: of the move.
        NoRule, MissingFacts, BadDate: the law says no end for it.
    """
    actor.require(doings.DECIDE)
    row, step, standing = taken_up(actor, entry, seen, Move.PUBLISH, now, permission=doings.DECIDE)
    require(row, Move.PUBLISH, standing, {})
    decided_on = row.decided_on or day_of(now)
    kind = list_kind(actor, row.kind, on=decided_on)
    item = item_in_force(actor, ITEM_OF_TRACK[Track(row.track)], on=decided_on)
    decision = next(one for one in standing.papers if one.kind == PaperKind.DECISION.value)
    load = begin_load(submission=f"listing-{row.public_id}", unit=row.unit_id, item=item, now=now)
    merge_chunk(load=load, item=item, rows=_rows(row, kind, item, decision, day_of(now)))
    show_load(actor=actor, now=now, load=load.id)
    row.record = RecordVersion.objects.select_related("record").get(load=load).record.public_id
    row.published_at = now
    changed, facts = ("record", "published_at"), {"record": row.record}
    moved(actor, now, row, Move.PUBLISH, to=step.to, action=doings.PUBLISHED, changed=changed, facts=facts)
    _tell(row)
    return row


def _tell(entry: Entry) -> None:
    if Track(entry.track) is Track.ADVERSE:
        for honour in open_honours(subjects=merged_with(entry.subject_id)):
            defer(CHECK_HONOURS, queue="urgent", lock=f"{CHECK_HONOURS}.{honour}", entry=honour)
    if ListType(entry.list_type) in JOINT_TYPES:
        defer(OPEN_JOINT_ACTION, entry=entry.record)


def _rows(entry: Entry, kind: ListKind, item: Item, decision: Paper, today: date) -> pl.DataFrame:
    payload = _payload(entry, kind, decision)
    decided_on = entry.decided_on or today
    law = law_in_force(settings.DATA)
    window = law.publicity(
        Facts(item=item.publicity_item, term_ends_on=entry.until), decided_on=decided_on, as_of=today
    )
    values = {
        "row": 1,
        "subject_id": entry.subject_id,
        "business_key": key_text(item, payload),
        "payload": payload_text(payload),
        "decided_on": decided_on,
        "document_number": decision.written_number,
        "deciding_body": entry.unit.name,
        "severity": "",
        "severity_author": "",
        "publish": window.publish and EntryField.NAME in kind.public_fields,
        "starts_on": window.starts_on,
        "minimum_ends_on": window.minimum_ends_on,
        "earliest_repair_on": window.earliest_repair_on,
        "ends_on": window.ends_on,
        "rule": window.rule or "",
        "reason": window.reason,
        "law_version": window.law_version,
    }
    return pl.DataFrame({name: [values[name]] for name in ROWS})


def _payload(entry: Entry, kind: ListKind, decision: Paper) -> dict[str, Value]:
    open_values: dict[EntryField, Value] = {
        EntryField.REASON: entry.reason,
        EntryField.GROUND_NUMBER: entry.ground_number,
        EntryField.GROUND_BODY: entry.ground_body,
        EntryField.UNTIL: entry.until.isoformat() if entry.until else None,
        EntryField.BASIS: entry.basis,
    }
    shown = {FIELDS[field]: value for field, value in open_values.items() if field in kind.public_fields and value}
    decided_on = entry.decided_on.isoformat() if entry.decided_on else None
    return {
        "MD_MC": entry.subject_name,
        "MD_SHXYM": entry.subject_code,
        KIND_NAME_COLUMN: entry.kind_name,
        KIND_COLUMN: entry.kind,
        "MD_WSH": decision.written_number,
        "MD_JG": entry.unit.name,
        "MD_LRRQ": decided_on,
        **shown,
    }
