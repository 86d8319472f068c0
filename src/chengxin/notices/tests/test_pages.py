import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chengxin.foundation.roles import Role
from chengxin.notices import queries
from chengxin.notices.models import Delivery
from chengxin.notices.rules import Channel
from chengxin.notices.services import Recipient
from chengxin.notices.tests.cast import SERVED, send
from chengxin.units.models import Unit
from chengxin.vault.tests import samples
from chengxin.vault.tests.people import Person, bureau, person, sign_in

pytestmark = pytest.mark.service


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in the database
    return bureau()


@pytest.fixture
def officer(unit: Unit, client: Client) -> Person:
    someone = person(unit, Role.CASE_OFFICER)
    sign_in(client, someone)
    return someone


def filled(**changes: object) -> dict[str, object]:
    scan = SimpleUploadedFile("回证.pdf", samples.pdf(), "application/pdf")
    usual = {"outcome": "delivered", "manner": "post", "delivered_on": "2018-06-30", "signed_by": "张三", "scan": scan}
    return usual | changes


def test_an_empty_inbox_says_so(client: Client, officer: Person) -> None:  # noqa: ARG001  signed in
    page = client.get("/desk/notices/").content.decode()
    assert "还没有通知" in page


def test_a_notice_is_listed_shown_and_marked(client: Client, officer: Person) -> None:
    notice = send(officer, Recipient(user=officer.user.id), case="<b>甲</b>")
    listed = client.get("/desk/notices/").content.decode()
    assert "1份通知未读" in listed
    assert "&lt;b&gt;甲&lt;/b&gt;有新情况" in listed

    shown = client.get(f"/desk/notices/{notice.public_id}").content.decode()
    assert "案件&lt;b&gt;甲&lt;/b&gt;有新情况。" in shown
    assert queries.unread_count_for(officer.actor) == 1
    assert client.get(f"/desk/notices/{notice.public_id}/read").status_code == 405

    assert client.post(f"/desk/notices/{notice.public_id}/read").status_code == 302
    assert queries.unread_count_for(officer.actor) == 0
    assert client.post(f"/desk/notices/{notice.public_id}/read").status_code == 409


def test_pages_of_the_inbox_are_linked(client: Client, officer: Person) -> None:
    for number in range(21):
        send(officer, Recipient(user=officer.user.id), case=f"{number}号")
    response = client.get("/desk/notices/")
    following = response.context["pager"].next
    assert "0号有新情况" in client.get(f"/desk/notices/{following}").content.decode()
    assert client.get("/desk/notices/?after=x").status_code == 422


def test_somebody_else_s_notice_is_not_found(client: Client, officer: Person) -> None:
    other = person(bureau(), Role.REPORTER)
    notice = send(officer, Recipient(user=other.user.id))
    assert client.get(f"/desk/notices/{notice.public_id}").status_code == 404
    assert client.post(f"/desk/notices/{notice.public_id}/read").status_code == 404


def test_service_of_a_paper_is_recorded(client: Client, officer: Person) -> None:
    today = queries.papers_page(officer.actor, served=False, cursor="")
    assert not today.rows
    paper = send(officer, Recipient(party="某某测试公司"), Channel.PAPER, template=SERVED)
    assert "某某测试公司" in client.get("/desk/notices/papers/").content.decode()

    address = f"/desk/notices/papers/{paper.public_id}"
    assert "登记后不能更改" in client.get(address).content.decode()
    assert client.post(address, filled()).status_code == 302
    page = client.get(address).content.decode()
    assert "2018-06-30" in page
    assert f"/desk/files/{Delivery.objects.get().scan.public_id}" in page  # type: ignore[union-attr]  # it has a scan
    assert 'type="file"' not in page
    assert "某某测试公司" in client.get("/desk/notices/papers/?served=1").content.decode()
    assert client.post(address, filled()).status_code == 409


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"delivered_on": "2018-06-29"}, "不能早于文书发出的日期"),
        ({"delivered_on": "2999-01-01"}, "不能晚于今天"),
        ({"delivered_on": ""}, "要有送达日期和回证扫描件"),
        ({"outcome": "lost"}, "lost"),
        ({"scan": SimpleUploadedFile("回证.pdf", b"MZ" + bytes(100))}, "文件的内容是"),
        ({"scan": SimpleUploadedFile("回证.pdf", b"")}, "空"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    client: Client, officer: Person, changes: dict[str, object], words: str
) -> None:
    paper = send(officer, Recipient(party="某某测试公司"), Channel.PAPER, template=SERVED)
    response = client.post(f"/desk/notices/papers/{paper.public_id}", filled(**changes))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Delivery.objects.exists()


def test_who_has_no_papers(client: Client, officer: Person, unit: Unit) -> None:
    paper = send(officer, Recipient(party="某某测试公司"), Channel.PAPER, template=SERVED)
    sign_in(client, person(bureau(), Role.CASE_OFFICER))
    assert client.get(f"/desk/notices/papers/{paper.public_id}").status_code == 404
    sign_in(client, person(unit, Role.REPORTER))
    assert client.get("/desk/notices/papers/").status_code == 403
