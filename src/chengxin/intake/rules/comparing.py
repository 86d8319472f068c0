"""Findings about rows that follow from what the register and the law answered for them."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from chengxin.catalog.rules import Field
from chengxin.intake.rules.findings import SCHEMA, FindingCode, Severity


def misfits(field: Field, compared: pl.DataFrame) -> pl.DataFrame:
    """Return a finding for each row whose name is none of the organisation's.

    ``compared`` has ``row``, ``name``, ``known_name``, ``name_fits``. A name that may be a person's is not told.
    """
    wrong = compared.filter(~pl.col("name_fits"))
    known = pl.col("known_name").fill_null("")
    message = (
        pl.when(known.str.len_chars() > 3)  # noqa: PLR2004  a shorter name may be a person's
        .then(
            pl.format(
                "“{}”与代码不符：这个代码登记的名称是“{}”，请对照营业执照核对名称和代码", pl.lit(field.name), known
            )
        )
        .otherwise(pl.format("“{}”与同一代码的其他行不一致，请对照营业执照核对名称和代码", pl.lit(field.name)))
    )
    return _findings(wrong, field.code, FindingCode.NAME_MISMATCH, pl.col("name"), message)


def shared(field: Field, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Return a finding for each row whose code another subject has: ``row``, ``name``, ``known_name``."""
    told = pl.DataFrame(rows, infer_schema_length=None).select("row", "name", "known_name")
    known = pl.col("known_name")
    who = pl.when(known.str.len_chars() > 3).then(pl.format("“{}”", known)).otherwise(pl.lit("另一个主体"))  # noqa: PLR2004  a shorter name may be a person's
    message = pl.format(
        "这个代码已登记给{}，名称和成立日期都与这一行不同，可能是重码。确是更名的，请填写曾用名；否则请核对代码", who
    )
    return _findings(told, field.code, FindingCode.SHARED_CODE, pl.col("name"), message)


def converted_otherwise(field: Field, rows: pl.DataFrame) -> pl.DataFrame:
    """Return a finding for each row whose old number was converted to another code; ``rows``: ``row``, ``told``."""
    words = "这个旧号码先前报的是另一个统一社会信用代码，请核对；先前报错的，请与信用办联系"
    return _findings(rows, field.code, FindingCode.CONVERTED_OTHERWISE, pl.col("told"), pl.lit(words))


def without_window(field: str, answered: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """Return a finding for each row for which the law gave no window; ``answered`` is as ``asking.windows`` gives it.

    Rows without a day of decision have another finding already.
    """
    wrong = answered.join(asked.select("row", "decided_on"), on="row").filter(
        pl.col("fault").is_not_null() & pl.col("decided_on").is_not_null()
    )
    return _findings(wrong, field, FindingCode.NO_RULE, pl.col("decided_on").cast(pl.String), pl.col("fault"))


def in_the_register(field: Field, rows: pl.DataFrame, *, elsewhere: pl.Series, repeated: pl.Series) -> pl.DataFrame:
    """Return findings about rows the register did not take; ``rows`` has ``row`` and ``told``, the value to show."""
    other = rows.filter(pl.col("row").is_in(elsewhere.implode()))
    again = rows.filter(pl.col("row").is_in(repeated.implode()))
    words = "同一条记录已由其他单位报送，内容不一致。请与该单位核对，由一方更正"
    twice = "与前面一行是同一条记录，内容却不同，请只留正确的一行"
    return pl.concat(
        [
            _findings(other, field.code, FindingCode.DUPLICATE_IN_REGISTER, pl.col("told"), pl.lit(words)),
            _findings(again, field.code, FindingCode.DUPLICATE_IN_FILE, pl.col("told"), pl.lit(twice)),
        ]
    )


def _findings(rows: pl.DataFrame, field: str, code: FindingCode, value: pl.Expr, message: pl.Expr) -> pl.DataFrame:
    return rows.select(
        pl.col("row").cast(pl.UInt32),
        pl.lit(field).alias("field"),
        pl.lit(code.value).alias("code"),
        pl.lit(Severity.ERROR.value).alias("severity"),
        value.cast(pl.String).fill_null("").str.head(200).alias("value"),
        message.cast(pl.String).alias("message"),
    ).match_to_schema(SCHEMA)
