"""Pages of notices, newest first, by cursor: a notice that comes meanwhile moves nobody to another page."""

from datetime import datetime

from django.db.models import Q, QuerySet

from chengxin.foundation.rest import BadCursor, read_cursor, write_cursor
from chengxin.notices.models import Notice

PAGE_ROWS = 20
LARGEST_ID = 2**63


def page_after(found: QuerySet[Notice], cursor: str) -> tuple[list[Notice], str]:
    """Return the notices that follow the cursor (empty: the first page), and the cursor of the next page or nothing.

    Raises:
        BadCursor: the cursor is not ours.
    """
    rows = list((found.filter(_after(cursor)) if cursor else found)[: PAGE_ROWS + 1])
    shown = rows[:PAGE_ROWS]
    more = len(rows) > PAGE_ROWS
    return shown, write_cursor(shown[-1].created_at.isoformat(), shown[-1].id) if more else ""


def _after(cursor: str) -> Q:
    moment, number = read_cursor(cursor, str, int)
    try:
        created = datetime.fromisoformat(str(moment))
    except ValueError as error:
        raise BadCursor from error
    if created.tzinfo is None or not 0 <= int(number) < LARGEST_ID:
        raise BadCursor
    return Q(created_at__lt=created) | Q(created_at=created, id__lt=number)
