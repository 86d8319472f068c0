import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from chengxin.oversight.models import WorkPlan
from chengxin.oversight.rules.board import PlanState
from chengxin.oversight.tests.scenes import City
from chengxin.oversight.tests.test_pages import PLAN

pytestmark = pytest.mark.service
KNOWN = PLAN.replace("市花木局", "市财政局")


def run(folder: Path, content: str = KNOWN, **options: object) -> dict[str, Any]:
    file, told = folder / "2018年分工表.csv", io.StringIO()
    file.write_text(content, encoding="utf-8")
    call_command("workplan_import", file, stdout=told, **options)
    found: dict[str, Any] = json.loads(told.getvalue())
    return found


def test_a_file_becomes_a_draft_kept_by_the_named_unit(city: City, tmp_path: Path) -> None:
    told = run(tmp_path, PLAN, unit="credit")
    assert (told["year"], told["state"], told["tasks"], told["held_back"]) == (2018, "draft", 2, "")
    assert told["unmatched"] == ["市花木局"]
    source = WorkPlan.objects.get().source
    assert source is not None
    assert source.unit == city.office


def test_without_a_unit_the_credit_office_keeps_it(city: City, tmp_path: Path) -> None:
    run(tmp_path)
    source = WorkPlan.objects.get().source
    assert source is not None
    assert source.unit == city.office


@pytest.mark.django_db
def test_without_a_credit_office_the_unit_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--unit") as fault:
        run(tmp_path)
    assert fault.value.returncode == 2
    assert not WorkPlan.objects.exists()


def test_it_is_published_if_nothing_stands_against_it(city: City, tmp_path: Path) -> None:
    assert run(tmp_path, unit="credit", publish=True)["state"] == "published"
    with pytest.raises(CommandError, match="已经发布"):
        run(tmp_path, unit="credit")
    assert city.office.code == "credit"


def test_what_keeps_it_from_being_published_leaves_the_draft(city: City, tmp_path: Path) -> None:
    told = run(tmp_path, PLAN, unit="credit", publish=True)
    assert told["held_back"].startswith("有1个责任单位")
    assert WorkPlan.objects.get().state == PlanState.DRAFT
    assert city.office.code == "credit"


def test_texts_may_stay_if_so_told(city: City, tmp_path: Path) -> None:
    assert run(tmp_path, PLAN, unit="credit", publish=True, keep_texts=True)["state"] == "published"
    assert city.office.code == "credit"


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        ("随便写的文字\n", {"unit": "credit"}, "表头"),
        (KNOWN, {"unit": "nobody"}, "没有代号为“nobody”的单位"),
        (KNOWN, {"unit": "credit", "year": 18}, "四位数字"),
    ],
)
def test_what_can_not_be_taken_is_told(
    city: City, tmp_path: Path, content: str, options: dict[str, object], words: str
) -> None:
    with pytest.raises(CommandError, match=words):
        run(tmp_path, content, **options)
    assert not WorkPlan.objects.exists()
    assert city.office.code == "credit"
