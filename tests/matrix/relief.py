"""Objections of the matrix: at each place one that waits to be accepted and one to be checked, of own records."""

from collections.abc import Mapping

from chengxin.foundation.roles import Role
from chengxin.measures.tests.scenes import entry
from chengxin.register.tests.scenes import organisation
from chengxin.relief import services
from chengxin.relief.models import Case
from chengxin.relief.services import Application
from chengxin.units.queries import day_of
from tests.matrix.cast import House, Place, actor_at


def objections_of(house: House, place: Place) -> dict[str, int | str | Mapping[str, int | str]]:
    """File two objections at the unit of the place, accept one; return their ids."""
    waiting, accepted = _filed(house, place), _filed(house, place)
    office = actor_at(house, Place.CITY, Role.CREDIT_OFFICE)
    services.accept(actor=office, now=house.now, case=accepted.public_id, seen=accepted.seen, words="")
    return {
        "objection": accepted.public_id,
        "objection-to-accept": {"case_id": waiting.public_id, "move_name": "accept"},
    }


def _filed(house: House, place: Place) -> Case:
    unit, now, firm = house.units[place], house.now, organisation()
    record = entry(unit, firm).public_id
    application = Application(firm.public_id, (record,), "测试说明", day_of(now))
    office = actor_at(house, Place.CITY, Role.CREDIT_OFFICE)
    return services.file_objection(actor=office, now=now, unit=unit.id, application=application, scan=None)
