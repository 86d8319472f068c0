"""Who sees what of the trail, and that looking is recorded."""

from datetime import date, datetime, timedelta

import pytest

from chengxin.audit import rules
from chengxin.audit.models import AuditEntry
from chengxin.audit.queries import trail
from chengxin.audit.rules import Action, PurposeMissing, SealedNumber
from chengxin.audit.rules.trail import TrailFilter, TrailLine, usual_filter
from chengxin.audit.services import export_trail, look_at_entry, look_through_trail, record, use_case
from chengxin.audit.tests.people import (
    AUDIT_ADMINISTRATOR,
    CITY_AUDITOR,
    COUNTY_AUDITOR,
    COUNTY_REPORTER,
    NOW,
    OTHER_REPORTER,
)
from chengxin.foundation.actor import Actor, public_actor, system_actor
from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.foundation.rest import BadCursor, write_cursor

pytestmark = [pytest.mark.service, pytest.mark.django_db]

DONE = Action("audit.done-in-a-test", "测试里做了")
DAY = date(2026, 6, 16)
TODAY = TrailFilter(since=DAY, until=DAY)


@use_case
def do(*, actor: Actor, now: datetime, thing: str) -> int:
    """Do something to a thing."""
    return record(actor=actor, now=now, action=DONE, object_kind="thing", object_id=thing, object_label=f"事项{thing}")


def seen_by(actor: Actor, wanted: TrailFilter = TODAY, cursor: str = "") -> list[str]:
    page = look_through_trail(actor=actor, now=NOW + timedelta(days=9), wanted=wanted, cursor=cursor)
    return [line.thing for line in page.lines]


def some_entries() -> None:
    do(actor=COUNTY_REPORTER, now=NOW, thing="甲")
    do(actor=OTHER_REPORTER, now=NOW + timedelta(minutes=1), thing="乙")
    do(actor=system_actor("audit.seal-ledger"), now=NOW + timedelta(minutes=2), thing="丙")


class TestScope:
    @pytest.mark.parametrize("actor", [CITY_AUDITOR, AUDIT_ADMINISTRATOR])
    def test_the_city_s_auditors_see_everything(self, actor: Actor) -> None:
        some_entries()
        assert seen_by(actor) == ["事项丙", "事项乙", "事项甲"]

    def test_a_county_s_auditor_sees_the_county(self) -> None:
        some_entries()
        assert seen_by(COUNTY_AUDITOR) == ["事项甲"]

    def test_an_entry_of_another_district_is_not_found(self) -> None:
        number = do(actor=OTHER_REPORTER, now=NOW, thing="乙")
        assert look_at_entry(actor=CITY_AUDITOR, now=NOW, entry=number).line.thing == "事项乙"
        for wrong in (number, 10**12):
            with pytest.raises(NotFound):
                look_at_entry(actor=COUNTY_AUDITOR, now=NOW, entry=wrong)

    @pytest.mark.parametrize("actor", [COUNTY_REPORTER, public_actor("192.0.2.9"), system_actor("some.job")])
    def test_nobody_else_sees_anything(self, actor: Actor) -> None:
        some_entries()
        for attempt in (
            lambda: look_through_trail(actor=actor, now=NOW, wanted=TODAY, cursor=""),
            lambda: look_at_entry(actor=actor, now=NOW, entry=1),
            lambda: export_trail(actor=actor, now=NOW, wanted=TODAY, purpose="查", basis="法"),
        ):
            with pytest.raises(NotPermitted):
                attempt()
        assert trail.trail_page(actor, TODAY).lines == ()
        assert AuditEntry.objects.filter(action=rules.REFUSED.code, outcome="refused").count() == 3


class TestFilter:
    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"actor": "county-reporter"}, ["事项甲"]),
            ({"actor": "演示other-reporter"}, ["事项乙"]),
            ({"actor": "reporter"}, []),
            ({"unit": "单位3"}, ["事项乙"]),
            ({"action": DONE.code}, ["事项丙", "事项乙", "事项甲"]),
            ({"action": "audit.nothing"}, []),
            ({"thing": "甲"}, ["事项甲"]),
            ({"thing": "事项"}, ["事项丙", "事项乙", "事项甲"]),
            ({"thing": "%"}, []),
            ({"outcome": "refused"}, []),
            ({"since": date(2026, 6, 17), "until": date(2026, 6, 17)}, []),
        ],
    )
    def test_each_condition_narrows(self, changes: dict[str, object], expected: list[str]) -> None:
        some_entries()
        assert seen_by(CITY_AUDITOR, TrailFilter(**{**vars(TODAY), **changes})) == expected

    def test_a_day_is_the_city_s_day(self) -> None:
        midnight = datetime.fromisoformat("2026-06-16T00:00:00+08:00")
        do(actor=COUNTY_REPORTER, now=midnight - timedelta(microseconds=1), thing="昨天")
        do(actor=COUNTY_REPORTER, now=midnight, thing="早")
        do(actor=COUNTY_REPORTER, now=midnight + timedelta(days=1, microseconds=-1), thing="晚")
        do(actor=COUNTY_REPORTER, now=midnight + timedelta(days=1), thing="明天")
        assert seen_by(CITY_AUDITOR) == ["事项晚", "事项早"]

    def test_the_usual_filter_goes_back_thirty_days(self) -> None:
        assert usual_filter(DAY) == TrailFilter(since=date(2026, 5, 17), until=DAY)


class TestPages:
    def test_the_union_of_pages_is_the_whole(self) -> None:
        for number in range(2 * trail.PAGE_ROWS + 7):
            do(actor=COUNTY_REPORTER, now=NOW + timedelta(seconds=number // 3), thing=f"{number:03d}")
        things, cursor, pages = [], "", 0
        while pages == 0 or cursor:
            page = trail.trail_page(CITY_AUDITOR, TODAY, cursor)
            things += [line.thing for line in page.lines]
            cursor, pages = page.following, pages + 1
        assert pages == 3
        assert things == [f"事项{number:03d}" for number in reversed(range(2 * trail.PAGE_ROWS + 7))]

    @pytest.mark.parametrize(
        "cursor",
        ["x", write_cursor(1, 2), write_cursor("yesterday", 1), write_cursor("2026-06-16", 1), write_cursor("x"), "é"],
    )
    def test_a_foreign_cursor_is_refused(self, cursor: str) -> None:
        with pytest.raises(BadCursor):
            trail.trail_page(CITY_AUDITOR, TODAY, cursor)

    def test_a_huge_number_in_a_cursor_finds_its_place(self) -> None:
        do(actor=COUNTY_REPORTER, now=NOW, thing="甲")
        cursor = write_cursor((NOW + timedelta(1)).isoformat(), 10**30)
        assert [line.thing for line in trail.trail_page(CITY_AUDITOR, TODAY, cursor).lines] == ["事项甲"]


class TestLooks:
    def test_each_look_is_in_the_trail(self) -> None:
        number = do(actor=COUNTY_REPORTER, now=NOW, thing="甲")
        seen_by(CITY_AUDITOR)
        look_at_entry(actor=CITY_AUDITOR, now=NOW, entry=number)
        looks = AuditEntry.objects.filter(actor_id="city-auditor").order_by("id")
        assert [look.action for look in looks] == [rules.TRAIL_SEEN.code, rules.ENTRY_SEEN.code]
        assert all(look.purpose and look.basis for look in looks)
        assert looks[0].facts == {"since": "2026-06-16", "until": "2026-06-16", "rows": 1, "first_page": True}

    def test_an_identity_number_can_not_be_searched_for(self) -> None:
        with pytest.raises(SealedNumber):
            seen_by(CITY_AUDITOR, TrailFilter(since=DAY, until=DAY, thing="990102199003074514"))

    def test_an_entry_shows_its_facts_and_its_seal(self) -> None:
        @use_case
        def do_with_facts(*, actor: Actor, now: datetime) -> int:
            return record(actor=actor, now=now, action=DONE, facts={"b": {"x": 1}, "a": "文字"})

        number = do_with_facts(actor=COUNTY_REPORTER, now=NOW)
        found = look_at_entry(actor=COUNTY_AUDITOR, now=NOW, entry=number)
        assert found.facts == (("a", "文字"), ("b", '{"x": 1}'))
        assert found.sealed is None


class TestExport:
    def export(self, **changes: str) -> list[TrailLine]:
        given = {"purpose": "某项检查", "basis": "某文件", **changes}
        return list(export_trail(actor=CITY_AUDITOR, now=NOW, wanted=TODAY, **given))

    def test_all_rows_come_in_order_and_the_export_is_the_first(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(trail, "EXPORT_ROWS", 2)
        for number in range(5):
            do(actor=COUNTY_REPORTER, now=NOW - timedelta(hours=1), thing=str(number))
        lines = self.export()
        assert [line.thing for line in lines] == ["操作留痕", "事项4", "事项3", "事项2", "事项1", "事项0"]
        assert lines[0].purpose == "某项检查"

    @pytest.mark.parametrize("missing", ["purpose", "basis"])
    def test_a_reason_is_needed(self, missing: str) -> None:
        with pytest.raises(PurposeMissing):
            self.export(**{missing: " "})
