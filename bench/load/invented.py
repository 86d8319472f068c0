"""Files of penalties that never were: all 31 columns, texts as long as real ones, the same each time.

The history is what the register holds: penalty ``n`` is about organisation ``n mod 300,000``. A file has rows about
organisations that nobody knew, about known ones, corrections of the history, and rows with an error.
"""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from chengxin.catalog.rules import Item
from chengxin.foundation.identifiers import compose_unified_code
from chengxin.subjects.tests import invented

OFFICE = compose_unified_code("11", "990100", "00XN0001")
BODY = "海棠市演示执法局"
KINDS = ("罚款", "警告;罚款", "没收违法所得;罚款")
SEVERITIES = ("一般", "一般", "轻微", "严重")
FIELDS = ("其他", "食品", "安全生产", "消防", "药品")
OFFENCES = (
    "销售超过保质期的食品", "未按规定公示年度报告", "未落实进货查验记录制度", "占道经营影响市容", "未办理变更登记",
    "虚假宣传误导消费者", "未按规定配备消防器材", "无证从事道路货物运输",
)  # fmt: skip
BASES = (
    "《中华人民共和国食品安全法》第一百二十四条第一款第五项、第一百三十六条",
    "《企业信息公示暂行条例》第十七条、《中华人民共和国行政处罚法》第二十八条、第三十二条",
    "《中华人民共和国消防法》第六十条第一款第一项",
)
DAYS = 359
LAST_DAY = "2026-06-29"
"""The youngest decision; the file is received the day after."""

NEW_SHARE, CORRECTED_SHARE, FAULTY_SHARE = 0.30, 0.05, 0.02


def organisations(count: int, *, seed: int) -> pl.DataFrame:
    """Return ``code``, ``name`` of so many organisations."""
    rows = list(invented.organisations(count, seed=seed))
    # Names of one or two odd signs are for the search; here each is one a clerk would type.
    return pl.DataFrame({"code": [row.code for row in rows], "name": [row.name for row in rows]})


def history(known: pl.DataFrame, first: int, count: int) -> pl.DataFrame:
    """Return the penalties ``first`` … of the register as rows of a file."""
    numbers = pl.Series("number", range(first, first + count), dtype=pl.Int64)
    return penalties(known[(numbers % known.height)].with_columns(numbers))


def file_rows(known: pl.DataFrame, new: pl.DataFrame, *, history_rows: int, rows: int) -> pl.DataFrame:
    """Return a file: the shares above, the rest about known organisations; mixed."""
    faulty, corrected, fresh = (round(rows * share) for share in (FAULTY_SHARE, CORRECTED_SHARE, NEW_SHARE))
    again = history(known, 0, history_rows).gather_every(history_rows // corrected).head(corrected)
    numbers = pl.Series("number", range(history_rows, history_rows + rows - corrected), dtype=pl.Int64)
    about = pl.concat([new[(numbers[:fresh] % new.height)], known[(numbers[fresh:] % known.height)]])
    made = penalties(about.with_columns(numbers))
    sound, wrong = made.head(rows - corrected - faulty), made.tail(faulty)
    wrong = wrong.with_columns(
        CF_XDR_SHXYM=pl.when(pl.int_range(pl.len()) % 2 == 0)
        .then(pl.col("CF_XDR_SHXYM").str.head(17))
        .otherwise("CF_XDR_SHXYM"),
        CF_YJ=pl.when(pl.int_range(pl.len()) % 2 == 1).then(pl.lit(None, pl.String)).otherwise("CF_YJ"),
    )
    changed = again.with_columns(CF_NR=pl.concat_str(pl.col("CF_NR"), pl.lit("（已更正）")))
    return pl.concat([sound, wrong, changed]).sample(fraction=1, shuffle=True, seed=5)


def penalties(about: pl.DataFrame) -> pl.DataFrame:
    """Return a penalty for each row of ``code``, ``name``, ``number``: every column a text, as in a file."""
    number = pl.col("number")
    trader = pl.col("code").str.starts_with("92")
    day = pl.lit(LAST_DAY).str.to_date() - pl.duration(days=number % DAYS)
    offence = _of(OFFENCES, number)
    money = (number % 97 + 1) * 500
    amount = pl.format("{}.{}", money // 10_000, (money % 10_000).cast(pl.String).str.zfill(4))
    kinds = _of(KINDS, number)
    written = pl.format("罚款人民币{}元", money)
    cells: dict[str, pl.Expr] = {
        "CF_XDR_MC": pl.col("name"),
        "CF_XDR_LB": pl.when(trader).then(pl.lit("个体工商户")).otherwise(pl.lit("法人及非法人组织")),
        "CF_XDR_SHXYM": pl.col("code"),
        "CF_XDR_GSZC": pl.format("4599{}", (number + 100_000_000_000).cast(pl.String)),
        "CF_XDR_ZZJG": pl.lit(None, pl.String),
        "CF_XDR_SWDJ": pl.lit(None, pl.String),
        "CF_XDR_SYDW": pl.lit(None, pl.String),
        "CF_XDR_SHZZ": pl.lit(None, pl.String),
        "CF_FRDB": pl.lit("某某某"),
        "CF_FR_ZJLX": pl.lit(None, pl.String),
        "CF_FR_ZJHM": pl.lit(None, pl.String),
        "CF_WSH": pl.format("海演执罚〔2026〕第{}号", number),
        "CF_WFXW": offence,
        "CF_SY": pl.format(
            "{}在海棠市云溪区经营期间，{}，经执法人员第{}号现场检查笔录、询问笔录及照片证实，违法事实清楚，证据确凿",
            pl.col("name"), offence, number,
        ),
        "CF_YJ": _of(BASES, number),
        "CF_CFLB": kinds,
        "CF_NR": pl.format("依法责令改正，并处{}，自收到决定书之日起十五日内缴至指定银行", written),
        "CF_NR_FK": amount,
        "CF_NR_WFFF": pl.when(kinds.str.contains("没收")).then(amount).otherwise(pl.lit(None, pl.String)),
        "CF_NR_ZKDX": pl.lit(None, pl.String),
        "CF_JDRQ": day.dt.strftime("%Y/%m/%d"),
        "CF_YXQ": pl.lit("2099-12-31"),
        "CF_GSJZQ": day.dt.offset_by("1y").dt.strftime("%Y/%m/%d"),
        "CF_CFJG": pl.lit(BODY),
        "CF_CFJGDM": pl.lit(OFFICE),
        "CF_SJLY": pl.lit(BODY),
        "CF_SJLYDM": pl.lit(OFFICE),
        "CX_SXCD": _of(SEVERITIES, number),
        "CX_CFCX": pl.lit("普通程序"),
        "CX_CFLY": _of(FIELDS, number),
        "BZ": pl.when(number % 10 == 0).then(pl.lit("当事人已经改正")).otherwise(pl.lit(None, pl.String)),
    }  # fmt: skip
    return about.select(cell.alias(code) for code, cell in cells.items())


def write_file(rows: pl.DataFrame, item: Item, path: Path) -> None:
    """Write the rows as the csv that a unit would send: names of the columns in the first line."""
    rows.rename({field.code: field.name for field in item.fields}).write_csv(path)


def _of(words: Sequence[str], number: pl.Expr) -> pl.Expr:
    """Return one of the words for each number; not in step with the day."""
    places = dict(enumerate(words))
    return (number * 7 // 3 % len(words)).replace_strict(places, return_dtype=pl.String)
