"""Returned rows mended in the browser: begun from the raw file, kept as a draft, sent as one follow-up.

Numbers of persons are never typed: rows that have one are mended in the file.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO
from typing import TypedDict

import polars as pl
from django.db import transaction

from chengxin.audit.services import use_case
from chengxin.catalog.rules import FieldType, Item
from chengxin.foundation.actor import Actor
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.intake import queries, rules
from chengxin.intake.adapters import Sheet, read_file
from chengxin.intake.models import MendingDraft, ReturnedRow, Submission
from chengxin.intake.rules import Judgement, Origin, Severity, check
from chengxin.intake.rules.judging import columns_of
from chengxin.intake.rules.ours import LINE
from chengxin.intake.rules.recognition import PERSON
from chengxin.intake.rules.typed import MOST_MENDED_HERE, can_be_mended_here, typed_fields
from chengxin.intake.services.checking import with_the_database
from chengxin.intake.services.judging_rows import Remark
from chengxin.intake.services.moving import note
from chengxin.intake.services.reading import Read, circumstances, recognition_of, unsealed
from chengxin.intake.services.sending import item_to_report, send_submission
from chengxin.intake.services.typing import DraftChanged
from chengxin.units.queries import day_of
from chengxin.vault.services import Upload

REASON = "在网页上改退回的行"


class NotMendedHere(Conflict):
    """There are too many rows, none is open, or each of them has a number of a person."""

    code = "intake.not-mended-here"
    says = "这几行不能在网页上改：超过{most}行、已经办完，或者有证件号码。请下载退回的行，改好再上传"


class RowsFaulty(Invalid):
    """Rows of those to be sent would come back."""

    code = "intake.rows-faulty"
    says = "还有{rows}行要改；这次不报的行可以勾选“先不报”"


class NothingToSend(Invalid):
    """Every row was left out."""

    code = "intake.nothing-to-send"
    says = "每一行都选了“先不报”，没有要报送的行"


class MendedRowState(TypedDict):
    """A row of a draft; see ``models.MendingDraft``."""

    line: int
    values: dict[str, str]
    fields: list[str]
    skip: bool


@use_case
def begin_mending(*, actor: Actor, now: datetime, submission: str) -> MendingDraft:
    """Take up the rows of a submission that are still to be mended; what was begun already is gone on with.

    Raises:
        NotPermitted: the actor may not report.
        NotFound: there is no such submission within the actor's reach.
        ItemNotInForce, NotProvider: the item can not be reported any more.
        NotMendedHere: there are too many rows, none is open, or each has a number of a person.
    """
    actor.require(rules.SEND)
    row = queries.submission_for(actor, submission, permission=rules.SEND, lock=True)
    begun = MendingDraft.objects.filter(submission=row).first()
    if begun is not None and begun.sent is None:
        note(actor, now, rules.MENDING_BEGUN, row, rows=len(begun.rows))
        return begun
    item = item_to_report(actor, row.item, row.unit, on=day_of(now))
    settled = queries.mending_of(row).settled
    waiting = [one for one in queries.returned_of(row) if one.to_mend and one.line not in settled]
    rows = _taken_up(actor, row, item, waiting, now) if can_be_mended_here(item, len(waiting)) else {}
    if not rows:
        raise NotMendedHere(most=MOST_MENDED_HERE)
    changed = {"rows": rows, "changed_at": now, "changed_by": actor.id, "changed_by_name": actor.name, "sent": None}
    draft, _ = MendingDraft.objects.update_or_create(submission=row, defaults=changed)
    note(actor, now, rules.MENDING_BEGUN, row, rows=len(rows))
    return draft


def _taken_up(
    actor: Actor, row: Submission, item: Item, waiting: list[ReturnedRow], now: datetime
) -> dict[str, MendedRowState]:
    """Return the rows as the sender wrote them, without those that hold a number of a person."""
    with unsealed(actor, row, now=now, reason=REASON, folder=new_opaque_id()) as path:
        sheet = read_file(path)
    _, places = columns_of(item, sheet, recognition_of(row))
    numbers = [PERSON, *(field.code for field in item.fields if field.type is FieldType.ID_NUMBER)]
    sealed = [places[code] for code in numbers if code in places]
    asked = {field.code: places[field.code] for field in typed_fields(item) if field.code in places}
    cells = _cells(sheet, [one.line for one in waiting])
    wrong = _fields_with_errors(row)
    return {
        str(one.row): MendedRowState(
            line=one.line,
            values={code: cells[one.line][place] for code, place in asked.items() if cells[one.line][place]},
            fields=wrong.get(one.row, []),
            skip=False,
        )
        for one in waiting
        if one.line in cells and not any(cells[one.line][place] for place in sealed)
    }


def _cells(sheet: Sheet, lines: list[int]) -> dict[int, list[str]]:
    """Return the cells of lines; a formula error is empty, so that our words for it are never content."""
    wanted = sheet.cells.filter(pl.col("line").is_in(lines))
    rows = wanted.select("line", *[str(place) for place in range(sheet.width)]).iter_rows()
    return {
        line: ["" if (line, place) in sheet.errors else cell or "" for place, cell in enumerate(cells)]
        for line, *cells in rows
    }


def _fields_with_errors(row: Submission) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    errors = queries.findings_of(row).filter(severity=Severity.ERROR.value, row__gt=0).exclude(field="")
    for number, field in errors.values_list("row", "field"):
        found.setdefault(number, []).append(field)
    return {number: sorted(set(fields)) for number, fields in found.items()}


def save_mending(
    *,
    actor: Actor,
    now: datetime,
    submission: str,
    values: Mapping[str, Mapping[str, str]],
    skipped: frozenset[str],
    seen: str,
) -> MendingDraft:
    """Keep what was typed and return the draft; cells that were not on the page stay as they are.

    ``values`` are texts by column code by row, ``skipped`` the rows not to be sent; ``seen`` is the ``changed_at``
    (ISO 8601) of what the person had before them.

    Raises:
        NotPermitted: the actor may not report.
        NotFound: nothing was begun, it was sent, or it lies outside the actor's reach.
        DraftChanged: somebody else has changed it since.
    """
    actor.require(rules.SEND)
    with transaction.atomic():
        draft = queries.mending_draft_for(actor, submission, lock=True)
        rows = _with_typed(draft.rows, values, skipped)
        if rows == draft.rows:
            return draft
        if draft.changed_by != actor.id and draft.changed_at.isoformat() != seen:
            raise DraftChanged(who=draft.changed_by_name)
        draft.rows, draft.changed_at, draft.changed_by, draft.changed_by_name = rows, now, actor.id, actor.name
        draft.save(update_fields=["rows", "changed_at", "changed_by", "changed_by_name"])
    return draft


def _with_typed(
    rows: Mapping[str, MendedRowState], values: Mapping[str, Mapping[str, str]], skipped: frozenset[str]
) -> dict[str, MendedRowState]:
    kept: dict[str, MendedRowState] = {}
    for number, row in rows.items():
        merged = {**row["values"], **values.get(number, {})}
        kept[number] = MendedRowState(
            line=row["line"],
            values={code: text for code, text in merged.items() if text},
            fields=row["fields"],
            skip=number in skipped,
        )
    return kept


def judge_mending(
    actor: Actor, item: Item, rows: Mapping[str, MendedRowState], *, on: date
) -> dict[str, tuple[Remark, ...]]:
    """Return what is wrong in each row that is to be sent, judged as rows of one file received on a day."""
    going = [number for number, row in rows.items() if not row["skip"]]
    if not going:
        return {}
    schema = {field.code: pl.String for field in typed_fields(item)}
    texts = [{code: rows[number]["values"].get(code) or None for code in schema} for number in going]
    frame = pl.DataFrame(texts, schema=schema).with_row_index("row", 1)
    answer = check(item, frame, circumstances(on))
    lines = pl.Series("line", [rows[number]["line"] for number in going], dtype=pl.UInt32)
    judgement = Judgement(len(going), answer.returned, answer.findings, answer.table, lines)
    found = with_the_database(actor, Read(item, name="", encoding="", judgement=judgement), on)
    errors: dict[str, tuple[Remark, ...]] = {}
    for one in found.filter(pl.col("severity") == Severity.ERROR.value).iter_rows(named=True):
        number = going[one["row"] - 1]
        remark = Remark(one["field"], one["code"], one["severity"], one["message"])
        errors[number] = (*errors.get(number, ()), remark)
    return errors


@use_case
def send_mending(*, actor: Actor, now: datetime, submission: str) -> Submission:
    """Report the mended rows as a submission that follows the one they came back from, and return it.

    Raises:
        NotPermitted: the actor may not report.
        NotFound: nothing was begun, it was sent already, or it lies outside the actor's reach.
        ItemNotInForce, NotProvider: the item can not be reported any more.
        NothingToSend: every row was left out.
        RowsFaulty: rows would come back.
        SameFileAtWork: the same rows are being worked on.
    """
    actor.require(rules.SEND)
    draft = queries.mending_draft_for(actor, submission, lock=True)
    row = draft.submission
    item = item_to_report(actor, row.item, row.unit, on=day_of(now))
    going = [one for one in draft.rows.values() if not one["skip"]]
    if not going:
        raise NothingToSend
    faults = judge_mending(actor, item, draft.rows, on=day_of(now))
    if faults:
        raise RowsFaulty(rows=len(faults))
    draft.sent = send_submission(
        actor=actor,
        now=now,
        unit=row.unit_id,
        item=row.item,
        upload=_file_of(going),
        origin=Origin.FORM,
        follows=row.public_id,
    )
    draft.save(update_fields=["sent"])
    note(actor, now, rules.MENDING_SENT, row, rows=len(going))
    return draft.sent


def _file_of(rows: list[MendedRowState]) -> Upload:
    """Return mended rows as the file that is kept and read like any other, each with the line it came from."""
    told = [{**row["values"], LINE: str(row["line"])} for row in rows]
    content = json.dumps(told, ensure_ascii=False, indent=1).encode()
    return Upload(content=BytesIO(content), name=f"网页改正-{len(rows)}行.json", claimed_type="application/json")
