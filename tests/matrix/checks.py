"""Checks of the matrix: at each place a matter of the unit and a check in it, with a measure and an approval."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl

from chengxin.checks import services
from chengxin.checks.adapters.batch import template
from chengxin.checks.rules.answers import Asked, Ground
from chengxin.checks.rules.matters import MatterDefinition, MatterKind
from chengxin.foundation.roles import Role
from chengxin.measures.tests.scenes import MEASURE, entry, officer
from chengxin.register.tests.scenes import organisation
from chengxin.units.queries import day_of
from chengxin.vault.services import Upload
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
    batch = services.check_workbook(
        actor=officer(unit, Role.CHECKER),
        now=now,
        question=services.BatchQuestion(matter.public_id, "测试用途", Ground.DUTY, "测试依据"),
        upload=Upload(BytesIO(bidders(firm.name, firm.unified_code or "")), "名单.xlsx", ""),
    )
    return {
        "matter": matter.public_id,
        "check": made.check.public_id,
        "check-batch": batch.public_id,
        "no-batch": "0" * 26,
    }


def bidders(name: str, code: str) -> bytes:
    """Return a workbook of one row."""
    book = openpyxl.load_workbook(BytesIO(template()))
    sheet = book.active
    assert sheet is not None
    sheet.append([code, name])
    out = BytesIO()
    book.save(out)
    return out.getvalue()
