"""What rooms above need to follow the feed: whom changed records are about, and which of them turned out wrong."""

from collections.abc import Collection

from django.db import connection

from chengxin.foundation.actor import Actor, Permission

SUBJECTS = """
SELECT r.public_id, coalesce(own.merged_into_id, own.id)
FROM register_record r JOIN subjects_organisation own ON own.id = r.subject_id WHERE r.public_id = ANY (%s)"""

WRONG = """
SELECT r.public_id FROM register_record r
WHERE r.public_id = ANY (%s) AND (
    EXISTS (SELECT FROM register_takedown t WHERE t.record_id = r.id AND t.reason = 'corrected')
    OR (SELECT v.change FROM register_recordversion v JOIN register_load l ON l.id = v.load_id
        WHERE v.record_id = r.id AND l.visible_at IS NOT NULL AND l.withdrawn_at IS NULL
        ORDER BY v.number DESC LIMIT 1) = 'correction'
)"""


def subjects_of(actor: Actor, public_ids: Collection[str], *, permission: Permission) -> dict[str, int]:
    """Return by record (public id) the number of the organisation under which it shows.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(permission)
    with connection.cursor() as cursor:
        cursor.execute(SUBJECTS, [list(public_ids)])
        return dict(cursor.fetchall())


def corrected_among(actor: Actor, public_ids: Collection[str], *, permission: Permission) -> frozenset[str]:
    """Return those of the records that were taken down as wrong, or whose standing version is a correction.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(permission)
    with connection.cursor() as cursor:
        cursor.execute(WRONG, [list(public_ids)])
        return frozenset(row[0] for row in cursor.fetchall())
