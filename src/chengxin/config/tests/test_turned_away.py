"""Who is turned away at a door stands in the trail once."""

import pytest
from django.test import Client
from django.urls import reverse

from chengxin.audit.models import AuditEntry
from chengxin.audit.rules import REFUSED
from chengxin.foundation.roles import Role
from chengxin.units.tests import factories

pytestmark = [pytest.mark.service, pytest.mark.django_db]


@pytest.fixture
def reporter() -> Client:
    """Return the browser of a reporter."""
    now = factories.real_now()
    platform = factories.found(now)
    new = factories.person(platform, now, "reporter", platform.office, Role.REPORTER)
    client = Client()
    client.force_login(factories.ready(new, now), "django.contrib.auth.backends.ModelBackend")
    return client


def test_a_door_that_stays_shut_leaves_one_entry(reporter: Client) -> None:
    response = reporter.get(reverse("units:staff"))
    assert response.status_code == 403
    entry = AuditEntry.objects.get(action=REFUSED.code)
    assert (entry.actor_id, entry.outcome) == ("reporter", "refused")
    assert entry.object_id == reverse("units:staff")


def test_an_open_door_leaves_none(reporter: Client) -> None:
    assert reporter.get(reverse("units:units")).status_code == 200
    assert not AuditEntry.objects.filter(action=REFUSED.code).exists()
