"""Returned rows mended by later submissions: by the workbook of returned rows, by the whole file, in several steps."""

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from chengxin.foundation.actor import Actor
from chengxin.foundation.roles import Role
from chengxin.intake import queries, services
from chengxin.intake.models import ReturnedRow, Submission
from chengxin.intake.rules import Origin
from chengxin.intake.rules.following import Fate
from chengxin.intake.tests.rows import COMPANY
from chengxin.intake.tests.scenes import NOW, loaded, processed, recent, reporter, sent, shown, upload
from chengxin.units.models import Unit
from chengxin.vault.tests.people import bureau, person, sign_in

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("db")]
BEFORE = NOW - timedelta(days=1)


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in that database
    return bureau()


@pytest.fixture
def clerk(unit: Unit) -> Actor:
    return reporter(unit)


def row_of(number: int, **changes: str) -> dict[str, str]:
    return recent(**{"CX_SXCD": "一般", "CF_WSH": f"示市监处罚〔2026〕{number}号", **changes})


def first_of(unit: Unit) -> Submission:
    """Load three rows of which the second and the third come back."""
    row = loaded(unit, row_of(1), row_of(2, CF_YJ=""), row_of(3, CF_NR_FK="很多"))
    assert (row.accepted, row.returned) == (1, 2)
    return row


def mended_workbook(clerk: Actor, row: Submission, **values: str) -> bytes:
    """Take the workbook of returned rows, fill the named columns where they are empty or wrong, and return it."""
    content = services.take_marked_workbook(actor=clerk, now=NOW, submission=row.public_id, only_returned=True)
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book.worksheets[0]
    heads = {cell.value: cell.column for cell in page[1]}
    for code, value in values.items():
        for line in range(2, page.max_row + 1):
            cell = page.cell(row=line, column=heads[code])
            if cell.comment is not None:
                cell.value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def follow(unit: Unit, clerk: Actor, content: bytes, follows: Submission, name: str = "改好.xlsx") -> Submission:
    row = services.send_submission(
        actor=clerk,
        now=NOW,
        unit=unit.id,
        item="penalty-organisation",
        upload=upload(content, name),
        origin=Origin.DESK,
        follows=follows.public_id,
    )
    return processed(row)


def fates(row: Submission) -> list[tuple[int, Fate]]:
    stands = queries.mending_of(row)
    lines = queries.mended_lines(row, list(queries.returned_of(row)), stands.settled)
    return [(one.line, one.fate) for one in lines]


def test_what_came_back_is_written_down_with_its_last_day(unit: Unit) -> None:
    row = first_of(unit)
    found = list(ReturnedRow.objects.filter(submission=row).order_by("row").values_list("row", "line", "to_mend"))
    assert found == [(2, 3, True), (3, 4, True)]
    assert all(one.due_on is not None and one.due_on > NOW.date() for one in row.returned_rows.all())


def test_corrected_rows_alone_go_in_and_the_first_receipt_says_so(unit: Unit, clerk: Actor) -> None:
    row = first_of(unit)
    after = follow(unit, clerk, mended_workbook(clerk, row, CF_YJ="《食品安全法》第一百二十五条", CF_NR_FK="0.2"), row)
    assert (after.rows, after.accepted, after.returned) == (2, 2, 0)
    assert not after.findings.filter(code="unknown-column").exists()
    assert fates(row) == [(3, Fate.IN), (4, Fate.IN)]
    assert len(shown(COMPANY)) == 3
    assert queries.open_rows(clerk, since=BEFORE) == []


def test_a_row_that_comes_back_again_is_counted_with_the_first_and_settled_by_the_third(
    unit: Unit, clerk: Actor
) -> None:
    row = first_of(unit)
    second = follow(unit, clerk, mended_workbook(clerk, row, CF_YJ="《食品安全法》第一百二十五条"), row)
    assert (second.accepted, second.returned) == (1, 1)
    assert fates(row) == [(3, Fate.IN), (4, Fate.AGAIN)]
    (waiting,) = queries.open_rows(clerk, since=BEFORE)
    assert (waiting.submission, waiting.rows) == (row, 1)
    assert waiting.due_on == row.returned_rows.get(line=4).due_on

    third = follow(unit, clerk, mended_workbook(clerk, second, CF_NR_FK="0.2"), second)
    assert third.accepted == 1
    assert fates(row) == [(3, Fate.IN), (4, Fate.IN)]
    assert queries.open_rows(clerk, since=BEFORE) == []
    assert [one.id for one in queries.chain_of(clerk, third)] == [row.id, second.id, third.id]


def test_the_whole_file_sent_again_leaves_good_rows_unchanged_and_mends_by_place(unit: Unit, clerk: Actor) -> None:
    row = first_of(unit)
    whole = sent(unit, row_of(1), row_of(2), row_of(3, CF_NR_FK="还是很多"), follows=row.public_id, actor=clerk)
    whole = processed(whole)
    assert (whole.accepted, whole.unchanged, whole.returned) == (1, 1, 1)
    assert fates(row) == [(3, Fate.IN), (4, Fate.AGAIN)]


def test_a_file_of_another_length_without_our_column_tells_nothing_row_by_row(unit: Unit, clerk: Actor) -> None:
    row = first_of(unit)
    processed(sent(unit, row_of(2), follows=row.public_id, actor=clerk))
    assert fates(row) == [(3, Fate.OPEN), (4, Fate.OPEN)]


def test_a_withdrawn_mending_counts_no_more(unit: Unit, clerk: Actor) -> None:
    row = first_of(unit)
    after = follow(unit, clerk, mended_workbook(clerk, row, CF_YJ="《食品安全法》", CF_NR_FK="0.2"), row)
    services.withdraw_submission(actor=clerk, now=NOW, submission=after.public_id)
    assert fates(row) == [(3, Fate.OPEN), (4, Fate.OPEN)]


def test_what_is_not_collected_waits_for_nobody(unit: Unit, clerk: Actor) -> None:
    row = loaded(unit, row_of(1), row_of(2, CF_NR="当场处罚，罚款人民币伍拾元"))
    assert row.returned == 1
    assert fates(row) == [(3, Fate.NOTHING)]
    assert queries.open_rows(clerk, since=BEFORE) == []


def test_a_missing_column_returns_every_row_and_each_can_be_mended(unit: Unit, clerk: Actor) -> None:
    short = [{code: value for code, value in row_of(number).items() if code != "CF_YJ"} for number in (1, 2)]
    row = loaded(unit, *short)
    assert (row.rows, row.returned) == (2, 2)
    assert fates(row) == [(2, Fate.OPEN), (3, Fate.OPEN)]
    processed(sent(unit, row_of(1), row_of(2), follows=row.public_id, actor=clerk))
    assert fates(row) == [(2, Fate.IN), (3, Fate.IN)]


@pytest.mark.parametrize("number", ["0", "-1", "四", "99999999999", "=1+1", "3"])
def test_a_number_that_names_no_returned_line_mends_none(unit: Unit, clerk: Actor, number: str) -> None:
    row = first_of(unit)
    odd = row_of(2) | {"原文件行号": number}
    processed(sent(unit, odd, follows=row.public_id, actor=clerk))
    assert fates(row)[0] == (3, Fate.IN if number == "3" else Fate.OPEN)


def page_of(client: Client, name: str, row: Submission, **query: str) -> Any:
    return client.get(reverse(f"intake:{name}", args=[row.public_id]), query)


def test_the_receipt_the_list_and_the_to_do_say_what_is_open(unit: Unit, clerk: Actor, client: Client) -> None:
    row = first_of(unit)
    follow(unit, clerk, mended_workbook(clerk, row, CF_YJ="《食品安全法》第一百二十五条"), row)
    sign_in(client, person(unit, Role.REPORTER))
    receipt = page_of(client, "submission", row).content.decode()
    assert "退回的2行，还有1行没有改好" in receipt
    assert "已改好入库1行，没有改好1行；最早的一行应在" in receipt
    todo = client.get("/desk/").content.decode()
    assert "改正退回的1行：处罚.csv" in todo
    listed = page_of(client, "mending", row)
    assert [line.state for line in listed.context["page"].rows] == ["已改好入库", "改过，又退回"]
    assert len(listed.context["page"].chain) == 2
    only = page_of(client, "mending", row, show="open").context["page"]
    assert [line.line for line in only.rows] == [4]
    assert "必须填写" not in only.rows[0].words
    assert "应是数字" in only.rows[0].words


def test_the_list_of_rows_has_words_for_nothing_and_is_closed_to_others(unit: Unit, client: Client) -> None:
    row = loaded(unit, row_of(1))
    sign_in(client, person(unit, Role.REPORTER))
    assert "没有要改的行" in page_of(client, "mending", row).content.decode()
    sign_in(client, person(bureau(), Role.REPORTER))
    assert page_of(client, "mending", row).status_code == 404
