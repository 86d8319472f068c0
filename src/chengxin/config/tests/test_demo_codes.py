"""Codes in the demonstration: once, every kind of fault, and only on invented units."""

from collections.abc import Callable
from datetime import timedelta
from itertools import chain
from pathlib import Path

import pytest
from pytest_django import Settings

from chengxin.codes.models import CodeFault, OldRegistration, Registrar
from chengxin.codes.rules.kinds import FaultKind
from chengxin.config.commands import demo
from chengxin.config.demonstration import acting, codes, loading
from chengxin.config.demonstration.plan import Step
from chengxin.config.demonstration.reporting import INVENTED
from chengxin.intake.models import Submission, UnidentifiedRow
from chengxin.intake.queries import rows_to_identify
from chengxin.oversight.tests.reporting import NOW
from chengxin.units import queries
from chengxin.units.models import User

CITY = demo.demonstration_folder()


@pytest.fixture
def _city(db: None, settings: Settings, tmp_path: Path) -> None:  # noqa: ARG001  what is loaded goes there
    settings.DATA = tmp_path
    loading.load_once(now=NOW, folder=CITY)


class BrokenOff(Exception):  # noqa: N818  reads as a sentence where it is raised
    """The power went."""


@pytest.mark.service
@pytest.mark.usefixtures("_city")
def test_a_load_that_was_broken_off_goes_on_and_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    at = NOW + timedelta(hours=1)
    with monkeypatch.context() as patch:
        patch.setattr(codes, "make", _until(3, acting.make))
        with pytest.raises(BrokenOff):
            codes.load_codes(now=at, folder=CITY)
    begun = Submission.objects.count()
    assert begun == 3
    assert codes.load_codes(now=at + timedelta(days=2), folder=CITY) > 0
    sent = Submission.objects.count()
    moments = Submission.objects.values_list("received_at", flat=True)
    assert len(set(moments)) == sent
    registrations = Submission.objects.filter(item="registration", unit__code="yanshi-sc")
    assert registrations.count() == 3  # the first file, its second one, and the one that put a code right
    assert codes.load_codes(now=at + timedelta(days=3), folder=CITY) == 0
    assert Registrar.objects.count() == 4


def _until(last: int, make: Callable[[acting.Stage, Step], None]) -> Callable[[acting.Stage, Step], None]:
    """Return a maker of steps that is broken off after so many."""
    made = list[Step]()

    def one(stage: acting.Stage, step: Step) -> None:
        if len(made) == last:
            raise BrokenOff
        make(stage, step)
        made.append(step)

    return one


@pytest.mark.service
@pytest.mark.usefixtures("_city")
def test_each_registering_unit_finds_rows_of_another_unit_that_wait_for_it() -> None:
    codes.load_codes(now=NOW + timedelta(hours=1), folder=CITY)
    waiting = UnidentifiedRow.objects.filter(submission__item="licence-organisation")
    assert waiting.count() == 6
    found = {}
    for user in User.objects.filter(username__in=EXPECTED):
        seat = queries.seats_of(user, queries.day_of(NOW + timedelta(hours=1)))[0]
        names = {row.name for row in rows_to_identify(queries.staff_actor(user, seat, origin=""))}
        found[user.username] = {word for word in chain(*EXPECTED.values()) if any(word in name for name in names)}
        assert len(names) == len(EXPECTED[user.username])
    assert found == EXPECTED


EXPECTED = {
    "shichang": {"沐丰贸易", "砚汀纸品"},
    "bianban": {"图书资料"},
    "minzheng": {"榄溪幼儿园", "书法家协会"},
    "gonghui": {"港口基层工会"},
}
"""Who works at the registering units, and of which names rows wait there."""


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
