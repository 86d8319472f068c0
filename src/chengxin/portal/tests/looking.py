"""Looking at pages: what they say, how often they ask the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext


def text_of(response: HttpResponseBase) -> str:
    return response.getvalue().decode()


def page(address: str, status: int = 200, *, target: str = "") -> str:
    """Return the page at an address, or the fragment that htmx fetches for a region of it."""
    headers = {"HX-Request": "true", "HX-Target": target} if target else {}
    response = Client().get(address, headers=headers)
    assert response.status_code == status, address
    return text_of(response)


@dataclass
class Asked:
    """How often the database was asked within the block."""

    statements: list[str] = field(default_factory=list)

    @property
    def times(self) -> int:
        return len(self.statements)


@contextmanager
def asking() -> Iterator[Asked]:
    asked = Asked()
    with CaptureQueriesContext(connection) as captured:
        yield asked
    asked.statements += [query["sql"] for query in captured.captured_queries]
