"""REST conventions: problem details (RFC 9457) and cursor pages. Pure."""

import base64
import binascii
import json
from dataclasses import dataclass, field

from chengxin.foundation.refusals import Invalid

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class FieldProblem:
    """One field that can not be accepted: ``pointer`` is its JSON pointer or parameter name."""

    pointer: str
    code: str
    message: str


@dataclass(frozen=True)
class Problem:
    """A problem document. ``side`` says who can mend it: ``client`` or ``server``."""

    status: int
    code: str
    title: str
    detail: str
    side: str
    trace: str = ""
    fields: tuple[FieldProblem, ...] = field(default=())

    def body(self) -> dict[str, object]:
        """Return the members of the JSON document (``type``, ``status``, ``code``, ``title``, ``detail`` …)."""
        return {
            "type": f"/api/v1/problems#{self.code}",
            "status": self.status,
            "code": self.code,
            "title": self.title,
            "detail": self.detail,
            "side": self.side,
            "trace": self.trace,
            "fields": [vars(problem) for problem in self.fields],
        }


class BadCursor(Invalid):
    """The cursor was not given out by us, or belongs to another list."""

    code = "foundation.bad-cursor"
    says = "翻页标记无效，请从第一页重新开始"


def write_cursor(*position: int | str) -> str:
    """Return an opaque cursor for a position on a unique total order."""
    text = json.dumps(position, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(cursor: str, *shape: type[int | str]) -> tuple[int | str, ...]:
    """Return the position in a cursor, checked against the expected types.

    Raises:
        BadCursor: it is not ours.
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        values = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError) as error:
        raise BadCursor from error
    if not isinstance(values, list) or [type(value) for value in values] != list(shape):
        raise BadCursor
    return tuple(values)
