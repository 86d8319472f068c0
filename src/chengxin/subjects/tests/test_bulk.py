"""Matching a load's rows: known codes, new ones, names that do not fit, and two loads at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import polars as pl
import pytest
from django.db import connection, connections, transaction

from chengxin.foundation.opaque import is_opaque_id
from chengxin.subjects import public
from chengxin.subjects.models import NamePeriod, Organisation
from chengxin.subjects.services import bulk
from chengxin.subjects.services.bulk import OutsideTransaction
from chengxin.subjects.services.bulk.creating import NameMissing, begin_names
from chengxin.subjects.tests import invented
from chengxin.subjects.tests.cast import code, frame, load

pytestmark = pytest.mark.service


def test_unknown_codes_are_created_and_known_ones_found(db: None) -> None:  # noqa: ARG001  stands in the database
    first = load([(code(2), "乙店"), (code(1), "甲店铺号"), (code(2), "乙店")])
    assert first["created"].to_list() == [True, True, True]
    assert first["code"].to_list() == [code(2), code(1), code(2)]
    second = load([(code(1), "甲店铺号"), (code(3, "92"), "丙店铺号")])
    assert second["created"].to_list() == [False, True]
    assert second["organisation_id"][0] == first["organisation_id"][1]
    third = Organisation.objects.get(unified_code=code(3, "92"))
    assert (third.kind, third.status, third.district) == ("sole-trader", "unknown", "990100")
    assert (third.address, third.registered_on, third.facts_on) == ("", None, None)
    assert is_opaque_id(third.public_id)
    assert third.names.get().current


def test_the_columns_are_as_documented(db: None) -> None:  # noqa: ARG001  stands in the database
    found = load([(code(1), "甲店铺号")])
    assert dict(found.schema) == {
        "code": pl.String,
        "name": pl.String,
        "organisation_id": pl.Int64,
        "known_name": pl.String,
        "created": pl.Boolean,
        "name_fits": pl.Boolean,
    }
    assert load([]).is_empty()
    assert load([]).schema == found.schema


def test_the_district_of_a_new_organisation_may_be_told(db: None) -> None:  # noqa: ARG001  stands in the database
    told = frame((code(1), "甲店铺号"), (code(2), "乙店铺号")).with_columns(district=pl.Series(["9901GX", None]))
    with transaction.atomic():
        bulk.match_organisations(told)
    districts = dict(Organisation.objects.values_list("unified_code", "district"))
    assert districts == {code(1): "9901GX", code(2): "990100"}


def test_a_name_fits_if_it_is_or_was_the_organisation_s_whatever_its_brackets(db: None) -> None:  # noqa: ARG001  stands in the database
    found = load([(code(1), "甲乙（北部）商店"), (code(2), "甲乙商店")])
    begin_names(
        pl.DataFrame({"organisation_id": [found["organisation_id"][0]], "name": ["老字号"], "current": [False]})
    )
    rows = [
        (code(1), "甲乙（北部）商店"),
        (code(1), "甲乙(北部) 商店"),
        (code(1), "老字号"),
        (code(1), "甲乙商店"),
        (code(2), "老字号"),
        (code(3), "丙丁商店"),
        (code(3), "戊己商店"),
    ]
    found = load(rows)
    assert found["name_fits"].to_list() == [True, True, True, False, False, True, False]
    assert found["known_name"].to_list()[-2:] == ["丙丁商店", "丙丁商店"]


@pytest.mark.parametrize(
    "name",
    [
        'a "quoted", name\\N',
        "\\.",
        "\\N",
        "{甲,乙}",
        "NULL",
        "甲\t乙\n丙",
        "甲\x00乙\u202e丙",
        "𬭚\ue0a1\U000f0003",
        "***",
        "  两边  ",
        "\ufdfa" * 200,
        "a:b & c | !d 'e'",
    ],
)
def test_odd_names_are_kept_as_written_but_for_unseen_signs(db: None, name: str) -> None:  # noqa: ARG001  stands in the database
    load([(code(1), name)])
    kept = Organisation.objects.get().name
    assert kept == "".join(sign for sign in name if sign not in "\x00\u202e\t\n").strip()
    assert NamePeriod.objects.get().name == kept
    assert load([(code(1), name)])["name_fits"].to_list() == [True]


@pytest.mark.parametrize("name", [None, "", " \u3000", "\x00\u200b"])
def test_a_row_without_name_is_refused(db: None, name: str) -> None:  # noqa: ARG001  stands in the database
    with pytest.raises(NameMissing) as caught:
        load([(code(1), "甲店铺号"), (code(2), name)])
    assert "1行" in caught.value.sentence()
    assert not Organisation.objects.exists()


def test_a_load_that_is_given_up_leaves_nothing(db: None) -> None:  # noqa: ARG001  stands in the database
    with transaction.atomic():
        bulk.match_organisations(frame((code(1), "甲店铺号")))
        transaction.set_rollback(True)
    assert not Organisation.objects.exists()
    assert not NamePeriod.objects.exists()
    assert load([(code(1), "甲店铺号")])["created"].to_list() == [True]


def test_chunks_of_one_transaction_see_each_other(db: None) -> None:  # noqa: ARG001  stands in the database
    with transaction.atomic():
        one = bulk.match_organisations(frame((code(1), "甲店铺号")))
        two = bulk.match_organisations(frame((code(1), "甲店铺号"), (code(2), "乙店铺号")))
    assert two["created"].to_list() == [False, True]
    assert two["organisation_id"][0] == one["organisation_id"][0]


def test_without_a_transaction_it_refuses(committed_db: object) -> None:  # noqa: ARG001  stands in the database
    with pytest.raises(OutsideTransaction):
        bulk.match_organisations(frame((code(1), "甲店铺号")))


def test_two_loads_that_create_the_same_codes_at_once_agree(committed_db: object) -> None:  # noqa: ARG001  stands in the database
    rows = [(one.code, one.name) for one in invented.organisations(3_000, seed=3)]
    chunks = [rows[:2_000], rows[1_000:][::-1], rows[500:2_500]]
    start = Barrier(len(chunks))

    def one_load(chunk: list[tuple[str, str]]) -> pl.DataFrame:
        try:
            start.wait(timeout=30)
            return load(chunk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(chunks)) as threads:
        found = pl.concat(threads.map(one_load, chunks))
    assert Organisation.objects.count() == len({code for chunk in chunks for code, _ in chunk})
    assert NamePeriod.objects.count() == Organisation.objects.count()
    assert found.filter("created").height == Organisation.objects.count()
    assert found.select("code", "organisation_id").unique().height == Organisation.objects.count()
    assert found["name_fits"].all()


def test_the_waiting_list_is_emptied_by_the_application_s_role(committed_db: object) -> None:  # noqa: ARG001  stands in the database
    load([(one.code, one.name) for one in invented.organisations(200)])
    with connection.cursor() as cursor:
        cursor.execute("SELECT subjects_settle_names()")
        assert cursor.fetchone()[0] > 0
    bulk.settle()
    with connection.cursor() as cursor:
        cursor.execute("SELECT subjects_settle_names()")
        assert cursor.fetchone() == (0,)
    assert public.count_organisations("海棠").number > 0
