"""What is kept of the public's comments only while an edition is under way."""

from chengxin.catalog.models import Edition, EditionComment


def forget_senders(row: Edition) -> int:
    """Remove the names and contacts left with an edition's comments, and return of how many; its use case tells it."""
    left = EditionComment.objects.filter(edition=row).exclude(sender_name="", sender_contact="")
    return left.update(sender_name="", sender_contact="")
