"""Texts of payloads: letter by letter what PostgreSQL makes of them, parted as the catalogue says."""

import hashlib
import json
from datetime import date
from typing import Any

import polars as pl
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chengxin.catalog.rules import FieldType
from chengxin.register import rules
from chengxin.register.models import RecordVersion
from chengxin.register.rules import Value, payload_text
from chengxin.register.services import payloads
from chengxin.register.tests.scenes import PENALTY, Fact, bureau, merged, organisation

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=9)
CODES = st.lists(st.sampled_from(["fine", 'a"b', "c, d", '","', "罚\\款\x01"]), min_size=1, unique=True)
NUMBERS = st.integers(-(2**63), 2**63 - 1)
VALUES: dict[FieldType, st.SearchStrategy[Value]] = {
    FieldType.DATE: st.dates().map(date.isoformat),
    FieldType.AMOUNT: NUMBERS,
    FieldType.INTEGER: NUMBERS,
    FieldType.CHOICES: CODES,
}
ROWS = st.lists(
    st.fixed_dictionaries({}, optional={field.code: VALUES.get(field.type, WORDS) for field in PENALTY.fields}),
    min_size=1,
    max_size=4,
)
MANY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def texts(rows: list[dict[str, Value]], *, protected: bool | None = False) -> list[dict[str, Any]]:
    which = pl.Series([protected] * len(rows), dtype=pl.Boolean)
    return payloads.written(pl.Series([payload_text(row) for row in rows]), PENALTY, which).to_dicts()


@pytest.mark.parametrize("protected", [False, True, None])
@settings(deadline=None)
@given(rows=ROWS)
def test_each_value_stands_in_one_of_two_texts(*, protected: bool | None, rows: list[dict[str, Value]]) -> None:
    shown = rules.open_fields(PENALTY, protected=protected is not False)
    for row, said in zip(rows, texts(rows, protected=protected), strict=True):
        assert json.loads(said["payload"]) == {code: row[code] for code in row if code in shown}
        assert json.loads(said["closed_payload"]) == {code: row[code] for code in row if code not in shown}


@pytest.mark.service
@pytest.mark.usefixtures("db")
@MANY
@given(ROWS)
def test_texts_and_hash_are_those_of_the_database(rows: list[dict[str, Value]]) -> None:
    with connection.cursor() as cursor:
        for row, said in zip(rows, texts(rows), strict=True):
            cursor.execute("SELECT %s::jsonb::text", [payload_text(row)])
            (whole,) = cursor.fetchone()
            assert said["payload_hash"] == hashlib.sha256(whole.encode()).digest()
            cursor.execute("SELECT %s::jsonb::text, %s::jsonb::text", [said["payload"], said["closed_payload"]])
            assert cursor.fetchone() == (said["payload"], said["closed_payload"])
            assert said["shown_hash"] == hashlib.sha256(said["payload"].encode()).digest()


@pytest.mark.service
@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("kind", ["enterprise", "sole-trader"])
def test_a_stored_version_can_be_held_against_its_hashes(kind: str) -> None:
    merged(bureau(), Fact(organisation(kind), summary='罚款"二千元"\\整\n，\x02', extra=(("BZ", "备\x01注"),)))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sha256(convert_to((payload || closed_payload)::text, 'UTF8')) = payload_hash,"
            " sha256(convert_to(payload::text, 'UTF8')) = shown_hash, payload ->> 'CF_NR',"
            " closed_payload ->> 'BZ' FROM register_recordversion"
        )
        assert cursor.fetchone() == (True, True, '罚款"二千元"\\整\n，\x02', "备\x01注")


@pytest.mark.service
@pytest.mark.usefixtures("db")
def test_signs_that_part_columns_may_stand_in_them() -> None:
    merged(bureau(), Fact(organisation(), number='一\x01二\x02三"四,五\n\\.'))
    assert RecordVersion.objects.get().document_number == '一\x01二\x02三"四,五\n\\.'


def test_structs_say_what_texts_do() -> None:
    said: dict[str, Value] = {"CF_NR": "罚款", "CF_NR_FK": 5, "CF_CFLB": ["fine", "warning"], "CF_JDRQ": "2026-06-16"}
    struct = pl.DataFrame({field.code: [said.get(field.code)] for field in PENALTY.fields})
    struct = struct.with_columns(pl.col("CF_JDRQ").str.to_date())
    written = payloads.written(struct.to_struct("payload"), PENALTY, pl.Series([False]))
    assert written.to_dicts() == texts([said])


def test_null_members_and_members_of_other_items_are_left_out() -> None:
    (said,) = texts([{"CF_NR": None, "SOMETHING": "x", "BZ": "备注"}])
    assert (said["payload"], said["closed_payload"]) == ("{}", '{"BZ": "备注"}')
