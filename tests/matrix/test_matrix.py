"""Role × unit × district × every address: each caller calls each address and meets what the door and its reach say."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from chengxin.config.urls import urlpatterns
from chengxin.foundation.actor import Actor, Scope
from chengxin.foundation.doors import Door
from chengxin.foundation.roles import Role
from tests.architecture.guards.doors import Address, addresses, doors_of
from tests.matrix import objects, oracle
from tests.matrix.about import ABOUT
from tests.matrix.cast import ODD_NAMES, Caller, Place, Standing, role_names
from tests.matrix.oracle import Answer, Call

ALL = [address for address in addresses(urlpatterns) if address.name != "set_language"]
NEIGHBOURS = {Place.COUNTY: (Place.SECOND, Place.OTHER), Place.OFFICE: (Place.COUNTY,)}
"""Whose things a caller tries beside the own ones; everybody else tries a county's."""
AT_THE_DOOR = frozenset({Answer.LOGIN, Answer.REFUSED})
"""Answers that a door gives before it looks at the method: who met one by GET need not try POST."""
WITHOUT_METHOD: set[tuple[str, str]] = set()
"""Addresses with a method they do not have, as one caller was told: there is nothing that others could be let do."""
GATE = "units:gate"
"""Tells those who may not act yet what to do first: a page, a refusal or the way there, as the case is."""


@dataclass(frozen=True)
class Attempt:
    """One call to make, and what must come of it."""

    method: str
    path: str
    name: str
    thing: Place | None
    expected: Answer


def unregistered(every: list[Address]) -> list[str]:
    """Find addresses with an argument of which nobody said what they are about."""
    return [
        f"/{address.route} ({address.name}): say in tests/matrix/about.py, ABOUT, which kind of thing it is about"
        for address in every
        if address.arguments and address.name not in ABOUT
    ]


def attempts(caller: Caller, things: objects.Things) -> Iterator[Attempt]:
    """Give every call of a caller: each address, by GET and POST, on things near and far."""
    for address in ALL:
        if address.name == GATE and caller.standing is Standing.HURDLED:
            continue
        for method in ("GET", "POST"):
            doors = doors_of(address)
            door = doors.get(method) or doors.get("*")
            if door is None or not _tries(caller, address, door):
                continue
            for thing in _tried(caller, address, door):
                path = _path(address, things, thing)
                call = Call(door, ABOUT.get(address.name), thing, path.startswith("/api/"))
                yield Attempt(method, path, address.name, thing, oracle.expected(caller, call))


def _tries(caller: Caller, address: Address, door: Door) -> bool:
    """Say whether the caller tries the address.

    What no role opens is tried by one of the seated only; a key that is not open is tried on the API only. Where a
    role is turned away for what it is, it tries from one of its places: the door asks for the role and nothing else.
    """
    if caller.standing is Standing.BAD_KEY:
        return address.route.startswith("api/")
    if caller.standing is not Standing.SEATED:
        return True
    if door.kind != "staff":
        return (caller.role, caller.place) == (Role.CREDIT_OFFICE, Place.COUNTY)
    passes = door.permission is not None and caller.role in door.permission.roles
    return passes or caller.place in {Place.COUNTY, Place.OFFICE}


def _tried(caller: Caller, address: Address, door: Door) -> tuple[Place | None, ...]:
    """Return whose things the caller tries; who does not pass the door anyway tries one."""
    if not address.arguments:
        return (None,)
    if caller.place is None or door.permission is None or caller.role not in door.permission.roles:
        return (Place.COUNTY,)
    near = () if caller.place is Place.OFFICE else (caller.place,)
    return (*near, *NEIGHBOURS.get(caller.place, (Place.COUNTY,)))


def _path(address: Address, things: objects.Things, thing: Place | None) -> str:
    if thing is None:
        return reverse(address.name)
    kind = ABOUT[address.name].kind
    return reverse(address.name, kwargs=things.arguments(address.arguments, kind, thing))


def call(client: Client, caller: Caller, attempt: Attempt) -> Answer:
    """Make the call and undo what it did, also to the caller's cookie."""
    caller.sign_in(client)
    with transaction.atomic():
        response = client.get(attempt.path) if attempt.method == "GET" else client.post(attempt.path)
        answer = oracle.seen(response)
        if response.streaming:
            deque(response, maxlen=0)  # read to its end, which closes what it streams
        transaction.set_rollback(True)
    return answer


def wrong(caller: Caller, things: objects.Things) -> Iterator[str]:
    """Make the calls of a caller one by one and give a sentence for each that is answered otherwise than it must be."""
    client = caller.client()
    turned_away = set()
    for attempt in attempts(caller, things):
        if attempt.path in turned_away or (attempt.name, attempt.method) in WITHOUT_METHOD:
            continue
        answer = call(client, caller, attempt)
        if answer is Answer.NO_METHOD:
            WITHOUT_METHOD.add((attempt.name, attempt.method))
        if answer is attempt.expected and answer in AT_THE_DOOR:
            turned_away.add(attempt.path)
        if answer not in {attempt.expected, Answer.NO_METHOD}:
            at = f" (of {attempt.thing})" if attempt.thing else ""
            yield f"{caller.name}: {attempt.method} {attempt.path} {attempt.name}{at}: {answer}, not {attempt.expected}"


def test_of_every_address_it_is_known_what_it_is_about() -> None:
    assert unregistered(ALL) == []
    stale = set(ABOUT) - {address.name for address in ALL}
    assert stale == set(), "tests/matrix/about.py, ABOUT, names addresses that are gone"


def test_an_unknown_address_is_found() -> None:
    assert unregistered([Address("desk/cellar/<int:n>", "vault:cellar", None, ("n",))])


@pytest.mark.service
@pytest.mark.parametrize("name", [*role_names(), *ODD_NAMES])
def test_every_address_answers_a_caller_as_door_and_reach_say(things: objects.Things, name: str) -> None:
    found = list(wrong(things.house.callers[name], things))
    assert not found, "\n".join(found)


@pytest.mark.service
def test_a_door_left_open_is_found(things: objects.Things, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Actor, "require", lambda _actor, _permission: None)
    found = wrong(things.house.callers["reporter@county"], things)
    assert any("units:staff: open, not 403" in sentence for sentence in found)


@pytest.mark.service
def test_a_reach_too_wide_is_found(things: objects.Things, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Actor, "scope", lambda actor, permission: Scope(everything=actor.may(permission)))
    found = wrong(things.house.callers["unit-administrator@county"], things)
    assert any("units:person (of other): open, not 404" in sentence for sentence in found)


@pytest.mark.service
@pytest.mark.parametrize("odd", [0, 10**18, 10**40])
def test_a_number_that_is_no_thing_is_not_found(things: objects.Things, odd: int) -> None:
    client = things.house.callers["credit-office@city"]
    caller = client.client()
    answers = {}
    for address in ALL:
        door = doors_of(address).get("*")
        numbered = ("<int:" in address.route) and door is not None and door.permission is not None
        if numbered and Role.CREDIT_OFFICE in door.permission.roles:
            path = reverse(address.name, kwargs=dict.fromkeys(address.arguments, odd))
            answers[path] = call(caller, client, Attempt("GET", path, address.name, None, Answer.HIDDEN))
    assert len(answers) >= 5
    assert {path: answer for path, answer in answers.items() if answer not in {Answer.HIDDEN, Answer.NO_METHOD}} == {}


@pytest.mark.service
def test_the_matrix_has_no_caller_that_is_not_called(things: objects.Things) -> None:
    assert set(things.house.callers) == {*role_names(), *ODD_NAMES}
