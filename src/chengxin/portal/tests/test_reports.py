"""The download of a public report and the page that verifies one: what they say and what they never say."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from chengxin.portal.tests.looking import page, text_of
from chengxin.register.rules import TakedownReason
from chengxin.register.services import Why, take_down
from chengxin.register.tests.scenes import NOW, OFFICE, City, Fact, record_of, shown

pytestmark = pytest.mark.service
ADVERSE = ("销售过期食品", "罚款2000元", "示市监处罚〔2026〕11号", "测试市场监督管理局")


@pytest.fixture(autouse=True)
def data(settings: Settings, tmp_path: Path) -> None:
    """Keys of this test's own."""
    settings.DATA = tmp_path


def downloaded(city: City) -> tuple[str, bytes]:
    response = Client().post(f"{city.address}/report")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["X-Robots-Tag"] == "noindex, noarchive"
    assert response.headers["Cache-Control"] == "no-store"
    return response.headers["Content-Disposition"].split('"')[1].removesuffix(".pdf"), response.getvalue()


def uploaded(content: bytes, status: int = 200) -> str:
    response = Client().post("/reports/verify", {"file": SimpleUploadedFile("a.pdf", content, "application/pdf")})
    assert response.status_code == status
    return text_of(response)


def test_the_page_of_a_subject_offers_the_report(city: City) -> None:
    assert f'action="{city.address}/report"' in page(city.address)
    assert Client().get(f"{city.address}/report").status_code == 405
    assert Client().post("/subjects/91990102MA40001KXX/report").status_code == 404


def test_a_genuine_report_is_named_without_anything_adverse(city: City) -> None:
    shown(city.unit, Fact(city.firm))
    number, content = downloaded(city)
    by_number, by_file = page(f"/reports/verify?number={number.lower()}"), uploaded(content)
    assert "请上传文件核验" in by_number
    assert "请上传文件核验" not in by_file
    for html in (by_number, by_file):
        assert "报告是真实的" in html
        assert city.firm.name in html
        assert not any(words in html for words in ADVERSE)


def test_a_superseded_report_says_how_many_items_ended_and_no_more(city: City) -> None:
    shown(city.unit, Fact(city.firm))
    number, content = downloaded(city)
    why = Why(TakedownReason.REPAIRED, "已经信用修复", "测试依据")
    take_down(actor=OFFICE, now=NOW, records=[record_of(Fact(city.firm).number).public_id], why=why)
    for html in (page(f"/reports/verify?number={number}"), uploaded(content)):
        assert "此后有1项信息已到期或变更" in html
        assert not any(words in html for words in (*ADVERSE, city.firm.name))


def test_an_altered_file_a_foreign_one_and_one_too_large(city: City) -> None:
    _number, content = downloaded(city)
    assert "文件被改动过" in uploaded(content + b"x")
    assert "没有这份报告" in uploaded(b"%PDF-1.7 foreign")
    assert "超过5兆字节" in uploaded(b"x" * (5 * 1024 * 1024 + 1), 422)
    assert "没有这份报告" in page("/reports/verify?number=XB-0000-0000-0000-0000-1")
