"""Every page, as the server sends it, is valid HTML (html-validate).

Off are ``no-redundant-role``, as stacked tables say their roles aloud (``chengxin.ui.tables``),
``prefer-native-element``, as the idle warning is an alert dialog that must not take the page away, and
``no-redundant-for``, as Django's own groups of choices name the input that they hold.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from chengxin.config.navigation import declared
from chengxin.foundation.navigation import NavigationItem
from chengxin.foundation.roles import EVERYBODY, Role
from chengxin.intake.services import start_draft
from chengxin.intake.tests import scenes as submissions
from chengxin.oversight.rules.plan import Basis, Doubt, Milestone
from chengxin.oversight.tests import scenes as plan
from chengxin.portal import urls as portal
from chengxin.register.rules import TakedownReason
from chengxin.register.services import Why, mark_disputed, take_down
from chengxin.register.tests import scenes
from chengxin.register.tests.scenes import Fact, organisation, shown
from chengxin.subjects.tests.cast import code, load
from chengxin.units.rules import Level
from chengxin.vault.tests.people import bureau, person, sign_in

pytestmark = [pytest.mark.service, pytest.mark.django_db]

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
CONFIGURATION = Path(__file__).with_name("htmlvalidate.json")
PUBLIC_EXTRA = (
    "/search?q=某某",
    "/search?q=某",
    "/law/?decided_on=2026-05-20&item=penalty&severity=serious",
    "/law/?decided_on=2024-05-20&item=penalty",
    "/reports/verify?number=XB-0000-0000-0000-0000-1",
    "/no-such-page",
    "/desk/no-such-page",
    "/desk/login/",
)
DESK_EXTRA = ("/desk/me/", "/desk/me/unit", "/desk/login/password", "/desk/no-such-page")


def save(client: Client, addresses: list[str], folder: Path) -> Path:
    """Write the pages as sent into the folder, and return it. Redirects and files that are no pages are left out."""
    for number, address in enumerate(addresses):
        response = client.get(address)
        if response.headers["Content-Type"].startswith("text/html") and response.content:
            (folder / f"{number:03}.html").write_bytes(response.content)
    assert any(folder.iterdir())
    return folder


def faults(folder: Path) -> str:
    """Return what html-validate says about the folder; empty when all is well."""
    node = os.environ.get("CHENGXIN_NODE") or shutil.which("node") or ""
    if not node or not PROGRAM.exists():
        pytest.skip("html-validate is not installed: node_modules is missing")
    words = [node, str(PROGRAM), "--config", str(CONFIGURATION), "--formatter", "text", str(folder)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603  our own words
    return done.stdout + done.stderr


def test_the_validator_finds_faults(tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text("<!doctype html><html lang=zh><p id=a><p id=a><b></i>", encoding="utf-8")
    assert "no-dup-id" in faults(tmp_path)


def test_public_pages_are_valid(client: Client, tmp_path: Path) -> None:
    pages = [reverse(f"portal:{pattern.name}") for pattern in portal.urlpatterns if not pattern.pattern.converters]
    assert faults(save(client, [*pages, *PUBLIC_EXTRA], tmp_path)) == ""


def test_pages_about_records_are_valid(client: Client, tmp_path: Path) -> None:
    load([(code(number), f"海棠盛隆{number}食品有限公司") for number in range(1, 30)])
    firm, unit = scenes.subject_of(code(1)), scenes.bureau()
    scenes.shown(unit, *(scenes.Fact(firm, number=f"罚{number}号") for number in range(30)))
    scenes.shown(unit, scenes.Permit(firm), item=scenes.LICENCE)
    record = scenes.record_of("罚1号").public_id
    mark_disputed(actor=scenes.OFFICE, now=scenes.NOW, record_id=record, basis="异议1号")
    gone = scenes.record_of("罚2号").public_id
    take_down(
        actor=scenes.OFFICE, now=scenes.NOW, records=[gone], why=Why(TakedownReason.REPAIRED, "已经修复", "修复1号")
    )
    subject = f"/subjects/{code(1)}"
    of_records = [
        "/",
        subject,
        f"{subject}?tab=penalties",
        f"/records/{record}",
        f"/records/{gone}",
        "/subjects/91990102MA40001KXX",
        "/licences/",
        "/penalties/?from=2026-01-01",
        "/penalties/?from=2026-01-01&to=2025-01-01",
        "/penalties/?from=2089-01-01",
        "/lists/",
        "/measures/",
        "/measures/?kind=x",
        "/measures/wages-public-money",
        "/measures/periods",
        "/lists/red/",
        "/lists/black/",
        "/lists/black/court-enforcement?from=2026-01-01&to=2025-01-01",
        "/search?q=盛隆&count=1",
        "/search?q=盛隆&kind=enterprise",
        "/search?q=澜州盛隆",
    ]
    assert faults(save(client, of_records, tmp_path)) == ""


def test_pages_of_the_desk_are_valid(client: Client, tmp_path: Path) -> None:
    place = bureau(Level.CITY)
    for role, items in openers().items():
        sign_in(client, person(place, role))
        folder = tmp_path / role.value
        folder.mkdir()
        save(client, [*(reverse(item.url_name) for item in items), *DESK_EXTRA], folder)
    assert faults(tmp_path) == ""


def test_pages_of_the_work_plan_are_valid(client: Client, tmp_path: Path, settings: Settings) -> None:
    settings.DATA = tmp_path / "data"
    city = plan.settle()
    whole = plan.row(1, (plan.LEAD, plan.UNKNOWN), milestones=(Milestone("公布名单"),), bases=(Basis("信用办法"),))
    plan.published(city, whole)
    evidence = plan.given(city.reporter.actor).public_id
    plan.imported(city, whole, doubts=(Doubt("odd", "请核对", no=1), Doubt("bad", "缺表头", fatal=True)), year=2019)
    of_task = ("task", "correct-task", "close-task", "reopen-task")
    of_draft = ("draft", "add-to-draft", "match-in-draft", "publish", "discard")
    addresses = [
        *(reverse(f"oversight:{name}", args=[2018, 1]) for name in of_task),
        *(reverse(f"oversight:{name}", args=[2019]) for name in of_draft),
        *(reverse(f"oversight:{name}", args=[2019, 1]) for name in ("correct-draft", "remove-task")),
        *(f"{reverse('oversight:board', args=[2018])}?by={by}" for by in ("module", "unit", "due")),
        reverse("oversight:review-evidence", args=[evidence]),
        reverse("oversight:copy"),
        reverse("oversight:import"),
    ]
    for number, someone in enumerate((city.clerk, city.reporter)):
        sign_in(client, someone)
        folder = tmp_path / f"pages-{number}"
        folder.mkdir()
        save(client, [*addresses, reverse("oversight:give-evidence", args=[2018, 1])], folder)
        assert faults(folder) == ""


def test_pages_about_a_record_a_subject_and_a_draft_are_valid(client: Client, tmp_path: Path) -> None:
    place = bureau(Level.CITY)
    clerk = person(place, Role.REVIEWER)
    subject = organisation()
    record = shown(place, Fact(subject)).versions.get().record.public_id
    draft = start_draft(actor=clerk.actor, now=timezone.now(), unit=place.id, item="penalty-organisation").public_id
    about_record = ("register:record", "register:revoke", "register:take-down", "intake:correct")
    addresses = [
        *(reverse(name, args=[record]) for name in about_record),
        reverse("desk:subject", args=[subject.public_id]),
        f"{reverse('desk:subjects')}?q={subject.unified_code}",
        f"{reverse('desk:subjects')}?q=***",
        reverse("intake:draft", args=[draft]),
        reverse("intake:delete-draft", args=[draft]),
    ]
    sign_in(client, clerk)
    folder = save(client, addresses, tmp_path)
    assert len(list(folder.iterdir())) == len(addresses)
    assert faults(folder) == ""


def test_pages_of_a_submission_are_valid(client: Client, tmp_path: Path, settings: Settings) -> None:
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    place = bureau(Level.CITY)
    clerk = person(place, Role.REPORTER)
    sign_in(client, clerk)
    waiting = submissions.sent(place, submissions.recent(), actor=clerk.actor)
    asked = submissions.processed(submissions.sent(place, submissions.recent(CF_SY="甲"), actor=clerk.actor))
    row = submissions.recent(CX_SXCD="一般", CF_SY="乙", CF_WSH="乙号")
    done = submissions.processed(submissions.sent(place, row, row | {"CF_YJ": "", "CF_WSH": ""}, actor=clerk.actor))
    addresses = [
        *(reverse("intake:submission", args=[one.public_id]) for one in (waiting, asked, done)),
        *(reverse(f"intake:{name}", args=[done.public_id]) for name in ("findings", "withdraw")),
        reverse("intake:cancel", args=[asked.public_id]),
        f"{reverse('intake:upload')}?follows={done.public_id}",
        f"{reverse('intake:submissions')}?state=returned",
    ]
    folder = tmp_path / "pages"
    folder.mkdir()
    assert faults(save(client, addresses, folder)) == ""
    assert len(list(folder.iterdir())) == len(addresses)


def openers() -> dict[Role, list[NavigationItem]]:
    """Return each page of the navigation once, under a role that may open it."""
    found: dict[Role, list[NavigationItem]] = {}
    for item in declared("navigation"):
        roles = item.permission.roles if item.permission else EVERYBODY
        found.setdefault(min(roles), []).append(item)
    return found
