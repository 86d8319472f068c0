"""The reporter's own table given back with what is wrong in it."""

from collections import defaultdict
from datetime import datetime
from pathlib import Path

from chengxin.audit.services import use_case
from chengxin.catalog.queries import item_of_hash
from chengxin.catalog.rules import Item
from chengxin.foundation.actor import Actor
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.refusals import Conflict
from chengxin.intake import queries, rules
from chengxin.intake.adapters import Sheet, read_file
from chengxin.intake.adapters.marks import CauseRow, Marks, Summary
from chengxin.intake.adapters.new_workbook import fits_whole, new_workbook, rows_that_fit
from chengxin.intake.adapters.own_workbook import is_markable, own_workbook
from chengxin.intake.models import Submission
from chengxin.intake.rules.causes import repair_of, title_of
from chengxin.intake.rules.findings import Severity
from chengxin.intake.rules.judging import columns_of
from chengxin.intake.services.moving import note
from chengxin.intake.services.reading import recognition_of, unsealed

REASON = "取回标注了问题的报送原件"
OWN = "这是报送的原工作簿，格式和其他工作表照旧；有问题的单元格标了底色，写了批注。图形和个别新式的下拉选项不保留。"
ANEW = "按读到的内容新做的工作簿，全部是文本，每一行在原来的行号上。"
NOT_OPENED = "原工作簿不能照原样打开再写（格式特殊，或者另存过），所以改为新做。"
NO_WORKBOOK = "原件不是xlsx，所以改为新做。"
TOO_LARGE = "原件太大，照原样打开要几分钟，所以改为新做。"
ONLY_RETURNED = "只列退回的行；“原文件行号”是这一行在原件里的行号。"
TOO_LARGE_WHOLE = "原件有{lines}行，一个工作簿放不下，所以只列退回的行。"
CUT = "这里只放得下前{n}行，其余的请按问题清单（csv）改。"
AGAIN = "改好以后在回执页用“上传改好的行”传回来：可以只传退回的行，也可以整份传。“问题”“原文件行号”两列和这张表不用删。"


class NothingToMark(Conflict):
    """No row of the submission came back."""

    code = "intake.nothing-to-mark"
    says = "这次报送没有退回的行，不需要标注"


@use_case
def take_marked_workbook(*, actor: Actor, now: datetime, submission: str, only_returned: bool) -> bytes:
    """Return the table of a submission as an xlsx workbook with its bad cells marked, on record.

    It is the sender's own workbook where that can be opened again, else a new one; its first sheet says which and why.

    Raises:
        NotPermitted: the actor may not report.
        NotFound: there is no such submission within the actor's reach, or its file is not the actor's to read.
        NothingToMark: nothing came back.
    """
    actor.require(rules.SEND)
    row = queries.submission_for(actor, submission, permission=rules.SEND)
    if not row.returned:
        raise NothingToMark
    item = item_of_hash(actor, row.item_version, permission=rules.SEND)
    with unsealed(actor, row, now=now, reason=REASON, folder=new_opaque_id()) as path:
        sheet = read_file(path)
        content = _marked(path, sheet, row, item, only_returned=only_returned)
    note(actor, now, rules.RAW_FILE_TAKEN, row, only_returned=only_returned)
    return content


def _marked(path: Path, sheet: Sheet, row: Submission, item: Item, *, only_returned: bool) -> bytes:
    header, places = columns_of(item, sheet, recognition_of(row))
    marks = _marks(row, header, places)
    why: list[str] = []
    if not only_returned and is_markable(path, sheet):
        own = own_workbook(path, sheet, marks, _summary(row, item, (OWN,)))
        if own is not None:
            return own
        why = [NOT_OPENED]
    elif not only_returned:
        why = [TOO_LARGE if path.suffix.lower() == ".xlsx" else NO_WORKBOOK]
    narrow = only_returned or not fits_whole(sheet)
    if narrow and not only_returned:
        why = [TOO_LARGE_WHOLE.format(lines=f"{sheet.cells.height:,}")]
    why.append(ONLY_RETURNED if narrow else ANEW)
    if narrow and row.returned > rows_that_fit(sheet):
        why.append(CUT.format(n=f"{rows_that_fit(sheet):,}"))
    return new_workbook(sheet, marks, _summary(row, item, tuple(why)), only_returned=narrow)


def _marks(row: Submission, header: int, places: dict[str, int]) -> Marks:
    """Return where what is to be written: every finding in its line's words, and at its cell where it has one."""
    cells: dict[tuple[int, int], list[str]] = defaultdict(list)
    lines: dict[int, list[str]] = defaultdict(list)
    returned = set()
    for one in queries.findings_of(row).filter(row__gt=0).iterator(chunk_size=5_000):
        if one.severity == Severity.NOTE.value:
            continue
        if one.severity == Severity.ERROR.value:
            returned.add(one.line)
        place = places.get(one.field)
        words = one.message if one.severity == Severity.ERROR.value else f"提醒：{one.message}"
        lines[one.line].append(words)
        if place is not None:
            cells[one.line, place].append(words)
    return Marks(cells=cells, lines=lines, returned=frozenset(returned), header=header)


def _summary(row: Submission, item: Item, how: tuple[str, ...]) -> Summary:
    names = {field.code: field.name for field in item.fields}
    counted = f"{row.item_name}，{row.received_on:%Y年%-m月%-d日}报送：读到{row.rows:,}行，退回{row.returned:,}行。"
    told = [cause for cause in queries.causes_of(row) if cause.severity != Severity.NOTE.value]
    return Summary(
        sentences=(counted, *how, AGAIN),
        causes=tuple(
            CauseRow(
                title=title_of(cause.code, names.get(cause.field, cause.field)),
                rows=cause.rows,
                repair=repair_of(cause.code, names.get(cause.field, cause.field), cause.message),
                examples="；".join(f"{one.line}：{one.value or '空'}" for one in cause.examples if one.line),
            )
            for cause in told
        ),
    )
