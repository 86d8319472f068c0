"""Kinds of lists and measures: what comes with a release, what rests on law, how the office changes and publishes."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from chengxin.catalog import public
from chengxin.catalog.adapters.kinds import standard_list_kinds, standard_measures
from chengxin.catalog.models import ListKindRow, ListKindVersion, MeasureRow, MeasureVersion
from chengxin.catalog.queries import kinds as queries
from chengxin.catalog.rules import Basis, doings
from chengxin.catalog.rules.kind_definitions import list_kind_from, measure_from, plain
from chengxin.catalog.rules.kind_publishing import NEW_ERA, any_stands, level_suffices, measures_standing
from chengxin.catalog.rules.list_kinds import ADVERSE_TYPES, BasisLevel, ListKind, ListTerm, ListType
from chengxin.catalog.rules.measures import Measure, OrderedBy
from chengxin.catalog.services import checking, kinds
from chengxin.foundation.actor import Actor, system_actor
from chengxin.foundation.refusals import NotPermitted
from chengxin.law import book
from chengxin.units.queries import day_of
from chengxin.units.tests import trail
from chengxin.units.tests.conftest import Cast

LAW = book.load(settings.DATA)
INSTRUMENTS = queries.instruments_of_law(system_actor("test"))
DAYS = st.dates(date(2000, 1, 1), date(2040, 1, 1))
KINDS, MEASURES = standard_list_kinds(), standard_measures()
KIND, MEASURE = KINDS["wages"], MEASURES["wages-public-money"]
NOTHING = Basis(text="口头要求")


@pytest.fixture
def office(cast: Cast) -> Actor:
    return cast.city_office


def drafted(actor: Actor, now: datetime, kind: ListKind) -> int:
    row = ListKindRow.objects.filter(key=kind.key).first()
    seen = row.draft_number if row else 0
    made = kinds.draft_list_kind(actor=actor, now=now, key=kind.key, seen=seen, kind=kind, new=row is None)
    return made.draft_number


def published(actor: Actor, now: datetime, kind: ListKind) -> ListKindVersion:
    seen = drafted(actor, now, kind)
    return kinds.publish_list_kind(actor=actor, now=now, key=kind.key, seen=seen, on=day_of(now))


def published_measure(actor: Actor, now: datetime, one: Measure) -> MeasureVersion:
    seen = MeasureRow.objects.get(key=one.key).draft_number
    row = kinds.draft_measure(actor=actor, now=now, key=one.key, seen=seen, measure=one)
    return kinds.publish_measure(actor=actor, now=now, key=one.key, seen=row.draft_number, on=day_of(now))


@pytest.mark.parametrize("key", sorted(KINDS))
def test_a_kind_of_the_product_reads_back_and_has_its_basis_every_day_of_its_time(key: str) -> None:
    kind = KINDS[key]
    assert list_kind_from(plain(kind)) == kind
    for on in {kind.in_force_from, kind.last_day or date(2026, 6, 1)}:
        assert any_stands(kind.basis, INSTRUMENTS, on)
        assert any_stands([kind.term.basis], INSTRUMENTS, on)
        if key == "wages-black-2017":
            continue
        assert LAW.list_basis(kind.type.value, kind.field, on=on, region="guangxi").permitted
        assert level_suffices(kind, on)
    assert kind.persons is None


@pytest.mark.parametrize("key", sorted(MEASURES))
def test_a_measure_of_the_product_reads_back_and_is_triggered_by_what_there_is(key: str) -> None:
    measure = MEASURES[key]
    assert measure_from(plain(measure)) == measure
    assert set(measure.list_kinds) <= set(KINDS)
    assert measure.is_in_force(measure.in_force_from)
    assert any_stands([measure.basis], INSTRUMENTS, measure.in_force_from)


@given(DAYS)
def test_no_measure_without_an_article_in_force(on: date) -> None:
    known = LAW.instruments
    for one in measures_standing(MEASURES.values(), INSTRUMENTS, on):
        instrument = known[one.basis.instrument]
        assert instrument.in_force_from is None or instrument.in_force_from <= on
        assert instrument.last_day_in_force is None or on <= instrument.last_day_in_force
        assert one.is_in_force(on)


@given(st.sampled_from(sorted(MEASURES)), DAYS)
def test_a_measure_whose_text_the_law_does_not_know_is_never_given_out(key: str, on: date) -> None:
    assert not measures_standing([replace(MEASURES[key], basis=NOTHING)], INSTRUMENTS, on)


@given(st.sampled_from(BasisLevel), st.sampled_from(ListType), DAYS, st.booleans())
def test_a_local_adverse_list_of_the_new_era_needs_a_local_regulation(
    level: BasisLevel,
    type_: ListType,
    on: date,
    local: bool,  # noqa: FBT001  a value of the property
) -> None:
    kind = replace(KIND, basis_level=level, type=type_, region="guangxi" if local else "*")
    if level_suffices(kind, on) and type_ in ADVERSE_TYPES and on >= NEW_ERA:
        assert level is not BasisLevel.NORMATIVE_DOCUMENT
        assert not local or level is BasisLevel.LOCAL_REGULATION


def test_what_only_a_court_orders_is_told_so() -> None:
    assert MEASURES["high-consumption"].ordered_by is OrderedBy.COURT
    assert MEASURES["court-exit-ban"].ordered_by is OrderedBy.COURT
    assert {MEASURES[key].ordered_by for key in ("no-flight", "no-train", "tax-exit-ban")} == {OrderedBy.LISTING_BODY}


@pytest.mark.service
def test_a_release_installs_once_and_leaves_the_units_to_the_city(office: Actor, now: datetime, cast: Cast) -> None:
    assert ListKindVersion.objects.count() == len(KINDS)
    install = kinds.install_standard_kinds
    assert install(actor=office, now=now, kinds=KINDS, measures=MEASURES) == 0
    published(office, now, replace(KIND, units=(cast.bureau.code,)))
    newer = replace(KIND, exit_rule="期满")
    assert install(actor=office, now=now, kinds={"wages": newer}, measures={}) == 1
    last = ListKindVersion.objects.filter(row__key="wages").latest("number")
    assert (last.definition["units"], last.definition["exit_rule"]) == ([cast.bureau.code], "期满")
    asked = queries.list_kind(office, "wages", on=day_of(now))
    assert (asked.units, asked.exit_rule) == ((cast.bureau.code,), "期满")
    published(office, now, replace(newer, units=(), exit_rule="本市另写"))
    assert install(actor=office, now=now, kinds={"wages": KIND}, measures={}) == 0


@pytest.mark.service
def test_a_version_is_asked_from_its_day_on(office: Actor, now: datetime, cast: Cast) -> None:
    today = day_of(now)
    code = cast.bureau.code
    assert queries.kinds_to_list(office, code, today) == ()
    seen = drafted(office, now, replace(KIND, units=(code,)))
    later = today + timedelta(days=3)
    kinds.publish_list_kind(actor=office, now=now, key="wages", seen=seen, on=later)
    assert queries.list_kind(office, "wages", on=today).units == ()
    assert [one.key for one in queries.kinds_to_list(office, code, later)] == ["wages"]
    assert [one.units for one in public.list_kinds(later) if one.key == "wages"] == [(code,)]
    assert trail.last(doings.LIST_KIND_PUBLISHED).facts["changes"] == [f"本市的单位由“空”改为“{cast.bureau.name}”"]
    with transaction.atomic(), pytest.raises(DatabaseError):
        ListKindVersion.objects.filter(row__key="wages").update(number=9)


@pytest.mark.service
def test_the_law_says_whether_a_kind_may_list(office: Actor) -> None:
    assert queries.may_list(office, "wages", date(2026, 1, 1)).article == "第四十八条"
    with pytest.raises(queries.NoListBasis) as refused:
        _without_basis(office)
    assert "没有依据" in refused.value.sentence()
    assert refused.value.facts["reason"]
    with pytest.raises(queries.UnknownListKind):
        queries.may_list(office, "food-black-2017", date(2020, 12, 7))


def _without_basis(office: Actor) -> None:
    ListKindVersion.objects.create(
        row=ListKindRow.objects.create(key="own", created_at=datetime.now().astimezone()),
        number=1,
        definition=plain(replace(KIND, key="own", field="fire")),
        hash="0" * 64,
        in_force_from=date(2021, 1, 1),
        published_at=datetime.now().astimezone(),
        published_by="测试",
    )
    queries.may_list(office, "own", date(2026, 1, 1))


@pytest.mark.service
@pytest.mark.parametrize(
    ("kind", "refusal"),
    [
        (replace(KIND, key="own", field="fire"), queries.NoListBasis),
        (replace(KIND, type=ListType.BLACK), queries.NoListBasis),
        (replace(KIND, basis=(NOTHING,)), kinds.BasisNotInForce),
        (replace(KIND, term=ListTerm(12, 12, NOTHING)), kinds.PeriodWithoutBasis),
        (replace(KIND, basis_level=BasisLevel.NORMATIVE_DOCUMENT), kinds.LevelTooLow),
        (replace(KIND, region="guangxi"), kinds.LevelTooLow),
        (replace(KIND, persons=NOTHING), kinds.PersonsWithoutBasis),
        (replace(KIND, persons=Basis("《条例》", "", "reg-wages")), kinds.PersonsWithoutBasis),
    ],
)
def test_what_rests_on_nothing_is_not_published(
    office: Actor, now: datetime, kind: ListKind, refusal: type[Exception]
) -> None:
    seen = drafted(office, now, kind)
    with pytest.raises(refusal):
        kinds.publish_list_kind(actor=office, now=now, key=kind.key, seen=seen, on=day_of(now))


@pytest.mark.service
def test_a_measure_without_an_article_is_not_published_and_not_given_out(
    office: Actor, now: datetime, cast: Cast
) -> None:
    today = day_of(now)
    for one, refusal in (
        (replace(MEASURE, basis=NOTHING), kinds.BasisNotInForce),
        (replace(MEASURE, last_day=today - timedelta(days=1)), kinds.BasisNotInForce),
        (replace(MEASURE, term=replace(MEASURE.term, basis=NOTHING)), kinds.PeriodWithoutBasis),
    ):
        with pytest.raises(refusal), transaction.atomic():
            published_measure(office, now, one)
    published_measure(office, now, replace(MEASURE, units=(cast.bureau.code,)))
    assert queries.measure_on(office, MEASURE.key, on=today).units == (cast.bureau.code,)
    assert MEASURE.key in {one.key for one in queries.measures_for_kind(office, "wages", today)}
    assert MEASURE.key in {one.key for one in public.measures(today)}
    with pytest.raises(queries.UnknownMeasure):
        queries.measure_on(office, MEASURE.key, on=date(2020, 4, 30))


@pytest.mark.service
def test_a_draft_is_given_up_and_taken_back_and_of_two_editors_the_second_is_told(office: Actor, now: datetime) -> None:
    seen = drafted(office, now, replace(KIND, remark="改"))
    with pytest.raises(checking.ChangedMeanwhile):
        kinds.draft_list_kind(actor=office, now=now, key="wages", seen=seen - 1, kind=KIND)
    kinds.discard_kept_draft(actor=office, now=now, key="wages", seen=seen, measure=False)
    with pytest.raises(kinds.NoDraft):
        kinds.publish_list_kind(actor=office, now=now, key="wages", seen=seen + 1, on=day_of(now))
    kinds.restore_kept_draft(actor=office, now=now, key="wages", seen=seen + 1, measure=False)
    with pytest.raises(kinds.DraftIsNewer):
        kinds.restore_kept_draft(actor=office, now=now, key="wages", seen=seen + 2, measure=False)
    version = kinds.publish_list_kind(actor=office, now=now, key="wages", seen=seen + 2, on=day_of(now))
    assert (version.number, version.definition["remark"]) == (2, "改")


@pytest.mark.service
def test_who_may_change_and_what_is_refused(office: Actor, cast: Cast, now: datetime) -> None:
    for actor in (cast.county_office, cast.keeper):
        with pytest.raises(NotPermitted):
            drafted(actor, now, KIND)
    with pytest.raises(kinds.UnitNotInService):
        drafted(office, now, replace(KIND, units=("nobody",)))
    with pytest.raises(checking.BadText):
        drafted(office, now, replace(KIND, name=" "))
    seen = drafted(office, now, replace(KIND, remark="改"))
    with pytest.raises(kinds.PastDay):
        kinds.publish_list_kind(actor=office, now=now, key="wages", seen=seen, on=day_of(now) - timedelta(days=1))
    seen = drafted(office, now, KIND)
    with pytest.raises(kinds.NoDraft):
        kinds.publish_list_kind(actor=office, now=now, key="wages", seen=seen, on=day_of(now))
