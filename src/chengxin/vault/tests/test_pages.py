from io import BytesIO

import pytest
from django.test import Client

from chengxin.audit.models import AuditEntry
from chengxin.foundation.roles import Role
from chengxin.units.models import Unit
from chengxin.vault import services
from chengxin.vault.models import StoredFile
from chengxin.vault.services import Owner, Upload
from chengxin.vault.tests import samples
from chengxin.vault.tests.people import NOW, Person, bureau, person, sign_in
from chengxin.vault.tests.samples import PURPOSE

pytestmark = pytest.mark.service


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in the database
    return bureau()


@pytest.fixture
def officer(unit: Unit, client: Client) -> Person:
    someone = person(unit, Role.CASE_OFFICER)
    sign_in(client, someone)
    return someone


@pytest.fixture
def file(officer: Person, unit: Unit) -> StoredFile:
    upload = Upload(BytesIO(samples.pdf()), '回"证;.pdf', "application/pdf")
    owner = Owner("test", "case", "1")
    return services.keep_file(actor=officer.actor, now=NOW, purpose=PURPOSE, upload=upload, unit=unit.id, owner=owner)


def address(file: StoredFile) -> str:
    return f"/desk/files/{file.public_id}"


def test_the_page_says_what_it_is_and_asks_why(client: Client, file: StoredFile) -> None:
    response = client.get(address(file))
    page = response.content.decode()
    assert response.status_code == 200
    assert "回_证;.pdf" in page
    assert "测试规定第一条" in page
    assert response.headers["Cache-Control"] == "no-store"
    assert not AuditEntry.objects.filter(action="vault.file-read").exists()


def test_without_a_reason_nothing_is_handed_out(client: Client, file: StoredFile) -> None:
    response = client.post(address(file), {"reason": "", "basis": "规定"})
    assert response.status_code == 422
    assert b"%PDF" not in response.content


def test_the_file_is_handed_out_as_an_attachment(client: Client, file: StoredFile, officer: Person) -> None:
    response = client.post(address(file), {"reason": "核对送达", "basis": "测试规定"})
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == samples.pdf()  # type: ignore[attr-defined]  # the stubs of the test client do not know streams
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Length"] == str(len(samples.pdf()))
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    entry = AuditEntry.objects.get(action="vault.file-read")
    assert (entry.actor_id, entry.purpose) == (officer.user.username, "核对送达")


@pytest.mark.parametrize("end", ["0" * 26, "x", "..%2f..%2fetc%2fpasswd", "%00"])
def test_other_ids_are_not_found(client: Client, officer: Person, end: str) -> None:  # noqa: ARG001  signed in
    assert client.get(f"/desk/files/{end}").status_code == 404


def test_another_unit_s_file_is_not_found(client: Client, file: StoredFile) -> None:
    sign_in(client, person(bureau(), Role.CASE_OFFICER))
    assert client.get(address(file)).status_code == 404
    assert client.post(address(file), {"reason": "看", "basis": "看"}).status_code == 404


def test_nobody_signed_in_is_sent_to_the_login(client: Client, file: StoredFile) -> None:
    client.logout()
    response = client.post(address(file), {"reason": "看", "basis": "看"})
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/desk/login/")


def test_the_office_holds_a_file_and_releases_it(client: Client, file: StoredFile, unit: Unit) -> None:
    assert client.get(f"{address(file)}/hold").status_code == 403
    StoredFile.objects.filter(id=file.id).update(readers=[Role.CREDIT_OFFICE.value])
    sign_in(client, person(unit, Role.CREDIT_OFFICE))
    assert client.post(f"{address(file)}/hold", {"reason": "", "basis": ""}).status_code == 422
    said = {"reason": "行政诉讼期间", "basis": "测行初1号"}
    assert client.post(f"{address(file)}/hold", said).status_code == 302
    page = client.get(address(file)).content.decode()
    assert "行政诉讼期间（测行初1号）" in page
    assert "解除封存" in page
    assert client.post(f"{address(file)}/hold", {"reason": "诉讼终结", "basis": "测行初1号"}).status_code == 302
    assert StoredFile.objects.get(id=file.id).held_for == ""
