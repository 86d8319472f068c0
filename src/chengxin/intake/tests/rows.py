"""Rows for tests: one sound penalty, changed a cell at a time. The codes are composed of a block that nobody uses."""

from datetime import date

import polars as pl

from chengxin.catalog.adapters import standard_items
from chengxin.foundation.identifiers import compose_unified_code
from chengxin.intake.rules import Answer, Circumstances, check

COMPANY = compose_unified_code("91", "999999", "MAXN0417")
TRADER = compose_unified_code("92", "999999", "MAXN0418")
OFFICE = compose_unified_code("11", "999999", "00XN0001")
PENALTY = standard_items()["penalty-organisation"]
RECEIVED = date(2026, 6, 16)

SOUND = {
    "CF_XDR_MC": "示例市澜舟水产食品有限公司",
    "CF_XDR_LB": "法人及非法人组织",
    "CF_XDR_SHXYM": COMPANY,
    "CF_FRDB": "某某",
    "CF_WSH": "示市监处罚〔2026〕11号",
    "CF_WFXW": "标签不符合规定",
    "CF_SY": "在售产品的标签缺少贮存条件",
    "CF_YJ": "《中华人民共和国食品安全法》第一百二十五条",
    "CF_CFLB": "罚款",
    "CF_NR": "罚款人民币贰仟元",
    "CF_NR_FK": "0.2",
    "CF_JDRQ": "2026/06/09",
    "CF_YXQ": "2027/06/09",
    "CF_CFJG": "演示一局",
    "CF_CFJGDM": OFFICE,
    "CF_SJLY": "演示一局",
    "CF_SJLYDM": OFFICE,
}


def penalty(**changes: str) -> dict[str, str]:
    """Return the sound row with some cells changed."""
    return {**SOUND, **changes}


def frame(*rows: dict[str, str]) -> pl.DataFrame:
    """Return rows as a checked file's frame."""
    return pl.DataFrame(list(rows)).with_row_index("row", 1)


def judged(*rows: dict[str, str], due: date | None = date(2026, 6, 18)) -> Answer:
    """Return the answer to rows of the penalty item, received on 2026-06-16."""
    return check(PENALTY, frame(*rows), Circumstances(received_on=RECEIVED, due_on=lambda _day: due))


def found(answer: Answer) -> set[tuple[int, str, str, str]]:
    """Return the findings as (row, field, code, severity)."""
    return {tuple(row) for row in answer.findings.select("row", "field", "code", "severity").iter_rows()}
