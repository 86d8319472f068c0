"""Loads codes: who registers whom, reports with every kind of fault, old registrations, a month that is over.

All of it is of invented units, which ``codes.toml`` beside the city's files names, by the use cases of everybody.
Moments are counted back from when the cast took office, so that a load that was killed goes on where it stopped.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from chengxin.codes import services
from chengxin.codes.models import CodeFault, FaultMove, Registrar
from chengxin.codes.rules.kinds import FaultKind, Move, Outcome
from chengxin.codes.services import Closing
from chengxin.config.demonstration.acting import Stage, make, stage_of
from chengxin.config.demonstration.plan import LICENCE, Sending, Step
from chengxin.config.demonstration.records import UNDONE, alone, current_plan
from chengxin.config.demonstration.rows import Row
from chengxin.foundation.actor import system_actor
from chengxin.foundation.identifiers import compose_unified_code
from chengxin.foundation.identifiers.registration_number import mod_11_10_holds
from chengxin.foundation.identifiers.unified_code import ALPHABET, unified_code_check
from chengxin.intake.models import Submission
from chengxin.units.models import User
from chengxin.units.queries import day_of

FILE = "codes.toml"
REGISTRATION, CONVERSION = "registration", "code-conversion"
JOB = system_actor("demo")
HALF_AN_HOUR = timedelta(minutes=30)


@dataclass(frozen=True)
class Subject:
    """A subject as its unit reports it; ``fault`` is what is wrong with the code, ``shared_with`` who has it too."""

    unit: str
    by: str
    prefix: str
    name: str
    kind: str
    district: str
    fault: str = ""
    shared_with: str = ""


@dataclass(frozen=True)
class Old:
    """An old registration; with ``prefix`` a code of that category took its place."""

    unit: str
    by: str
    kind_of_number: str
    serial: str
    name: str
    kind: str
    district: str
    prefix: str = ""


@dataclass(frozen=True)
class Nameless:
    """A licence whose row has no usable code: none at all, that of a subject without its end, or an old number."""

    unit: str
    by: str
    name: str
    code_of: str = ""
    serial: str = ""


@dataclass(frozen=True)
class Words:
    """What the file says; ``back`` is how many days before the cast took office the reports came."""

    office: str
    division: str
    block: str
    back: int
    registrars: tuple[dict[str, str], ...]
    subjects: tuple[Subject, ...]
    old: tuple[Old, ...]
    nameless: tuple[Nameless, ...]


def load_codes(*, now: datetime, folder: Path) -> int:
    """Load what is missing of codes; return how many files were sent now, 0 if all was there.

    Two at once take turns; each file is committed by itself, and the fault that is closed last says that all is there.

    Raises:
        TypeError: the file has a key that there is not.
    """
    words, plan = _read(folder), current_plan(folder)
    if words is None or plan is None:
        return 0
    with alone():
        return 0 if _is_done(words) else _load(words, stage_of(plan, folder), now)


def _load(words: Words, stage: Stage, now: datetime) -> int:
    begin = User.objects.filter(is_demonstration=True).earliest("id").created_at - timedelta(days=words.back)
    _name_registrars(words, stage, begin)
    steps = [
        Step(begin + place * HALF_AN_HOUR, Sending(unit, item, by, partial(list, rows)))
        for place, (unit, by, item, rows) in enumerate(_files(words, stage, begin))
    ]
    came = Submission.objects.filter(received_at__in=[step.moment for step in steps]).exclude(state__in=UNDONE)
    made = set(came.values_list("received_at", flat=True))
    missing = [step for step in steps if step.moment not in made]
    for step in missing:
        make(stage, step)
    services.note_all_events(actor=JOB, now=now)
    services.look_at_all(actor=JOB, now=begin + timedelta(days=1))
    services.close_months(actor=JOB, now=now)
    _close_one(words, stage, now)
    return len(missing)


def _is_done(words: Words) -> bool:
    """Say whether the last thing of a load was done; what people did afterwards, to that fault too, does not matter."""
    return FaultMove.objects.filter(fault__name=_mended(words).name, move=Move.CLOSED).exists()


def _read(folder: Path) -> Words | None:
    file = folder / FILE
    if not file.is_file():
        return None
    told: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    return Words(
        registrars=tuple(told.pop("registrar")),
        subjects=tuple(Subject(**row) for row in told.pop("subject")),
        old=tuple(Old(**row) for row in told.pop("old")),
        nameless=tuple(Nameless(**row) for row in told.pop("nameless")),
        **told,
    )


def _name_registrars(words: Words, stage: Stage, now: datetime) -> None:
    office = stage.actor(words.office, "fgw", now)
    named = set(Registrar.objects.values_list("department", flat=True))
    for row in (row for row in words.registrars if row["department"] not in named):
        services.set_registrar(
            actor=office, now=now, department=row["department"], district="", unit=stage.units[row["unit"]].id
        )


def _files(words: Words, stage: Stage, begin: datetime) -> Iterator[tuple[str, str, str, list[Row]]]:
    """Yield unit, login, item and rows of each file; who shares a code or has two comes in a second one."""
    for (unit, by), members in groupby(enumerate(words.subjects), key=lambda one: (one[1].unit, one[1].by)):
        subjects = list(members)
        yield unit, by, REGISTRATION, [_registered(words, number, one) for number, one in subjects]
        again = [row for number, one in subjects for row in _once_more(words, number, one)]
        if again:
            yield unit, by, REGISTRATION, again
    for (unit, by), those in groupby(enumerate(words.old), key=lambda one: (one[1].unit, one[1].by)):
        yield unit, by, CONVERSION, [_converted(words, number, one) for number, one in those]
    decided = day_of(begin - timedelta(days=2))
    for (unit, by), some in groupby(words.nameless, key=lambda one: (one.unit, one.by)):
        yield unit, by, LICENCE, [_licensed(words, stage, one, serial, decided) for serial, one in enumerate(some, 1)]


def _registered(words: Words, number: int, one: Subject) -> Row:
    code = compose_unified_code(one.prefix, words.division, f"{words.block}{number:04d}")
    return _registration(_spoiled(code, one.fault), one.name, one, "2019/03/05")


def _once_more(words: Words, number: int, one: Subject) -> Iterator[Row]:
    code = compose_unified_code(one.prefix, words.division, f"{words.block}{number:04d}")
    if one.fault == FaultKind.SHARED:
        yield _registration(code, one.shared_with, one, "2020/08/09")
    if one.fault == FaultKind.SEVERAL:
        second = compose_unified_code(one.prefix, words.division, f"{words.block}{number + 5000:04d}")
        yield _registration(second, one.name, one, "2019/03/05")


def _registration(code: str, name: str, one: Subject, since: str) -> Row:
    return {
        "DJ_TYSHXYDM": code,
        "DJ_MC": name,
        "DJ_ZTLX": one.kind,
        "DJ_ZT": "存续",
        "DJ_CLRQ": since,
        "DJ_QH": one.district,
        "DJ_DJJG": "演示登记机关",
    }


def _spoiled(code: str, fault: str) -> str:
    """Return the code with what is wrong with it; a category is wrong by itself."""
    if fault == FaultKind.CHECK:
        return code[:17] + ALPHABET[(ALPHABET.index(code[17]) + 1) % len(ALPHABET)]
    if fault == FaultKind.LENGTH:
        return code[:17]
    if fault == FaultKind.CHARACTER:
        return f"{code[:14]}O{code[15:]}"
    if fault == FaultKind.INNER_CHECK:
        start = code[:16] + ("1" if code[16] != "1" else "2")
        return start + unified_code_check(start)
    return code


def _converted(words: Words, number: int, one: Old) -> Row:
    code = compose_unified_code(one.prefix, words.division, f"{words.block}{number + 9000:04d}") if one.prefix else ""
    return {
        "ZH_JHMLX": one.kind_of_number,
        "ZH_JHM": _checked(f"{words.division}0{one.serial}") if one.kind_of_number == "工商注册号" else one.serial,
        "ZH_MC": one.name,
        "ZH_ZTLX": one.kind,
        "ZH_ZT": "存续",
        "ZH_QH": one.district,
        "ZH_DJJG": "演示登记机关",
        "ZH_TYSHXYDM": code,
        "ZH_HFRQ": "2017/09/01" if code else "",
    }


def _licensed(words: Words, stage: Stage, one: Nameless, serial: int, decided: date) -> Row:
    sender = stage.plan.senders[one.unit]
    return {
        "XK_XDR_MC": one.name,
        "XK_XDR_LB": "法人及非法人组织",
        "XK_XDR_SHXYM": _unusable(words, one),
        "XK_FRDB": "演示代表",
        "XK_XKWS": "演示许可决定书",
        "XK_WSH": f"演示许〔{decided:%Y}〕9{serial:03}号",
        "XK_XKLB": "普通",
        "XK_NR": "准予演示事项（虚构）",
        "XK_JDRQ": f"{decided:%Y/%m/%d}",
        "XK_YXQZ": f"{decided:%Y/%m/%d}",
        "XK_YXQZI": "2099/12/31",
        "XK_XKJG": sender.name,
        "XK_XKJGDM": sender.code,
        "XK_ZT": "有效",
        "XK_LYDW": sender.name,
        "XK_LYDWDM": sender.code,
    }


def _unusable(words: Words, one: Nameless) -> str:
    if one.serial:
        return _checked(f"{words.division}0{one.serial}")
    if not one.code_of:
        return ""
    number, subject = next((place, row) for place, row in enumerate(words.subjects) if row.name == one.code_of)
    return compose_unified_code(subject.prefix, words.division, f"{words.block}{number:04d}")[:-1]


def _checked(body: str) -> str:
    """Return fourteen digits with their check digit (ISO 7064 MOD 11,10)."""
    return next(body + digit for digit in "0123456789" if mod_11_10_holds(body + digit))


def _close_one(words: Words, stage: Stage, now: datetime) -> None:
    """Have one fault closed, so that there is a history and a rate of what was put right."""
    wrong = _mended(words)
    fault = CodeFault.objects.get(name=wrong.name)
    right = compose_unified_code(wrong.prefix, words.division, f"{words.block}{words.subjects.index(wrong):04d}")
    row = _registration(right, wrong.name, wrong, "2019/03/05")
    make(stage, Step(now - HALF_AN_HOUR, Sending(wrong.unit, REGISTRATION, wrong.by, lambda: [row])))
    closing = Closing(Outcome.CORRECTED, "数字0误录成字母O，已改正重新报送", right_code=right)
    clerk = stage.actor(wrong.by, wrong.unit, now)
    services.close_fault(actor=clerk, now=now, fault=fault.public_id, closing=closing)


def _mended(words: Words) -> Subject:
    """Return the subject whose fault is closed."""
    return next(one for one in words.subjects if one.fault == FaultKind.CHARACTER)
