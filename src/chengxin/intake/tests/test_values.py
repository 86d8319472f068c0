from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin.catalog.adapters import standard_lists
from chengxin.intake.rules import values


def read(expression: pl.Expr, text: str) -> object:
    return pl.DataFrame({"x": [text]}, schema={"x": pl.String}).select(expression).item()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2017/3/5", date(2017, 3, 5)),
        ("2017-03-05", date(2017, 3, 5)),
        ("2017.03.05", date(2017, 3, 5)),
        ("2017年3月5日", date(2017, 3, 5)),
        ("2017年03月05日", date(2017, 3, 5)),
        ("20170305", date(2017, 3, 5)),
        ("2017，03，05", date(2017, 3, 5)),
        ("２０１７／０３／０５", date(2017, 3, 5)),
        ("2017-03-05 10：20", date(2017, 3, 5)),
        ("2017-03-05 00:00:00.0", date(2017, 3, 5)),
        ("2017-03-05T08:00:00+08:00", date(2017, 3, 5)),
        ("长期", date(2099, 12, 31)),
        ("9999/12/31", date(2099, 12, 31)),
        ("2099/12/31", date(2099, 12, 31)),
        ("2017.03", None),
        ("17-03-05", None),
        ("2022-09-31", None),
        ("2017年", None),
        ("第3号", None),
        ("3/5/2017", None),
    ],
)
def test_dates_of_real_files(text: str, day: date | None) -> None:
    assert read(values.as_date(pl.col("x")), text) == day


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2098, 12, 31)))
def test_every_date_is_read_in_every_shape(day: date) -> None:
    shapes = [day.strftime(shape) for shape in ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y年%m月%d日", "%Y.%m.%d")]
    frame = pl.DataFrame({"x": shapes}).select(values.as_date(pl.col("x")))
    assert frame.to_series().to_list() == [day] * len(shapes)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("0.2", 200_000),
        ("1", 1_000_000),
        ("0.000001", 1),
        ("1,234.5", 1_234_500_000),
        ("２", 2_000_000),
        ("0.2万元", 200_000),
        ("0", 0),
        ("2000元", None),
        ("0.0000001", None),
        ("1e3", None),
        ("罚款", None),
    ],
)
def test_amounts_are_ten_thousands_of_yuan_in_cents(text: str, cents: int | None) -> None:
    assert read(values.as_cents(pl.col("x")), text) == cents


KINDS = standard_lists()["penalty-kind"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("罚款", ["fine"]),
        ("警告;罚款", ["warning", "fine"]),
        ("警告；罚款；", ["warning", "fine"]),
        ("警告、罚款", ["warning", "fine"]),
        ("警告&警告&警告", ["warning"]),
        ("没收违法所得、没收非法财物", ["confiscation"]),
        ("吊销营业执照", ["revocation-of-licence"]),
        ("罚款;乱写", ["fine", None]),
    ],
)
def test_several_values_in_one_cell(text: str, kinds: list[str | None]) -> None:
    frame = pl.DataFrame({"x": [text]}).select(values.as_codes(pl.col("x"), KINDS))
    assert frame.to_series().to_list() == [kinds]
