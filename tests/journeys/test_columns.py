"""A reporter says what a column is that nobody knows, and the platform asks no more."""

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django import Settings

from chengxin.foundation.roles import Role
from chengxin.intake.rules import Origin
from chengxin.intake.services import send_submission
from chengxin.intake.tests.scenes import csv_of, processed, recent, upload
from chengxin.units.tests import factories
from tests.journeys.browser import Visitor

pytestmark = pytest.mark.journey


def test_a_reporter_settles_a_column_and_reads_how_the_file_was_read(
    visitor: Visitor, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    now = timezone.now()
    platform = factories.found(now)
    unit = factories.unit(platform, now, "one")
    reporter = factories.person(platform, now, "reporter-one", unit, Role.REPORTER)
    factories.ready(reporter, now)
    cells = {"根据条款" if code == "CF_YJ" else code: cell for code, cell in recent(CX_SXCD="一般").items()}
    row = send_submission(
        actor=factories.actor_of(reporter.user, now),
        now=now,
        unit=unit.id,
        item="penalty-organisation",
        upload=upload(csv_of(cells)),
        origin=Origin.DESK,
        follows="",
    )
    assert processed(row).state == "to-map"

    page = visitor.page
    visitor.go("/desk/")
    page.get_by_label("登录名").fill("reporter-one")
    page.get_by_label("密码").fill(factories.PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("link", name="确认各列的对应：处罚.csv").click()
    assert visitor.look() == []
    page.get_by_role("link", name="确认各列的对应", exact=True).click()
    assert visitor.look() == []
    page.get_by_role("button", name="确认，接着核对").click()
    expect(page.get_by_role("alert")).to_contain_text("请选择根据条款")
    page.get_by_label("根据条款").select_option(label="处罚依据")
    page.get_by_role("button", name="确认，接着核对").click()
    expect(page.get_by_text("已确认，接着核对")).to_be_visible()

    assert processed(row).state == "done"
    page.reload()
    page.get_by_text("2019年以后的版式（处罚）").click()
    expect(page.get_by_text("由报送单位选定")).to_be_visible()
    assert visitor.look() == []
