"""What the tests of reporting stand on: a bureau that reports penalties, its office, the counting job."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chengxin.foundation.actor import Actor, ActorKind, Grant, system_actor
from chengxin.foundation.roles import Role
from chengxin.intake.models import Submission
from chengxin.intake.tests.scenes import NOW, loaded, reporter
from chengxin.intake.tests.scenes import recent as penalty
from chengxin.oversight import services
from chengxin.oversight.models import Declaration
from chengxin.oversight.rules.months import month_of, moved
from chengxin.oversight.services import Stated
from chengxin.register.tests.scenes import bureau
from chengxin.units.models import Unit
from chengxin.units.queries import day_of
from chengxin.units.rules import Level

__all__ = ["NOW", "bureau", "penalty", "reporter"]

ITEM = "penalty-organisation"
TODAY = day_of(NOW)
YEAR = TODAY.year
NEXT = moved(month_of(TODAY), 1)
JOB = system_actor("oversight.tally")
COUNTY = "990102"
DAY = timedelta(days=1)
MONTH = month_of(TODAY - DAY)
"""The month of yesterday, in which the penalties of these tests were decided."""
AFTER = datetime.combine(moved(MONTH, 1), NOW.timetz()) + 9 * DAY
"""Early in the month after: that of the penalties can be declared, and is not due yet."""
LATE = AFTER + 20 * DAY
"""After the cut-off day."""


@dataclass(frozen=True)
class Scene:
    """A bureau of the city and one of a county."""

    unit: Unit
    county: Unit

    @property
    def reporter(self) -> Actor:
        """Who reports for the bureau."""
        return reporter(self.unit)

    @property
    def county_reporter(self) -> Actor:
        """Who reports for the county's bureau."""
        return reporter(self.county)


def settle() -> Scene:
    """Make the bureaus."""
    return Scene(bureau(), bureau(COUNTY, Level.COUNTY))


def office(unit: Unit | None = None, district: str = "") -> Actor:
    """Return somebody of the credit office: of the whole city, or of a district."""
    grant = Grant(Role.CREDIT_OFFICE, district=district) if district else Grant(Role.CREDIT_OFFICE, everywhere=True)
    return Actor(
        kind=ActorKind.STAFF,
        id="office",
        name="信用办测试员",
        unit=unit.id if unit else None,
        district=district,
        grants=(grant,),
    )


def document(number: int, word: str = "示市监处罚", year: int = YEAR) -> str:
    """Return a document number."""
    return f"{word}〔{year}〕{number}号"


def received(unit: Unit, *numbers: int, decided: date | None = None, now: datetime = NOW, **changes: str) -> Submission:
    """Load a file with a penalty for each number, and count it."""
    day = {"CF_JDRQ": f"{decided:%Y/%m/%d}"} if decided else {}
    row = loaded(unit, *(penalty(CF_WSH=document(number), **day, **changes) for number in numbers), now=now)
    assert row.state == "done", row.state
    services.tally_all(actor=JOB, now=NOW)
    return row


def declared(scene: Scene, count: int, *, seen: int = 0, reason: str = "", now: datetime = AFTER) -> list[Declaration]:
    """Let the bureau declare a month."""
    stated = {ITEM: Stated(count, seen)}
    return services.declare(actor=scene.reporter, now=now, month=MONTH, stated=stated, reason=reason)
