"""Names beside codes before anything is written: what a load would meet, told to the reporter first."""

import polars as pl

from chengxin.subjects.rules.naming import normal_form
from chengxin.subjects.services.bulk.creating import clean_names
from chengxin.subjects.services.bulk.matching import fitting_names, known_organisations


def compare_names(frame: pl.DataFrame) -> pl.DataFrame:
    """Return for each row whether the name is one of the organisation's; nothing is created.

    Takes ``code`` (tidied) and ``name``; returns the rows in their order with ``known_name`` (null where the code is
    unknown) and ``name_fits``. Rows of a code nobody knows are held against the first of them, as a load would do.

    Raises:
        NameMissing: a row has no name.
    """
    known = known_organisations(frame["code"].drop_nulls().unique().to_list())
    rows = clean_names(frame.select("code", "name")).join(known, on="code", how="left", maintain_order="left")
    strange = rows.filter(pl.col("organisation_id").is_null() & pl.col("code").is_not_null())
    first = strange.unique("code", keep="first", maintain_order=True).select("code", first_name="name")
    told = rows.join(first, on="code", how="left", maintain_order="left")
    new_fits = _same(told)
    old = told.filter(pl.col("organisation_id").is_not_null())
    fitting = old.with_columns(fits=fitting_names(old)).select("code", "name", "fits").unique(["code", "name"])
    marked = told.join(fitting, on=["code", "name"], how="left", maintain_order="left")
    fits = marked["fits"].fill_null(new_fits).fill_null(value=True)
    return told.select("code", "name", "known_name").with_columns(name_fits=fits)


def _same(told: pl.DataFrame) -> pl.Series:
    """Say of rows of unknown codes whether their name is that of the first such row; null for other rows."""
    equal = told["name"] == told["first_name"]
    doubtful = told.filter(~equal).select("name", "first_name").unique()
    agree = pl.Series(
        [normal_form(one["name"]) == normal_form(one["first_name"]) for one in doubtful.iter_rows(named=True)],
        dtype=pl.Boolean,
    )
    joined = told.join(doubtful.with_columns(agree=agree), on=["name", "first_name"], how="left", maintain_order="left")
    return equal | joined["agree"].fill_null(value=False)
