"""Every address says for whom it is open."""

import inspect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver
from ninja.operation import PathView

from chengxin.foundation.doors import Door, MachineDoor

KINDS = frozenset({"public", "account", "staff", "machine"})


@dataclass(frozen=True)
class Address:
    """One address: its route from the root, its name with namespaces, what answers and which arguments it takes."""

    route: str
    name: str
    view: Any
    arguments: tuple[str, ...]

    @property
    def routes(self) -> PathView | None:
        """The API operations behind it; None for a page."""
        if not inspect.isfunction(self.view):
            return None
        found = inspect.getclosurevars(self.view).nonlocals.get("self")
        return found if isinstance(found, PathView) else None


def addresses(patterns: Iterable[URLPattern | URLResolver], before: str = "", space: str = "") -> Iterator[Address]:
    """Give every address of a URL configuration, includes unfolded."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, route, inner)
        else:
            arguments = tuple(pattern.pattern.converters)
            yield Address(route, f"{space}{pattern.name or ''}", pattern.callback, arguments)


def doors_of(address: Address) -> dict[str, Door | None]:
    """Return the door an address declares, by HTTP method (``*`` for a page: it is one door for all methods)."""
    operations = address.routes
    if operations is None:
        door = getattr(address.view, "door", None)
        return {"*": door if isinstance(door, Door) else None}
    return {
        method: _door_of_route(operation.auth_callbacks)
        for operation in operations.operations
        for method in operation.methods
    }


def _door_of_route(callbacks: Iterable[Any]) -> Door | None:
    doors = [callback.door for callback in callbacks if isinstance(callback, MachineDoor)]
    return doors[0] if len(doors) == 1 else None


def undeclared(patterns: Iterable[URLPattern | URLResolver]) -> list[str]:
    """Find addresses without a door, of an unknown kind, or that ask for nothing although they are for somebody."""
    found = []
    for address in addresses(patterns):
        for method, door in doors_of(address).items():
            at = f"{method} /{address.route}"
            if door is None:
                found.append(f"{at} declares no door")
            elif door.kind not in KINDS:
                found.append(f"{at} has a door of unknown kind {door.kind}")
            elif door.kind in {"staff", "machine"} and door.permission is None:
                found.append(f"{at} is for {door.kind} but asks for no permission")
            elif door.kind == "machine" and not door.permission.client_scope:
                found.append(f"{at} asks for a permission that no API client can hold")
    return found


def nameless(patterns: Iterable[URLPattern | URLResolver]) -> list[str]:
    """Find addresses without a name: nothing could link to them, and the matrix could not call them."""
    return [f"/{address.route} has no name" for address in addresses(patterns) if address.name.split(":")[-1] == ""]


def same_names(patterns: Iterable[URLPattern | URLResolver]) -> list[str]:
    """Find names that two addresses share."""
    seen: dict[str, str] = {}
    found = []
    for address in addresses(patterns):
        if address.name in seen and seen[address.name] != address.route:
            found.append(f"/{address.route} and /{seen[address.name]} are both called {address.name}")
        seen[address.name] = address.route
    return found
