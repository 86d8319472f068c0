"""What reaches a public template is a frozen view: no row of a table, no query."""

from collections.abc import Iterable, Iterator

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Manager, Model, QuerySet
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from tests.matrix import objects
from tests.matrix.about import ABOUT
from tests.matrix.test_matrix import ALL

OPEN = [address for address in ALL if address.name.split(":")[0] in {"portal", "my"}]
PAGES = sorted(address.name for address in OPEN)
ARGUMENTS = {address.name: address.arguments for address in OPEN}
DEEPEST = 6
METHOD_NOT_ALLOWED = 405


def rows_in(value: object, deep: int = 0) -> Iterator[object]:
    """Give the rows and queries that stand anywhere in what a template was given."""
    if isinstance(value, Model | QuerySet | Manager):
        yield value
    elif deep > DEEPEST or isinstance(value, str | bytes | HttpRequest | AbstractBaseUser):
        return
    elif isinstance(value, dict):
        for inner in value.values():
            yield from rows_in(inner, deep + 1)
    elif isinstance(value, Iterable) and not hasattr(value, "__next__"):
        for inner in value:
            yield from rows_in(inner, deep + 1)
    elif hasattr(value, "__dict__") and type(value).__module__.startswith("chengxin."):
        yield from rows_in(vars(value), deep + 1)


def path_of(things: objects.Things, name: str) -> str:
    """Return the address; one with an argument is about a thing of the city's."""
    if not ARGUMENTS[name]:
        return reverse(name)
    (argument,) = ARGUMENTS[name]
    return reverse(name, kwargs={argument: things.ids[ABOUT[name].kind, objects.Place.CITY]})


@pytest.mark.service
@pytest.mark.parametrize("name", PAGES)
def test_no_row_reaches_a_public_template(things: objects.Things, name: str) -> None:
    browser, path = Client(), path_of(things, name)
    response = browser.get(path)
    if response.status_code == METHOD_NOT_ALLOWED:
        response = browser.post(path)
    assert response.status_code == 200
    given = [layer for context in response.context or [] for layer in getattr(context, "dicts", [])]
    assert list(rows_in(given)) == []


@pytest.mark.service
def test_a_row_in_a_page_s_object_is_found(things: objects.Things) -> None:
    unit = things.house.units[objects.Place.COUNTY]
    assert list(rows_in([{"page": things.house.platform}]))
    assert list(rows_in({"units": type(unit).objects.all()}))
    assert list(rows_in({"page": {"name": unit.name}})) == []
