"""How a file was read, told to the system that sent it; what it says of headers; what it settles."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chengxin.intake.tests.layout_files import PENALTY_2015
from chengxin.intake.tests.rows import COMPANY
from chengxin.intake.tests.scenes import YESTERDAY, csv_of, recent, shown
from tests.contracts.conftest import System
from tests.contracts.test_submissions import ITEM, SUBMISSIONS, get, post, run, sender

pytestmark = pytest.mark.service
__all__ = ["sender"]


def send(system: System, content: bytes, name: str = "处罚.csv", **more: str) -> tuple[int, dict[str, Any]]:
    file = SimpleUploadedFile(name, content)
    response = system.browser().post(f"{SUBMISSIONS}/files", {"item": ITEM, "file": file, **more})
    return response.status_code, json.loads(response.content)


def test_the_layout_and_each_column_are_told(sender: System) -> None:
    _, sent = send(sender, csv_of({**PENALTY_2015, "CF_JDRQ": YESTERDAY}))
    assert sent["mapping"] is None
    run(sent)
    _, answer = get(sender, f"{SUBMISSIONS}/{sent['id']}")
    assert (answer["mapping"]["layout"], answer["mapping"]["confidence"]) == ("g2015-penalty", 1.0)
    told = {column["header"]: (column["field"], column["ground"]) for column in answer["mapping"]["columns"]}
    assert told["CF_XDR_ZDM"] == ("CF_XDR_ZZJG", "alias")
    assert told["CF_CFLB2"] == ("CF_CFLB", "layout")
    assert told["DFBM"] == ("", "left-out")


def test_a_sender_says_what_a_header_is(sender: System) -> None:
    row = {"根据条款" if code == "CF_YJ" else code: cell for code, cell in recent(CX_SXCD="一般").items()}
    _, sent = send(sender, csv_of(row), mapping=json.dumps({"根据条款": "CF_YJ"}))
    assert run(sent).state == "done"
    assert len(shown(COMPANY)) == 1


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ("{", "intake.bad-mapping"),
        ("[1]", "intake.bad-mapping"),
        ('{"a": 1}', "intake.bad-mapping"),
        ('{"a": "CF_NEIN"}', "intake.unknown-target"),
    ],
)
def test_a_mapping_that_can_not_be_is_refused(sender: System, mapping: str, code: str) -> None:
    status, problem = send(sender, csv_of(recent()), mapping=mapping)
    assert (status, problem["code"]) == (422, code)


def test_what_is_contradictory_waits_and_is_settled_by_the_sender(sender: System) -> None:
    row = recent(CX_SXCD="一般", **{"没收违法所得和非法财物的金额（万元）": "0.1"})
    _, sent = send(sender, csv_of(row))
    assert run(sent).state == "to-map"
    _, waiting = get(sender, f"{SUBMISSIONS}/{sent['id']}")
    (asked,) = [column for column in waiting["mapping"]["columns"] if column["doubt"]]
    path = f"{SUBMISSIONS}/{sent['id']}/columns"
    status, problem = post(sender, path, {"columns": {asked["place"]: "CF_WSH"}})
    assert (status, problem["code"]) == (422, "intake.two-columns")
    status, answer = post(sender, path, {"columns": {asked["place"]: "CF_NR_WFFF"}})
    assert (status, answer["state"]) == (200, "received")
    assert run(sent).state == "done"
    assert post(sender, path, {"columns": {}})[0] == 409


def test_what_no_database_can_keep_is_left_out_of_a_header(sender: System) -> None:
    status, sent = post(sender, SUBMISSIONS, {"item": ITEM, "rows": [{**recent(CX_SXCD="一般"), "x\0y": "a\0b"}]})
    assert status == 202
    assert run(sent).state == "done"
    assert "xy" in [column["header"] for column in get(sender, f"{SUBMISSIONS}/{sent['id']}")[1]["mapping"]["columns"]]
    wish = json.dumps({"文\0号": "CF_WSH"})
    assert send(sender, csv_of(recent(CF_WSH="示2号")), mapping=wish)[0] == 202


def test_the_old_xml_is_taken(sender: System) -> None:
    cells = "".join(f'<COL name="{code}">{cell}</COL>' for code, cell in recent(CX_SXCD="一般").items())
    text = f'<?xml version="1.0" encoding="GB2312"?><ROWDATA><ROW>{cells}</ROW></ROWDATA>'
    _, sent = send(sender, text.encode("gb18030"), "处罚.xml")
    assert run(sent).state == "done"
    assert len(shown(COMPANY)) == 1
