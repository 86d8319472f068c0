"""Where the ledger commits to a version, or to a takedown: leaves stand by the numbers of their records."""

from chengxin.register.models import ChangeBatch, LedgerShare, RecordVersion, Takedown
from chengxin.register.queries.descriptions import Proof


def proof_of_version(one: RecordVersion) -> Proof | None:
    """Return the place of a version that a scoped query found; None where nothing was published with it."""
    if not one.feed:
        return None
    batch = ChangeBatch.objects.filter(load=one.load_id, withdrawn=False).first()
    share = _share(batch, one.record_id) if batch else None
    if share is None:
        return None
    before = RecordVersion.objects.filter(
        load=one.load_id, record__gte=share.first_record, record__lt=one.record_id
    ).exclude(feed="")
    return Proof(share.ledger_batch, before.count())


def proof_of_takedown(takedown: Takedown) -> Proof | None:
    """Return the place of a takedown of a record that a scoped query found."""
    share = _share(takedown.batch, takedown.record_id)
    if share is None:
        return None
    before = Takedown.objects.filter(
        batch=takedown.batch_id, record__gte=share.first_record, record__lt=takedown.record_id
    )
    return Proof(share.ledger_batch, before.count())


def _share(batch: ChangeBatch, record: int) -> LedgerShare | None:
    return LedgerShare.objects.filter(batch=batch, first_record__lte=record, last_record__gte=record).first()
