"""Units that register organisations of a kind are asked about other units' rows, and the reporting unit is told.

Parts of the use cases of the load and of identifying.
"""

from datetime import datetime

from django.conf import settings

from chengxin.codes.rules.departments import departments_of, division_of
from chengxin.foundation.actor import Actor
from chengxin.intake import rules
from chengxin.intake.models import UnidentifiedRow
from chengxin.intake.rules.identifying import NOT_OURS, Fate
from chengxin.law.current import law_in_force
from chengxin.notices.models import Notice
from chengxin.notices.services import About, Recipient, Wish, send_notice
from chengxin.units.models import Unit
from chengxin.units.queries import day_of

PREFECTURE = 4
"""So many digits of a division are those of province and city."""
ABOUT_ROOM, ABOUT_KIND = "intake", "unidentified-rows"


def asked_of(row: UnidentifiedRow, unit: Unit) -> tuple[str, str]:
    """Return which departments may have registered the subject of a unit's row, and in which district.

    The district is the one that a number names, else the unit's own. Of another city's numbers nobody here is asked.
    """
    prefixes = law_in_force(settings.DATA).code_categories(on=row.submission.received_on)
    numbers = [row.code, *row.numbers]
    division = division_of(numbers, prefixes)
    if division and division[:PREFECTURE] != unit.district[:PREFECTURE]:
        return "", division
    departments = departments_of(name=row.name, numbers=numbers, category=row.category, prefixes=prefixes)
    return departments, division or unit.district


def tell_unit(actor: Actor, now: datetime, row: UnidentifiedRow, fate: str) -> None:
    """Tell the unit of a row that a registering unit decides rows of its: of the first decision of a day."""
    sent = Notice.objects.filter(unit=row.unit_id, sender_unit=actor.unit, template=rules.DECIDED_BY_REGISTRAR.code)
    last = sent.order_by("-id").first()
    if actor.unit is None or (last is not None and day_of(last.created_at) == day_of(now)):
        return
    words = {
        Fate.FOUND.value: f"是{row.organisation.name if row.organisation else ''}",
        NOT_OURS: "没有登记过这个主体，请再向其他登记单位核实",
        Fate.OPEN.value: "撤销了原来的认定",
    }
    send_notice(
        actor=actor,
        now=now,
        template=rules.DECIDED_BY_REGISTRAR,
        values={
            "unit": actor.unit_name,
            "item": row.submission.item_name,
            "name": row.name,
            "words": words[fate],
        },
        recipient=Recipient(unit=row.unit_id),
        sender_unit=actor.unit,
        about=About(ABOUT_ROOM, ABOUT_KIND, row.submission.public_id),
        wish=Wish(),
    )
