"""One unit acting for another."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotFound, NotPermitted, Refusal
from chengxin.foundation.roles import Role
from chengxin.units import queries, rules, services
from chengxin.units.models import Delegation
from chengxin.units.services import checking, delegations
from chengxin.units.tests import factories, trail
from chengxin.units.tests.conftest import Cast
from chengxin.units.tests.factories import BEGINNING, Platform

pytestmark = pytest.mark.service


def delegate(cast: Cast, now: datetime, actor: Actor | None = None, **changes: Any) -> Delegation:
    today = queries.day_of(now)
    given: dict[str, Any] = {
        "principal": cast.bureau.id,
        "deputy": cast.far_bureau.id,
        "roles": [Role.REPORTER, Role.REVIEWER],
        "basis": "委托书〔2026〕1号",
        "valid_from": today,
        "valid_until": today + timedelta(days=30),
    }
    return services.delegate(actor=actor or cast.keeper, now=now, **{**given, **changes})


def test_deputies_act_only_in_roles_they_hold_at_home(cast: Cast, now: datetime) -> None:
    delegate(cast, now)
    own, lent = queries.seats_of(cast.far_reporter, queries.day_of(now))
    assert own.unit == cast.far_bureau
    assert (lent.unit, lent.roles, lent.acting_from) == (cast.bureau, (Role.REPORTER,), cast.far_bureau)

    actor = queries.staff_actor(cast.far_reporter, lent, "")
    assert (actor.unit, actor.acting_from) == (cast.bureau.id, cast.far_bureau.name)
    assert not actor.may(rules.DELEGATE)
    entry = trail.last(rules.DELEGATED)
    assert (entry.object_label, entry.facts["deputy"]) == (cast.bureau.name, cast.far_bureau.name)


def test_several_papers_make_one_seat(cast: Cast, platform: Platform, now: datetime) -> None:
    factories.appoint(platform, now, cast.far_reporter, cast.far_bureau, Role.REVIEWER)
    delegate(cast, now, roles=[Role.REPORTER])
    delegate(cast, now, roles=[Role.REPORTER, Role.REVIEWER])
    lent = [seat for seat in queries.seats_of(cast.far_reporter, queries.day_of(now)) if seat.acting_from]
    assert [seat.roles for seat in lent] == [(Role.REPORTER, Role.REVIEWER)]


def test_nobody_acts_for_a_unit_that_is_no_more(cast: Cast, platform: Platform, now: datetime) -> None:
    delegate(cast, now)
    services.end_unit(
        actor=platform.system, now=now, unit=cast.bureau.id, valid_until=queries.day_of(now), basis="撤销"
    )
    assert [seat.unit for seat in queries.seats_of(cast.far_reporter, queries.day_of(now))] == [cast.far_bureau]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"roles": []}, delegations.NotDelegable),
        ({"roles": [Role.UNIT_ADMINISTRATOR]}, delegations.NotDelegable),
        ({"roles": [Role.REPORTER, Role.CREDIT_OFFICE]}, delegations.NotDelegable),
        ({"basis": "  "}, checking.TextMissing),
        ({"valid_from": BEGINNING, "valid_until": BEGINNING}, checking.WrongDay),
        ({"valid_from": BEGINNING, "valid_until": BEGINNING + timedelta(days=9)}, delegations.OverAlready),
        ({"deputy": 0}, NotFound),
    ],
)
def test_delegations_that_make_no_sense(
    cast: Cast, now: datetime, changes: dict[str, Any], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        delegate(cast, now, **changes)
    assert not Delegation.objects.exists()


def test_who_gives_for_whom(cast: Cast, platform: Platform, now: datetime) -> None:
    with pytest.raises(delegations.SameUnit):
        delegate(cast, now, deputy=cast.bureau.id)
    with pytest.raises(NotFound):
        delegate(cast, now, actor=cast.county_office)
    with pytest.raises(NotPermitted):
        delegate(cast, now, actor=platform.system)
    assert delegate(cast, now, actor=cast.city_office).principal == cast.bureau


def test_both_sides_see_it_and_the_giver_ends_it(cast: Cast, now: datetime) -> None:
    row = delegate(cast, now, valid_from=BEGINNING)
    assert row in queries.delegations_for(cast.far_office)
    assert row not in queries.delegations_for(cast.county_office)
    with pytest.raises(NotFound):
        services.end_delegation(actor=cast.far_office, now=now, delegation=row.id)

    services.end_delegation(actor=cast.keeper, now=now, delegation=row.id)

    assert len(queries.seats_of(cast.far_reporter, queries.day_of(now))) == 1
    assert trail.last(rules.DELEGATION_ENDED).facts["deputy"] == cast.far_bureau.name
    with pytest.raises(checking.AlreadyEnded):
        services.end_delegation(actor=cast.keeper, now=now, delegation=row.id)


def test_one_that_never_began_is_taken_away(cast: Cast, now: datetime) -> None:
    row = delegate(cast, now)
    services.end_delegation(actor=cast.keeper, now=now, delegation=row.id)
    assert not Delegation.objects.exists()
    assert trail.entries(rules.DELEGATION_ENDED)
