"""The cast of this room's tests: actors as the doors make them."""

from datetime import UTC, datetime

from chengxin.foundation.actor import Actor, ActorKind, Grant
from chengxin.foundation.roles import Role

NOW = datetime(2026, 6, 16, 2, 30, tzinfo=UTC)


def staff(login: str, role: Role, *, unit: int = 1, district: str = "990000", everywhere: bool = False) -> Actor:
    """A member of staff with one role at one unit."""
    reach = "" if everywhere or role in {Role.REPORTER, Role.REVIEWER} else district
    return Actor(
        kind=ActorKind.STAFF,
        id=login,
        name=f"演示{login}",
        unit=unit,
        unit_name=f"演示单位{unit}",
        district=district,
        origin="192.0.2.1",
        grants=(Grant(role=role, unit=unit, district=reach, everywhere=everywhere),),
    )


CITY_AUDITOR = staff("city-auditor", Role.AUDITOR, everywhere=True)
AUDIT_ADMINISTRATOR = staff("audit-administrator", Role.AUDIT_ADMINISTRATOR, everywhere=True)
COUNTY_AUDITOR = staff("county-auditor", Role.AUDITOR, unit=20, district="990021")
COUNTY_REPORTER = staff("county-reporter", Role.REPORTER, unit=21, district="990021")
OTHER_REPORTER = staff("other-reporter", Role.REPORTER, unit=31, district="990022")
