"""Below the doors: each permission is held by its roles and nobody else, and no query gives rows to who lacks it."""

import inspect
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, is_dataclass, replace
from typing import Any

import pytest
from django.db.models import QuerySet

from chengxin.api.root import doors_by_route
from chengxin.foundation.actor import Actor, ActorKind, Grant, Permission, public_actor, system_actor
from chengxin.foundation.refusals import Refusal
from chengxin.foundation.roles import Role
from chengxin.units import rules
from tests.architecture import reference
from tests.matrix import objects

PERMISSIONS = sorted(reference.named(Permission, reference.every_module()), key=lambda one: one.code)
SCOPES = sorted({one.client_scope for one in PERMISSIONS if one.client_scope})


def staff(role: Role) -> Actor:
    """Return somebody with one role at one unit."""
    return Actor(kind=ActorKind.STAFF, id=role, name=role, unit=1, grants=(Grant(role, unit=1),))


def client(*scopes: str) -> Actor:
    """Return an API client with these scopes."""
    return Actor(kind=ActorKind.CLIENT, id="c", name="c", unit=1, client_scopes=frozenset(scopes))


@pytest.mark.parametrize("permission", PERMISSIONS, ids=lambda one: one.code)
def test_a_permission_is_held_by_its_roles_scopes_and_jobs_only(permission: Permission) -> None:
    holders = {role for role in Role if staff(role).may(permission)}
    assert holders == set(permission.roles)
    assert {scope for scope in SCOPES if client(scope).may(permission)} == {permission.client_scope} - {""}
    assert system_actor("job").may(permission) is permission.system
    assert not public_actor("192.0.2.1").may(permission)
    assert not Actor(kind=ActorKind.STAFF, id="x", name="x").may(permission)
    nobody = public_actor("192.0.2.1").scope(permission)
    assert (nobody.everything, nobody.units, nobody.districts) == (False, frozenset(), frozenset())


def test_a_permission_s_code_is_its_own_and_its_room_s() -> None:
    codes = [permission.code for permission in PERMISSIONS]
    assert len(codes) == len(set(codes))
    places = {
        one.code: module.__name__.split(".")[1]
        for module in reference.every_module()
        if ".rules" in module.__name__
        for one in reference.named(Permission, [module])
    }
    assert [code for code, room in places.items() if code.split(".")[0] != room] == []


def test_clients_can_be_given_the_scopes_that_routes_ask_for_and_no_others() -> None:
    asked = {door.permission.client_scope for door in doors_by_route().values() if door.permission}
    assert asked == set(rules.CLIENT_SCOPES)


@dataclass(frozen=True)
class Question:
    """A query that takes an actor first and needs nothing else that could not be made up."""

    name: str
    ask: Callable[..., Any]


def questions() -> Iterator[Question]:
    """Give the public queries of all rooms whose further arguments all have defaults, or are one id."""
    seen = set()
    for module in reference.every_module():
        if ".queries" not in module.__name__:
            continue
        for name, function in vars(module).items():
            ours = inspect.isfunction(function) and function.__module__.startswith("chengxin.")
            if not ours or name.startswith("_") or function in seen:
                continue
            seen.add(function)
            if list(inspect.signature(function).parameters)[:1] == ["actor"]:
                yield Question(f"{function.__module__}.{name}", function)


ASKED = sorted(questions(), key=lambda one: one.name)
MADE_UP: dict[type | str, object] = {int: 1, str: "nothing-of-this-name"}


def arguments_for(ask: Callable[..., Any]) -> dict[str, object] | None:
    """Return made-up values for the required arguments, or None if one can not be made up."""
    found = {}
    for name, parameter in list(inspect.signature(ask).parameters.items())[1:]:
        if parameter.default is not inspect.Parameter.empty:
            continue
        if parameter.annotation not in MADE_UP:
            return None
        found[name] = MADE_UP[parameter.annotation]
    return found


def gives(answer: object) -> bool:
    """Say whether an answer holds anything: rows, a number of them, or a thing."""
    if isinstance(answer, QuerySet):
        return answer.exists()
    if is_dataclass(answer):
        return any(gives(value) for value in vars(answer).values() if not isinstance(value, str | bool | None))
    if isinstance(answer, Iterable):
        return any(True for _row in answer)
    return bool(answer)


ANSWERABLE = [question for question in ASKED if arguments_for(question.ask) is not None]
"""The others need more than could be made up; the pages ask them in the matrix."""
WHO_MAY_NOTHING = (
    public_actor("192.0.2.1"),
    Actor(kind=ActorKind.STAFF, id="nobody", name="无"),
    Actor(kind=ActorKind.CLIENT, id="bare", name="无", unit=1),
)


def test_there_are_queries_to_ask() -> None:
    assert len(ANSWERABLE) >= 10


@pytest.mark.service
@pytest.mark.parametrize("question", ANSWERABLE, ids=lambda one: one.name)
def test_no_query_gives_anything_to_who_may_nothing(things: objects.Things, question: Question) -> None:
    given = arguments_for(question.ask)
    assert given is not None
    county = things.house.units[objects.Place.COUNTY].id
    for who in WHO_MAY_NOTHING:
        actor = replace(who, unit=county) if who.kind is ActorKind.CLIENT else who
        answer: object = None
        with suppress(Refusal):
            answer = question.ask(actor, **given)
        assert not gives(answer), f"{question.name} gives {who.id} {answer!r}"
