"""Fixtures of units' tests: a moment, a founded platform and a small cast."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property

import pytest

from chengxin.foundation.actor import Actor
from chengxin.foundation.roles import Role
from chengxin.units.models import Unit, User
from chengxin.units.tests import factories
from chengxin.units.tests.factories import COUNTY, OTHER_COUNTY, PASSWORD, Platform
from chengxin.units.tests.visitor import Visitor

Enter = Callable[[str], Visitor]


@pytest.fixture
def now() -> datetime:
    """The moment of the test."""
    return factories.real_now()


@pytest.fixture
def platform(db: None, now: datetime) -> Platform:  # noqa: ARG001  the database comes first
    """A founded platform."""
    return factories.found(now)


class Cast:
    """Two units of the city, one of a county, one of another, and who acts at them; each made when first named."""

    def __init__(self, platform: Platform, now: datetime) -> None:
        self._platform = platform
        self._now = now

    @cached_property
    def bureau(self) -> Unit:
        """A unit of the city."""
        return factories.unit(self._platform, self._now, "bureau")

    @cached_property
    def other_bureau(self) -> Unit:
        """Another unit of the city."""
        return factories.unit(self._platform, self._now, "other-bureau")

    @cached_property
    def county_bureau(self) -> Unit:
        """A unit of a county."""
        return factories.unit(self._platform, self._now, "county-bureau", COUNTY)

    @cached_property
    def far_bureau(self) -> Unit:
        """A unit of another county."""
        return factories.unit(self._platform, self._now, "far-bureau", OTHER_COUNTY)

    @cached_property
    def city_office(self) -> Actor:
        """The credit office of the city."""
        return self._actor("city.office", self.bureau, Role.CREDIT_OFFICE)

    @cached_property
    def county_office(self) -> Actor:
        """The credit office of the county."""
        return self._actor("county.office", self.county_bureau, Role.CREDIT_OFFICE)

    @cached_property
    def far_office(self) -> Actor:
        """The credit office of the other county."""
        return self._actor("far.office", self.far_bureau, Role.CREDIT_OFFICE)

    @cached_property
    def keeper(self) -> Actor:
        """The administrator of the first unit."""
        return self._actor("unit.keeper", self.bureau, Role.UNIT_ADMINISTRATOR)

    @cached_property
    def reporter(self) -> User:
        """A reporter of the first unit."""
        return factories.person(self._platform, self._now, "reporter", self.bureau, Role.REPORTER).user

    @cached_property
    def far_reporter(self) -> User:
        """A reporter of the other county."""
        return factories.person(self._platform, self._now, "far.reporter", self.far_bureau, Role.REPORTER).user

    def everybody(self) -> None:
        """Make all of them."""
        for name, member in vars(Cast).items():
            if isinstance(member, cached_property):
                getattr(self, name)

    def _actor(self, username: str, place: Unit, role: Role) -> Actor:
        return factories.actor_of(factories.person(self._platform, self._now, username, place, role).user, self._now)


@pytest.fixture
def cast(platform: Platform, now: datetime) -> Cast:
    """A small named cast: offices of city and county, a unit administrator, reporters here and far."""
    return Cast(platform, now)


@pytest.fixture
def enter(cast: Cast, now: datetime) -> Enter:
    """Sign somebody of the cast in, second factor and all, and return the browser."""
    cast.everybody()

    def come_in(username: str) -> Visitor:
        user = User.objects.get(username=username)
        user.set_password(PASSWORD)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])
        device = factories.equip(user, now)
        visitor = Visitor()
        visitor.sign_in(user)
        visitor.post("units:second-factor", token=factories.token(device, later=1))
        return visitor

    return come_in
