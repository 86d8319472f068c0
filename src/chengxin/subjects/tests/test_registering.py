"""Registration reports: facts of a day, new names, old numbers; what is older or not sound changes nothing."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from chengxin.audit.models import AuditEntry
from chengxin.foundation.actor import Actor, public_actor
from chengxin.foundation.refusals import NotPermitted
from chengxin.foundation.roles import Role
from chengxin.subjects import queries, services
from chengxin.subjects.models import NamePeriod, OldNumber, Organisation
from chengxin.subjects.services import Registered
from chengxin.subjects.services.bulk.creating import NameMissing
from chengxin.subjects.services.registering import CodeTwice, UnknownValue
from chengxin.subjects.tests.cast import NOW, TODAY, bureau, code, load, officer

pytestmark = pytest.mark.service

SCHEMA: dict[str, Any] = {
    "code": pl.String,
    "name": pl.String,
    "kind": pl.String,
    "status": pl.String,
    "district": pl.String,
    "registered_on": pl.Date,
    "renamed_on": pl.Date,
    "address": pl.String,
    "former_names": pl.List(pl.String),
    "registration_number": pl.String,
    "organisation_code": pl.String,
}


@pytest.fixture
def reporter(db: None) -> Actor:  # noqa: ARG001  the unit stands in the database
    return officer(bureau(), Role.REPORTER)


def report(actor: Actor, *rows: dict[str, Any], on: date = TODAY) -> Registered:
    frame = pl.DataFrame([dict.fromkeys(SCHEMA) | row for row in rows], schema=SCHEMA)
    return services.register_organisations(actor=actor, now=NOW, frame=frame, facts_on=on)


def names(number: int, prefix: str = "91") -> list[tuple[str, date | None, date | None]]:
    periods = NamePeriod.objects.filter(organisation__unified_code=code(number, prefix)).order_by("-current", "-id")
    return [(row.name, row.valid_from, row.valid_until) for row in periods]


def test_a_new_organisation_is_registered_with_its_facts(reporter: Actor) -> None:
    told = {
        "code": code(1),
        "name": "甲乙贸易商店",
        "status": "active",
        "district": "990102",
        "registered_on": date(2015, 3, 1),
        "address": "某路1号",
        "former_names": ["老字号", "甲乙贸易商店", " ", "老字号"],
        "registration_number": "990100000001234",
        "organisation_code": "MT000001-9",
    }
    done = report(reporter, told)
    assert (done.rows, done.created, done.updated, done.renamed, done.older) == (1, 1, 0, 0, 0)
    facts = queries.dossier_for(reporter, code(1))
    assert (facts.name, facts.kind, facts.status, facts.district) == ("甲乙贸易商店", "企业", "存续", "990102")
    assert (facts.registered_on, facts.address, facts.facts_on) == (date(2015, 3, 1), "某路1号", TODAY)
    assert [name.name for name in facts.names] == ["甲乙贸易商店", "老字号"]
    assert facts.old_numbers == (("组织机构代码", "MT0000019"), ("工商注册号", "990100000001234"))
    assert done.ids.rows() == [(code(1), Organisation.objects.get().id)]


def test_a_report_updates_what_it_tells_and_leaves_the_rest(reporter: Actor) -> None:
    load([(code(1), "甲乙贸易商店")])
    report(reporter, {"code": code(1), "name": "甲乙贸易商店", "status": "active", "address": "某路1号"})
    done = report(reporter, {"code": code(1), "name": "甲乙贸易商店", "status": "deregistered"})
    assert (done.created, done.updated, done.renamed) == (0, 1, 0)
    row = Organisation.objects.get()
    assert (row.status, row.address, row.facts_on) == ("deregistered", "某路1号", TODAY)
    assert names(1) == [("甲乙贸易商店", None, None)]


def test_a_changed_name_opens_a_period(reporter: Actor) -> None:
    load([(code(1), "甲乙贸易商店"), (code(2), "丙丁贸易商店")])
    rows: list[dict[str, Any]] = [
        {"code": code(1), "name": "甲乙实业商店", "renamed_on": date(2018, 5, 1)},
        {"code": code(2), "name": "丙丁实业商店"},
    ]
    assert report(reporter, *rows).renamed == 2
    assert names(1) == [("甲乙实业商店", date(2018, 5, 1), None), ("甲乙贸易商店", None, date(2018, 5, 1))]
    assert names(2) == [("丙丁实业商店", TODAY, None), ("丙丁贸易商店", None, TODAY)]
    organisation = Organisation.objects.get(unified_code=code(1))
    assert organisation.name == "甲乙实业商店"
    assert "shi2 ye4" in organisation.name_key
    (hit,) = queries.search_organisations(reporter, "甲乙贸易").hits
    assert (hit.name, hit.former_name) == ("甲乙实业商店", "甲乙贸易商店")


def test_a_name_taken_back_is_a_period_of_its_own(reporter: Actor) -> None:
    load([(code(1), "甲乙贸易商店")])
    report(reporter, {"code": code(1), "name": "甲乙实业商店", "renamed_on": date(2016, 1, 1)}, on=date(2016, 2, 1))
    report(reporter, {"code": code(1), "name": "甲乙贸易商店", "renamed_on": date(2017, 1, 1)}, on=date(2017, 2, 1))
    assert names(1) == [
        ("甲乙贸易商店", date(2017, 1, 1), None),
        ("甲乙实业商店", date(2016, 1, 1), date(2017, 1, 1)),
        ("甲乙贸易商店", None, date(2016, 1, 1)),
    ]
    found = queries.search_organisations(reporter, "甲乙贸易").hits
    assert [(hit.name, hit.former_name) for hit in found] == [("甲乙贸易商店", "")]


def test_days_out_of_order_do_not_make_periods_that_overlap(reporter: Actor) -> None:
    load([(code(1), "名称一商店")])
    for number, day in (
        ("二", date(2017, 1, 1)),
        ("三", date(2015, 1, 1)),
        ("四", date(2014, 1, 1)),
        ("五", date(2018, 1, 1)),
    ):
        report(reporter, {"code": code(1), "name": f"名称{number}商店", "renamed_on": day})
    assert [name for name, _, _ in names(1)] == ["名称五商店", "名称四商店", "名称三商店", "名称二商店", "名称一商店"]
    closed = [(first, end) for _, first, end in names(1)[1:] if first and end]
    assert all(first < end for first, end in closed)


def test_another_spelling_is_no_new_name(reporter: Actor) -> None:
    load([(code(1), "甲乙(北部) 商店")])
    done = report(reporter, {"code": code(1), "name": "甲乙（北部）商店"})
    assert done.renamed == 0
    assert names(1) == [("甲乙（北部）商店", None, None)]
    assert Organisation.objects.get().name == "甲乙（北部）商店"


def test_an_older_report_changes_nothing(reporter: Actor) -> None:
    report(reporter, {"code": code(1), "name": "甲乙实业商店", "status": "active"})
    old = {"code": code(1), "name": "甲乙贸易商店", "status": "revoked", "registration_number": "990100000001234"}
    done = report(reporter, old, on=date(2018, 1, 1))
    assert (done.older, done.updated, done.renamed) == (1, 0, 0)
    assert (Organisation.objects.get().name, Organisation.objects.get().status) == ("甲乙实业商店", "active")
    assert OldNumber.objects.count() == 1


def test_a_sole_trader_stays_one_whatever_a_report_says(reporter: Actor) -> None:
    report(reporter, {"code": code(1, "92"), "name": "甲乙小吃店", "kind": "enterprise"})
    report(reporter, {"code": code(1, "92"), "name": "甲乙小吃店", "kind": "other"})
    assert Organisation.objects.get().kind == "sole-trader"


def test_an_organisation_that_moves_is_found_where_it_is_now(reporter: Actor) -> None:
    load([(code(1), "甲乙贸易商店")])
    told = {"code": code(1), "name": "甲乙实业商店", "district": "990102", "former_names": ["老字号"]}
    report(reporter, told)
    for typed in ("甲乙", "甲乙贸易", "实业", "字号"):
        assert queries.search_organisations(reporter, typed, districts=["990100"]).hits == ()
        assert len(queries.search_organisations(reporter, typed, districts=["990102"]).hits) == 1
    report(reporter, {"code": code(1), "name": "甲乙实业商店", "district": "'); :* & |", "kind": "cooperative"})
    assert queries.search_organisations(reporter, "甲乙", districts=["990102"]).hits == ()
    assert len(queries.search_organisations(reporter, "甲乙", kinds=["cooperative"]).hits) == 1
    assert queries.search_organisations(reporter, "甲乙", kinds=["enterprise"]).hits == ()


def test_a_name_that_becomes_a_person_s_is_protected_from_then_on(reporter: Actor) -> None:
    load([(code(1, "92"), "甲乙小吃店")])
    report(reporter, {"code": code(1, "92"), "name": "王小伟"})
    assert Organisation.objects.get().name_is_personal
    assert NamePeriod.objects.get(current=True).personal


@pytest.mark.parametrize(
    "number",
    ["11010519491231002X", "440524188001010014", "13800138000", "无", "/", "000000000000000", "待查", "9" * 51],
)
def test_numbers_of_persons_and_placeholders_are_not_kept(reporter: Actor, number: str) -> None:
    report(
        reporter, {"code": code(1), "name": "甲乙贸易商店", "registration_number": number, "organisation_code": number}
    )
    assert not OldNumber.objects.exists()


def test_the_same_report_twice_is_as_once(reporter: Actor) -> None:
    told = {
        "code": code(1),
        "name": "甲乙贸易商店",
        "former_names": ["老字号"],
        "registration_number": "990100000001234",
    }
    report(reporter, told)
    before = (list(NamePeriod.objects.values()), list(OldNumber.objects.values()), list(Organisation.objects.values()))
    done = report(reporter, told)
    after = (list(NamePeriod.objects.values()), list(OldNumber.objects.values()), list(Organisation.objects.values()))
    assert (done.created, done.updated, done.renamed) == (0, 1, 0)
    assert before == after


def test_what_is_told_too_long_is_cut_and_hostile_text_is_kept_as_text(reporter: Actor) -> None:
    report(reporter, {"code": code(1), "name": "甲乙贸易商店", "address": "路" * 500 + "\x00"})
    report(reporter, {"code": code(2), "name": "丙丁贸易商店", "address": "'); DROP TABLE x; --\\N\n\"\x00"})
    assert Organisation.objects.get(unified_code=code(1)).address == "路" * 400
    assert Organisation.objects.get(unified_code=code(2)).address == "'); DROP TABLE x; --\\N\n\""


def test_what_is_not_sound_is_refused_as_a_whole(reporter: Actor) -> None:
    good = {"code": code(1), "name": "甲乙贸易商店"}
    with pytest.raises(CodeTwice):
        report(reporter, good, good)
    with pytest.raises(UnknownValue, match="unknown-value") as caught:
        report(reporter, good, {"code": code(2), "name": "丙店铺号", "status": "开业"})
    assert "开业" in caught.value.sentence()
    with pytest.raises(NameMissing):
        report(reporter, good, {"code": code(2), "name": " "})
    assert not Organisation.objects.exists()


def test_an_empty_report_is_one(reporter: Actor) -> None:
    assert report(reporter).rows == 0


def test_it_takes_a_permission_and_leaves_one_entry(reporter: Actor) -> None:
    told = {"code": code(1), "name": "甲乙贸易商店"}
    with pytest.raises(NotPermitted):
        report(public_actor("192.0.2.1"), told)
    assert not Organisation.objects.exists()
    report(reporter, told)
    entry = AuditEntry.objects.get(action="subjects.organisations-registered")
    assert entry.facts == {
        "rows": 1,
        "created": 1,
        "updated": 0,
        "renamed": 0,
        "older": 0,
        "facts_on": TODAY.isoformat(),
    }
