"""The packaged data themselves, and that the code knows none of their rules."""

import ast
from datetime import date
from pathlib import Path

import pytest

from chengxin.law import book
from chengxin.law.collection import gather, packaged_folder
from chengxin.law.consistency.checks import check
from chengxin.law.rows import TABLES, Clock, DatedRow, PublicityRow, Regime, SeverityRow

LAW = book.load(None)
ROOM = Path(book.__file__).parent


def test_the_packaged_rows_contradict_nothing() -> None:
    assert [problem.sentence() for problem in check(LAW.collection)] == []


def strings(source: str) -> set[str]:
    """Return every string of a module that is not a docstring."""
    tree = ast.parse(source)
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in prose)
    return {node.value for node in found if isinstance(node.value, str)}


def rule_names() -> set[str]:
    rows = [row for table in (Regime, PublicityRow, Clock, SeverityRow) for row in LAW.collection.written(table)]
    return {row.key for row in rows} | {regime.rule for regime in LAW.regimes} | {clock.rule for clock in LAW.limits}


def test_no_python_file_knows_a_rule_by_name() -> None:
    paths = [path for path in ROOM.rglob("*.py") if "tests" not in path.parts]
    assert len(paths) > 15
    named = rule_names() - {""}
    assert {path.name: found for path in paths if (found := strings(path.read_text(encoding="utf-8")) & named)} == {}


def test_a_rule_in_the_code_would_be_found() -> None:
    assert strings('"""R3"""\nif regime == "R4":\n    pass\n') & rule_names() == {"R4"}


@pytest.mark.parametrize("table", [table for table in TABLES if issubclass(table, DatedRow)])
def test_every_rule_names_an_instrument_that_is_there(table: type[DatedRow]) -> None:
    rows = [row for row in LAW.collection.written(table) if row.in_force_from]
    assert rows
    assert [row.key for row in rows if row.instrument not in LAW.instruments] == []


@pytest.mark.parametrize("line", ["credit-site", "market-regulation"])
def test_the_regimes_of_a_line_leave_no_day_out(line: str) -> None:
    chain = [regime for regime in LAW.regimes if line in regime.lines and "penalty" in regime.items]
    chain.sort(key=lambda regime: regime.in_force_from or date.min)
    ends = [regime.period.ends_before for regime in chain[:-1]]
    assert ends == [regime.in_force_from for regime in chain[1:]]
    assert chain[-1].period.ends_before is None


def test_what_is_only_remembered_about_time_limits_is_provisional_or_marked() -> None:
    unsure = [clock.key for clock in LAW.limits if clock.region == "fallback" and not clock.provisional]
    assert unsure == []


def test_the_version_is_a_hash_over_every_byte() -> None:
    assert gather((), packaged_folder())[2] == LAW.version
    assert gather([("a.toml", b"# one")], packaged_folder())[2] != gather([("a.toml", b"# two")], packaged_folder())[2]
