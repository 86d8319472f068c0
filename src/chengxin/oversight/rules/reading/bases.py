"""The policies a task rests on: titles and document numbers in a cell of 政策依据."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chengxin.oversight.rules.plan import Basis
from chengxin.oversight.rules.reading.cleaning import cut, is_nothing, joined, narrow
from chengxin.oversight.rules.reading.numbering import numbered

_OPEN, _CLOSE = "（([【〔［", "）)]】〕］"
_YEAR = re.compile(r"[〔\[【（(［]\s*((?:19|20)\d{2})\s*年?\s*[〕\]】）)］]")
_NUMBER = re.compile(rf"{_YEAR.pattern}\s*第?\s*\d+\s*号")
_LOOSE_NUMBER = re.compile(rf"(?:(?<=[》\s，,：:])|^)(?P<number>[\u4e00-\u9fffA-Za-z]{{1,14}}{_NUMBER.pattern})文?")
_TAIL = re.compile(r"^[\s，,、；;。]*(?:(?:等|文)?(?:文件|通知)?(?:精神|要求|规定)?)[\s，,、；;。]*$")
_GOING_ON = ("（", "(", "》", "〉", "的", "、", "和", "及")
"""How a line begins that belongs to the document of the line before."""
_BETWEEN = " \n，,、；;。"
_AND = re.compile(r"^(?:以及|及|和|与)(?=[《\u4e00-\u9fff])")
_COMPLETE = re.compile(
    r"(?:[》）)\]】。]|意见|通知|办法|条例|方案|规划|规定|纲要|复函|决定|细则|简报|标准|指南|报告|公告|法)$"
)


@dataclass(frozen=True)
class Bases:
    """The policies of a cell; ``unclear`` are the parts in which title and number can not be told apart."""

    found: tuple[Basis, ...]
    unclear: tuple[str, ...] = ()


def bases_in(text: str) -> Bases:
    """Return the policies that a cell names; a number is the last bracket of its part that holds a year in brackets."""
    if is_nothing(text):
        return Bases(())
    found, unclear = [], []
    for part in _documents(text):
        basis, clear = _basis_of(part)
        if basis not in found:
            found.append(basis)
        if not clear:
            unclear.append(part)
    return Bases(tuple(found), tuple(unclear))


def basis_of_columns(title: str, number: str) -> Bases:
    """Return the policies of a table that keeps titles and numbers in columns of their own, a line each if several."""
    if is_nothing(number):
        return bases_in(title)
    titles, numbers = title.split("\n"), number.split("\n")
    if len(titles) != len(numbers):
        titles, numbers = ["".join(titles)], ["".join(numbers)]
    pairs = [Basis(said or _official(digits), _official(digits)) for said, digits in zip(titles, numbers, strict=True)]
    unclear = tuple(one.number for one in pairs if not _YEAR.search(one.number))
    return Bases(tuple(pairs), unclear)


def _documents(text: str) -> Iterator[str]:
    """Yield the part of each document: up to its number, or to the separator or line that ends it."""
    waiting = ""
    parts = [(part.strip(), end) for part, end in cut(text, "；;\n")]
    following = [part for part, _end in parts[1:]]
    for (part, end), after in zip(parts, [*following, ""], strict=True):
        waiting += part
        if end == "\n" and (after.startswith(_GOING_ON) or not _COMPLETE.search(waiting)):
            continue
        yield from _at_numbers(joined(waiting))
        waiting = ""
    yield from _at_numbers(joined(waiting))


def _at_numbers(text: str) -> Iterator[str]:
    """Yield the parts that each end with a number in brackets; what follows the last is a document without number."""
    begin = 0
    for opened, closed in _brackets(text):
        rest = text[closed:]
        if opened >= begin and _NUMBER.search(narrow(text[opened + 1 : closed])) and _goes_on(rest):
            yield _bare(text[begin:closed])
            begin = closed
    last = _bare(text[begin:])
    if last and not (begin and _TAIL.match(last)):
        yield from _titles_apart(last)


def _titles_apart(text: str) -> Iterator[str]:
    """Yield documents in title brackets that stand side by side: 《甲办法》、《乙办法》."""
    begin = 0
    for found in re.finditer(r"(?<=[》）)])\s*(?:、|，|,|以及|及|和|与)?\s*(?=《)", text):
        if _level(text[: found.start()]) and _level(text[found.end() :]):
            yield text[begin : found.start()].strip()
            begin = found.end()
    yield text[begin:]


def _level(text: str) -> bool:
    return text.count("《") == text.count("》")


def _goes_on(rest: str) -> bool:
    """Say whether another document, an end or nothing at all follows, and not the rest of the same title."""
    after = rest.lstrip(_BETWEEN)
    if not after or _TAIL.match(rest) or rest != after:
        return True
    return bool(re.match(r"(?:以及|及|和|与)|《", after))


def _bare(part: str) -> str:
    text = part.strip(_BETWEEN)
    _no, title = numbered(_AND.sub("", text))
    return title.strip(_BETWEEN) or text


def _basis_of(part: str) -> tuple[Basis, bool]:
    """Return a document, and whether its title and number are clear."""
    for opened, closed in reversed(_brackets(part)):
        inside = part[opened + 1 : closed - 1].strip()
        if _NUMBER.search(narrow(part[opened + 1 : closed])):
            title = (part[:opened] + _without_tail(part[closed:])).strip(_BETWEEN)
            number = _official(inside)
            return Basis(title or number, number), bool(title)
    loose = _LOOSE_NUMBER.search(narrow(part))
    if loose:
        title = (part[: loose.start("number")] + _without_tail(part[loose.end() :])).strip(f"{_BETWEEN}：:（(")
        number = _official(loose["number"])
        return Basis(title or number, number), bool(title)
    return Basis(part), not _YEAR.search(narrow(_outside_titles(part))) and _balanced(part)


def _without_tail(text: str) -> str:
    return "" if _TAIL.match(text) else text


def _outside_titles(text: str) -> str:
    return re.sub(r"《[^《》]*》", "", text)


def _balanced(text: str) -> bool:
    return all(text.count(opened) == text.count(closed) for opened, closed in ("《》", "〔〕"))


def _brackets(text: str) -> list[tuple[int, int]]:
    """Return where the outermost brackets open and where the text behind them begins, in their order."""
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    for place, character in enumerate(text):
        if character in _OPEN:
            opened.append(place)
        elif character in _CLOSE and opened:
            begin = opened.pop()
            if not opened:
                found.append((begin, place + 1))
    return found


def _official(number: str) -> str:
    """Return a number with the year in the brackets of the standard: 示政发[2030]1号 becomes 示政发〔2030〕1号."""
    plain = "".join(narrow(number).split())
    return _YEAR.sub(r"〔\1〕", plain)
