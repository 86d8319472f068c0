"""A file whose columns are not sure waits for its unit, and is read the same ever after."""

import pytest
from django.test import Client

from chengxin.audit.models import AuditEntry
from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.foundation.roles import Role
from chengxin.intake import queries, services
from chengxin.intake.models import HeaderAlias, Submission
from chengxin.intake.rules import Origin
from chengxin.intake.rules.recognition import PERSON
from chengxin.intake.services.mapping import LayoutMissing, TwoColumns, UnknownTarget
from chengxin.intake.services.moving import NotNow
from chengxin.intake.services.reading import read_and_judge, recognition_of
from chengxin.intake.tests.layout_files import LICENCE_2015, PENALTY_2015, PERSONS_NUMBER
from chengxin.intake.tests.rows import COMPANY, TRADER
from chengxin.intake.tests.scenes import (
    JOB,
    NOW,
    YESTERDAY,
    bureau,
    causes,
    confirmed,
    officer,
    processed,
    recent,
    reporter,
    sent,
    shown,
)
from chengxin.register.models import RecordVersion
from chengxin.register.tests.scenes import OFFICE
from chengxin.units.models import Unit
from chengxin.vault.tests.people import bureau as seated_bureau
from chengxin.vault.tests.people import person, sign_in

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("db")]


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in that database
    return bureau()


def strange(**changes: str) -> dict[str, str]:
    """Return a row whose basis stands under a header that nobody knows."""
    return {"根据条款" if code == "CF_YJ" else code: cell for code, cell in recent(**changes).items()}


PLACE = list(strange()).index("根据条款")


def settle(unit: Unit, row: Submission, targets: dict[int, str], layout: str = "", *, remembers: bool = False) -> None:
    services.settle_columns(
        actor=reporter(unit),
        now=NOW,
        submission=row.public_id,
        targets=targets,
        layout=layout,
        remembers=remembers,
    )


def test_an_unknown_column_waits_for_the_unit_and_nothing_is_kept_meanwhile(unit: Unit) -> None:
    row = processed(sent(unit, strange()))
    assert (row.state, row.rows, causes(row)) == ("to-map", 0, [])
    (asked,) = [column for column in row.mapping["columns"] if column["doubt"]]
    assert (asked["header"], asked["samples"]) == ("根据条款", [recent()["CF_YJ"]])
    assert AuditEntry.objects.filter(action="intake.columns-asked", object_id=row.public_id).count() == 1

    settle(unit, row, {PLACE: "CF_YJ"})
    row = processed(row)
    assert (row.state, row.rows, row.returned) == ("to-confirm", 1, 0)
    assert row.mapping["columns"][PLACE]["samples"] == []
    row = confirmed(unit, row)
    assert (row.state, row.accepted) == ("done", 1)
    assert {one.code: one.value for one in shown(COMPANY)[0].fields}["CF_YJ"] == recent()["CF_YJ"]


def test_a_column_may_be_left_unused_and_then_what_is_missing_is_said(unit: Unit) -> None:
    row = processed(sent(unit, strange()))
    settle(unit, row, {PLACE: ""})
    row = processed(row)
    assert (row.state, row.returned) == ("done", 1)
    assert (0, "missing-column") in causes(row)
    assert (0, "column-left-out") in causes(row)


def test_a_load_that_goes_on_reads_the_columns_as_they_were_settled(unit: Unit) -> None:
    row = processed(sent(unit, strange()))
    settle(unit, row, {PLACE: "CF_YJ"}, remembers=True)
    row = processed(row)
    services.end_alias(actor=OFFICE, now=NOW, alias=HeaderAlias.objects.get().public_id)
    again = read_and_judge(JOB, row, now=NOW)
    assert again.judgement.returned == frozenset()
    assert confirmed(unit, row).accepted == 1


def test_what_a_unit_has_remembered_is_not_asked_again(unit: Unit) -> None:
    row = processed(sent(unit, strange()))
    settle(unit, row, {PLACE: "CF_YJ"}, remembers=True)
    alias = HeaderAlias.objects.get()
    assert (alias.unit, alias.header, alias.field) == (unit, "根据条款", "CF_YJ")
    processed(row)
    after = processed(sent(unit, strange(CF_WSH="示市监处罚〔2026〕12号")))
    assert (after.state, after.aliases) == ("to-confirm", [alias.public_id])
    other = processed(sent(bureau("990200"), strange()))
    assert other.state == "to-map"


def test_an_alias_of_the_office_is_used_for_every_unit(unit: Unit) -> None:
    alias = services.add_alias(
        actor=OFFICE,
        now=NOW,
        item="penalty-organisation",
        header="根据条款",
        field="CF_YJ",
        unit=None,
    )
    row = processed(sent(unit, strange()))
    assert (row.state, row.aliases) == ("to-confirm", [alias.public_id])
    assert list(queries.submissions_read_with(OFFICE, alias)) == [row]


@pytest.mark.parametrize(
    ("targets", "refusal"),
    [({PLACE: "CF_NEIN"}, UnknownTarget), ({PLACE: "CF_SY"}, TwoColumns), ({PLACE: PERSON, 0: PERSON}, TwoColumns)],
)
def test_what_can_not_be_is_refused(unit: Unit, targets: dict[int, str], refusal: type[Exception]) -> None:
    row = processed(sent(unit, strange()))
    with pytest.raises(refusal):
        settle(unit, row, targets)
    row.refresh_from_db()
    assert row.state == "to-map"


def test_who_may_settle_and_when(unit: Unit) -> None:
    row = processed(sent(unit, strange()))
    with pytest.raises(NotFound):
        settle(bureau("990200"), row, {PLACE: "CF_YJ"})
    with pytest.raises(NotPermitted):
        services.settle_columns(
            actor=officer(unit, Role.AUDITOR),
            now=NOW,
            submission=row.public_id,
            targets={},
            layout="",
            remembers=False,
        )
    settle(unit, row, {PLACE: "CF_YJ"})
    with pytest.raises(NotNow):
        settle(unit, row, {PLACE: "CF_YJ"})


def test_cancelling_forgets_the_samples(unit: Unit) -> None:
    row = processed(sent(unit, strange()))
    services.cancel_submission(actor=reporter(unit), now=NOW, submission=row.public_id)
    row.refresh_from_db()
    assert row.state == "cancelled"
    assert recent()["CF_YJ"] not in str(row.mapping)


def test_a_file_of_2015_goes_in_whole(unit: Unit) -> None:
    old = {**PENALTY_2015, "CF_JDRQ": YESTERDAY, "CF_XZJG": unit.name}
    person_row = {**old, "CF_XDR_MC": "某某", "CF_XDR_SHXYM": "", "CF_XDR_SFZ": PERSONS_NUMBER, "CF_WSH": "示9号"}
    row = processed(sent(unit, old, person_row))
    assert (row.state, row.rows, row.returned) == ("to-confirm", 2, 1)
    row = confirmed(unit, row)
    assert (row.accepted, row.returned) == (1, 1)
    assert (2, "natural-person") in causes(row)
    payload = RecordVersion.objects.get().payload
    assert payload["CF_CFLB"] == ["fine", "suspension-or-revocation"]
    assert payload["CF_SJLY"] == unit.name
    assert PERSONS_NUMBER not in str(payload) + str(row.mapping)
    assert {one.code: one.value for one in shown(COMPANY)[0].fields}["CF_NR"] == PENALTY_2015["CF_JG"]


def test_a_licence_of_2015_goes_in_whole(unit: Unit) -> None:
    row = processed(sent(unit, {**LICENCE_2015, "XK_JDRQ": YESTERDAY, "XK_ZT": "0"}, item="licence-organisation"))
    assert (row.state, row.accepted) == ("done", 1)
    assert len(shown(TRADER)) == 1


def test_the_directory_gives_the_code_of_the_deciding_body(unit: Unit) -> None:
    row = processed(sent(unit, {**PENALTY_2015, "CF_XZJG": unit.name}))
    found = recognition_of(row)
    assert found is not None
    assert found.bodies == ({unit.name: unit.unified_code} if unit.unified_code else {})


def test_a_year_that_can_not_be_told_has_to_be_chosen(unit: Unit) -> None:
    whole = {
        "行政相对人名称": "示例市澜舟水产食品商行",
        "行政相对人代码_1": TRADER,
        "许可内容": "经营",
        "许可类型": "普通",
        "行政许可决定书文号": "示1号",
        "许可决定日期": YESTERDAY,
        "有效期": "2099/12/31",
        "许可部门": "演示一局",
        "当前状态": "1",
    }
    row = processed(sent(unit, whole, item="licence-organisation"))
    assert row.state == "to-map"
    assert "请选定版式" in row.mapping["doubt"]
    kind = list(whole).index("许可类型")
    with pytest.raises(LayoutMissing):
        settle(unit, row, {kind: "XK_XKLB"})
    settle(unit, row, {kind: "XK_XKLB"}, "g2015-licence")
    row = processed(row)
    found = recognition_of(row)
    assert found is not None
    assert found.layout == "g2015-licence"
    assert row.mapping["source"][0] == unit.name


def test_a_sender_may_say_what_a_column_is(unit: Unit) -> None:
    row = processed(sent(unit, strange(), origin=Origin.API, mapping={"根据条款": "CF_YJ"}))
    assert (row.state, row.returned) == ("to-confirm", 0)
    with pytest.raises(UnknownTarget):
        sent(unit, strange(CF_WSH="示2号"), mapping={"根据条款": "CF_NEIN"})


def test_a_machine_is_told_of_the_missing_column_and_not_asked(unit: Unit) -> None:
    row = processed(sent(unit, strange(), origin=Origin.API))
    assert (row.state, row.returned) == ("done", 1)
    assert (0, "missing-column") in causes(row)


class TestPages:
    """The same through the browser."""

    @pytest.fixture
    def row(self, client: Client) -> Submission:
        unit = seated_bureau()
        someone = person(unit, Role.REPORTER)
        sign_in(client, someone)
        return processed(sent(unit, strange(), actor=someone.actor))

    def test_the_receipt_leads_to_the_question_and_the_answer_goes_on(self, client: Client, row: Submission) -> None:
        address = f"/desk/submissions/{row.public_id}/columns"
        assert address in client.get(f"/desk/submissions/{row.public_id}/").content.decode()
        html = client.get(address).content.decode()
        assert "根据条款" in html
        assert recent()["CF_YJ"] in html

        response = client.post(address, {"remembers": "on"})
        assert response.status_code == 422
        assert "请选择根据条款" in response.content.decode()

        columns = {f"column-{one['place']}": one["target"] or "-" for one in row.mapping["columns"]}
        response = client.post(address, {**columns, f"column-{PLACE}": "CF_SY"})
        assert response.status_code == 422
        assert "选了两列" in response.content.decode()

        response = client.post(address, {**columns, f"column-{PLACE}": "CF_YJ", "remembers": "on"})
        assert response.status_code == 302
        row = processed(row)
        html = client.get(f"/desk/submissions/{row.public_id}/").content.decode()
        assert "2019年以后的版式（处罚）" in html
        assert "由报送单位选定" in html
        assert client.get(address).status_code == 302

    def test_the_office_sees_what_a_unit_remembered_and_ends_it(self, client: Client, row: Submission) -> None:
        columns = {f"column-{one['place']}": one["target"] or "-" for one in row.mapping["columns"]}
        chosen = {**columns, f"column-{PLACE}": "CF_YJ", "remembers": "on"}
        client.post(f"/desk/submissions/{row.public_id}/columns", chosen)
        assert client.get("/desk/aliases/").status_code == 403

        sign_in(client, person(row.unit, Role.CREDIT_OFFICE))
        html = client.get("/desk/aliases/").content.decode()
        assert "根据条款" in html
        assert row.unit.name in html
        alias = HeaderAlias.objects.get()
        assert client.post(f"/desk/aliases/{alias.public_id}/end", {}).status_code == 302
        alias.refresh_from_db()
        assert alias.ended_at is not None
        assert client.post(f"/desk/aliases/{alias.public_id}/end", {}).status_code == 422
