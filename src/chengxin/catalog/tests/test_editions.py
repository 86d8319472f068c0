"""Editions on the database: from draft over comments and papers to the day in force, and what each step refuses."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.db import connection

from chengxin.catalog import public, queries, rules, services
from chengxin.catalog.adapters import standard_items
from chengxin.catalog.models import CatalogItem, Edition, EditionComment, ItemVersion
from chengxin.catalog.rules import Item
from chengxin.catalog.rules.editions import Choice, EditionState, Outcome, Part, Standing
from chengxin.catalog.services import adopting, checking, commenting, editions, in_force, paper_facts
from chengxin.catalog.services.checking import ChangedMeanwhile
from chengxin.catalog.tests.making import KEY, amending, made, seen
from chengxin.foundation.actor import Actor, system_actor
from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.units.queries import day_of
from chengxin.units.tests import factories, trail
from chengxin.units.tests.conftest import Cast
from chengxin.vault.services import Upload
from chengxin.vault.tests.samples import pdf

pytestmark = pytest.mark.service
YEAR, TITLE = "2027", "信用信息目录（2027年本）"
LICENCE, PENALTY = "licence-organisation", "penalty-organisation"
STEPS = ("public-consultation", "government-consent", "notice", "regional-filing")


@pytest.fixture
def office(cast: Cast) -> Actor:
    return cast.city_office


def number() -> int:
    return Edition.objects.get(key=YEAR).number


def begun(actor: Actor, now: datetime, *, copy: bool = True) -> Edition:
    return services.begin_edition(actor=actor, now=now, key=YEAR, title=TITLE, copy=copy)


def choose(actor: Actor, now: datetime, key: str, choice: Choice) -> Edition:
    return services.choose_item(actor=actor, now=now, edition=YEAR, seen=number(), key=key, choice=choice)


def consulted(actor: Actor, now: datetime, days: int = 30) -> Edition:
    until = day_of(now) + timedelta(days=days)
    return services.consult(actor=actor, now=now, edition=YEAR, seen=number(), until=until)


def settled(actor: Actor, now: datetime) -> tuple[Edition, datetime]:
    """Return the edition after its consultation, and the moment: the day after it ended."""
    consulted(actor, now)
    later = now + timedelta(days=31)
    return services.settle(actor=actor, now=later, edition=YEAR, seen=number()), later


def recorded(actor: Actor, now: datetime, step: str, **more: object) -> None:
    today = day_of(now)
    facts = {
        "number": "海政函〔2026〕1号",
        "dated_on": today,
        "begins_on": today - timedelta(days=30),
        "ends_on": today,
        "result": "收到意见0条",
        **more,
    }
    services.record_paper(
        actor=actor,
        now=now,
        edition=YEAR,
        seen=number(),
        step=step,
        facts=services.PaperFacts(**facts),  # type: ignore[arg-type]  # the table's values vary in type
        upload=Upload(content=BytesIO(pdf()), name="件.pdf", claimed_type="application/pdf"),
    )


def adopted(actor: Actor, now: datetime, on: date) -> Edition:
    for step in STEPS:
        recorded(actor, now, step)
    return services.adopt_edition(actor=actor, now=now, edition=YEAR, seen=number(), on=on)


def test_the_product_brings_the_editions_of_2017_and_2018(office: Actor, now: datetime) -> None:
    standing = queries.standings_of(office, on=day_of(now))
    assert standing == {"2017": Standing.SUPERSEDED, "2018": Standing.IN_FORCE}
    old, new = (queries.edition_for(office, key) for key in ("2017", "2018"))
    assert {PENALTY, LICENCE} <= queries.content_of(office, old).keys()
    assert queries.content_of(office, old).keys() <= queries.content_of(office, new).keys()
    assert queries.next_after(office, old) == new
    assert queries.edition_in_force(office, on=date(2016, 12, 31)) is None
    assert queries.edition_in_force(office, on=date(2018, 6, 30)) == old


def test_an_edition_begins_with_what_is_in_force_or_with_nothing(office: Actor, now: datetime) -> None:
    edition = begun(office, now)
    assert queries.content_of(office, edition) == queries.items_in_force(office, on=day_of(now))
    assert edition.based_on is not None
    assert edition.based_on.key == "2018"
    assert trail.last(rules.EDITION_BEGUN).facts["based_on"] == "2018"
    services.give_up_edition(actor=office, now=now, edition=YEAR, seen=number())
    empty = services.begin_edition(actor=office, now=now, key="2027-2", title=TITLE, copy=False)
    assert queries.content_of(office, empty) == {}


def change_penalty(office: Actor, now: datetime) -> Item:
    services.begin_draft(actor=office, now=now, key=PENALTY)
    item = queries.draft_for(office, PENALTY).item
    name = replace(item.field("CF_SY"), name="违法的事实")
    return services.put_field(actor=office, now=now, key=PENALTY, seen=seen(office, PENALTY), code="CF_SY", field=name)


def test_an_edition_adds_changes_and_removes_items_on_one_day(office: Actor, now: datetime) -> None:
    begun(office, now)
    made(office, now)
    change_penalty(office, now)
    for key, choice in ((KEY, Choice.TAKE_DRAFT), (PENALTY, Choice.TAKE_DRAFT), (LICENCE, Choice.REMOVE)):
        choose(office, now, key, choice)
    parts = {one.key: one.part for one in queries.entries_of(office, queries.edition_for(office, YEAR))}
    assert parts == {
        **dict.fromkeys(queries.items_in_force(office, on=day_of(now)), Part.KEPT),
        KEY: Part.ADDED,
        PENALTY: Part.CHANGED,
        LICENCE: Part.REMOVED,
    }
    _edition, later = settled(office, now)
    first = day_of(later) + timedelta(days=5)
    edition = adopted(office, later, first)
    eve = first - timedelta(days=1)
    before, after = queries.items_in_force(office, on=eve), queries.items_in_force(office, on=first)
    assert (LICENCE in before, LICENCE in after) == (True, False)
    assert (KEY in before, KEY in after) == (False, True)
    assert before[PENALTY].field("CF_SY").name != after[PENALTY].field("CF_SY").name == "违法的事实"
    assert after[KEY].valid_from == first
    assert CatalogItem.objects.get(key=PENALTY).draft is None
    assert queries.standings_of(office, on=eve)["2018"] is Standing.IN_FORCE
    assert queries.standings_of(office, on=first) == {
        "2017": Standing.SUPERSEDED,
        "2018": Standing.SUPERSEDED,
        YEAR: Standing.IN_FORCE,
    }
    old = queries.edition_for(office, "2018")
    changes = rules.edition_changes(queries.content_of(office, old), queries.content_of(office, edition))
    told = {one.key: one for one in changes}
    by_itself = {key for key, item in standard_items().items() if item.valid_from > date(2018, 7, 1)}
    assert {key: one.part for key, one in told.items()} == {
        **dict.fromkeys(by_itself, Part.ADDED),
        KEY: Part.ADDED,
        PENALTY: Part.CHANGED,
        LICENCE: Part.REMOVED,
    }
    assert "“违法的事实”的名称由“违法事实”改为“违法的事实”" in [one.words for one in told[PENALTY].differences]
    assert queries.amendments_of(office, edition, until=None) == []
    assert trail.last(rules.EDITION_ADOPTED).facts["in_force_from"] == first.isoformat()
    stage = queries.timeline_of(office, LICENCE).stage_on(first)
    assert stage is not None
    assert stage.edition == TITLE


@pytest.mark.parametrize("missing", STEPS)
def test_an_edition_without_a_paper_does_not_come_in_force(office: Actor, now: datetime, missing: str) -> None:
    begun(office, now)
    _edition, later = settled(office, now)
    for step in STEPS:
        if step != missing:
            recorded(office, later, step)
    with pytest.raises(paper_facts.StepsLacking) as refusal:
        services.adopt_edition(actor=office, now=later, edition=YEAR, seen=number(), on=day_of(later))
    title = {one.step: one.title for one in queries.catalogue_law(day_of(later)).steps}[missing]
    assert f"“{title}”缺" in refusal.value.sentence()
    assert Edition.objects.get(key=YEAR).state == EditionState.SETTLING


def test_a_paper_without_its_number_is_no_paper(office: Actor, now: datetime) -> None:
    begun(office, now)
    _edition, later = settled(office, now)
    for step in STEPS:
        recorded(office, later, step, number="")
    with pytest.raises(paper_facts.StepsLacking, match=r"catalog\.steps-lacking") as refusal:
        services.adopt_edition(actor=office, now=later, edition=YEAR, seen=number(), on=day_of(later))
    assert refusal.value.sentence().count("缺文号") == 3


def test_units_comment_and_the_office_answers_each(office: Actor, cast: Cast, now: datetime) -> None:
    begun(office, now)
    consulted(office, now)
    reporter = factories.actor_of(cast.reporter, now)
    comment = services.comment_on_edition(
        actor=reporter, now=now, edition=YEAR, item=PENALTY, words="违法事实太长", proposal="改为2000字"
    )
    services.record_public_comment(actor=office, now=now, edition=YEAR, item="", words="希望写明查询办法", proposal="")
    edition = queries.edition_for(reporter, YEAR)
    assert list(queries.comments_for(reporter, edition)) == [comment]
    assert queries.comments_for(office, edition).count() == 2
    later = now + timedelta(days=31)
    with pytest.raises(editions.Unanswered):
        services.settle(actor=office, now=later, edition=YEAR, seen=number())
    with pytest.raises(checking.BadText):
        services.answer_comment(
            actor=office, now=now, comment=comment.public_id, outcome=Outcome.NOT_ADOPTED, answer=" ", published=""
        )
    for one in EditionComment.objects.all():
        services.answer_comment(
            actor=office, now=later, comment=one.public_id, outcome=Outcome.ADOPTED, answer="", published="意见"
        )
    assert services.settle(actor=office, now=later, edition=YEAR, seen=number()).state == EditionState.SETTLING
    with pytest.raises(editions.NotInThisState):
        services.answer_comment(
            actor=office, now=later, comment=comment.public_id, outcome=Outcome.PARTLY, answer="再想", published=""
        )


def test_what_was_laid_open_stays_as_it_was_read(office: Actor, cast: Cast, now: datetime) -> None:
    begun(office, now)
    change_penalty(office, now)
    choose(office, now, PENALTY, Choice.TAKE_DRAFT)
    consulted(office, now)
    with pytest.raises(editions.NotInThisState):
        choose(office, now, LICENCE, Choice.REMOVE)
    item = queries.draft_for(office, PENALTY).item
    again = replace(item.field("CF_SY"), name="事实")
    services.put_field(actor=office, now=now, key=PENALTY, seen=seen(office, PENALTY), code="CF_SY", field=again)
    reporter = factories.actor_of(cast.reporter, now)
    edition = queries.edition_for(reporter, YEAR)
    assert queries.content_of(reporter, edition)[PENALTY].field("CF_SY").name == "违法的事实"
    assert queries.content_of(office, edition)[PENALTY].field("CF_SY").name == "事实"
    shown = public.edition_items(YEAR)
    assert shown[PENALTY].field("CF_SY").name == "违法的事实"


def test_a_comment_comes_in_time_and_about_what_is_in_the_edition(office: Actor, cast: Cast, now: datetime) -> None:
    begun(office, now)
    reporter = factories.actor_of(cast.reporter, now)

    def comment(at: datetime, item: str = "", words: str = "意见") -> EditionComment:
        return services.comment_on_edition(actor=reporter, now=at, edition=YEAR, item=item, words=words, proposal="")

    with pytest.raises(NotFound):
        comment(now)
    consulted(office, now, days=3)
    assert comment(now + timedelta(days=3)).unit_id == reporter.unit
    with pytest.raises(commenting.ConsultationOver):
        comment(now + timedelta(days=4))
    with pytest.raises(commenting.NotInEdition):
        comment(now, item="no-such-item")
    with pytest.raises(checking.BadText):
        comment(now, words="\n ")
    with pytest.raises(checking.BadText):
        comment(now, words="字" * 2001)


@pytest.mark.parametrize("days", [0, 181])
def test_a_consultation_ends_after_today_and_within_half_a_year(office: Actor, now: datetime, days: int) -> None:
    begun(office, now)
    with pytest.raises(editions.WrongEnd):
        consulted(office, now, days=days)


def test_a_consultation_is_not_ended_before_its_last_day_is_over(office: Actor, now: datetime) -> None:
    begun(office, now)
    consulted(office, now)
    with pytest.raises(editions.ConsultationRuns):
        services.settle(actor=office, now=now + timedelta(days=30), edition=YEAR, seen=number())


def test_an_item_with_a_fault_is_not_laid_open(office: Actor, now: datetime) -> None:
    begun(office, now)
    services.create_item(actor=office, now=now, key="bare", name="空白", family=rules.Family.OTHER)
    choose(office, now, "bare", Choice.TAKE_DRAFT)
    with pytest.raises(in_force.HasFaults):
        consulted(office, now)


@pytest.mark.parametrize(
    ("key", "choice"),
    [(PENALTY, Choice.TAKE_DRAFT), (PENALTY, Choice.LEAVE_OUT), (KEY, Choice.KEEP), (KEY, Choice.REMOVE)],
)
def test_a_choice_that_an_item_does_not_have_is_refused(office: Actor, now: datetime, key: str, choice: Choice) -> None:
    begun(office, now)
    made(office, now)
    with pytest.raises(editions.NoSuchChoice):
        choose(office, now, key, choice)


def test_one_edition_is_under_way_and_its_year_is_its_own(office: Actor, now: datetime) -> None:
    with pytest.raises(editions.BadEditionKey):
        services.begin_edition(actor=office, now=now, key="明年", title=TITLE, copy=True)
    with pytest.raises(editions.EditionKeyTaken):
        services.begin_edition(actor=office, now=now, key="2018", title=TITLE, copy=True)
    begun(office, now)
    with pytest.raises(editions.EditionUnderWay):
        services.begin_edition(actor=office, now=now, key="2028", title=TITLE, copy=True)


def test_a_draft_of_an_edition_is_not_put_in_force_by_itself(office: Actor, now: datetime) -> None:
    begun(office, now)
    made(office, now)
    choose(office, now, KEY, Choice.TAKE_DRAFT)
    draft = queries.draft_for(office, KEY)
    with pytest.raises(in_force.InEdition):
        services.put_in_force(
            actor=office, now=now, key=KEY, seen=draft.number, after=draft.newest, on=day_of(now), papers=amending(now)
        )


def test_an_edition_comes_in_force_from_today_on_and_after_the_last_one(office: Actor, now: datetime) -> None:
    begun(office, now)
    _edition, later = settled(office, now)
    with pytest.raises(adopting.EditionBefore):
        adopted(office, later, day_of(later) - timedelta(days=1))


def test_all_of_an_edition_comes_in_force_or_nothing(office: Actor, now: datetime) -> None:
    begun(office, now)
    made(office, now)
    change_penalty(office, now)
    choose(office, now, KEY, Choice.TAKE_DRAFT)
    choose(office, now, PENALTY, Choice.TAKE_DRAFT)
    _edition, later = settled(office, now)
    services.discard_draft(actor=office, now=later, key=PENALTY, seen=seen(office, PENALTY))
    before = ItemVersion.objects.count()
    with pytest.raises(adopting.DraftGone):
        adopted(office, later, day_of(later))
    assert ItemVersion.objects.count() == before
    assert Edition.objects.get(key=YEAR).state == EditionState.SETTLING


def test_an_item_that_comes_in_force_later_keeps_the_edition_waiting(office: Actor, now: datetime) -> None:
    change_penalty(office, now)
    draft = queries.draft_for(office, PENALTY)
    far = day_of(now) + timedelta(days=90)
    services.put_in_force(
        actor=office, now=now, key=PENALTY, seen=draft.number, after=draft.newest, on=far, papers=amending(now)
    )
    begun(office, now)
    _edition, later = settled(office, now)
    with pytest.raises(adopting.NotTheNewest):
        adopted(office, later, day_of(later))
    assert services.adopt_edition(actor=office, now=later, edition=YEAR, seen=number(), on=far).in_force_from == far


def test_what_an_edition_decides_is_changed_between_editions_with_its_papers_only(office: Actor, now: datetime) -> None:
    change_penalty(office, now)
    draft = queries.draft_for(office, PENALTY)
    asked = {"actor": office, "now": now, "key": PENALTY, "seen": draft.number, "after": draft.newest}
    given = amending(now)
    for papers in ({}, {step: paper for step, paper in given.items() if step != "government-consent"}):
        with pytest.raises(in_force.NeedsEdition) as refusal:
            services.put_in_force(**asked, on=day_of(now), papers=papers)  # type: ignore[arg-type]  # of mixed types
        assert "改字段“违法事实”" in refusal.value.sentence()
        assert "本级人民政府同意" in refusal.value.sentence()
    early = given | {"notice": services.GivenPaper(replace(given["notice"].facts, dated_on=date(2100, 1, 1)))}
    with pytest.raises(paper_facts.PaperFromTomorrow):
        services.put_in_force(**asked, on=day_of(now), papers=early)  # type: ignore[arg-type]  # of mixed types
    version = services.put_in_force(**asked, on=day_of(now), papers=given)  # type: ignore[arg-type]  # of mixed types
    assert {paper.step for paper in version.papers.all()} == set(STEPS)
    facts = trail.last(rules.PUT_IN_FORCE).facts
    assert facts["amends"] == ["改字段“违法事实”的名称、含义或者公开属性"]
    assert len(facts["papers"]) == len(STEPS)


def test_what_only_helps_to_report_comes_in_force_by_itself(office: Actor, now: datetime) -> None:
    services.begin_draft(actor=office, now=now, key=PENALTY)
    item = queries.draft_for(office, PENALTY).item
    hint = replace(item.field("CF_SY"), hint="照决定书写", aliases=("事由",))
    services.put_field(actor=office, now=now, key=PENALTY, seen=seen(office, PENALTY), code="CF_SY", field=hint)
    draft = queries.draft_for(office, PENALTY)
    version = services.put_in_force(
        actor=office, now=now, key=PENALTY, seen=draft.number, after=draft.newest, on=day_of(now), papers={}
    )
    assert not version.papers.exists()


def test_a_version_put_in_force_by_itself_is_told_as_an_amendment(office: Actor, now: datetime) -> None:
    change_penalty(office, now)
    draft = queries.draft_for(office, PENALTY)
    services.put_in_force(
        actor=office, now=now, key=PENALTY, seen=draft.number, after=draft.newest, on=day_of(now), papers=amending(now)
    )
    found = queries.amendments_of(office, queries.edition_for(office, "2018"), until=None)
    by_itself = {key for key, item in standard_items().items() if item.valid_from > date(2018, 7, 1)}
    assert {(version.item.key, version.number) for version in found} == {(PENALTY, 2), *((key, 1) for key in by_itself)}


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"dated_on": date(2100, 1, 1)}, paper_facts.PaperFromTomorrow),
        ({"ends_on": date(2100, 1, 1)}, paper_facts.PaperFromTomorrow),
        ({"begins_on": date(2026, 1, 2), "ends_on": date(2026, 1, 1)}, paper_facts.WrongPeriod),
        ({"number": "字" * 101}, checking.BadText),
        ({"result": "字" * 2001}, checking.BadText),
    ],
)
def test_a_paper_that_can_not_be_is_refused(
    office: Actor, now: datetime, more: dict[str, object], refusal: type[Exception]
) -> None:
    begun(office, now)
    consulted(office, now)
    with pytest.raises(refusal):
        recorded(office, now, "notice", **more)
    with pytest.raises(paper_facts.UnknownStep):
        recorded(office, now, "no-such-step")


def acts(now: datetime) -> list[Callable[[Actor], object]]:
    facts = services.PaperFacts()
    return [
        lambda actor: begun(actor, now),
        lambda actor: choose(actor, now, PENALTY, Choice.REMOVE),
        lambda actor: consulted(actor, now),
        lambda actor: services.settle(actor=actor, now=now, edition=YEAR, seen=1),
        lambda actor: services.adopt_edition(actor=actor, now=now, edition=YEAR, seen=1, on=day_of(now)),
        lambda actor: services.give_up_edition(actor=actor, now=now, edition=YEAR, seen=1),
        lambda actor: services.record_public_comment(
            actor=actor, now=now, edition=YEAR, item="", words="意见", proposal=""
        ),
        lambda actor: services.answer_comment(
            actor=actor, now=now, comment="x", outcome=Outcome.ADOPTED, answer="", published=""
        ),
        lambda actor: services.record_paper(
            actor=actor, now=now, edition=YEAR, seen=1, step="notice", facts=facts, upload=None
        ),
    ]


def test_only_the_citys_office_works_on_editions(office: Actor, cast: Cast, now: datetime) -> None:
    begun(office, now)
    reporter = factories.actor_of(cast.reporter, now)
    for act in acts(now):
        for actor in (reporter, cast.county_office):
            with pytest.raises(NotPermitted):
                act(actor)
    with pytest.raises(NotPermitted):
        services.comment_on_edition(actor=office, now=now, edition=YEAR, item="", words="意见", proposal="")


def test_the_second_of_two_people_is_told(office: Actor, now: datetime) -> None:
    begun(office, now)
    looked_at = number()
    services.choose_item(actor=office, now=now, edition=YEAR, seen=looked_at, key=LICENCE, choice=Choice.REMOVE)
    with pytest.raises(ChangedMeanwhile):
        services.choose_item(actor=office, now=now, edition=YEAR, seen=looked_at, key=PENALTY, choice=Choice.REMOVE)


def test_of_two_who_begin_at_once_one_is_first(committed_db: object) -> None:
    assert committed_db
    actor, now = system_actor("catalog.import"), factories.real_now()
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def begin(key: str) -> None:
        start.wait()
        try:
            services.begin_edition(actor=actor, now=now, key=key, title=TITLE, copy=True)
            outcomes.append("begun")
        except editions.EditionUnderWay:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=begin, args=(key,)) for key in ("2031", "2032")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["begun", "told"]
    assert Edition.objects.filter(state=EditionState.DRAFT.value).count() == 1
