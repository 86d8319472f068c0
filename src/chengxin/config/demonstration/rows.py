"""Rows of the demonstration's files: cells of text by column code, as a clerk would type them. No database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from chengxin.config.demonstration.population import ACTIVE, Organisation
from chengxin.config.demonstration.words import Licence, Offence, PersonPenalty
from chengxin.foundation.identifiers.id_number import id_number_check

Row = dict[str, str]
FOR_EVER = "2099/12/31"
WAN = 10_000


@dataclass(frozen=True)
class Sender:
    """A unit as its files name it."""

    name: str
    code: str


def registration_row(about: Organisation, body: str, on: date) -> Row:
    """Return what the registering body says of an organisation on a day."""
    is_closed = about.closed_on is not None and about.closed_on <= on
    renamed = about.renamed_on is not None and about.renamed_on <= on
    return {
        "DJ_TYSHXYDM": about.code,
        "DJ_MC": about.name_on(on),
        "DJ_CYM": about.former if renamed else "",
        "DJ_ZTLX": about.kind,
        "DJ_ZT": about.status if is_closed else ACTIVE,
        "DJ_CLRQ": _day(about.registered_on),
        "DJ_ZXRQ": _day(about.closed_on) if about.closed_on and is_closed else "",
        "DJ_QH": about.district,
        "DJ_ZS": about.address,
        "DJ_JYFW": about.scope,
        "DJ_FRDB": about.representative,
        "DJ_DJJG": body,
    }


def licence_row(licence: Licence, about: Organisation, sender: Sender, decided: date, serial: int) -> Row:
    """Return a licence of the kind; ``serial`` counts in the unit's year."""
    filled = {"year": decided.year, "serial": serial}
    until = date(decided.year + licence.years, decided.month, min(decided.day, 28)) if licence.years else None
    return {
        **_subject("XK", about, decided),
        "XK_XKWS": licence.document,
        "XK_WSH": licence.number.format(**filled),
        "XK_XKLB": licence.category,
        "XK_XKZS": licence.certificate,
        "XK_XKBH": licence.certificate_number.format(**filled),
        "XK_NR": licence.content,
        "XK_JDRQ": _day(decided),
        "XK_YXQZ": _day(decided),
        "XK_YXQZI": _day(until) if until else FOR_EVER,
        "XK_XKJG": sender.name,
        "XK_XKJGDM": sender.code,
        "XK_ZT": "有效",
        "XK_LYDW": sender.name,
        "XK_LYDWDM": sender.code,
    }


def penalty_row(
    offence: Offence, about: Organisation, sender: Sender, decided: date, *, number: str, chance: Random
) -> Row:
    """Return a penalty of the kind under a document number."""
    fine, taken = _amount(offence.fines, chance, 500), _amount(offence.taken, chance, 10)
    return {
        **_subject("CF", about, decided),
        "CF_WSH": number,
        "CF_WFXW": offence.offence,
        "CF_SY": offence.facts.format(place=about.place),
        "CF_YJ": offence.basis,
        "CF_CFLB": offence.kinds,
        "CF_NR": offence.content.format(fine=fine, taken=taken),
        "CF_NR_FK": _wan(fine),
        "CF_NR_WFFF": _wan(taken),
        "CF_JDRQ": _day(decided),
        "CF_YXQ": FOR_EVER,
        "CF_CFJG": sender.name,
        "CF_CFJGDM": sender.code,
        "CF_SJLY": sender.name,
        "CF_SJLYDM": sender.code,
        "CX_SXCD": offence.severity,
        "CX_CFCX": "普通程序",
        "CX_CFLY": offence.field,
    }


def person_row(penalty: PersonPenalty, sender: Sender, division: str, decided: date, number: str) -> Row:
    """Return a penalty of an invented natural person under a document number."""
    body = f"{division}{penalty.born:%Y%m%d}{penalty.sequence:03}"
    return {
        "CF_XDR_MC": penalty.name,
        "CF_XDR_LB": "自然人",
        "CF_XDR_ZJLX": "身份证",
        "CF_XDR_ZJHM": body + id_number_check(body),
        "CF_WSH": number,
        "CF_WFXW": penalty.offence,
        "CF_SY": penalty.facts.format(name=penalty.name),
        "CF_YJ": penalty.basis,
        "CF_CFLB": penalty.kinds,
        "CF_NR": penalty.content,
        "CF_NR_FK": penalty.fine,
        "CF_JDRQ": _day(decided),
        "CF_YXQ": FOR_EVER,
        "CF_CFJG": sender.name,
        "CF_CFJGDM": sender.code,
        "CF_SJLY": sender.name,
        "CF_SJLYDM": sender.code,
        "CX_CFCX": "普通程序",
    }


def spoiled(row: Row, chance: Random) -> Row:
    """Return the row with one of the mistakes that real files have."""
    return {**row, **chance.choice(MISTAKES)(row)}


def _subject(prefix: str, about: Organisation, on: date) -> Row:
    return {
        f"{prefix}_XDR_MC": about.name_on(on),
        f"{prefix}_XDR_LB": "个体工商户" if about.is_trader else "法人及非法人组织",
        f"{prefix}_XDR_SHXYM": about.code,
        f"{prefix}_FRDB": about.representative,
    }


def _amount(reach: list[int], chance: Random, step: int) -> int:
    return chance.randrange(reach[0], reach[1] + 1, step) if reach else 0


def _wan(yuan: int) -> str:
    """Return an amount as the layouts want it, in units of ten thousand yuan; nothing for nothing."""
    return f"{yuan // WAN}.{yuan % WAN:04d}" if yuan else ""


def _day(day: date) -> str:
    return f"{day:%Y/%m/%d}"


RETURNED: tuple[Callable[[Row], Mapping[str, str]], ...] = (
    lambda row: {"CF_XDR_SHXYM": row["CF_XDR_SHXYM"][:-1]},
    lambda _row: {"CF_XDR_SHXYM": "0" * 18},
    lambda _row: {"CF_YJ": ""},
    lambda _row: {"CF_CFLB": "罚款", "CF_NR_FK": ""},
    lambda _row: {"CF_CFLB": "罚没款"},
    lambda _row: {"CX_CFCX": "简易程序"},
)
"""Short code, placeholder, no legal basis, no amount, an unknown kind, 简易程序: each is returned, whatever the row."""

MISTAKES: tuple[Callable[[Row], Mapping[str, str]], ...] = (
    *RETURNED,
    lambda row: {"CF_XDR_SHXYM": row["CF_XDR_SHXYM"][:9] + row["CF_XDR_SHXYM"][10] + row["CF_XDR_SHXYM"][9:10]
                 + row["CF_XDR_SHXYM"][11:]},
    lambda row: {"CF_XDR_MC": f"{row['CF_XDR_MC'][:4]}（旧章）{row['CF_XDR_MC'][4:]}"},
)  # fmt: skip
"""Those, swapped characters of the code, and another name."""
