"""The pages on which the office merges and splits subjects, and what the public meets afterwards."""

import pytest
from django.test import Client
from django.urls import reverse

from chengxin.foundation.roles import Role
from chengxin.register.tests.scenes import Fact, shown
from chengxin.subjects.models import Organisation
from chengxin.subjects.tests.cast import code, load
from chengxin.vault.tests.people import bureau, person, sign_in

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("db")]
OLD, NEW = (code(701), "海棠盛隆食品有限公司"), (code(702), "海棠盛隆食品集团有限公司")
WORDS = {"reason": "两个代码发给了同一家", "basis": "登记机关2026年第3号函"}


@pytest.fixture
def pair(db: None) -> tuple[Organisation, Organisation]:  # noqa: ARG001  they stand in that database
    load([OLD, NEW])
    one, other = (Organisation.objects.get(unified_code=told[0]) for told in (OLD, NEW))
    shown(bureau(), Fact(one, number="甲〔2026〕1号"))
    return one, other


@pytest.fixture
def office(client: Client) -> Client:
    sign_in(client, person(bureau(), Role.CREDIT_OFFICE))
    return client


def test_the_office_merges_and_splits(office: Client, pair: tuple[Organisation, Organisation]) -> None:
    one, other = pair
    address = reverse("register:merge-subjects", args=[one.public_id])
    page = office.get(address).content.decode()
    assert NEW[1] in page
    assert "公司可能改过制" in page
    assert office.post(address, {**WORDS, "survivor": OLD[0]}).status_code == 422
    assert office.post(address, {"survivor": NEW[0], "reason": "", "basis": ""}).status_code == 422
    assert office.post(address, {**WORDS, "survivor": NEW[0]}).status_code == 302

    public = Client()
    moved = public.get(f"/subjects/{OLD[0]}")
    assert (moved.status_code, moved["Location"]) == (302, f"/subjects/{NEW[0]}")
    assert "甲〔2026〕1号" in public.get(f"/subjects/{NEW[0]}?tab=penalties").content.decode()
    dossier = office.get(reverse("desk:subject", args=[one.public_id])).content.decode()
    assert reverse("register:split-subjects", args=[one.public_id]) in dossier
    assert "已并入" in dossier
    survivor = office.get(reverse("desk:subject", args=[other.public_id])).content.decode()
    assert WORDS["basis"] in survivor

    split = reverse("register:split-subjects", args=[one.public_id])
    assert office.get(split).status_code == 200
    assert office.post(split, WORDS).status_code == 302
    assert office.post(split, WORDS).status_code == 422
    assert public.get(f"/subjects/{OLD[0]}").status_code == 200


def test_others_do_not(client: Client, pair: tuple[Organisation, Organisation]) -> None:
    sign_in(client, person(bureau(), Role.REVIEWER))
    for name in ("register:merge-subjects", "register:split-subjects"):
        assert client.get(reverse(name, args=[pair[0].public_id])).status_code == 403
