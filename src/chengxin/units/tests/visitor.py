"""A person at a browser, for tests of pages: signs in as people do."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from chengxin.units.models import User
from chengxin.units.tests.factories import PASSWORD


class Visitor:
    """One browser."""

    def __init__(self) -> None:
        self.browser = Client()

    def get(self, page: str, /, *args: object, **query: str) -> Any:
        """Open a page by its name."""
        return self.browser.get(reverse(page, args=args), query)

    def post(self, page: str, /, *args: object, **data: object) -> Any:
        """Send a form."""
        return self.browser.post(reverse(page, args=args), data)

    def sign_in(self, user: User, password: str = PASSWORD, **more: str) -> Any:
        """Type name and password."""
        return self.post("units:sign-in", username=user.username, password=password, **more)

    def stands_at(self, place: str) -> bool:
        """Say whether the desk's first page is shown, or to which page one is led before it."""
        response = self.browser.get(reverse("units:units"))
        for _step in range(4):
            if response.status_code != 302:
                break
            response = self.browser.get(response["Location"])
        return bool(response.request["PATH_INFO"] == reverse(place))


def text(response: Any) -> str:
    """Return the words of a page, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def heading(response: Any) -> str:
    """Return the first heading of a page, which must have one."""
    found = re.search(r"<h1>(.*?)</h1>", response.content.decode(), re.DOTALL)
    assert found is not None
    return found.group(1).strip()
