"""A signed-in request as units' own pages see it."""

from chengxin.foundation.requests import Request
from chengxin.units.models import User
from chengxin.units.queries import Seat


class SeatedRequest(Request):
    """``seats`` are the units at which the person may act, ``seat`` the one it acts at, None without any."""

    user: User
    seats: list[Seat]
    seat: Seat | None
