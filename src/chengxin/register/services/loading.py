"""The beginning of a load."""

from datetime import datetime

from chengxin.catalog.rules import Item, hash_of
from chengxin.foundation.refusals import Conflict
from chengxin.register.models import Load


class OtherLoad(Conflict):
    """The submission has a load already, of another unit or item."""

    code = "register.other-load"
    says = "这次报送已经以其他单位或其他目录项开始入库"


def begin_load(*, submission: str, unit: int, item: Item, now: datetime) -> Load:
    """Return the load of a submission, made if there is none; a part of the caller's use case, safe to run twice.

    Raises:
        OtherLoad: it has one of another unit or item, or judged by another version of the item.
    """
    load, _made = Load.objects.get_or_create(
        submission=submission,
        defaults={"unit_id": unit, "item": item.key, "item_version": hash_of(item), "begun_at": now},
    )
    if (load.unit_id, load.item, load.item_version) != (unit, item.key, hash_of(item)):
        raise OtherLoad
    return load
