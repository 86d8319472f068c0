"""The demonstration: loaded whole, once, and never into production."""

import shutil
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.db import connection
from pytest_django import Settings

from chengxin.catalog.queries import items_to_report
from chengxin.catalog.queries.kinds import kinds_to_list, list_kind, measure_on
from chengxin.catalog.queries.sector_plans import sector_plans_for
from chengxin.config.commands import demo
from chengxin.config.demonstration import loading
from chengxin.config.demonstration.sources import DemonstrationMissing, PeopleAlready, read_sources
from chengxin.config.environment import Misconfigured
from chengxin.foundation.actor import public_actor, system_actor
from chengxin.foundation.refusals import NotFound, Refusal
from chengxin.foundation.roles import Role
from chengxin.intake.rules import PROCESS
from chengxin.intake.services.sending import NotProvider, item_to_report
from chengxin.units import queries, rules, services
from chengxin.units.models import Succession, Unit, User
from chengxin.units.rules import Level

FOLDER = demo.demonstration_folder()
NOW = datetime.now(UTC)


def load(folder: Path = FOLDER) -> bool:
    return loading.load_once(now=NOW, folder=folder)


@pytest.mark.service
@pytest.mark.django_db
def test_the_cast_covers_every_role_and_level_and_can_sign_in() -> None:
    assert load() is True
    assert load() is False

    today = queries.day_of(NOW)
    seats = {user: queries.seats_of(user, today) for user in queries.demonstration_logins()}
    held = {role for places in seats.values() for seat in places for role in seat.roles}
    levels = {seat.unit.level for places in seats.values() for seat in places}
    assert held == set(Role)
    assert levels == {level.value for level in Level}
    assert all(seats.values())
    assert any(len(places) > 2 for places in seats.values())
    assert any(seat.acting_from for places in seats.values() for seat in places)
    for user, places in seats.items():
        assert user.check_password(services.DEMONSTRATION_PASSWORD)
        assert not user.must_change_password
        needs = rules.needs_second_factor(role for seat in places for role in seat.roles)
        assert queries.has_second_factor(user) is needs


@pytest.mark.service
@pytest.mark.django_db
def test_tokens_of_the_demonstration_open_again_and_again() -> None:
    load()
    user = User.objects.get(username="anquan")
    nobody = public_actor("")
    for _ in range(2):
        token = loading.token_of(username=" Anquan ", now=datetime.now(UTC))
        assert services.pass_second_factor(actor=nobody, now=NOW, user=user, token=token) is not None
    with pytest.raises(NotFound):
        loading.token_of(username="nobody", now=NOW)
    with pytest.raises(NotFound):
        loading.token_of(username="baosong", now=NOW)


@pytest.mark.service
@pytest.mark.django_db
def test_units_of_the_plan_have_successors() -> None:
    load()
    closed = Unit.objects.filter(valid_until__isnull=False)
    assert closed.count() >= 15
    assert set(closed.values_list("id", flat=True)) <= set(Succession.objects.values_list("predecessor_id", flat=True))


@pytest.mark.service
@pytest.mark.django_db
def test_a_load_that_breaks_leaves_nothing(tmp_path: Path) -> None:
    broken = tmp_path / "city"
    shutil.copytree(FOLDER, broken)
    text = (broken / "staff.toml").read_text(encoding="utf-8")
    (broken / "staff.toml").write_text(text.replace('deputy = "yanshi-1"', 'deputy = "yanshi-2"'), encoding="utf-8")
    with pytest.raises(Refusal):
        load(broken)
    assert not User.objects.exists()
    assert not Unit.objects.exists()


@pytest.mark.service
def test_two_loads_at_once_make_one(committed_db: object) -> None:  # noqa: ARG001  real commits
    answers: list[bool] = []

    def run() -> None:
        try:
            answers.append(load())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False, True]
    assert User.objects.filter(username="xitong").count() == 1


@pytest.mark.service
@pytest.mark.django_db
def test_not_into_a_platform_that_has_people_or_is_none_of_ours(settings: Settings) -> None:
    settings.DEMONSTRATION = False
    with pytest.raises(Misconfigured, match="demonstration"):
        load()
    settings.DEMONSTRATION = True
    User.objects.create(username="somebody", name="某人", created_at=NOW, password_changed_at=NOW)
    with pytest.raises(PeopleAlready, match="已有账号"):
        load()


@pytest.mark.service
@pytest.mark.django_db
def test_production_refuses_the_cast(settings: Settings) -> None:
    load()
    loading.refuse_demo_accounts()
    assert "chengxin.E001" not in {fault.id for fault in run_checks(include_deployment_checks=True)}
    settings.PRODUCTION = True
    with pytest.raises(Misconfigured, match=r"anquan|shenji|xitong"):
        loading.refuse_demo_accounts()
    assert "chengxin.E001" in {fault.id for fault in run_checks(include_deployment_checks=True)}
    User.objects.update(is_active=False)
    loading.refuse_demo_accounts()
    assert "chengxin.E001" not in {fault.id for fault in run_checks(include_deployment_checks=True)}


def test_missing_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("code\n", encoding="utf-8")
    with pytest.raises(DemonstrationMissing, match=r"successions\.csv.*staff\.toml"):
        read_sources(tmp_path)


def test_the_sources_say_what_they_rest_on() -> None:
    """Dates that are not certain are marked where people read them."""
    sources = read_sources(FOLDER)
    codes = {row.code for row in sources.units}
    assert len(codes) == len(sources.units)
    for row in sources.successions:
        assert {row.predecessor, row.successor} <= codes
        assert "演示数据" in row.basis
    for membership in sources.memberships:
        assert membership.unit in codes
    for person in sources.staff["people"]:
        assert person["name"][0] in "甄贾"


@pytest.mark.service
@pytest.mark.django_db
def test_the_catalogue_says_which_units_report_and_refuses_the_others_by_name() -> None:
    load()
    today = queries.day_of(NOW)
    told = read_sources(FOLDER).providers
    known = set(Unit.objects.filter(queries.in_force(today)).values_list("code", flat=True))
    items = items_to_report(system_actor("intake.check"), on=today, permission=PROCESS)
    assert {key: sorted(item.providers) for key, item in items.items() if item.providers} == {
        key: sorted(units) for key, units in told.items()
    }
    assert {code for units in told.values() for code in units} <= known
    court = queries.seats_of(User.objects.get(username="fayuan"), today)[0]
    reporter = queries.staff_actor(User.objects.get(username="fayuan"), court, origin="")
    tax = Unit.objects.get(code="swsj")
    with pytest.raises(NotProvider) as refusal:
        item_to_report(reporter, "tax-class-a", court.unit, on=today)
    assert tax.name in refusal.value.sentence()
    assert court.unit.name in refusal.value.sentence()
    assert item_to_report(reporter, "court-enforcement", court.unit, on=today).providers == {court.unit.code}


@pytest.mark.service
@pytest.mark.django_db
def test_units_list_and_apply_from_the_first_day_and_adverse_lists_are_kept_by_fictitious_units() -> None:
    load()
    told = read_sources(FOLDER).kinds
    office = system_actor("test")
    first = queries.day_of(NOW - loading.FIRST_DAY)
    for key, units in told["kinds"].items():
        kind = list_kind(office, key, on=first)
        assert sorted(units) == list(kind.units)
        assert all(code.startswith("yanshi-") for code in kind.units) or not kind.is_adverse
    assert {"wages", "honest-volunteer"} <= {one.key for one in kinds_to_list(office, "yanshi-1", first)}
    for key, units in told["measures"].items():
        assert sorted(units) == list(measure_on(office, key, on=first).units)
    waiting = [row.unit.code for row in sector_plans_for(office)]
    assert sorted(waiting) == sorted(told["plans"]["units"])
