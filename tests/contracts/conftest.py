"""What the API's contract tests stand on: a platform, a county unit, a client with a key."""

from dataclasses import dataclass

import pytest
from django.test import Client

from chengxin.units import services
from chengxin.units.models import ApiClient, Unit
from chengxin.units.tests import factories


@dataclass(frozen=True)
class System:
    """Another system that calls: its unit, its client and one open key."""

    platform: factories.Platform
    unit: Unit
    client: ApiClient
    key: services.NewKey

    def browser(self, secret: str = "") -> Client:
        """Return a program that calls with the key, or with another one."""
        return Client(raise_request_exception=False, headers={"Authorization": f"Bearer {secret or self.key.secret}"})


@pytest.fixture
def system(db: None) -> System:  # noqa: ARG001  the database comes first
    """A system of a county unit."""
    return make_system()


def make_system() -> System:
    """Return a system of a county unit with all scopes."""
    now = factories.real_now()
    platform = factories.found(now)
    unit = factories.unit(platform, now, "county-bureau", factories.COUNTY)
    client = factories.client(platform, now, "county-system", unit)
    return System(platform, unit, client, factories.key(platform, now, client))
