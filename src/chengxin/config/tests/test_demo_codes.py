"""Codes in the demonstration: once, every kind of fault, and only on invented units."""

from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from chengxin.codes.models import CodeFault, OldRegistration, Registrar
from chengxin.codes.rules.kinds import FaultKind
from chengxin.config.commands import demo
from chengxin.config.demonstration import codes, loading
from chengxin.config.demonstration.reporting import INVENTED
from chengxin.oversight.tests.reporting import NOW

CITY = demo.demonstration_folder()


@pytest.fixture
def _city(db: None, settings: Settings, tmp_path: Path) -> None:  # noqa: ARG001  what is loaded goes there
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DATA = tmp_path
    loading.load_once(now=NOW, folder=CITY)


@pytest.mark.service
@pytest.mark.usefixtures("_city")
def test_every_kind_of_fault_of_a_registration_is_there_once_and_none_on_a_real_unit() -> None:
    assert codes.load_codes(now=NOW + timedelta(hours=1), folder=CITY) > 0
    assert codes.load_codes(now=NOW + timedelta(hours=2), folder=CITY) == 0
    faults = CodeFault.objects.all()
    # A name that misfits comes with another unit's file, not with a registration.
    assert {kind for fault in faults for kind in fault.kinds} == {kind.value for kind in FaultKind} - {FaultKind.NAME}
    units = [model.objects.values_list("unit__name", flat=True) for model in (CodeFault, Registrar, OldRegistration)]
    assert {INVENTED in (name or "") for names in units for name in names} == {True}
    assert len({fault.state for fault in faults}) > 1
