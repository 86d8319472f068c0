"""Fixtures of units' tests: quick hashes, a moment, a founded platform and a small cast."""

from dataclasses import dataclass
from datetime import datetime

import pytest
from pytest_django import Settings

from chengxin.foundation.actor import Actor
from chengxin.foundation.roles import Role
from chengxin.units.models import Unit, User
from chengxin.units.tests import factories
from chengxin.units.tests.factories import COUNTY, OTHER_COUNTY, Platform


@pytest.fixture(autouse=True)
def _quick_hashes(settings: Settings) -> None:
    """Passwords made here stay here; how slow the real hash is does not matter."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def now() -> datetime:
    """The moment of the test."""
    return factories.real_now()


@pytest.fixture
def platform(db: None, now: datetime) -> Platform:  # noqa: ARG001  the database comes first
    """A founded platform."""
    return factories.found(now)


@dataclass(frozen=True)
class Cast:
    """Two units of the city, one of a county, one of another, and who acts at them."""

    bureau: Unit
    other_bureau: Unit
    county_bureau: Unit
    far_bureau: Unit
    city_office: Actor
    county_office: Actor
    far_office: Actor
    keeper: Actor
    reporter: User
    far_reporter: User


@pytest.fixture
def cast(platform: Platform, now: datetime) -> Cast:
    """A small named cast: offices of city and county, a unit administrator, reporters here and far."""
    bureau = factories.unit(platform, now, "bureau")
    other_bureau = factories.unit(platform, now, "other-bureau")
    county_bureau = factories.unit(platform, now, "county-bureau", COUNTY)
    far_bureau = factories.unit(platform, now, "far-bureau", OTHER_COUNTY)

    def actor(username: str, place: Unit, role: Role) -> Actor:
        return factories.actor_of(factories.person(platform, now, username, place, role).user, now)

    return Cast(
        bureau=bureau,
        other_bureau=other_bureau,
        county_bureau=county_bureau,
        far_bureau=far_bureau,
        city_office=actor("city.office", bureau, Role.CREDIT_OFFICE),
        county_office=actor("county.office", county_bureau, Role.CREDIT_OFFICE),
        far_office=actor("far.office", far_bureau, Role.CREDIT_OFFICE),
        keeper=actor("unit.keeper", bureau, Role.UNIT_ADMINISTRATOR),
        reporter=factories.person(platform, now, "reporter", bureau, Role.REPORTER).user,
        far_reporter=factories.person(platform, now, "far.reporter", far_bureau, Role.REPORTER).user,
    )
