"""Checks of the matrix: at each place a matter of the unit and a check in it, with a measure and an approval."""

from datetime import date, timedelta

from chengxin.checks import services
from chengxin.checks.rules.answers import Asked, Ground
from chengxin.checks.rules.matters import MatterDefinition, MatterKind
from chengxin.foundation.roles import Role
from chengxin.measures.tests.scenes import MEASURE, entry, officer
from chengxin.register.tests.scenes import organisation
from chengxin.units.queries import day_of
from tests.matrix.cast import House, Place


def check_of(house: House, place: Place, name: str = "测试事项") -> dict[str, int | str]:
    """Register a matter, check an organisation that is on a list; return the ids of both."""
    unit, now, firm = house.units[place], house.now, organisation()
    entry(unit, firm)
    definition = MatterDefinition(
        name=name,
        kind=MatterKind.PROCUREMENT,
        basis="测试依据",
        must_check=True,
        since=date(2020, 1, 1),
        measures=(MEASURE,),
    )
    keeper = officer(unit, Role.UNIT_ADMINISTRATOR)
    matter = services.register_matter(actor=keeper, now=now, unit=unit.id, definition=definition)
    asked = Asked(matter.public_id, firm.unified_code or "", "", "测试用途", Ground.DUTY, "测试依据")
    until = day_of(now) + timedelta(days=30)
    made = services.check(actor=officer(unit, Role.CHECKER), now=now, asked=asked, until=until)
    return {"matter": matter.public_id, "check": made.check.public_id}
