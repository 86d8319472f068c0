"""Checks of the matrix: at each place a matter of the unit and a check in it, with a measure and an approval."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl

from chengxin.checks import services
from chengxin.checks.adapters.batch import template
from chengxin.checks.rules.answers import Asked, Ground
from chengxin.checks.rules.consents import Covers
from chengxin.checks.rules.matters import MatterDefinition, MatterKind
from chengxin.foundation.roles import Role
from chengxin.measures.tests.scenes import MEASURE, entry, officer
from chengxin.register.tests.scenes import organisation
from chengxin.subjects.models import Organisation
from chengxin.units.models import Unit
from chengxin.units.queries import day_of
from chengxin.vault.services import Upload
from chengxin.vault.tests import samples
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
        "consent": _consent_of(house, unit, firm),
        "report-batch": _reports_of(house, unit, firm),
    }


def _consent_of(house: House, unit: Unit, firm: Organisation) -> str:
    today = day_of(house.now)
    given = services.Given(
        subject=firm.unified_code or "",
        number="测试授权书",
        covers=list(Covers),
        purpose="测试用途",
        signed_on=today,
        until=today + timedelta(days=30),
    )
    scan = Upload(BytesIO(samples.pdf()), "授权书.pdf", "application/pdf")
    return services.record_consent(actor=officer(unit, Role.CHECKER), now=house.now, given=given, scan=scan).public_id


def _reports_of(house: House, unit: Unit, firm: Organisation) -> str:
    """Make one report, and order a batch that nobody made yet."""
    clerk, code = officer(unit, Role.CASE_OFFICER), firm.unified_code or ""
    wish = services.ReportWish(Ground.DUTY, "测试用途", "测试依据")
    services.make_authorised_report(actor=clerk, now=house.now, unit=unit.id, subject=code, **vars(wish))
    upload = Upload(BytesIO(bidders(firm.name, code)), "名单.xlsx", "")
    return services.order_reports(actor=clerk, now=house.now, wish=wish, upload=upload).public_id


def bidders(name: str, code: str) -> bytes:
    """Return a workbook of one row."""
    book = openpyxl.load_workbook(BytesIO(template()))
    sheet = book.active
    assert sheet is not None
    sheet.append([code, name])
    out = BytesIO()
    book.save(out)
    return out.getvalue()
