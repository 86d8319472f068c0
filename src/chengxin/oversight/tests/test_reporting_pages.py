"""Pages of reporting: each main path, bad input, empty states, and who sees what."""

import re
from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.test import Client

from chengxin.foundation.refusals import NotFound
from chengxin.foundation.roles import Role
from chengxin.oversight import queries, services
from chengxin.oversight.models import Assignment, Declaration, DifferenceAnswer, GapAnswer, Letter, ReportingPolicy
from chengxin.oversight.rules.months import month_of, moved, written
from chengxin.oversight.rules.reporting import open_month
from chengxin.oversight.services import LetterText
from chengxin.oversight.services.letters import ConfirmedAlready, LetterChangedMeanwhile, NotADraft, NoUnits
from chengxin.oversight.tests.reporting import ITEM, NOW, TODAY, YEAR, received
from chengxin.oversight.tests.scenes import City, unit
from chengxin.vault.tests.people import person, sign_in

pytestmark = pytest.mark.service
MONTH = open_month(TODAY)
"""The latest month that can be declared."""
DECLARATIONS = f"/desk/declarations/?month={written(MONTH)}"


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def text(shown: str) -> str:
    """Return the words of a page, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown))


def heading(shown: str) -> str:
    """Return the first heading of a page."""
    return text(shown.split("<h1>", 1)[1].split("</h1>", 1)[0])


def post(client: Client, address: str, data: dict[str, object], status: int = 302) -> str:
    response = client.post(address, data)
    assert response.status_code == status, text(response.content.decode())
    return response.content.decode()


def assigned(city: City) -> None:
    services.assign_item(
        actor=city.clerk.actor,
        now=NOW,
        unit=city.statistics.id,
        item=ITEM,
        valid_from=MONTH,
        valid_until=None,
        basis="示信〔2026〕1号",
    )


def test_who_has_nothing_to_declare_reads_why(client: Client, city: City) -> None:
    sign_in(client, city.reporter)
    shown = page(client, "/desk/declarations/")
    assert "没有要填报的目录项" in heading(shown)
    assert "请联系信用办" in shown
    assert "没有单位要填报" in heading(page(client, "/desk/declarations/overview"))
    assert "还没有收到能连号的文书" in page(client, "/desk/sequences/")
    assert "这段时间没有收到报送" in page(client, "/desk/rates/")
    assert "还没有通报" in page(client, "/desk/letters/")


def test_a_month_is_declared_corrected_and_explained(client: Client, city: City) -> None:
    assigned(city)
    sign_in(client, city.reporter)
    shown = page(client, DECLARATIONS)
    assert "还有1项没有填报" in heading(shown)
    assert "平台收到0条，只供核对" in text(shown)
    assert 'name="count0" value' not in shown, "what arrived is no declaration"
    assert "没有新的填报" in post(client, DECLARATIONS, {"count0": "", "seen0": "0"}, 422)
    post(client, DECLARATIONS, {"count0": "-1", "seen0": "0"}, 422)
    assert Declaration.objects.count() == 0
    post(client, DECLARATIONS, {"count0": "2", "seen0": "0"})
    assert "1项与收到数不一致" in heading(page(client, DECLARATIONS))
    assert "写明原因" in post(client, DECLARATIONS, {"count0": "3", "seen0": "1", "reason": ""}, 422)
    post(client, DECLARATIONS, {"count0": "3", "seen0": "1", "reason": "漏了一件"})
    assert "更正1次：漏了一件" in page(client, DECLARATIONS)
    asking = f"/desk/declarations/difference?month={written(MONTH)}&item={ITEM}"
    assert "填报3条，收到0条" in page(client, asking)
    post(client, asking, {"kind": "explained", "words": " "}, 422)
    post(client, asking, {"kind": "explained", "words": "由上级单位报送"})
    assert DifferenceAnswer.objects.get().words == "由上级单位报送"
    assert "由上级单位报送" in page(client, DECLARATIONS)


def test_a_nil_return_is_called_so(client: Client, city: City) -> None:
    assigned(city)
    sign_in(client, city.reporter)
    post(client, DECLARATIONS, {"count0": "0", "seen0": "0"})
    sign_in(client, city.clerk)
    shown = page(client, f"/desk/declarations/overview?month={written(MONTH)}")
    assert "零报告" in shown
    assert "应填1项，已填1项" in heading(shown)
    file = client.get(f"/desk/declarations/overview.csv?month={written(MONTH)}").content.decode("utf-8-sig")
    assert city.statistics.name in file


@pytest.mark.parametrize("month", ["2026-13", "x", written(moved(MONTH, 2)), "1999-01"])
def test_a_month_that_is_none_is_not_found(client: Client, city: City, month: str) -> None:
    sign_in(client, city.reporter)
    page(client, f"/desk/declarations/?month={month}", 404)
    page(client, f"/desk/declarations/overview?month={month}", 404)


def test_the_office_assigns_and_ends(client: Client, city: City) -> None:
    sign_in(client, city.clerk)
    assert "还没有分配过" in page(client, "/desk/declarations/assignments/")
    given: dict[str, object] = {
        "unit": city.finance.id,
        "item": ITEM,
        "valid_from": "2026-01-01",
        "valid_until": "2025-01-01",
        "basis": "文件",
    }
    assert "结束日期要晚于开始日期" in post(client, "/desk/declarations/assignments/new", given, 422)
    post(client, "/desk/declarations/assignments/new", given | {"valid_until": ""})
    row = Assignment.objects.get()
    assert city.finance.name in page(client, "/desk/declarations/assignments/")
    end = f"/desk/declarations/assignments/{row.id}/end"
    post(client, end, {"valid_until": "2026-03-01"})
    row.refresh_from_db()
    assert row.valid_until == date(2026, 3, 1)
    sign_in(client, city.reporter)
    page(client, end, 403)


def test_gaps_are_listed_and_answered_by_their_unit_only(client: Client, city: City) -> None:
    received(city.statistics, 1, 4)
    sign_in(client, city.reporter)
    shown = page(client, "/desk/sequences/")
    assert "有2个文书号没有收到" in heading(shown)
    assert "2—3号" in shown
    asking = f"/desk/sequences/answer?word=示市监处罚&year={YEAR}&first=2&last=3"
    page(client, asking)
    answer: dict[str, object] = {"first": "3", "last": "2", "kind": "void", "words": ""}
    assert "不能小于开始的号" in post(client, asking, answer, 422)
    elsewhere = answer | {"last": "3", "first": "2", "kind": "elsewhere"}
    assert "说明不能空着" in text(post(client, asking, elsewhere, 422))
    post(client, asking, elsewhere | {"kind": "person"})
    assert GapAnswer.objects.count() == 1
    assert "已经说明" in heading(page(client, "/desk/sequences/"))
    sign_in(client, city.other_reporter)
    page(client, asking, 404)
    page(client, f"/desk/sequences/?unit={city.statistics.id}", 404)
    sign_in(client, city.clerk)
    assert "关于自然人，不在这里公示2个" in text(page(client, "/desk/sequences/overview"))
    shown = page(client, f"/desk/sequences/?unit={city.statistics.id}")
    assert 'class="btn btn--small"' not in shown, "the office reads and does not answer for the unit"


@pytest.mark.parametrize("year", ["0", "x", "99999", "-1", "²"])
def test_a_year_that_is_none_is_not_found(client: Client, city: City, year: str) -> None:
    sign_in(client, city.reporter)
    page(client, f"/desk/sequences/?year={year}", 404)
    page(client, f"/desk/sequences/overview?year={year}", 404)


def test_rates_stand_with_their_formula_and_what_is_behind_them(client: Client, city: City) -> None:
    received(city.statistics, 1, 2)
    received(city.statistics, 3, decided=TODAY - timedelta(days=40))
    sign_in(client, city.clerk)
    shown = page(client, "/desk/rates/")
    words = text(shown)
    assert "读到3行，迟报1件" in heading(shown)
    assert "66.7%" in words
    assert "33.3%" in words
    assert "按时（迟报）的决定数 ÷ 有时限的决定数" in words
    assert "不排名次" in words
    behind = page(client, f"/desk/rates/submissions?unit={city.statistics.id}")
    assert "2次报送" in heading(behind)
    for by in ("district", "item", "month"):
        assert "66.7%" in text(page(client, f"/desk/rates/?by={by}"))
    file = client.get("/desk/rates/rates.csv").content.decode("utf-8-sig")
    assert "66.7%" in file
    sheet = openpyxl.load_workbook(BytesIO(client.get("/desk/rates/rates.xlsx").content)).worksheets[0]
    cells = [cell.value for line in sheet.iter_rows() for cell in line]
    assert 3 in cells
    assert any("合规率＝" in str(value) for value in cells)
    sign_in(client, city.other_reporter)
    assert "没有收到报送" in page(client, f"/desk/rates/?unit={city.statistics.id}")


def test_without_data_no_rate_is_made_up(client: Client, city: City) -> None:
    received(city.statistics, 1, CF_YJ="")
    sign_in(client, city.reporter)
    shown = text(page(client, "/desk/rates/"))
    assert "0.0%" in shown, "nothing of what was read is sound"
    assert "没有数据" in shown, "nothing came in that could be late"


def test_odd_filters_show_the_usual_table(client: Client, city: City) -> None:
    sign_in(client, city.clerk)
    for query in ("first=2026-99", "unit=x", "by=score", "first=2030-01&last=2020-01", "first=1990-01"):
        page(client, f"/desk/rates/?{query}")


def test_the_office_sets_the_rules_from_a_month_on(client: Client, city: City) -> None:
    sign_in(client, city.clerk)
    assert "次月25日截止" in page(client, "/desk/rates/policy/")
    given: dict[str, object] = {
        "from_month": written(month_of(TODAY)),
        "cutoff_day": "31",
        "remind_days": "2",
        "compliant_of": "settled",
        "timely_of": "read",
        "due_by": "national",
        "basis": "联席会议纪要",
    }
    assert "截止日填1到28" in post(client, "/desk/rates/policy/new", given, 422)
    assert "月份写成" in post(client, "/desk/rates/policy/new", given | {"from_month": "5月"}, 422)
    post(client, "/desk/rates/policy/new", given | {"cutoff_day": "20"})
    assert ReportingPolicy.objects.get().cutoff_day == 20
    assert "次月20日截止" in page(client, "/desk/rates/policy/")
    assert "联席会议纪要" in page(client, "/desk/rates/")


def letter_of(city: City, *units: int) -> Letter:
    words = LetterText(MONTH, "关于报送情况的通报", "请核对附表。", frozenset(units or {city.statistics.id}))
    return services.begin_letter(actor=city.clerk.actor, now=NOW, text=words)


def test_a_letter_is_drafted_issued_confirmed_and_answered(client: Client, city: City) -> None:
    received(city.statistics, 1)
    sign_in(client, city.clerk)
    shown = page(client, "/desk/letters/new")
    assert "信用信息报送情况的通报" in shown
    given: dict[str, object] = {
        "seen": "0",
        "month": written(month_of(TODAY)),
        "title": "关于报送情况的通报",
        "body": "现通报如下。\n请核对。",
        "units": [],
    }
    post(client, "/desk/letters/new", given, 422)
    post(client, "/desk/letters/new", given | {"units": [city.statistics.id]})
    row = Letter.objects.get()
    address = f"/desk/letters/{row.public_id}/"
    assert "草稿，没有编号" in page(client, address)
    post(client, f"{address}change", given | {"title": "改过的通报", "units": [city.statistics.id]})
    post(client, f"{address}issue", {})
    row.refresh_from_db()
    assert (row.number, row.title) == (1, "改过的通报")
    shown = text(page(client, address))
    assert f"市信用局通报〔{YEAR}〕1号" in shown
    assert "100.0%" in shown

    sign_in(client, city.reporter)
    assert "改过的通报" in page(client, "/desk/letters/")
    post(client, f"{address}confirm", {})
    post(client, f"{address}reply", {"words": ""}, 422)
    post(client, f"{address}reply", {"words": "数据已核对。"})
    sign_in(client, city.other_reporter)
    page(client, address, 404)
    sign_in(client, city.clerk)
    assert "数据已核对。" in page(client, address)


def test_an_issued_letter_never_changes(city: City) -> None:
    received(city.statistics, 1)
    row = letter_of(city)
    issued = services.issue_letter(actor=city.clerk.actor, now=NOW, letter=row.public_id)
    figures = issued.figures
    received(city.statistics, 2, 3)
    row.refresh_from_db()
    assert row.figures == figures
    with pytest.raises(NotADraft):
        services.issue_letter(actor=city.clerk.actor, now=NOW, letter=row.public_id)
    with pytest.raises(NotADraft):
        services.discard_letter(actor=city.clerk.actor, now=NOW, letter=row.public_id)


def test_numbers_of_a_year_have_no_gap_and_no_repeat(city: City) -> None:
    first, given_up, second = letter_of(city), letter_of(city), letter_of(city, city.finance.id)
    services.issue_letter(actor=city.clerk.actor, now=NOW, letter=first.public_id)
    services.discard_letter(actor=city.clerk.actor, now=NOW, letter=given_up.public_id)
    services.issue_letter(actor=city.clerk.actor, now=NOW, letter=second.public_id)
    year_later = NOW + timedelta(days=366)
    third = letter_of(city)
    services.issue_letter(actor=city.clerk.actor, now=year_later, letter=third.public_id)
    numbers = Letter.objects.exclude(number=None).order_by("id").values_list("year", "number")
    assert list(numbers) == [(YEAR, 1), (YEAR, 2), (YEAR + 1, 1)]


def test_a_letter_needs_units_and_the_last_version(city: City) -> None:
    row = letter_of(city)
    words = LetterText(MONTH, "改", "改。", frozenset({city.statistics.id}))
    services.change_letter(actor=city.clerk.actor, now=NOW, letter=row.public_id, seen=0, text=words)
    with pytest.raises(LetterChangedMeanwhile):
        services.change_letter(actor=city.clerk.actor, now=NOW, letter=row.public_id, seen=0, text=words)
    with pytest.raises(NoUnits):
        letter_of(city, 10**9)


def test_only_a_unit_it_went_to_answers_a_letter(city: City) -> None:
    row = letter_of(city)
    with pytest.raises(NotFound):
        services.confirm_letter(actor=city.reporter.actor, now=NOW, letter=row.public_id)
    services.issue_letter(actor=city.clerk.actor, now=NOW, letter=row.public_id)
    services.confirm_letter(actor=city.reporter.actor, now=NOW, letter=row.public_id)
    with pytest.raises(ConfirmedAlready):
        services.confirm_letter(actor=city.reporter.actor, now=NOW, letter=row.public_id)
    with pytest.raises(NotFound):
        services.confirm_letter(actor=city.other_reporter.actor, now=NOW, letter=row.public_id)
    assert queries.receipts_of(city.clerk.actor, row).get().confirmed_at == NOW


def test_what_presses_stands_on_the_first_page(client: Client, city: City) -> None:
    received(city.statistics, 1, 3)
    sign_in(client, city.reporter)
    assert "说明没有收到的文书号：1个" in text(page(client, "/desk/"))
    other = unit("one-more", "海棠市园林局", "市园林局")
    sign_in(client, person(other, Role.REPORTER))
    assert "说明没有收到的文书号" not in text(page(client, "/desk/"))
