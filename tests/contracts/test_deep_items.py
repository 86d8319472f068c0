"""The items beside licences and penalties: templates pass, each own check finds its fault, what is public ends."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.test import Client
from pytest_django import Settings

from chengxin.catalog.adapters import standard_items, template_workbook
from chengxin.catalog.rules import FieldType, Item, Means, Rule, RuleKind, faults_of, rule_words
from chengxin.foundation.identifiers import compose_unified_code
from chengxin.intake.adapters import read_file
from chengxin.intake.rules import Circumstances, Judgement, judge
from chengxin.intake.rules.relations import CODES
from chengxin.intake.tests.scenes import NOW, YESTERDAY, loaded, reporter, shown
from chengxin.register.queries import history_for
from chengxin.units.queries import day_of
from tests.contracts.conftest import System

DEEP = {key: item for key, item in standard_items().items() if item.rules and not item.by_procedure}
OPEN = sorted(key for key, item in DEEP.items() if item.is_public)
CLOSED = sorted(set(DEEP) - set(OPEN))
LISTINGS = [key for key in OPEN if DEEP[key].adverse]
RECEIVED = Circumstances(received_on=date(2026, 6, 30), due_on=lambda decided: decided)
Row = dict[str, str]


def example(item: Item, folder: Path) -> Row:
    """Return the row of the template's example sheet, by column code."""
    path = folder / "template.xlsx"
    path.write_bytes(template_workbook(item))
    sheet = openpyxl.load_workbook(path)["示例"]
    codes, cells = [cell.value for cell in sheet[2]], [cell.value for cell in sheet[3]]
    return {str(code): str(cell or "") for code, cell in zip(codes, cells, strict=True)}


def judged(item: Item, rows: list[Row], folder: Path) -> Judgement:
    """Return what intake says of rows that were filled into the template."""
    path = folder / "filled.xlsx"
    path.write_bytes(template_workbook(item))
    book = openpyxl.load_workbook(path)
    for place, row in enumerate(rows, start=3):
        for column, field in enumerate(item.fields, start=1):
            book["填报"].cell(place, column, row[field.code] or None)
    book.save(path)
    return judge(item, read_file(path), items=[], circumstances=RECEIVED)


def number(place: int) -> str:
    return compose_unified_code("91", "999999", f"MAXN{place:04}")


def filled(item: Item, row: Row) -> Row:
    """Return the row with every field of the item's checks filled, so that each check has something to look at."""
    whole = dict(row)
    for rule in item.rules:
        for code in filter(None, (rule.field, rule.other)):
            field = item.field(code)
            kinds = {FieldType.DATE: "2026/06/20", FieldType.TEXT: "示另〔2026〕99号"}
            label = field.list.values[0].label if field.list else kinds.get(field.type, "1")
            whole[code] = whole[code] or label
    return whole


BREAKING: dict[RuleKind, Callable[[Rule, Row], str]] = {
    RuleKind.NOT_BEFORE: lambda _rule, _row: "2001/01/01",
    RuleKind.NEEDED_WITH: lambda _rule, _row: "",
    RuleKind.DIFFERS: lambda rule, row: row[rule.other],
    RuleKind.YEAR_BEFORE: lambda rule, row: row[rule.other][:4],
    RuleKind.WITHIN: lambda rule, _row: str(rule.least - 1 if rule.least else (rule.most or 0) + 1),
    RuleKind.WRITTEN_AS: lambda _rule, _row: "没有文号的文件",
}


def broken(rule: Rule, row: Row) -> Row:
    return {**row, rule.field: BREAKING[rule.kind](rule, row)}


def test_there_are_seven_of_them_and_two_are_for_government_only() -> None:
    assert len(DEEP) == 7
    assert CLOSED == ["environmental-evaluation", "inspection-result"]
    assert LISTINGS == ["abnormal-operation", "court-enforcement", "major-tax-violation", "wage-arrears"]


@pytest.mark.parametrize("key", sorted(DEEP))
def test_nothing_keeps_the_item_from_being_put_in_force(key: str) -> None:
    assert faults_of(DEEP[key]) == []


@pytest.mark.parametrize("key", sorted(DEEP))
def test_the_templates_own_example_passes_without_a_word(key: str, tmp_path: Path) -> None:
    item = DEEP[key]
    answer = judged(item, [example(item, tmp_path)], tmp_path)
    assert (answer.rows, answer.accepted, answer.findings.to_dicts()) == (1, 1, [])


@pytest.mark.parametrize("key", sorted(DEEP))
def test_the_template_explains_every_own_check(key: str, tmp_path: Path) -> None:
    item, path = DEEP[key], tmp_path / "template.xlsx"
    path.write_bytes(template_workbook(item))
    lines = {str(row[0].value) for row in openpyxl.load_workbook(path)["填表说明"].iter_rows(max_col=1)}
    assert {f"校验：{rule_words(item, rule)}" for rule in item.rules} <= lines


@pytest.mark.parametrize("key", sorted(DEEP))
def test_each_own_check_finds_its_one_fault(key: str, tmp_path: Path) -> None:
    item = DEEP[key]
    whole, code = filled(item, example(item, tmp_path)), item.meaning(Means.SUBJECT_CODE)
    assert code is not None
    sound = [{**whole, code.code: number(0)}]
    rows = [{**broken(rule, whole), code.code: number(place)} for place, rule in enumerate(item.rules, start=1)]
    answer = judged(item, sound + rows, tmp_path)
    found = answer.findings.filter(answer.findings["severity"] != "note")
    expected = {(place, rule.field, CODES[rule.kind].value) for place, rule in enumerate(item.rules, start=2)}
    assert set(found.select("row", "field", "code").iter_rows()) == expected
    warned = {place for place, rule in enumerate(item.rules, start=2) if rule.warns}
    assert answer.returned == {place for place, _field, _code in expected} - warned


@pytest.mark.parametrize("key", sorted(DEEP))
def test_a_sole_trader_is_sent_back_as_the_item_is_about_organisations(key: str, tmp_path: Path) -> None:
    item = DEEP[key]
    code = item.meaning(Means.SUBJECT_CODE)
    assert code is not None
    trader = {**example(item, tmp_path), code.code: compose_unified_code("92", "999999", "MAXN0001")}
    answer = judged(item, [trader], tmp_path)
    assert set(answer.findings.select("field", "code").iter_rows()) == {(code.code, "kind-mismatch")}


@pytest.mark.parametrize("key", LISTINGS)
def test_a_removal_to_come_is_sent_back(key: str, tmp_path: Path) -> None:
    item = DEEP[key]
    removal = item.meaning(Means.REMOVED_ON)
    assert removal is not None
    row = {**filled(item, example(item, tmp_path)), removal.code: "2026/07/01"}
    answer = judged(item, [row], tmp_path)
    assert set(answer.findings.select("field", "code").iter_rows()) == {(removal.code, "future-date")}


def recent(item: Item, folder: Path, **changes: str) -> Row:
    """Return the example as it may look today: decided yesterday, about last year, listed for years to come."""
    row = example(item, folder)
    for field in item.fields:
        if field.type is FieldType.DATE and row[field.code]:
            row[field.code] = "2090/01/01" if field.means is Means.LISTED_UNTIL else YESTERDAY
        if field.means is Means.YEAR:
            row[field.code] = str(day_of(NOW).year - 2)
    return {**row, **changes}


@pytest.fixture
def place(system: System, settings: Settings, tmp_path: Path) -> System:
    settings.DATA = tmp_path
    return system


def pages_of(place: System, code: str) -> dict[str, str]:
    """Return the public places of a subject, page and API, by address."""
    nobody, program = Client(), place.browser()
    tabs = [f"/subjects/{code}", *(f"/subjects/{code}?tab={tab}" for tab in ("honours", "listings"))]
    found = {address: nobody.get(address).content.decode() for address in tabs}
    routes = (f"/api/v1/subjects/{code}", f"/api/v1/subjects/{code}/records")
    return found | {address: program.get(address).content.decode() for address in routes}


@pytest.mark.service
@pytest.mark.parametrize("key", OPEN)
def test_a_sound_row_is_public_with_the_law_and_its_end(key: str, place: System, tmp_path: Path) -> None:
    item = DEEP[key]
    row = recent(item, tmp_path)
    done = loaded(place.unit, row, item=key)
    assert (done.state, done.accepted, done.returned) == ("done", 1, 0)
    (view,) = shown(row[item.fields[1].code])
    assert (view.item, view.family, view.adverse) == (key, item.family.value, item.adverse)
    assert view.until.reason
    assert view.basis
    page = Client().get(f"/subjects/{row[item.fields[1].code]}").content.decode()
    assert item.name in page
    assert ("noindex" in page) == item.adverse


@pytest.mark.service
@pytest.mark.parametrize("key", CLOSED)
def test_what_is_for_government_only_stands_nowhere_in_public(key: str, place: System, tmp_path: Path) -> None:
    item = DEEP[key]
    row = recent(item, tmp_path)
    done = loaded(place.unit, row, item=key)
    assert (done.state, done.accepted, done.returned) == ("done", 1, 0)
    code = row[item.fields[1].code]
    assert shown(code) == ()
    assert not [address for address, text in pages_of(place, code).items() if item.name in text]


@pytest.mark.service
@pytest.mark.parametrize("key", LISTINGS)
def test_a_removal_takes_the_listing_from_every_public_place(key: str, place: System, tmp_path: Path) -> None:
    item = DEEP[key]
    row, code = recent(item, tmp_path), example(item, tmp_path)[item.fields[1].code]
    loaded(place.unit, row, item=key)
    (view,) = shown(code)
    assert item.name in pages_of(place, code)[f"/subjects/{code}?tab=listings"]

    removal, why = item.meaning(Means.REMOVED_ON), item.meaning(Means.REMOVED_FOR)
    assert removal is not None
    assert why is not None
    assert why.list is not None
    done = loaded(place.unit, {**row, removal.code: YESTERDAY, why.code: why.list.values[0].label}, item=key)
    assert (done.state, done.accepted) == ("done", 1)

    assert shown(code) == ()
    assert not [address for address, text in pages_of(place, code).items() if view.document_number in text]
    assert Client().get(f"/records/{view.public_id}").status_code == 410
    history = history_for(reporter(place.unit), view.public_id, today=day_of(NOW))
    assert history.position.words == "已停止公示：移出名录"
