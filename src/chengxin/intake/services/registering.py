"""Registration reports: their rows also tell subjects what the organisations are."""

from datetime import datetime

import polars as pl

from chengxin.catalog.rules import Item, Means
from chengxin.codes.services import note_events
from chengxin.foundation.actor import Actor
from chengxin.intake.models import Submission
from chengxin.intake.rules.values import SEPARATORS
from chengxin.subjects.services import register_organisations

AT_ONCE = 20_000

TOLD = {
    Means.SUBJECT_CODE: "code",
    Means.SUBJECT_NAME: "name",
    Means.SUBJECT_KIND: "kind",
    Means.SUBJECT_STATUS: "status",
    Means.DISTRICT: "district",
    Means.ADDRESS: "address",
    Means.BUSINESS_SCOPE: "business_scope",
    Means.DECIDING_BODY: "registering_body",
    Means.REGISTERED_ON: "registered_on",
    Means.CLOSED_ON: "closed_on",
    Means.FORMER_NAMES: "former_names",
    Means.OLD_REGISTRATION_NUMBER: "registration_number",
    Means.OLD_ORGANISATION_CODE: "organisation_code",
}
"""What a field means, and the column of ``subjects.services.register_organisations`` that takes it."""


def register_facts(actor: Actor, row: Submission, item: Item, rows: pl.DataFrame, *, now: datetime) -> None:
    """Take over the facts of a submission, told for the day it came in; each some thousand rows a use case of its own.

    Safe to run twice: facts of the same day say the same again.
    """
    fields = {means: item.meaning(means) for means in TOLD}
    told = rows.select(pl.col(field.code).alias(TOLD[means]) for means, field in fields.items() if field is not None)
    if "former_names" in told.columns and told.schema["former_names"] == pl.String:
        told = told.with_columns(_several("former_names"))
    for begin in range(0, len(told), AT_ONCE):
        chunk = told.slice(begin, AT_ONCE)
        told_of = register_organisations(actor=actor, now=now, frame=chunk, facts_on=row.received_on)
        ids = told_of.ids["organisation_id"].to_list()
        note_events(actor=actor, now=now, organisations=ids, unit=row.unit_id)


def _several(column: str) -> pl.Expr:
    parts = pl.col(column).str.replace_all(SEPARATORS, ";").str.split(";")
    trimmed = parts.list.eval(pl.element().str.strip_chars())
    return trimmed.list.eval(pl.element().filter(pl.element() != ""))
