"""What the services ask of what they are given, and how they refuse it."""

import re

from chengxin.catalog.rules import Basis, CodeValue, Field
from chengxin.catalog.rules.shapes import (
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_ALIASES,
    MOST_LENGTH,
    SEPARATORS,
    is_code,
    is_key,
    is_value_code,
)
from chengxin.foundation.refusals import Conflict, Invalid

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class BadKey(Invalid):
    """A key is lower-case letters, digits and hyphens, beginning with a letter, and no word of our addresses."""

    code = "catalog.bad-key"
    says = (
        "代号只能用小写字母、数字和连字符，以字母开头，例如 honour-organisation；"
        "new、import、lists、editions、kinds、measures、plans不能用"
    )
    field = "key"


class KeyTaken(Conflict):
    """The key names another item or code list."""

    code = "catalog.key-taken"
    says = "代号“{key}”已经用过，请换一个"
    field = "key"


class BadCode(Invalid):
    """A column code is capitals, digits and underscores; a value's code letters, digits, dots, hyphens."""

    code = "catalog.bad-code"
    says = "代码的写法不对：字段代码用大写字母、数字和下划线，例如 RY_MC；代码集的值用字母、数字、点和连字符"
    field = "code"


class CodeTaken(Conflict):
    """Another field, or another value of the list, has the code."""

    code = "catalog.code-taken"
    says = "代码“{value}”已经用过，请换一个"
    field = "code"


class BadText(Invalid):
    """A text is missing or longer than it may be."""

    code = "catalog.bad-text"
    says = "{what}不能空着，最多{limit}个字"

    def __init__(self, *, what: str, limit: int, field: str) -> None:
        """Name the text, how long it may be and the field in which it stands."""
        super().__init__(what=what, limit=limit)
        self.field = field  # type: ignore[misc]  # the class says the field of a refusal; this one has many


class BadLength(Invalid):
    """A field is at least one character long."""

    code = "catalog.bad-length"
    says = "长度应在1到100,000之间"
    field = "length"


class TooManyAliases(Invalid):
    """Nobody reads so many."""

    code = "catalog.too-many-aliases"
    says = "别名最多40个，每个最多100个字"
    field = "aliases"


class TooMuch(Invalid):
    """There are more parts than an item or a list may have."""

    code = "catalog.too-much"
    says = "{what}最多{limit}个"


class UnknownList(Invalid):
    """The platform has no such code list."""

    code = "catalog.unknown-list"
    says = "没有代码集“{key}”，请先建好代码集"
    field = "list"


class ChangedMeanwhile(Conflict):
    """Somebody else changed it after this page was opened."""

    code = "catalog.changed-meanwhile"
    says = "您打开这一页以后，{by}改动过它，您的改动没有保存。请重新打开这一页，看过以后再改"


def checked_key(value: str) -> str:
    """Return the key, trimmed.

    Raises:
        BadKey: it has another shape.
    """
    key = value.strip()
    if not is_key(key):
        raise BadKey
    return key


def checked_text(value: str, *, what: str, field: str, limit: int = LONGEST_NAME) -> str:
    """Return an obligatory text, trimmed and on one line.

    Raises:
        BadText: nothing is left of it, or it is too long.
    """
    text = " ".join(CONTROL.sub(" ", value).split())
    if not text or len(text) > limit:
        raise BadText(what=what, limit=limit, field=field)
    return text


def require_field(field: Field) -> None:
    """Do nothing if a field has the shape of one.

    Raises:
        BadCode, BadText, BadLength, TooManyAliases: it has not.
    """
    if not is_code(field.code):
        raise BadCode
    checked_text(field.name, what="名称", field="name")
    if not 1 <= field.length <= MOST_LENGTH:
        raise BadLength
    _require_aliases(field.aliases)
    for what, name, text in (("提示", "hint", field.hint), ("示例", "example", field.example)):
        if len(text) > LONGEST_TEXT or CONTROL.search(text):
            raise BadText(what=what, limit=LONGEST_TEXT, field=name)


def require_value(value: CodeValue) -> None:
    """Do nothing if a value has the shape of one.

    Raises:
        BadCode, BadText, TooManyAliases: it has not.
    """
    if not is_value_code(value.code):
        raise BadCode
    checked_text(value.label, what="名称", field="label")
    _require_aliases(value.aliases)


def require_basis(basis: Basis) -> None:
    """Do nothing if a basis has the shape of one.

    Raises:
        BadText: it has not.
    """
    checked_text(basis.text, what="文件名称和文号", field="text", limit=LONGEST_TEXT)
    if len(basis.article) > LONGEST_TEXT:
        raise BadText(what="条款", limit=LONGEST_TEXT, field="article")


def _require_aliases(aliases: tuple[str, ...]) -> None:
    long = any(len(alias) > LONGEST_NAME or SEPARATORS.search(alias) for alias in aliases)
    if long or len(aliases) > MOST_ALIASES:
        raise TooManyAliases
