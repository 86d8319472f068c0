"""The request as our views see it: with its actor and its one moment in time."""

from datetime import datetime

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from chengxin.foundation.actor import Actor


class Request(HttpRequest):
    """A request after the middleware.

    ``actor`` is who asks, ``now`` the moment all of it happens at, ``number`` its number in logs and trail, ``origin``
    the network address it came from, ``hurdle`` what a signed-in person must do before acting.
    """

    actor: Actor
    now: datetime
    number: str
    origin: str
    hurdle: str
    htmx: HtmxDetails
