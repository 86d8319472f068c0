"""Work for the nightly job: records whose last day is over and whose end is not written down yet."""

from datetime import date

from django.db.models import Exists, OuterRef

from chengxin.register.models import Record, RecordVersion
from chengxin.register.queries.scoped import STANDS


def expired_records(today: date, *, limit: int) -> list[Record]:
    """Return up to ``limit`` records of which a version that shows, or showed, ended before ``today``."""
    over = RecordVersion.objects.filter(STANDS, publish=True, ends_on__lt=today, record=OuterRef("pk"))
    return list(Record.objects.filter(Exists(over), takedown__isnull=True).order_by("id")[:limit])
