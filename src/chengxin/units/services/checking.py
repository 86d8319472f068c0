"""What several services ask of what they are given, and how they refuse it."""

import re
from datetime import date

from chengxin.foundation.refusals import Conflict, Invalid

CODE_SHAPE = re.compile(r"[a-z][a-z0-9-]{0,39}")


class CodeTaken(Conflict):
    """The short code names another unit, group or client already."""

    code = "units.code-taken"
    says = "代号“{value}”已经用过，请换一个"
    field = "code"


class BadCode(Invalid):
    """A short code is lower-case letters, digits and hyphens, beginning with a letter."""

    code = "units.bad-code"
    says = "代号只能用小写字母、数字和连字符，以字母开头，例如 fgw"
    field = "code"


class TextMissing(Invalid):
    """An obligatory text is empty."""

    code = "units.text-missing"
    says = "{what}不能空着"

    def __init__(self, *, what: str, field: str) -> None:
        """Name the text and the field in which it is missing."""
        super().__init__(what=what)
        self.field = field  # type: ignore[misc]  # the class says the field of a refusal; this one has many


class TextTooLong(TextMissing):
    """A text is longer than the register keeps."""

    code = "units.text-too-long"
    says = "{what}太长，请缩短"


class WrongDay(Invalid):
    """An end must lie after its beginning."""

    code = "units.wrong-day"
    says = "这个日期必须在{after:%Y年%-m月%-d日}之后"
    field = "valid_until"


class AlreadyEnded(Conflict):
    """What is to be ended has an end already."""

    code = "units.already-ended"
    says = "已经终止，不能再改"


def checked_code(value: str) -> str:
    """Return the code, trimmed.

    Raises:
        BadCode: it has another shape.
    """
    code = value.strip()
    if not CODE_SHAPE.fullmatch(code):
        raise BadCode
    return code


def checked_text(value: str, *, what: str, field: str, limit: int) -> str:
    """Return an obligatory text, trimmed.

    Raises:
        TextMissing: nothing is left of it.
        TextTooLong: it has more than ``limit`` characters.
    """
    text = " ".join(value.split())
    if not text:
        raise TextMissing(what=what, field=field)
    if len(text) > limit:
        raise TextTooLong(what=what, field=field)
    return text


def require_after(later: date | None, earlier: date) -> None:
    """Do nothing if the end is open or lies after the beginning.

    Raises:
        WrongDay: it does not.
    """
    if later is not None and later <= earlier:
        raise WrongDay(after=earlier)
