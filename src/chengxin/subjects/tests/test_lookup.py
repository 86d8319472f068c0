"""The look-up behind ``chengxin subjects lookup``."""

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from chengxin.subjects.tests.cast import code, load

pytestmark = pytest.mark.service


def lookup(asked: str, **options: object) -> dict[str, Any]:
    told = io.StringIO()
    call_command("subjects_lookup", asked, stdout=told, **options)
    found: dict[str, Any] = json.loads(told.getvalue())
    return found


def test_a_code_gives_all_facts_and_a_name_gives_hits(db: None) -> None:  # noqa: ARG001  stands in the database
    load([(code(1), "甲乙贸易商店"), (code(2), "甲乙实业商店")])
    by_code = lookup(code(1).lower())
    assert (by_code["facts"]["name"], by_code["count"]) == ("甲乙贸易商店", {"number": 1, "exact": True})
    by_name = lookup("甲乙", limit=1)
    assert (len(by_name["hits"]), by_name["count"]["number"], by_name["facts"]) == (1, 2, None)
    assert by_name["hits"][0]["kind"] == "企业"
    assert lookup("戊己")["hits"] == []


def test_what_can_not_be_searched_is_a_wrong_call(db: None) -> None:  # noqa: ARG001  stands in the database
    with pytest.raises(CommandError, match="请输入"):
        lookup("（）")
