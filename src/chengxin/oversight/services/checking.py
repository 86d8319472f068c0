"""What several services ask of what they are given, and how they refuse it."""

from chengxin.foundation.refusals import Conflict, Invalid

MOST_WORDS = 500


class TextMissing(Invalid):
    """An obligatory text is empty."""

    code = "oversight.text-missing"
    says = "{what}不能空着"

    def __init__(self, *, what: str, field: str) -> None:
        """Name the text and the field in which it is missing."""
        super().__init__(what=what)
        self.field = field  # type: ignore[misc]  # the class says the field of a refusal; this one has many


class TextTooLong(TextMissing):
    """A text is longer than is kept."""

    code = "oversight.text-too-long"
    says = "{what}太长，请缩短"


class ChangedMeanwhile(Conflict):
    """Somebody changed the task after it was looked at."""

    code = "oversight.changed-meanwhile"
    says = "这项任务刚刚被改过，请重新打开再改"


class TaskClosed(Conflict):
    """The task is done; it is opened again first."""

    code = "oversight.task-closed"
    says = "这项任务已经办结；要再改，请先重新打开"


def checked_text(value: str, *, what: str, field: str, limit: int = MOST_WORDS) -> str:
    """Return an obligatory text, its spaces made one.

    Raises:
        TextMissing: nothing is left of it.
        TextTooLong: it has more than ``limit`` characters.
    """
    return _checked(" ".join(value.split()), what, field, limit)


def checked_lines(value: str, *, what: str, field: str, limit: int) -> str:
    """Return an obligatory text of several lines, each trimmed.

    Raises:
        TextMissing, TextTooLong: as ``checked_text``.
    """
    return _checked("\n".join(line.strip() for line in value.strip().splitlines()), what, field, limit)


def _checked(text: str, what: str, field: str, limit: int) -> str:
    if not text:
        raise TextMissing(what=what, field=field)
    if len(text) > limit:
        raise TextTooLong(what=what, field=field)
    return text
