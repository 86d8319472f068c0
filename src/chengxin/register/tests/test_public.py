"""What the public sees: the five questions, nothing closed, nothing gone."""

from dataclasses import replace
from datetime import date

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from chengxin.catalog.rules import Disclosure
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.responses import status_of_kind
from chengxin.register import public
from chengxin.register.models import RecordVersion
from chengxin.register.public import Filters, reading
from chengxin.register.rules import BadPosition
from chengxin.register.tests.scenes import (
    ITEMS,
    LATER,
    LICENCE,
    OVER,
    PENALTY,
    Fact,
    Permit,
    bureau,
    merged,
    organisation,
    shown,
    the_record,
)
from chengxin.subjects.models import Organisation
from chengxin.units.models import Unit

pytestmark = pytest.mark.service


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in the database
    return bureau()


@pytest.fixture
def firm(db: None) -> Organisation:  # noqa: ARG001  it stands in the database
    return organisation()


def shown_values(view: public.RecordView) -> dict[str, str]:
    return {field.code: field.value for field in view.fields}


def test_the_five_questions_have_answers(unit: Unit, firm: Organisation) -> None:
    shown(unit, Fact(firm))
    view = public.record(the_record().public_id, ITEMS)
    assert (view.decided_by, view.basis) == ("测试市场监督管理局", "《食品安全法》第一百二十四条")
    assert view.decided_on == date(2026, 6, 16)
    assert (view.until.ends_on, view.until.rule, view.until.reason) == (LATER, "R3", "一般失信，公示至2090年1月1日。")
    assert (view.contest.objection_to, view.contest.repair_from) == (unit.name, date(2026, 9, 17))
    assert view.severity == "一般"
    assert shown_values(view)["CF_NR_FK"] == "2,000元"
    assert shown_values(view)["CF_CFLB"] == "罚款"


def test_what_is_closed_reaches_neither_page_nor_view(unit: Unit, firm: Organisation) -> None:
    shown(unit, Fact(firm, extra=(("CF_FR_ZJHM", "11010519491231002X"), ("BZ", "内部备注"))))
    version = RecordVersion.objects.get()
    assert set(version.closed_payload) == {"CF_FRDB", "CF_FR_ZJHM", "BZ"}
    assert not set(version.closed_payload) & set(version.payload)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(p)::text FROM public_records p")
        (text,) = cursor.fetchone() or ("",)
    assert "销售过期食品" in text
    assert not [word for word in ("某代表人", "11010519491231002X", "内部备注") if word in text]


def test_a_field_closed_later_is_hidden_at_once(unit: Unit, firm: Organisation) -> None:
    shown(unit, Fact(firm))
    fields = tuple(
        replace(field, disclosure=Disclosure.GOVERNMENT) if field.code == "CF_SY" else field for field in PENALTY.fields
    )
    now_closed = {PENALTY.key: replace(PENALTY, fields=fields)}
    view = public.record(the_record().public_id, ITEMS)
    assert "CF_SY" in shown_values(view)
    assert "CF_SY" not in shown_values(public.record(view.public_id, now_closed))


@pytest.mark.parametrize("kind", ["sole-trader", "other"])
def test_a_trader_or_a_name_like_a_person_s_is_protected(unit: Unit, kind: str) -> None:
    shop = organisation(kind, "赵某某", personal=True)
    shown(unit, Fact(shop, extra=(("CF_XDR_SWDJ", "11010519491231002X"),)))
    view = public.record(the_record().public_id, ITEMS)
    assert view.subject.name == "赵**"
    assert not {"CF_XDR_MC", "CF_XDR_SWDJ", "CF_FRDB"} & set(shown_values(view))
    assert "CF_XDR_MC" in RecordVersion.objects.get().closed_payload


def test_numbers_of_persons_in_free_text_are_masked(unit: Unit, firm: Organisation) -> None:
    said = f"当事人11010519491231002x，电话13900000000，代码{firm.unified_code}，单号123456789012345678901"
    shown(unit, Fact(firm, extra=(("CF_SY", said),)))
    value = shown_values(public.record(the_record().public_id, ITEMS))["CF_SY"]
    assert "1949" not in value
    assert "13900000000" not in value
    assert firm.unified_code is not None
    assert firm.unified_code in value
    assert "123456789012345678901" in value


def test_gone_and_never_there_are_told_apart_without_a_name(unit: Unit, firm: Organisation) -> None:
    shown(unit, Fact(firm).until(OVER))
    with pytest.raises(public.RecordGone) as gone:
        public.record(the_record().public_id, ITEMS)
    assert status_of_kind(public.RecordGone) == 410
    assert gone.value.facts == {}
    for unknown in ("0" * 26, "", "' OR 1=1 --"):
        with pytest.raises(NotFound):
            public.record(unknown, ITEMS)


def test_a_record_never_shown_is_unknown(unit: Unit, firm: Organisation) -> None:
    merged(unit, Fact(firm))
    with pytest.raises(NotFound):
        public.record(the_record().public_id, ITEMS)


def test_an_item_not_handed_in_is_not_shown(unit: Unit, firm: Organisation) -> None:
    shown(unit, Fact(firm))
    assert public.records_of(firm.public_id, {}).records == ()
    with pytest.raises(public.RecordGone):
        public.record(the_record().public_id, {})


def test_pages_follow_each_other_without_gap_or_repeat(unit: Unit, firm: Organisation) -> None:
    facts = [Fact(firm, number=f"{day}-{turn}", decided_on=date(2026, 6, day)) for day in range(1, 6) for turn in "ab"]
    shown(unit, *facts)
    seen, after = [], ""
    for _ in range(4):
        page = public.latest(PENALTY, after=after, limit=3)
        seen += [one.document_number for one in page.records]
        after = page.position
    assert after == ""
    assert sorted(seen) == sorted(fact.number for fact in facts)
    assert [number.split("-")[0] for number in seen] == sorted((n.split("-")[0] for n in seen), reverse=True)
    assert public.counts_of(firm.public_id) == {PENALTY.key: 10}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), {"一", "二"}),
        (Filters(decided_from=date(2026, 6, 2)), {"二"}),
        (Filters(decided_to=date(2026, 6, 1)), {"一"}),
        (Filters(deciding_body="测试市场监督管理局", district="9901"), {"一", "二"}),
        (Filters(deciding_body="别的局"), set()),
        (Filters(district="990103"), set()),
        (Filters(district="%"), set()),
    ],
)
def test_a_table_is_narrowed(unit: Unit, firm: Organisation, filters: Filters, expected: set[str]) -> None:
    shown(unit, Fact(firm, "一", date(2026, 6, 1)), Fact(firm, "二", date(2026, 6, 2)))
    assert {one.document_number for one in public.latest(PENALTY, filters).records} == expected


@pytest.mark.parametrize("text", ["x", "2026-06-31.1", "2026-06-16", "2026-06-16.1;", "2026-06-16.１"])
def test_a_position_nobody_gave_is_refused(unit: Unit, text: str) -> None:  # noqa: ARG001  the database is asked
    with pytest.raises(BadPosition):
        public.latest(PENALTY, after=text)


def test_the_portal_s_role_reads_the_views_and_nothing_below(
    committed_db: object,  # noqa: ARG001  commits are real
    public_connection: psycopg.Connection[tuple[object, ...]],
) -> None:
    unit, firm = bureau(), organisation()
    shown(unit, Fact(firm), Fact(firm, number="过期").until(OVER))
    merged(unit, Fact(firm, number="未公示"))
    found = public_connection.execute("SELECT document_number FROM public_records").fetchall()
    assert found == [(Fact(firm).number,)]
    assert len(public_connection.execute("SELECT public_id FROM public_known_records").fetchall()) == 2
    for table in ("register_recordversion", "register_record", "register_load", "register_takedown"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            public_connection.execute(sql.SQL("SELECT 1 FROM {}").format(sql.Identifier(table)))
    assert public.record(the_record_shown(), ITEMS).document_number == Fact(firm).number


def the_record_shown() -> str:
    return RecordVersion.objects.get(document_number="示市监处罚〔2026〕11号").record.public_id


def test_counts_stop_at_their_limit(unit: Unit, firm: Organisation) -> None:
    shown(unit, *(Fact(firm, number=f"示罚{number}号") for number in range(5)), Fact(firm, number="过期").until(OVER))
    assert public.count_latest(PENALTY) == public.Tally(5, exact=True)
    assert public.count_latest(PENALTY, limit=5) == public.Tally(5, exact=True)
    assert public.count_latest(PENALTY, limit=4) == public.Tally(4, exact=False)
    assert public.count_latest(PENALTY, Filters(district="990103")).number == 0


def test_deciding_bodies_are_those_whose_records_are_public(unit: Unit, firm: Organisation) -> None:
    assert public.deciding_bodies(PENALTY) == ()
    shown(unit, Fact(firm, number="过期").until(OVER))
    merged(unit, Fact(firm, number="未公示"))
    assert public.deciding_bodies(PENALTY) == ()
    shown(unit, Fact(firm), Fact(organisation()))
    assert public.deciding_bodies(PENALTY) == ("测试市场监督管理局",)
    assert public.deciding_bodies(LICENCE) == ()


def test_summaries_tell_what_is_public_of_each(unit: Unit, firm: Organisation) -> None:
    other, bare = organisation(), organisation()
    shown(unit, Fact(firm, "一", date(2026, 6, 1)), Fact(firm, "二", date(2026, 6, 2)), Fact(other).until(OVER))
    shown(unit, Permit(firm, decided_on=date(2026, 6, 3)), item=LICENCE)
    ids = [firm.public_id, other.public_id, bare.public_id]
    found = public.summaries_of(ids, [PENALTY.key, LICENCE.key])
    assert set(found) == {firm.public_id}
    assert found[firm.public_id].newest_on == date(2026, 6, 3)
    assert found[firm.public_id].tallies == {
        PENALTY.key: public.Tally(2, exact=True),
        LICENCE.key: public.Tally(1, exact=True),
    }
    assert public.having(ids, [PENALTY.key]) == {firm.public_id}
    assert public.having(ids, []) == frozenset()


def test_of_very_many_records_the_newest_day_is_not_told(
    unit: Unit, firm: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LOOKED_AT", 2)
    shown(unit, *(Fact(firm, number=f"示罚{number}号") for number in range(3)))
    found = public.summaries_of([firm.public_id], [PENALTY.key])[firm.public_id]
    assert (found.tallies[PENALTY.key], found.newest_on) == (public.Tally(2, exact=False), None)


def test_values_are_also_given_as_official_files_write_them(unit: Unit, firm: Organisation) -> None:
    shown(unit, Fact(firm, extra=(("CF_CFLB", ["fine", "warning"]), ("CF_YXQ", "2099-12-31"))))
    fields = {field.code: field for field in public.record(the_record().public_id, ITEMS).fields}
    assert (fields["CF_NR_FK"].value, fields["CF_NR_FK"].reported) == ("2,000元", "0.200000")
    assert fields["CF_CFLB"].reported == "罚款;警告"
    assert (fields["CF_YXQ"].value, fields["CF_YXQ"].reported) == ("长期", "2099-12-31")


def test_a_licence_that_is_no_longer_valid_leaves_the_table_alone(unit: Unit, firm: Organisation) -> None:
    shown(
        unit,
        Permit(firm, number="旧", extra=(("XK_YXQZI", "2020-01-01"),)),
        Permit(firm, number="新", extra=(("XK_YXQZI", "2089-01-01"),)),
        Permit(firm, number="长期"),
        Permit(firm, number="不详", extra=(("XK_YXQZI", None),)),
        item=LICENCE,
    )
    assert {one.document_number for one in public.latest(LICENCE).records} == {"新", "长期", "不详"}
    assert public.count_latest(LICENCE).number == 3
    assert public.counts_of(firm.public_id) == {LICENCE.key: 4}
