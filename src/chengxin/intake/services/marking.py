"""The reporter's own table given back with what is wrong in it."""

from collections import defaultdict
from datetime import datetime

from chengxin.audit.services import use_case
from chengxin.catalog.queries import item_of_hash
from chengxin.foundation.actor import Actor
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.refusals import Conflict
from chengxin.intake import queries, rules
from chengxin.intake.adapters import read_file
from chengxin.intake.adapters.marked import Marks, new_workbook, own_workbook
from chengxin.intake.models import Submission
from chengxin.intake.rules.findings import Severity
from chengxin.intake.rules.judging import columns_of
from chengxin.intake.services.moving import note
from chengxin.intake.services.reading import recognition_of, unsealed

REASON = "取回标注了问题的报送原件"


class NothingToMark(Conflict):
    """No row of the submission came back."""

    code = "intake.nothing-to-mark"
    says = "这次报送没有退回的行，不需要标注"


@use_case
def take_marked_workbook(*, actor: Actor, now: datetime, submission: str, only_returned: bool) -> bytes:
    """Return the table of a submission as an xlsx workbook with its bad cells marked, on record.

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
        header, places = columns_of(item, sheet, recognition_of(row))
        marks = _marks(row, header, places)
        content = None if only_returned else own_workbook(path, sheet, marks)
    note(actor, now, rules.RAW_FILE_TAKEN, row, only_returned=only_returned)
    return content or new_workbook(sheet, marks, only_returned=only_returned)


def _marks(row: Submission, header: int, places: dict[str, int]) -> Marks:
    """Return where what is to be written; a finding without a column of its own stands at the row's first cell."""
    cells: dict[tuple[int, int], list[str]] = defaultdict(list)
    lines: dict[int, list[str]] = defaultdict(list)
    returned = set()
    for one in queries.findings_of(row).filter(row__gt=0).iterator(chunk_size=5_000):
        if one.severity == Severity.NOTE.value:
            continue
        if one.severity == Severity.ERROR.value:
            returned.add(one.line)
        place = places.get(one.field)
        if place is None:
            lines[one.line].append(one.message)
        else:
            cells[one.line, place].append(one.message)
    return Marks(cells=cells, lines=lines, returned=frozenset(returned), header=header)
