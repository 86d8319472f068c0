"""Who is to do a task: units and groups in a cell of 责任单位, and what part each has."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from chengxin.oversight.rules.plan import Group, Named, Part
from chengxin.oversight.rules.reading.cleaning import cut, is_nothing

_LABEL = re.compile(
    r"(?P<word>牵头|主办|责任|承办|配合|协办|参与|参加|协同)(?:责任)?(?:单位|部门|机关)?\s*[:：]"
    r"|【(?P<boxed>牵头|责任|配合|协办|参与)(?:责任)?(?:单位|部门)?】"
)
_JOINT_WORDS = frozenset({"配合", "协办", "参与", "参加", "协同"})
_LEAD_END = re.compile(r"(?:共同|联合|分别)?牵头(?:负责|组织实施|组织|实施|落实|办理|承办|会同)?$")
_JOINT_END = re.compile(r"(?:共同|积极|按职责分工|按照职责分工|分工)?(?:配合|协办|参与|参加|协助)(?:实施|落实|办理)?$")
_DUTY_END = re.compile(r"(?:按照?(?:各自)?职责(?:分工)?|根据(?:各自)?职责(?:分工)?|分工|分别|共同)?(?:负责|组织实施)$")
_MARK = re.compile(r"[（(\[【]\s*(?P<word>牵头|主办|配合|协办|参与|参加)(?:责任)?(?:单位|部门)?\s*[）)\]】]")
_BEHIND = re.compile(r"([^（()）]+)[（(]([^（()）]+)[）)]")
_AND_SO_ON = re.compile(r"等(?:\d+|[一二三四五六七八九十]+)?(?:个|家)?(?:各?(?:相关|有关|责任|市直))*(?:单位|部门)?$")
_START = re.compile(r"^(?:由|请)(?=\S*[市县区州省局委办部行])")
_COUNTIES_APART = re.compile(r"各?县(?P<open>[（(]?)、?(?P<city>市?)、?区(?P<close>[）)]?)")

_COUNTY = r"(?:县[（(、]*(?:市[）)、，]*)?区[）)]?|区[（(、]*县[）)]?|县[（(]区[）)]|市县区|县市区|县)"
_COUNTIES = re.compile(
    rf"各{_COUNTY}(?:级)?(?:人民政府|政府)?(?:办公室)?"
    r"|(?:县[（(、]?区[）)]?|县市区|县[（(]市、?区[）)])(?:级)?(?:人民政府|政府)"
)
_ZONES = re.compile(r"(?:各(?:类|有关|相关|市级)?[^、，；市县]*?)?管(?:委会|委|理委员会)")
_MEETING = re.compile(
    r"(?:(?:全)?[\u4e00-\u9fff]{0,8}?[市县区州盟省]|本市|全市)?(?:(?:社会)?信用(?:体系)?(?:建设)?|诚信(?:体系)?建设)?(?:工作)?(?:部门)?"
    r"联席会议(?:制度)?(?:的)?(?:各|全体|其他|其它|有关|相关|市直)*成员单位"
    r"|(?:各|全体|其他|其它|有关|相关|市直)*成员单位"
)
_GROUPS = ((Group.MEETING, _MEETING), (Group.COUNTIES, _COUNTIES), (Group.ZONES, _ZONES))

_ENDING = re.compile(
    r"(?:局|委|办|部|厅|署|院|会|府|关|行|社|室|处|科|站|所|队|团|校|联|中心|公司|集团|支行|分局|银行|单位|部门|机构|组织|企业|电视台|报社"
    r"|乡镇|街道|县区|城区|开发区|管委|国资委|[）)])$"
)
_BEGINNING = re.compile(
    r"(?:市|县|区|各|省|自治区|国家|国网|中国|中共|人行|人民银行|银保监|银监|金融|海关|海事|税务|联席会议|社会信用|有关|相关|其他|全市|全体|驻|县级|市级|"
    r"管委|成员单位)"
)
_OWN = re.compile(r"(?:其|所属|下属|下辖|直属|所辖|派出|相关直属)")
_BODY = re.compile(r"(?:市|县|区|省)(?:委|政府)$")
_LEADING = re.compile(
    rf"^(?:(?:以及|及|与|暨|会同)(?={_BEGINNING.pattern}|\S+(?:局|委|办|部|厅|院|府|关|行|会)$)"
    r"|和(?=市|各|省|联席会议|管委|驻))"
)
_CONJUNCTION = re.compile(r"以及|及|和|与|暨|会同|(?<=\S) (?=\S)")
_SEPARATORS = "、，,；;。\n／"
LONGEST = 60
"""Characters of the longest name that is looked at around a conjunction."""
_HELD = "\ue000"
"""Stands for a 、 inside the name of a group while a cell is cut."""


@dataclass(frozen=True)
class Bodies:
    """The units of a cell; ``gaps`` says that a place between two separators is empty."""

    units: tuple[Named, ...]
    gaps: bool = False


def units_in(text: str) -> Bodies:
    """Return the units and groups that a cell names, in its order, each once.

    A text that says 牵头 of some makes the others 配合; one that does not leaves the part open.
    """
    if is_nothing(text):
        return Bodies(())
    named: list[Named] = []
    gaps = False
    for part, section in _sections(text):
        found = list(_of_section(section))
        gaps |= any(not one.text for one in found)
        named += [replace(one, part=_stronger(one.part, part)) for one in found if one.text]
    return Bodies(tuple(_led(_once(named))), gaps)


def with_part(bodies: Bodies, part: Part) -> Bodies:
    """Return the units of a column that says the part in its heading; what a cell says itself goes first."""
    return replace(bodies, units=tuple(replace(one, part=_stronger(one.part, part)) for one in bodies.units))


def together(first: Bodies, *others: Bodies) -> Bodies:
    """Return the units of several columns as one list, each once."""
    every = (first, *others)
    return Bodies(tuple(_led(_once([one for part in every for one in part.units]))), any(part.gaps for part in every))


def _stronger(own: Part, given: Part) -> Part:
    return given if own is Part.UNSPECIFIED else own


def _once(named: list[Named]) -> list[Named]:
    """Return each unit once, at its first place, with the strongest part it is given."""
    order = (Part.UNSPECIFIED, Part.JOINT, Part.LEAD)
    kept: dict[str, Named] = {}
    for one in named:
        before = kept.setdefault(one.text, one)
        if order.index(one.part) > order.index(before.part):
            kept[one.text] = replace(before, part=one.part)
    return list(kept.values())


def _led(named: list[Named]) -> list[Named]:
    if not any(one.part is Part.LEAD for one in named):
        return named
    return [replace(one, part=_stronger(one.part, Part.JOINT)) for one in named]


def _sections(text: str) -> Iterator[tuple[Part, str]]:
    """Yield the parts of a text that labels such as 牵头单位： begin, with the part the label gives."""
    found = list(_LABEL.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)]
    before = text[: found[0].start()] if found else text
    if before.strip(f" （({_SEPARATORS}") or not found:
        yield Part.UNSPECIFIED, before
    for match, end in zip(found, ends, strict=True) if found else ():
        section = text[match.end() : end].strip(f" {_SEPARATORS}")
        if section:
            yield _part_of(match["word"] or match["boxed"]), section


def _part_of(word: str) -> Part:
    if word == "牵头":
        return Part.LEAD
    return Part.JOINT if word in _JOINT_WORDS else Part.UNSPECIFIED


def _of_section(text: str) -> Iterator[Named]:
    """Yield the units of a section. A word at the end of a clause (…牵头) speaks for all units of the clause."""
    waiting: list[Named] = []
    for piece, end in _pieces(_held(text.strip().strip(_SEPARATORS))):
        name, part, speaks = _told(piece)
        if name or not piece.strip():
            waiting.append(_named(name, part))
        if speaks:
            waiting = [replace(one, part=_stronger(one.part, part)) for one in waiting]
        if speaks or end in {"，", ",", "；", ";", "。", "\n"}:
            yield from waiting
            waiting = []
    yield from waiting


def _held(text: str) -> str:
    return _COUNTIES_APART.sub(lambda found: found[0].replace("、", _HELD), text)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield the names with what ended each, cut at separators and at conjunctions between units."""
    carried = ""
    parts = list(cut(text, _SEPARATORS))
    following = [part for part, _end in parts[1:]]
    for (part, end), after in zip(parts, [*following, ""], strict=True):
        whole = carried + part
        if end == "\n" and (not _ends_a_unit(whole) or _broken_off(whole, after)):
            carried = whole
            continue
        carried = ""
        pieces = [one for piece in _apart(whole) for one in _unfolded(piece)]
        yield from ((piece, "、") for piece in pieces[:-1])
        yield pieces[-1], end
    if carried:
        yield from ((piece, "") for piece in _apart(carried))


def _apart(text: str) -> Iterator[str]:
    """Yield the parts around conjunctions between two units: 市甲局和市乙局 are two, 市科技和信息化局 is one."""
    begin = 0
    for found in _CONJUNCTION.finditer(text):
        left = text[max(begin, found.start() - LONGEST) : found.start()]
        right = text[found.end() : found.end() + LONGEST]
        between = _ends_a_unit(left) and _begins_a_unit(right) and not (found[0] == " " and _broken_off(left, right))
        if between and _outside_brackets(text[begin : found.start()]):
            yield text[begin : found.start()]
            begin = found.end()
    yield text[begin:]


def _broken_off(left: str, right: str) -> bool:
    """Say whether a name goes on behind a line end or space: 市委 宣传部."""
    return bool(_BODY.search(left) and not _BEGINNING.match(right.strip()))


def _unfolded(piece: str) -> tuple[str, ...]:
    """Return a unit and another that stands in brackets behind it: 各县区人民政府（管委会）, 市甲局（市乙局配合）."""
    found = _BEHIND.fullmatch(piece.strip())
    if found is None or _group_of(piece.replace(_HELD, "、").strip()) or _MARK.search(piece):
        return (piece,)
    first, second = found.groups()
    groups = _group_of(first) and _group_of(second)
    helps = _JOINT_END.search(second) and _JOINT_END.sub("", second)
    if helps:
        second = f"{helps}（配合）"
    return (first, second) if groups or helps else (piece,)


def _outside_brackets(text: str) -> bool:
    return all(text.count(opened) <= text.count(closed) for opened, closed in ("（）", "()"))


def _ends_a_unit(text: str) -> bool:
    bare = _LEAD_END.sub("", _JOINT_END.sub("", _AND_SO_ON.sub("", text.strip())))
    return bool(_ENDING.search(bare) or _group_of(bare.replace(_HELD, "、")))


def _begins_a_unit(text: str) -> bool:
    right = text.strip().replace(_HELD, "、")
    if _OWN.match(right):
        return False
    first = re.split(rf"[{_SEPARATORS}]|以及|及|和|与", right, maxsplit=1)[0]
    return bool(_BEGINNING.match(right) or _ends_a_unit(first))


def _told(piece: str) -> tuple[str, Part, bool]:
    """Return the bare name, the part its own words give, and whether they speak for the clause."""
    text = _LEADING.sub("", piece.replace(_HELD, "、").strip())
    mark = _MARK.search(text)
    if mark:
        text, part, speaks = _MARK.sub("", text), _part_of(mark["word"]), False
    elif _LEAD_END.search(text):
        text, part, speaks = _LEAD_END.sub("", text), Part.LEAD, True
    elif _JOINT_END.search(text):
        text, part, speaks = _JOINT_END.sub("", text), Part.JOINT, True
    else:
        part, speaks = Part.UNSPECIFIED, False
    for end in (_DUTY_END, _AND_SO_ON):
        text = end.sub("", text.strip())
    return _START.sub("", text).strip(" ：:。"), part, speaks


def _named(text: str, part: Part) -> Named:
    return Named(text, part, _group_of(text))


def _group_of(text: str) -> Group | None:
    return next((group for group, form in _GROUPS if form.fullmatch(text)), None)
