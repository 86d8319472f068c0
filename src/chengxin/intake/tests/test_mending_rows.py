"""Returned rows mended in the browser: kept, checked beside the cell, sent together, by two colleagues."""

import html
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chengxin.audit.models import AuditEntry
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.roles import Role
from chengxin.intake import queries, services
from chengxin.intake.models import MendingDraft, Submission
from chengxin.intake.rules.typed import MOST_MENDED_HERE
from chengxin.intake.services.mending import NothingToSend, NotMendedHere, RowsFaulty
from chengxin.intake.services.typing import DraftChanged
from chengxin.intake.tests.rows import COMPANY
from chengxin.intake.tests.scenes import NOW, loaded, processed, recent, reporter, shown
from chengxin.units.models import Unit
from chengxin.vault.services import read_file
from chengxin.vault.tests.people import bureau, person, sign_in

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("db")]
BASIS = "《中华人民共和国食品安全法》第一百二十五条"


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in that database
    return bureau()


@pytest.fixture
def clerk(unit: Unit) -> Actor:
    return reporter(unit)


def row_of(number: int, **changes: str) -> dict[str, str]:
    return recent(**{"CX_SXCD": "一般", "CF_WSH": f"示市监处罚〔2026〕{number}号", **changes})


def first_of(unit: Unit) -> Submission:
    return loaded(unit, row_of(1), row_of(2, CF_YJ=""), row_of(3, CF_NR_FK="很多"))


def begun(clerk: Actor, row: Submission) -> MendingDraft:
    return services.begin_mending(actor=clerk, now=NOW, submission=row.public_id)


def saved(clerk: Actor, row: Submission, *, seen: str = "", skip: str = "", **values: dict[str, str]) -> MendingDraft:
    typed = {number.removeprefix("r"): cells for number, cells in values.items()}
    skipped = frozenset({skip} if skip else ())
    return services.save_mending(
        actor=clerk, now=NOW + timedelta(minutes=1), submission=row.public_id, values=typed, skipped=skipped, seen=seen
    )


def words(response: Any) -> str:
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", html.unescape(plain))


def address(row: Submission) -> str:
    return reverse("intake:mend", args=[row.public_id])


def test_rows_mended_in_the_browser_become_a_follow_up_that_settles_the_first(unit: Unit, client: Client) -> None:
    row = first_of(unit)
    someone = person(unit, Role.REPORTER)
    sign_in(client, someone)
    receipt = client.get(reverse("intake:submission", args=[row.public_id]))
    assert "在网页上改这2行" in words(receipt)
    page = client.post(address(row), {"do": "begin"}, follow=True)
    assert "2行，还有2行要改" in words(page)
    assert "第3行" in words(page)
    assert 'value="很多"' in page.content.decode()

    half = client.post(address(row), {"do": "check", "2-CF_YJ": BASIS, "seen": page.context["page"].seen})
    assert "2行，还有1行要改" in words(half)
    assert "应是数字，单位万元" in words(half)
    refused = client.post(address(row), {"do": "send", "3-CF_NR_FK": "还是很多"})
    assert refused.status_code == 422
    assert "还有1行要改；这次不报的行可以勾选" in words(refused)
    assert Submission.objects.count() == 1

    done = client.post(address(row), {"do": "send", "3-CF_NR_FK": "0.2"})
    after = Submission.objects.latest("id")
    assert done["Location"] == reverse("intake:submission", args=[after.public_id])
    assert (after.origin, after.follows) == ("form", row)
    after = processed(after)
    assert (after.accepted, after.returned) == (2, 0)
    assert not after.findings.filter(code="unknown-column").exists()
    assert queries.mending_of(row).open == 0
    assert len(shown(COMPANY)) == 3
    actions = AuditEntry.objects.filter(object_id=row.public_id, actor_id=someone.actor.id)
    assert {"intake.mending-begun", "intake.mending-sent"} <= set(actions.values_list("action", flat=True))


def test_a_row_left_out_stays_open_and_the_sent_ones_are_counted(unit: Unit, clerk: Actor) -> None:
    row = first_of(unit)
    begun(clerk, row)
    saved(clerk, row, r2={"CF_YJ": BASIS}, skip="3")
    after = processed(services.send_mending(actor=clerk, now=NOW, submission=row.public_id))
    assert (after.rows, after.accepted) == (1, 1)
    assert queries.mending_of(row).open == 1
    again = begun(clerk, row)
    assert list(again.rows) == ["3"]


def test_nothing_is_sent_while_a_row_is_faulty_or_all_are_left_out(unit: Unit, clerk: Actor) -> None:
    row = loaded(unit, row_of(1), row_of(2, CF_YJ=""))
    begun(clerk, row)
    with pytest.raises(RowsFaulty):
        services.send_mending(actor=clerk, now=NOW, submission=row.public_id)
    saved(clerk, row, skip="2")
    with pytest.raises(NothingToSend):
        services.send_mending(actor=clerk, now=NOW, submission=row.public_id)
    assert Submission.objects.count() == 1


def test_the_second_of_two_colleagues_is_told_and_loses_nothing(unit: Unit, clerk: Actor, client: Client) -> None:
    row = first_of(unit)
    seen = begun(clerk, row).changed_at.isoformat()
    saved(clerk, row, seen=seen, r2={"CF_YJ": BASIS})
    sign_in(client, person(unit, Role.REPORTER))
    late = client.post(address(row), {"do": "save", "seen": seen, "3-CF_NR_FK": "0.9"})
    assert late.status_code == 422
    assert "改过这份草稿" in words(late)
    assert 'value="0.9"' in late.content.decode()
    assert MendingDraft.objects.get().rows["3"]["values"]["CF_NR_FK"] == "很多"
    again = client.post(address(row), {"do": "save", "seen": late.context["page"].seen, "3-CF_NR_FK": "0.9"})
    assert again.status_code == 302
    rows = MendingDraft.objects.get().rows
    assert (rows["2"]["values"]["CF_YJ"], rows["3"]["values"]["CF_NR_FK"]) == (BASIS, "0.9")


def test_a_service_refuses_what_was_seen_too_long_ago(unit: Unit, clerk: Actor) -> None:
    row = first_of(unit)
    begun(clerk, row)
    with pytest.raises(DraftChanged):
        saved(person(unit, Role.REPORTER).actor, row, seen="", r2={"CF_YJ": BASIS})


def test_what_was_sent_is_sent_once(unit: Unit, clerk: Actor, client: Client) -> None:
    row = first_of(unit)
    begun(clerk, row)
    saved(clerk, row, r2={"CF_YJ": BASIS}, r3={"CF_NR_FK": "0.2"})
    services.send_mending(actor=clerk, now=NOW, submission=row.public_id)
    with pytest.raises(NotFound):
        services.send_mending(actor=clerk, now=NOW, submission=row.public_id)
    sign_in(client, person(unit, Role.REPORTER))
    assert "还没有开始，或者已经报送" in words(client.get(address(row), follow=True))


def test_a_row_with_a_number_of_a_person_is_mended_in_the_file(unit: Unit, clerk: Actor, client: Client) -> None:
    numbered = row_of(3, CF_NR_FK="很多", CF_FR_ZJHM="11010519491231002X")
    row = loaded(unit, row_of(1) | {"CF_FR_ZJHM": ""}, row_of(2, CF_YJ="") | {"CF_FR_ZJHM": ""}, numbered)
    draft = begun(clerk, row)
    assert list(draft.rows) == ["2"]
    assert "11010519491231002X" not in json.dumps(draft.rows)
    sign_in(client, person(unit, Role.REPORTER))
    assert "另有1行含有证件号码" in words(client.get(address(row)))


def test_too_many_rows_none_or_only_sealed_ones_are_not_begun(unit: Unit, clerk: Actor) -> None:
    many = [row_of(number, CF_YJ="") for number in range(MOST_MENDED_HERE + 1)]
    for rows in (many, [row_of(900)]):
        row = loaded(unit, *rows)
        with pytest.raises(NotMendedHere):
            begun(clerk, row)
    assert not MendingDraft.objects.exists()


def test_typed_cells_are_only_those_of_the_item_and_stay_text(unit: Unit, clerk: Actor, client: Client) -> None:
    row = first_of(unit)
    begun(clerk, row)
    sign_in(client, person(unit, Role.REPORTER))
    seen = MendingDraft.objects.get().changed_at.isoformat()
    evil = "<script>alert(1)</script>"
    odd = {"2-CF_YJ": evil, "2-CF_FR_ZJHM": "11010519491231002X", "2-nothing": "x", "99-CF_YJ": "x"}
    page = client.post(address(row), {"do": "check", "seen": seen, **odd})
    assert evil not in page.content.decode()
    told = json.dumps(MendingDraft.objects.get().rows, ensure_ascii=False)
    assert evil in told
    assert "11010519491231002X" not in told
    assert "nothing" not in told
    assert "99" not in MendingDraft.objects.get().rows


def test_the_file_that_is_kept_names_the_lines_it_mends(unit: Unit, clerk: Actor) -> None:
    row = first_of(unit)
    begun(clerk, row)
    saved(clerk, row, r2={"CF_YJ": BASIS}, r3={"CF_NR_FK": "0.2"})
    after = services.send_mending(actor=clerk, now=NOW, submission=row.public_id)
    opened = read_file(actor=clerk, now=NOW, file_id=after.file.public_id, reason="核对", basis="本单位报送")
    told = json.loads(b"".join(opened.pieces()))
    assert [one["原文件行号"] for one in told] == ["3", "4"]


def test_another_unit_and_another_role_mend_nothing(unit: Unit, clerk: Actor, client: Client) -> None:
    row = first_of(unit)
    begun(clerk, row)
    sign_in(client, person(bureau(), Role.REPORTER))
    assert client.get(address(row)).status_code == 404
    assert client.post(address(row), {"do": "begin"}).status_code == 404
    sign_in(client, person(unit, Role.AUDITOR))
    assert client.get(address(row)).status_code == 403
