from datetime import date, datetime

import pytest

from chengxin.units import public
from chengxin.units.tests import factories

pytestmark = pytest.mark.service
TODAY = date(2026, 6, 30)


@pytest.fixture
def platform(db: None, now: datetime) -> factories.Platform:  # noqa: ARG001  it stands in the database
    return factories.found(now)


def test_districts_are_called_by_the_standard_else_by_their_head_unit(
    platform: factories.Platform, now: datetime
) -> None:
    zone = factories.unit(platform, now, "zone-office", factories.ZONE)
    names = public.district_names(TODAY, also=["110101", "no-place"])
    assert names[factories.ZONE] == zone.short_name
    assert names["110101"] == "东城区"
    assert names["no-place"] == "no-place"
    assert factories.CITY in names
