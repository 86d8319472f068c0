"""What everybody sees of codes: by kind, day, unit and text, page by page; never a person's name."""

from datetime import date

import pytest

from chengxin.codes import public, services
from chengxin.codes.models import CodeEvent
from chengxin.codes.public import BadCursor, EventFilters
from chengxin.codes.tests.scenes import JOB, NOW, bureau, code, register
from chengxin.foundation.identifiers import compose_unified_code
from chengxin.subjects.models import Organisation
from chengxin.units.models import Unit

pytestmark = pytest.mark.service
TRADER = compose_unified_code("92", "990100", "MT000077")


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in the database
    made = bureau()
    new = register(*((code(number), f"测试{number}号有限公司") for number in range(1, 4)))
    old = register((code(9), "测试转换有限公司"), registered_on=date(2010, 1, 1))
    over = register((code(8), "测试注销有限公司"), status="deregistered")
    trader = register((TRADER, "甄测试"))
    services.note_events(actor=JOB, now=NOW, organisations=[*new, *old, *over, *trader], unit=made.id)
    return made


def codes(**asked: object) -> list[str]:
    return [one.code for one in public.code_events(EventFilters(**asked)).events]  # type: ignore[arg-type]  # named by each test


def test_each_kind_is_listed_and_the_end_of_a_code_too(unit: Unit) -> None:
    assert set(codes(kind="assigned")) == {code(1), code(2), code(3), code(8), TRADER}
    assert codes(kind="converted") == [code(9)]
    assert codes(kind="revoked") == [code(8)]
    assert len(codes()) == 7
    assert public.event_units() == [unit.name]


def test_it_is_narrowed_by_day_unit_district_and_text(unit: Unit) -> None:
    assert codes(told_from=date(2018, 7, 1)) == []
    assert len(codes(told_to=date(2018, 6, 30), unit=unit.name, district="990100")) == 7
    assert codes(unit="别的局") == []
    assert codes(text="转换") == [code(9)]
    assert codes(text=code(2).lower()) == [code(2)]
    assert codes(text="100%") == []
    assert public.count_code_events(EventFilters(text="测试")) == public.EventCount(6, exact=True)


def test_the_name_of_a_person_is_not_told(unit: Unit) -> None:
    assert unit.id
    (shown,) = public.code_events(EventFilters(text=TRADER)).events
    assert shown.name == "甄**"
    assert codes(text="甄测试") == []


def test_pages_together_are_the_whole_list(unit: Unit) -> None:
    assert unit.id
    seen: list[str] = []
    after = ""
    while True:
        page = public.code_events(EventFilters(), after=after, limit=2)
        seen += [f"{one.kind} {one.code}" for one in page.events]
        after = page.following
        if not after:
            break
    assert len(seen) == len(set(seen)) == CodeEvent.objects.count()


@pytest.mark.parametrize("after", ["x", "2018-13-01.1", "2018-01-01", "2018-01-01.9999999999999999999999"])
def test_a_foreign_position_is_refused(unit: Unit, after: str) -> None:
    assert unit.id
    with pytest.raises(BadCursor):
        public.code_events(EventFilters(), after=after)


def test_a_code_that_was_corrected_leaves_the_list(unit: Unit) -> None:
    assert unit.id
    Organisation.objects.filter(unified_code=code(1)).update(unified_code=code(11))
    assert code(1) not in codes()
