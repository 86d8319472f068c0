"""Which organisations codes name, many at once: with former names, and all whose records show under them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from chengxin.foundation.actor import Actor, Permission
from chengxin.subjects.models import Organisation

BY_CODE = """
SELECT asked.unified_code, o.id, o.public_id, coalesce(o.unified_code, ''), o.name, o.kind, o.status, o.district,
       o.registered_on, o.closed_on,
       ARRAY(SELECT f.id FROM subjects_organisation f WHERE coalesce(f.merged_into_id, f.id) = o.id ORDER BY f.id),
       ARRAY(SELECT f.public_id FROM subjects_organisation f WHERE coalesce(f.merged_into_id, f.id) = o.id
             ORDER BY f.id),
       ARRAY(SELECT n.name FROM subjects_nameperiod n WHERE n.organisation_id = o.id AND NOT n.current ORDER BY n.id)
FROM subjects_organisation asked
JOIN subjects_organisation o ON o.id = coalesce(asked.merged_into_id, asked.id)
WHERE asked.unified_code = ANY (%s)"""


@dataclass(frozen=True)
class Identified:
    """An organisation by code.

    ``family`` are the numbers, ``members`` the opaque ids, of all whose records show under it, its own among them.
    ``former_names`` stand oldest first; ``kind`` and ``status`` are codes.
    """

    id: int
    public_id: str
    code: str
    name: str
    kind: str
    status: str
    district: str
    registered_on: date | None
    closed_on: date | None
    family: Sequence[int]
    members: Sequence[str]
    former_names: Sequence[str]


def organisations_by_codes(actor: Actor, codes: Collection[str], *, permission: Permission) -> dict[str, Identified]:
    """Return the organisations that unified codes name; a code of a merged one names the one it was merged into.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(permission)
    with connection.cursor() as cursor:
        cursor.execute(BY_CODE, [sorted(codes)])
        rows = cursor.fetchall()
    return {asked: Identified(*told) for asked, *told in rows}


def numbers_of_members(actor: Actor, members: Collection[str], *, permission: Permission) -> tuple[int, ...]:
    """Return the numbers of organisations by their opaque ids, in order.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(permission)
    found = Organisation.objects.filter(public_id__in=members).order_by("id")
    return tuple(found.values_list("id", flat=True))
