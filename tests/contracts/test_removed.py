"""Removed means removed: what ends leaves every public place at once, and its address names nobody."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from chengxin.catalog import services as catalog
from chengxin.catalog.rules.editions import Choice
from chengxin.catalog.tests.making import amending
from chengxin.foundation.roles import Role
from chengxin.law import book
from chengxin.register import services
from chengxin.register.models import Load, Takedown
from chengxin.register.rules import RevocationKind, TakedownReason
from chengxin.register.services import Ruling, Why
from chengxin.register.tests import scenes
from chengxin.register.tests.scenes import OFFICE, OVER, Fact, minutes
from chengxin.subjects.tests.cast import code, load
from chengxin.units.models import Unit
from tests.contracts.conftest import System

pytestmark = pytest.mark.service
NUMBER = "示市监处罚〔2026〕91号"
OTHER = "示市监处罚〔2026〕92号"
NAME = "海棠盛隆食品有限公司"


@dataclass(frozen=True)
class Shown:
    """One penalty that is public, with what must vanish with it."""

    system: System
    load: Load
    record: str


@pytest.fixture
def penalty(system: System) -> Shown:
    """A penalty about a company that also has a licence, and another company's penalty that stays."""
    load([(code(1), NAME), (code(2), "海棠云溪贸易有限公司")])
    firm, other = scenes.subject_of(code(1)), scenes.subject_of(code(2))
    scenes.shown(system.unit, Fact(other, number=OTHER))
    scenes.shown(system.unit, scenes.Permit(firm), item=scenes.LICENCE)
    shown = scenes.shown(system.unit, Fact(firm, number=NUMBER))
    return Shown(system, shown, scenes.record_of(NUMBER).public_id)


def expire(penalty: Shown) -> None:
    """End it by a correction whose last day has passed: what stands is never changed, not even by a test."""
    ended = Fact(scenes.subject_of(code(1)), number=NUMBER, summary="罚款1元").until(OVER)
    scenes.shown(penalty.system.unit, ended, at=minutes(1))


def repair(penalty: Shown) -> None:
    services.take_down(
        actor=OFFICE, now=minutes(1), records=[penalty.record], why=Why(TakedownReason.REPAIRED, "已经修复", "修复1号")
    )


def revoke(penalty: Shown) -> None:
    services.revoke_record(
        actor=OFFICE,
        now=minutes(1),
        record_id=penalty.record,
        ruling=Ruling(RevocationKind.REVOKED, "撤销决定1号", date(2026, 6, 29), "决定已被撤销。"),
        law=book.load(None),
        calendar="national",
    )


def withdraw(penalty: Shown) -> None:
    services.withdraw_load(
        actor=scenes.officer(penalty.system.unit, Role.REPORTER), now=minutes(1), load=penalty.load.id
    )


ENDS: dict[str, Callable[[Shown], None]] = {
    "expired": expire,
    "repaired": repair,
    "revoked": revoke,
    "withdrawn": withdraw,
}


def public_places(penalty: Shown) -> dict[str, str]:
    """Return every public place where the record could stand, page and API, by what it is."""
    nobody, program = Client(), penalty.system.browser()
    pages = {
        "home": "/",
        "subject": f"/subjects/{code(1)}?tab=penalties",
        "subject, first tab": f"/subjects/{code(1)}",
        "penalties": "/penalties/",
        "penalties, narrowed": "/penalties/?from=2026-06-01&count=1",
        "search": f"/search?q={NAME[:4]}&count=1",
        "search, narrowed": f"/search?q={NAME[:4]}&has=penalties",
        "site map": "/sitemap",
        "sitemap": "/sitemap.xml",
        "ledger": "/ledger/",
    }
    routes = {
        "API subject": f"/api/v1/subjects/{code(1)}",
        "API search": f"/api/v1/subjects?q={NAME[:4]}&count=true",
        "API records": f"/api/v1/subjects/{code(1)}/records",
        "API feed": "/api/v1/changes",
    }
    found = {name: nobody.get(address).content.decode() for name, address in pages.items()}
    return found | {name: program.get(address).content.decode() for name, address in routes.items()}


def telling(places: dict[str, str]) -> set[str]:
    """Return the places that tell of the company's penalty: by its number, its opaque id or a count."""
    found = {name for name, text in places.items() if NUMBER in text}
    found |= {"tab"} if '处罚<span class="num">1</span>' in places["subject, first tab"] else set()
    found |= {"hit"} if "处罚 <b>1</b>" in places["search"] else set()
    found |= {"facet"} if 'id="n-has-penalties">1</span>' in places["search"] else set()
    return found | ({"narrowed search"} if f"/subjects/{code(1)}" in places["search, narrowed"] else set())


EVERYWHERE = {"subject", "penalties", "penalties, narrowed", "API records", "tab", "hit", "facet", "narrowed search"}


@pytest.mark.parametrize("way", ENDS)
def test_what_ended_is_nowhere_and_its_address_says_gone(penalty: Shown, way: str) -> None:
    address, program = f"/records/{penalty.record}", penalty.system.browser()
    assert telling(public_places(penalty)) == EVERYWHERE
    assert (Client().get(address).status_code, program.get(f"/api/v1{address}").status_code) == (200, 200)

    ENDS[way](penalty)

    places = public_places(penalty)
    assert telling(places) == set()
    assert OTHER in places["penalties"]
    assert "许可 <b>1</b>" in places["search"]
    assert (Client().get(address).status_code, program.get(f"/api/v1{address}").status_code) == (410, 410)


@pytest.mark.parametrize("way", ["repaired", "revoked"])  # loads are told once their transaction is over
def test_the_feed_tells_the_id_and_nothing_else(penalty: Shown, way: str) -> None:
    ENDS[way](penalty)
    entries = penalty.system.browser().get("/api/v1/changes").json()["entries"]
    of_it = [entry for entry in entries if entry["record"] == penalty.record]
    assert of_it
    assert {(entry["kind"], entry["item"]) for entry in of_it} == {("vanished", "")}
    assert {key for entry in of_it for key in entry} == {"record", "kind", "item", "at"}


def test_the_gone_page_names_nobody_and_is_kept_by_nobody(penalty: Shown) -> None:
    repair(penalty)
    for answer in (
        Client().get(f"/records/{penalty.record}"),
        penalty.system.browser().get(f"/api/v1/records/{penalty.record}"),
    ):
        assert answer.status_code == 410
        text = answer.content.decode()
        assert "这条信息已停止公示" in text
        assert not [word for word in (NAME, NUMBER, code(1), "测试市场监督管理局", "已经修复") if word in text]
    page = Client().get(f"/records/{penalty.record}")
    assert page.headers["X-Robots-Tag"] == "noindex, noarchive"
    assert page.headers["Cache-Control"] == "no-store"


def dropped(key: str) -> None:
    """Adopt an edition that drops an item from today on."""
    now = timezone.now()
    begun, today = now - timedelta(days=40), timezone.localdate(now)
    until = today - timedelta(days=5)
    office = replace(OFFICE, unit=Unit.objects.order_by("id")[0].id)
    row = catalog.begin_edition(actor=office, now=begun, key="2098", title="信用信息目录（2098年本）", copy=True)
    row = catalog.choose_item(actor=office, now=begun, edition="2098", seen=row.number, key=key, choice=Choice.REMOVE)
    row = catalog.consult(actor=office, now=begun, edition="2098", seen=row.number, until=until)
    row = catalog.settle(actor=office, now=now, edition="2098", seen=row.number)
    for number, (step, paper) in enumerate(amending(now).items(), row.number):
        catalog.record_paper(
            actor=office, now=now, edition="2098", seen=number, step=step, facts=paper.facts, upload=paper.upload
        )
    catalog.adopt_edition(actor=office, now=now, edition="2098", seen=row.number + len(amending(now)), on=today)


def feed_of(penalty: Shown) -> list[tuple[str, str]]:
    entries = penalty.system.browser().get("/api/v1/changes").json()["entries"]
    return [(entry["kind"], entry["item"]) for entry in entries if entry["record"] == penalty.record]


def test_what_an_edition_drops_is_nowhere_from_that_day_on(penalty: Shown) -> None:
    dropped("penalty-organisation")
    address, program = f"/records/{penalty.record}", penalty.system.browser()
    nobody = Client()
    assert (nobody.get(address).status_code, program.get(f"/api/v1{address}").status_code) == (410, 410)
    pages = {"subject": f"/subjects/{code(1)}", "search": f"/search?q={NAME[:4]}&count=1", "home": "/"}
    said = [name for name, page in pages.items() if NUMBER in nobody.get(page).content.decode()]
    assert said == []
    assert "处罚 <b>1</b>" not in nobody.get(pages["search"]).content.decode()
    assert NUMBER not in program.get(f"/api/v1/subjects/{code(1)}/records").content.decode()

    for _ in range(2):
        services.take_down_all_over(actor=scenes.NIGHT, now=timezone.now())
    assert feed_of(penalty) == [("vanished", "")]
    assert set(Takedown.objects.values_list("reason", flat=True)) == {"item-dropped"}
    assert Takedown.objects.count() == 2
    assert (nobody.get(address).status_code, program.get(f"/api/v1{address}").status_code) == (410, 410)


def test_what_is_still_public_is_left_alone_by_the_nightly_job(penalty: Shown) -> None:
    assert services.take_down_all_over(actor=scenes.NIGHT, now=timezone.now()) == 0
    assert telling(public_places(penalty)) == EVERYWHERE
