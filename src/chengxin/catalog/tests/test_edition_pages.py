"""The staff pages of editions: from the first draft to the day in force, and what each visitor sees of it."""

from datetime import date, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chengxin.catalog import public, queries, rules, services
from chengxin.catalog.adapters import standard_items
from chengxin.catalog.models import Edition, EditionComment
from chengxin.catalog.rules.editions import Choice, Outcome
from chengxin.catalog.tests.making import KEY, made
from chengxin.catalog.tests.test_editions import YEAR, begun, change_penalty, choose, consulted, number, recorded
from chengxin.catalog.tests.test_pages import fill
from chengxin.foundation.actor import Actor, public_actor
from chengxin.units.queries import day_of
from chengxin.units.tests import factories, trail
from chengxin.units.tests.conftest import Cast, Enter
from chengxin.units.tests.visitor import Visitor, heading, text
from chengxin.vault.tests.samples import pdf

pytestmark = pytest.mark.service
LICENCE, PENALTY = "licence-organisation", "penalty-organisation"


@pytest.fixture
def office(enter: Enter) -> Visitor:
    return enter("city.office")


def cells(content: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    assert sheet is not None
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_an_edition_is_begun_filled_and_laid_open_in_the_browser(office: Visitor, cast: Cast, now: datetime) -> None:
    made(cast.city_office, now)
    assert heading(office.get("catalog:editions")) == "现行的是信用信息目录（2018年本）"
    answer = fill(office, "catalog:begin-edition", key=YEAR, title="信用信息目录（2027年本）", copy="yes")
    assert answer.status_code == 302
    page = text(office.get("catalog:edition", YEAR))
    assert "正在起草" in page
    assert "不在这一版" in page
    seen = str(number())
    assert office.post("catalog:choose-item", YEAR, seen=seen, key=KEY, choice="take-draft").status_code == 302
    assert office.post("catalog:choose-item", YEAR, seen=seen, key=LICENCE, choice="remove").status_code == 409
    assert office.post("catalog:choose-item", YEAR, seen=seen, key=LICENCE, choice="burn").status_code == 422
    assert "表彰奖励”：增加" in text(office.get("catalog:edition-item", YEAR, KEY))
    late = (day_of(now) + timedelta(days=400)).isoformat()
    assert fill(office, "catalog:consult", YEAR, until=late).status_code == 422
    until = (day_of(now) + timedelta(days=20)).isoformat()
    assert fill(office, "catalog:consult", YEAR, until=until).status_code == 302
    assert "正在征求意见，到" in heading(office.get("catalog:edition", YEAR))


def test_a_unit_reads_the_draft_and_comments_on_an_item(enter: Enter, cast: Cast, now: datetime) -> None:
    begun(cast.city_office, now)
    visitor = enter("reporter")
    assert visitor.get("catalog:edition", YEAR).status_code == 404
    made(cast.city_office, now)
    choose(cast.city_office, now, KEY, Choice.TAKE_DRAFT)
    consulted(cast.city_office, now)
    page = text(visitor.get("catalog:edition", YEAR))
    assert "提意见" in page
    assert "登记公众意见" not in page
    assert "本单位还没有提意见" in page
    entry = text(visitor.get("catalog:edition-item", YEAR, KEY))
    assert "对这一项提意见" in entry
    assert fill(visitor, "catalog:comment-on-edition", YEAR, item=KEY, words="", proposal="").status_code == 422
    answer = fill(visitor, "catalog:comment-on-edition", YEAR, item=KEY, words="字段太多", proposal="删去级别")
    assert answer.status_code == 302
    assert "建议改成：删去级别" in text(visitor.get("catalog:edition", YEAR))
    assert "字段太多" not in text(enter("far.reporter").get("catalog:edition", YEAR))
    for name in ("catalog:consult", "catalog:settle", "catalog:adopt-edition", "catalog:record-public-comment"):
        assert visitor.get(name, YEAR).status_code == 403


def test_the_office_answers_and_takes_the_list_of_comments_away(office: Visitor, cast: Cast, now: datetime) -> None:
    begun(cast.city_office, now)
    consulted(cast.city_office, now)
    assert fill(office, "catalog:record-public-comment", YEAR, item="", words="=1+1", proposal="").status_code == 302
    comment = EditionComment.objects.get()
    assert "没有答复" in text(office.get("catalog:edition", YEAR))
    empty = fill(
        office, "catalog:answer-comment", comment.public_id, outcome="not-adopted", answer="", published="意见"
    )
    assert empty.status_code == 422
    assert "理由不能空着" in text(empty)
    answer = fill(
        office, "catalog:answer-comment", comment.public_id, outcome="partly", answer="写进说明", published="意见"
    )
    assert answer.status_code == 302
    file = office.get("catalog:edition-comments-file", YEAR)
    rows = cells(file.content)
    assert rows[2][1:5] == ["社会公众", "整个目录", "=1+1", ""]
    assert rows[2][6:8] == ["部分采纳", "写进说明"]
    early = fill(office, "catalog:settle", YEAR)
    assert early.status_code == 422
    assert "第二天起才能定稿" in text(early)


def settled_by(actor: Actor, now: datetime) -> None:
    """Settle an edition whose consultation began a month before now."""
    before = now - timedelta(days=40)
    consulted(actor, before, days=30)
    services.settle(actor=actor, now=now, edition=YEAR, seen=number())


def test_papers_are_recorded_and_the_page_says_which_step_is_missing(
    office: Visitor, cast: Cast, now: datetime
) -> None:
    begun(cast.city_office, now)
    settled_by(cast.city_office, now)
    today = day_of(now).isoformat()
    refused = fill(office, "catalog:adopt-edition", YEAR, on=today)
    assert refused.status_code == 422
    for title in ("向社会公开征求意见", "本级人民政府同意", "印发目录的通知", "报自治区备案"):
        assert f"“{title}”缺" in text(refused)
    assert "社会信用条例" in text(office.get("catalog:edition", YEAR))
    file = SimpleUploadedFile("批复.pdf", pdf(), content_type="application/pdf")
    sent = fill(
        office,
        "catalog:record-paper",
        YEAR,
        query="?step=government-consent",
        number="海政函〔2026〕9号",
        dated_on=today,
        file=file,
    )
    assert sent.status_code == 302, text(sent)
    page = text(office.get("catalog:edition", YEAR))
    assert "海政函〔2026〕9号" in page
    assert "看文件" in page
    assert fill(office, "catalog:record-paper", YEAR, query="?step=regional-filing", number="").status_code == 422
    for step in ("public-consultation", "notice", "regional-filing"):
        recorded(cast.city_office, now, step)
    assert fill(office, "catalog:adopt-edition", YEAR, on=today).status_code == 302
    assert "施行中" in heading(office.get("catalog:edition", YEAR))
    assert "已被取代" in heading(office.get("catalog:edition", "2018"))
    assert Edition.objects.get(key=YEAR).adopted_by


def test_two_editions_are_compared_in_words_and_as_a_workbook(
    office: Visitor, enter: Enter, cast: Cast, now: datetime
) -> None:
    begun(cast.city_office, now)
    change_penalty(cast.city_office, now)
    choose(cast.city_office, now, PENALTY, Choice.TAKE_DRAFT)
    choose(cast.city_office, now, LICENCE, Choice.REMOVE)
    page = office.get("catalog:edition-changes", YEAR)
    since = [item.valid_from for item in standard_items().values() if item.valid_from > date(2017, 1, 1)]
    later = sum(day > date(2018, 7, 1) for day in since)
    assert heading(page) == f"信用信息目录（2027年本）比信用信息目录（2018年本），有{2 + later}个目录项不同"
    assert "“违法的事实”的名称由“违法事实”改为“违法的事实”" in text(page)
    rows = cells(office.get("catalog:edition-changes-file", YEAR).content)
    assert [row[1:4] for row in rows[2:] if row[1] in {PENALTY, LICENCE}] == [
        [PENALTY, "修改", "“违法的事实”的名称由“违法事实”改为“违法的事实”"],
        [LICENCE, "删去", ""],
    ]
    reader = enter("reporter")
    standard = heading(reader.get("catalog:edition-changes", "2018", older="2017"))
    assert standard.endswith(f"有{len(since) - later}个目录项不同")
    assert reader.get("catalog:edition-changes", "2018", older=YEAR).status_code == 404
    assert reader.get("catalog:edition-changes", YEAR).status_code == 404


def test_an_edition_is_given_up_and_its_drafts_stay(office: Visitor, cast: Cast, now: datetime) -> None:
    begun(cast.city_office, now)
    change_penalty(cast.city_office, now)
    choose(cast.city_office, now, PENALTY, Choice.TAKE_DRAFT)
    assert fill(office, "catalog:give-up-edition", YEAR).status_code == 302
    assert "已放弃" in heading(office.get("catalog:edition", YEAR))
    assert queries.draft_for(cast.city_office, PENALTY).item.field("CF_SY").name == "违法的事实"
    assert fill(office, "catalog:consult", YEAR, until=day_of(now).isoformat()).status_code == 422


def test_what_answers_a_comment_is_seen_by_who_gave_it(enter: Enter, cast: Cast, now: datetime) -> None:
    begun(cast.city_office, now)
    consulted(cast.city_office, now)
    actor = factories.actor_of(cast.reporter, now)
    comment = services.comment_on_edition(
        actor=actor, now=now, edition=YEAR, item=PENALTY, words="请加说明", proposal=""
    )
    services.answer_comment(
        actor=cast.city_office,
        now=now,
        comment=comment.public_id,
        outcome=Outcome.NOT_ADOPTED,
        answer="已有说明",
        published="",
    )
    page = text(enter("reporter").get("catalog:edition", YEAR))
    assert "不采纳" in page
    assert "答复：已有说明" in page


def test_the_office_opens_a_contact_on_record_and_publishes_words_of_its_own(
    office: Visitor, enter: Enter, cast: Cast, now: datetime
) -> None:
    begun(cast.city_office, now)
    consulted(cast.city_office, now)
    said = services.PublicComment("", "我家住某路，依据要写到条款", "", "示例的姓名", "示例的电话", "")
    services.send_public_comment(actor=public_actor("192.0.2.3"), now=now, edition=YEAR, comment=said)
    comment = EditionComment.objects.get()
    page = text(office.get("catalog:edition", YEAR))
    assert "联系方式" in page
    assert "示例的电话" not in page
    assert fill(office, "catalog:comment-sender", comment.public_id, purpose="", basis="").status_code == 422
    opened = fill(office, "catalog:comment-sender", comment.public_id, purpose="请说明", basis="条例第十九条")
    assert opened["Cache-Control"] == "no-store"
    assert "示例的电话" in text(opened)
    assert trail.last(rules.SENDER_SEEN).purpose == "请说明"
    assert enter("reporter").get("catalog:comment-sender", comment.public_id).status_code == 403
    told = {"outcome": "adopted", "answer": ""}
    asked = text(office.get("catalog:answer-comment", comment.public_id))
    assert "答复并公布" in asked
    unfit = fill(office, "catalog:answer-comment", comment.public_id, **told, published="打13800138000")
    assert "这些文字会公布" in text(unfit)
    assert fill(office, "catalog:answer-comment", comment.public_id, **told, published="写到条款").status_code == 302
    assert [one.words for one in public.answered_comments(YEAR)] == ["写到条款"]
