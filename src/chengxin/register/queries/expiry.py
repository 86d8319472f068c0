"""Work for the nightly job: records whose last day is over and whose end is not written down yet."""

from datetime import date

from django.db.models import Exists, OuterRef

from chengxin.register.models import Record, RecordVersion
from chengxin.register.queries.scoped import STANDS


def public_records_of(item: str, *, limit: int) -> list[Record]:
    """Return up to ``limit`` records of an item that show, or would if the item were public, and are not taken down."""
    told = RecordVersion.objects.filter(STANDS, publish=True, record=OuterRef("pk"))
    return list(Record.objects.filter(Exists(told), item=item, takedown__isnull=True).order_by("id")[:limit])


def expired_records(today: date, *, limit: int) -> list[Record]:
    """Return up to ``limit`` records of which a version that shows, or showed, ended before ``today``."""
    over = RecordVersion.objects.filter(STANDS, publish=True, ends_on__lt=today, record=OuterRef("pk"))
    return list(Record.objects.filter(Exists(over), takedown__isnull=True).order_by("id")[:limit])
