"""A unit that registers organisations of a kind decides other units' rows about them, and sees nothing more."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from chengxin.audit.models import AuditEntry
from chengxin.codes.services import set_registrar
from chengxin.foundation.actor import Actor
from chengxin.foundation.identifiers import compose_unified_code
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.roles import Role
from chengxin.intake import queries, services
from chengxin.intake.models import UnidentifiedRow
from chengxin.intake.rules.identifying import Fate
from chengxin.intake.services.identifying import AlreadyDecided, DecidedElsewhere, NothingToUndo
from chengxin.intake.tests.rows import SOUND
from chengxin.intake.tests.scenes import NOW, loaded, recent, reporter
from chengxin.notices.models import Notice
from chengxin.register.tests.scenes import OFFICE, bureau, officer
from chengxin.subjects.models import Organisation
from chengxin.subjects.tests.cast import load
from chengxin.units.models import Unit
from chengxin.units.rules import Level
from chengxin.vault.tests.people import bureau as bureau_of_people
from chengxin.vault.tests.people import person, sign_in

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("db")]

ASSOCIATION = "测试市示例龙舟协会"
CODE = compose_unified_code("51", "990100", "MJ000001")
SECRET = "示市监处罚〔2026〕2号"


@pytest.fixture
def sender(db: None) -> Unit:  # noqa: ARG001  the unit stands in that database
    return bureau()


@pytest.fixture
def civil(db: None) -> Unit:  # noqa: ARG001  as above
    """The unit that registers associations (民政)."""
    return registering(bureau(), "5")


@pytest.fixture
def reviewer(civil: Unit) -> Actor:
    return officer(civil, Role.REVIEWER)


@pytest.fixture
def association(db: None) -> Organisation:  # noqa: ARG001  it stands in that database
    load([(CODE, ASSOCIATION)])
    return Organisation.objects.get(unified_code=CODE)


def registering(unit: Unit, department: str, district: str = "") -> Unit:
    set_registrar(actor=OFFICE, now=NOW, department=department, district=district, unit=unit.id)
    return unit


def waiting(sender: Unit, **changes: str) -> UnidentifiedRow:
    """Report a row about an association without its code and return what waits."""
    told = {"CX_SXCD": "一般", "CF_XDR_GSZC": "", "CF_XDR_ZZJG": ""}
    about = {"CF_WSH": SECRET, "CF_XDR_MC": ASSOCIATION, "CF_XDR_SHXYM": "", **changes}
    loaded(sender, recent(**told), recent(**{**told, **about}))
    return UnidentifiedRow.objects.latest("id")


def shown_to(actor: Actor) -> list[str]:
    return [row.name for row in queries.rows_to_identify(actor)]


class TestSeen:
    def test_a_registering_unit_sees_rows_of_its_kind_and_no_others(self, sender: Unit, reviewer: Actor) -> None:
        waiting(sender)
        company = waiting(sender, CF_XDR_MC="测试市示例舟行贸易有限公司", CF_WSH="示市监处罚〔2026〕3号")
        assert shown_to(reviewer) == [ASSOCIATION]
        with pytest.raises(NotFound):
            queries.unidentified_row_for(reviewer, company.public_id)
        market = officer(registering(bureau(), "9"), Role.REVIEWER)
        assert shown_to(market) == [company.name]

    def test_who_reports_for_a_registering_unit_sees_nothing(self, sender: Unit, civil: Unit) -> None:
        waiting(sender)
        assert shown_to(reporter(civil)) == []

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"CF_XDR_SHXYM": CODE[:17]}, [ASSOCIATION]),
            ({"CF_XDR_SHXYM": compose_unified_code("51", "880100", "MJ000001")[:17]}, []),
            ({"CF_XDR_SHXYM": compose_unified_code("91", "990100", "MA000001")[:17]}, []),
        ],
        ids=["ours", "of-another-city", "of-another-department"],
    )
    def test_what_is_left_of_the_code_tells_whom_to_ask(
        self, sender: Unit, reviewer: Actor, changes: dict[str, str], expected: list[str]
    ) -> None:
        waiting(sender, **changes)
        assert shown_to(reviewer) == expected

    def test_a_county_s_own_registering_unit_goes_before_the_city_s(self, sender: Unit, reviewer: Actor) -> None:
        county = officer(registering(bureau("990102", Level.COUNTY), "5", "990102"), Role.REVIEWER)
        waiting(sender, CF_XDR_SHXYM=compose_unified_code("51", "990102", "MJ000001")[:17])
        assert (shown_to(county), shown_to(reviewer)) == ([ASSOCIATION], [])

    def test_a_unit_that_registers_no_more_sees_no_more(self, sender: Unit, civil: Unit, reviewer: Actor) -> None:
        waiting(sender)
        registering(bureau(), "5")
        assert shown_to(reviewer) == []
        assert civil.id

    def test_the_day_of_a_decision_is_no_evidence_for_others(
        self, sender: Unit, reviewer: Actor, association: Organisation
    ) -> None:
        row = waiting(sender)
        (candidate, *_) = queries.candidates_of(reviewer, row)
        assert candidate.public_id == association.public_id
        assert not any("作出" in piece.words or "决定" in piece.words for piece in candidate.evidence)


class TestDecided:
    def test_the_decision_reports_the_row_for_its_own_unit_and_tells_it(
        self, sender: Unit, civil: Unit, reviewer: Actor, association: Organisation
    ) -> None:
        row = waiting(sender)
        services.identify_row(actor=reviewer, now=NOW, row_id=row.public_id, organisation=association.public_id)
        row.refresh_from_db()
        assert (row.fate, row.changed_by_name) == (Fate.FOUND, f"{civil.name}测试员")
        step = row.steps.get()
        assert (step.by_unit_id, step.by_name) == (civil.id, f"{civil.name}测试员")
        notice = Notice.objects.get()
        assert (notice.unit_id, notice.sender_unit_id) == (sender.id, civil.id)
        assert f"“{ASSOCIATION}”：是{ASSOCIATION}" in notice.body
        assert AuditEntry.objects.filter(action="intake.row-identified", object_id=row.public_id).count() == 1
        assert queries.unidentified_row_for(reviewer, row.public_id).fate == Fate.FOUND

    def test_a_unit_is_told_once_a_day(self, sender: Unit, reviewer: Actor, association: Organisation) -> None:
        row = waiting(sender)
        services.find_nobody(actor=reviewer, now=NOW, row_id=waiting(sender, CF_WSH="另一号").public_id)
        for day in (0, 0, 1):
            at = NOW + timedelta(days=day)
            services.identify_row(actor=reviewer, now=at, row_id=row.public_id, organisation=CODE)
            services.undo_identifying(actor=reviewer, now=at, row_id=row.public_id)
        assert Notice.objects.count() == 2
        assert association.id

    def test_nobody_of_ours_leaves_the_row_with_its_unit(self, sender: Unit, reviewer: Actor) -> None:
        row = waiting(sender)
        services.find_nobody(actor=reviewer, now=NOW, row_id=row.public_id)
        row.refresh_from_db()
        assert (row.fate, row.departments) == (Fate.OPEN, "")
        assert shown_to(reviewer) == []
        assert shown_to(officer(sender, Role.REVIEWER)) == [ASSOCIATION]
        with pytest.raises(AlreadyDecided) as refused:
            services.find_nobody(actor=reviewer, now=NOW, row_id=row.public_id)
        assert "不是本单位登记的" in refused.value.sentence()
        services.undo_identifying(actor=reviewer, now=NOW, row_id=row.public_id)
        assert shown_to(reviewer) == [ASSOCIATION]
        assert list(row.steps.order_by("id").values_list("fate", flat=True)) == ["not-ours", "open"]

    def test_of_several_departments_one_says_no_and_the_others_are_still_asked(
        self, sender: Unit, reviewer: Actor
    ) -> None:
        market = officer(registering(bureau(), "9"), Role.REVIEWER)
        row = waiting(sender, CF_XDR_MC="测试市示例榄溪幼儿园")
        services.find_nobody(actor=market, now=NOW, row_id=row.public_id)
        row.refresh_from_db()
        assert row.departments == "15"
        assert (shown_to(market), shown_to(reviewer)) == ([], [row.name])
        assert queries.last_step_by(market) == row

    def test_what_the_unit_decided_itself_is_out_of_sight(
        self, sender: Unit, reviewer: Actor, association: Organisation
    ) -> None:
        row = waiting(sender)
        services.identify_row(
            actor=officer(sender, Role.REVIEWER), now=NOW, row_id=row.public_id, organisation=association.public_id
        )
        calls: tuple[Callable[[], object], ...] = (
            lambda: services.identify_row(actor=reviewer, now=NOW, row_id=row.public_id, organisation=CODE),
            lambda: services.undo_identifying(actor=reviewer, now=NOW, row_id=row.public_id),
        )
        for call in calls:
            with pytest.raises(NotFound):
                call()
        assert not Notice.objects.exists()

    def test_a_decision_that_the_unit_took_over_is_not_undone_by_the_registering_unit(
        self, sender: Unit, reviewer: Actor, association: Organisation
    ) -> None:
        row, own = waiting(sender), officer(sender, Role.REVIEWER)
        services.identify_row(actor=reviewer, now=NOW, row_id=row.public_id, organisation=association.public_id)
        services.undo_identifying(actor=own, now=NOW, row_id=row.public_id)
        with pytest.raises(NothingToUndo):
            services.undo_identifying(actor=reviewer, now=NOW, row_id=row.public_id)
        services.find_nobody(actor=own, now=NOW, row_id=row.public_id)
        with pytest.raises(DecidedElsewhere) as refused:
            services.undo_identifying(actor=reviewer, now=NOW, row_id=row.public_id)
        assert refused.value.sentence() == "这一行由测试员认定，要撤销请联系报送单位"


class TestPages:
    @pytest.fixture
    def unit(self) -> Unit:
        return registering(bureau_of_people(), "5")

    @pytest.fixture
    def client(self, client: Client, unit: Unit) -> Client:
        sign_in(client, person(unit, Role.REVIEWER))
        return client

    def test_the_page_holds_what_is_needed_and_no_more(
        self, client: Client, sender: Unit, association: Organisation
    ) -> None:
        row = waiting(sender, CF_XDR_SHXYM=CODE[:17])
        pages = [
            client.get(address).content.decode()
            for address in (
                reverse("intake:unidentified"),
                reverse("intake:unidentified-file"),
                reverse("intake:identify", args=[row.public_id]),
            )
        ]
        for page in pages:
            assert ASSOCIATION in page
            assert CODE[:17] in page
            for hidden in (SECRET, sender.name, row.submission.item_name, row.submission.public_id, SOUND["CF_SY"]):
                assert hidden not in page
        assert "其他单位" in pages[0]
        assert association.public_id in pages[2]
        assert "认定1行报送的是哪个主体" in client.get("/desk/").content.decode()

    def test_the_answer_that_it_is_none_of_ours_and_its_undoing(self, client: Client, sender: Unit) -> None:
        row = waiting(sender)
        here = reverse("intake:identify", args=[row.public_id])
        assert "不是本单位登记的" in client.get(here).content.decode()
        answer = client.post(reverse("intake:decide-identifying", args=[row.public_id]), {"organisation": "nobody"})
        assert answer.status_code == 302
        assert "没有待认定的行" in client.get(reverse("intake:unidentified")).content.decode()
        assert "不是本单位登记的" in client.get(reverse("intake:unidentified"), {"fate": "all"}).content.decode()
        page = client.get(here).content.decode()
        assert "留给报送单位办理" in page
        assert "就是这家" not in page
        undone = client.post(reverse("intake:undo-identifying", args=["last"]), follow=True).content.decode()
        assert "已撤销认定" in undone
        assert "1行待认定" in client.get(reverse("intake:unidentified")).content.decode()

    def test_another_kind_of_organisation_is_not_there(self, client: Client, sender: Unit) -> None:
        row = waiting(sender, CF_XDR_MC="测试市示例舟行贸易有限公司")
        assert client.get(reverse("intake:identify", args=[row.public_id])).status_code == 404
        answer = client.post(reverse("intake:decide-identifying", args=[row.public_id]), {"organisation": "nobody"})
        assert answer.status_code == 404
