"""Which of some records still stand: neither taken down, nor withdrawn, nor past their last day."""

from collections.abc import Collection
from datetime import date

from django.db import connection

from chengxin.foundation.actor import Actor, Permission

STANDING = """
SELECT r.public_id FROM register_record r
WHERE r.public_id = ANY (%(ids)s)
  AND NOT EXISTS (SELECT FROM register_takedown t WHERE t.record_id = r.id)
  AND EXISTS (SELECT FROM register_recordversion v JOIN register_load l ON l.id = v.load_id
              WHERE v.record_id = r.id AND l.visible_at IS NOT NULL AND l.withdrawn_at IS NULL)
  AND NOT EXISTS (SELECT FROM register_recordversion v JOIN register_load l ON l.id = v.load_id
                  WHERE v.record_id = r.id AND l.visible_at IS NOT NULL AND l.withdrawn_at IS NULL
                    AND v.ends_on < %(on)s)"""


def standing_of_records(
    actor: Actor, public_ids: Collection[str], *, on: date, permission: Permission
) -> frozenset[str]:
    """Return those of the records (public ids) that stand on the day.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(permission)
    with connection.cursor() as cursor:
        cursor.execute(STANDING, {"ids": list(public_ids), "on": on})
        return frozenset(row[0] for row in cursor.fetchall())
