"""What the answer must be, from the door an address declares and from where caller and thing belong.

This says once more, in a few lines, how far roles reach; it asks none of the product's queries.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.http import HttpResponse

from chengxin.foundation.doors import Door
from chengxin.foundation.roles import Role
from chengxin.units import rules
from tests.matrix.about import About
from tests.matrix.cast import DISTRICTS, Caller, Place, Standing

GATES = ("/desk/login/",)


class Answer(StrEnum):
    """What came back, as far as rights go."""

    OPEN = "open"
    LOGIN = "to the login"
    UNKNOWN = "401"
    REFUSED = "403"
    HIDDEN = "404"
    NO_METHOD = "405"
    BROKEN = "a fault of ours"


BY_STATUS = {401: Answer.UNKNOWN, 403: Answer.REFUSED, 404: Answer.HIDDEN, 405: Answer.NO_METHOD}
FIRST_FAULT = 500


def seen(response: HttpResponse) -> Answer:
    """Return what an answer amounts to. 409 and 422 are open: somebody with the right gave nothing or too late."""
    if response.status_code >= FIRST_FAULT:
        return Answer.BROKEN
    target = response.headers.get("Location", "")
    if target.startswith(GATES) and "next=" in target:
        return Answer.LOGIN
    return BY_STATUS.get(response.status_code, Answer.OPEN)


def reaches_everything(role: Role, seat: Place) -> bool:
    """Say whether a role at a place reaches the whole city."""
    return role in rules.ADMINISTRATORS or (role in rules.AREA_ROLES and DISTRICTS[seat] == DISTRICTS[Place.CITY])


def reaches(role: Role, seat: Place, thing: Place) -> bool:
    """Say whether a role at a place reaches things of another place."""
    if role in rules.AREA_ROLES:
        return reaches_everything(role, seat) or DISTRICTS[seat] == DISTRICTS[thing]
    return reaches_everything(role, seat) or seat == thing


@dataclass(frozen=True)
class Call:
    """One call: through which door, on which thing of which place (None: the address names no thing).

    ``by_machine`` says that the address lies under /api/, where a key that is not open opens nothing at all.
    """

    door: Door
    about: About | None = None
    thing: Place | None = None
    by_machine: bool = False


def expected(caller: Caller, call: Call) -> Answer:
    """Return what the answer to the call must be."""
    if call.by_machine and caller.standing is Standing.BAD_KEY:
        return Answer.UNKNOWN
    answer = _at_the_door(caller, call)
    return Answer.HIDDEN if answer is Answer.OPEN and call.about is not None and call.about.absent else answer


def _at_the_door(caller: Caller, call: Call) -> Answer:
    match call.door.kind:
        case "public":
            return Answer.OPEN
        case "account":
            return Answer.OPEN if caller.standing in {Standing.SEATED, Standing.HURDLED} else Answer.LOGIN
        case "machine":
            return _of_machine(caller)
        case _:
            return _of_staff(caller, call)


def _of_machine(caller: Caller) -> Answer:
    match caller.standing:
        case Standing.CLIENT:
            return Answer.OPEN
        case Standing.BARE_CLIENT:
            return Answer.REFUSED
        case _:
            return Answer.UNKNOWN


def _of_staff(caller: Caller, call: Call) -> Answer:
    permission = call.door.permission
    if caller.standing is not Standing.SEATED or caller.role is None or caller.place is None or permission is None:
        return Answer.LOGIN
    if caller.role not in permission.roles:
        return Answer.REFUSED
    if call.door.everywhere and not reaches_everything(caller.role, caller.place):
        return Answer.REFUSED
    if call.about is None or call.thing is None or call.about.everywhere:
        return Answer.OPEN
    met = call.about.roles is None or caller.role in call.about.roles
    near = caller.place == call.thing if call.about.at_home_only else reaches(caller.role, caller.place, call.thing)
    return Answer.OPEN if met and near else Answer.HIDDEN
