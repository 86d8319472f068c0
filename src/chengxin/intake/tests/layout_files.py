"""Tables as units sent them in different years: headers and one sound row each, about invented organisations."""

from collections.abc import Mapping, Sequence

import polars as pl

from chengxin.foundation.identifiers import compose_unified_code
from chengxin.foundation.identifiers.organisation_code import organisation_code_check
from chengxin.intake.adapters.layouts import standard_layouts
from chengxin.intake.rules.recognising import Known
from chengxin.intake.tests.rows import COMPANY, TRADER

KNOWN = Known(layouts=tuple(standard_layouts().values()))
ORGANISATION_CODE = "00XN0001" + organisation_code_check("00XN0001")
SECOND_ORGANISATION_CODE = "00XN0002" + organisation_code_check("00XN0002")
REGISTRATION_NUMBERS = ("999999000000011", "999999000000020")
PERSONS_NUMBER = "999999199001010015"
OLD_SCHOOL = compose_unified_code("12", "999999", "00XN0003")

PENALTY_2015 = {
    "CF_WSH": "示市监罚字〔2016〕8号",
    "CF_CFMC": "销售标签不合格食品",
    "CF_CFLB1": "1",
    "CF_CFLB2": "4",
    "CF_SY": "在售产品的标签缺少贮存条件",
    "CF_YJ": "《中华人民共和国食品安全法》第一百二十五条",
    "CF_XDR_MC": "示例市澜舟水产食品有限公司",
    "CF_XDR_SHXYM": COMPANY,
    "CF_XDR_ZDM": ORGANISATION_CODE,
    "CF_XDR_GSDJ": REGISTRATION_NUMBERS[0],
    "CF_XDR_SWDJ": "",
    "CF_XDR_SFZ": "",
    "CF_FR": "某某",
    "CF_JG": "罚款人民币贰仟元，暂扣许可证",
    "CF_JDRQ": "2016/06/09",
    "CF_XZJG": "演示一局",
    "CF_ZT": "0",
    "DFBM": "999900",
    "SJC": "2016/06/12",
    "BZ": "",
    "CF_AJMC": "示例案",
    "GSQX": "一年",
}

LICENCE_2015 = {
    "XK_WSH": "示市监许〔2016〕21号",
    "XK_XMMC": "食品经营许可",
    "XK_SPLB": "普通",
    "XK_NR": "预包装食品销售",
    "XK_XDR": "示例市澜舟水产食品商行",
    "XK_XDR_SHXYM": TRADER,
    "XK_XDR_ZDM": ORGANISATION_CODE,
    "XK_XDR_GSDJ": REGISTRATION_NUMBERS[0],
    "XK_XDR_SWDJ": "",
    "XK_XDR_SFZ": "",
    "XK_FR": "某某",
    "XK_JDRQ": "2016/06/09",
    "XK_JZQ": "2099/12/31",
    "XK_XZJG": "演示一局",
    "XK_ZT": "1",
    "DFBM": "999900",
    "SJC": "2016/06/12",
    "BZ": "",
}


def names_of(layout: str) -> list[str]:
    """Return the Chinese headers of a layout."""
    return [column.name for column in standard_layouts()[layout].columns]


def table(headers: Sequence[str], *rows: Sequence[str]) -> pl.DataFrame:
    """Return rows under a header as the cells of a sheet."""
    lines = [list(headers), *[list(row) for row in rows]]
    return pl.DataFrame(
        {str(place): [line[place] or None for line in lines] for place in range(len(headers))},
        schema=dict.fromkeys(map(str, range(len(headers))), pl.String),
    )


def under(columns: Mapping[str, str], *rows: Mapping[str, str]) -> pl.DataFrame:
    """Return rows under the names of columns."""
    return table(list(columns), *[list({**columns, **row}.values()) for row in rows])
