"""The commands behind ``chengxin catalog export`` and ``chengxin catalog import``."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from chengxin.catalog import queries
from chengxin.catalog.adapters import Format, item_of_file, standard_items, written
from chengxin.foundation.actor import system_actor

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("db")]
KEY = "licence-organisation"
JOB = system_actor("test")


def said(command: str, *words: str, **options: object) -> str:
    told = io.StringIO()
    call_command(command, *words, stdout=told, **options)
    return told.getvalue()


def imported(path: Path, **options: object) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(said("catalog_import", str(path), **options))
    return answer


@pytest.mark.parametrize(("form", "ending"), [("table-schema", "json"), ("toml", "toml")])
def test_a_definition_is_written_to_standard_output(form: str, ending: str) -> None:
    content = said("catalog_export", KEY, format=form).encode()
    assert item_of_file(content, f"a.{ending}", lists={}, base=None) == standard_items()[KEY]


def test_a_workbook_is_written_to_a_file_and_comes_back_as_a_draft(tmp_path: Path) -> None:
    path = tmp_path / "licence.xlsx"
    with pytest.raises(CommandError, match="--out"):
        said("catalog_export", KEY, format="xlsx")
    assert said("catalog_export", KEY, format="xlsx", out=str(path)) == ""
    assert imported(path) == {"key": KEY, "name": standard_items()[KEY].name, "faults": []}
    assert queries.draft_for(JOB, KEY).item == standard_items()[KEY]
    assert said("catalog_export", KEY, draft=True, format="toml")


def test_a_draft_gives_way_only_if_said(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(written(standard_items()[KEY], Format.TOML))
    imported(path)
    with pytest.raises(CommandError, match="--replace"):
        imported(path)
    assert imported(path, replace=True)["key"] == KEY


def test_what_keeps_it_from_being_put_in_force_is_told(tmp_path: Path) -> None:
    schema = json.loads(written(standard_items()[KEY], Format.TABLE_SCHEMA))
    schema["x-item"] |= {"basis": [], "key": "licence-copy"}
    path = tmp_path / "a.json"
    path.write_text(json.dumps(schema), encoding="utf-8")
    assert [fault["code"] for fault in imported(path)["faults"]] == ["no-basis"]


def test_a_file_that_says_no_item_and_an_item_that_is_none_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(CommandError, match="没有 fields"):
        imported(path)
    with pytest.raises(CommandError, match="没有“nothing”这个目录项"):
        said("catalog_export", "nothing")
