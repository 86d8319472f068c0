"""Rows about invented persons. Their numbers have a right check character and a division that no list has."""

from datetime import date

from chengxin.catalog.adapters import standard_items
from chengxin.foundation.identifiers.id_number import id_number_check
from chengxin.intake.rules import Answer, Circumstances, check
from chengxin.intake.tests.rows import OFFICE, RECEIVED, frame
from chengxin.intake.tests.scenes import YESTERDAY

ITEM = standard_items()["penalty-person"]
LICENCE = standard_items()["licence-person"]
NAME = "测舟眠"


def number(born: date = date(1990, 1, 1), sequence: int = 1, division: str = "999999") -> str:
    """Return an ID number of somebody born on a day."""
    body = f"{division}{born:%Y%m%d}{sequence:03}"
    return body + id_number_check(body)


NUMBER = number()
SOUND = {
    "CF_XDR_MC": NAME,
    "CF_XDR_ZJLX": "身份证",
    "CF_XDR_ZJHM": NUMBER,
    "CX_CSRQ": "",
    "CF_WSH": "示公罚决字〔2026〕31号",
    "CF_WFXW": "违反水上交通管理",
    "CF_SY": f"{NAME}驾驶船舶未按规定悬挂标志",
    "CF_YJ": "《示例条例》第三条",
    "CF_CFLB": "罚款",
    "CF_NR": "罚款人民币贰佰元",
    "CF_NR_FK": "0.02",
    "CF_JDRQ": "2026/06/09",
    "CF_YXQ": "2027/06/09",
    "CF_CFJG": "演示一局",
    "CF_CFJGDM": OFFICE,
    "CF_SJLY": "演示一局",
    "CF_SJLYDM": OFFICE,
}


def about(**changes: str) -> dict[str, str]:
    """Return the sound row with some cells changed."""
    return {**SOUND, **changes}


def recent(**changes: str) -> dict[str, str]:
    """Return the sound row decided yesterday, with some cells changed."""
    return about(**{"CF_JDRQ": YESTERDAY, "CF_YXQ": "2099/12/31", **changes})


def judged(*rows: dict[str, str]) -> Answer:
    """Return the answer to rows about persons, received on 2026-06-16."""
    return check(ITEM, frame(*rows), Circumstances(received_on=RECEIVED, due_on=lambda _day: date(2026, 6, 18)))
