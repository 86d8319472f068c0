"""The identifier readers against a table of numbers that needs real division codes."""

import csv
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from chengxin.foundation import identifiers

READERS: dict[str, Callable[[str], identifiers.Reading]] = {
    "unified-code": identifiers.read_unified_code,
    "organisation-code": identifiers.read_organisation_code,
    "registration-number": identifiers.read_registration_number,
    "id-number": partial(identifiers.read_id_number, on=date(2018, 6, 30)),
}
with Path(__file__).with_name("vectors.csv").open(encoding="utf-8", newline="") as table:
    VECTORS = [(row["kind"], row["number"], row["faults"]) for row in csv.DictReader(table)]


@pytest.mark.parametrize(("kind", "number", "faults"), VECTORS)
def test_vector(kind: str, number: str, faults: str) -> None:
    assert ";".join(READERS[kind](number).faults) == faults


@pytest.mark.parametrize("division", ["450700", "450702", "450703", "450704", "450706", "450721", "450722", "450001"])
def test_registering_divisions_outside_the_national_list_are_not_refused(division: str) -> None:
    code = identifiers.compose_unified_code("91", division, "MA0000AB")
    assert identifiers.read_unified_code(code).valid
