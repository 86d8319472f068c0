"""The public list of codes as people see it."""

import pytest
from django.test import Client

from chengxin.codes.services import note_events
from chengxin.codes.tests.scenes import JOB, NOW, bureau, code, register

pytestmark = pytest.mark.service


@pytest.fixture
def listed(db: None) -> None:  # noqa: ARG001  it stands in the database
    ids = register(*((code(number), f"测试{number}号有限公司") for number in range(1, 25)))
    note_events(actor=JOB, now=NOW, organisations=ids, unit=bureau().id)


def test_nothing_yet_says_so(client: Client, db: None) -> None:  # noqa: ARG001  an empty database
    shown = client.get("/codes/").content.decode()
    assert "还没有公示的代码" in shown


def test_the_list_is_paged_narrowed_and_downloaded(client: Client, listed: None) -> None:  # noqa: ARG001  in the database
    shown = client.get("/codes/").content.decode()
    assert "共24条" in shown
    following = shown.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    second = client.get(f"/codes/{following}").content.decode()
    assert "回到最近的" in second
    one = client.get("/codes/", {"kind": "assigned", "q": code(7)}).content.decode()
    assert "共1条" in one
    assert "没有符合条件的代码" in client.get("/codes/", {"q": "没有这家"}).content.decode()
    assert "共24条" in client.get("/codes/", {"kind": "nonsense"}).content.decode()
    file = client.get("/codes/codes.csv", {"q": code(7)})
    assert file.headers["Content-Type"].startswith("text/csv")
    assert len(file.content.decode("utf-8-sig").splitlines()) == 2


def test_what_can_not_be_asked(client: Client, listed: None) -> None:  # noqa: ARG001  in the database
    backwards = client.get("/codes/", {"from": "2018-07-01", "to": "2018-06-01"})
    assert backwards.status_code == 422
    assert "请把两个日期对调" in backwards.content.decode()
    assert client.get("/codes/", {"after": "x"}).status_code == 422
    assert client.get("/codes/", {"as_of": "2018-06-01"}).status_code != 200
