"""What a visitor of the demonstration finds: the page of stories, and files that behave as it says."""

from collections import Counter
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from chengxin.catalog.adapters import standard_items
from chengxin.config.commands import demo
from chengxin.config.demonstration import fetching, loading
from chengxin.config.demonstration.guide import read_guide
from chengxin.config.demonstration.plan import ITEMS, planned
from chengxin.config.demonstration.sources import read_sources
from chengxin.config.demonstration.words import read_words
from chengxin.config.demonstration.workbooks import WORKBOOKS, Scene, Workbook
from chengxin.intake.adapters import Unreadable, read_file
from chengxin.intake.rules import Circumstances, Judgement, judge

CITY = demo.demonstration_folder()
SECOND = Path(__file__).parent / "second_city"
SOUND, FAULTY, UNSETTLED, SEMICOLONS, NUMBERS, BROKEN, PERSONS = WORKBOOKS
WEEKDAYS = tuple(date(2026, 11, day) for day in range(22, 29))


@cache
def scene(today: date) -> Scene:
    words = read_words(CITY)
    assert words is not None
    units = {row.code: row.name for row in read_sources(CITY).units}
    return Scene(words, planned(words, units, today), read_guide(CITY).unit, today)


def judged(book: Workbook, folder: Path, today: date) -> Judgement:
    file = folder / book.name
    file.write_bytes(book.content(scene(today)))
    items = standard_items()
    due = Circumstances(received_on=today, due_on=lambda _decided: None)
    return judge(items[ITEMS[book.item]], read_file(file), items=items.values(), circumstances=due)


@pytest.mark.parametrize("today", WEEKDAYS, ids=str)
@pytest.mark.parametrize(
    ("book", "rows", "returned"),
    [(SOUND, 12, 0), (FAULTY, 30, 6), (UNSETTLED, 8, 0), (SEMICOLONS, 10, 0), (NUMBERS, 6, 2), (PERSONS, 4, 2)],
    ids=lambda one: one.name if isinstance(one, Workbook) else "",
)
def test_a_file_to_try_behaves_as_its_name_says(
    book: Workbook, rows: int, returned: int, today: date, tmp_path: Path
) -> None:
    judgement = judged(book, tmp_path, today)
    assert (judgement.rows, len(judgement.returned)) == (rows, returned)


def test_mistakes_are_of_several_kinds_and_numbers_are_refused_as_numbers(tmp_path: Path) -> None:
    faulty = judged(FAULTY, tmp_path, WEEKDAYS[3]).findings
    assert len(set(faulty.filter(faulty["severity"] == "error")["code"])) >= 5
    numbers = judged(NUMBERS, tmp_path, WEEKDAYS[3]).findings
    assert Counter(numbers.filter(numbers["severity"] == "error")["code"])["numeric-code"] == 2


def test_a_file_without_severities_has_none(tmp_path: Path) -> None:
    table = judged(UNSETTLED, tmp_path, WEEKDAYS[3]).table
    assert table is not None
    assert table["CX_SXCD"].null_count() == table.height


def test_a_file_about_persons_has_a_minor_and_a_mistyped_number(tmp_path: Path) -> None:
    findings = judged(PERSONS, tmp_path, WEEKDAYS[3]).findings
    assert set(findings.filter(findings["severity"] == "error")["code"]) == {"minor", "bad-check-digit"}


def test_a_broken_file_is_told_to_be_broken(tmp_path: Path) -> None:
    file = tmp_path / BROKEN.name
    file.write_bytes(BROKEN.content(scene(WEEKDAYS[3])))
    with pytest.raises(Unreadable):
        read_file(file)


def test_the_next_day_has_other_numbers(tmp_path: Path) -> None:
    first, second = (judged(SOUND, tmp_path, day).table for day in WEEKDAYS[2:4])
    assert first is not None
    assert second is not None
    assert not set(first["CF_WSH"]) & set(second["CF_WSH"])


def test_every_story_of_the_city_finds_somebody() -> None:
    words = read_words(CITY)
    assert words is not None
    names = [word for one in words.told for word in (one.name, one.former)]
    codes = [one.code for one in scene(WEEKDAYS[3]).plan.population.everybody]
    people = {person["username"] for person in read_sources(CITY).staff["people"]}
    for story in read_guide(CITY).stories:
        assert not story.search or any(story.search in one for one in (*names, *codes)), story.what
        assert not story.account or story.account in people, story.what
    assert read_guide(CITY).account in people


def test_a_city_without_a_guide_has_no_stories(tmp_path: Path) -> None:
    assert read_guide(tmp_path).stories == ()


@pytest.fixture
def visitor(committed_db: object, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Client:  # noqa: ARG001  real commits
    """Return a visitor of the second city, which has a cast and words and no record yet."""
    settings.DATA, settings.DEMONSTRATION = tmp_path, True
    monkeypatch.setenv("CHENGXIN_CITY", str(SECOND / "city.toml"))
    loading.load_once(now=datetime.now(UTC), folder=SECOND)
    return Client()


@pytest.mark.service
def test_the_page_shows_stories_and_every_file_can_be_fetched(visitor: Client) -> None:
    page = visitor.get("/demo/").content.decode()
    assert "改过名的企业" in page
    for book in WORKBOOKS:
        assert book.name in page
    answer = visitor.get(f"/demo/workbooks/{SOUND.name}")
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")
    assert "attachment" in answer["Content-Disposition"]
    assert visitor.get("/demo/workbooks/别的.xlsx").status_code == 404
    assert 'href="/demo/"' in visitor.get("/").content.decode()


@pytest.mark.service
@pytest.mark.usefixtures("visitor")
def test_the_files_are_made_for_the_unit_of_the_guide() -> None:
    found = fetching.scene_of(SECOND, datetime.now(UTC))
    assert found is not None
    assert found.sender.name == "海棠市演示执法局"


@pytest.mark.service
@pytest.mark.django_db
def test_elsewhere_there_is_no_such_page(settings: Settings, client: Client) -> None:
    settings.DEMONSTRATION = False
    assert client.get("/demo/").status_code == 404
    assert client.get(f"/demo/workbooks/{SOUND.name}").status_code == 404
    assert 'href="/demo/"' not in client.get("/").content.decode()


@pytest.mark.service
@pytest.mark.django_db
def test_without_a_cast_there_is_nothing_to_fetch(settings: Settings, client: Client) -> None:
    settings.DEMONSTRATION = True
    assert client.get(f"/demo/workbooks/{SOUND.name}").status_code == 404
