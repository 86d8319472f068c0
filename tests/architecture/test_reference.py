"""The reference docs and the OpenAPI document are what the code says."""

from pathlib import Path

import pytest

from chengxin.audit.rules import Action
from tests.architecture import reference
from tests.architecture.guards.tree import ROOT


@pytest.fixture(scope="module")
def made() -> dict[Path, str]:
    """Return the pages as the code makes them."""
    return dict(reference.pages())


def test_the_committed_pages_are_what_the_code_makes(made: dict[Path, str]) -> None:
    committed = {path: path.read_text(encoding="utf-8") if path.exists() else "" for path in made}
    stale = [str(path.relative_to(ROOT)) for path in made if committed[path] != made[path]]
    assert stale == [], f"run `{reference.COMMAND}` and commit what it writes"


def test_every_refusal_action_and_finding_code_stands_in_its_page(made: dict[Path, str]) -> None:
    text = {path.name: path.read_text(encoding="utf-8") for path in made}
    assert all(f"| `{kind.code}` |" in text["refusals.md"] for kind in reference.every_refusal())
    actions = reference.named(Action, reference.every_module())
    assert actions
    assert all(f"| `{action.code}` | {action.label} |" in text["audit-actions.md"] for action in actions)
    assert all(f"| `{code}` |" in text["finding-codes.md"] for code in reference.codes_of_findings())


def test_every_finding_code_is_explained() -> None:
    assert reference.UNEXPLAINED not in reference.finding_codes()


def test_a_new_code_makes_the_pages_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    before = reference.actions(), reference.finding_codes()
    monkeypatch.setattr(reference, "named", lambda kind, _modules: [kind("vault.burnt", "烧毁")])
    monkeypatch.setattr(reference, "codes_of_findings", lambda: {"odd-smell": {"vault"}})
    assert reference.actions() != before[0]
    assert reference.UNEXPLAINED in reference.finding_codes()


def test_every_route_says_in_chinese_what_it_is() -> None:
    described = reference.document()
    routes = [operation for item in described["paths"].values() for operation in item.values()]
    assert routes
    assert all(reference.CHINESE.search(operation["summary"]) for operation in routes)


def test_every_property_of_an_answer_is_described() -> None:
    schemas = reference.document()["components"]["schemas"]
    bare = [
        f"{name}.{field}"
        for name, schema in schemas.items()
        if name not in {"Problem", "FieldProblem"}
        for field, shape in schema.get("properties", {}).items()
        if not reference.CHINESE.search(shape.get("description", ""))
    ]
    assert bare == [], "say in Field(description=…) what each property is"
