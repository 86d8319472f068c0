"""How values travel: JSON without escapes, moments with China's offset, nothing that JSON does not have."""

import json
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils import timezone
from ninja.parser import Parser
from ninja.renderers import JSONRenderer
from ninja.responses import NinjaJSONEncoder


class Encoder(NinjaJSONEncoder):
    """Writes moments as RFC 3339 in the time of the site (+08:00), to the second."""

    def default(self, o: Any) -> Any:  # the library's own signature
        """Return a value JSON has for one it has not."""
        if isinstance(o, datetime):
            return timezone.localtime(o).isoformat(timespec="seconds")
        return super().default(o)


class Renderer(JSONRenderer):
    """Writes answers."""

    encoder_class = Encoder
    json_dumps_params: Mapping[str, Any] = MappingProxyType({"ensure_ascii": False, "allow_nan": False})


class StrictParser(Parser):
    """Reads bodies: UTF-8, no NaN, no Infinity, no key twice in one object."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Return the document.

        Raises:
            ValueError: it is not JSON.
        """
        text = request.body.decode("utf-8")
        document: dict[str, Any] = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_each_key_once)
        return document


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError([key for key, _value in pairs])
    return found
