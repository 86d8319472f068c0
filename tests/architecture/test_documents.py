"""The house's own documents name what is there."""

import re

from chengxin.oversight.rules.reading.doubts import DoubtCode
from tests.architecture.guards import layout
from tests.architecture.guards.tree import ROOT

DOCS = ROOT / "docs"
HOUSE = (DOCS / "architecture.md").read_text(encoding="utf-8")
CONTRACTS = (ROOT / ".importlinter").read_text(encoding="utf-8")


def test_the_drawing_shows_every_room() -> None:
    drawing = HOUSE.split("```")[1]
    assert {room for room in layout.rooms_of_contract(CONTRACTS) if not re.search(rf"\b{room}\b", drawing)} == set()


def test_the_drawing_shows_every_floor() -> None:
    contract = CONTRACTS.split("[importlinter:contract:floors]")[1].split("[importlinter:")[0]
    floors = re.findall(r"[a-z]+", contract.split("layers =")[1])
    drawing = HOUSE.split("```")[3]
    assert floors
    assert {floor for floor in floors if not re.search(rf"\b{floor}\b", drawing)} == set()


def test_every_guard_is_named() -> None:
    guards = {path.stem for path in (ROOT / "tests/architecture/guards").glob("*.py")} - {"__init__", "tree"}
    assert {guard for guard in guards if f"| `{guard}` |" not in HOUSE} == set()


def test_every_decision_is_in_the_index_with_a_number_of_its_own() -> None:
    index = (DOCS / "adr" / "README.md").read_text(encoding="utf-8")
    decisions = sorted(path.name for path in (DOCS / "adr").glob("[0-9]*.md"))
    assert [name for name in decisions if f"]({name})" not in index] == []
    numbers = [name[:4] for name in decisions]
    assert len(set(numbers)) == len(numbers)


def test_a_term_has_one_line_in_the_glossary() -> None:
    lines = (DOCS / "glossary.md").read_text(encoding="utf-8").splitlines()
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if re.match(r"\| (\d+|[^|-]+) \|", line)
    ]
    numbered = [row[0] for row in cells if row[0].isdigit()]
    assert len(numbered) >= 60
    assert len(set(numbered)) == len(numbered)


def test_every_doubt_about_a_plan_is_explained() -> None:
    rows = [line for line in (DOCS / "plan.md").read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    explained = {code for row in rows for code in re.findall(r"`([a-z-]+)`", row.split("|")[1])}
    assert explained == {code.value for code in DoubtCode}
