"""The family of refusals: how a service says no. Pure: no Django, no HTTP.

A room defines its own beside the function that raises it: a stable ``code`` (``room.what``) and a Chinese msgid with
places for the facts. Doors translate: an HTML message, problem details, a failed job.
"""

from typing import ClassVar


class Refusal(Exception):  # noqa: N818  it is an answer, not an error
    """A lawful no. ``facts`` are plain values that the sentence names; nothing sealed may stand in them."""

    code: ClassVar[str] = "foundation.refused"
    says: ClassVar[str] = "不能这样做"
    field: ClassVar[str] = ""

    def __init__(self, **facts: object) -> None:
        """Keep the facts."""
        super().__init__(self.code)
        self.facts = facts

    def sentence(self) -> str:
        """Return the msgid with the facts put in."""
        return self.says.format(**self.facts)


class NotPermitted(Refusal):
    """The actor lacks the permission, or the object lies outside its scope in a way that may be said."""

    code = "foundation.not-permitted"
    says = "您现在的身份不能办理这件事"
    recorded = False
    """Whether the trail has it already: a use case records its own, doors what they turn away before one begins."""


class Invalid(Refusal):
    """What was given can not be accepted as it is."""

    code = "foundation.invalid"
    says = "填写的内容不能接受"


class NotFound(Refusal):
    """There is no such thing, or not for this actor: the two read the same."""

    code = "foundation.not-found"
    says = "没有找到，或不在您的办理范围内"


class Gone(Refusal):
    """It was there for everybody and was taken away; nothing is said of what it was."""

    code = "foundation.gone"
    says = "内容已经撤下"


class Conflict(Refusal):
    """Somebody else was faster, or the state no longer allows it."""

    code = "foundation.conflict"
    says = "这件事刚刚已被改动，请刷新后再看"


class TooMany(Refusal):
    """An announced limit is used up. ``seconds`` says when to come back."""

    code = "foundation.too-many"
    says = "请求太多，请{seconds}秒后再试"


def family() -> dict[str, type[Refusal]]:
    """Return every refusal defined by the modules imported so far, by code."""
    found: dict[str, type[Refusal]] = {}
    waiting: list[type[Refusal]] = [Refusal]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        found[kind.code] = kind
    return dict(sorted(found.items()))
