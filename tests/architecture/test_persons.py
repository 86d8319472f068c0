"""No natural person is scored, graded, ranked or watched."""

import pytest
from django.apps import apps

from chengxin.api.root import document
from tests.architecture import allowed
from tests.architecture.guards import persons


def ours() -> list[str]:
    """Return all names of our tables, fields and API properties."""
    models = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("chengxin.")]
    return [*persons.names_of_models(models), *persons.names_of_api(document())]


def test_no_field_table_or_property_judges_anybody() -> None:
    assert persons.judging_names(ours(), allowed.JUDGING_NAMES) == []


@pytest.mark.parametrize(
    "name",
    [
        "units.User.credit_score",
        "units.User.creditScore",
        "subjects.PersonRanking",
        "subjects.Person:subjects_watchlist",
        "subjects.Person.trust_level",
        "subjects.Person.note:信用评级",
        "get /api/v1/persons.rating",
    ],
)
def test_a_judgement_is_found(name: str) -> None:
    assert persons.judging_names([name], {})
    assert persons.judging_names([name], {name: "a reason"}) == []


@pytest.mark.parametrize("name", ["units.Unit.level", "audit.TreeHead.upgraded_at", "units.Unit.operating_name"])
def test_other_words_pass(name: str) -> None:
    assert persons.judging_names([name], {}) == []


def test_names_come_from_tables_fields_and_routes() -> None:
    found = set(ours())
    assert {"units.Unit", "units.Unit:units_unit", "units.Unit.level", "ClientAnswer.scopes"} <= found
