"""The ledger as lines of a file for everybody (``chengxin.audit.rules.exports``)."""

from collections.abc import Iterator

from chengxin.audit.models import LedgerChunk, LedgerKey, LedgerPlace, TreeHead
from chengxin.audit.rules.exports import EXPORT_FORMAT, batch_line, head_line, leaves_line, line, with_end

PLACES_AT_ONCE = 500


def export_lines() -> Iterator[bytes]:
    """Yield the whole ledger up to its newest head, without holding it in memory or keeping a transaction open.

    The tables only grow, so the state at the head stays readable while the ledger goes on.
    """
    return with_end(_lines())


def _lines() -> Iterator[bytes]:
    heads = list(TreeHead.objects.order_by("size").values_list("size", flat=True))
    size = heads[-1] if heads else 0
    yield line("ledger", {"format": EXPORT_FORMAT, "heads": len(heads), "size": size})
    for key in LedgerKey.objects.order_by("created_at", "id"):
        yield line("key", {"id": key.id, "public_key": bytes(key.public_key).hex()})
    for start in range(0, size, PLACES_AT_ONCE):
        yield from _part(start, min(start + PLACES_AT_ONCE, size))


def _part(start: int, stop: int) -> Iterator[bytes]:
    heads = {head.size: head for head in TreeHead.objects.select_related("key").filter(size__gt=start, size__lte=stop)}
    places = LedgerPlace.objects.select_related("batch").filter(position__gte=start, position__lt=stop)
    for place in places.order_by("position"):
        yield batch_line(place.position, place.batch.statement)
        chunks = LedgerChunk.objects.filter(batch_id=place.batch_id).order_by("number")
        for number, leaves in chunks.values_list("number", "leaves").iterator(chunk_size=8):
            yield leaves_line(place.position, number, bytes(leaves))
        head = heads.get(place.position + 1)
        if head is not None:
            yield head_line(head.signed)
