"""Old certificates among the findings of a check: refused by the day of decision, the mapped code offered."""

from datetime import date

import polars as pl
from django.conf import settings

from chengxin.catalog.rules import Item, Means
from chengxin.codes.queries import codes_of_numbers
from chengxin.foundation.actor import Actor
from chengxin.intake.rules.old_numbers import Asked, in_place_of_codes, numbers_among, told_of
from chengxin.law.current import law_in_force

ASKED = ("number", "decided_on", "sole_trader")


def with_old_certificates(
    actor: Actor, item: Item, table: pl.DataFrame, findings: pl.DataFrame, *, received_on: date
) -> pl.DataFrame:
    """Return the findings; of a code that is an old number they say which, whether it is refused, and the code."""
    rows = in_place_of_codes(item, table, findings, received_on)
    numbers = numbers_among(rows, received_on)
    field = item.meaning(Means.SUBJECT_CODE)
    if not numbers or field is None:
        return findings
    known, law = codes_of_numbers(actor, list(numbers)), law_in_force(settings.DATA)
    different = rows.filter(pl.col("number").is_in(list(numbers))).unique(ASKED).select(ASKED)
    told = [
        (*one, *answer)
        for one in different.iter_rows()
        if (answer := told_of(field, Asked(*one), known.get(one[0]), law)) is not None
    ]
    schema = pl.Schema(
        {**{name: rows.schema[name] for name in ASKED}, "told_code": pl.String(), "told_message": pl.String()}
    )
    answers = rows.join(
        pl.DataFrame(told, schema=schema, orient="row"), on=ASKED, how="inner", nulls_equal=True
    ).select("row", "told_code", "told_message", field=pl.lit(field.code), code=pl.lit("bad-length"))
    joined = findings.join(answers, on=("row", "field", "code"), how="left", maintain_order="left")
    return joined.with_columns(
        code=pl.coalesce("told_code", "code"), message=pl.coalesce("told_message", "message")
    ).drop("told_code", "told_message")
